#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# `sallyport sim` as a user meets it: what each command prints, what it leaves
# behind, and one sentence with a status that is not 0 for whatever is wrong.
#
# usage: command_line.sh PROGRAM FOLDER
set -u

program=$1
rm -rf "$2"
mkdir -p "$2" && cd "$2" || exit 1
failures=0
claims=0

failed() {
    failures=$((failures + 1))
    printf 'FAILED %s\n' "$1"
    sed 's/^/    | /' out.txt
}

# claim STATUS PATTERN SENTENCE COMMAND...: the command ends with the status
# and prints the pattern.
claim() {
    claims=$((claims + 1))
    wanted=$1 pattern=$2 sentence=$3
    shift 3
    "$program" sim "$@" >out.txt 2>&1
    status=$?
    if [ $status -ne "$wanted" ]; then
        failed "$sentence: status $status instead of $wanted"
    elif ! grep -q -e "$pattern" out.txt; then
        failed "$sentence: no '$pattern'"
    fi
}

# refuse PATTERN SENTENCE COMMAND...: one sentence, status 1.
refuse() {
    pattern=$1 sentence=$2
    shift 2
    claim 1 "$pattern" "$sentence" "$@"
    if [ "$(grep -c '^Error: ' out.txt)" -ne 1 ]; then
        failed "$sentence: not one sentence"
    fi
}

# same FILE FILE SENTENCE
same() {
    claims=$((claims + 1))
    cmp -s "$1" "$2" || failed "$3: $1 and $2 differ"
}

image() {
    yes "version $1 of the application" | head -c "$2" >payload.bin
    "$program" imgtool sign --align 4 -H 32 --pad-header -S 0x1C0000 \
        -v "$1" payload.bin "$3" >out.txt 2>&1 || failed "making $3"
}

image 1.0.0 30000 v1.bin
image 2.0.0 40000 v2.bin

# create, load, save, erase
claim 0 '4194304 bytes, erased' 'create makes a flash' create
claims=$((claims + 1))
[ "$(wc -c <flash.bin)" -eq 4194304 ] || failed 'create: the length'
refuse 'flash.bin exists: give --force' 'create replaces nothing' create
claim 0 erased 'create --force does' create --force
claim 0 '0x020000' 'load writes into a slot' load --slot primary v1.bin
claim 0 'from 0x020000' 'save reads it' save --slot primary slot.bin
head -c "$(wc -c <v1.bin)" slot.bin >head.bin
same head.bin v1.bin 'what was loaded is saved'
claim 0 '0x020000' 'a longer image is loaded over it' \
    load --slot primary v2.bin
claim 0 '0x020000' 'and the shorter one again' load --slot primary v1.bin
claim 0 'from 0x020000' 'the slot is saved' save --slot primary slot.bin
claims=$((claims + 1))
# 30072 bytes lie in 8 sectors: behind them these are erased, the next are not
tail -c +30073 slot.bin | head -c 2696 | tr -d '\377' >rest.bin
[ -s rest.bin ] && failed 'load erases the sectors that it touches'
tail -c +32769 slot.bin | head -c 4096 | tr -d '\377' >rest.bin
[ -s rest.bin ] || failed 'load leaves the other sectors alone'
claim 0 '0x1e0000' 'load writes to an address' load --offset 0x1e0000 v2.bin
claim 0 'erased' 'erase erases a slot' erase --slot secondary
claim 0 'from 0x1e0000' 'save reads from an address' \
    save --offset 0x1e0000 slot.bin
claims=$((claims + 1))
[ "$(tr -d '\377' <slot.bin | wc -c)" -eq 0 ] || failed 'erase leaves 0xff'
refuse 'give --slot or --offset' 'load needs a place' load v1.bin
refuse 'give --slot or --offset' 'load takes one place' \
    load --slot primary --offset 0 v1.bin
refuse 'start of a sector' 'load starts at sectors' load --offset 0x20004 v1.bin
refuse 'outside the flash' 'load stays inside' load --offset 0x400000 v1.bin
refuse 'CONFIG_ESP_IMAGE_NUMBER is 1' 'there is one image' \
    load --slot primary --image 1 v1.bin
refuse 'more than fit' 'load refuses what is too long' \
    load --offset 0x3ff000 v1.bin
refuse 'absent.bin' 'load names an absent file' load --slot primary absent.bin

# boot
cp flash.bin kept.bin
claim 0 'image 0, version 1.0.0+0, runs from 0x020000' 'boot starts it' boot
claim 0 'reset by watchdog' 'the reset cause is told' boot --reset watchdog
claim 0 'reset by panic' 'the application leaves a cause' \
    boot --boots 2 --app panic
same flash.bin kept.bin 'booting a plain image changes nothing'
refuse 'expected 2.0.0, but the last boot ended with 1.0.0' \
    'expectations are checked' boot --expect 2.0.0
