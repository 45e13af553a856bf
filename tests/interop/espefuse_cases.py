# SPDX-License-Identifier: Apache-2.0
"""Both espefuse tools leave the same bytes in an eFuse file, show the same
values, and refuse the same.

Where we refuse and the real tool does not: SPEC, The eFuse tool.
"""
import json
import os
import random
import shlex
import struct

from box import HERE, check, same
from table import each

TOOL = "espefuse"
RSA = os.path.join(os.path.dirname(HERE), "vectors", "secure_boot", "key.pem")
NEWER = ["esp32s2", "esp32c3", "esp32s3"]
CHIPS = ["esp32", *NEWER]
LEN = {"esp32": 288, "esp32s2": 512, "esp32c3": 512, "esp32s3": 512}
# first register and words of each block
BLOCKS = {"esp32": [(0, 7), (0x38, 8), (0x58, 8), (0x78, 8)]}
BLOCKS.update({chip: [(0x2c, 6), (0x44, 6)] +
               [(0x5c + 0x20 * i, 8) for i in range(9)] for chip in NEWER})


def _words(chip, file, *command):
    return ["--chip", chip, "--virt", "--path-efuse-file", file,
            "--do-not-confirm", *command]


def _files(box):
    box.write("k", bytes(range(32)))
    box.write("k24", bytes(range(24)))
    box.write("k64", bytes(range(64)))
    box.write("zero", bytes(32))
    box.write("rsa.pem", open(RSA, "rb").read())


def _story(box, chip, commands):
    """Commands that both run on a file of their own. Those that begin with
    "!" both refuse; either way the files are the same behind each."""
    _files(box)
    for command in commands:
        refused = command.startswith("!")
        words = shlex.split(command.lstrip("!"))
        ours = box.ours(*_words(chip, "ours.bin", *words))
        theirs = box.theirs(*_words(chip, "theirs.bin", *words))
        check((ours.status != 0) == refused, f"ours: {command}\n{ours}")
        check((theirs.status != 0) == refused, f"theirs: {command}\n{theirs}")
        same(box.read("ours.bin"), box.read("theirs.bin"),
             f"file after {command}")


def _summary(box, run, chip, file):
    run(*_words(chip, file, "summary", "--format", "json", "--file",
                file + ".json"))
    values = json.loads(box.read(file + ".json"))
    for value in values.values():
        del value["description"]  # ours are in our own words
    return values


def _random_file(box, chip, seed):
    """Random eFuses without read protection; chips with calibration data of
    a version that the real tool lists, and we do not, are left out."""
    draw = random.Random(seed)
    space = bytearray(LEN[chip])
    for first, count in BLOCKS[chip]:
        for i in range(count):
            word = draw.getrandbits(32)
            word &= draw.getrandbits(32) if seed % 2 else word
            struct.pack_into("<I", space, first + 4 * i, word)
    clear = ([(0x00, 0xf << 16), (0x0c, 1 << 14), (0x18, 3)]
             if chip == "esp32" else [(0x30, 0x7f), (0x50, 3 << 25),
                                      (0x6c, 0x73)])
    for off, bits in clear:
        word = struct.unpack_from("<I", space, off)[0] & ~bits
        struct.pack_into("<I", space, off, word)
    if chip == "esp32" and seed % 3 == 0:
        space[0x18] |= 1  # 3/4 coding scheme
    box.write("in.bin", bytes(space)[::-1])


@each(CHIPS, [1, 2, 3, 4, 5, 6])
def summaries_of_random_files_have_the_same_values(box, chip, seed):
    _random_file(box, chip, seed)
    same(_summary(box, box.ours_ok, chip, "in.bin"),
         _summary(box, box.theirs_ok, chip, "in.bin"))


@each(CHIPS, [1, 2])
def dumps_are_the_same(box, chip, seed):
    _random_file(box, chip, seed)
    ours = box.ours_ok(*_words(chip, "in.bin", "dump")).out.splitlines()
    theirs = box.theirs_ok(*_words(chip, "in.bin", "dump")).out.splitlines()
    same(ours, [line for line in theirs if b"dump:" in line])


@each(CHIPS)
def summary_of_a_new_file_and_the_file_are_the_same(box, chip):
    same(_summary(box, box.ours_ok, chip, "ours.bin"),
         _summary(box, box.theirs_ok, chip, "theirs.bin"))
    same(box.read("ours.bin"), box.read("theirs.bin"))


