#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Counts the lines and branches of base, core and crypto that the tests run.
# Fails if one of the three falls below 95 % of its lines.
#
# usage: tools/coverage.sh        (builds in build/coverage)
set -eu

least=95
root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build/coverage
cd "$root"

if ! command -v gcovr >/dev/null; then
    echo "coverage: gcovr is missing: install the package gcovr" >&2
    exit 1
fi

cmake -B "$build" -GNinja -DSALLYPORT_COVERAGE=ON -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_COMPILER=gcc >"$build.log" 2>&1 || {
    cat "$build.log" >&2
    exit 1
}
ninja -C "$build" >"$build.log" 2>&1 || {
    tail -40 "$build.log" >&2
    exit 1
}
find "$build" -name '*.gcda' -delete
# Command lines and drivers reach no line that the unit tests do not.
(cd "$build" && ctest -L quick -E '^(cli|sim|drivers)[.]' -j "$(nproc)" \
    --output-on-failure) \
    >"$build.log" 2>&1 || {
    tail -40 "$build.log" >&2
    exit 1
}
# One power cut in 400, for the lines that only a cut reaches. Whether the cuts
# are survived is judged where all of them are run, not here.
"$build/tests/powerloss/powerloss" --share --thin 400 >"$build.log" 2>&1 ||
    echo "coverage: power cuts failed, see the power-cut tests" >&2
gcovr --root . --filter 'base/' --filter 'core/' --filter 'crypto/' \
    --exclude-unreachable-branches --json "$build/coverage.json" \
    "$build" >"$build.log" 2>&1 || {
    cat "$build.log" >&2
    exit 1
}
python3 tools/coverage_table.py "$build/coverage.json" "$least"
