# SPDX-License-Identifier: Apache-2.0
"""What one espsecure signs the other verifies; digests, public keys and
encrypted bytes are the same; and where one refuses, both do.

Where we refuse and the real tool does not: SPEC, The secure tool.
"""
import os

from box import HERE, check, same
from table import each

TOOL = "espsecure"
VECTORS = os.path.join(os.path.dirname(HERE), "vectors", "secure_boot")
KEY = os.path.join(VECTORS, "key.pem")
V2 = ["--version", "2"]
BOTH = ["ours", "theirs"]
SECTOR = 4096


def _tool(box, name):
    return box.ours_ok if name == "ours" else box.theirs_ok


def _other(name):
    return BOTH[1 - BOTH.index(name)]


def _key(box, name):
    """A second and a third key; the first is the worked example's."""
    place = os.path.join(box.keys.folder, f"{name}.pem")
    with box.keys.lock:
        if not os.path.exists(place):
            maker = _tool(box, "theirs" if name == "second" else "ours")
            maker("generate-signing-key", *V2, "--scheme", "rsa3072", place)
    return place


def _verifies(box, who, key, name):
    return _run(box, who, "verify-signature", *V2, "--keyfile", key, name)


def _run(box, who, *args):
    return (box.ours if who == "ours" else box.theirs)(*args)


# ---- keys -----------------------------------------------------------------

@each(BOTH)
def a_new_signing_key_is_used_by_both(box, maker):
    box.payload(5000)
    _tool(box, maker)("generate-signing-key", *V2, "key.pem")
    for who in BOTH:
        _tool(box, who)("sign-data", *V2, "--keyfile", "key.pem", "--output",
                        who, "in.bin")
        check(_verifies(box, _other(who), "key.pem", who).status == 0, who)


@each(["example", "second", "third"])
def digests_and_public_keys_are_the_same(box, name):
    key = KEY if name == "example" else _key(box, name)
    for who in BOTH:
        _tool(box, who)("extract-public-key", *V2, "--keyfile", key,
                        f"{who}.pem")
        _tool(box, who)("digest-sbv2-public-key", "--keyfile", key, "--output",
                        f"{who}.digest")
    same(box.read("ours.pem"), box.read("theirs.pem"), "public key")
    same(box.read("ours.digest"), box.read("theirs.digest"), "digest")
    for who in BOTH:
        _tool(box, who)("digest-sbv2-public-key", "--keyfile", "ours.pem",
                        "--output", "again")
        same(box.read("again"), box.read("ours.digest"), "of the public key")


# ---- signatures -----------------------------------------------------------

@each([1, 96, 4095, 4096, 4097, 50000], BOTH)
def what_one_signs_the_other_verifies(box, length, signer):
    box.payload(max(length, 4))
    box.write("in.bin", box.read("in.bin")[:length])
    _tool(box, signer)("sign-data", *V2, "--keyfile", KEY, "--output", "out",
                       "in.bin")
    for who in BOTH:
        check(_verifies(box, who, KEY, "out").status == 0, who)
        check(_verifies(box, who, _key(box, "second"), "out").status != 0, who)


@each([96, 4096, 9000])
def all_but_the_signature_is_the_same(box, length):
    box.payload(length)
    for who in BOTH:
        _tool(box, who)("sign-data", *V2, "--keyfile", KEY, "--output", who,
                        "in.bin")
    ours, theirs = box.read("ours"), box.read("theirs")
    end = len(ours) - SECTOR
    same(ours[:end + 812], theirs[:end + 812], "up to the signature")
    same(ours[end + 1200:], theirs[end + 1200:], "behind the CRC")


@each(BOTH)
def several_keys_sign_at_once(box, signer):
    box.payload(5000)
    keys = [KEY, _key(box, "second"), _key(box, "third")]
    _tool(box, signer)("sign-data", *V2, "--keyfile", *keys, "--output", "out",
                       "in.bin")
    for key in keys:
        for who in BOTH:
            check(_verifies(box, who, key, "out").status == 0, f"{who} {key}")