def _fields(box, chip):
    """Fields that can be burned one after the other, with a value each."""
    listed = _summary(box, box.ours_ok, chip, "list.bin")
    left_out = {"WR_DIS", "RD_DIS", "MAC", "ADC_VREF", "CUSTOM_MAC",
                "CUSTOM_MAC_CRC", "CODING_SCHEME"}
    for name, field in listed.items():
        if name in left_out or field["word"] is None:
            continue
        if name.startswith("KEY_PURPOSE"):
            yield name, "SECURE_BOOT_DIGEST1"
        elif field["efuse_type"].startswith("bytes"):
            yield name, "0x" + "5a" * (field["bit_len"] // 8)
        elif field["efuse_type"] == "bool":
            yield name, "1"
        else:
            yield name, str((1 << field["bit_len"]) - 1
                            if field["category"] != "spi pad" else 1)


@each(CHIPS)
def each_field_burns_to_the_same_file(box, chip):
    """Blocks with a code over them take one field each: a file for each."""
    for name, value in _fields(box, chip):
        for file in ("ours.bin", "theirs.bin"):
            box.remove(file)
        _story(box, chip, [f"burn-efuse {name} {value}"])


@each(CHIPS)
def all_fields_are_protected_by_the_same_bits(box, chip):
    """All in one command; that each has its own bit show the summaries."""
    listed = _summary(box, box.ours_ok, chip, "list.bin")
    can = [name for name, field in listed.items()
           if field["word"] is not None and field["block"] > 0
           and not (chip == "esp32" and "CUSTOM" in name)]
    _story(box, chip, [f"write-protect-efuse {' '.join(can)}",
                       "!read-protect-efuse MAC",
                       "!write-protect-efuse WAFER_VERSION_MINOR"
                       if chip != "esp32" else "!write-protect-efuse PKG_VERSION"])


@each(NEWER)
def keys_burn_to_the_same_file(box, chip):
    _story(box, chip, [
        "burn-key BLOCK_KEY0 k XTS_AES_128_KEY",
        "burn-key BLOCK_KEY1 k SECURE_BOOT_DIGEST0 BLOCK_KEY2 k HMAC_UP",
        "!burn-key BLOCK_KEY0 k XTS_AES_128_KEY",
        "burn-key BLOCK_KEY3 k USER --no-write-protect",
        "!burn-key BLOCK_KEY3 k SECURE_BOOT_DIGEST1",
        "!burn-key BLOCK_KEY4 k24 USER",
        "!burn-key BLOCK_KEY4 k BOGUS",
        "!burn-key BLOCK_KEY9 k USER",
        "burn_key BLOCK8 k SECURE_BOOT_DIGEST2 --no-write-protect",
        "burn-key BLOCK_KEY5 zero USER",
        "!burn-key BLOCK_KEY5 k USER",
        "!read-protect-efuse BLOCK_KEY1",
        "read-protect-efuse BLOCK_KEY2",
        "write-protect-efuse BLOCK_KEY4 RD_DIS",
        "!burn-bit BLOCK_KEY4 255"])


@each(["esp32c3", "esp32s3"])
def last_key_block_takes_no_flash_key(box, chip):
    _story(box, chip, ["!burn-key BLOCK_KEY5 k XTS_AES_128_KEY",
                       "!burn-efuse KEY_PURPOSE_5 4"])


@each(["esp32s2"])
def last_key_block_takes_a_flash_key(box, chip):
    _story(box, chip, ["burn-key BLOCK_KEY5 k XTS_AES_128_KEY"])


@each(["esp32s2", "esp32s3"], ["", "--no-read-protect",
                               "--no-read-protect --no-write-protect"])
def wide_flash_keys_take_two_blocks(box, chip, options):
    _story(box, chip, [
        "burn-key BLOCK_KEY2 k SECURE_BOOT_DIGEST0",
        f"burn-key BLOCK_KEY1 k64 XTS_AES_256_KEY {options}",
        "!burn-key BLOCK_KEY4 k XTS_AES_256_KEY"])


@each(["esp32c3"])
def chip_without_wide_keys_refuses_them(box, chip):
    _story(box, chip, ["!burn-key BLOCK_KEY0 k64 XTS_AES_256_KEY",
                       "!burn-key BLOCK_KEY0 k XTS_AES_256_KEY_1"])


@each(NEWER)
def digests_of_public_keys_are_the_same(box, chip):
    _story(box, chip, [
        "burn-key-digest BLOCK_KEY0 rsa.pem SECURE_BOOT_DIGEST0 "
        "BLOCK_KEY1 rsa.pem SECURE_BOOT_DIGEST1",
        "!burn-key-digest BLOCK_KEY2 rsa.pem HMAC_UP",
        "burn-efuse SECURE_BOOT_EN 1 SPI_BOOT_CRYPT_CNT 7 DIS_DOWNLOAD_MODE 1"])


@each(NEWER)
def bits_data_and_values_burn_to_the_same_file(box, chip):
    _story(box, chip, [
        "burn-efuse DIS_ICACHE", "burn-efuse DIS_ICACHE 1",
        "burn-bit BLOCK0 8 9 10", "burn-bit BLOCK0 56", "!burn-bit BLOCK0 192",
        "burn-bit BLOCK3 0 1 255", "!burn-bit BLOCK3 2", "burn-bit BLOCK3 1",
        "burn-block-data BLOCK_SYS_DATA2 k", "burn-block-data BLOCK10 k",
        "!burn-block-data BLOCK2 k24", "burn-block-data -o 8 BLOCK2 k24",
        "burn-block-data --offset 0 MAC_SPI_8M_0 k24",
        "!burn-efuse FOO 1", "!burn-efuse MAC aa:bb:cc:dd:ee:00",
        "burn-efuse WDT_DELAY_SEL 1", "!burn-efuse WDT_DELAY_SEL 2",
        "burn-efuse WDT_DELAY_SEL 3", "!burn-efuse WDT_DELAY_SEL 4",
        "!burn-efuse KEY_PURPOSE_4 USER",
        "write-protect-efuse SECURE_VERSION", "!burn-efuse SECURE_VERSION 1",
        "write-protect-efuse WDT_DELAY_SEL MAC CUSTOM_MAC"])


@each(NEWER)
def custom_mac_burns_to_the_same_file(box, chip):
    _story(box, chip, ["!burn-efuse CUSTOM_MAC 01:02:03:04:05:06",
                       "!burn-efuse CUSTOM_MAC 020304050607",
                       "burn-efuse CUSTOM_MAC aa:cd:ef:01:02:03"])


@each(["flash_encryption", "secure_boot_v1", "secure_boot_v2", "BLOCK1",
       "BLOCK2", "BLOCK3"], ["", "--no-protect-key"])
def esp32_keys_burn_to_the_same_file(box, block, option):
    _story(box, "esp32", [f"burn-key {block} k {option}",
                          "burn-efuse FLASH_CRYPT_CNT 1 ABS_DONE_1 1"])


def esp32_story_is_the_same(box):
    _story(box, "esp32", [
        "burn-key flash_encryption k secure_boot_v1 k",
        "!burn-key secure_boot_v2 k", "burn-key BLOCK3 k",
        "!burn-key BLOCK3 k24",
        "burn-efuse FLASH_CRYPT_CNT 0x7f FLASH_CRYPT_CONFIG 0xf",
        "burn-efuse SPI_PAD_CONFIG_HD 33", "!burn-efuse SPI_PAD_CONFIG_Q 34",
        "!burn-efuse ADC_VREF 3", "burn-efuse CLK8M_FREQ 0x10",
        "write-protect-efuse CLK8M_FREQ", "!burn-efuse CLK8M_FREQ 0x30",
        "read-protect-efuse FLASH_CRYPT_CONFIG", "read-protect-efuse BLOCK3",
        "burn-bit BLOCK0 203 204", "write-protect-efuse RD_DIS",
        "read-protect-efuse BLOCK2"])


def esp32_three_quarters_is_the_same(box):
    _story(box, "esp32", [
        "burn-efuse CODING_SCHEME 1", "!burn-key flash_encryption k",
        "burn-key flash_encryption k24",
        "burn-key BLOCK2 k24 --no-protect-key", "burn-key BLOCK2 k24",
        "burn-bit BLOCK3 0", "!burn-bit BLOCK3 1", "burn-bit BLOCK3 48",
        "!burn-bit BLOCK3 192", "burn-bit BLOCK3 191",
        "burn-efuse CHIP_VER_REV1 1 CHIP_VER_REV2 1",
        "!burn-key-digest rsa.pem"])


def esp32_digest_needs_revision_3(box):
    _story(box, "esp32", ["!burn-key-digest rsa.pem",
                          "burn-efuse CHIP_VER_REV1 1 CHIP_VER_REV2 1",
                          "burn-key-digest rsa.pem --no-protect-key",
                          "burn-key-digest rsa.pem"])


def esp32_custom_mac_brings_its_check_sum(box):
    _story(box, "esp32", ["!burn-efuse CUSTOM_MAC aa:cd:ef:01:02:03",
                          "burn-efuse MAC_VERSION 1",
                          "burn-efuse CUSTOM_MAC aa:cd:ef:01:02:03"])


@each(CHIPS)
def what_one_burned_the_other_goes_on_with(box, chip):
    """Files change hands: each reads what the other wrote."""
    _files(box)
    key = ("burn-key BLOCK3 k" if chip == "esp32"
           else "burn-key BLOCK_KEY0 k USER").split()
    bit = ["burn-bit", "BLOCK0", "200" if chip == "esp32" else "82"]
    for first, second, file in ((box.ours_ok, box.theirs_ok, "a.bin"),
                                (box.theirs_ok, box.ours_ok, "b.bin")):
        first(*_words(chip, file, *key))
        second(*_words(chip, file, *bit))
    same(box.read("a.bin"), box.read("b.bin"))


@each(CHIPS)
def nothing_is_burned_without_the_word(box, chip):
    words = _words(chip, "f.bin", "burn-bit", "BLOCK0", "200" if chip == "esp32"
                   else "82")
    words.remove("--do-not-confirm")
    for run in (box.ours_ok, box.theirs_ok):
        run(*words, stdin=b"burn\n")
        same(box.read("f.bin"), bytes(LEN[chip]))