refuse 'this boot has only 0' 'a cut must be reached' boot --cut 5
refuse "is no cut" 'a cut must be one' boot --cut 5:sideways
refuse 'more cuts than boots' 'each boot has one cut' boot --cut 1 --cut 2
refuse 'at least 1' 'no boot is no boot' boot --boots 0
refuse 'absent.bin' 'boot names an absent update' boot --update absent.bin
claim 2 "Invalid value for '-a' / '--app'" 'deeds are listed' boot --app dance
claim 0 'application erased' 'an update is received' \
    boot --update v2.bin --app request-test --dry-run
same flash.bin kept.bin 'a dry run leaves the flash as it is'
claim 0 'application erased' 'an update is received' \
    boot --update v2.bin --app request-test
claim 0 'after .* operations' 'show tells what comes' show
half=$(sed -n 's/.*after \([0-9]*\) operations.*/\1/p' out.txt)
half=$((half / 2))
claim 0 "power fails at operation $half " 'half is half of the operations' \
    boot --cut 50% --dry-run
claim 0 'power fails at operation' 'power fails twice' \
    boot --boots 2 --cut 50%:bits:3 --cut 30%:half --expect cut
claim 0 'version 2.0.0' 'the update is finished' boot --expect 2.0.0
claim 0 'version 1.0.0' 'and taken back' boot --expect 1.0.0
claim 0 'sectors erased, most often' 'show tells the wear' show
claims=$((claims + 1))
grep -q '^wear ' flash.bin.sim || failed 'flash.bin.sim has no wear'

# damage
printf 'X' | dd of=flash.bin bs=1 seek=$((0x20000 + 100)) conv=notrunc 2>out.txt
refuse 'nothing boots: image hash does not match' 'a changed image is refused' \
    boot
claim 0 'image hash does not match' 'an expected refusal is a success' \
    boot --expect nothing --log none
claim 0 'refused: image hash' 'show tells why' show
head -c 1000 kept.bin >flash.bin
refuse 'has 1000 bytes, but CONFIG_ESP_FLASH_SIZE' 'a flash is a whole chip' \
    boot
cp kept.bin flash.bin
printf 'sallyport-sim 1\nboots x\n' >flash.bin.sim
refuse 'flash.bin.sim:2' 'damage beside the flash is told' boot
rm flash.bin.sim flash.bin
refuse 'flash.bin does not exist: make it' 'an absent flash is told' boot
refuse 'Cannot write' 'a flash that cannot be written is told' \
    create --flash absent/flash.bin
claims=$((claims + 1))
grep -q erased out.txt && failed 'nothing is claimed before it is done'

# configurations and experiments
printf 'CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n' >move.conf
printf 'CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n' >overwrite.conf
printf 'CONFIG_ESP_SCRATCH_OFFSET=0x20000\n' >bad.conf
mixed='--sectors 8192x32,4096x960'
for mode in '' '-c move.conf' '-c overwrite.conf'; do
    for shape in '' '--write-len 1' '--write-len 16' '--write-len 32' \
        '--write-len 8 --max-align 32' '--block-len 0' "$mixed"; do
        # moving needs sectors that are equal in pairs
        [ "$mode $shape" = "-c move.conf $mixed" ] && continue
        # the words of both variables are options
        # shellcheck disable=SC2086
        set -- $mode $shape
        claim 0 erased "create $*" create --force "$@"
        claim 0 bytes "load $*" load "$@" --slot primary v1.bin
        claim 0 'version 1.0.0' "receive $*" \
            boot "$@" --update v2.bin --app request-test --expect 1.0.0
        claim 0 'version 2.0.0' "cut and finish $*" \
            boot "$@" --boots 2 --cut 40%:prefix:1 --app confirm --expect 2.0.0
        claim 0 'version 2.0.0' "stay $*" boot "$@" --boots 2 --expect 2.0.0
    done
done

# the four chips, with their default layouts
for chip in esp32 esp32s2 esp32c3 esp32s3; do
    claim 0 "for $chip" "create for $chip" create -t $chip --force
    claim 0 0x020000 "load for $chip" load -t $chip --slot primary v1.bin
    claim 0 "^.$chip. .INF. " "the log names the $chip" boot -t $chip \
        --expect 1.0.0
done

# two images, each with its own slots
cat >two.conf <<EOF
CONFIG_ESP_IMAGE_NUMBER=2
CONFIG_ESP_APPLICATION_SIZE=0x80000
CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x10000
CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x90000
CONFIG_ESP_IMAGE1_PRIMARY_START_ADDRESS=0x110000
CONFIG_ESP_IMAGE1_SECONDARY_START_ADDRESS=0x190000
CONFIG_ESP_SCRATCH_OFFSET=0x210000
CONFIG_ESP_SCRATCH_SIZE=0x40000
EOF
claim 0 erased 'create with two images' create -c two.conf --force
claim 0 0x010000 'load image 0' load -c two.conf --slot primary v1.bin
refuse 'nothing boots: ' 'both images must verify' boot -c two.conf
claim 0 0x110000 'load image 1' load -c two.conf --slot primary --image 1 v1.bin
claim 0 'version 1.0.0' 'both images boot' boot -c two.conf
claim 0 'application erased' 'image 1 is updated' boot -c two.conf --image 1 \
    --update v2.bin --app request-test