@each(BOTH, BOTH)
def signatures_are_added_to_the_other_s(box, first, second):
    box.payload(5000)
    keys = [KEY, _key(box, "second"), _key(box, "third")]
    _tool(box, first)("sign-data", *V2, "-k", keys[0], "-o", "out", "in.bin")
    before = box.read("out")
    _tool(box, second)("sign-data", *V2, "--append-signatures", "-k", keys[1],
                       "-o", "two", "out")
    _tool(box, first)("sign-data", *V2, "--append-signatures", "-k", keys[2],
                      "-o", "three", "two")
    same(box.read("three")[:len(before) - SECTOR + 1216],
         before[:len(before) - SECTOR + 1216], "data and first block")
    for key in keys:
        for who in BOTH:
            check(_verifies(box, who, key, "three").status == 0, who)
    for who in BOTH:
        check(_run(box, who, "sign-data", *V2, "-a", "-k", KEY, "-o", "four",
                   "three").status != 0, f"{who} adds a fourth")
        check(not box.exists("four"), "four is written")


def information_names_the_same_digests(box):
    box.payload(5000)
    box.ours_ok("sign-data", *V2, "-k", KEY, _key(box, "second"), "-o", "out",
                "in.bin")
    found = []
    for who in BOTH:
        text = _tool(box, who)("signature-info-v2", "out").text
        found.append([line for line in text.splitlines()
                      if "digest for block" in line or "is valid" in line])
    same(found[0], found[1], "lines")
    same(len(found[0]), 4)


def a_signature_made_elsewhere_gives_the_same_file(box):
    box.payload(2 * SECTOR)
    box.theirs_ok("sign-data", *V2, "-k", KEY, "-o", "out", "in.bin")
    signed = box.read("out")
    at = len(signed) - SECTOR + 812
    box.write("signature", signed[at:at + 384][::-1])
    box.ours_ok("extract-public-key", *V2, "-k", KEY, "public.pem")
    for who in BOTH:
        _tool(box, who)("sign-data", *V2, "--pub-key", "public.pem",
                        "--signature", "signature", "-o", who, "in.bin")
        same(box.read(who), signed, who)
    box.write("signature", bytes(384))
    for who in BOTH:
        check(_run(box, who, "sign-data", *V2, "--pub-key", "public.pem",
                   "--signature", "signature", "-o", "bad", "in.bin").status
              != 0, f"{who} takes zeros")


DAMAGE = {"data": 100, "padding": 5500, "digest": 8192 + 10,
          "modulus": 8192 + 100, "signature": 8192 + 900}


@each(list(DAMAGE))
def a_damaged_file_verifies_with_neither(box, place):
    box.payload(5000)
    box.theirs_ok("sign-data", *V2, "-k", KEY, "-o", "out", "in.bin")
    data = bytearray(box.read("out"))
    data[DAMAGE[place]] ^= 4
    box.write("out", bytes(data))
    for who in BOTH:
        check(_verifies(box, who, KEY, "out").status != 0, who)


def a_second_block_verifies_behind_a_damaged_one(box):
    box.payload(5000)
    box.theirs_ok("sign-data", *V2, "-k", _key(box, "second"), KEY, "-o", "out",
                  "in.bin")
    data = bytearray(box.read("out"))
    data[8192 + 100] ^= 4
    box.write("out", bytes(data))
    for who in BOTH:
        check(_verifies(box, who, KEY, "out").status == 0, who)


REFUSED = [
    ("four-keys", ["-k", "KEY", "KEY", "KEY", "KEY"]),
    ("rsa-2048", ["-k", "SHORT"]),
    ("public-key", ["-k", "public.pem"]),
    ("no-key", []),
    ("key-without-signature", ["--pub-key", "public.pem"]),
    ("two-keys-one-signature", ["--pub-key", "public.pem", "public.pem",
                                "--signature", "signature"]),
    ("missing-key", ["-k", "nowhere.pem"]),
    ("taken-as-key", None),
]


@each(REFUSED)
def bad_command_lines_are_refused_by_both(box, case):
    box.payload(5000)
    box.write("signature", bytes(384))
    box.ours_ok("extract-public-key", *V2, "-k", KEY, "public.pem")
    box.run(["openssl", "genrsa", "-out", "short.pem", "2048"])
    words = {"KEY": KEY, "SHORT": "short.pem"}
    options = ["-k", KEY, "in.bin"] if case[1] is None else [
        *(words.get(word, word) for word in case[1]), "-o", "out", "in.bin"]
    before = box.read("in.bin")
    for who in BOTH:
        result = _run(box, who, "sign-data", *V2, *options)
        check(result.status != 0, f"{who} succeeds\n{result}")
        check(not box.exists("out"), f"{who} leaves a file")
    same(box.read("in.bin"), before, "input")


