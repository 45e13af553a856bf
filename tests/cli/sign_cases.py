# SPDX-License-Identifier: Apache-2.0
"""`imgtool sign`: images byte for byte, padding, formats, mistakes.

Bytes and sentences expected here come from upstream's imgtool, or from SPEC
where the project is stricter on purpose.
"""
import base64
import hashlib
import os
import struct
import uuid

from cli import check, same
from keys import ED25519, ED25519_PUBLIC, P256, P256_PUBLIC, X25519

PAYLOAD = b"Hello MCUboot!\n\0\0\0\0"
ESP = ["--align", "4", "-v", "0", "-H", "32", "--pad-header", "-S", "0x100000"]
PLAIN = ["-v", "1.2.3+4", "-H", "32", "--pad-header", "-S", "0x1000"]

EXAMPLE_A = bytes.fromhex(
    "3db8f39600000000200000001300000000000000000000000000000000000000"
    "48656c6c6f204d4355626f6f74210a00000000"
    "0769280010002000dcdfd5b6c06dd2fa676bf18f4d0a97849b2bf96cf36568ee"
    "890b57aa7092c1ba")
EXAMPLE_B_SIGNATURE = bytes.fromhex(
    "fd09838628412265bd3eef4a76c232f5d06106daf8bff7cc863fd16a0d711dcc"
    "778798c8c4169e0ddc93ecbbdd82e6f20912230886a0169941b3e49828e7d40d")
EXAMPLE_C_SHA256 = \
    "97bad011b13e9521de65967423ed9e59a20f7a5c4e49ad50aa3e04bfc346c061"

MAGIC_8 = bytes.fromhex("77c295f360d2ef7f3552500f2cb67980")
MAGIC_16 = bytes.fromhex("10002de15d29410b8d77679c110f1f8a")
MAGIC_32 = bytes.fromhex("20002de15d29410b8d77679c110f1f8a")

HEX_EXAMPLE = b""":020000040001F9
:100000003DB8F3960000000020000000130000003F
:1000100000000000000000000000000000000000E0
:1000200048656C6C6F204D4355626F6F74210A00F8
:100030000000000769280010002000DCDFD5B6C0F2
:100040006DD2FA676BF18F4D0A97849B2BF96CF395
:0B0050006568EE890B57AA7092C1BAD8
:100FE80001FFFFFFFFFFFFFF77C295F360D2EF7F9E
:080FF8003552500F2CB6798030
:00000001FF
"""


def _payload(cli):
    cli.write("in.bin", PAYLOAD)
    return cli


def _sign(cli, *options, out="out.bin", source="in.bin"):
    if not os.path.exists(cli.path("in.bin")):
        _payload(cli)
    result = cli.ok("sign", *options, source, out)
    return cli.read(out), result


def _tlvs(image):
    """(type, data) of both areas of a little-endian image."""
    _, _, hdr, prot, size = struct.unpack("<IIHHI", image[:16])
    at = hdr + size
    found = []
    for _ in range(2 if prot else 1):
        _, total = struct.unpack("<HH", image[at:at + 4])
        end = at + total
        at += 4
        while at < end:
            kind, length = struct.unpack("<HH", image[at:at + 4])
            found.append((kind, image[at + 4:at + 4 + length]))
            at += 4 + length
    return found


# ---- worked examples ---------------------------------------------------


def unsigned_image_is_example_a(cli):
    image, result = _sign(cli, *ESP)
    same(image, EXAMPLE_A, "image")
    same(result.out + result.err, b"", "output")


def signed_image_is_example_b(cli):
    cli.write("key.pem", ED25519)
    image, result = _sign(cli, "-k", "key.pem", "-v", "1.2.3+4", "-H", "32",
                          "--pad-header", "-S", "0x100000")
    same(len(image), 195, "length")
    same(image[-64:], EXAMPLE_B_SIGNATURE, "signature")
    same(result.out, b"image.py: sign the digest\n", "notice")


