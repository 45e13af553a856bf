# SPDX-License-Identifier: Apache-2.0
"""What our figures are compared with: goals, and MCUboot's own port.

MCUboot 2.4 with the HAL of ESP-IDF 6.0, gcc 12, on ESP32-C3, measured with the
same images, marks and counts as ours.
"""
KIB = 1024


def _counts(size, instructions, **more):
    return {"size": size, "instructions": instructions, **more}


MCUBOOT = {
    "boot.none": _counts(26912, 136460569),
    "boot.rsa2048": _counts(38544, 115047080),
    "boot.rsa3072": _counts(38672, 124435336),
    "boot.ec256": _counts(32432, 153756470),
    "boot.ed25519": _counts(48656, 140488297),
    "swap.scratch": _counts(26912, 207718886, erase_4k=448, programs=49558,
                            programmed=1585264, read=2640748),
    "swap.move": _counts(26112, 208127909, erase_4k=391, programs=49927,
                         programmed=1586728, read=2634572),
    "swap.scratch.ec256": _counts(32432, 242450703, erase_4k=448,
                                  programs=49558, programmed=1585264,
                                  read=2640972),
    "overwrite": _counts(21440, 218116720, erase_4k=450, programs=57344,
                         programmed=1835008, read=2884272),
}
# it copies every sector, whether it differs or not
MCUBOOT["swap.scratch.5%"] = MCUBOOT["swap.scratch"]
MCUBOOT["swap.move.5%"] = MCUBOOT["swap.move"]
MCUBOOT_STACK = 5325        # bytes, the deepest of its configurations
MCUBOOT_RAM = 114 * KIB     # bytes kept from the application

# scenario -> the most that is wanted
SIZE = {"boot.none": 12 * KIB, "boot.rsa2048": 18 * KIB,
        "boot.rsa3072": 18 * KIB, "boot.ec256": 18 * KIB,
        "boot.ed25519": 26 * KIB}
INSTRUCTIONS = {"boot.none": 4e6, "boot.rsa2048": 5e6, "boot.rsa3072": 5e6,
                "boot.ec256": 15e6, "boot.ed25519": 12e6}
# 5 %: three erases for each of the 6 sectors that differ and for the one with
# the image's end, and the trailers of both slots
ERASES = {"swap.scratch": 391, "swap.move": 391, "swap.scratch.5%": 40,
          "swap.move.5%": 40, "overwrite": 140}
PROGRAM_LEN = 64            # bytes: the controller's buffer
STACK = 4 * KIB
RAM = 4 * KIB
BUILD_S = 30
