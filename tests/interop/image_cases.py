# SPDX-License-Identifier: Apache-2.0
"""`sign` and `verify`: the same images, and each accepts the other's."""
import json
import struct

from box import PLAIN, SIGNING, check, same
from compare import entries_of, same_images
from table import each

KEYS = ["none", *SIGNING, "p384"]
RANDOM = ["rsa2048", "rsa3072", "p256", "p384"]  # signatures differ each time

OPTIONS = [
    ("plain", []),
    ("version", ["-v", "255.254.65535+4294967295"]),
    ("header-512", ["-H", "0x200"]),
    ("header-odd", ["-H", "33"]),
    ("pad", ["--pad"]),
    ("confirm", ["--confirm"]),
    ("test", ["--test"]),
    *((f"align-{align}", ["--align", str(align), "--confirm"])
      for align in (1, 2, 4, 8, 16, 32)),
    *((f"max-align-{align}", ["--max-align", str(align), "--confirm"])
      for align in (8, 16, 32)),
    ("max-align-below-align", ["--align", "16", "--max-align", "8", "--pad"]),
    ("overwrite-only", ["--overwrite-only", "--confirm"]),
    ("max-sectors", ["-M", "512", "--align", "8", "--pad"]),
    ("erased-zero", ["-R", "0", "-H", "0x100", "--confirm"]),
    ("slot-size-zero", ["-S", "0", "--pad"]),
    ("numbers", ["-S", "0b100000000000000000", "-H", "0o100", "-s", "1_000"]),
    ("counter", ["-s", "4294967295"]),
    ("counter-auto", ["-s", "AUTO", "-v", "1.2.3"]),
    ("boot-record", ["--boot-record", "twelve chars"]),
    ("boot-record-utf8", ["--boot-record", "caf\u00e9"]),
    ("dependencies", ["-d", "(1, 0.0.1+0), (2,3.4),(3, 255.255.65535+9)"]),
    ("custom-tlv", ["--custom-tlv", "0xa0", "0xDEADbeef", "--custom-tlv",
                    "0xfffe", "text \u00e9", "--custom-tlv", "0b110100000",
                    "0x"]),
    ("custom-tlv-file", ["--custom-tlv-file", "0x100", "tlv.dat",
                         "--custom-tlv", "0xa0", "first"]),
    ("uuid", ["--vid", "12345678-1234-5678-1234-567812345678", "--cid",
              "00112233445566778899AABBccddeeff"]),
    ("uuid-names", ["--vid", "nordicsemi.no", "--cid", "nRF54L15 \u00e9"]),
    ("uuid-nearly", ["--vid", "12345678-1234-5678-1234-56781234567", "--cid",
                     "0011223344556677889900aabbccddee0"]),
    ("load-addr", ["-L", "0x20000000"]),
    ("rom-fixed", ["-F", "0x20000"]),
    ("addresses-zero", ["-L", "0", "-F", "0"]),
    ("non-bootable", ["--non-bootable"]),
    ("big-endian", ["-e", "big", "-s", "1", "-d", "(1, 2.3)", "--max-align",
                    "16", "--pad", "--custom-tlv", "0x1a0", "x"]),
    ("full-key", ["--public-key-format", "full"]),
    ("pad-sig", ["--pad-sig"]),
    ("clear-without-key", ["-c"]),
    ("everything", ["-s", "1", "--boot-record", "x", "-d", "(0, 0.0.1+0)",
                    "--vid", "a.b", "--cid", "c", "--custom-tlv", "0xa1", "v",
                    "-H", "0x80", "-L", "0x1000", "--align", "4", "--confirm"]),
]


def _inputs(box):
    box.payload(5000)
    box.write("tlv.dat", bytes(range(256)))


def _both(box, args, ending=".bin"):
    """Signs with both; returns the names of the images."""
    names = "ours" + ending, "theirs" + ending
    box.ours_ok("sign", *args, names[0])
    box.theirs_ok("sign", *args, names[1])
    return names


def _verifies(box, key, *names, halves=(True,)):
    """Both tools, with the public half of the key (or with either), say the
    same good things."""
    for name in names:
        for half in halves:
            options = box.key(key, half)
            result = box.agree("verify", *options, name)
            check(result.status == 0, f"{name} is not valid\n{result}")


@each(["none", "ed25519"], OPTIONS)
def bytes_are_identical(box, key, row):
    _inputs(box)
    args = [*box.key(key), "-v", "1.2.3+4", *PLAIN, *row[1], "in.bin"]
    ours, theirs = _both(box, args)
    same(box.read(ours), box.read(theirs), " ".join(args))
    if "big" not in row[1]:
        _verifies(box, key, ours, halves=(False, True))


@each(["none", "ed25519"], ["256", "512"])
def other_hashes_are_identical(box, key, sha):
    _inputs(box)
    ours, theirs = _both(box, [*box.key(key), "-v", "1", *PLAIN, "--sha", sha,
                               "in.bin"])
    same(box.read(ours), box.read(theirs), "bytes")
    _verifies(box, key, ours)


