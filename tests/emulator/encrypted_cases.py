# SPDX-License-Identifier: Apache-2.0
"""Flash encryption with a key that the host has made: the mask ROM decrypts
the bootloader, and what that does with encrypted slots."""
import encrypted
import stories
from chips import only
from rig import expect_hello, press, reset

TRAILER_LEN = 0x1000    # bytes at the end of a slot with the fields in it
IMAGE_OK = 2 * 32       # bytes from that field to the end of the slot
SET = b"\x01" + b"\xff" * 31  # SPEC, Slot trailer


def _boots(rig, folder, product="none"):
    device = rig.device(folder, product)
    signed = device.install("primary", "1.2.3", length=60000)
    with device.run() as run:
        run.expect(device.chip.rom)
        run.expect(device.chip.banner)
        run.expect("primary slot verified, booting")
        expect_hello(run, "1.2.3", "confirmed")
    device.holds("primary", signed)


def encrypted_bootloader_and_image_boot(rig, folder):
    _boots(encrypted.Rig(rig), folder)


def encrypted_signed_image_boots(rig, folder):
    _boots(encrypted.Rig(rig), folder, "ec256")


@only("esp32s3")
def image_encrypted_with_a_key_of_512_bits_boots(rig, folder):
    _boots(encrypted.Rig(rig, 2 * encrypted.KEY_LEN), folder)


def plain_image_on_an_encrypted_device_is_refused(rig, folder):
    device = encrypted.Rig(rig).device(folder)
    path = device.sign("1.0.0")
    with open(path, "rb") as file:
        device.write_raw(device.slot["primary"], file.read())
    with device.run() as run:
        run.expect("primary slot: error 0x302")  # IMAGE_E_MAGIC
        run.never("hello:")


def image_encrypted_for_another_slot_is_refused(rig, folder):
    device = encrypted.Rig(rig).device(folder)
    device.install("secondary", "1.0.0")
    device.write_raw(device.slot["primary"],
                     device.read_raw(device.slot["secondary"], 0x20000))
    device.write_raw(device.slot["secondary"], b"\xff" * 0x20000)
    with device.run() as run:
        run.expect("primary slot: error 0x302")
        run.never("hello:")


def plain_bootloader_on_an_encrypted_device_is_refused_by_the_rom(rig, folder):
    device = encrypted.Rig(rig).device(folder)
    device.install("primary", "1.0.0")
    values = rig.values(device.product)
    with open(rig.bootloader(device.product), "rb") as file:
        device.write_raw(int(values["CONFIG_ESP_BOOTLOADER_OFFSET"], 0),
                         file.read())
    with device.run() as run:
        run.expect("invalid header")
        run.expect("invalid header")
        run.never(device.chip.banner)


# ---- updates ----

def encrypted_trial_with_scratch_is_taken_back(rig, folder):
    stories.swap_and_revert(encrypted.Rig(rig), folder, "none")


def encrypted_trial_with_move_is_taken_back(rig, folder):
    stories.swap_and_revert(encrypted.Rig(rig), folder, "move")


def encrypted_trial_with_scratch_stays_once_confirmed(rig, folder):
    stories.swap_and_confirm(encrypted.Rig(rig), folder, "none")


def encrypted_trial_with_move_stays_once_confirmed(rig, folder):
    stories.swap_and_confirm(encrypted.Rig(rig), folder, "move")


def encrypted_signed_trial_is_taken_back(rig, folder):
    stories.swap_and_revert(encrypted.Rig(rig), folder, "ec256")


@only("esp32s3")
def trial_under_a_key_of_512_bits_is_taken_back(rig, folder):
    stories.swap_and_revert(encrypted.Rig(rig, 2 * encrypted.KEY_LEN), folder,
                            "none")


def encrypted_overwrite_updates_for_good(rig, folder):
    device, _, new = stories.two_versions(encrypted.Rig(rig), folder,
                                          "overwrite")
    with device.run() as run:
        stories.for_good(run)
        expect_hello(run, "2.0.0", "on trial")
        press(run, "c", "confirmed now")
        reset(run)
        expect_hello(run, "2.0.0", "confirmed")
    device.holds("primary", new)


# ---- applications that write trailers in their own way ----

def _fill(device, slot):
    """Erased units of the trailer's sector become encrypted 0xff, as a driver
    leaves them that reads a sector, erases it, and writes it anew."""
    addr = device.slot[slot] + device.slot_len - TRAILER_LEN
    device.write_plain(addr, device.read_plain(addr, TRAILER_LEN), TRAILER_LEN)


def _requested(rig, folder):
    """Returns the board and its first image, signed."""
    device = encrypted.Rig(rig).device(folder)
    old = device.install("primary", "1.0.0", length=9000)
    device.install("secondary", "2.0.0", "--pad")
    return device, old


def request_between_encrypted_ff_is_carried_out(rig, folder):
    """The application's driver has no erased units: after an erase it writes
    0xff, and for each field the whole sector."""
    device, old = _requested(rig, folder)
    _fill(device, "secondary")
    with device.run() as run:
        run.expect("updating on trial")
        expect_hello(run, "2.0.0", "on trial")
        reset(run)
        run.expect("not confirmed: taking the update back")
        expect_hello(run, "1.0.0", "confirmed")
    device.holds("primary", old)


def trial_confirmed_between_encrypted_ff_stays(rig, folder):
    device, _ = _requested(rig, folder)
    with device.run() as run:
        expect_hello(run, "2.0.0", "on trial")
    _fill(device, "primary")
    at = device.slot["primary"] + device.slot_len - IMAGE_OK
    device.write_plain(at, SET, len(SET))
    with device.run() as run:
        expect_hello(run, "2.0.0", "confirmed")
        reset(run)
        expect_hello(run, "2.0.0", "confirmed")
        run.never("taking the update back")


def unconfirmed_trial_between_encrypted_ff_is_taken_back(rig, folder):
    device, old = _requested(rig, folder)
    with device.run() as run:
        expect_hello(run, "2.0.0", "on trial")
    _fill(device, "primary")
    with device.run() as run:
        run.expect("not confirmed: taking the update back")
        expect_hello(run, "1.0.0", "confirmed")
    device.holds("primary", old)


# ---- power cuts ----

def cut_encrypted_update_with_scratch_is_finished(rig, folder):
    stories.cut_updates(encrypted.Rig(rig), folder, "none", 8)


def cut_encrypted_update_with_move_is_finished(rig, folder):
    stories.cut_updates(encrypted.Rig(rig), folder, "move", 8)


def cut_encrypted_revert_with_scratch_is_finished(rig, folder):
    stories.cut_reverts(encrypted.Rig(rig), folder, "none", 6)


def cut_encrypted_revert_with_move_is_finished(rig, folder):
    stories.cut_reverts(encrypted.Rig(rig), folder, "move", 6)


def cut_encrypted_overwrite_is_finished(rig, folder):
    device, _, new = stories.given_request(encrypted.Rig(rig), folder,
                                           "overwrite", "p")
    for _ in stories.cut_all(rig, device, 6, "2.0.0", "on trial"):
        device.holds("primary", new)
