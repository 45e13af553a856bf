#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs the Debian packages that are missing for the groups named, from the
# list in tools/packages.txt: as root, or through sudo. Without either it
# prints the command to run and stops. Says nothing when nothing is missing.
#
# usage: tools/setup.sh GROUP...       (groups: build test chips)
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
list=$root/tools/packages.txt
log=$root/build/setup.log

say()
{
    echo "setup: $*"
}

fail()
{
    echo "setup: error: $*" >&2
    exit 1
}

is_installed()
{
    dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null |
        grep -qx installed
}

# Prints the missing packages of group $1; the list's own command counts too.
missing_of()
{
    local group package command
    while read -r group package command; do
        [ "$group" = "$1" ] || continue
        if [ -n "$command" ] && command -v "$command" >/dev/null; then
            continue
        fi
        is_installed "$package" || echo "$package"
    done <"$list"
}

# Without dpkg there is nothing to compare with: name the commands instead.
check_without_dpkg()
{
    local group package command
    for wanted in "$@"; do
        while read -r group package command; do
            if [ "$group" = "$wanted" ] && [ -n "$command" ] &&
                ! command -v "$command" >/dev/null; then
                say "this is no Debian: please install what provides" \
                    "'$command' (on Debian: $package)"
            fi
        done <"$list"
    done
}

# The way to become root, or nothing.
elevation()
{
    if [ "$(id -u)" = 0 ]; then
        echo env
    elif command -v sudo >/dev/null &&
        { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        echo sudo
    fi
}

install_packages()
{
    local as_root
    as_root=$(elevation)
    if [ -z "$as_root" ]; then
        fail "these packages need root to be installed; please run this" \
            "and start again: sudo apt-get install" \
            "--no-install-recommends $*"
    fi
    mkdir -p "$root/build"
    say "updating the package lists"
    "$as_root" apt-get update >"$log" 2>&1 ||
        say "apt-get update failed; trying with the lists that are there"
    say "installing (log: build/setup.log)"
    "$as_root" DEBIAN_FRONTEND=noninteractive apt-get install -y \
        --no-install-recommends "$@" </dev/null >>"$log" 2>&1 || {
        tail -5 "$log" >&2
        fail "apt-get could not install the packages: check the network" \
            "and the package sources, then start again (log: $log)"
    }
}

main()
{
    local group missing=()
    [ $# -gt 0 ] || fail "name a group of tools/packages.txt"
    if ! command -v dpkg-query >/dev/null; then
        check_without_dpkg "$@"
        return
    fi
    for group in "$@"; do
        grep -q "^$group " "$list" ||
            fail "tools/packages.txt has no group '$group'"
        mapfile -t -O "${#missing[@]}" missing < <(missing_of "$group")
    done
    if [ ${#missing[@]} -gt 0 ]; then
        say "missing Debian packages: ${missing[*]}"
        install_packages "${missing[@]}"
        say "all packages are there"
    fi
}

main "$@"
