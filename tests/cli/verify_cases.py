# SPDX-License-Identifier: Apache-2.0
"""`imgtool verify`: what it accepts, what it says, how it ends.

Lines and statuses are those of upstream's imgtool for the same files.
"""
import struct

from cli import check, same
from keys import ED25519, ED25519_PUBLIC, P256, P256_PUBLIC, X25519

PAYLOAD = b"Hello MCUboot!\n\0\0\0\0"
PLAIN = ["-v", "1.2.3+4", "-H", "32", "--pad-header", "-S", "0x1000"]
DIGEST_B = "125999f134faff42596fdd68a66c6c69ecb6932000b0ef67bfd45713b617d0f9"
VALID = "Image was correctly validated\nImage version: 1.2.3+4\n"

HASH = "Image has an invalid hash\n"
MAGIC = "Invalid image magic; is this an MCUboot image?\n"
TLV = "Invalid TLV info magic; is this an MCUboot image?\n"
NO_SIGNATURE = "No signature found for the given key\n"
MISMATCH = "Key type does not match TLV record\n"


def _image(cli, *options, name="image.bin"):
    cli.write("in.bin", PAYLOAD)
    cli.write("key.pem", ED25519)
    cli.write("pub.pem", ED25519_PUBLIC)
    cli.ok("sign", *PLAIN, *options, "in.bin", name)
    return cli.read(name)


def _verify(cli, *args):
    result = cli.run("verify", *args)
    same(result.err, b"", f"stderr of {result}")
    return result.status, result.out.decode()


