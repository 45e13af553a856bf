#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs every gate; each prints one line, and its offending places above it.
# usage: tools/gates/run.sh [--root TREE] [--build FOLDER]
here=$(dirname "$0")
failed=""
for gate in "$here"/gate_*.py; do
    python3 "$gate" "$@" || failed="$failed $(basename "$gate" .py)"
done
if [ -n "$failed" ]; then
    echo "gates failed:$failed"
    exit 1
fi
echo "all gates passed"
