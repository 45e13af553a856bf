# SPDX-License-Identifier: Apache-2.0
"""Boards whose flash encryption is enabled already, with a key that the host
has made: eFuses as the vendor's tool burns them, flash encrypted by
`sallyport espsecure`, whose bytes are those of the vendor's (tests/interop).

`encrypted.Rig(rig)` serves the same claims and stories as a plain rig. Files
and slots are given and compared as plain text. Bytes behind an image that are
0xff are left erased, as the boot code and most writers leave them.
"""
import os
import random
import struct

import rig as rigs
from rig import DOWNGRADE, MOVE, OVERWRITE, command

CONF = ("CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
        "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n")
EC256 = "CONFIG_ESP_SIGN_EC256=y\n" + DOWNGRADE
PRODUCTS = {"none": "", "move": MOVE, "overwrite": OVERWRITE, "ec256": EC256}
SAMPLE = "-DSAMPLE_CONFIG_FILE=app/samples/hello/encrypted.conf"
UNIT = 32           # bytes: SPEC, Flash encryption
ERASED = b"\xff" * UNIT
ALIGN = ("--align", "32", "--max-align", "32")

# SPEC, Image header and TLV areas
IMAGE_MAGIC, TLV_MAGIC, PROTECTED_MAGIC = 0x96F3B83D, 0x6907, 0x6908

# SPEC, eFuse: bits of block 0, and where the emulator's file has key blocks
KEY_OFF = {"esp32": 0x1C, "esp32c3": 0x70, "esp32s3": 0x70}
KEY_LEN = 32
ESP32_KEY = (7, 16)         # WR_DIS and RD_DIS of block 1
ESP32_ENABLE = (20,         # FLASH_CRYPT_CNT, one bit
                188, 189, 190, 191)  # FLASH_CRYPT_CONFIG
XTS_128, XTS_256_1, XTS_256_2 = 4, 2, 3
PURPOSE_BIT = 88            # of KEY0, four bits for each key
COUNTER_BIT = 82            # SPI_BOOT_CRYPT_CNT


def key_bits(purposes):
    """Bits of block 0 for keys in KEY0 and on: purpose, protection."""
    bits = []
    for n, purpose in enumerate(purposes):
        bits += [PURPOSE_BIT + 4 * n + i for i in range(4)
                 if purpose >> i & 1]
        bits += [8 + n, 23 + n, 32 + n]  # WR_DIS twice, RD_DIS
    return bits