def _entry(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


def _with_area(image, entries):
    """The image, which has no protected area, with another unprotected one."""
    data = b"".join(entries)
    return image[:51] + struct.pack("<HH", 0x6907, 4 + len(data)) + data


def signed_image_is_valid_with_either_half_of_its_key(cli):
    _image(cli, "-k", "key.pem")
    expected = (0, f"{VALID}Image digest: {DIGEST_B}\n")
    for key in (["-k", "key.pem"], ["-k", "pub.pem"], []):
        same(_verify(cli, *key, "image.bin"), expected, f"with {key}")


def hex_files_are_read(cli):
    _image(cli, "-k", "key.pem", "-x", "0x08000000", name="image.hex")
    same(_verify(cli, "-k", "pub.pem", "image.hex"),
         (0, f"{VALID}Image digest: {DIGEST_B}\n"), "hex")


def padded_and_protected_images_are_valid(cli):
    _image(cli, "-k", "key.pem", "-s", "1", "-d", "(1, 1.0)", "--confirm")
    same(_verify(cli, "-k", "pub.pem", "image.bin")[0], 0, "status")


def pure_image_shows_its_signature(cli):
    image = _image(cli, "-k", "key.pem", "--pure")
    status, text = _verify(cli, "-k", "pub.pem", "image.bin")
    same((status, text), (0, f"{VALID}Image signature over image: "
                          f"{image[-64:].hex()}\n"), "with the key")
    status, text = _verify(cli, "image.bin")
    check(status == 0 and "Image digest: " in text, f"without a key: {text}")


def every_flipped_bit_is_found(cli):
    image = _image(cli, "-k", "key.pem")
    for at in (20, 32, 50):  # version, first and last byte of the payload
        bad = bytearray(image)
        bad[at] ^= 0x10
        cli.write("bad.bin", bad)
        for key in ([], ["-k", "pub.pem"]):
            same(_verify(cli, *key, "bad.bin"), (1, HASH), f"byte {at} {key}")
    bad = bytearray(image)
    bad[-1] ^= 0x10
    cli.write("bad.bin", bad)
    same(_verify(cli, "-k", "pub.pem", "bad.bin"), (1, NO_SIGNATURE),
         "signature")
    same(_verify(cli, "bad.bin")[0], 0, "hash alone")


def other_keys_do_not_verify(cli):
    _image(cli, "-k", "key.pem")
    cli.ok("keygen", "-t", "ed25519", "-k", "other.pem")
    cli.ok("keygen", "-t", "ecdsa-p384", "-k", "p384.pem")
    cli.write("p256.pem", P256)
    cli.write("x.pem", X25519)
    for name, text in (("other.pem", NO_SIGNATURE), ("p256.pem", NO_SIGNATURE),
                       ("p384.pem", MISMATCH), ("x.pem", MISMATCH)):
        same(_verify(cli, "-k", name, "image.bin"), (1, text), name)


def unsigned_image_has_no_signature(cli):
    _image(cli)
    same(_verify(cli, "-k", "pub.pem", "image.bin"), (1, NO_SIGNATURE), "key")
    same(_verify(cli, "image.bin")[0], 0, "hash alone")


def hash_of_another_kind_does_not_go_with_the_key(cli):
    _image(cli, "--sha", "512")
    cli.write("p256.pem", P256)
    cli.write("p256.pub", P256_PUBLIC)
    same(_verify(cli, "-k", "p256.pem", "image.bin"), (1, MISMATCH), "private")
    same(_verify(cli, "-k", "p256.pub", "image.bin"), (1, NO_SIGNATURE),
         "public")
    same(_verify(cli, "image.bin")[0], 0, "hash alone")


def image_without_hash_is_not_valid(cli):
    image = _image(cli, "-k", "key.pem")
    cli.write("bad.bin", _with_area(image, [_entry(1, bytes(32))]))
    for key in ([], ["-k", "pub.pem"]):
        same(_verify(cli, *key, "bad.bin"), (1, NO_SIGNATURE), f"{key}")
    cli.write("bad.bin", _with_area(image, [_entry(0x10, bytes(31))]))
    same(_verify(cli, "bad.bin"), (1, HASH), "hash of 31 bytes")


def order_of_entries_is_free(cli):
    image = _image(cli, "-k", "key.pem")
    digest, signature = image[59:91], image[-64:]
    cli.write("other.bin", _with_area(
        image, [_entry(0x24, signature), _entry(0x10, digest)]))
    same(_verify(cli, "-k", "pub.pem", "other.bin")[0], 0, "signature first")
    cli.write("other.bin", _with_area(
        image, [_entry(0x10, digest), _entry(0x24, bytes(64)),
                _entry(0x24, signature)]))
    same(_verify(cli, "-k", "pub.pem", "other.bin")[0], 0, "second signature")


def other_files_are_no_images(cli):
    image = _image(cli)
    cli.write("bad.bin", b"\0" + image[1:])
    same(_verify(cli, "bad.bin"), (1, MAGIC), "magic")
    cli.write("bad.bin", image[:51] + b"\x09\x69" + image[53:])
    same(_verify(cli, "bad.bin"), (1, TLV), "TLV magic")
    # one byte off, the first "entry" reaches beyond the end of the file
    cli.write("bad.bin", image[:8] + b"\x21" + image[9:])
    same(_verify(cli, "bad.bin"), (1, TLV), "header size")


def cut_off_images_are_told(cli):
    image = _image(cli, "-k", "key.pem", "-s", "1")
    for length in (0, 4, 31, 40, 51, 54, 58, 66, 90, len(image) - 1):
        cli.write("cut.bin", image[:length])
        sentence = cli.refused(1, "cut.bin: ", "verify", "cut.bin")
        check("the file" in sentence, sentence)


def unusable_files_are_refused(cli):
    _image(cli)
    cli.refused(2, "Image file absent.bin not found", "verify", "absent.bin")
    cli.refused(1, "Cannot read 'absent.pem'", "verify", "-k", "absent.pem",
                "image.bin")
    cli.refused(2, "Missing argument 'IMGFILE'.", "verify")
    cli.write("bad.hex", "no hex\n")
    cli.refused(1, "bad.hex: line 1 is not an Intel HEX record", "verify",
                "bad.hex")