def image_with_protected_tlvs_is_example_c(cli):
    cli.write("key.pem", ED25519)
    image, _ = _sign(cli, *PLAIN, "-k", "key.pem", "-s", "1",
                     "-d", "(1, 0.0.1+0)")
    same(hashlib.sha256(image).hexdigest(), EXAMPLE_C_SHA256, "SHA-256")


def pure_image_is_example_d(cli):
    cli.write("key.pem", ED25519)
    image, _ = _sign(cli, *ESP, "-k", "key.pem", "--pure")
    same(len(image), 264, "length")
    same([kind for kind, _ in _tlvs(image)], [0x12, 0x25, 0x01, 0x24], "TLVs")
    same(image[-64:].hex(),
         "a226f83095d3f7bf70d5a9c42205c81cb12a45b4002d376d371d9cfa0a647cff"
         "570fff79cdd899c1ea83f418f40e40d456c8e5f13ae4def6c67dccd3d1103508",
         "signature")


def create_is_the_same_command(cli):
    _payload(cli)
    cli.ok("create", *ESP, "in.bin", "out.bin")
    same(cli.read("out.bin"), EXAMPLE_A, "image")
    cli.refused(2, "Missing option '-v' / '--version'.", "create", "in.bin",
                "other.bin")


def padded_confirmed_hex_is_the_example(cli):
    text, _ = _sign(cli, *ESP, "-x", "0x10000", "-S", "0x1000", "--pad",
                    "--confirm", out="out.hex")
    same(text, HEX_EXAMPLE, "hex file")


# ---- signatures --------------------------------------------------------


def rsa_signature_verifies_and_has_its_tlv(cli):
    for kind, tlv, length in (("rsa-2048", 0x20, 256), ("rsa-3072", 0x23, 384)):
        cli.ok("keygen", "-t", kind, "-k", "key.pem")
        image, result = _sign(cli, *PLAIN, "-k", "key.pem")
        same([(t, len(d)) for t, d in _tlvs(image)],
             [(0x10, 32), (0x01, 32), (tlv, length)], "TLVs")
        same(result.out, b"image.py: sign the payload\n", "notice")
        cli.ok("verify", "-k", "key.pem", "out.bin")


def ecdsa_signature_is_padded_on_demand(cli):
    cli.write("key.pem", P256)
    cli.write("pub.pem", P256_PUBLIC)
    image, _ = _sign(cli, *PLAIN, "-k", "key.pem", "--pad-sig")
    kinds = [(t, len(d)) for t, d in _tlvs(image)]
    same(kinds, [(0x10, 32), (0x01, 32), (0x22, 72)], "TLVs")
    same(_tlvs(image)[1][1].hex(), "f1d59449b727165de732bf283338122b"
         "99628a615918fedc67d878fffcf47da7", "key hash")
    cli.ok("verify", "-k", "pub.pem", "out.bin")
    image, _ = _sign(cli, *PLAIN, "-k", "key.pem")
    der = _tlvs(image)[2][1]
    same(der[1] + 2, len(der), "DER without padding")
    cli.ok("verify", "-k", "pub.pem", "out.bin")


def p384_signs_over_sha384(cli):
    cli.ok("keygen", "-t", "ecdsa-p384", "-k", "key.pem")
    image, _ = _sign(cli, *PLAIN, "-k", "key.pem", "--pad-sig")
    same([t for t, _ in _tlvs(image)], [0x11, 0x01, 0x22], "TLVs")
    check(len(_tlvs(image)[2][1]) in (103, 104), "padded to 103")
    cli.ok("verify", "-k", "key.pem", "out.bin")


def whole_public_key_goes_into_the_image_on_demand(cli):
    cli.write("key.pem", ED25519)
    image, _ = _sign(cli, *PLAIN, "-k", "key.pem", "--public-key-format",
                     "full")
    same((_tlvs(image)[1][0], len(_tlvs(image)[1][1])), (2, 44), "PUBKEY TLV")


