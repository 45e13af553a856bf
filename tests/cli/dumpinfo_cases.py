# SPDX-License-Identifier: Apache-2.0
"""`imgtool dumpinfo`: three formats, byte for byte.

The files in expected/ were printed by upstream's imgtool for the image that
_image() makes.
"""
import json
import os
import struct

from cli import HERE, check, same
from keys import ED25519

PLAIN = ["-v", "1.2.3+4", "-H", "32", "--pad-header", "-S", "0x400"]
FORMATS = ("human", "json", "yaml")


def _image(cli, *options, name="padded.bin"):
    cli.write("in.bin", b"Hello MCUboot!\n\0\0\0\0")
    cli.write("key.pem", ED25519)
    cli.ok("sign", *PLAIN, *options, "in.bin", name)
    return cli.read(name)


def _example(cli, name="padded.bin"):
    return _image(cli, "-k", "key.pem", "-s", "1", "-d", "(1, 0.0.1+0)",
                  "--confirm", name=name)


def _expected(form):
    path = os.path.join(HERE, "expected", f"dumpinfo_{form}.txt")
    with open(path, "rb") as file:
        return file.read()


def _raw(areas, flags=0, rest=b""):
    """An image with given TLV areas: [(magic, [(type, data)])]."""
    blocks = []
    for magic, entries in areas:
        data = b"".join(struct.pack("<HH", t, len(d)) + d for t, d in entries)
        blocks.append(struct.pack("<HH", magic, 4 + len(data)) + data)
    prot = len(blocks[0]) if len(blocks) == 2 else 0
    header = struct.pack("<IIHHIIBBHII", 0x96f3b83d, 0, 32, prot, 1, flags, 1,
                         2, 3, 4, 0)
    return header + b"P" + b"".join(blocks) + rest


def all_formats_are_those_of_imgtool(cli):
    _example(cli)
    for form in FORMATS:
        result = cli.ok("dumpinfo", "-f", form, "padded.bin")
        same(result.out, _expected(form), form)
        same(result.err, b"", "stderr")


def default_is_human_on_standard_output(cli):
    _example(cli)
    for silent in ([], ["-s"], ["--silent"]):
        same(cli.ok("dumpinfo", *silent, "padded.bin").out, _expected("human"),
             f"{silent}")


def default_is_yaml_in_a_file(cli):
    _example(cli)
    same(cli.ok("dumpinfo", "-o", "info", "padded.bin").out, b"", "stdout")
    same(cli.read("info"), _expected("yaml"), "file")
    cli.ok("dumpinfo", "-o", "info", "-f", "human", "padded.bin")
    same(cli.read("info"), _expected("human"), "file")
    cli.ok("dumpinfo", "--outfile", "info", "--format", "json", "padded.bin")
    same(cli.read("info") + b"\n", _expected("json"), "file")


def hex_files_are_read(cli):
    _image(cli, "-x", "0x10000", name="image.hex")
    text = cli.ok("dumpinfo", "-f", "json", "image.hex").out
    found = json.loads(text)
    same(found["filename"], "image.hex", "name")
    same(found["tlv_area"]["tlvs"][0]["len"], 32, "hash")
    same(found["trailer"], {}, "trailer")


def every_tlv_type_has_its_name(cli):
    names = {0x01: "KEYHASH", 0x02: "PUBKEY", 0x10: "SHA256", 0x11: "SHA384",
             0x12: "SHA512", 0x20: "RSA2048", 0x22: "ECDSASIG",
             0x23: "RSA3072", 0x24: "ED25519", 0x25: "SIG_PURE",
             0x30: "ENCRSA2048", 0x31: "ENCKW", 0x32: "ENCEC256",
             0x33: "ENCX25519", 0x34: "ENCX25519_SHA512", 0x40: "DEPENDENCY",
             0x50: "SEC_CNT", 0x60: "BOOT_RECORD", 0x70: "DECOMP_SIZE",
             0x71: "DECOMP_SHA", 0x72: "DECOMP_SIGNATURE",
             0x73: "COMP_DEC_SIZE", 0x74: "UUID_VID", 0x75: "UUID_CID",
             0x21: "UNKNOWN", 0xa0: "UNKNOWN", 0xffff: "UNKNOWN"}
    cli.write("image.bin", _raw([(0x6907, [(t, b"") for t in names])]))
    found = json.loads(cli.ok("dumpinfo", "-f", "json", "image.bin").out)
    same({t["type"]: t["type_name"] for t in found["tlv_area"]["tlvs"]}, names,
         "names")


