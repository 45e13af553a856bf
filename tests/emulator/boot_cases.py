# SPDX-License-Identifier: Apache-2.0
"""Booting: every signature, and what is refused."""
import os

from chips import needs, only
from rig import DRAM, IRAM, expect_hello, with_words, words_of

HASH_ERROR = "primary slot: error 0x309"         # IMAGE_E_HASH
SIGNATURE_ERROR = "primary slot: error 0x30c"    # IMAGE_E_SIGNATURE
NO_SIGNATURE_ERROR = "primary slot: error 0x30b"  # IMAGE_E_NO_SIGNATURE


def _boots(rig, folder, product):
    device = rig.device(folder, product)
    device.install("primary", "1.2.3", length=60000)
    with device.run() as run:
        run.expect(rig.chip.rom)
        run.expect(rig.chip.banner)
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


def _refused(device, *lines):
    """Refused for that reason, retried by a reset, refused again."""
    with device.run() as run:
        for _ in range(2):
            run.expect(device.chip.banner)
            for line in lines:
                run.expect(line)
        run.never("hello:")


def damaged_image_is_refused_and_retried_by_reset(rig, folder):
    device = rig.device(folder)
    device.install("primary", "1.0.0", length=60000)
    device.change("primary", 40000)
    _refused(device, HASH_ERROR,
             "nothing boots: image 0, primary slot: error 0x309")


def _refused_once(device, *lines):
    with device.run() as run:
        for line in lines:
            run.expect(line)
        run.never("hello:")


def _damaged_is_refused(rig, folder, product):
    device = rig.device(folder, product)
    device.install("primary", "1.0.0", length=9000)
    device.change("primary", 9000)
    _refused_once(device, HASH_ERROR, "nothing boots")


def damaged_image_with_rsa_3072_is_refused(rig, folder):
    _damaged_is_refused(rig, folder, "rsa3072")


def damaged_image_with_ed25519_is_refused(rig, folder):
    _damaged_is_refused(rig, folder, "ed25519")


def _signature_damaged_is_refused(rig, folder, product):
    """The signature is what the image file ends with."""
    device = rig.device(folder, product)
    path = device.install("primary", "1.0.0", length=9000)
    device.change("primary", os.path.getsize(path) - 6)
    _refused_once(device, SIGNATURE_ERROR, "nothing boots")


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
    device.install("primary", "1.0.0", key="stranger")
    _refused(device, NO_SIGNATURE_ERROR, "nothing boots")


def empty_flash_is_told_and_retried_by_reset(rig, folder):
    _refused(rig.device(folder), "primary slot: error 0x301", "nothing boots")


# ---- segments; SPEC, Load header ----

WINDOW, OVERLAP, RANGE = 0xA02, 0xA03, 0xA04  # LOAD_E_...
CODE, DATA = 0, 1


def _moved(rig, kind, start):
    """The sample with a segment that starts elsewhere."""
    return with_words(rig.hello(), kind, [start])


def _is_refused(rig, folder, app, *lines):
    device = rig.device(folder)
    device.install("primary", "1.0.0", app=app)
    with device.run() as run:
        run.expect("primary slot verified")
        for line in lines:
            run.expect(line)
        run.expect(rig.chip.banner)
        run.never("hello:")


def _places(error, segment, address, limit):
    return [f"error {error:#x}, segment {segment}",
            f"address {address:#x}, limit {limit:#x}"]


@needs("loader_data")
def data_segment_over_the_loader_is_refused(rig, folder):
    at = rig.chip.loader_data - 4
    _is_refused(rig, folder, _moved(rig, DRAM, at),
                *_places(OVERLAP, DATA, at, rig.chip.loader_data))


@needs("loader_code")
def code_segment_over_the_loader_is_refused(rig, folder):
    """The same memory at its instruction addresses."""
    at = rig.chip.loader_code - 4
    _is_refused(rig, folder, _moved(rig, IRAM, at),
                *_places(OVERLAP, CODE, at, rig.chip.loader_data))


