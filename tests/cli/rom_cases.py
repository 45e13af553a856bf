# SPDX-License-Identifier: Apache-2.0
"""`sallyport sim --efuse`: the ROM before the boot code, from outside.

eFuse files are the emulator's: blocks of words, one behind the other (SPEC,
eFuse fields and files); block 0 has 24 bytes, block 1 too, then 32 each.
"""
import os

from cli import HERE, Cli, check, same

KEY = os.path.join(os.path.dirname(HERE), "vectors", "secure_boot", "key.pem")
KEY0 = 0x70         # offset of the first key block
REVOKE0, KEY_PURPOSE, COUNTER, ENABLE = 85, 88, 82, 116
DIRECT_OFF, DOWNLOAD_OFF, DOWNLOAD_SECURE = 129, 128, 133
SLOT, SCRATCH = 0x20000, 0x60000
CONF = ("CONFIG_ESP_FLASH_SIZE=1MB\n"
        "CONFIG_ESP_APPLICATION_SIZE=0x20000\n"
        "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x20000\n"
        "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x40000\n"
        "CONFIG_ESP_SCRATCH_OFFSET=0x60000\nCONFIG_ESP_SCRATCH_SIZE=0x8000\n")
# SPEC, Bootloader image: the worked example for ESP32-C3
EXAMPLE = bytes.fromhex(
    "e901022000003d40ee00000005000000000000000000000100003d4010000000"
    "6f0000006f0000006f0000006f000000000000000000000000000000000000ef"
    "35f05875fb7c4f3c401f9c1dba4af9e868b41135aadd737c163991ef91a9d4d0")


class _Board:
    """A C3 with a bootloader's image and version 1 in the primary slot."""

    def __init__(self, cli):
        self.cli = cli
        self.efuse = bytearray(1024)
        cli.write("c.conf", CONF)
        cli.write("boot.bin", EXAMPLE)
        cli.write("app", bytes(2000))
        Cli(cli.program, cli.folder, "espsecure").ok(
            "sign-data", "-v", "2", "-k", KEY, "-o", "signed.bin", "boot.bin")
        Cli(cli.program, cli.folder, "imgtool").ok(
            "sign", "-v", "1.0.0", "-H", "32", "--pad-header", "-S", "0x20000",
            "app", "v1.bin")
        self.burned()
        self.sim("create", "--force")
        self.sim("load", "-s", "primary", "v1.bin")
        self.sim("load", "-o", "0", "signed.bin")

    def words(self, *args):
        return [args[0], "-c", "c.conf", "-e", "efuse.bin", *args[1:]]

    def sim(self, *args):
        tool = Cli(self.cli.program, self.cli.folder, "sim")
        return tool.ok(*self.words(*args)).out.decode()

    def refused(self, sentence, *args):
        Cli(self.cli.program, self.cli.folder, "sim").refused(
            1, sentence, *self.words(*args))

    def burn(self, bit, value=1, width=1):
        word = int.from_bytes(self.efuse[:24], "little")
        word |= (value & ((1 << width) - 1)) << bit
        self.efuse[:24] = word.to_bytes(24, "little")
        self.burned()

    def key(self, nth, data, purpose):
        self.efuse[KEY0 + 32 * nth:KEY0 + 32 * nth + 32] = data
        self.burn(KEY_PURPOSE + 4 * nth, purpose, 4)

    def burned(self):
        self.cli.write("efuse.bin", bytes(self.efuse))

    def digest(self):
        Cli(self.cli.program, self.cli.folder, "espsecure").ok(
            "digest-sbv2-public-key", "-k", KEY, "-o", "digest")
        return self.cli.read("digest")

    def lock(self):
        self.key(0, self.digest(), 9)
        self.burn(ENABLE)


def a_chip_as_sold_starts_the_bootloader(cli):
    board = _Board(cli)
    text = board.sim("boot", "--expect", "1.0.0")
    check("rom: load:0x403d0000,len:0x10\nrom: entry 0x403d0000\n" in text,
          text)


def a_flash_without_bootloader_starts_nothing(cli):
    board = _Board(cli)
    board.sim("erase", "-o", "0")
    text = board.sim("boot", "--expect", "nothing")
    check("rom: invalid header: 0xffffffff\n" in text, text)
    check("sim: nothing boots: the ROM does not start the bootloader\n" in text,
          text)
    check("sim: nothing boots" not in board.sim("show"), "show boots it")
    check("next boot: nothing boots: the ROM does not" in board.sim("show"),
          "show does not say so")


def a_locked_chip_starts_only_what_its_key_signed(cli):
    board = _Board(cli)
    board.lock()
    text = board.sim("boot", "--expect", "1.0.0")
    check("rom: Valid secure boot key blocks: 0\n" in text, text)
    check("rom: secure boot verification succeeded\n" in text, text)
    board.sim("erase", "-o", "0")
    board.sim("load", "-o", "0", "boot.bin")
    text = board.sim("boot", "--expect", "nothing")
    check("rom: No signature block magic byte found" in text, text)
    board.sim("load", "-o", "0", "signed.bin")
    board.sim("load", "-s", "primary", "v1.bin")
    board.sim("boot", "--expect", "1.0.0")
    board.burn(REVOKE0)
    text = board.sim("boot", "--expect", "nothing")
    check("Valid" not in text, text)
    check("rom: secure boot verification failed\n" in text, text)


