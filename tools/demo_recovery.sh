#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The demonstration of serial recovery: an empty virtual ESP32-C3 receives its
# first application over a pseudo-terminal; the upload of an update loses power
# in its middle, which costs nothing, and goes on where it was; a forged image
# is refused with the reason. It is a test as well: it stops with status 1 at
# the first thing that is not as it says.
#
# usage: demo_recovery.sh BUILD [FOLDER]
#   BUILD   folder of the build, with the program sallyport in it
#   FOLDER  where the files of the demonstration go
#           [default: BUILD/demo-recovery]
set -u

if [ $# -lt 1 ] || [ ! -x "$1/sallyport" ]; then
    echo "demo_recovery.sh: give the folder of a build, e.g." \
        "tools/demo_recovery.sh build/host" >&2
    exit 2
fi
program=$(cd "$1" && pwd)/sallyport
folder=${2:-$(dirname "$program")/demo-recovery}

steps=9
. "$(dirname "$0")/demo_steps.sh"

device='' # process of the device that waits for clients

device_stop() {
    [ -z "$device" ] || kill "$device" 2>/dev/null
    device=''
}
trap device_stop EXIT
trap 'exit 1' INT TERM

# Switches the device on, in the background, and waits for its recovery.
device_start() {
    printf '\n%s$ sallyport sim boot -c bootloader.conf --serial pty:device' \
        "$dim"
    printf ' %s &%s\n' "$*" "$plain"
    : >device.txt # that of the run before would look as if it had begun
    "$program" sim boot -c bootloader.conf --serial pty:device "$@" \
        >device.txt 2>&1 &
    device=$!
    tries=0
    until grep -q 'it talks on' device.txt; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || stop 'recovery has not begun within 5 seconds.'
        sleep 0.05
    done
    cp device.txt out.txt
    sed 's/^\(.\)/    \1/' out.txt
}

# Waits until the device has ended, and shows what it printed since.
device_end() {
    wait "$device" || stop "the device ended with status $?: $(cat device.txt)"
    device=''
    printf '\n%sThe device:%s\n' "$dim" "$plain"
    cp device.txt out.txt
    sed -n '/it talks on/,$p' out.txt | sed '1d; s/^\(.\)/    \1/'
}

# Asks the device as any SMP client does.
mcumgr() {
    run mcumgr --conntype serial --connstring dev=device "$@"
}

# The same, where it must fail.
mcumgr_fails() {
    printf '\n%s$ sallyport mcumgr --conntype serial --connstring' "$dim"
    printf ' dev=device %s%s\n' "$*" "$plain"
    "$program" mcumgr --conntype serial --connstring dev=device "$@" \
        >out.txt 2>&1 && stop 'that command should have failed.'
    sed 's/^\(.\)/    \1/' out.txt
}

printf '%sSerial recovery of a virtual ESP32-C3%s\n' "$bold" "$plain"
printf 'The recovery line of the device is a pseudo-terminal: any client that '
printf 'speaks SMP\ncan connect. Everything happens in files in %s.\n' "$folder"

# ---------------------------------------------------------------------------
say 'A key, two signed versions, and an empty device' \
    'The bootloader has serial recovery, and nothing to boot.'
yes 'application, version one' | head -c 200000 >v1-payload.bin
yes 'application, version two: now with more' | head -c 260000 >v2-payload.bin
for signer in key other; do
    "$program" imgtool keygen -k $signer.pem -t ecdsa-p256 >/dev/null ||
        stop 'no key could be made.'
done
run imgtool sign -k key.pem --align 4 -H 32 --pad-header -S 0x1C0000 \
    -v 1.0.0 v1-payload.bin v1.bin
run imgtool sign -k key.pem --align 4 -H 32 --pad-header -S 0x1C0000 \
    -v 2.0.0 v2-payload.bin v2.bin
configuration >bootloader.conf
echo CONFIG_ESP_MCUBOOT_SERIAL=y >>bootloader.conf
sim create

# ---------------------------------------------------------------------------
say 'Nothing boots, so recovery begins' \
    'No pin has to be held. The device waits for a client.'
device_start --expect 1.0.0
want 'because nothing boots' 'an empty device can be reached'
mcumgr image list
remember 'an empty device goes into recovery by itself'

# ---------------------------------------------------------------------------
say 'The first upload' \
    'The image is staged in the secondary slot, verified there as at a boot, and
installed at the next reset.'
mcumgr image upload v1.bin
want '100 %' 'all of it was taken, and found good'
mcumgr image list
want 'version: 1.0.0' 'version 1.0.0 waits'
mcumgr reset
device_end
want 'sim: image 0, version 1.0.0' 'it was installed, and runs'
remember 'an image that was uploaded is installed by the next boot'

# ---------------------------------------------------------------------------
say 'An upload loses power' \
    'Now the pin is held, and version 2.0.0 is uploaded. In the middle of it the
supply breaks down, in a program operation of which half the bits are done.'
device_start --pin --cut 600:bits:1 --expect cut
want 'its pin is held' 'the pin was seen'
mcumgr_fails -t 1 -r 1 image upload v2.bin
device_end
want 'sim: power fails' 'power failed in the middle of the upload'

# ---------------------------------------------------------------------------
say 'Nothing is lost' \
    'Upstream such an upload leaves a device without an application. Here the
old one was not touched.'
sim boot --expect 1.0.0
want 'sim: image 0, version 1.0.0' 'version 1.0.0 runs as before'
remember 'an upload that loses power leaves the old version as it is'

# ---------------------------------------------------------------------------
say 'The upload goes on where it was' \
    'The same file again: the device has kept a journal of what it holds, and
asks only for the rest.'
device_start --pin --expect 2.0.0
mcumgr image upload v2.bin
want '143360 of 26' 'it begins in the middle, where the journal ends'
mcumgr reset
device_end
want 'sim: image 0, version 2.0.0' 'version 2.0.0 was installed, and runs'
remember 'the same upload goes on behind what had been written'

# ---------------------------------------------------------------------------
say 'A forged image' \
    'Signed by somebody else with a key of their own. The upload ends with the
reason, not the next boot.'
run imgtool sign -k other.pem --align 4 -H 32 --pad-header -S 0x1C0000 \
    -v 3.0.0 v1-payload.bin foreign.bin
device_start --pin --expect 2.0.0
mcumgr_fails image upload foreign.bin
want 'signature' 'the client is told why'
mcumgr image list

# ---------------------------------------------------------------------------
say 'An old version' \
    'Version 1.0.0 is signed well, but older than what runs, and
CONFIG_ESP_DOWNGRADE_PREVENTION is set: refused before anything is erased.'
mcumgr_fails image upload v1.bin
want 'version' 'the older version was refused'
mcumgr reset
device_end
want 'sim: image 0, version 2.0.0' 'version 2.0.0 runs on'
remember 'forged and old images are refused at once, with the reason'

# ---------------------------------------------------------------------------
say 'What was seen' 'All of it as expected:'
printf '%s' "$seen"
printf '\n%s%s checks passed.%s ' "$green" "$checks" "$plain"
printf 'Go on yourself: the files are in %s, and\n' "$folder"
printf "'sallyport mcumgr --help' tells what clients can ask for.\n"