def data_segment_below_its_window_is_refused(rig, folder):
    low = rig.chip.dram[0]
    _is_refused(rig, folder, _moved(rig, DRAM, low - 0x1000),
                *_places(WINDOW, DATA, low - 0x1000, low))


def data_segment_beyond_its_window_is_refused(rig, folder):
    high = rig.chip.dram[1]
    length = words_of(rig.hello(), DRAM, 3)[2]
    _is_refused(rig, folder, _moved(rig, DRAM, high - length + 4),
                *_places(WINDOW, DATA, high + 4, high))


def code_segment_in_flash_is_refused(rig, folder):
    _is_refused(rig, folder, _moved(rig, IRAM, rig.chip.flash_code),
                f"error {WINDOW:#x}, segment {CODE}",
                f"limit {rig.chip.iram[1]:#x}")


def segment_that_reaches_past_the_image_is_refused(rig, folder):
    app = rig.hello()
    start, off, _ = words_of(app, DRAM, 3)
    _is_refused(rig, folder, with_words(app, DRAM, [start, off, 0x10000]),
                f"error {RANGE:#x}, segment {DATA}",
                f"address {off + 0x10000:#x}, limit 0x")


@needs("loader_data")
def segment_up_to_the_loader_is_loaded(rig, folder):
    """The neighbour of the refused ones: its last word ends at the loader."""
    app = rig.hello()
    length = words_of(app, DRAM, 3)[2]
    device = rig.device(folder)
    # what is loaded there is not the sample's data: only its start is told
    device.install("primary", "1.0.0",
                   app=_moved(rig, DRAM, rig.chip.loader_data - length))
    with device.run() as run:
        run.expect(f"starting the application at {words_of(app, 1, 1)[0]:#x}")
        run.never("error")


def segments_of_any_length_are_loaded(rig, folder):
    """The loader pads what it hashes: to blocks of 64 bytes, on ESP32 of 128."""
    app = rig.hello()
    start, off, length = words_of(app, DRAM, 3)
    length += -(length + words_of(app, IRAM, 3)[2]) % 128
    device = rig.device(folder)
    for more in range(0, 128, 4):
        longer = with_words(app, DRAM, [start, off, length + more])
        device.install("primary", "1.0.0", app=longer, length=1000)
        with device.run() as run:
            expect_hello(run, "1.0.0", "confirmed")


@only("esp32")
def code_segment_behind_the_loader_is_loaded(rig, folder):
    """Seen as data the loader is the end of memory; as code, which runs the
    other way there, it is the beginning."""
    app = rig.hello()
    device = rig.device(folder)
    device.install("primary", "1.0.0",
                   app=_moved(rig, IRAM, rig.chip.loader_code + 0x1000))
    with device.run() as run:
        run.expect(f"starting the application at {words_of(app, 1, 1)[0]:#x}")
        run.never("error")


@only("esp32")
def data_over_code_in_reverse_order_is_refused(rig, folder):
    """Code from 0x400a4000 on fills data memory up to 0x3fffc000."""
    app = with_words(rig.hello(), IRAM, [0x400A4000])
    at = 0x3FFFC000 - words_of(app, DRAM, 3)[2]
    _is_refused(rig, folder, with_words(app, DRAM, [at]),
                *_places(OVERLAP, CODE, 0x400A4000, at))


def entry_outside_of_the_code_window_is_refused(rig, folder):
    start = words_of(rig.hello(), DRAM, 1)[0]
    _is_refused(rig, folder, with_words(rig.hello(), 1, [start]),
                *_places(WINDOW, CODE, start, rig.chip.iram[0]))


def image_without_load_header_is_refused(rig, folder):
    _is_refused(rig, folder, with_words(rig.hello(), 0, [0]), "error 0xa01")
