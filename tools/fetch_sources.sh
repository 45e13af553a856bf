#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Puts the third-party source code into .deps/ of the checkout, once: Mbed TLS
# 3.6 (long-term support) and TinySSH, for its Ed25519. From the source
# packages of Debian, whose signatures apt verifies, or else the upstream
# releases by their checksum. A second run finds them there and needs no
# network. CMake calls this at configure time.
#
#   tools/fetch_sources.sh            fetch what is missing, print the folders
#
# MBEDTLS_DIR and TINYSSH_DIR name folders to be used instead.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
deps=${SALLYPORT_DEPS:-$root/.deps}
log=$deps/fetch.log

# The suite that carries both, and the keys of the archive.
debian_suite=trixie
debian_keys=/usr/share/keyrings/debian-archive-keyring.gpg

# Any release of this series will do; the one named is for upstream.
mbedtls_series=3.6
mbedtls_release=3.6.6
mbedtls_sha256=8fb65fae8dcae5840f793c0a334860a411f884cc537ea290ce1c52bb64ca007a
mbedtls_upstream=https://github.com/Mbed-TLS/mbedtls/releases/download

# We use inner functions of TinySSH: this release, no other.
tinyssh_release=20250501
tinyssh_sha256=f3ae622c765db4e0d791ea90a9feba39d7f693ef9cb949a797f7ad6b404a2d61
tinyssh_upstream=https://github.com/janmojzis/tinyssh/archive

say()
{
    echo "deps: $*" >&2
}

fail()
{
    echo "deps: error: $*" >&2
    exit 1
}

# Prints the URI of the Debian mirror that this machine's apt uses.
debian_mirror()
{
    command -v apt-get >/dev/null || return 0
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
        2>/dev/null |
        awk '$3 == "main" && $2 !~ /security|updates|backports|\// \
             && $1 ~ /debian\/?$/ { print $1; exit }'
}

# apt-get on folders of our own: the system's lists and sources stay as they
# are. $1 is the folder, the rest is the command.
private_apt()
{
    local dir=$1
    shift
    apt-get -q -o Dir::Etc::sourcelist="$dir/sources.list" \
        -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State="$dir/state" \
        -o Dir::State::lists="$dir/lists" \
        -o Dir::Cache="$dir/cache" \
        -o APT::Sandbox::User="" \
        -o Acquire::Languages=none \
        -o APT::Update::Error-Mode=any \
        -o Acquire::Retries=3 "$@" >>"$log" 2>&1
}

# Makes the private configuration in folder $1 and reads the list, once.
private_apt_ready()
{
    local dir=$1 mirror
    [ ! -f "$dir/ready" ] || return 0
    mirror=$(debian_mirror)
    [ -n "$mirror" ] && [ -f "$debian_keys" ] || return 1
    mkdir -p "$dir/state" "$dir/lists/partial" "$dir/cache/archives/partial"
    echo "deb-src [signed-by=$debian_keys] $mirror $debian_suite main" \
        >"$dir/sources.list"
    say "reading the list of Debian source packages ($debian_suite)"
    private_apt "$dir" update && touch "$dir/ready"
}

# Fetches source package $1 into folder $2; apt checks the signature of the
# release file and from there on every checksum.
from_debian()
{
    private_apt_ready "$deps/apt" || return 1
    say "downloading the Debian source package $1"
    cd "$2" && private_apt "$deps/apt" source --download-only "$1"
}

# Fetches archive $2 to the file $3 and compares its checksum $4; $1 is what
# people call it.
from_upstream()
{
    say "downloading the upstream release of $1"
    if command -v curl >/dev/null; then
        curl -fsSL --retry 2 --connect-timeout 20 -o "$3" "$2" \
            >>"$log" 2>&1 || return 1
    else
        wget -q -T 20 -t 3 -O "$3" "$2" >>"$log" 2>&1 || return 1
    fi
    has_checksum "$3" "$4" ||
        fail "the archive of $1 has another checksum than expected: try" \
            "again, or unpack a copy of yours and name its folder:" \
            "tools/fetch_sources.sh says how"
}

has_checksum()
{
    echo "$2  $1" | sha256sum --check --status 2>/dev/null
}

