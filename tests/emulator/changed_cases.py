# SPDX-License-Identifier: Apache-2.0
"""Flash that changes after it was verified: the chip is stopped in the loader,
before it copies anything, and what it is going to copy is changed.

Not on ESP32-S3: its model's flash window can not be written. The loader is the
same source."""
import os
import struct

from chips import only
from cli import Failure
from debugger import Debugger, options, symbols
from rig import expect_hello

PIECE = struct.Struct("<3I")  # port/common/loader.h: from, to, len
PIECE_COUNT = 4


def _segments(debugger, names):
    """(where it is in the flash window, length) of what is copied to RAM."""
    raw = debugger.read(names["job"], PIECE.size * PIECE_COUNT)
    found = [(start, length) for start, to, length in PIECE.iter_unpack(raw)
             if to != 0 and length != 0]
    if len(found) < 2:
        raise Failure(f"no code and data segments in {raw.hex()}")
    return found


def _change(path, names, index, bits):
    """Flips bits in the last word of a segment, and lets the chip run."""
    debugger = Debugger(path)
    debugger.run_to(names["loader_hash_open"])
    start, length = _segments(debugger, names)[index]
    word = struct.unpack("<I", debugger.read(start + length - 4, 4))[0]
    debugger.write(start + length - 4, struct.pack("<I", word ^ bits))
    debugger.leave()


def _changed_is_refused(rig, folder, index):
    device = rig.device(folder)
    device.install("primary", "1.0.0", length=9000)
    names = symbols(os.path.splitext(rig.bootloader("none"))[0] + ".elf")
    path = os.path.join(folder, "debugger")
    with device.run(more=options(path)) as run:
        _change(path, names, index, 0)
        expect_hello(run, "1.0.0", "confirmed")
    with device.run(more=options(path)) as run:
        _change(path, names, index, 1 << 7)
        run.expect("starting the application")
        run.expect(rig.chip.banner)  # a reset, and the flash as it was
        run.never("hello:")


@only("esp32", "esp32c3")
def code_changed_after_it_was_verified_is_not_run(rig, folder):
    _changed_is_refused(rig, folder, 0)


@only("esp32", "esp32c3")
def data_changed_after_it_was_verified_is_not_used(rig, folder):
    _changed_is_refused(rig, folder, 1)
