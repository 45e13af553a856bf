# SPDX-License-Identifier: Apache-2.0
"""The virtual device's model of the ROM beside the mask ROM: the same flash and
the same eFuses, good and bad. Every line that the model says must come from
the mask ROM too, in that order, and only what the model starts may start."""
import hashlib
import os
import time
import zlib

import emulator
from cli import Failure
from rig import command

FLASH_LEN = 0x400000
SECTOR = 4096
# SPEC, Bootloader image: chip number, address and code of a jump to itself
CODE = {"esp32": (0, 0x40080400, "06ffff00"),
        "esp32c3": (5, 0x403D0000, "6f000000"),
        "esp32s3": (9, 0x403C0000, "06ffff00")}
BASE = {"esp32": 0x1000, "esp32c3": 0, "esp32s3": 0}
# SPEC, eFuse: bit of block 0 that enables Secure Boot, offset of the digest
ENABLE = {"esp32": 197, "esp32c3": 116, "esp32s3": 116}
DIGEST_AT = {"esp32": 0x3C, "esp32c3": 0x70, "esp32s3": 0x70}
PURPOSE = 88            # of the first key block
SILENT_S = 0.7          # behind the last line of a refusal


class _Case:
    """Flash and eFuses that a row of the tables changes."""

    def __init__(self, rig, folder):
        self.rig = rig
        self.chip = rig.chip
        self.folder = folder
        self.key = os.path.join(rig.shared.build, "rom-model.pem")
        with rig.shared.once(self.key):
            if not os.path.exists(self.key):
                command([rig.sallyport, "espsecure", "generate-signing-key",
                         self.key])
        self.image = self.plain()
        self.efuse = bytearray(rig.chip.efuse_len)
        for offset, value in rig.chip.efuse_bits:
            self.efuse[offset] = value

    def path(self, name):
        return os.path.join(self.folder, name)

    def plain(self):
        number, addr, code = CODE[self.chip.name]
        data = bytes.fromhex(code) * 4
        image = b"\xe9\x01\x02\x20" + addr.to_bytes(4, "little") + b"\xee" \
            + bytes(3) + number.to_bytes(2, "little") + bytes(9) + b"\x01" \
            + addr.to_bytes(4, "little") + len(data).to_bytes(4, "little") \
            + data + bytes(15) + b"\xef"
        return bytearray(image + hashlib.sha256(image).digest())

    def sign(self):
        """Twice, so that a second block is there."""
        with open(self.path("plain.bin"), "wb") as file:
            file.write(self.image)
        command([self.rig.sallyport, "espsecure", "sign-data", "-v", "2",
                 "-k", self.key, self.key, "-o", self.path("signed.bin"),
                 self.path("plain.bin")])
        with open(self.path("signed.bin"), "rb") as file:
            self.image = bytearray(file.read())

    def digest(self):
        command([self.rig.sallyport, "espsecure", "digest-sbv2-public-key",
                 "-k", self.key, "-o", self.path("digest")])
        with open(self.path("digest"), "rb") as file:
            return file.read()

    def burn(self, bit):
        self.efuse[bit // 8] |= 1 << bit % 8

    def burn_digest(self, digest=None):
        at = DIGEST_AT[self.chip.name]
        self.efuse[at:at + 32] = digest or self.digest()
        if self.chip.name != "esp32":
            self.burn(PURPOSE)
            self.burn(PURPOSE + 3)

    def lock(self):
        self.sign()
        self.burn_digest()
        self.burn(ENABLE[self.chip.name])

    def repair(self, block):
        at = SECTOR + 1216 * block
        crc = zlib.crc32(bytes(self.image[at:at + 1196]))
        self.image[at + 1196:at + 1200] = crc.to_bytes(4, "little")

    def files(self):
        flash = bytearray(b"\xff" * FLASH_LEN)
        base = BASE[self.chip.name]
        flash[base:base + len(self.image)] = self.image
        for name, content in (("flash.bin", flash), ("efuse.bin", self.efuse)):
            with open(self.path(name), "wb") as file:
                file.write(content)

    def model(self):
        """(whether it starts, its lines)"""
        text = command([self.rig.sallyport, "sim", "boot", "-t",
                        self.chip.name, "-f", self.path("flash.bin"), "-e",
                        self.path("efuse.bin"), "--expect", "nothing",
                        "--dry-run"])
        lines = [line[5:] for line in text.splitlines()
                 if line.startswith("rom: ")]
        return lines[-1].startswith("entry "), lines[1:]

    def compare(self):
        self.files()
        starts, lines = self.model()
        run = emulator.Run(emulator.command_line(
            self.chip, self.rig.qemu, self.path("flash.bin"),
            self.path("efuse.bin")))
        with run:
            for line in lines:
                run.expect(line)
            if not starts:
                end = time.monotonic() + SILENT_S
                while time.monotonic() < end:
                    time.sleep(0.1)
        if not starts:
            run.never("entry 0x")
        return starts


def _check(rig, folder, name, change, starts):
    place = os.path.join(folder, name)
    os.makedirs(place)
    case = _Case(rig, place)
    change(case)
    try:
        found = case.compare()
    except Failure as failure:
        raise Failure(f"{name}: {failure}") from None
    if found != starts:
        raise Failure(f"{name}: the model " +
                      ("starts it" if found else "refuses it"))


def _flip(case, at):
    case.image[at] ^= 1


def _flip_signed(case, at, *repaired):
    case.lock()
    _flip(case, at)
    for block in repaired:
        case.repair(block)


def _flip_both_signatures(case):
    case.lock()
    for block in range(2):
        _flip(case, SECTOR + 1216 * block + 900)
        case.repair(block)


def _without_digest(case):
    case.sign()
    case.burn(ENABLE[case.chip.name])


def _other_digest(case):
    _without_digest(case)
    case.burn_digest(b"\x01" * 32)


def _unsigned(case):
    case.lock()
    del case.image[SECTOR:]


PLAIN = [
    ("good", lambda case: None, True),
    ("erased", lambda case: case.image.clear(), False),
    ("other-chip", lambda case: case.image.__setitem__(12, 77), False),
    ("checksum", lambda case: _flip(case, 63), False),
    ("hash", lambda case: _flip(case, 70), True),
]

SECURE = [
    ("good", lambda case: case.lock(), True),
    ("no-digest", _without_digest, False),
    ("other-digest", _other_digest, False),
    ("unsigned", _unsigned, False),
    ("image", lambda case: _flip_signed(case, 70), False),
    ("padding", lambda case: _flip_signed(case, 2000), False),
    ("crc", lambda case: _flip_signed(case, SECTOR + 900), True),
    ("signature", lambda case: _flip_signed(case, SECTOR + 900, 0), True),
    ("both-signatures", _flip_both_signatures, False),
    ("version", lambda case: _flip_signed(case, SECTOR + 1, 0), True),
]


def model_and_mask_rom_agree_without_secure_boot(rig, folder):
    for row in PLAIN:
        _check(rig, folder, *row)


def model_and_mask_rom_agree_under_secure_boot(rig, folder):
    for row in SECURE:
        _check(rig, folder, *row)
