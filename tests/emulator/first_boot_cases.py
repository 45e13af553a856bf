# SPDX-License-Identifier: Apache-2.0
"""Flash encryption from a plain chip: the first boot encrypts in place and
burns, the mask ROM decrypts from the second one on. The key that a chip has
made stands in the emulator's eFuse file, so that what the flash holds is
compared with what the host had written."""
import os
import random

import encrypted
import stories
import rig as rigs
from chips import only
from cli import Failure
from rig import command, expect_hello

# docs/configuration.md
RELEASE = ("CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
           "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n")
XTS_256 = "CONFIG_SECURE_FLASH_ENCRYPTION_AES256=y\n"
SECURE_BOOT = "".join(f"CONFIG_{key}=y\n" for key in (
    "SECURE_BOOT", "SECURE_BOOT_V2_ENABLED", "SECURE_SIGNED_ON_BOOT",
    "SECURE_SIGNED_APPS_RSA_SCHEME", "SECURE_BOOT_SUPPORTS_RSA"))
COUNTED = (rigs.DOWNGRADE
           + "CONFIG_ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER=y\n")
SIGNATURES = {
    "rsa2048": "CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=2048\n",
    "rsa3072": "CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=3072\n",
    "ec256": "CONFIG_ESP_SIGN_EC256=y\n",
    "ed25519": "CONFIG_ESP_SIGN_ED25519=y\n",
}
SUCCEEDED = "secure boot verification succeeded"

# SPEC, eFuse and What enrolment burns: bits of block 0
COUNTER = {"esp32": 20, "esp32c3": 82, "esp32s3": 82}
COUNTER_LEN = {"esp32": 7, "esp32c3": 3, "esp32s3": 3}
COUNTER_LOCK = {"esp32": 2, "esp32c3": 4, "esp32s3": 4}
KEYS_AT, KEY_COUNT = 0x70, 6

UNIT = encrypted.UNIT
PAYLOAD_LEN = 20000


class Board(encrypted.Device):
    """A plain chip; written in plain text until it is enrolled."""

    def __init__(self, rig, folder, name, text, signed=False):
        product = rig.product(f"first-{name}", text + _signing(rig, text))
        super().__init__(rig, folder, product)
        self.app = rig.sample("hello", encrypted.SAMPLE)
        self.signed_by = _key_name(text)
        values = rig.values(product)
        self.offset = int(values["CONFIG_ESP_BOOTLOADER_OFFSET"], 0)
        self.room = int(values["CONFIG_ESP_BOOTLOADER_SIZE"], 0)
        self.bootloader = rig.bootloader(product)
        if signed:
            self.bootloader = _signed(self)
        self.flash_bootloader()

    def load(self, slot, path):
        return rigs.Device.load(self, slot, path)

    def flash_bootloader(self):
        """What a desk does over UART: the plain file, sectors erased."""
        with open(self.bootloader, "rb") as file:
            raw = file.read()
        self.write_raw(self.offset, raw + b"\xff" * (-len(raw) % 4096))

    def fuses(self):
        with open(self.efuse, "rb") as file:
            return file.read()

    def bits(self, first, count):
        raw = int.from_bytes(self.fuses()[:28], "little")
        return raw >> first & (1 << count) - 1

    def take_key(self):
        """The key, from where only hardware and this test see it."""
        self.key = os.path.join(self.folder, "made_key.bin")
        with open(self.key, "wb") as file:
            file.write(b"".join(block[::-1] for block in self._key_blocks()))

    def _key_blocks(self):
        fuses = self.fuses()
        if self.chip.name == "esp32":
            if not (self.bits(16, 1) and self.bits(7, 1)):
                raise Failure("the key block is not protected")
            return [fuses[0x1C:0x3C]]
        found = {}
        for n in range(KEY_COUNT):
            purpose = self.bits(encrypted.PURPOSE_BIT + 4 * n, 4)
            if purpose in (encrypted.XTS_128, encrypted.XTS_256_1,
                           encrypted.XTS_256_2):
                at = KEYS_AT + 32 * n
                found[purpose] = fuses[at:at + 32]
                self.expect_locked(n)
        return [found[purpose] for purpose in sorted(found)]

    def expect_locked(self, n):
        """Read and write protection of a key block, and of its purpose."""
        if not (self.bits(32 + n, 1) and self.bits(23 + n, 1)
                and self.bits(8 + n, 1)):
            raise Failure(f"key block {n} is not protected")


