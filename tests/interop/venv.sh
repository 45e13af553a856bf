#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Puts the real imgtool, in the versions of requirements.txt, into a virtual
# environment under .deps/, and prints the path of its Python. A second run
# finds it there and needs no network. The same for the real esptool and
# tests/chips/requirements.txt, and for the clients of serial recovery and
# clients.txt.
#
# Exit status: 0; 2 if it cannot be installed here, 1 if what was downloaded
# is not what requirements.txt names. A sentence on standard error tells why.
#
# usage: tests/interop/venv.sh [esptool|clients]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
tool=imgtool
import=imgtool
options=(--only-binary :all:)
venv=${SALLYPORT_DEPS:-$root/.deps}/interop
requirements=$here/requirements.txt
if [ "${1:-}" = esptool ]; then
    tool=esptool
    import=esptool
    venv=${venv%/*}/esptool
    requirements=$here/../chips/requirements.txt
elif [ "${1:-}" = clients ]; then
    tool="a client of recovery"
    import="mcumgr_toolkit, smpclient.transport.serial"
    options+=(--no-deps --no-build-isolation --use-pep517 --no-binary crcmod)
    venv=${venv%/*}/clients
    requirements=$here/clients.txt
fi
log=$venv.log
stamp=$venv/installed

# What an installation depends on: the versions asked for, and the Python.
wanted()
{
    sha256sum <"$requirements"
    python3 -c 'import sys; print(sys.executable, sys.version)'
}

is_installed()
{
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(wanted)" ] &&
        "$venv/bin/python" -c "import $import" 2>/dev/null
}

give_up()
{
    echo "$2 (details: $log)" >&2
    exit "$1"
}

install_from()
{
    "$venv/bin/python" -m pip install --disable-pip-version-check \
        --retries 1 --timeout 20 "${options[@]}" --require-hashes \
        -r "$1" >>"$log" 2>&1
}

install_packages()
{
    rm -rf "$venv"
    mkdir -p "$(dirname "$venv")"
    python3 -m venv "$venv" >"$log" 2>&1 ||
        give_up 2 "a virtual environment cannot be made: install python3-venv"
    # what builds a source package has to be there before it
    if ! grep -q '^setuptools==' "$requirements" ||
        install_from <(grep -A 1 '^setuptools==' "$requirements"); then
        install_from "$requirements" && return 0
    fi
    if grep -q 'DO NOT MATCH THE HASHES' "$log"; then
        give_up 1 "a package has another SHA-256 than ${requirements##*/} says"
    fi
    give_up 2 "$tool cannot be installed from PyPI: is there a network?"
}

if ! is_installed; then
    install_packages
    wanted >"$stamp"
fi
echo "$venv/bin/python"