def signature_made_elsewhere_gives_the_same_image(cli):
    cli.write("key.pem", ED25519)
    cli.write("pub.pem", ED25519_PUBLIC)
    for extra in ([], ["--sha", "512"], ["--pure"], ["-s", "7"]):
        direct, _ = _sign(cli, *PLAIN, *extra, "-k", "key.pem", "--sig-out",
                          "sig.b64", out="direct.bin")
        text = cli.read("sig.b64")
        check(not text.endswith(b"\n"), "base64 without newline")
        cli.write("sig.b64", text[:10] + b"\n - " + text[10:] + b"\n")
        fixed, result = _sign(cli, *PLAIN, *extra, "--fix-sig", "sig.b64",
                              "--fix-sig-pubkey", "pub.pem", out="fixed.bin")
        same(fixed, direct, f"image with {extra}")
        same(result.out, b"", "no notice, nothing was signed")


def vector_to_sign_is_what_the_signature_covers(cli):
    payload, result = _sign(cli, *ESP, "--vector-to-sign", "payload")
    same(payload, EXAMPLE_A[:51], "payload")
    same(result.out, b"image.py: export payload\n", "notice")
    digest, result = _sign(cli, *ESP, "--vector-to-sign", "digest")
    same(digest, hashlib.sha256(payload).digest(), "digest")
    same(result.out, b"image.py: export digest\n", "notice")
    same(result.err, b"", "warnings")
    _, result = _sign(cli, *ESP, "--vector-to-sign", "payload", "--pad")
    check(result.err.startswith(b"Warning: padding goes into what is to be "
                                b"signed"), f"{result}")


# ---- options -----------------------------------------------------------


def security_counter_may_come_from_the_version(cli):
    for text, value in (("auto", 0x01020003), ("AUTO", 0x01020003),
                        ("0xffffffff", 0xffffffff), ("1_0", 10)):
        image, _ = _sign(cli, *PLAIN, "-s", text)
        same(_tlvs(image)[0], (0x50, struct.pack("<I", value)), text)


def load_and_run_addresses_set_their_flag(cli):
    for options, flags, address in (
            (["-L", "0x20000000"], 0x20, 0x20000000),
            (["-F", "0x10000"], 0x100, 0x10000),
            (["-L", "0", "-F", "1"], 0x100, 1), (["-L", "0"], 0, 0),
            (["--non-bootable"], 0x10, 0)):
        image, _ = _sign(cli, *PLAIN, *options)
        same(struct.unpack("<I", image[4:8])[0], address, f"{options}")
        same(struct.unpack("<I", image[16:20])[0], flags, f"{options}")


def boot_record_is_a_cbor_map(cli):
    image, _ = _sign(cli, *ESP, "--boot-record", "CoFM")
    record = bytes.fromhex("a5016443" "6f464d0465302e302e30055820") \
        + bytes(32) + bytes.fromhex("0666534841323536" "025820") + bytes(32)
    same(_tlvs(image)[0], (0x60, record), "record")


def custom_tlvs_keep_their_order_and_follow_all_others(cli):
    cli.write("data", b"\0from a file")
    image, _ = _sign(cli, *PLAIN, "--custom-tlv-file", "0xb0", "data",
                     "--custom-tlv", "0xfffe", "text", "--custom-tlv", "160",
                     "0x00fF", "--custom-tlv", "0xa1", "0x", "-s", "1",
                     "--vid", "example.com", "--cid", "foo")
    vendor = uuid.uuid5(uuid.NAMESPACE_DNS, "example.com")
    same(_tlvs(image)[:-1],
         [(0x50, b"\1\0\0\0"), (0x74, vendor.bytes),
          (0x75, uuid.uuid5(vendor, "foo").bytes), (0xfffe, b"text"),
          (0xa0, b"\0\xff"), (0xa1, b""), (0xb0, b"\0from a file")], "TLVs")


def header_area_has_the_erased_value_behind_the_header(cli):
    image, _ = _sign(cli, *PLAIN, "-H", "0x80", "-R", "0xff")
    same(image[32:128], b"\xff" * 96, "padding")
    image, _ = _sign(cli, *PLAIN, "-H", "0x80", "-R", "0")
    same(image[32:128], bytes(96), "padding")


