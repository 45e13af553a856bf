# SPDX-License-Identifier: Apache-2.0
"""Command lines that are wrong: both refuse, with the same exit status.

Ours always says one sentence and leaves no file. With status 2 (the command
line) the sentence is that of the real one, except in SAME_STATUS. What we
refuse beyond that is in on_purpose.py.
"""
import os
import struct

from box import PLAIN, check, same
from on_purpose import IO, ON_PURPOSE, SIGN
from table import each


def _without_hash(image):
    """An image without protected area, its first entry, the hash, left out."""
    at = 32 + 600
    total = struct.unpack("<H", image[at + 2:at + 4])[0] - 36
    return image[:at + 2] + struct.pack("<H", total) + image[at + 40:]


def _folder(box):
    box.payload(600)
    box.write("zeros.bin", bytes(31))
    box.write("text.pem", "no key\n")
    box.write("text.hex", "no hex\n")
    box.write("sum.hex", ":0400000001020304F3\n:00000001FF\n")
    box.write("overlap.hex", ":0400000001020304F2\n:0400020001020304F0\n"
              ":00000001FF\n")
    box.write("sig", "c2ln")
    for kind in ("ed25519", "p256", "rsa2048", "p384", "x25519"):
        for half in ("pem", "pub"):
            with open(box.key_file(kind, half == "pub"), "rb") as file:
                box.write(f"{kind}.{half}", file.read())
    box.theirs_ok(*SIGN, "-k", "ed25519.pem", "in.bin", "image.bin")
    box.theirs_ok(*SIGN, "-k", "p256.pem", "in.bin", "p256.bin")
    box.write("hashless.bin", _without_hash(box.read("p256.bin")))


def _refused(box, args):
    """Both end alike; returns both results."""
    before = sorted(os.listdir(box.folder))
    ours = box.ours(*args)
    check(sorted(os.listdir(box.folder)) == before,
          f"a file is left behind\n{ours}")
    check(ours.status != 0, f"succeeds\n{ours}")
    if args[0] != "verify" or ours.status == 2:
        check(ours.err.count(b"Error: ") == 1, f"not one sentence\n{ours}")
    theirs = box.theirs(*args)
    return ours, theirs


# Same status and the same sentence.
SAME = [
    ("unknown-command", ["bogus"]),
    ("no-version", ["sign", *PLAIN, *IO]),
    ("no-header-size", ["sign", "-v", "1", "-S", "1", *IO]),
    ("no-slot-size", ["sign", "-v", "1", "-H", "32", *IO]),
    ("no-files", SIGN),
    ("one-file", [*SIGN, "in.bin"]),
    ("three-files", [*SIGN, *IO, "more"]),
    ("align-3", [*SIGN, "--align", "3", *IO]),
    ("max-align-4", [*SIGN, "--max-align", "4", *IO]),
    ("erased-val", [*SIGN, "-R", "1", *IO]),
    ("endian", [*SIGN, "-e", "middle", *IO]),
    ("sha", [*SIGN, "--sha", "1", *IO]),
    ("vector", [*SIGN, "--vector-to-sign", "x", *IO]),
    ("public-key-format", [*SIGN, "--public-key-format", "x", *IO]),
    ("max-sectors", [*SIGN, "-M", "zz", *IO]),
    ("slot-size", [*SIGN, "-S", "zz", *IO]),
    ("slot-size-octal", [*SIGN, "-S", "010", *IO]),
    ("header-size-31", [*SIGN, "-H", "31", *IO]),
    ("hex-addr", [*SIGN, "-x", "1G", *IO]),
    *((f"version-{text}", ["sign", *PLAIN, "-v", text, *IO])
      for text in ("1+4", "1.2+4", "01.0", "1.2.3.4", "v1", "", " 1", "1.")),
    ("counter", [*SIGN, "-s", "x", *IO]),
    ("dependency-form", [*SIGN, "-d", "1, 1.0.0", *IO]),
    ("dependency-version", [*SIGN, "-d", "(1, 01.0)", *IO]),
    ("dependency-count", [*SIGN, "-d", "(1)", *IO]),
    ("load-and-rom", [*SIGN, "-L", "1", "-F", "2", *IO]),
    ("no-input", [*SIGN, "absent.bin", "out.bin"]),
    ("too-large", [*SIGN, "-S", "0x400", *IO]),
    ("too-large-by-one", [*SIGN, "-S", "1093", *IO]),
    ("public-key", [*SIGN, "-k", "ed25519.pub", *IO]),
    ("tlv-twice", [*SIGN, "--custom-tlv", "0xa0", "1", "--custom-tlv", "160",
                   "2", *IO]),
    ("tlv-standard", [*SIGN, "--custom-tlv", "0x50", "1", *IO]),
    ("tlv-odd", [*SIGN, "--custom-tlv", "0xa0", "0x1", *IO]),
    ("boot-record", [*SIGN, "--boot-record", "1234567890123", *IO]),
    ("fix-sig-alone", [*SIGN, "--fix-sig", "sig", *IO]),
    ("pure-and-sha", [*SIGN, "-k", "ed25519.pem", "--pure", "--sha", "512",
                      *IO]),
    ("hex-without-address", [*SIGN, "in.bin", "out.hex"]),
    ("keygen-type", ["keygen", "-k", "new.pem", "-t", "zz"]),
    ("keygen-no-file", ["keygen", "-t", "ed25519"]),
    ("getpub-no-key", ["getpub"]),
    ("getpub-encoding", ["getpub", "-k", "p256.pem", "-e", "zz"]),
    ("getpub-lang-and-encoding", ["getpub", "-k", "p256.pem", "-e", "pem",
                                  "-l", "c"]),
    ("getpub-suffix-raw", ["getpub", "-k", "p256.pem", "-e", "raw",
                           "--name-suffix", "a"]),
    ("getpub-suffix", ["getpub", "-k", "p256.pem", "--name-suffix", "-x"]),
    ("getpubhash-suffix-raw", ["getpubhash", "-k", "p256.pem", "-e", "raw",
                               "--name-suffix", "a"]),
    ("getpriv-ed25519", ["getpriv", "-k", "ed25519.pem"]),
    ("getpriv-public", ["getpriv", "-k", "p256.pub"]),
    ("getpriv-rsa-pkcs8", ["getpriv", "-k", "rsa2048.pem", "-f", "pkcs8"]),
    ("getpriv-x25519-openssl", ["getpriv", "-k", "x25519.pem", "-f",
                                "openssl"]),
    ("getpriv-p384-minimal", ["getpriv", "-k", "p384.pem", "--minimal"]),
    ("keyinfo-require", ["keyinfo", "-k", "p256.pub", "--require",
                         "private"]),
    ("verify-no-file", ["verify"]),
    ("verify-absent", ["verify", "absent.bin"]),
    ("dumpinfo-absent", ["dumpinfo", "absent.bin"]),
    ("dumpinfo-format", ["dumpinfo", "-f", "xml", "image.bin"]),
]

