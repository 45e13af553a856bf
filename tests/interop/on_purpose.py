# SPDX-License-Identifier: Apache-2.0
"""Where we refuse and the real imgtool does not, or not with that status.

Rows: (claim, what our sentence says, command line, our status, theirs). The
files are those of error_cases.py.
"""
from box import PLAIN

SIGN = ["sign", "-v", "1.0", *PLAIN]
IO = ["in.bin", "out.bin"]

ON_PURPOSE = [
    ("an-image-is-not-signed-twice", "already has an image header",
     [*SIGN, "image.bin", "out.bin"], 2, 0),
    ("a-version-must-fit-the-header", "the parts of a version go up to",
     ["sign", *PLAIN, "-v", "256", *IO], 2, 1),
    ("a-build-number-must-fit-the-header", "the parts of a version go up to",
     ["sign", *PLAIN, "-v", "1.2.3+4294967296", *IO], 2, 1),
    ("a-counter-must-fit-its-entry", "'-s' / '--security-counter'",
     [*SIGN, "-s", "4294967296", *IO], 2, 1),
    ("a-dependency-must-fit-its-entry", "image numbers go up to 255",
     [*SIGN, "-d", "(256, 1.0)", *IO], 2, 1),
    ("a-class-name-needs-a-vendor", "is a name, not a UUID",
     [*SIGN, "--cid", "name", *IO], 2, 1),
    ("a-fixed-signature-must-be-of-this-image",
     "the fixed signature does not belong to this image",
     [*SIGN, "--fix-sig", "sig", "--fix-sig-pubkey", "ed25519.pub", *IO],
     1, 0),
    ("a-padded-hex-file-needs-a-slot", "padding a hex file needs the slot size",
     [*SIGN, "-S", "0", "-x", "0", "--pad", "in.bin", "out.hex"], 2, 0),
    ("a-padded-vector-must-fit-the-slot", "exceeds requested size",
     [*SIGN, "-S", "0x100", "--pad", "--vector-to-sign", "payload", *IO],
     1, 0),
    ("encryption-comes-later", "is not supported yet",
     [*SIGN, "-E", "x25519.pub", *IO], 2, 0),
    ("compression-comes-later", "is not supported yet",
     [*SIGN, "--compression", "lzma2", *IO], 2, 0),
    ("a-file-of-31-zeros-is-not-shown", "fewer than the 32 of an image header",
     ["dumpinfo", "zeros.bin"], 1, 0),
    ("an-image-without-hash-is-not-valid", "",
     ["verify", "-k", "p256.pub", "hashless.bin"], 1, 0),
]


def is_on_purpose(ours, theirs):
    """Whether a refusal of ours is of a kind that is listed above."""
    return any(what and what in ours.error and
               (ours.status, theirs.status) == (status, other)
               for _, what, _, status, other in ON_PURPOSE)