def header_goes_into_zeros_of_the_input(cli):
    cli.write("room.bin", bytes(32) + PAYLOAD)
    image, _ = _sign(cli, "--align", "4", "-v", "0", "-H", "32", "-S",
                     "0x100000", source="room.bin")
    same(image, EXAMPLE_A, "image")


def options_of_encryption_alone_change_nothing(cli):
    image, _ = _sign(cli, *ESP, "--encrypt-keylen", "256", "-c",
                     "--save-enctlv", "--hmac-sha", "512", "--compression",
                     "disabled")
    same(image, EXAMPLE_A, "image")


# ---- padding -----------------------------------------------------------


def padding_fills_the_slot_up_to_the_magic(cli):
    for options, magic in (
            ([], MAGIC_8), (["--align", "16"], MAGIC_16),
            (["--align", "32", "--max-align", "32"], MAGIC_32),
            (["--align", "32", "--max-align", "8"], MAGIC_8),
            (["--max-align", "16"], MAGIC_16)):
        for pad in ("--pad", "--test"):
            image, _ = _sign(cli, *ESP, "-S", "0x8000", *options, pad)
            same(len(image), 0x8000, "length")
            same(image[:91], EXAMPLE_A, "image")
            same(image[91:-16], b"\xff" * (0x8000 - 91 - 16), "erased")
            same(image[-16:], magic, f"magic {options}")


def confirming_sets_image_ok(cli):
    for options, back in ((["--max-align", "8"], 24),
                          (["--max-align", "16"], 32),
                          (["--max-align", "32"], 64)):
        image, _ = _sign(cli, *ESP, "-S", "0x8000", *options, "--confirm")
        same(image[-back], 1, f"image_ok {options}")
        rest = image[91:-back] + image[-back + 1:-16]
        same(rest, b"\xff" * len(rest), "erased")
    image, _ = _sign(cli, *ESP, "-S", "0x8000", "--confirm",
                     "--overwrite-only")
    same(image[91:-16], b"\xff" * (0x8000 - 91 - 16), "erased")


def slot_is_used_up_to_its_last_byte(cli):
    # 91 bytes of image, 0x630 of trailer
    for options, size in ((["--align", "4"], 91 + 0x630),
                          (["--align", "32"], 91 + 0x30a0),
                          (["--align", "1", "-M", "512"], 91 + 1536 + 48),
                          (["--overwrite-only"], 91 + 32),
                          (["-M", "0"], 91 + 48)):
        _sign(cli, *ESP, *options, "-S", str(size))
        sentence = cli.refused(
            2, "Image size (0x5b) + trailer (0x", "sign", *ESP, *options, "-S",
            str(size - 1), "in.bin", "new.bin")
        check(sentence.endswith(f"exceeds requested size {size - 1:#x}"
                                " by 1 bytes\n"), sentence)


def slot_size_zero_checks_nothing(cli):
    image, _ = _sign(cli, *ESP, "-S", "0")
    same(image, EXAMPLE_A, "image")
    image, _ = _sign(cli, *ESP, "-S", "0", "--pad")
    same(len(image), 91 + 0x630, "length")
    same(image[-16:], MAGIC_8, "magic")


# ---- Intel HEX ---------------------------------------------------------


def gaps_of_a_hex_file_are_filled_and_told(cli):
    cli.write("in.hex", ":0400200001020304D2\n:0400300005060708B2\n"
              ":00000001FF\n")
    image, result = _sign(cli, *PLAIN, "-R", "0", source="in.hex")
    same(image[32:52], b"\1\2\3\4" + b"\xff" * 12 + b"\5\6\7\x08", "payload")
    check(b"in.hex has 1 gap, the first at address 0x24; 12 bytes filled"
          in result.err, f"{result}")


def hex_header_stands_before_the_hex_input(cli):
    for base, start in ((0x1000, 0xfe0), (0x20, 0), (0, 0)):
        address = f"{base:04X}"
        sum_ = -(2 + (base >> 8) + (base & 255) + 0xaa + 0xbb) & 255
        cli.write("in.hex", f":02{address}00AABB{sum_:02X}\n:00000001FF\n")
        text, _ = _sign(cli, *PLAIN, source="in.hex", out="out.hex")
        same(text[:9], f":10{start:04X}00".encode(), f"first record {base:#x}")
    text, _ = _sign(cli, *PLAIN, "-x", "0x40", source="in.hex", out="out.HEX")
    same(text[:9], b":10004000", "first record with -x")


