#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Prints the measurements: flash work of updates, times of the image tool, rates
# of serial recovery, and how many power cuts a second are tried.
#
# usage: bench/run.sh BUILD
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "$1" && pwd)
problem=$(mktemp)
trap 'rm -f "$problem"' EXIT

"$build/bench/flash_bench"
echo
if python=$("$here/../tests/interop/venv.sh" 2>"$problem"); then
    python3 -B "$here/keys_bench.py" "$build/sallyport" "$python"
else
    python3 -B "$here/keys_bench.py" "$build/sallyport" \
        --skip "$(cat "$problem")"
fi
echo
python3 -B "$here/recovery/run.py" "$build"
echo
echo "power cuts, layout small8, every story:"
"$build/tests/powerloss/powerloss" --share --layout small8 | tail -n 1
