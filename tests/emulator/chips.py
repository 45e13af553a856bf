# SPDX-License-Identifier: Apache-2.0
"""The chips that the claims are run on: what differs between them, as data.

A chip is run as soon as cmake/chip_target.cmake names it (run.py). To add one:
a record in CHIPS, from SPEC (Load header; Bootloader image), from the linker
script of its port (where the loader lies) and, for its eFuses, from the table
of fields in the chip's manual. Its slots are taken from its bootloader.conf,
the addresses of the sample from the sample's own load header.
"""
import dataclasses
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


@dataclasses.dataclass(frozen=True)
class Chip:
    """Addresses are CPU addresses; ranges exclude their end."""

    name: str           # as -DMCUBOOT_TARGET has it, and the machine's name
    program: str        # of the emulator; None: there is none
    rom: str            # what the ROM prints first
    efuse_len: int      # bytes of the emulator's eFuse file
    efuse_bits: tuple   # (byte, value) of a chip as sold: its revision
    revision: str       # the same, as the log tells it
    strap: int          # boot from flash
    iram: tuple         # where code segments may lie
    dram: tuple         # where data segments may lie
    flash_code: int     # where code in flash is mapped: never loaded to
    loader_data: int    # lowest data address of the loader, what the log names
                        # as limit; None: it has none in dram
    loader_code: int    # the same place seen from iram; None: it can not be
    options: tuple = () # for the emulator

    @property
    def banner(self):
        """What the bootloader prints first."""
        return f"[{self.name}] [INF] Sallyport"

    @property
    def conf(self):
        return os.path.join(ROOT, "port", self.name, "bootloader.conf")


CHIPS = {chip.name: chip for chip in [
    Chip(name="esp32c3", program="qemu-system-riscv32", rom="ESP-ROM:esp32c3",
         efuse_len=1024, efuse_bits=((0x26, 0x0C),),
         revision="v0.3", strap=0x08,
         iram=(0x4037C000, 0x403E0000), dram=(0x3FC80000, 0x3FCE0000),
         flash_code=0x42000000,
         loader_data=0x3FCD9000, loader_code=0x403D9000),
    Chip(name="esp32s3", program="qemu-system-xtensa", rom="ESP-ROM:esp32s3",
         efuse_len=1024, efuse_bits=(),
         revision="v0.0",  # of which the emulator has the ROM
         strap=0x04,
         iram=(0x40370000, 0x403E0000), dram=(0x3FC88000, 0x3FD00000),
         flash_code=0x42000000,
         loader_data=0x3FCD8000, loader_code=0x403C8000),
    Chip(name="esp32", program="qemu-system-xtensa",
         rom="ets Jul 29 2019 12:21:46",
         efuse_len=124, efuse_bits=((0x0D, 0x80), (0x16, 0x10)),
         revision="v3.0", strap=0x12,
         iram=(0x40080000, 0x400AA000), dram=(0x3FFAE000, 0x40000000),
         flash_code=0x400D0000,
         loader_data=0x3FFFF000, loader_code=0x400A0000,
         # of the flash-boot mode: it counts the time of the machine below
         options=("-global", "timer.esp32.timg.wdt_disable=true")),
]}

# No emulator: told once, not claim by claim.
UNEMULATED = {
    "esp32s2": "Espressif's QEMU has no machine for ESP32-S2; its drivers are "
               "tested as register sequences (tests/drivers)",
}


def supported():
    """The names of the chips that can be built."""
    path = os.path.join(ROOT, "cmake", "chip_target.cmake")
    with open(path, encoding="utf-8") as file:
        return re.search(r"chip_supported ([^)]*)\)", file.read())[1].split()


def only(*names):
    """Limits a claim to some chips."""
    def mark(claim):
        claim.chips = names
        return claim
    return mark


def needs(field):
    """Limits a claim to the chips whose record has a field."""
    def mark(claim):
        claim.needs = field
        return claim
    return mark


def is_for(claim, chip):
    return (chip.name in getattr(claim, "chips", (chip.name,)) and
            getattr(chip, getattr(claim, "needs", "name")) is not None)