def test_mark_of_a_hex_file_is_an_erased_field(cli):
    text, _ = _sign(cli, *ESP, "-x", "0", "-S", "0x1000", "--test",
                    out="out.hex")
    check(b":100FE800FFFFFFFFFFFFFFFF77C295F3" in text, f"{text}")
    text, _ = _sign(cli, *ESP, "-x", "0", "-S", "0x1000", "--pad",
                    out="out.hex")
    check(b":100FF00077C295F3" in text, f"{text}")


def damaged_hex_files_are_refused_by_line(cli):
    for text, sentence in (
            (":0400200001020304D3\n:00000001FF\n", "line 1 is damaged"),
            (":0400200001020304D2\n:010023000AD2\n:00000001FF\n",
             "lines 1 and 2 overlap"),
            (":0400200001020304D2\n", "the file has no end record"),
            ("hello\n", "line 1 is not an Intel HEX record"),
            (":00000001FF\n", "the file holds no data")):
        cli.write("in.hex", text)
        cli.refused(1, f"in.hex: {sentence}", "sign", *PLAIN, "in.hex",
                    "out.bin")


def hex_output_needs_an_address(cli):
    _payload(cli)
    cli.refused(2, "No address exists in input file neither was it provided "
                "by user", "sign", *PLAIN, "in.bin", "out.hex")
    cli.write("in.hex", ":02001000AABB89\n:00000001FF\n")
    cli.refused(2, "in.hex starts at address 0x10, which leaves no room",
                "sign", *PLAIN, "in.hex", "out.hex")
    cli.refused(1, "out.hex: from address 0xffffffe0 on the image goes beyond",
                "sign", *PLAIN, "-x", "0xffffffe0", "in.bin", "out.hex")
    cli.refused(2, "padding a hex file needs the slot size", "sign", *PLAIN,
                "-S", "0", "--pad", "-x", "0", "in.bin", "out.hex")


# ---- mistakes ----------------------------------------------------------


def bad_values_are_named_with_their_option(cli):
    _payload(cli)
    literals = ("is not a valid integer. Please use code literals prefixed "
                "with 0b/0B, 0o/0O, or 0x/0X as necessary.")
    version = ("Invalid version number, should be maj.min.rev+build with "
               "later parts optional")
    for options, name, sentence in (
            (["--align", "3"], "'--align'",
             "'3' is not one of '1', '2', '4', '8', '16', '32'."),
            (["--max-align", "4"], "'--max-align'",
             "'4' is not one of '8', '16', '32'."),
            (["-M", "zz"], "'-M' / '--max-sectors'",
             "'zz' is not a valid integer."),
            (["-M", "-1"], "'-M' / '--max-sectors'", "-1 is outside 0 to "),
            (["-S", "zz"], "'-S' / '--slot-size'", f"zz {literals}"),
            (["-S", "010"], "'-S' / '--slot-size'", f"010 {literals}"),
            (["-S", "-1"], "'-S' / '--slot-size'", "-1 is outside 0 to "),
            (["-H", "31"], "'-H' / '--header-size'",
             "Minimum value for -H/--header-size is 32"),
            (["-H", "65536"], "'-H' / '--header-size'",
             "65536 is outside 0 to 0xffff"),
            (["-v", "v1"], "'-v' / '--version'", version),
            (["-v", "1+4"], "'-v' / '--version'", version),
            (["-v", "256.0"], "'-v' / '--version'",
             "the parts of a version go up to 255, 255, 65535"),
            (["-d", "1, 1.0.0"], "'-d' / '--dependencies'",
             "Image dependency format is invalid: 1, 1.0.0"),
            (["-d", "(1)"], "'-d' / '--dependencies'",
             "There's a mismatch between the number of dependency images\n"
             "                and versions in: (1)"),
            (["-d", "(1, 01.0)"], "'-d' / '--dependencies'", version),
            (["-d", "(256, 1.0)"], "'-d' / '--dependencies'",
             "image numbers go up to 255"),
            (["-s", "zz"], "'-s' / '--security-counter'", f"zz {literals}"),
            (["-s", "-1"], "'-s' / '--security-counter'", "-1 is outside"),
            (["-s", "0x100000000"], "'-s' / '--security-counter'",
             "0x100000000 is outside 0 to 0xffffffff"),
            (["-L", "0x100000000"], "'-L' / '--load-addr'",
             "0x100000000 is outside 0 to 0xffffffff"),
            (["-R", "1"], "'-R' / '--erased-val'",
             "'1' is not one of '0', '0xff'."),
            (["-e", "x"], "'-e' / '--endian'",
             "'x' is not one of 'little', 'big'.")):
        cli.refused(2, f"Invalid value for {name}: {sentence}", "sign", *PLAIN,
                    *options, "in.bin", "out.bin")


