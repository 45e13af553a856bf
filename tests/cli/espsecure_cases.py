# SPDX-License-Identifier: Apache-2.0
"""`sallyport espsecure` from outside: SPEC's vectors of flash encryption and
Secure Boot V2 through the command line, and what is refused.

Both tools side by side: tests/interop/espsecure_cases.py.
"""
import hashlib
import os
import stat

from cli import HERE, Cli, check, same

VECTORS = os.path.join(os.path.dirname(HERE), "vectors", "secure_boot")
KEY = os.path.join(VECTORS, "key.pem")
PUBLIC = os.path.join(VECTORS, "key.pub.pem")
# SPEC, Secure Boot V2: digest of the key of the worked example
KEY_DIGEST = ("2bb21d79d4b1d10fbe555286984068c5"
              "6a0771168dec1dc19a600bf92a6e8e7b")

P32 = bytes(range(0x80, 0xA0))
P128 = bytes(range(0x80))
K24, K32, K64 = bytes(range(24)), bytes(range(32)), bytes(range(64))

# SPEC, Flash encryption: address, key, FLASH_CRYPT_CONFIG, ciphertext of P32
ESP32 = [
    (0x000000, K32, 15, "5baeaf505ee5c33485414c99b818a9ac"
                        "da8d0e46d829d1afed22c8241964ceb0"),
    (0x001000, K32, 15, "7b91ea11cbd284dd8ce92bc18c1ec490"
                        "6bcfc4d1d8e73ee683d248d4d65b85a7"),
    (0x001020, K32, 15, "c738fead96a8ef1f41ed6157fa59f69f"
                        "29f0fb269a2227f77483281bc2e49043"),
    (0x010000, K32, 15, "5a6981a3fcc3366a7fd5f5043df5a046"
                        "0d86e0a52a406ec841dc08623117ceca"),
    (0x7FFFE0, K32, 15, "fb1a54d90654ef8439a0bd41eaf6c305"
                        "3fc9240aeb7202f6bd92d9874739a779"),
    (0xFF0000, K32, 15, "d37f42e1599783d814916df7fed87709"
                        "95cb75c9ae9d65a7cf9e9f1ebf9b4bc9"),
    (0x10FFE0, K32, 0, "5baeaf505ee5c33485414c99b818a9ac"
                       "da8d0e46d829d1afed22c8241964ceb0"),
    (0x10FFE0, K32, 1, "7a605a9aedac8d18af3fcbd84534f6df"
                       "b9d447121caef2fa6eaf7c3802db0e16"),
    (0x10FFE0, K32, 2, "74feea9aa2062cab41da1b6e56c853b4"
                       "8784a0ba7866935e78aefcefa70bf164"),
    (0x10FFE0, K32, 4, "c5243158fc7bef34a1df20a6cfcf6e1e"
                       "69d730dec344ac376e009a6ed48505d6"),
    (0x10FFE0, K32, 8, "b0248c540ae53a9e4acc356ad7c53ca3"
                       "3490dd6d5c9c3c0703501f6a71200fcf"),
    (0x10FFE0, K32, 3, "f85e2ef4c72600fd2ae43c19f540770d"
                       "527375f678fc68800b7c9a74584472cd"),
    (0x10FFE0, K32, 15, "3f67649f11cea2d0dad80ef838081f1e"
                        "f34a5f06092ad0b7df16705c5017a457"),
    (0x010000, K24, 15, "2d4ef9b1bf649580428cdd5bdff5d324"
                        "f72262d0de16a3a809af470d0288b83a"),
]

# ... address, key, ciphertext of P32
XTS = [
    (0x00000, K32, "e5425c883fc9e2d5132ee997081347e1"
                   "a0e805b3ae1c77f2e389fbfe65f927c1"),
    (0x00000, K64, "676f013459acc8fb3596193dae064c62"
                   "0658da19532d6af70f79812a7ce83492"),
    (0x00020, K32, "bbaa3b1c3117f0fbf38099d51ac0dac0"
                   "93dbc94beb69a47b4ceed600641c9cd1"),
    (0x00020, K64, "ccfd7dcbc6ee8606099f23ea94f4e76f"
                   "c7bd129395ee13e6dfd2ea9e42216949"),
    (0x01000, K32, "519515269281047dd7464e504817f7c9"
                   "387b47086bfd95f6f7b45b9f60ff5e34"),
    (0x01000, K64, "16fd5432b7b127d6dc2debab3309f26e"
                   "2d54d1b6e0731bf501c4c4018914730c"),
    (0x10000, K32, "d034f98a7b8c23d7af3a8e869e141488"
                   "3edf17bc23452b1fa257a678adb8d9bf"),
    (0x10000, K64, "ac7c62689ffc77ad55832adde7a96fcd"
                   "e60c58f3024bf052eb27a7addcacdd5a"),
    (0x10040, K32, "3ad824632ea80717d982fb194b649a8b"
                   "d0a78e7e15c53de98122483a4d376c3e"),
    (0x10040, K64, "73776b7a45175db40431a613b5bc9fda"
                   "66d040a417d4399cf411b6b1cf763ca2"),
]

