# SPDX-License-Identifier: Apache-2.0
"""Secure Boot V2 from a chip as sold: the first boot burns, the mask ROM
verifies from then on. What is burned is compared with the whole eFuse file.

The ROM's words stand here as it prints them."""
import hashlib
import os
import random
import zlib

from chips import only
from cli import Failure
from debugger import Debugger, options
from rig import command, expect_hello

# docs/configuration.md
FIVE = "".join(f"CONFIG_{key}=y\n" for key in (
    "SECURE_BOOT", "SECURE_BOOT_V2_ENABLED", "SECURE_SIGNED_ON_BOOT",
    "SECURE_SIGNED_APPS_RSA_SCHEME", "SECURE_BOOT_SUPPORTS_RSA"))

# SPEC, eFuse; What enrolment burns: bits of block 0, where the digests lie in
# the file, and the controller's command register
BURNED = {
    "esp32": {"always": [0, 8, 197], "jtag": [198, 194]},
    "esp32c3": {"always": [0, 8, 23, 88, 91, 116, 129],
                "jtag": [41, 48, 49, 50, 51]},
    "esp32s3": {"always": [0, 8, 23, 88, 91, 116, 129],
                "jtag": [48, 49, 50, 51, 118]},
}
# ... and by flash encryption in development mode: the counter's first bit too
CRYPT = {
    "esp32": [3, 7, 16, 20, 188, 189, 190, 191, 199, 200, 201],
    "esp32c3": [2, 9, 24, 33, 42, 52, 82, 94],
    "esp32s3": [2, 9, 24, 33, 42, 43, 52, 82, 94],
}
KEY_AT = {"esp32": 0x1C, "esp32c3": 0x90, "esp32s3": 0x90}
KEY_LEN = 32
ENCRYPT = ("CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
           "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n")
ALIGNED = ("--align", "32", "--max-align", "32")
REVOKE = 85             # of digest 0
DIGESTS_AT = {"esp32": (0x3C,), "esp32c3": (0x70, 0x90, 0xB0),
              "esp32s3": (0x70, 0x90, 0xB0)}
COMMAND = {"esp32": 0x3FF5A104, "esp32c3": 0x600089D4, "esp32s3": 0x600071D4}
PROGRAM = 2             # bit in it
# Without one the emulator of ESP32 invents it, and keeps it at the first burn.
MAC = {"esp32": (4, bytes.fromhex("0110fe240ac4"))}

BLOCK_LEN = 1216        # SPEC, Signed bootloader: magic, digest, key, ...
SECTOR_LEN = 4096
KEY_FIELD = slice(36, 812)

SUCCEEDED = "secure boot verification succeeded"
FAILED = "secure boot verification failed"


# ---- what a desk has ----

def _signing_key(rig, number=0):
    path = os.path.join(rig.shared.build, f"secure-boot-{number}.pem")
    with rig.shared.once(path):
        if not os.path.exists(path):
            command([rig.sallyport, "espsecure", "generate-signing-key", path,
                     "--version", "2", "--scheme", "rsa3072"])
    return path


def _product(rig, name, text=""):
    key = rig.key("ec256")
    return rig.product(f"secure-{name}", FIVE + "CONFIG_ESP_SIGN_EC256=y\n"
                       f"CONFIG_ESP_SIGN_KEY_FILE={key}\n" + text)


def _signed(rig, folder, product, numbers):
    """The bootloader, signed by some keys, as a file."""
    path = os.path.join(folder, "signed.bin")
    keys = [_signing_key(rig, number) for number in numbers]
    command([rig.sallyport, "espsecure", "sign-data", rig.bootloader(product),
             "--version", "2", "--output", path, "--keyfile", *keys])
    return path


def _load(device, path):
    offset = device.rig.values(device.product)["CONFIG_ESP_BOOTLOADER_OFFSET"]
    device.sim("load", "--offset", offset, path)
    device.bootloader_at = int(offset, 0)


def _device(rig, folder, name="plain", text="", numbers=(0,)):
    """A chip as sold, with a signed bootloader and an application."""
    device = rig.device(folder, _product(rig, name, text))
    device.signed = _signed(rig, folder, device.product, numbers)
    _load(device, device.signed)
    device.install("primary", "1.0.0", key="ec256")
    _set_efuse(device, _with(_efuse(device), parts=[MAC[rig.chip.name]]
                             if rig.chip.name in MAC else []))
    device.sold = _efuse(device)
    return device


def _efuse(device):
    with open(device.efuse, "rb") as file:
        return file.read()


def _set_efuse(device, content):
    with open(device.efuse, "wb") as file:
        file.write(content)


def _flip(device, address, bits=0x10):
    with open(device.flash, "r+b") as file:
        file.seek(address)
        byte = file.read(1)[0]
        file.seek(address)
        file.write(bytes([byte ^ bits]))