def missing_options_and_arguments_are_named(cli):
    _payload(cli)
    for drop, name in (("-v", "'-v' / '--version'"),
                       ("-H", "'-H' / '--header-size'"),
                       ("-S", "'-S' / '--slot-size'")):
        at = PLAIN.index(drop)
        cli.refused(2, f"Missing option {name}.", "sign", *PLAIN[:at],
                    *PLAIN[at + 2:], "in.bin", "out.bin")
    cli.refused(2, "Missing argument 'OUTFILE'.", "sign", *PLAIN, "in.bin")
    cli.refused(2, "Missing argument 'INFILE'.", "sign", *PLAIN)
    cli.refused(2, "Got unexpected extra argument (x)", "sign", *PLAIN,
                "in.bin", "out.bin", "x")
    cli.refused(2, "No such option: --zzzzz", "sign", *PLAIN, "--zzzzz")


def contradicting_options_are_refused(cli):
    _payload(cli)
    cli.write("key.pem", ED25519)
    cli.write("p256.pem", P256)
    cli.write("pub.pem", ED25519_PUBLIC)
    cli.write("sig.b64", base64.b64encode(bytes(64)))
    for sentence, *options in (
            ("Can not set rom_fixed and load_addr at the same time",
             "-L", "1", "-F", "1"),
            ("public key of the fixed signature is not specified",
             "--fix-sig", "sig.b64"),
            ("Can not sign using key and provide fixed-signature at the same "
             "time", "-k", "key.pem", "--fix-sig", "sig.b64",
             "--fix-sig-pubkey", "pub.pem"),
            ("Pure signatures, currently, enforces preferred hash algorithm, "
             "and forbids sha selection by user.", "-k", "key.pem", "--pure",
             "--sha", "512"),
            ("Could not find allowed hash algorithms for", "-k", "p256.pem",
             "--pure"),
            ("Key ED25519 can not be used with --sha 384; allowed sha are one "
             "of", "-k", "key.pem", "--sha", "384"),
            ("Key ECDSA256_SHA256 can not be used with --sha 512; allowed sha "
             "are one of", "-k", "p256.pem", "--sha", "512"),
            ("'1234567890123' is too long (13 characters) for sw_type. Its "
             "maximum allowed length is 12 characters.", "--boot-record",
             "1234567890123"),
            ("--cid foo is a name, not a UUID", "--cid", "foo"),
            ("Cannot sign with a public-only PEM; signing requires the "
             "private key.", "-k", "pub.pem")):
        cli.refused(2, sentence, "sign", *PLAIN, *options, "in.bin", "out.bin")