def sha384_without_key_is_identical(box):
    _inputs(box)
    ours, theirs = _both(box, ["-v", "1", *PLAIN, "--sha", "384", "in.bin"])
    same(box.read(ours), box.read(theirs), "bytes")
    _verifies(box, "none", ours)


@each(["none", "ed25519"])
def pure_signature_is_identical(box, key):
    _inputs(box)
    ours, theirs = _both(box, [*box.key(key), "-v", "1", *PLAIN, "--pure",
                               "-s", "1", "in.bin"])
    same(box.read(ours), box.read(theirs), "bytes")
    _agree_on_both_halves(box, key, ours)


def _agree_on_both_halves(box, key, name):
    for half in (False, True):
        box.agree("verify", *box.key(key, half), name)


@each(RANDOM, OPTIONS)
def all_but_the_signature_is_identical(box, key, row):
    _inputs(box)
    args = [*box.key(key), "-v", "1.2.3+4", *PLAIN, *row[1], "in.bin"]
    ours, theirs = _both(box, args)
    same_images(box.read(ours), box.read(theirs), args)
    if "big" not in row[1]:
        halves = (False, True) if row[0] == "plain" else (True,)
        _verifies(box, key, ours, theirs, halves=halves)


@each(KEYS, ["payload", "digest"])
def vector_to_sign_is_identical(box, key, vector):
    _inputs(box)
    ours, theirs = _both(box, [*box.key(key), "-v", "1", *PLAIN, "-s", "3",
                               "--vector-to-sign", vector, "in.bin"])
    same(box.read(ours), box.read(theirs), vector)


@each([*SIGNING, "p384"], ["ours", "theirs"])
def signature_of_one_side_is_taken_by_the_other(box, key, signer):
    _inputs(box)
    args = ["-v", "1", *PLAIN, "-s", "3", "in.bin"]
    sign = box.ours_ok if signer == "ours" else box.theirs_ok
    sign("sign", *box.key(key), "--sig-out", "sig", *args, "direct.bin")
    fixed = ["--fix-sig", "sig", "--fix-sig-pubkey", box.key_file(key, True)]
    for name in _both(box, [*fixed, *args]):
        same(box.read(name), box.read("direct.bin"), name)


def signature_file_is_identical(box):
    _inputs(box)
    args = [*box.key("ed25519"), "-v", "1", *PLAIN, "in.bin"]
    box.ours_ok("sign", "--sig-out", "ours.sig", *args, "ours.bin")
    box.theirs_ok("sign", "--sig-out", "theirs.sig", *args, "theirs.bin")
    same(box.read("ours.sig"), box.read("theirs.sig"), "base64")


@each(["p256", "p384"])
def padded_signature_has_the_same_length(box, key):
    _inputs(box)
    lengths = set()
    for name in _both(box, [*box.key(key), "-v", "1", *PLAIN, "--pad-sig",
                            "in.bin"]):
        lengths |= {count for _, kind, count in entries_of(box.read(name))
                    if kind == 0x22}
    check(lengths <= ({72} if key == "p256" else {103, 104}), f"{lengths}")


HEX = [
    ("bin-to-hex", ["-x", "0x10000"], "in.bin"),
    ("low-address", ["-x", "0"], "in.bin"),
    ("across-64k", ["-x", "0xf800"], "in.bin"),
    ("padded", ["-x", "0x10000", "--pad"], "in.bin"),
    ("confirmed", ["-x", "0x10000", "--confirm"], "in.bin"),
    ("tested", ["-x", "0x10000", "--test"], "in.bin"),
    ("confirmed-32", ["-x", "0x20000", "--confirm", "--align", "32"],
     "in.bin"),
    ("overwrite", ["-x", "0x10000", "--confirm", "--overwrite-only"],
     "in.bin"),
    ("erased-zero", ["-x", "0x10000", "--confirm", "-R", "0"], "in.bin"),
    ("high", ["-x", "0xffff0000", "-S", "0"], "in.bin"),
    ("hex-to-hex", [], "in.hex"),
    ("hex-moved", ["-x", "0x42000000"], "in.hex"),
    ("hex-at-zero", [], "zero.hex"),
    ("gaps", [], "gaps.hex"),
]


def _hex_record(address, kind, data):
    body = bytes([len(data)]) + struct.pack(">HB", address, kind) + data
    return ":" + (body + bytes([-sum(body) & 0xff])).hex().upper() + "\n"


def _hex_inputs(box):
    _inputs(box)
    rows = [_hex_record(0x1000 + at, 0, bytes(range(at % 200, at % 200 + 16)))
            for at in range(0, 160, 16)]
    end = _hex_record(0, 1, b"")
    high = _hex_record(0, 4, b"\x42\x00")
    box.write("in.hex", high + "".join(rows) + end)
    box.write("gaps.hex", high + "".join(rows[::3]) + end)
    box.write("zero.hex", _hex_record(0, 0, b"payload") + end)


