#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds a client of serial recovery that is a program, in one version, into
# .deps/programs/, and prints its path. A second run finds it there and needs
# no network. MCUMGR or MCUMGR_CLIENT name a program that is there already.
#
#   mcumgr                 Apache's, in Go: of the commit in its version; Go
#                          compares what it fetches with its checksum database
#   mcumgr-client-program  Rust's, with the dependencies that it was released
#                          with
#
# Exit status: 0; 2 if it cannot be had here: a sentence on standard error
# tells why.
#
# usage: tests/interop/program.sh mcumgr|mcumgr-client-program
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
place=${SALLYPORT_DEPS:-$root/.deps}/programs
log=$place/$1.log
LIMIT_S=300

go_module=github.com/apache/mynewt-mcumgr-cli/mcumgr
go_version=v0.0.0-20221004073047-5c56bd24066c
rust_version=0.0.9

give_up()
{
    echo "$1" >&2
    exit 2
}

# found NAME PATH_OF_THE_USER: prints a program that is there, and ends
found()
{
    if [ -n "$2" ]; then
        [ -x "$2" ] || give_up "$2, which the environment names, is no program"
        echo "$2"
        exit 0
    fi
    if [ -x "$place/$1" ]; then
        echo "$place/$1"
        exit 0
    fi
    mkdir -p "$place"
}

case $1 in
mcumgr)
    found "mcumgr-$go_version" "${MCUMGR:-}"
    command -v go >/dev/null || give_up "Go is not installed"
    GOBIN=$place GOFLAGS= timeout "$LIMIT_S" \
        go install "$go_module@$go_version" >"$log" 2>&1 ||
        give_up "Go's module proxy does not offer mynewt-mcumgr-cli"
    mv "$place/mcumgr" "$place/mcumgr-$go_version"
    echo "$place/mcumgr-$go_version"
    ;;
mcumgr-client-program)
    found "mcumgr-client-$rust_version" "${MCUMGR_CLIENT:-}"
    command -v cargo >/dev/null || give_up "Rust's cargo is not installed"
    timeout "$LIMIT_S" cargo install --locked --root "$place/rust" \
        --version "=$rust_version" mcumgr-client >"$log" 2>&1 ||
        give_up "crates.io does not offer mcumgr-client $rust_version"
    mv "$place/rust/bin/mcumgr-client" "$place/mcumgr-client-$rust_version"
    echo "$place/mcumgr-client-$rust_version"
    ;;
esac