def _key_name(text):
    """Of the key that the configuration's images are signed with, or None."""
    return next((name for name, option in SIGNATURES.items()
                 if option in text), None)


def _signing(rig, text):
    name = _key_name(text)
    return f"CONFIG_ESP_SIGN_KEY_FILE={rig.key(name)}\n" if name else ""


def _signed(board):
    """The bootloader signed for Secure Boot."""
    key = os.path.join(board.folder, "secure.pem")
    path = os.path.join(board.folder, "signed.bin")
    tool = [board.rig.sallyport, "espsecure"]
    command([*tool, "generate-signing-key", key, "--version", "2", "--scheme",
             "rsa3072"])
    command([*tool, "sign-data", board.bootloader, "--version", "2",
             "--output", path, "--keyfile", key])
    return path


def _board(rig, folder, name="development", text=encrypted.CONF, signed=False):
    board = Board(rig, folder, name, text, signed)
    counter = ("-s", "1") if COUNTED in text else ()
    board.image = board.install("primary", "1.0.0", *counter,
                                length=PAYLOAD_LEN)
    with open(board.flash, "rb") as file:
        board.before = file.read()
    return board


def _first_boot(board, *words):
    """From a plain chip to an application that the ROM's decryption runs."""
    with board.run() as run:
        run.expect(board.chip.banner)
        for word in words:
            run.expect(word)
        run.expect(board.chip.banner)
        expect_hello(run, "1.0.0", "confirmed")


def _expect_encrypted(board):
    """What was written is encrypted, what was erased is erased."""
    board.take_key()
    board.holds("primary", board.image)
    with open(board.bootloader, "rb") as file:
        want = file.read()
    if board.read_plain(board.offset, len(want))[:len(want)] != want:
        raise Failure("the flash does not hold the bootloader, encrypted")
    end = board.offset + board.room
    with open(board.flash, "rb") as file:
        after = file.read()
    for at in range(0, len(after), UNIT):
        was, now = board.before[at:at + UNIT], after[at:at + UNIT]
        journal = end - 0x4000 <= at < end
        inside = board.offset <= at < board.offset + len(want)
        if was == encrypted.ERASED and now != was and not (
                journal or inside or _in_image(board, at)):
            raise Failure(f"the erased unit at {at:#x} was written")
        if was != encrypted.ERASED and now == was:
            raise Failure(f"the unit at {at:#x} is plain still")


def _in_image(board, at):
    length = os.path.getsize(board.image)
    return board.slot["primary"] <= at < board.slot["primary"] + length


def _expect_counter(board, bits=1, locked=False):
    name = board.chip.name
    if board.bits(COUNTER[name], COUNTER_LEN[name]) != bits:
        raise Failure("the counter is not as expected")
    if bool(board.bits(COUNTER_LOCK[name], 1)) != locked:
        raise Failure("the counter is locked" if not locked
                      else "the counter is not locked")


def _again(board, *words):
    """A further boot changes nothing."""
    fuses = board.fuses()
    with board.run() as run:
        for word in words:
            run.expect(word)
        expect_hello(run, "1.0.0", "confirmed")
    if board.fuses() != fuses:
        raise Failure("a further boot burned more")


def first_boot_encrypts_with_a_key_of_the_chip(rig, folder):
    board = _board(rig, folder)
    _first_boot(board)
    _expect_encrypted(board)
    _expect_counter(board)
    _again(board)