# ... 128 bytes 00..7f from 0x10050 on, across two units
XTS_ACROSS = (
    "1fa88393ca60dc853918dccbf80bdea60c650cd725b363f4e1c3b9d8531a5321"
    "9756a4b84498df381350a10906f1e589bf5e7c142eb86543a01dc2870d0e8948"
    "eb0159117af605228f6a23967d6d897facd213465ef73f9a484551ba681025b2"
    "87967c007d9f23a3aa8bb4678bf34921184f80dfd721b6f4f230aec081c686e5")


def _tool(cli):
    return Cli(cli.program, cli.folder, "espsecure")


def _both_ways(tool, options, plain, encrypted):
    tool.write("plain", plain)
    tool.ok("encrypt-flash-data", *options, "-o", "encrypted", "plain")
    same(tool.read("encrypted").hex(), encrypted, f"{options}")
    tool.ok("decrypt-flash-data", *options, "-o", "again", "encrypted")
    same(tool.read("again"), plain, f"{options}")


def encrypting_for_esp32_gives_the_vectors(cli):
    tool = _tool(cli)
    for addr, key, config, expected in ESP32:
        tool.write("key", key)
        _both_ways(tool, ["-k", "key", "-a", hex(addr), "--flash-crypt-conf",
                          str(config)], P32, expected)


def encrypting_by_xts_gives_the_vectors(cli):
    tool = _tool(cli)
    for addr, key, expected in XTS:
        tool.write("key", key)
        _both_ways(tool, ["-x", "-k", "key", "-a", hex(addr)], P32, expected)
    tool.write("key", K32)
    _both_ways(tool, ["-x", "-k", "key", "-a", "0x10050"], P128, XTS_ACROSS)


def old_and_new_spellings_are_the_same(cli):
    tool = _tool(cli)
    tool.write("key", K32)
    tool.write("plain", P32)
    tool.ok("encrypt_flash_data", "--aes_xts", "--keyfile", "key", "--output",
            "old", "--address", "0x1000", "plain")
    tool.ok("encrypt-flash-data", "--aes-xts", "--keyfile", "key", "--output",
            "new", "--address", "4096", "plain")
    same(tool.read("old").hex(), XTS[4][2])
    same(tool.read("new").hex(), XTS[4][2])
    tool.ok("encrypt_flash_data", "--flash_crypt_conf", "3", "-k", "key", "-o",
            "old", "-a", "0x10ffe0", "plain")
    same(tool.read("old").hex(), ESP32[11][3])


def the_tool_has_links_of_its_name(cli):
    for name in ("espsecure", "espsecure.py"):
        os.symlink(cli.program, cli.path(name))
        tool = Cli(cli.path(name), cli.folder, "--help")
        text = tool.ok().out.decode()
        check(text.startswith(f"Usage: {name} [OPTIONS] COMMAND"), text)
        check("sign-data" in text, text)


def an_esp32_tail_is_padded_and_the_rest_of_it_comes_back(cli):
    tool = _tool(cli)
    tool.write("key", K32)
    tool.write("plain", P128[:100])
    for name in ("one", "two"):
        tool.ok("encrypt-flash-data", "-k", "key", "-a", "0x1000", "-o", name,
                "plain")
        tool.ok("decrypt-flash-data", "-k", "key", "-a", "0x1000", "-o",
                f"{name}.plain", name)
        same(tool.read(f"{name}.plain")[:100], P128[:100])
        same(len(tool.read(f"{name}.plain")), 112)
    check(tool.read("one.plain") != tool.read("two.plain"),
          "the padding is not random")