# ---- what is expected ----

def _digests(signed):
    """Of the keys in a signed file: SPEC, Signed bootloader."""
    with open(signed, "rb") as file:
        sector = file.read()[-SECTOR_LEN:]
    blocks = [sector[at:at + BLOCK_LEN]
              for at in range(0, 3 * BLOCK_LEN, BLOCK_LEN)]
    return [hashlib.sha256(block[KEY_FIELD]).digest() for block in blocks
            if block[0] == 0xE7]


def _with(content, bits=(), parts=()):
    raw = bytearray(content)
    for bit in bits:
        raw[bit // 8] |= 1 << bit % 8
    for at, part in parts:
        for index, byte in enumerate(part):
            raw[at + index] |= byte
    return bytes(raw)


def _enrolled(device, jtag=True, more=()):
    """The eFuse file of a chip that is locked to the device's bootloader."""
    name = device.chip.name
    digests = _digests(device.signed)
    places = DIGESTS_AT[name]
    bits = [*BURNED[name]["always"], *more]
    bits += BURNED[name]["jtag"] if jtag else []
    if len(places) > 1:
        bits += [REVOKE + number for number in range(len(digests), 3)]
    for number in range(1, len(digests)):   # purpose 9 + n, and its locks
        bits += [8 + number, 23 + number]
        bits += [88 + 4 * number + bit for bit in range(4)
                 if (9 + number) >> bit & 1]
    return _with(device.sold, bits, zip(places, digests))


def _differences(got, want):
    bits = [8 * index + bit for index, (a, b) in enumerate(zip(got, want))
            for bit in range(8) if (a ^ b) >> bit & 1]
    return ", ".join(f"byte {bit // 8:#x} bit {bit % 8}" for bit in bits[:12])


def _expect_efuse(device, want):
    got = _efuse(device)
    if got != want:
        raise Failure("the eFuses are not as expected, they differ in "
                      + _differences(got, want))


def _boots(device, first=()):
    """Requires that the application runs; returns the log."""
    with device.run() as run:
        for text in first:
            run.expect(text)
        expect_hello(run, "1.0.0", "confirmed")
        return run.log


def _refused(device, *words):
    """Requires these words, and that no application runs."""
    with device.run() as run:
        for word in words:
            run.expect(word)
        run.never("hello:")
        return run.log


def _expect_sold(device):
    _expect_efuse(device, device.sold)


def _locked(rig, folder):
    """A chip that is enrolled."""
    device = _device(rig, folder)
    _boots(device)
    _expect_efuse(device, _enrolled(device))
    return device


# ---- the first boot ----

def first_boot_burns_what_is_documented_and_the_rom_verifies(rig, folder):
    device = _device(rig, folder)
    first = _boots(device, [rig.chip.banner])
    _expect_efuse(device, _enrolled(device))
    if SUCCEEDED in first:
        raise Failure("the ROM verified before anything was burned")
    _boots(device, [SUCCEEDED, rig.chip.banner])
    _expect_efuse(device, _enrolled(device))


def jtag_stays_where_the_configuration_wants_it(rig, folder):
    device = _device(rig, folder, "jtag", "CONFIG_SECURE_BOOT_ALLOW_JTAG=y\n"
                     + ("CONFIG_SECURE_BOOT_ALLOW_ROM_BASIC=y\n"
                        if rig.chip.name == "esp32" else ""))
    _boots(device)
    _expect_efuse(device, _enrolled(device, jtag=False))


def download_mode_ends_where_the_configuration_wants_it(rig, folder):
    device = _device(rig, folder, "closed",
                     "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n")
    _boots(device)
    bit = 27 if rig.chip.name == "esp32" else 128
    _boots(device, [SUCCEEDED])
    _expect_efuse(device, _enrolled(device, more=[bit]))


@only("esp32c3", "esp32s3")
def two_keys_are_enrolled_and_each_is_enough(rig, folder):
    device = _device(rig, folder, numbers=(0, 1))
    _boots(device)
    _expect_efuse(device, _enrolled(device))
    for number in (0, 1):
        _load(device, _signed(rig, folder, device.product, (number,)))
        _boots(device, [SUCCEEDED])


def _starts(device, address):
    with open(device.flash, "rb") as file:
        file.seek(address)
        return file.read(KEY_LEN)


def first_boot_locks_and_encrypts_with_a_key_of_its_own(rig, folder):
    """All of the eFuses but the key's block is as documented, and of that
    block only that it is neither all zeros nor all ones by far."""
    device = _device(rig, folder, "crypt", ENCRYPT)
    device.install("primary", "1.0.0", *ALIGNED, key="ec256")
    places = device.bootloader_at, device.slot["primary"]
    plain = [_starts(device, place) for place in places]
    with device.run() as run:
        run.expect("armed: all this is burned, for ever")
        run.expect(SUCCEEDED)
        run.expect("hello: running version 1.0.0")
    found, at = bytearray(_efuse(device)), KEY_AT[rig.chip.name]
    ones = sum(bin(byte).count("1") for byte in found[at:at + KEY_LEN])
    if not 64 < ones < 192:
        raise Failure(f"the key has {ones} ones")
    found[at:at + KEY_LEN] = bytes(KEY_LEN)
    want = _enrolled(device, more=CRYPT[rig.chip.name])
    if found != want:
        raise Failure("the eFuses differ in " + _differences(found, want))
    if any(_starts(device, place) == text
           for place, text in zip(places, plain)):
        raise Failure("the flash is still plain")
    with device.run() as run:
        run.expect(SUCCEEDED)
        run.expect("hello: running version 1.0.0")
        run.never(" 0 -> ")


# ---- what is refused before anything is burned ----

def unsigned_bootloader_burns_nothing(rig, folder):
    device = _device(rig, folder)
    _load(device, rig.bootloader(device.product))
    with open(device.signed, "rb") as file:
        at = len(file.read()) - SECTOR_LEN + device.bootloader_at
    with open(device.flash, "r+b") as file:
        file.seek(at)
        file.write(bytes([0xFF]) * SECTOR_LEN)
    _refused(device, "enrolment refused: error 0xc02", rig.chip.banner)
    _expect_sold(device)


def wrong_signature_burns_nothing(rig, folder):
    """All but the signature is in order, the checksum of its block too."""
    device = _device(rig, folder)
    with open(device.signed, "rb") as file:
        content = bytearray(file.read())
    at = len(content) - SECTOR_LEN
    content[at + 900] ^= 0x10
    content[at + 1196:at + 1200] = zlib.crc32(
        content[at:at + 1196]).to_bytes(4, "little")
    path = os.path.join(folder, "wrong.bin")
    with open(path, "wb") as file:
        file.write(content)
    _load(device, path)
    _refused(device, "enrolment refused: error 0xc03", rig.chip.banner)
    _expect_sold(device)


def padding_changed_behind_the_bootloader_burns_nothing(rig, folder):
    """It is part of what is signed; the bootloader's own hash stays right."""
    device = _device(rig, folder)
    with open(device.signed, "rb") as file:
        at = len(file.read()) - SECTOR_LEN - 1
    _flip(device, device.bootloader_at + at)
    _refused(device, "enrolment refused: error ", rig.chip.banner)
    _expect_sold(device)


def application_that_does_not_verify_burns_nothing(rig, folder):
    device = _device(rig, folder)
    device.change("primary", 0x800)
    _refused(device, "nothing boots", rig.chip.banner)
    _expect_sold(device)


# ---- rehearsals ----

def without_being_armed_the_plan_is_told_and_nothing_burned(rig, folder):
    device = _device(rig, folder, "plan", "CONFIG_ESP_ENROLL_ARMED=n\n")
    name = "ABS_DONE_1" if rig.chip.name == "esp32" else "SECURE_BOOT_EN"
    log = _boots(device, [f"{name} 0 -> 1: no unsigned bootloader"])
    if log.count(" 0 -> ") < 3:
        raise Failure(f"the plan is too short:\n{log}")
    _expect_sold(device)


def virtual_efuses_in_ram_burn_nothing_real(rig, folder):
    device = _device(rig, folder, "virtual", "CONFIG_EFUSE_VIRTUAL=y\n")
    for _ in range(2):
        _boots(device, ["EFUSES ARE VIRTUAL", " 0 -> 1: no unsigned"])
    _expect_sold(device)


KEPT_AT = 0x10000
KEPT = ("CONFIG_EFUSE_VIRTUAL=y\nCONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y\n"
        f"CONFIG_EFUSE_VIRTUAL_OFFSET={KEPT_AT:#x}\n")


def _as_kept(chip, efuse):
    """The vendor's array: blocks of 8 words; the file has short ones."""
    short, count = ((28,), 4) if chip == "esp32" else ((24, 24), 11)
    blocks, at = [], 0
    for number in range(count):
        length = short[number] if number < len(short) else 32
        blocks.append(efuse[at:at + length].ljust(32, b"\0"))
        at += length
    return b"".join(blocks)


def virtual_efuses_in_flash_are_enrolled_once(rig, folder):
    device = _device(rig, folder, "kept", KEPT)
    _boots(device, ["EFUSES ARE VIRTUAL", " 0 -> 1: no unsigned"])
    again = _boots(device, ["EFUSES ARE VIRTUAL"])
    if " 0 -> " in again:
        raise Failure(f"the second boot enrols again:\n{again}")
    _expect_sold(device)
    want = _as_kept(rig.chip.name, _enrolled(device))
    with open(device.flash, "rb") as file:
        file.seek(KEPT_AT)
        found = file.read(len(want))
        rest = file.read(2 * SECTOR_LEN - len(want))
    if found != want:
        raise Failure("the virtual eFuses differ in "
                      + _differences(found, want))
    if rest.strip(b"\xff"):
        raise Failure("the region behind the virtual eFuses is not erased")


def rehearsed_encryption_is_enrolled_once_and_leaves_all_plain(rig, folder):
    device = _device(rig, folder, "kept-encrypted", KEPT + "".join(
        f"CONFIG_SECURE_FLASH_{key}=y\n"
        for key in ("ENC_ENABLED", "ENCRYPTION_MODE_RELEASE")))
    with open(device.flash, "rb") as file:
        before = file.read()
    _boots(device, ["EFUSES ARE VIRTUAL", " 0 -> 1: no unsigned",
                    "encrypting the bootloader", "EFUSES ARE VIRTUAL"])
    again = _boots(device, ["EFUSES ARE VIRTUAL"])
    if " 0 -> " in again:
        raise Failure(f"a further boot enrols again:\n{again}")
    _expect_sold(device)
    with open(device.flash, "rb") as file:
        after = file.read()
    for name, at in (("bootloader", device.bootloader_at),
                     ("application", device.slot["primary"])):
        if after[at:at + 0x4000] != before[at:at + 0x4000]:
            raise Failure(f"the {name} is no longer as it was flashed")


# ---- a locked chip ----

def rom_refuses_a_bootloader_that_was_changed(rig, folder):
    device = _locked(rig, folder)
    _flip(device, device.bootloader_at + 0x400)
    log = _refused(device, FAILED)
    if rig.chip.banner in log:
        raise Failure(f"the changed bootloader runs:\n{log}")


def rom_refuses_a_bootloader_by_another_key_or_none(rig, folder):
    device = _locked(rig, folder)
    _load(device, _signed(rig, folder, device.product, (1,)))
    log = _refused(device, FAILED)
    if rig.chip.banner in log:
        raise Failure(f"another key's bootloader runs:\n{log}")


def locked_chip_refuses_an_application_that_was_changed(rig, folder):
    device = _locked(rig, folder)
    device.change("primary", 0x800)
    _refused(device, SUCCEEDED, rig.chip.banner, "nothing boots")
    _expect_efuse(device, _enrolled(device))


def locked_chip_is_updated_and_goes_back(rig, folder):
    device = _locked(rig, folder)
    device.install("secondary", "2.0.0", "--pad", key="ec256")
    with device.run() as run:
        run.expect(SUCCEEDED)
        run.expect("hello: running version 2.0.0")
        run.expect("hello: ready")
        run.send("r")
        run.expect(SUCCEEDED)
        expect_hello(run, "1.0.0", "confirmed")
    _expect_efuse(device, _enrolled(device))


# ---- cuts ----

def _states(device, want):
    """The eFuses as sold, and behind each operation of the first boot that
    burns. Nothing else changes meanwhile: the flash stays as it is."""
    path = os.path.join(device.folder, "debugger")
    states = [device.sold]
    with device.run(more=options(path)) as run:
        debugger = Debugger(path)
        while states[-1] != want:
            debugger.run_to_write(COMMAND[device.chip.name])
            debugger.step()
            found = _efuse(device)
            if found != states[-1]:
                states.append(found)
            run.never("hello:")
    return states


def _torn(dice, old, new):
    """Some of the bits that an operation burns."""
    return bytes(a | ((a ^ b) & dice.randrange(256)) for a, b in zip(old, new))


def _goes_on(device, start, what):
    _set_efuse(device, start)
    try:
        _boots(device)
        with device.run() as run:
            run.expect(SUCCEEDED)
            run.expect(device.chip.banner)
    except Failure as failure:
        raise Failure(f"cut {what}: {failure}") from failure


def cut_at_every_burn_the_first_boot_goes_on(rig, folder):
    """A torn digest is left where it lies, so that the next block has it; on
    ESP32, which has one block and no code over it, it is completed."""
    device = _device(rig, folder)
    want = _enrolled(device)
    states = _states(device, want)
    if len(states) < 6:
        raise Failure(f"only {len(states) - 1} operations burn")
    dice = random.Random(rig.chip.name)
    for number, (old, new) in enumerate(zip(states, states[1:]), 1):
        _goes_on(device, new, f"behind burn {number} of {len(states) - 1}")
        _expect_efuse(device, want)
        _goes_on(device, _torn(dice, old, new), f"inside burn {number}")
        if number > 1 or rig.chip.name == "esp32":
            _expect_efuse(device, want)
    rig.shared.cuts += [(number, len(states) - 1)
                        for number in range(1, len(states))] * 2
