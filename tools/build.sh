#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Configures and builds a folder; prints the compiler's words only on failure.
# Tests are built where cmocka is installed.
#
# usage: tools/build.sh FOLDER [CMAKE OPTION...]
set -euo pipefail

folder=$1
shift
mkdir -p "$folder"
log=$folder/build.log

fail()
{
    echo "build: error: $1 failed; the whole log is $log" >&2
    exit 1
}

# The compiler's words where there are any, else the end of the log.
show_errors()
{
    grep -E -A 5 '^FAILED|error:' "$log" | cut -c 1-200 | head -n 40 >&2 ||
        tail -n 40 "$log" >&2
}

# Here already, though cmake would: what it says then stands alone.
"$(dirname "$0")/fetch_sources.sh" >/dev/null
echo "build: configuring $folder"
cmake -B "$folder" -GNinja "$@" >"$log" || fail "cmake"
echo "build: compiling (a minute the first time)"
if ! ninja -C "$folder" >"$log" 2>&1; then
    show_errors
    fail "compiling"
fi