# ---- flash encryption -----------------------------------------------------

ADDRESSES = ["0", "0x10", "0x20", "0x1000", "0x10050", "0x7fffe0", "0x110010",
             "0xfff000"]
KEY_BYTES = {24: bytes(range(24)), 32: bytes(range(32)), 64: bytes(range(64)),
             16: bytes(range(16))}


def _crypt(box, command, options, source, target):
    for who in BOTH:
        _tool(box, who)(command, *options, "--output", f"{target}.{who}",
                        source)
    same(box.read(f"{target}.ours"), box.read(f"{target}.theirs"), command)
    return box.read(f"{target}.ours")


def _encrypted_alike(box, options, length):
    box.payload(length)
    _crypt(box, "encrypt-flash-data", options, "in.bin", "out")
    plain = _crypt(box, "decrypt-flash-data", options, "out.ours", "again")
    same(plain, box.read("in.bin"), "plain text")
    _crypt(box, "decrypt-flash-data", options, "in.bin", "decrypted")


@each([24, 32], ADDRESSES)
def esp32_bytes_are_the_same(box, length, address):
    box.write("key", KEY_BYTES[length])
    _encrypted_alike(box, ["--keyfile", "key", "--address", address], 4000)


@each(range(16))
def esp32_bytes_are_the_same_for_each_crypt_config(box, config):
    box.write("key", KEY_BYTES[32])
    _encrypted_alike(box, ["--keyfile", "key", "--address", "0x10ffe0",
                           "--flash-crypt-conf", str(config)], 96)


@each([16, 32, 64], ADDRESSES)
def xts_bytes_are_the_same(box, length, address):
    box.write("key", KEY_BYTES[length])
    _encrypted_alike(box, ["--aes-xts", "--keyfile", "key", "--address",
                           address], 4000)


def old_spellings_are_taken_by_both(box):
    box.write("key", KEY_BYTES[32])
    box.payload(64)
    _crypt(box, "encrypt_flash_data", ["--aes_xts", "-k", "key", "-a", "4096"],
           "in.bin", "xts")
    _crypt(box, "decrypt_flash_data", ["--flash_crypt_conf", "3", "-k", "key",
                                       "-a", "0x1000"], "in.bin", "esp32")


@each([1, 15, 17, 100])
def esp32_tails_are_padded_to_the_same_length(box, length):
    box.write("key", KEY_BYTES[32])
    box.write("in.bin", bytes(length))
    options = ["-k", "key", "-a", "0x2000"]
    for who in BOTH:
        _tool(box, who)("encrypt-flash-data", *options, "-o", who, "in.bin")
        _tool(box, _other(who))("decrypt-flash-data", *options, "-o", "plain",
                                who)
        same(box.read("plain")[:length], bytes(length), who)
        same(len(box.read("plain")), (length + 15) // 16 * 16, who)


BAD = [
    ("xts-tail", 32, 20, ["-x", "-a", "0"]),
    ("xts-address", 32, 32, ["-x", "-a", "8"]),
    ("xts-key", 24, 32, ["-x", "-a", "0"]),
    ("xts-empty", 32, 0, ["-x", "-a", "0"]),
    ("xts-beyond-32-bits", 32, 32, ["-x", "-a", "0x100000000"]),
    ("address", 32, 32, ["-a", "8"]),
    ("short-key", 16, 32, ["-a", "0"]),
    ("long-key", 64, 32, ["-a", "0"]),
    ("no-address", 32, 32, []),
]


@each(BAD)
def bad_lengths_and_addresses_are_refused_by_both(box, case):
    _, key, length, options = case
    box.write("key", KEY_BYTES[key])
    box.write("in.bin", bytes(length))
    for who in BOTH:
        result = _run(box, who, "encrypt-flash-data", "-k", "key", *options,
                      "-o", f"out.{who}", "in.bin")
        check(result.status != 0, f"{who} succeeds\n{result}")


@each(["encrypt-flash-data", "decrypt-flash-data"])
def one_file_as_input_and_output_is_refused_by_both(box, command):
    box.write("key", KEY_BYTES[32])
    box.write("in.bin", bytes(32))
    for who in BOTH:
        result = _run(box, who, command, "-k", "key", "-a", "0", "-o", "in.bin",
                      "in.bin")
        check(result.status != 0, f"{who} succeeds\n{result}")
        same(box.read("in.bin"), bytes(32), who)
