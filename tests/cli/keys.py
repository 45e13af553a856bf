# SPDX-License-Identifier: Apache-2.0
"""Test keys that the worked examples of SPEC are signed with."""
import base64


def _pem(label, der):
    text = base64.encodebytes(der).decode().replace("\n", "")
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines,
                      f"-----END {label}-----", ""])


_EC_PUBLIC = bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107034200")

# seed 00 to 1f
ED25519 = _pem("PRIVATE KEY", bytes.fromhex(
    "302e020100300506032b657004220420") + bytes(range(32)))
ED25519_PUBLIC = _pem("PUBLIC KEY", bytes.fromhex(
    "302a300506032b657003210003a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f"
    "1ddc8664125531b8"))

# scalar 01 to 20
P256 = _pem("EC PRIVATE KEY", bytes.fromhex("30310201010420")
            + bytes(range(1, 33)) + bytes.fromhex("a00a06082a8648ce3d030107"))
P256_PUBLIC = _pem("PUBLIC KEY", bytes.fromhex("3059") + _EC_PUBLIC
                   + bytes.fromhex(
    "04515c3d6eb9e396b904d3feca7f54fdcd0cc1e997bf375dca515ad0a6c3b4035f"
    "4536be3a50f318fbf9a5475902a221502bef0d57e08c53b2cc0a56f17d9f9354"))

# scalar 20 to 3f
X25519 = _pem("PRIVATE KEY", bytes.fromhex(
    "302e020100300506032b656e04220420") + bytes(range(32, 64)))