def first_boot_in_release_mode_locks_the_counter(rig, folder):
    board = _board(rig, folder, "release", RELEASE)
    _first_boot(board)
    _expect_encrypted(board)
    _expect_counter(board, locked=True)
    _again(board)


@only("esp32s3")
def first_boot_makes_a_key_of_512_bits(rig, folder):
    board = _board(rig, folder, "xts256", encrypted.CONF + XTS_256)
    _first_boot(board)
    _expect_encrypted(board)
    if os.path.getsize(board.key) != 64:
        raise Failure("the key has not 512 bits")
    _again(board)


def first_boot_encrypts_and_signs_in_development(rig, folder):
    board = _board(rig, folder, "both", encrypted.CONF + SECURE_BOOT
                   + encrypted.EC256, signed=True)
    _first_boot(board, SUCCEEDED)
    _expect_encrypted(board)
    _expect_counter(board)
    _again(board, SUCCEEDED)


def _all_security(rig, folder, name):
    """Everything at once, for good, with an algorithm of the images."""
    text = RELEASE + SECURE_BOOT + COUNTED + SIGNATURES[name]
    board = _board(rig, folder, f"all-{name}", text, signed=True)
    _first_boot(board, SUCCEEDED)
    _expect_encrypted(board)
    _expect_counter(board, locked=True)
    _again(board, SUCCEEDED)


def first_boot_with_all_security_and_rsa_2048(rig, folder):
    _all_security(rig, folder, "rsa2048")


def first_boot_with_all_security_and_rsa_3072(rig, folder):
    _all_security(rig, folder, "rsa3072")


def first_boot_with_all_security_and_ec_256(rig, folder):
    _all_security(rig, folder, "ec256")


def first_boot_with_all_security_and_ed25519(rig, folder):
    _all_security(rig, folder, "ed25519")


def first_boot_takes_the_key_that_the_host_has_burned(rig, folder):
    board = _board(rig, folder)
    key = random.Random(folder).randbytes(encrypted.KEY_LEN)
    encrypted.burn_key(board.chip, board.efuse, key)
    _first_boot(board)
    _expect_encrypted(board)
    with open(board.key, "rb") as file:
        if file.read() != key:
            raise Failure("the key is not the host's")
    _expect_counter(board)
    _again(board)


# ---- power cuts ----

WINDOW = "encrypting the bootloader"


def _operations(board):
    with board.run(trace=True) as run:
        run.expect(WINDOW)
        expect_hello(run, "1.0.0", "confirmed")
        return run.changes


def _cut(board, change, total):
    """Returns the operations done, and whether our own image was being
    replaced meanwhile."""
    with board.run(trace=True) as run:
        done = run.kill_at(change)
        run.never("hello:")
        board.rig.shared.cuts.append((done, total))
        return done, WINDOW in run.log


def cut_first_boot_goes_on_where_it_was(rig, folder):
    """While our own image is replaced nothing can boot: then, and only then,
    the plain bootloader is flashed once more, as the log says."""
    board = _board(rig, folder)
    sold = board.fuses()
    board.keep("sold.bin")
    total = _operations(board)
    dice = random.Random(rig.chip.name)
    count, windows = 8, 0
    for index in range(count):
        board.take("sold.bin")
        encrypted.put_bytes(board.efuse, 0, sold)
        step = (total - stories.SPARE) / count
        done, window = _cut(board, int((index + dice.random()) * step), total)
        windows += window
        if window and board.bits(COUNTER[rig.chip.name], 1) == 0:
            board.flash_bootloader()
        try:
            with board.run() as run:
                expect_hello(run, "1.0.0", "confirmed")
            _expect_encrypted(board)
            _expect_counter(board)
        except Failure as failure:
            raise Failure(f"cut at operation {done} of {total}: "
                          f"{failure}") from failure
    if windows in (0, count):
        raise Failure(f"{windows} of {count} cuts were in the last part")