def custom_tlv_mistakes_are_told(cli):
    _payload(cli)
    for status, sentence, *options in (
            (2, "Custom TLV 0xa0 already exists.", "--custom-tlv", "0xa0", "1",
             "--custom-tlv", "160", "2"),
            (2, "Custom TLV 0xa0 already exists.", "--custom-tlv", "0xa0", "1",
             "--custom-tlv-file", "0xa0", "in.bin"),
            (2, "Custom TLV 0x50 conflicts with predefined TLV.",
             "--custom-tlv", "0x50", "1"),
            (2, "Invalid custom TLV type value '0x0080', allowed value should "
             "be between 0x00a0 and 0xfffe", "--custom-tlv", "0x80", "1"),
            (2, "Invalid custom TLV type value '0xffff', allowed",
             "--custom-tlv", "0xffff", "1"),
            (2, "Custom TLV length is odd.", "--custom-tlv", "0xa0", "0x1"),
            (1, "the custom TLV value '0xzz' is not hexadecimal",
             "--custom-tlv", "0xa0", "0xzz"),
            (1, "the custom TLV type 'zz' is not a number", "--custom-tlv",
             "zz", "1"),
            (1, "the custom TLV type '010' is not a number", "--custom-tlv",
             "010", "1"),
            (1, "Cannot read 'absent.dat'", "--custom-tlv-file", "0xa0", "absent.dat"),
            (2, "Option '--custom-tlv' requires 2 arguments.", "--custom-tlv",
             "0xa0")):
        tail = [] if options[-1] == "0xa0" else ["in.bin", "out.bin"]
        cli.refused(status, sentence, "sign", *PLAIN, *options, *tail)


def too_many_protected_bytes_are_refused(cli):
    cli.write("large", bytes(65536))
    _payload(cli)
    cli.refused(1, "the protected TLVs do not fit", "sign", *PLAIN,
                "-S", "0", "--custom-tlv-file", "0xa0", "large", "in.bin",
                "out.bin")


def signing_twice_is_refused(cli):
    image, _ = _sign(cli, *ESP)
    cli.write("big.bin", struct.pack(">I", 0x96f3b83d) + image[4:])
    for name in ("out.bin", "big.bin"):
        cli.refused(2, f"{name} already has an image header, so it is signed "
                    "already", "sign", *ESP, name, "twice.bin")
    at = ESP.index("--pad-header")
    cli.refused(2, "Header padding was not requested and image does not start "
                "with zeros; it already has an image header", "sign",
                *ESP[:at], *ESP[at + 1:], "out.bin", "twice.bin")
    cli.refused(2, "Header padding was not requested and image does not start "
                "with zeros", "sign", *ESP[:at], *ESP[at + 1:], "in.bin",
                "new.bin")
    cli.write("short.bin", bytes(31))
    cli.refused(1, "the input has 31 bytes, fewer than the header of 32",
                "sign", *ESP[:at], *ESP[at + 1:], "short.bin", "new.bin")


def unusable_keys_are_refused(cli):
    _payload(cli)
    cli.write("x.pem", X25519)
    cli.write("damaged.pem", ED25519.replace("MC4C", "MC5D"))
    cli.write("empty.pem", "")
    cli.refused(1, "x.pem holds a key of type x25519", "sign", *PLAIN, "-k",
                "x.pem", "in.bin", "out.bin")
    for name in ("absent.pem", "damaged.pem", "empty.pem", "in.bin"):
        sentence = cli.refused(1, "", "sign", *PLAIN, "-k", name, "in.bin",
                               "out.bin")
        check(name in sentence, sentence)


def encrypted_key_asks_for_its_passphrase(cli):
    _payload(cli)
    cli.ok("keygen", "-t", "ed25519", "-k", "key.pem", "-p",
           stdin=b"secret\nsecret\n")
    cli.ok("sign", *PLAIN, "-k", "key.pem", "in.bin", "out.bin",
           stdin=b"secret\n")
    os.remove(cli.path("out.bin"))
    before = cli.files()
    result = cli.run("sign", *PLAIN, "-k", "key.pem", "in.bin", "out.bin",
                     stdin=b"wrong\n")
    same((result.status, cli.files()), (1, before), f"{result}")
    check(b"key.pem" in result.err, f"{result}")