claim 0 'image 1: updating on trial' 'image 1 is swapped' boot -c two.conf \
    --image 1 --app confirm
claim 0 'version 1.0.0' 'image 0 is as before' boot -c two.conf --expect 1.0.0
claim 0 'version 2.0.0+0, 40072 bytes, verified' 'image 1 stays' \
    show -c two.conf
refuse 'CONFIG_ESP_IMAGE_NUMBER is 2' 'there is no image 2' boot -c two.conf \
    --image 2

claim 1 'error: ' 'contradictions in a configuration are told' \
    create -c bad.conf --force
claim 1 'nowhere.conf' 'an absent configuration is told' \
    create -c nowhere.conf --force
refuse 'cannot be read' 'sectors must be readable' create --sectors 4096
refuse 'CONFIG_ESP_FLASH_SIZE is' 'sectors must add up' create --sectors 4096x9
refuse 'begin and end at sectors' 'slots must fit the sectors' \
    create --force --sectors 65536x1,131072x31,65536x1
refuse 'less than a write unit' 'alignment covers the write unit' \
    create --force --write-len 32 --max-align 8

# recovery, without a client
refuse 'set CONFIG_ESP_MCUBOOT_SERIAL=y' 'a pin needs recovery' boot --pin
refuse 'set CONFIG_ESP_MCUBOOT_SERIAL=y' 'a request needs recovery' \
    boot --request
refuse 'set CONFIG_ESP_MCUBOOT_SERIAL=y' 'a line needs recovery' \
    boot --serial pty
cat >recovery.conf <<END
CONFIG_ESP_MCUBOOT_SERIAL=y
END
claim 0 erased 'a device with recovery' create -c recovery.conf --force
claim 0 'recovery: the slot is erased' 'show foresees recovery' \
    show -c recovery.conf
claim 0 'recovery still waits' 'an empty device goes into recovery' \
    boot -c recovery.conf --expect recovery
refuse 'recovery waits for a client, but has no line' 'nobody can come' \
    boot -c recovery.conf
refuse 'expected nothing, but the last boot ended with recovery' \
    'recovery is not nothing' boot -c recovery.conf --expect nothing
claim 0 0x0 'an image is there' load -c recovery.conf --slot primary v1.bin
claim 0 'version 1.0.0' 'and it boots' boot -c recovery.conf --expect 1.0.0
claim 0 'recovery still waits' 'the pin asks for recovery' \
    boot -c recovery.conf --pin --expect recovery
claim 0 'recovery still waits' 'so does the retained word' \
    boot -c recovery.conf --request --expect recovery
claim 0 'version 1.0.0' 'it is seen once' boot -c recovery.conf --expect 1.0.0
claim 0 'version 1.0.0' 'an application asks' boot -c recovery.conf \
    --app request-recovery --expect 1.0.0
claim 0 'recovery was asked for' 'show knows of it' show -c recovery.conf
claim 0 'recovery still waits' 'the next boot knows of it' \
    boot -c recovery.conf --expect recovery --dry-run
claim 0 'version 1.0.0' 'a loss of power forgets it' \
    boot -c recovery.conf --reset power-on --expect 1.0.0
refuse 'does not outlive a loss of power' 'so the two are contradictory' \
    boot -c recovery.conf --request --reset power-on
cat >deaf.conf <<END
CONFIG_SALLYPORT_RECOVERY_WHEN_ASKED=n
CONFIG_SALLYPORT_RECOVERY_WHEN_DEAD=n
END
claim 0 'version 1.0.0' 'the word counts only if it is configured' \
    boot -c recovery.conf -c deaf.conf --request --expect 1.0.0
refuse 'not a percentage' 'nobody knows how much recovery does' \
    boot -c recovery.conf --pin --cut 50%
refuse 'is no line' 'a line must be one' \
    boot -c recovery.conf --pin --serial com1
refuse 'is no TCP port' 'a port must be one' \
    boot -c recovery.conf --pin --serial tcp:http
refuse 'recovery.conf: File exists' 'a link replaces no file' \
    boot -c recovery.conf --pin --serial pty:recovery.conf
claim 0 erased 'the image is gone' erase -c recovery.conf --slot primary
claim 0 'nothing boots' 'recovery only if it is configured' \
    boot -c recovery.conf -c deaf.conf --expect nothing

# Ctrl-C while it serves: the device is saved, the link is gone
"$program" sim boot -c recovery.conf --serial pty:line >out.txt 2>&1 &
tries=0
until grep -q 'it talks on line' out.txt || [ $tries -eq 100 ]; do
    tries=$((tries + 1))
    sleep 0.05
done
kill -TERM $!
wait $!
status=$?
claims=$((claims + 1))
if [ $status -ne 0 ] || [ -e line ] || ! grep -q 'still waits' out.txt; then
    failed "a signal ends recovery well: status $status"
fi

if [ $failures -gt 0 ]; then
    echo "$failures of $claims claims failed"
    exit 1
fi
echo "$claims claims hold"
