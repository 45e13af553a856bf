# SPDX-License-Identifier: Apache-2.0
"""How long a boot takes on a chip, computed from what was counted.

The emulator knows no time: its flash erases at once. So the time is the sum of
round figures: one instruction per tick of an 80 MHz clock, a flash part of
4 MB with the typical times of its data sheet (worst ones are ten times that),
and its bus at 40 MHz, which reads by two lines and programs by one. What runs
at the same time on a chip is added here. Compare by it, do not promise it.
"""
CPU_HZ = 80e6
BUS_HZ = 40e6
READ_LINES = 2
ERASE_S = {"erase_4k": 0.045, "erase_32k": 0.120, "erase_64k": 0.150}
PROGRAM_S = 30e-6           # a command with its first byte
PROGRAM_BYTE_S = 2.6e-6     # each further one: a page of 256 in 0.7 ms
COMMAND_BITS = 4 * 8        # code and address, before the data


def seconds(counts):
    """counts: as the plugin has them; what is missing counts as nothing."""
    def of(name):
        return counts.get(name) or 0

    erasing = sum(of(name) * each for name, each in ERASE_S.items())
    programming = (of("programs") * PROGRAM_S
                   + (of("programmed") - of("programs")) * PROGRAM_BYTE_S)
    bits = (of("read") * 8 / READ_LINES + of("programmed") * 8
            + of("programs") * COMMAND_BITS)
    return (of("instructions") / CPU_HZ + erasing + programming
            + bits / BUS_HZ)
