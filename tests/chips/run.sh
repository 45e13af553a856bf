#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds bootloaders for the chips as a user would, and compares their images
# with the real esptool and their sizes with docs/sizes.tsv: one line per
# claim, pass, FAIL or SKIP.
#
# usage: tests/chips/run.sh [-k PART_OF_A_NAME]...
#
# BUILD names another build folder than build/host.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
program=${BUILD:-$root/build/host}/sallyport
problem=$(mktemp)
trap 'rm -f "$problem"' EXIT

status=0
python=$("$here/../interop/venv.sh" esptool 2>"$problem") || status=$?
case $status in
0) peer=(--esptool "$(dirname "$python")/esptool") ;;
2) peer=(--without-esptool "$(cat "$problem")") ;;
*)
    echo "FAIL chips.packages: $(cat "$problem")"
    exit 1
    ;;
esac
failed=0
python3 -B "$here/run.py" "${peer[@]}" "$program" "$@" || failed=1
[ $# -gt 0 ] || python3 -B "$root/tools/chips.py" "$program" || failed=1
exit $failed