# words behind the command, key, data, what the sentence begins with
REFUSED = [
    (["-x", "-a", "0x1008"], K32, P32, "--address 0x1008 must be a multiple"),
    (["-a", "0x1008"], K32, P32, "--address 0x1008 must be a multiple of 16"),
    (["-a", "-16"], K32, P32, "--address -16 is outside of any flash"),
    (["-a", "0xfffff0"], K32, P32, "--address 0xfffff0 is outside of any"),
    (["-x", "-a", "0x100000000"], K32, P32, "--address 0x100000000 is outside"),
    (["-x", "-a", "0"], K32, P32[:20], "'plain' has 20 bytes: the length"),
    (["-x", "-a", "0"], K24, P32, "'key' has 24 bytes, but a key for XTS"),
    (["-x", "-a", "0"], b"", P32, "'key' has 0 bytes, but a key for XTS"),
    (["-a", "0"], K64, P32, "'key' has 64 bytes, but a key of ESP32 has 32"),
    (["-a", "0"], K32[:16], P32, "'key' has 16 bytes, but a key of ESP32"),
    (["-a", "0", "--flash-crypt-conf", "16"], K32, P32, "--flash-crypt-conf"),
    (["-a", "0"], K32, b"", "'plain' is empty"),
]


def bad_keys_addresses_and_lengths_are_refused(cli):
    tool = _tool(cli)
    for words, key, data, sentence in REFUSED:
        tool.write("key", key)
        tool.write("plain", data)
        tool.refused(1, sentence, "encrypt-flash-data", *words, "-k", "key",
                     "-o", "out", "plain")
    tool.write("key", K32)
    tool.write("plain", P32[:20])
    tool.refused(1, "'plain' has 20 bytes: the length must be a multiple of 16",
                 "decrypt-flash-data", "-a", "0", "-k", "key", "-o", "out",
                 "plain")


def one_file_cannot_be_input_and_output(cli):
    tool = _tool(cli)
    tool.write("key", K32)
    tool.write("plain", P32)
    os.link(cli.path("plain"), cli.path("linked"))
    for output in ("plain", "./plain", "linked"):
        tool.refused(1, "'plain' is input and output", "encrypt-flash-data",
                     "-k", "key", "-a", "0", "-o", output, "plain")
    same(tool.read("plain"), P32)


