#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The smallest and the largest slots, 64 KB and 8 MB, in every update mode: an
# update that loses power on its way runs afterwards, and is taken back where
# that is possible.
#
# usage: slot_sizes.sh PROGRAM FOLDER
set -u

program=$1
rm -rf "$2"
mkdir -p "$2" && cd "$2" || exit 1

# run WORDS...: a command that must succeed.
run() {
    "$program" "$@" >out.txt 2>&1 && return
    printf 'FAILED sallyport %s\n' "$*"
    sed 's/^/    | /' out.txt
    exit 1
}

# image VERSION BYTES FILE, with the lengths of the slot in $slot and $sectors
image() {
    yes "version $1 of the application" | head -c "$2" >payload.bin
    run imgtool sign --align 4 -H 32 --pad-header -S "$slot" -M "$sectors" \
        -v "$1" payload.bin "$3"
}

# try LINE LAST: updates with this line in the configuration; the boot after
# the update runs version LAST.
try() {
    cat >bootloader.conf <<END
CONFIG_ESP_FLASH_SIZE=32MB
CONFIG_ESP_APPLICATION_SIZE=$slot
CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x20000
CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x820000
CONFIG_ESP_SCRATCH_OFFSET=0x1020000
CONFIG_ESP_SCRATCH_SIZE=0x10000
CONFIG_ESP_MAX_IMG_SECTORS=$sectors
$1
END
    for words in 'create --force' 'load --slot primary v1.bin' \
        'boot --update v2.bin --app request-test --expect 1.0.0' \
        'boot --cut 60%:bits:3 --expect cut' 'boot --expect 2.0.0' \
        "boot --expect $2"; do
        # shellcheck disable=SC2086 # words of a command line
        run sim $words -c bootloader.conf
    done
    echo "pass slots_of_$slot.$3"
}

try_all() {
    try '' 1.0.0 scratch
    try 'CONFIG_ESP_BOOT_SWAP_USING_MOVE=y' 1.0.0 move
    try 'CONFIG_ESP_BOOT_UPGRADE_ONLY=y' 2.0.0 overwrite
}

slot=0x10000 sectors=128
image 1.0.0 20000 v1.bin
image 2.0.0 30000 v2.bin
try_all
slot=0x800000 sectors=2048
image 1.0.0 7000000 v1.bin
image 2.0.0 7900000 v2.bin
try_all