def flags_are_named_one_a_line(cli):
    cli.write("image.bin", _raw([(0x6907, [(0x10, b"")])], flags=0xfff))
    text = cli.ok("dumpinfo", "image.bin").out.decode()
    names = ["PIC (0x1)", "ENCRYPTED_AES128 (0x4)", "ENCRYPTED_AES256 (0x8)",
             "NON_BOOTABLE (0x10)", "RAM_LOAD (0x20)", "ROM_FIXED (0x100)",
             "COMPRESSED_LZMA1 (0x200)", "COMPRESSED_LZMA2 (0x400)",
             "COMPRESSED_ARM_THUMB (0x800)"]
    check("flags:              " + ("\n" + " " * 20).join(names) + "\nversion"
          in text, text)


def empty_areas_and_empty_data_are_shown(cli):
    cli.write("image.bin", _raw([(0x6908, []), (0x6907, [(0xa0, b"")])]))
    text = cli.ok("dumpinfo", "image.bin").out.decode()
    check("magic:     0x6908\narea size: 0x4\n\n####" in text, text)
    check("        type: UNKNOWN (0xa0)\n        len:  0x0\n        data: \n###"
          in text, text)
    text = cli.ok("dumpinfo", "-f", "yaml", "image.bin").out.decode()
    check("  tlvs_prot: []\n" in text and '    data: !!binary ""\n' in text,
          text)


def trailer_fields_are_named(cli):
    magic = bytes.fromhex("20002de15d29410b8d77679c110f1f8a")
    fields = [struct.pack("<I", 0x1234) + bytes(28), b"\2" + bytes(31),
              b"\3" + bytes(31), b"\4" + bytes(31), bytes(16) + magic]
    cli.write("image.bin", _raw([(0x6907, [(0x10, b"")])], 4,
                                b"".join(fields)))
    text = cli.ok("dumpinfo", "image.bin").out.decode()
    check("enc. keys:   (len: 0x40, if BOOT_SWAP_SAVE_ENCTLV is unset)\n"
          "swap size:   0x1234 octal: 4660\n"
          "swap_info:   BAD (0x2)\n"
          "copy_done:   UNSET (0x3)\n"
          "image_ok:    ANY (0x4)\n"
          "boot magic:  0x20 0x00 0x2d 0xe1 0x5d 0x29 0x41 0x0b \n"
          "             0x8d 0x77 0x67 0x9c 0x11 0x0f 0x1f 0x8a \n\n" in text,
          text)


def unknown_trailer_magic_is_a_warning(cli):
    cli.write("image.bin", _raw([(0x6907, [(0x10, b"")])], rest=b"x" * 40))
    for form in FORMATS:
        text = cli.ok("dumpinfo", "-f", form, "image.bin").out.decode()
        check(text.startswith("Warning: the trailer magic value is invalid!\n"),
              text)
        check("image_ok" not in text, text)


def odd_file_names_are_quoted(cli):
    for name, yaml in (("a: b.bin", "'a: b.bin'"), ("123", "'123'"),
                       ("caf\u00e9.bin", '"caf\\xE9.bin"')):
        image = _example(cli, name=name)
        check(len(image) == 0x400, "padded")
        text = cli.ok("dumpinfo", "-f", "yaml", name).out.decode()
        same(text.splitlines()[0], f"filename: {yaml}", name)
        text = cli.ok("dumpinfo", "-f", "json", name).out
        same(json.loads(text)["filename"], name, name)
        check(text.isascii(), "JSON is ASCII")


def cut_off_images_are_told(cli):
    image = _image(cli, "-k", "key.pem", "-s", "1", name="image.bin")
    for length in (0, 31, 40, 52, 56, 62, 66, len(image) - 1):
        cli.write("cut.bin", image[:length])
        for form in FORMATS:
            sentence = cli.refused(1, "cut.bin: ", "dumpinfo", "-f", form, "-o",
                                   "info", "cut.bin")
            check("the file" in sentence, sentence)


def trailer_alignment_beyond_the_file_is_told(cli):
    magic = bytes.fromhex("ffff2de15d29410b8d77679c110f1f8a")
    cli.write("image.bin", _raw([(0x6907, [(0x10, b"")])], rest=magic))
    cli.refused(1, "image.bin: the trailer's magic asks for an alignment of "
                "65535 bytes", "dumpinfo", "image.bin")


def unusable_files_are_refused(cli):
    cli.refused(2, "Image file not found (absent.bin)", "dumpinfo",
                "absent.bin")
    cli.write("text.bin", "this is not an image, it is only a longish text")
    cli.refused(1, "text.bin: Invalid image magic; is this an MCUboot image?",
                "dumpinfo", "text.bin")
    _example(cli)
    cli.refused(2, "Invalid value for '-f' / '--format': 'xml' is not one of "
                "'human', 'yaml', 'json'.", "dumpinfo", "-f", "xml",
                "padded.bin")
    cli.refused(1, "", "dumpinfo", "-o", "absent/info", "padded.bin")