def fixed_signature_must_fit_the_image(cli):
    _payload(cli)
    cli.write("pub.pem", ED25519_PUBLIC)
    cli.write("sig.b64", base64.b64encode(EXAMPLE_B_SIGNATURE))
    fixed = ["--fix-sig", "sig.b64", "--fix-sig-pubkey", "pub.pem"]
    cli.ok("sign", *PLAIN, *fixed, "in.bin", "good.bin")
    cli.refused(1, "the fixed signature does not belong to this image", "sign",
                *PLAIN, "-s", "1", *fixed, "in.bin", "out.bin")
    cli.write("sig.b64", "")
    cli.refused(1, "sig.b64 does not hold a signature in base64", "sign",
                *PLAIN, *fixed, "in.bin", "out.bin")
    cli.write("sig.b64", "abcde")
    cli.refused(1, "sig.b64 does not hold a signature in base64", "sign",
                *PLAIN, *fixed, "in.bin", "out.bin")


def signature_file_needs_a_signature(cli):
    _payload(cli)
    cli.write("key.pem", ED25519)
    cli.refused(1, "there is no signature for --sig-out sig: give a key",
                "sign", *PLAIN, "--sig-out", "sig", "in.bin", "out.bin")
    cli.refused(1, "there is no signature for --sig-out sig: drop", "sign",
                *PLAIN, "-k", "key.pem", "--vector-to-sign", "digest",
                "--sig-out", "sig", "in.bin", "out.bin")


def what_comes_later_says_so(cli):
    _payload(cli)
    cli.write("pub.pem", P256_PUBLIC)
    for name in ("-E", "--encrypt"):
        cli.refused(2, "encryption (-E, --encrypt) is not supported yet",
                    "sign", *PLAIN, name, "pub.pem", "in.bin", "out.bin")
    for kind in ("lzma2", "lzma2armthumb"):
        cli.refused(2, f"--compression {kind} is not supported yet", "sign",
                    *PLAIN, "--compression", kind, "in.bin", "out.bin")


def unusable_files_are_refused(cli):
    _payload(cli)
    cli.write("key.pem", ED25519)
    cli.refused(2, "Input file not found", "sign", *PLAIN, "absent.bin",
                "out.bin")
    os.mkdir(cli.path("folder"))
    cli.refused(1, "", "sign", *PLAIN, "folder", "out.bin")
    cli.refused(1, "", "sign", *PLAIN, "in.bin", "folder")
    cli.refused(1, "", "sign", *PLAIN, "in.bin", "absent/out.bin")
    cli.refused(1, "", "sign", *PLAIN, "-k", "key.pem", "--sig-out", "sig",
                "in.bin", "absent/out.bin")


def slot_beyond_all_memory_is_refused(cli):
    _payload(cli)
    for size in ("0x100000000", "0x7fffffffffffffff"):
        cli.refused(1, "out of memory: padding takes ", "sign", *PLAIN, "-S",
                    size, "--pad", "in.bin", "out.bin")
        cli.ok("sign", *PLAIN, "-S", size, "in.bin", "unpadded.bin")


def failing_leaves_the_old_output_as_it_was(cli):
    _payload(cli)
    cli.write("out.bin", b"old")
    cli.refused(2, "Image size", "sign", *PLAIN, "-S", "0x40", "in.bin",
                "out.bin")
    same(cli.read("out.bin"), b"old", "output")


def help_names_every_option(cli):
    text = cli.ok("sign", "--help").out.decode()
    for name in ("-k, --key", "-v, --version", "-H, --header-size",
                 "-S, --slot-size", "--align", "--max-align", "--pad-header",
                 "--pad", "--confirm", "--test", "--overwrite-only",
                 "-M, --max-sectors", "--pad-sig", "-d, --dependencies",
                 "-s, --security-counter", "--boot-record", "--custom-tlv",
                 "--custom-tlv-file", "-R, --erased-val", "-x, --hex-addr",
                 "-L, --load-addr", "-F, --rom-fixed", "-E, --encrypt",
                 "--encrypt-keylen", "-c, --clear", "--save-enctlv",
                 "--hmac-sha", "-e, --endian", "--public-key-format", "--sha",
                 "--pure", "--compression", "--non-bootable", "--vid", "--cid",
                 "--fix-sig", "--fix-sig-pubkey", "--sig-out",
                 "--vector-to-sign"):
        check(f"  {name}" in text, f"{name} is not in the help")