# Same status; our sentence is another one, since theirs is a traceback, shows
# what its program forgot to fill in, or depends on a library's version, or
# since ours knows more.
SAME_STATUS = [
    ("option-without-value", [*SIGN, *IO, "-k"]),
    ("abbreviated-option", [*SIGN, "--slot", "1", *IO]),
    ("unknown-option", ["sign", "--zzzzz"]),
    ("header-room-not-zero", ["sign", "-v", "1", "-H", "32", "-S", "0x2000",
                              *IO]),
    ("already-signed", ["sign", "-v", "1", "-H", "32", "-S", "0x2000",
                        "image.bin", "out.bin"]),
    ("tlv-low", [*SIGN, "--custom-tlv", "0x80", "1", *IO]),
    ("tlv-high", [*SIGN, "--custom-tlv", "0xffff", "1", *IO]),
    ("tlv-not-hex", [*SIGN, "--custom-tlv", "0xa0", "0xzz", *IO]),
    ("tlv-not-a-number", [*SIGN, "--custom-tlv", "zz", "1", *IO]),
    ("tlv-file-absent", [*SIGN, "--custom-tlv-file", "0xa0", "absent", *IO]),
    ("sha-of-ed25519", [*SIGN, "-k", "ed25519.pem", "--sha", "384", *IO]),
    ("sha-of-p256", [*SIGN, "-k", "p256.pem", "--sha", "512", *IO]),
    ("pure-p256", [*SIGN, "-k", "p256.pem", "--pure", *IO]),
    ("key-absent", [*SIGN, "-k", "absent.pem", *IO]),
    ("key-no-pem", [*SIGN, "-k", "text.pem", *IO]),
    ("key-x25519", [*SIGN, "-k", "x25519.pem", *IO]),
    ("output-nowhere", [*SIGN, "in.bin", "absent/out.bin"]),
    ("fix-sig-absent", [*SIGN, "--fix-sig", "absent", "--fix-sig-pubkey",
                        "ed25519.pub", *IO]),
    ("hex-input-no-hex", [*SIGN, "text.hex", "out.bin"]),
    ("hex-input-sum", [*SIGN, "sum.hex", "out.bin"]),
    ("hex-input-overlap", [*SIGN, "overlap.hex", "out.bin"]),
    ("key-and-fix-sig", [*SIGN, "-k", "ed25519.pem", "--fix-sig", "sig",
                         "--fix-sig-pubkey", "ed25519.pub", *IO]),
    ("getpub-absent", ["getpub", "-k", "absent.pem"]),
    ("getpub-nowhere", ["getpub", "-k", "p256.pem", "-o", "absent/x"]),
    ("keygen-nowhere", ["keygen", "-k", "absent/x", "-t", "ed25519"]),
    ("verify-short", ["verify", "zeros.bin"]),
]


@each(SAME)
def both_refuse_with_the_same_sentence(box, row):
    _folder(box)
    ours, theirs = _refused(box, row[1])
    check(ours.status == theirs.status == 2, f"{ours}\n{theirs}")
    first = ours.error.split(" (Possible")[0].split("Did you")[0]
    check(theirs.error.startswith(first.strip()) or
          ours.error.startswith(theirs.error), f"{ours}\n{theirs}")
    usage = ours.err.decode().splitlines()[0].replace("sallyport ", "")
    same(usage, theirs.err.decode().splitlines()[0], "usage line")


@each(SAME_STATUS)
def both_refuse_with_the_same_status(box, row):
    _folder(box)
    ours, theirs = _refused(box, row[1])
    check(ours.status == theirs.status, f"{ours}\n{theirs}")


@each(ON_PURPOSE)
def refusals_that_differ_on_purpose(box, row):
    _folder(box)
    _, what, args, status, other = row
    ours, theirs = _refused(box, args)
    same((ours.status, theirs.status), (status, other), f"{ours}\n{theirs}")
    check(what in ours.error, f"{ours}")