def a_flash_key_is_random_new_and_private(cli):
    tool = _tool(cli)
    for bits in ("128", "192", "256", "512"):
        tool.ok("generate-flash-encryption-key", "--keylen", bits, bits)
        same(len(tool.read(bits)), int(bits) // 8)
        mode = stat.S_IMODE(os.stat(cli.path(bits)).st_mode)
        same(mode, 0o600)
    tool.ok("generate_flash_encryption_key", "second")
    same(len(tool.read("second")), 32)
    check(tool.read("second") != tool.read("256"), "not random")
    tool.refused(1, "'256' exists, and what is encrypted with a lost key",
                 "generate-flash-encryption-key", "256")
    tool.refused(2, "Invalid value for '-l' / '--keylen': '100' is not one of",
                 "generate-flash-encryption-key", "-l", "100", "other")


def the_key_of_the_worked_example_has_its_digest(cli):
    tool = _tool(cli)
    for key in (KEY, PUBLIC):
        tool.ok("digest-sbv2-public-key", "-k", key, "-o", "digest")
        same(tool.read("digest").hex(), KEY_DIGEST)
    tool.ok("extract-public-key", "--keyfile", KEY, "public")
    with open(PUBLIC, "rb") as file:
        same(tool.read("public"), file.read())


def a_new_signing_key_signs_and_is_never_overwritten(cli):
    tool = _tool(cli)
    tool.ok("generate-signing-key", "--version", "2", "--scheme", "rsa3072",
            "key")
    same(stat.S_IMODE(os.stat(cli.path("key")).st_mode), 0o600)
    tool.refused(1, "'key' exists, and what is signed with a lost key",
                 "generate-signing-key", "key")
    tool.write("data", P128)
    tool.ok("sign-data", "-v", "2", "-k", "key", "--", "data")
    tool.ok("verify-signature", "-v", "2", "-k", "key", "data")


def _signed(cli):
    """`signed`: 5000 bytes signed by the worked example's key."""
    tool = _tool(cli)
    tool.write("data", bytes(i % 251 for i in range(5000)))
    tool.ok("sign-data", "-v", "2", "-k", KEY, "-o", "signed", "data")
    return tool


def a_signed_file_is_padded_and_ends_with_one_sector(cli):
    tool = _signed(cli)
    data, signed = tool.read("data"), tool.read("signed")
    same(len(signed), 8192 + 4096)
    same(signed[:5000], data)
    same(signed[5000:8192], b"\xff" * 3192)
    same(signed[8192:8200].hex()[:8], "e7020000")
    same(signed[8196:8228], hashlib.sha256(signed[:8192]).digest())
    same(signed[8192 + 1216:], b"\xff" * (4096 - 1216))
    text = tool.ok("signature-info-v2", "signed").out.decode()
    spaced = " ".join(KEY_DIGEST[i:i + 2] for i in range(0, 64, 2))
    same(text, "Signature block 0 is valid (RSA).\n"
               f"Public key digest for block 0: {spaced}\n"
               "Signature block 1 is absent.\nSignature block 2 is absent.\n")


def without_output_the_file_itself_is_signed(cli):
    tool = _signed(cli)
    tool.ok("sign_data", "--version", "2", "--keyfile", KEY, "--", "data")
    tool.ok("verify_signature", "--version", "2", "--keyfile", PUBLIC, "data")


def a_signed_file_is_signed_again_only_when_asked(cli):
    tool = _signed(cli)
    before = tool.read("signed")
    tool.refused(1, "Cannot sign 'signed': it is signed already",
                 "sign-data", "-v", "2", "-k", KEY, "--", "signed")
    same(tool.read("signed"), before)
    tool.ok("sign-data", "-v", "2", "-k", KEY, "--overwrite", "signed")
    same(tool.read("signed")[:8192], before[:8192])
    same(len(tool.read("signed")), len(before))
    tool.ok("sign-data", "-v", "2", "-k", KEY, "--append_signatures", "signed")
    text = tool.ok("verify-signature", "-v", "2", "-k", KEY, "signed").out
    same(text.count(b"verified with this key"), 2)
    tool.ok("sign-data", "-v", "2", "-k", KEY, "-a", "signed")
    tool.refused(1, "Cannot sign 'signed': 1 signatures do not fit: 0 of 3",
                 "sign-data", "-v", "2", "-k", KEY, "-a", "signed")


def signatures_are_not_added_to_changed_data(cli):
    tool = _signed(cli)
    data = bytearray(tool.read("signed"))
    data[100] ^= 1
    tool.write("signed", bytes(data))
    tool.refused(1, "Cannot sign 'signed': signature block 0 in it signs other",
                 "sign-data", "-v", "2", "-k", KEY, "-a", "signed")
    tool.refused(1, "No signature block of 'signed' verifies",
                 "verify-signature", "-v", "2", "-k", KEY, "signed")


def command_lines_that_sign_nothing_are_usage_errors(cli):
    tool = _signed(cli)
    tool.refused(2, "Nothing to sign with", "sign-data", "-v", "2", "data")
    tool.refused(2, "--pub-key names 1 files and --signature 0", "sign-data",
                 "-v", "2", "--pub-key", PUBLIC, "--", "data")
    tool.refused(2, "--append-signatures keeps what --overwrite replaces",
                 "sign-data", "-v", "2", "-a", "--overwrite", "-k", KEY, "--",
                 "data")
    tool.refused(2, "Invalid value for '-v' / '--version': Secure Boot V1 is "
                 "not supported", "sign-data", "-v", "1", "-k", KEY, "--",
                 "data")
    tool.refused(2, "Missing argument 'DATAFILE'. --keyfile took the last "
                 "word: put -- before it.", "sign-data", "-v", "2", "-k", KEY,
                 "data")
    tool.refused(2, "Missing option '-v' / '--version'.", "sign-data", "-k",
                 KEY, "--", "data")


def files_that_cannot_be_used_are_named(cli):
    tool = _signed(cli)
    tool.write("empty", b"")
    tool.refused(1, "Cannot sign 'empty': it is empty", "sign-data", "-v", "2",
                 "-k", KEY, "--", "empty")
    tool.refused(1, "Cannot sign 'data': 4 signatures do not fit: 3 of 3",
                 "sign-data", "-v", "2", "-k", KEY, KEY, KEY, KEY, "-o", "out",
                 "data")
    tool.refused(1, "Cannot sign 'data': ", "sign-data", "-v", "2", "-k",
                 PUBLIC, "-o", "out", "data")
    tool.refused(1, "'data' is not signed: its last sector of 4096 bytes",
                 "verify-signature", "-v", "2", "-k", KEY, "data")
    tool.refused(1, "'data' is not signed", "signature-info-v2", "data")
    tool.refused(1, "Cannot sign 'data': 'data' has 5000 bytes, a signature "
                 "has 384", "sign-data", "-v", "2", "--pub-key", PUBLIC,
                 "--signature", "data", "-o", "out", "data")