@each(HEX)
def hex_files_are_identical(box, row):
    _hex_inputs(box)
    _, options, name = row
    ours, theirs = _both(box, [*box.key("ed25519"), "-v", "1", *PLAIN,
                               *options, name], ".hex")
    same(box.read(ours), box.read(theirs), "hex")
    if row[0] != "high":
        _agree_on_both_halves(box, "ed25519", ours)


@each(["in.hex", "gaps.hex", "zero.hex"])
def hex_input_gives_the_same_binary(box, name):
    _hex_inputs(box)
    ours, theirs = _both(box, ["-v", "1", *PLAIN, name])
    same(box.read(ours), box.read(theirs), "binary")


def _damages(image):
    """Copies of an image with one bit changed: in the magic, the length of
    the header, the version, the payload, each entry's type and data."""
    flips = [0, 8, 20, 40, 31 + struct.unpack("<I", image[12:16])[0]]
    for at, _, count in entries_of(image):
        flips += [at - 4, at, at + count - 1]
    for at in flips:
        yield image[:at] + bytes([image[at] ^ 1]) + image[at + 1:]


@each([*SIGNING, "p384", "none"])
def verify_agrees_on_every_damage(box, key):
    _inputs(box)
    _, name = _both(box, [*box.key(key), "-v", "1", *PLAIN, "in.bin"])
    refused = 0
    for image in _damages(box.read(name)):
        box.write("bad.bin", image)
        for options in ([], box.key(key), box.key(key, True)):
            result = box.agree("verify", *options, "bad.bin")
            refused += result.status != 0
    check(refused >= 10, f"only {refused} refused")


@each([*SIGNING, "p384"], [*SIGNING, "p384", "other"])
def verify_agrees_about_other_keys(box, key, other):
    _inputs(box)
    ours, theirs = _both(box, [*box.key(key), "-v", "1", *PLAIN, "in.bin"])
    name = f"other-{key}" if other == "other" else other
    for image in (ours, theirs):
        for half in (False, True):
            result = box.agree("verify", *box.key(name, half), image)
            check((result.status == 0) == (name == key), f"{result}")


def verify_agrees_about_x25519(box):
    _inputs(box)
    name, _ = _both(box, [*box.key("ed25519"), "-v", "1", *PLAIN, "in.bin"])
    box.agree("verify", *box.key("x25519"), name)


@each([*SIGNING, "none", "p384"], ["human", "yaml", "json"], [
    ("short", []),
    ("padded", ["--pad", "--align", "4"]),
    ("confirmed", ["--confirm", "--align", "32"]),
    ("everything", ["-s", "1", "--boot-record", "x", "-d", "(0, 0.0.1+0)",
                    "--vid", "a.b", "--cid", "c", "--custom-tlv", "0xa1",
                    "v", "-H", "0x80", "-L", "0x1000", "--non-bootable",
                    "--confirm", "--max-align", "16"])])
def dumpinfo_is_identical(box, key, form, row):
    _inputs(box)
    box.theirs_ok("sign", *box.key(key), "-v", "1.2.3+4", *PLAIN, *row[1],
                  "in.bin", "image.bin")
    text = box.agree("dumpinfo", "-f", form, "image.bin").text
    box.ours_ok("dumpinfo", "-f", form, "-o", "ours", "image.bin")
    box.theirs_ok("dumpinfo", "-f", form, "-o", "theirs", "image.bin")
    same(box.read("ours"), box.read("theirs"), "files")
    if form == "json":
        check(json.loads(text)["header"]["version"] == "1.2.3+4", text)


@each(["human", "yaml", "json"], ["-E", "--clear", "--encrypt-keylen",
                                  "--compression", "--pure", "-R"])
def dumpinfo_agrees_on_images_that_only_they_make(box, form, option):
    _inputs(box)
    box.write("long.bin", b"same " * 4000)
    encrypt = ["-E", box.key_file("x25519", True)]
    more = {"-E": encrypt, "--clear": [*encrypt, "--clear"],
            "--encrypt-keylen": [*encrypt, "--encrypt-keylen", "256"],
            "--compression": ["--compression", "lzma2armthumb"],
            "--pure": ["--pure"], "-R": ["-R", "0"]}[option]
    box.theirs_ok("sign", *box.key("ed25519"), "-v", "1", *PLAIN, *more,
                  "--confirm", "long.bin", "image.bin")
    box.agree("dumpinfo", "-f", form, "image.bin")
    box.agree("verify", *box.key("ed25519"), "image.bin")


def hex_images_are_shown_and_verified_alike(box):
    _inputs(box)
    box.theirs_ok("sign", *box.key("p256"), "-v", "1", *PLAIN, "-x", "0x10000",
                  "in.bin", "image.hex")
    box.agree("verify", *box.key("p256"), "image.hex")
    for form in ("human", "yaml", "json"):
        box.agree("dumpinfo", "-f", form, "image.hex")
