#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Compares `sallyport imgtool` and the boot code with the real imgtool, and
# `sallyport espsecure` with the real one: one line per claim, pass, FAIL or
# SKIP. Without a tool its claims are skipped, by name, and the line says why.
#
# usage: tests/interop/run.sh [-k PART_OF_A_NAME]...
#
# BUILD names another build folder than build/host.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${BUILD:-$here/../../build/host}
problem=$(mktemp)
trap 'rm -f "$problem"' EXIT
words=()

# find_tool NAME OPTION_IF_THERE OPTION_IF_NOT
find_tool()
{
    local status=0 python
    python=$("$here/venv.sh" "$1" 2>"$problem") || status=$?
    case $status in
    0) words+=("$2" "$python") ;;
    2) words+=("$3" "$(cat "$problem")") ;;
    *)
        echo "FAIL interop.packages: $(cat "$problem")"
        exit 1
        ;;
    esac
}

find_tool imgtool --peer --skip
find_tool esptool --esptool --skip-esptool
python3 -B "$here/run.py" "${words[@]}" "$build/sallyport" "$@"
