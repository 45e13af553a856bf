#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Compares `sallyport imgtool` and the boot code with the real imgtool, and
# `sallyport espsecure` with the real one, and lets the real clients of serial
# recovery talk to the virtual device: one line per claim, pass, FAIL or SKIP.
# Without a tool its claims are skipped, by name, and the line says why.
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

# took STATUS PATH TOOL...: what came of looking for the tools
took()
{
    local status=$1 path=$2 tool
    shift 2
    for tool; do
        case $status in
        0) words+=(--have "$tool=$path") ;;
        2) words+=(--miss "$tool=$(cat "$problem")") ;;
        *)
            echo "FAIL interop.packages: $(cat "$problem")"
            exit 1
            ;;
        esac
    done
}

# find_tools ENVIRONMENT TOOL...
find_tools()
{
    local status=0 python
    python=$("$here/venv.sh" "$1" 2>"$problem") || status=$?
    shift
    took "$status" "$python" "$@"
}

find_program()
{
    local status=0 path
    path=$("$here/program.sh" "$1" 2>"$problem") || status=$?
    took "$status" "$path" "$1"
}

# There are none for every Python: the environment is complete without it.
find_rust_library()
{
    local status=0 python
    python=$("$here/venv.sh" clients 2>"$problem") || status=$?
    if [ "$status" = 0 ] && ! "$python" -c "import mcumgr_client" \
        2>/dev/null; then
        status=2
        echo "PyPI has no mcumgr-client-wrapper for this Python" >"$problem"
    fi
    took "$status" "$python" mcumgr-client
}

find_tools imgtool imgtool
find_tools esptool espsecure espefuse
find_tools clients smpmgr smpclient toolkit
find_rust_library
find_program mcumgr
find_program mcumgr-client-program
python3 -B "$here/run.py" "${words[@]}" "$build/sallyport" "$@"