# Unpacks the archive that matches $1.orig.tar.* with Debian's corrections on
# top, and puts it where it belongs: $2.
unpack()
{
    local work=${1%/*} archive patch
    mkdir -p "$work/tree"
    say "unpacking into ${2#"$root"/}"
    for archive in "$1".orig.tar.*[!c]; do
        tar -xf "$archive" -C "$work/tree" --strip-components=1
    done
    for archive in "$1"*.debian.tar.*; do
        [ -f "$archive" ] || continue
        tar -xf "$archive" -C "$work"
        [ -f "$work/debian/patches/series" ] || continue
        while read -r patch; do
            case $patch in '' | '#'*) continue ;; esac
            patch -d "$work/tree" -p1 -s \
                <"$work/debian/patches/${patch%% *}" ||
                fail "the Debian patch $patch does not apply"
        done <"$work/debian/patches/series"
    done
    mv "$work/tree" "$2"
}

# Runs $2 with an empty folder to work in; it leaves the source in $1.
fetch_into()
{
    local target=$1 fetcher=$2 work=$deps/work
    rm -rf "$work" "$target"
    mkdir -p "$work"
    "$fetcher" "$target" "$work"
    rm -rf "$work"
}

fetch_mbedtls()
{
    local name=mbedtls-$mbedtls_release
    (from_debian mbedtls "$2") || from_upstream "Mbed TLS" \
        "$mbedtls_upstream/$name/$name.tar.bz2" \
        "$2/mbedtls_$mbedtls_release.orig.tar.bz2" "$mbedtls_sha256" ||
        fail "Mbed TLS $mbedtls_series could not be downloaded: check the" \
            "network, or set MBEDTLS_DIR to an unpacked source tree of it" \
            "(details: $log)"
    unpack "$(ls "$2"/mbedtls_*.orig.tar.*[!c] | sed 's/\.orig.*//')" "$1"
}

fetch_tinyssh()
{
    local base=$2/tinyssh_$tinyssh_release
    if ! (from_debian tinyssh "$2") ||
        ! has_checksum "$base.orig.tar.gz" "$tinyssh_sha256"; then
        from_upstream "TinySSH" \
            "$tinyssh_upstream/refs/tags/$tinyssh_release.tar.gz" \
            "$base.orig.tar.gz" "$tinyssh_sha256" ||
            fail "TinySSH $tinyssh_release could not be downloaded: check" \
                "the network, or set TINYSSH_DIR to an unpacked source tree" \
                "of it (details: $log)"
    fi
    unpack "$base" "$1"
}

# $1 name for people, $2 folder, $3 file that must be in it.
require_file()
{
    [ -f "$2/$3" ] ||
        fail "$1 is not in $2 ($3 is missing there): correct the folder," \
            "or unset the variable and let it be downloaded"
}

# Mbed TLS of another series has another interface: refuse it here by name.
require_series()
{
    grep -q "MBEDTLS_VERSION_STRING  *\"$mbedtls_series\\." \
        "$1/include/mbedtls/build_info.h" ||
        fail "$1 is not Mbed TLS $mbedtls_series:" \
            "$(grep 'MBEDTLS_VERSION_STRING ' \
                "$1/include/mbedtls/build_info.h" || echo 'no version')"
}

check_mbedtls()
{
    require_file "Mbed TLS" "$1" library/sha256.c
    require_series "$1"
}

check_tinyssh()
{
    require_file "TinySSH" "$1" ge25519.c
    require_file "TinySSH" "$1" cryptoint/crypto_uint32.h
}

main()
{
    local mbedtls=${MBEDTLS_DIR:-$deps/mbedtls}
    local tinyssh=${TINYSSH_DIR:-$deps/tinyssh}
    # folders of the user's first: a wrong one should not cost a download
    [ -z "${MBEDTLS_DIR:-}" ] || check_mbedtls "$mbedtls"
    [ -z "${TINYSSH_DIR:-}" ] || check_tinyssh "$tinyssh"
    mkdir -p "$deps"
    exec 9>"$deps/lock"
    flock 9
    rm -rf "$deps/apt"
    if [ -z "${MBEDTLS_DIR:-}" ] && [ ! -d "$mbedtls" ]; then
        fetch_into "$mbedtls" fetch_mbedtls
    fi
    if [ -z "${TINYSSH_DIR:-}" ] && [ ! -d "$tinyssh" ]; then
        fetch_into "$tinyssh" fetch_tinyssh
    fi
    rm -rf "$deps/apt"
    check_mbedtls "$mbedtls"
    check_tinyssh "$tinyssh"
    echo "MBEDTLS_DIR=$(cd "$mbedtls" && pwd)"
    echo "TINYSSH_DIR=$(cd "$tinyssh" && pwd)"
}

main "$@"
