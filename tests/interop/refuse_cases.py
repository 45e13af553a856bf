# SPDX-License-Identifier: Apache-2.0
"""What the boot code must not start, though the real imgtool made it, or
though it is one change away from what it made."""
import hashlib
import struct

from box import CONF_OF_KEY, PLAIN, SIGNING, Device, check
from table import each

KEYS = list(CONF_OF_KEY)


def _sign(box, key, *options, name="image.bin", version="2.0.0"):
    box.payload(9000, 2)
    box.theirs_ok("sign", *box.key(key), "-v", version, *PLAIN, *options,
                  "in.bin", name)
    return name


def _never_runs(box, key, image, why):
    """Neither programmed into the primary slot nor as a permanent update."""
    device = Device(box, key)
    device.load("primary", image)
    device.refuse(why)
    device = Device(box, key)
    device.load("primary", _sign(box, key, name="good.bin", version="1.0.0"))
    device.boot("1.0.0", "--update", image, "--app", "request-permanent")
    text = device.boot("1.0.0")
    check(why in text, f"'{why}' is not in the boot log:\n{text}")
    device.boot("1.0.0")


@each(KEYS, [("aes-128", []), ("aes-256", ["--encrypt-keylen", "256"]),
             ("clear", ["--clear"])])
def encrypted_image_is_refused(box, key, row):
    enc = {"rsa2048": "rsa2048", "rsa3072": "rsa2048", "p256": "p256"}
    options = ["-E", box.key_file(enc.get(key, "x25519"), True), *row[1]]
    _never_runs(box, key, _sign(box, key, *options), "encrypted")


@each(KEYS, ["lzma2", "lzma2armthumb"])
def compressed_image_is_refused(box, key, kind):
    _never_runs(box, key, _sign(box, key, "--compression", kind), "compressed")


@each(KEYS)
def non_bootable_image_is_refused(box, key):
    _never_runs(box, key, _sign(box, key, "--non-bootable"), "bootable")


@each(SIGNING)
def foreign_key_is_refused(box, key):
    _never_runs(box, key, _sign(box, f"other-{key}"), "no signature by a key")


@each([(f"{other}-for-{key}", key, other) for key in SIGNING
       for other in ("none", *SIGNING, "p384") if other != key])
def image_signed_otherwise_is_refused(box, row):
    _, key, other = row
    # with P-384 comes a key hash of 48 bytes
    why = "malformed" if other == "p384" else "no signature by a key"
    _never_runs(box, key, _sign(box, other), why)


def pure_signature_is_refused(box):
    _never_runs(box, "ed25519", _sign(box, "ed25519", "--pure"),
                "type not allowed")


@each([("sha384", "none", "384", "no SHA-256 entry"),
       ("sha512", "none", "512", "no SHA-256 entry"),
       ("sha512-ed25519", "ed25519", "512", "malformed")])
def other_hash_is_refused(box, row):
    _, key, sha, why = row
    _never_runs(box, key, _sign(box, key, "--sha", sha), why)


@each(SIGNING)
def full_public_key_is_refused(box, key):
    """The device looks its key up by hash, it takes none from the image."""
    _never_runs(box, key, _sign(box, key, "--public-key-format", "full"),
                "no signature by a key")


@each(KEYS)
def big_endian_image_is_refused(box, key):
    _never_runs(box, key, _sign(box, key, "-e", "big"), "magic")


def _area(image):
    size, _, length = struct.unpack("<HHI", image[8:16])
    protected = struct.unpack("<H", image[10:12])[0]
    return size + length + protected


def _add(image, entry, total=None):
    """The image with an entry appended to its unprotected area."""
    at = _area(image)
    length = struct.unpack("<H", image[at + 2:at + 4])[0] + len(entry)
    return (image[:at + 2] + struct.pack("<H", total or length)
            + image[at + 4:] + entry)


def _entry(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


NOT_HERE = "type not allowed where it stands"
PATCHES = [
    ("counter", _entry(0x50, struct.pack("<I", 99)), NOT_HERE),
    ("boot-record", _entry(0x60, b"\xa0"), NOT_HERE),
    ("dependency", _entry(0x40, bytes(12)), NOT_HERE),
    ("vendor", _entry(0x74, bytes(16)), NOT_HERE),
    ("custom", _entry(0xa0, b"x"), NOT_HERE),
    ("type-0", _entry(0, b""), NOT_HERE),
    ("half-an-entry", b"\x01\x00", "malformed"),
    ("entry-too-long", struct.pack("<HH", 1, 33) + bytes(32), "malformed"),
]


@each(KEYS, PATCHES)
def entry_added_to_the_unprotected_area_is_refused(box, key, patch):
    image = box.read(_sign(box, key))
    box.write("bad.bin", _add(image, patch[1]))
    _never_runs(box, key, "bad.bin", patch[2])


@each(SIGNING)
def image_hashed_anew_after_a_change_is_refused(box, key):
    """Whoever cannot sign can still make the hash right."""
    image = bytearray(box.read(_sign(box, key)))
    image[100] ^= 1
    at = _area(image)
    image[at + 8:at + 40] = hashlib.sha256(image[:at]).digest()
    box.write("bad.bin", image)
    _never_runs(box, key, "bad.bin", "signature")


@each(KEYS)
def every_changed_part_is_refused(box, key):
    image = box.read(_sign(box, key, "-s", "1"))
    at = _area(image)
    changes = [(12, "malformed"), (20, "hash"), (24, "hash"), (32, "hash"),
               (5000, "hash"), (at - 1, "hash"), (at, "malformed"),
               (at + 2, "malformed"), (at + 8, "hash"), (at + 39, "hash")]
    if key != "none":
        changes += [(len(image) - 1, "signature"),
                    (at + 44, "no signature by a key")]
    device = Device(box, key)
    for where, why in changes:
        bad = bytearray(image)
        bad[where] ^= 0x20
        box.write("bad.bin", bad)
        device.load("primary", "bad.bin")
        device.refuse(why)


@each(KEYS)
def cut_off_image_is_refused(box, key):
    image = box.read(_sign(box, key))
    # four bytes: a signature may well end in 0xff, which erased flash shows
    for length in (31, 32, 9000, _area(image) + 3, len(image) - 4):
        device = Device(box, key)
        box.write("bad.bin", image[:length])
        device.load("primary", "bad.bin")
        device.refuse("nothing boots")
