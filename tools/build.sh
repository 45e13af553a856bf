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

# The compiler's words where there are any, else the end of the log.
fail()
{
    grep -E -A 5 '^FAILED|error:' "$log" | cut -c 1-200 | head -n 40 >&2 ||
        tail -n 40 "$log" >&2
    echo "build: error: $1 failed; the whole log is $log" >&2
    exit 1
}

echo "build: configuring $folder"
# standard error passes: it has the progress of fetching the sources
cmake -B "$folder" -GNinja "$@" >"$log" || fail "cmake"
echo "build: compiling (a minute the first time)"
ninja -C "$folder" >"$log" 2>&1 || fail "compiling"
