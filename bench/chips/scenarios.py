# SPDX-License-Identifier: Apache-2.0
"""What is measured: images of a given length, and what the boot has to do.

An image is header, load header, a code part of 240 bytes that does nothing, a
data part of 64 bytes and pseudo-random bytes, so that header and payload have
exactly the length that is asked for. Slots are those of ESP32-C3's default
configuration on every chip, so that the chips can be compared.
"""
import dataclasses
import os
import random
import struct

import encrypted
from cli import Failure
from rig import DRAM, IRAM, MOVE, OVERWRITE, PRODUCTS, words_of

KIB = 1024
SECTOR = 4 * KIB
HEADER_LEN = 32             # SPEC, Image header
LOAD_HEADER_LEN = 96        # SPEC, Load header
LOAD_MAGIC = 0xACE637D3
CODE_LEN, DATA_LEN = 240, 64
ENDLESS = {"qemu-system-riscv32": bytes.fromhex("6f000000"),  # jal x0, 0
           "qemu-system-xtensa": bytes.fromhex("06ffff00")}   # j ., one spare

LAYOUT = """\
CONFIG_ESP_APPLICATION_SIZE=0x1C0000
CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x1E0000
"""
SIGNATURES = ["none", "rsa2048", "rsa3072", "ec256", "ed25519"]
UNLIKE_SHARE = 0.05         # of the sectors of the image


@dataclasses.dataclass(frozen=True)
class Scenario:
    """name: as in the table of figures."""

    name: str
    product: str            # of PRODUCTS in rig.py
    image_len: int          # bytes, header to the end of the payload
    update: bool = False    # a second image waits, to be tried
    likeness: float = 0     # share of the sectors that both images have alike
    swaps: bool = False     # the old image is in the secondary afterwards
    encrypted: bool = False  # with a key of the host's in the eFuses


SCENARIOS = [
    *[Scenario(f"boot.{name}", name, 1024 * KIB) for name in SIGNATURES],
    Scenario("swap.scratch", "none", 512 * KIB, True, 0, True),
    Scenario("swap.move", "move", 512 * KIB, True, 0, True),
    Scenario("swap.scratch.5%", "none", 512 * KIB, True, 1 - UNLIKE_SHARE,
             True),
    Scenario("swap.move.5%", "move", 512 * KIB, True, 1 - UNLIKE_SHARE, True),
    Scenario("swap.scratch.ec256", "ec256", 512 * KIB, True, 0, True),
    Scenario("overwrite", "overwrite", 512 * KIB, True),
    Scenario("swap.scratch.encrypted", "none", 512 * KIB, True, 0, True, True),
    Scenario("swap.move.encrypted", "move", 512 * KIB, True, 0, True, True),
]


def add_products(rig):
    """The bootloaders that are measured, with the common layout."""
    extra = {"move": MOVE, "overwrite": OVERWRITE}
    for name in [*SIGNATURES, *extra]:
        text = LAYOUT + extra.get(name, PRODUCTS[name])
        if "SIGN" in text:
            text += f"CONFIG_ESP_SIGN_KEY_FILE={rig.key(name)}\n"
        rig.product(f"bench-{name}", text)


def make_app(rig, length, seed):
    """The payload of an image; its load addresses are the sample's."""
    hello = rig.hello()
    iram = words_of(hello, IRAM, 1)[0]
    dram = words_of(hello, DRAM, 1)[0]
    code_off = HEADER_LEN + LOAD_HEADER_LEN
    header = struct.pack("<8I", LOAD_MAGIC, iram, iram, code_off, CODE_LEN,
                         dram, code_off + CODE_LEN, DATA_LEN)
    app = header.ljust(LOAD_HEADER_LEN, b"\0")
    app += ENDLESS[rig.chip.program] * (CODE_LEN // 4) + bytes(DATA_LEN)
    rest = length - HEADER_LEN - len(app)
    return iram, app + random.Random(seed).randbytes(rest)


def differ(app, likeness):
    """The same bytes, but for a word in some sectors, evenly spread."""
    raw = bytearray(app)
    sectors = (len(app) + HEADER_LEN) // SECTOR
    count = round(sectors * (1 - likeness))
    for n in range(count):
        off = (2 * n + 1) * sectors // (2 * count) * SECTOR + SECTOR // 2
        raw[off:off + 4] = bytes(b ^ 0xFF for b in raw[off:off + 4])
    return bytes(raw)


def _second(rig, scenario, first):
    if scenario.likeness > 0:
        return differ(first, scenario.likeness)
    return make_app(rig, scenario.image_len, 2)[1]


def _device(rig, scenario, folder):
    if scenario.encrypted:
        return encrypted.Rig(rig, prefix="bench-encrypted", more=LAYOUT) \
            .device(folder, scenario.product)
    return rig.device(folder, f"bench-{scenario.product}")


class Prepared:
    """A board that only has to be switched on."""

    def __init__(self, rig, scenario, folder):
        os.makedirs(folder, exist_ok=True)
        self.scenario = scenario
        self.device = _device(rig, scenario, folder)
        key = scenario.product if scenario.product in SIGNATURES[1:] else None
        self.entry, first = make_app(rig, scenario.image_len, 1)
        self.old = self.device.install("primary", "1.0.0", app=first, key=key)
        self.new = None
        if scenario.update:
            self.new = self.device.install(
                "secondary", "2.0.0", "--pad", app=_second(rig, scenario,
                                                           first), key=key)

    def check(self):
        """What was measured has to have happened."""
        if self.new is None:
            return
        self._holds("primary", self.new)
        if self.scenario.swaps:
            self._holds("secondary", self.old)

    def _holds(self, slot, path):
        """The padding behind an image is no part of it."""
        with open(path, "rb") as file:
            want = file.read()[:self.scenario.image_len]
        if self.device.content(slot, len(want)) != want:
            raise Failure(f"{self.scenario.name}: the {slot} slot does "
                          f"not hold {os.path.basename(path)}")
