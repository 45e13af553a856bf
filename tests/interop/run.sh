#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Compares `sallyport imgtool` and the boot code with the real imgtool: one
# line per claim, pass, FAIL or SKIP. Without it every claim is skipped, by
# name, and the line says why.
#
# usage: tests/interop/run.sh [-k PART_OF_A_NAME]...
#
# BUILD names another build folder than build/host.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${BUILD:-$here/../../build/host}
problem=$(mktemp)
trap 'rm -f "$problem"' EXIT

status=0
python=$("$here/venv.sh" 2>"$problem") || status=$?
case $status in
0) exec python3 -B "$here/run.py" --peer "$python" "$build/sallyport" "$@" ;;
2) exec python3 -B "$here/run.py" --skip "$(cat "$problem")" \
    "$build/sallyport" "$@" ;;
*)
    echo "FAIL interop.packages: $(cat "$problem")"
    exit 1
    ;;
esac
