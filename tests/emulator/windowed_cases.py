# SPDX-License-Identifier: Apache-2.0
"""The hand-over on Xtensa: the sample that nests calls until every register
window was spilled and refilled, by the vectors of the mask ROM."""
from chips import only

XTENSA = ("esp32", "esp32s3")


@only(*XTENSA)
def application_of_the_windowed_abi_runs(rig, folder):
    """50 frames by calls of 4, 8 and 12 registers and by turns, where 64
    registers hold 16 frames at most; each frame checks all that it keeps."""
    device = rig.device(folder)
    device.install("primary", "1.0.0", app=rig.sample("windowed"))
    with device.run() as run:
        run.expect("windowed: the ROM prints this")
        run.expect("windowed: state at the entry: good")
        for what in ("by call4", "by call8", "by call12", "by turns"):
            run.expect(f"windowed: nested {what}: good")
        run.expect("windowed: passed")


@only(*XTENSA)
def state_at_the_entry_is_as_specified(rig, folder):
    """SPEC, Start-up and hand-over: PS 0x60020, window 0 called by callx8.
    Behind `entry` that is window 2, and PS keeps the old one in bits 8..11."""
    device = rig.device(folder)
    device.install("primary", "1.0.0", app=rig.sample("windowed"))
    with device.run() as run:
        run.expect("windowed: PS 0x00060020, WINDOWBASE 0x00000002, "
                   "WINDOWSTART 0x00000005, VECBASE 0x40000000\n")
        run.expect("INTENABLE 0x00000000, ")


@only(*XTENSA)
def compiler_s_products_and_quotients_are_right(rig, folder):
    """port/common/arithmetic_xtensa.S and multiply_xtensa.c, against sums."""
    device = rig.device(folder)
    device.install("primary", "1.0.0", app=rig.sample("windowed"))
    with device.run() as run:
        run.expect("windowed: products: good")
        run.expect("windowed: quotients: good")
