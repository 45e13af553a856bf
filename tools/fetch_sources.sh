#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Puts the third-party source code into .deps/ of the checkout, once: Mbed TLS
# 3.6 (long-term support) and Monocypher 4. A second run finds them there and
# needs no network. CMake calls this at configure time.
#
#   tools/fetch_sources.sh            fetch what is missing, print the folders
#
# MBEDTLS_DIR and MONOCYPHER_DIR name folders to be used instead.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
deps=${SALLYPORT_DEPS:-$root/.deps}

# The suite that carries Mbed TLS 3.6, and the archive that apt verifies.
debian_suite=trixie
debian_keys=/usr/share/keyrings/debian-archive-keyring.gpg
mbedtls_series=3.6

# The release that is taken where no Debian archive is configured.
mbedtls_release=3.6.6
mbedtls_sha256=8fb65fae8dcae5840f793c0a334860a411f884cc537ea290ce1c52bb64ca007a
mbedtls_upstream=https://github.com/Mbed-TLS/mbedtls/releases/download

# Monocypher 4.0.3, as the source distribution of its Python binding.
monocypher_package=pymonocypher
monocypher_version=4.0.3.4
monocypher_sha256=5e56e3d3eb770a53e0b9f6274146663c11a11f3d0de5cd48e3be0428d1b07a4a

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

# Runs apt-get on folders of our own: $1 is the folder, the rest is the command.
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
        -o Acquire::Retries=3 "$@"
}

# Fetches the Debian source package into folder $1; apt checks the signature
# of the release file and from there on every checksum.
mbedtls_from_debian()
{
    local work=$1 mirror
    mirror=$(debian_mirror)
    [ -n "$mirror" ] && [ -f "$debian_keys" ] || return 1
    mkdir -p "$work/state" "$work/lists/partial" "$work/cache/archives/partial"
    echo "deb-src [signed-by=$debian_keys] $mirror $debian_suite main" \
        >"$work/sources.list"
    say "reading the list of Debian source packages ($debian_suite)"
    private_apt "$work" update >"$work/log" 2>&1 || return 1
    say "downloading the source package mbedtls"
    (cd "$work" &&
        private_apt "$work" source --download-only mbedtls) \
        >>"$work/log" 2>&1 || return 1
    ls "$work"/mbedtls_"$mbedtls_series".*.orig.tar.* >/dev/null 2>&1
}

# Fetches the upstream release into folder $1 and compares its checksum.
mbedtls_from_upstream()
{
    local work=$1 name=mbedtls-$mbedtls_release
    local url=$mbedtls_upstream/$name/$name.tar.bz2
    local file=$work/mbedtls_$mbedtls_release.orig.tar.bz2
    say "downloading the upstream release $name"
    if command -v curl >/dev/null; then
        curl -fsSL --retry 2 --connect-timeout 20 -o "$file" "$url" \
            >>"$work/log" 2>&1 || return 1
    else
        wget -q -T 20 -t 3 -O "$file" "$url" >>"$work/log" 2>&1 || return 1
    fi
    echo "$mbedtls_sha256  $file" | sha256sum --check --status ||
        fail "the archive of $name has another checksum than expected;" \
            "try again, or set MBEDTLS_DIR to an unpacked $mbedtls_series"
}

fetch_mbedtls()
{
    local work=$deps/work-mbedtls target=$1
    rm -rf "$work"
    mkdir -p "$work/tree"
    mbedtls_from_debian "$work" || mbedtls_from_upstream "$work" ||
        fail "Mbed TLS $mbedtls_series could not be downloaded: check the" \
            "network, or set MBEDTLS_DIR to an unpacked source tree of it" \
            "(details: $work/log)"
    say "unpacking Mbed TLS"
    tar -xf "$work"/mbedtls_*.orig.tar.* -C "$work/tree" --strip-components=1
    apply_debian_patches "$work" "$work/tree"
    rm -rf "$target"
    mv "$work/tree" "$target"
    rm -rf "$work"
}

# Debian's corrections on top of the release, in the order of its series file.
apply_debian_patches()
{
    local work=$1 tree=$2 archive patch
    for archive in "$work"/mbedtls_*.debian.tar.*; do
        [ -f "$archive" ] || continue
        tar -xf "$archive" -C "$work"
        [ -f "$work/debian/patches/series" ] || continue
        while read -r patch; do
            case $patch in '' | '#'*) continue ;; esac
            say "applying ${patch##*/}"
            patch -d "$tree" -p1 -s <"$work/debian/patches/${patch%% *}" ||
                fail "the Debian patch $patch does not apply"
        done <"$work/debian/patches/series"
    done
}

# The command of pip on this machine.
pip_command()
{
    local python
    for python in "${PYTHON:-python3}" /usr/bin/python3; do
        if "$python" -m pip --version >/dev/null 2>&1; then
            echo "$python"
            return
        fi
    done
    fail "pip is missing: install the package python3-pip, or set" \
        "MONOCYPHER_DIR to a folder with monocypher.c"
}

fetch_monocypher()
{
    local work=$deps/work-monocypher target=$1 python
    local spec=$monocypher_package==$monocypher_version
    python=$(pip_command)
    rm -rf "$work"
    mkdir -p "$work/tree"
    say "downloading Monocypher ($spec)"
    echo "$spec --hash=sha256:$monocypher_sha256" >"$work/requirements.txt"
    (cd "$work" && "$python" -m pip download --no-deps --require-hashes \
        --no-binary "$monocypher_package" --disable-pip-version-check \
        -r requirements.txt) >"$work/log" 2>&1 ||
        fail "Monocypher could not be downloaded with pip: check the" \
            "network, or set MONOCYPHER_DIR to a folder with monocypher.c" \
            "(details: $work/log)"
    tar -xf "$work/$monocypher_package-$monocypher_version.tar.gz" \
        -C "$work/tree" --strip-components=1
    rm -rf "$target"
    mv "$work/tree" "$target"
    rm -rf "$work"
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

main()
{
    local mbedtls=${MBEDTLS_DIR:-$deps/mbedtls}
    local monocypher=${MONOCYPHER_DIR:-$deps/monocypher}
    mkdir -p "$deps"
    exec 9>"$deps/lock"
    flock 9
    if [ -z "${MBEDTLS_DIR:-}" ] && [ ! -d "$mbedtls" ]; then
        fetch_mbedtls "$mbedtls"
    fi
    if [ -z "${MONOCYPHER_DIR:-}" ] && [ ! -d "$monocypher" ]; then
        fetch_monocypher "$monocypher"
    fi
    require_file "Mbed TLS" "$mbedtls" library/sha256.c
    require_file "p256-m" "$mbedtls" 3rdparty/p256-m/p256-m/p256-m.c
    require_file "Monocypher" "$monocypher" monocypher.c
    require_series "$mbedtls"
    echo "MBEDTLS_DIR=$(cd "$mbedtls" && pwd)"
    echo "MONOCYPHER_DIR=$(cd "$monocypher" && pwd)"
}

main "$@"
