#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs every gate; each prints one line, and its offending places above it.
# Without arguments the gates are tried on planted faults too.
# usage: tools/gates/run.sh [--root TREE] [--build FOLDER]
here=$(dirname "$0")
failed=""
for gate in "$here"/gate_*.py; do
    python3 "$gate" "$@" || failed="$failed $(basename "$gate" .py)"
done
if [ $# -eq 0 ]; then
    "$here"/selftest.sh || failed="$failed selftest"
fi
if [ -n "$failed" ]; then
    echo "gates failed:$failed"
    exit 1
fi
echo "all gates passed"
