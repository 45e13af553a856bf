#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The demonstration: a virtual ESP32-C3 boots a signed image, receives an
# update, loses power in the middle of the swap, finishes it, goes back because
# the update did not confirm itself, and keeps it the next time. It is a test
# as well: it stops with status 1 at the first thing that is not as it says.
#
# usage: demo.sh BUILD [FOLDER]
#   BUILD   folder of the build, with the program sallyport in it
#   FOLDER  where the files of the demonstration go  [default: BUILD/demo]
set -u

if [ $# -lt 1 ] || [ ! -x "$1/sallyport" ]; then
    echo "demo.sh: give the folder of a build, e.g. tools/demo.sh build/host" >&2
    exit 2
fi
program=$(cd "$1" && pwd)/sallyport
folder=${2:-$(dirname "$program")/demo}

steps=11
. "$(dirname "$0")/demo_steps.sh"

printf '%sSallyport on a virtual ESP32-C3%s\n' "$bold" "$plain"
printf 'Lines in square brackets come from the boot code, the same that runs '
printf 'on the\nchip. Everything happens in files in %s.\n' "$folder"

# ---------------------------------------------------------------------------
say 'A key and two signed versions of an application' \
    'The private key stays with the developer. The device gets the public key,
and starts only what this key has signed.'
# Each line is unlike the lines of the other version, so every sector differs.
yes 'application, version one' | head -c 200000 >v1-payload.bin
yes 'application, version two: now with more' | head -c 260000 >v2-payload.bin
run imgtool keygen -k key.pem -t ecdsa-p256
run imgtool sign -k key.pem --align 4 -H 32 --pad-header -S 0x1C0000 \
    -v 1.0.0 v1-payload.bin v1.bin
run imgtool sign -k key.pem --align 4 -H 32 --pad-header -S 0x1C0000 \
    -v 2.0.0 v2-payload.bin v2.bin
run imgtool verify -k key.pem v2.bin
want 'Image was correctly validated' 'version 2.0.0 carries a good signature'

# ---------------------------------------------------------------------------
say 'A device' \
    'The default layout of an ESP32-C3 with 4 MB of flash: two slots, and a
scratch area through which their contents are exchanged.'
configuration >bootloader.conf
sim create
sim load --slot primary v1.bin
sim show
want 'version 1.0.0+0, .* verified' 'version 1.0.0 is in the primary slot'

# ---------------------------------------------------------------------------
say 'First boot' \
    'The boot code verifies the signature of version 1.0.0 and starts it.'
sim boot --expect 1.0.0
want 'sim: image 0, version 1.0.0' 'version 1.0.0 runs'
remember 'a signed image boots'

# ---------------------------------------------------------------------------
say 'An update arrives' \
    'Version 1.0.0 receives version 2.0.0, writes it to the secondary slot and
asks for it to be tried. Nothing changes before the next reset.'
sim boot --update v2.bin --app request-test --expect 1.0.0
sim show
want 'version 2.0.0+0, .* verified' 'version 2.0.0 waits in the secondary slot'

# ---------------------------------------------------------------------------
say 'Power fails in the middle of the swap' \
    'Half of the work is done when the supply breaks down, and the operation that
was going on is left torn: a random half of its bits was programmed.'
sim boot --cut 50%:bits:1 --expect cut
want 'sim: power fails' 'power failed in the middle of the swap'

# ---------------------------------------------------------------------------
say 'Power is back' \
    'The boot code finds the record of the interrupted swap, does the torn step
again, finishes the rest and starts the update.'
sim boot --expect 2.0.0
want 'finishing the interrupted update' 'the record of the swap was found'
want 'sim: image 0, version 2.0.0' 'the swap was finished; version 2.0.0 runs'
remember 'a swap that lost power in its middle is finished at the next boot'

# ---------------------------------------------------------------------------
say 'The update does not confirm itself' \
    'Version 2.0.0 was on trial and has not said that it works. So the next
reset takes it back.'
sim boot --expect 1.0.0
want 'taking the update back' 'it did not confirm itself'
want 'sim: image 0, version 1.0.0' 'back to version 1.0.0'
remember 'an update that does not confirm itself is taken back'

# ---------------------------------------------------------------------------
say 'The update comes again, and confirms itself' \
    'This time version 2.0.0 confirms itself while it runs, and stays.'
sim boot --update v2.bin --app request-test --expect 1.0.0
sim boot --app confirm --expect 2.0.0
sim boot --boots 2 --expect 2.0.0
want 'sim: image 0, version 2.0.0' 'version 2.0.0 stays'
remember 'an update that confirms itself stays'

# ---------------------------------------------------------------------------
say 'Forged updates' \
    'Somebody signs a version 3.0.0 with a key of their own, then tries a
properly signed one with a single byte changed. Both get as far as the
secondary slot, and no further.'
yes 'application, version three' | head -c 220000 >v3-payload.bin
run imgtool keygen -k other.pem -t ecdsa-p256
run imgtool sign -k other.pem --align 4 -H 32 --pad-header -S 0x1C0000 \
    -v 3.0.0 v3-payload.bin foreign.bin
sim boot --update foreign.bin --app request-permanent --expect 2.0.0
sim boot --expect 2.0.0
want 'no signature by a key of this device' 'the foreign key was refused'
run imgtool sign -k key.pem --align 4 -H 32 --pad-header -S 0x1C0000 \
    -v 3.0.0 v3-payload.bin changed.bin
printf 'X' | dd of=changed.bin bs=1 seek=5000 conv=notrunc 2>/dev/null
sim boot --update changed.bin --app request-permanent --expect 2.0.0
sim boot --expect 2.0.0
want 'image hash does not match' 'the changed byte was noticed'
want 'slot erased' 'the forged image is gone'
remember 'forged images are refused: a foreign key, a changed byte'

# ---------------------------------------------------------------------------
say 'An old version' \
    'Version 1.0.0 carries a good signature, but it is older than what runs, and
CONFIG_ESP_DOWNGRADE_PREVENTION is set: an old hole must not come back.'
sim boot --update v1.bin --app request-permanent --expect 2.0.0
sim boot --expect 2.0.0
want 'version is lower than the present' 'the older version was refused'
remember 'an older version is refused, although it is signed'

# ---------------------------------------------------------------------------
say 'What was seen' 'All of it as expected:'
printf '%s' "$seen"
sim show
printf '\n%s%s checks passed.%s ' "$green" "$checks" "$plain"
printf 'Go on yourself: the files are in %s, and\n' "$folder"
printf "'sallyport sim --help' tells what can be done with them.\n"