def aggressive_revocation_is_saved(cli):
    board = _Board(cli)
    board.lock()
    board.burn(117)
    signed = bytearray(cli.read("signed.bin"))
    signed[4096 + 900] ^= 1
    crc = _crc(bytes(signed[4096:4096 + 1196]))
    signed[4096 + 1196:4096 + 1200] = crc.to_bytes(4, "little")
    cli.write("bad.bin", bytes(signed))
    board.sim("load", "-o", "0", "bad.bin")
    board.sim("boot", "--dry-run", "--expect", "nothing")
    same(cli.read("efuse.bin"), bytes(board.efuse), "after a dry run")
    board.sim("boot", "--expect", "nothing")
    board.efuse[REVOKE0 // 8] |= 1 << REVOKE0 % 8
    same(cli.read("efuse.bin"), bytes(board.efuse), "eFuses")


def _crc(data):
    import zlib
    return zlib.crc32(data)


ENCRYPTED = (CONF + "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
             "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n")


def _encrypted(cli):
    board = _Board(cli)
    cli.write("c.conf", ENCRYPTED)
    key = bytes(range(32))
    cli.write("key", key)
    secure = Cli(cli.program, cli.folder, "espsecure")
    for name, addr in (("signed.bin", 0), ("v1.bin", SLOT)):
        data = cli.read(name)
        cli.write(name, data + b"\xff" * (-len(data) % 32))
        secure.ok("encrypt-flash-data", "--aes-xts", "-k", "key", "-a",
                  str(addr), "-o", f"{name}.enc", name)
        board.sim("load", "-o", str(addr), f"{name}.enc")
    board.lock()
    board.key(1, key[::-1], 4)
    board.burn(COUNTER)
    return board


def an_encrypted_chip_updates_and_takes_back(cli):
    board = _encrypted(cli)
    Cli(cli.program, cli.folder, "imgtool").ok(
        "sign", "-v", "2.0.0", "-H", "32", "--pad-header", "-S", "0x20000",
        "app", "v2.bin")
    board.sim("boot", "--update", "v2.bin", "--app", "request-test",
              "--expect", "1.0.0")
    check(cli.read("v2.bin")[:64] not in cli.read("flash.bin"),
          "the update lies there in clear")
    check("the flash is encrypted" in board.sim("show"), "show is silent")
    board.sim("boot", "--cut", "50%:bits:3", "--expect", "cut")
    board.sim("boot", "--expect", "2.0.0")
    board.sim("boot", "--expect", "1.0.0")
    board.sim("boot", "--update", "v2.bin", "--app", "request-test",
              "--expect", "1.0.0")
    board.sim("boot", "--app", "confirm", "--expect", "2.0.0")
    board.sim("boot", "--expect", "2.0.0")


def an_encrypted_chip_needs_its_key_and_configuration(cli):
    board = _encrypted(cli)
    cli.write("c.conf", CONF)
    board.refused("efuse.bin says that the flash is encrypted, but the "
                  "bootloader is configured for plain flash: set "
                  "CONFIG_SECURE_FLASH_ENC_ENABLED", "boot")
    cli.write("c.conf", ENCRYPTED)
    board.key(1, bytes(32), 4)
    board.refused("efuse.bin says that the flash is encrypted, but "
                  "holds no key for it: espefuse drops keys that it "
                  "read-protects", "boot")


def an_encrypted_chip_decrypts_bootloader_and_slots(cli):
    board = _encrypted(cli)
    text = board.sim("boot", "--expect", "1.0.0")
    check("rom: secure boot verification succeeded\n" in text, text)
    check("1.0.0" in board.sim("show"), "show does not decrypt")
    board.burn(COUNTER + 1)
    text = board.sim("boot", "--expect", "nothing")
    check("rom: invalid header: 0x" in text, text)


def the_download_mode_is_honoured(cli):
    board = _Board(cli)
    board.burn(DOWNLOAD_SECURE)
    board.sim("load", "-o", "0", "signed.bin")
    board.refused("the eFuses have made the download mode secure", "save", "-o",
                  "0", "out")
    board.burn(DOWNLOAD_OFF)
    for words in (["load", "-o", "0", "boot.bin"], ["erase", "-o", "0"],
                  ["save", "-o", "0", "out"]):
        board.refused("the eFuses have switched the download mode off", *words)
    board.sim("boot", "--expect", "1.0.0")


def a_missing_efuse_file_is_a_new_chip(cli):
    board = _Board(cli)
    os.remove(cli.path("efuse.bin"))
    board.sim("boot", "--expect", "1.0.0")
    check("efuse.bin" not in cli.files(), "written without a burn")


def other_files_are_no_efuses(cli):
    board = _Board(cli)
    cli.write("efuse.bin", bytes(100))
    board.refused("efuse.bin has 100 bytes, as no eFuse file of esp32c3 has",
                  "boot")
