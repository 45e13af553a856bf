# SPDX-License-Identifier: Apache-2.0
"""Booting: every signature, and what is refused."""
import struct

from cli import Failure
from rig import DRAM, IRAM, SLOT, expect_hello, with_words

HASH_ERROR = "primary slot: error 0x309"         # IMAGE_E_HASH
NO_SIGNATURE_ERROR = "primary slot: error 0x30b"  # IMAGE_E_NO_SIGNATURE


def _boots(rig, folder, product):
    device = rig.device(folder, product)
    device.load("primary", device.sign("1.2.3", length=60000))
    with device.run() as run:
        run.expect("ESP-ROM:esp32c3")
        run.expect("[esp32c3] [INF] Sallyport")
        run.expect("primary slot verified, booting")
        expect_hello(run, "1.2.3", "confirmed")


def image_without_signature_boots(rig, folder):
    _boots(rig, folder, "none")


def image_signed_with_rsa_2048_boots(rig, folder):
    _boots(rig, folder, "rsa2048")


def image_signed_with_rsa_3072_boots(rig, folder):
    _boots(rig, folder, "rsa3072")


def image_signed_with_ec256_boots(rig, folder):
    _boots(rig, folder, "ec256")


def image_signed_with_ed25519_boots(rig, folder):
    _boots(rig, folder, "ed25519")


def _refused(run, *lines):
    """Refused for that reason, retried by a reset, refused again."""
    for _ in range(2):
        run.expect("[esp32c3] [INF] Sallyport")
        for line in lines:
            run.expect(line)
    run.never("hello:")


def damaged_image_is_refused_and_retried_by_reset(rig, folder):
    device = rig.device(folder)
    device.load("primary", device.sign("1.0.0", length=60000))
    device.change(SLOT["primary"] + 40000)
    with device.run() as run:
        _refused(run, HASH_ERROR, "nothing boots: image 0, error 0x309")


def _damaged_is_refused(rig, folder, product):
    device = rig.device(folder, product)
    device.load("primary", device.sign("1.0.0", length=9000))
    device.change(SLOT["primary"] + 9000)
    with device.run() as run:
        run.expect(HASH_ERROR)
        run.expect("nothing boots")
        run.never("hello:")


def damaged_image_with_rsa_3072_is_refused(rig, folder):
    _damaged_is_refused(rig, folder, "rsa3072")


def damaged_image_with_ed25519_is_refused(rig, folder):
    _damaged_is_refused(rig, folder, "ed25519")


def _signature_damaged_is_refused(rig, folder, product):
    """The signature is what the image file ends with."""
    device = rig.device(folder, product)
    path = device.load("primary", device.sign("1.0.0", length=9000))
    with open(path, "rb") as file:
        length = len(file.read())
    device.change(SLOT["primary"] + length - 6)
    with device.run() as run:
        run.expect("primary slot: error 0x30c")  # IMAGE_E_SIGNATURE
        run.expect("nothing boots")
        run.never("hello:")


def damaged_signature_of_rsa_2048_is_refused(rig, folder):
    _signature_damaged_is_refused(rig, folder, "rsa2048")


def damaged_signature_of_rsa_3072_is_refused(rig, folder):
    _signature_damaged_is_refused(rig, folder, "rsa3072")


def damaged_signature_of_ec256_is_refused(rig, folder):
    _signature_damaged_is_refused(rig, folder, "ec256")


def damaged_signature_of_ed25519_is_refused(rig, folder):
    _signature_damaged_is_refused(rig, folder, "ed25519")


def image_signed_with_a_stranger_s_key_is_refused(rig, folder):
    device = rig.device(folder, "ec256")
    device.load("primary", device.sign("1.0.0", key="stranger"))
    with device.run() as run:
        _refused(run, NO_SIGNATURE_ERROR, "nothing boots")


def empty_flash_is_told_and_retried_by_reset(rig, folder):
    with rig.device(folder).run() as run:
        _refused(run, "primary slot: error 0x301", "nothing boots")


# ---- segments ----

def _segment(app, first):
    return struct.unpack_from("<3I", app, 4 * first)


def _segment_is_refused(rig, folder, words, lines):
    first, values = words
    device = rig.device(folder)
    app = with_words(rig.hello(), first, values)
    device.load("primary", device.sign("1.0.0", app=app))
    with device.run() as run:
        run.expect("primary slot verified")
        for line in lines:
            run.expect(line)
        run.expect("[esp32c3] [INF] Sallyport")
        run.never("hello:")


def data_segment_over_the_loader_is_refused(rig, folder):
    """SPEC, Load header: the loader has 0x3fcd9000 .. 0x3fcda000."""
    _segment_is_refused(
        rig, folder, (DRAM, [0x3FCD8FFC]),
        ["error 0xa03, segment 1", "address 0x3fcd8ffc, limit 0x3fcd9000"])


def code_segment_over_the_loader_is_refused(rig, folder):
    """The same memory at its instruction addresses: + 0x700000."""
    _segment_is_refused(
        rig, folder, (IRAM, [0x403D9FFC]),
        ["error 0xa03, segment 0", "address 0x403d9ffc, limit 0x3fcd9000"])


def data_segment_below_its_window_is_refused(rig, folder):
    _segment_is_refused(
        rig, folder, (DRAM, [0x3FC70000]),
        ["error 0xa02, segment 1", "address 0x3fc70000, limit 0x3fc80000"])


def data_segment_beyond_its_window_is_refused(rig, folder):
    length = _segment(rig.hello(), DRAM)[2]
    start = 0x3FCE0000 - length + 4
    _segment_is_refused(
        rig, folder, (DRAM, [start]),
        ["error 0xa02, segment 1", "address 0x3fce0004, limit 0x3fce0000"])


def code_segment_in_flash_is_refused(rig, folder):
    _segment_is_refused(
        rig, folder, (IRAM, [0x42000000]),
        ["error 0xa02, segment 0", "limit 0x403e0000"])


def segment_that_reaches_past_the_image_is_refused(rig, folder):
    _, off, _ = _segment(rig.hello(), DRAM)
    _segment_is_refused(
        rig, folder, (DRAM, [0x3FC90000, off, 0x10000]),
        ["error 0xa04, segment 1", f"address {off + 0x10000:#x}, limit 0x"])


def segment_up_to_the_loader_is_loaded(rig, folder):
    """The neighbour of the refused ones: its last word ends at the loader."""
    app = rig.hello()
    _, off, length = _segment(app, DRAM)
    device = rig.device(folder)
    # what is loaded there is not the sample's data: only its start is told
    moved = with_words(app, DRAM, [0x3FCD9000 - length, off, length])
    device.load("primary", device.sign("1.0.0", app=moved))
    with device.run() as run:
        run.expect("starting the application at 0x40380000")
        run.never("error")


def entry_outside_of_the_code_window_is_refused(rig, folder):
    _segment_is_refused(
        rig, folder, (1, [0x3FC90000]),
        ["error 0xa02, segment 0", "address 0x3fc90000, limit 0x4037c000"])


def image_without_load_header_is_refused(rig, folder):
    _segment_is_refused(rig, folder, (0, [0]), ["error 0xa01"])


