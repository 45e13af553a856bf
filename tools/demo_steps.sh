#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What the demonstrations have in common: steps with headings, commands that
# are shown with what they print, and checks that are counted. It is sourced
# with $program and $folder set; nothing else is kept of the caller's.

# Colours on a terminal only.
bold='' dim='' green='' red='' plain=''
if [ -t 1 ] && [ "${NO_COLOR:-}" = '' ]; then
    bold=$(printf '\033[1m') dim=$(printf '\033[2m')
    green=$(printf '\033[32m') red=$(printf '\033[31m')
    plain=$(printf '\033[0m')
fi

step=0
checks=0
seen='' # one line for each thing that was seen

# Says what comes next: a heading, and one or two sentences.
say() {
    step=$((step + 1))
    printf '\n%s%s of %s. %s%s\n' "$bold" "$step" "$steps" "$1" "$plain"
    printf '%s\n' "$2" | fold -s -w 78
}

stop() {
    printf '%sFAILED: %s%s\n' "$red" "$1" "$plain" >&2
    printf 'The files are in %s.\n' "$folder" >&2
    exit 1
}

# Runs a sallyport command, shows it and its output, stops if it fails.
run() {
    printf '\n%s$ sallyport %s%s\n' "$dim" "$*" "$plain"
    "$program" "$@" >out.txt 2>&1
    status=$?
    sed 's/^\(.\)/    \1/' out.txt
    [ $status -eq 0 ] || stop "that command ended with status $status."
}

# Runs a command on the virtual device.
sim() {
    command=$1
    shift
    run sim "$command" -c bootloader.conf "$@"
}

# The output of the last command must hold a text; tells what that means.
want() {
    checks=$((checks + 1))
    grep -q -e "$1" out.txt || stop "$2: '$1' is not in the output above."
    printf '  %s-> %s%s\n' "$green" "$2" "$plain"
}

# Prints the configuration that both begin with: the default layout of an
# ESP32-C3 with 4 MB of flash, P-256 by key.pem, no downgrades.
configuration() {
    cat <<EOF
CONFIG_ESP_FLASH_SIZE=4MB
CONFIG_ESP_BOOTLOADER_SIZE=0xF000
CONFIG_ESP_BOOTLOADER_OFFSET=0x0
CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x20000
CONFIG_ESP_APPLICATION_SIZE=0x1C0000
CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x1E0000
CONFIG_ESP_SCRATCH_OFFSET=0x3E0000
CONFIG_ESP_SCRATCH_SIZE=0x1F000
CONFIG_ESP_SIGN_EC256=y
CONFIG_ESP_SIGN_KEY_FILE=$folder/key.pem
CONFIG_ESP_DOWNGRADE_PREVENTION=y
EOF
}

remember() {
    seen="$seen  - $1
"
}

# Only a folder that an earlier demonstration made is emptied.
if [ -e "$folder" ] && [ ! -e "$folder/demo-folder" ]; then
    stop "$folder exists and is not a demo's: name another folder."
fi
rm -rf "$folder"
mkdir -p "$folder" && cd "$folder" || stop "cannot use $folder."
folder=$PWD
: >demo-folder