def set_bits(path, bits):
    """Sets bits of block 0 in an eFuse file of the emulator."""
    with open(path, "r+b") as file:
        raw = bytearray(file.read())
        for bit in bits:
            raw[bit // 8] |= 1 << bit % 8
        file.seek(0)
        file.write(raw)


def put_bytes(path, offset, content):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(content)


def burn_key(chip, path, key):
    """The host's key in the first key blocks, protected."""
    for n in range(len(key) // KEY_LEN):
        block = key[n * KEY_LEN:(n + 1) * KEY_LEN]
        put_bytes(path, KEY_OFF[chip.name] + n * KEY_LEN, block[::-1])
    if chip.name == "esp32":
        set_bits(path, ESP32_KEY)
    elif len(key) == 2 * KEY_LEN:
        set_bits(path, key_bits((XTS_256_1, XTS_256_2)))
    else:
        set_bits(path, key_bits((XTS_128,)))


def burn_counter(chip, path):
    """Enables encryption."""
    set_bits(path, ESP32_ENABLE if chip.name == "esp32" else [COUNTER_BIT])


def image_len(raw):
    """Bytes from the header to the end of the TLVs."""
    magic, _, header, _, payload = struct.unpack_from("<IIHHI", raw)
    if magic != IMAGE_MAGIC:
        return 0
    end = header + payload
    for _ in range(2):
        magic, length = struct.unpack_from("<HH", raw, end)
        if magic in (TLV_MAGIC, PROTECTED_MAGIC):
            end += length
        if magic == TLV_MAGIC:
            break
    return end


class Rig:
    """A rig whose boards are encrypted; all else is the plain rig's."""

    def __init__(self, plain, key_len=KEY_LEN, prefix="encrypted", more=""):
        """prefix, more: of the products' names, and in their configuration"""
        self.plain = plain
        self.key_len = key_len
        self.prefix = prefix
        # ESP32's cache forgets as a whole, and the emulator then decrypts
        # every page that is mapped
        self.slowness = 4 if plain.chip.name == "esp32" else 1
        for name, text in PRODUCTS.items():
            if "SIGN" in text:
                text += f"CONFIG_ESP_SIGN_KEY_FILE={plain.key(name)}\n"
            plain.product(f"{prefix}-{name}", CONF + more + text)

    def __getattr__(self, name):
        return getattr(self.plain, name)

    def device(self, folder, product="none"):
        device = Device(self.plain, folder, f"{self.prefix}-{product}")
        device.signed_by = product if product in rigs.KEY_TYPES else None
        device.enrol(random.Random(folder).randbytes(self.key_len))
        return device


class Device(rigs.Device):
    """A board that was enrolled by the host."""

    signed_by = None    # name of the key of its images

    def enrol(self, key):
        """Burns the key, and writes the bootloader encrypted."""
        self.app = self.rig.sample("hello", SAMPLE)
        self.key = os.path.join(self.folder, "flash_key.bin")
        with open(self.key, "wb") as file:
            file.write(key)
        burn_key(self.chip, self.efuse, key)
        burn_counter(self.chip, self.efuse)
        values = self.rig.values(self.product)
        with open(self.rig.bootloader(self.product), "rb") as file:
            raw = file.read()
        self.write_plain(int(values["CONFIG_ESP_BOOTLOADER_OFFSET"], 0), raw,
                         len(raw))

    def sign(self, version, *options, **how):
        how.setdefault("key", self.signed_by)
        return super().sign(version, *ALIGN, *options, **how)

    def load(self, slot, path):
        with open(path, "rb") as file:
            raw = file.read()
        self.write_raw(self.slot[slot], b"\xff" * self.slot_len)
        self.write_plain(self.slot[slot], raw, image_len(raw))
        return path

    # ---- the flash ----

    def _cipher(self, name, addr, raw):
        given = os.path.join(self.folder, "cipher.in")
        made = os.path.join(self.folder, "cipher.out")
        with open(given, "wb") as file:
            file.write(raw)
        command([self.rig.sallyport, "espsecure", name, "-k", self.key,
                 "-a", hex(addr), "-o", made,
                 *([] if self.chip.name == "esp32" else ["--aes-xts"]), given])
        with open(made, "rb") as file:
            return file.read()

    def write_raw(self, addr, raw):
        put_bytes(self.flash, addr, raw)

    def read_raw(self, addr, length):
        with open(self.flash, "rb") as file:
            file.seek(addr)
            return file.read(length)

    def write_plain(self, addr, raw, whole):
        """Writes encrypted; of what lies behind `whole` bytes only units that
        are not erased."""
        raw += b"\xff" * (-len(raw) % UNIT)
        made = bytearray(self._cipher("encrypt-flash-data", addr, raw))
        for off in range(-(-whole // UNIT) * UNIT, len(raw), UNIT):
            if raw[off:off + UNIT] == ERASED:
                made[off:off + UNIT] = ERASED
        self.write_raw(addr, bytes(made))

    def read_plain(self, addr, length):
        """As the bootloader reads it: what is erased as 0xff."""
        length += -length % UNIT
        raw = self.read_raw(addr, length)
        made = bytearray(self._cipher("decrypt-flash-data", addr, raw))
        for off in range(0, length, UNIT):
            if raw[off:off + UNIT] == ERASED:
                made[off:off + UNIT] = ERASED
        return bytes(made)

    def content(self, slot, length):
        return self.read_plain(self.slot[slot], length)[:length]
