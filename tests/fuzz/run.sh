#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Fuzzes each target for FUZZ_SECONDS (60), from the corpus that is kept and
# from what earlier runs found in BUILD/corpus. What fails lies in
# BUILD/failed; a replay of it: BUILD/tests/fuzz/fuzz_TARGET FILE.
#   run.sh BUILD [TARGET...]
set -eu
cd "$(dirname "$0")/../.."
build=$1
shift
seconds=${FUZZ_SECONDS:-60}
[ $# -gt 0 ] || set -- line story answer

if ! command -v clang > /dev/null; then
    echo "SKIP fuzz: clang is missing, and with it libFuzzer"
    exit 0
fi
CC=clang tools/build.sh "$build" -DSALLYPORT_TESTS=ON -DSALLYPORT_FUZZ=ON \
    -DSALLYPORT_SANITIZE=fuzzer-no-link,address,undefined
failed=0
for target; do
    mkdir -p "$build/corpus/$target" "$build/failed"
    if "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" \
        -timeout=20 -max_len=8192 -use_value_profile=1 -print_final_stats=1 \
        -artifact_prefix="$build/failed/$target-" "$build/corpus/$target" \
        "tests/fuzz/corpus/$target" > "$build/$target.log" 2>&1; then
        echo "pass fuzz.$target: $(grep -E '^#[0-9]+.*DONE' "$build/$target.log")"
    else
        echo "FAIL fuzz.$target: see $build/$target.log and $build/failed/"
        failed=1
    fi
done
exit $failed
