#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints tests/unit/rsa_pss_vectors.h: RSA-PSS signatures, good and malformed.

The good ones come from the Python package `cryptography` (OpenSSL), the
malformed ones from an encoder that breaks one rule of RFC 8017, 9.1.2 each
and raises the result to the private exponent. Keys are made anew and thrown
away, so the numbers differ from run to run.
"""
import hashlib
import textwrap

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa, utils

DIGEST = hashlib.sha256(b"sallyport").digest()


def mgf1(seed, length):
    blocks = [hashlib.sha256(seed + i.to_bytes(4, "big")).digest()
              for i in range(length // 32 + 1)]
    return b"".join(blocks)[:length]


def encode(em_len, salt=b"\x5a" * 32, separator=b"\x01", zeros=None,
           trailer=0xbc, top=0, digest=DIGEST):
    h = hashlib.sha256(bytes(8) + digest + salt).digest()
    db_len = em_len - 33
    if zeros is None:
        zeros = bytes(db_len - len(salt) - 1)
    db = zeros + separator + salt
    assert len(db) == db_len
    masked = bytes(a ^ b for a, b in zip(db, mgf1(h, db_len)))
    first = (masked[0] & 0x7f) | top
    return bytes([first]) + masked[1:] + h + bytes([trailer])


def raw_sign(key, em):
    numbers = key.private_numbers()
    n = numbers.public_numbers.n
    value = int.from_bytes(em, "big")
    if value >= n:
        return None
    return pow(value, numbers.d, n).to_bytes(len(em), "big")


def emit(name, data):
    lines = textwrap.wrap(data.hex(), 68)
    print(f"static const char {name}[] =")
    print("\n".join(f'    "{line}"' for line in lines) + ";\n")


def public(key):
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.PKCS1)


def good(key):
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    return key.sign(DIGEST, pss, utils.Prehashed(hashes.SHA256()))


def short_key():
    """A key of 2047 bits, and a signature that only its length rules out."""
    while True:
        key = rsa.generate_private_key(65537, 2047)
        signature = raw_sign(key, encode(256))
        if signature is not None:
            return key, signature


def padded_public(key):
    """PKCS#1 with a zero byte too many before the modulus of 2047 bits."""
    n = key.private_numbers().public_numbers.n
    return (bytes.fromhex("3082010a0282010100") + n.to_bytes(256, "big")
            + bytes.fromhex("0203010001"))


def key_with_room():
    """A key whose modulus lets an EM with its top bit set be signed."""
    while True:
        key = rsa.generate_private_key(65537, 2048)
        bad = raw_sign(key, encode(256, top=0x80))
        if bad is not None:
            return key, bad


def main():
    key, top_bit = key_with_room()
    larger = rsa.generate_private_key(65537, 3072)
    other_e = rsa.generate_private_key(3, 2048)
    short, by_short = short_key()
    flipped = bytearray(bytes(190))
    flipped[100] = 1
    print("""/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA-PSS vectors printed by tests/vectors/make_rsa_pss.py, which says how
 * they are made: OpenSSL signed the good ones. The digest is that of the
 * nine letters "sallyport".
 */
#ifndef RSA_PSS_VECTORS_H
#define RSA_PSS_VECTORS_H
""")
    emit("vector_digest", DIGEST)
    emit("vector_key_2048", public(key))
    emit("vector_good_2048", good(key))
    emit("vector_key_3072", public(larger))
    emit("vector_good_3072", good(larger))
    print("/* Exponent 3: a sound key that this project does not use. */")
    emit("vector_key_exponent_3", public(other_e))
    print("/* A modulus of 2047 bits, in DER that is not minimal. */")
    emit("vector_key_2047", padded_public(short))
    emit("vector_by_2047", by_short)
    print("/* Encodings by our own rules: valid, to show the encoder is. */")
    emit("vector_encoder_2048", raw_sign(key, encode(256)))
    print("/* One rule broken each. */")
    emit("vector_bad_trailer", raw_sign(key, encode(256, trailer=0xcc)))
    emit("vector_bad_top_bit", top_bit)
    emit("vector_bad_separator", raw_sign(key, encode(256, separator=b"\2")))
    emit("vector_bad_zeros",
         raw_sign(key, encode(256, zeros=bytes(flipped))))
    emit("vector_salt_of_31", raw_sign(key, encode(256, salt=b"\x5a" * 31)))
    emit("vector_salt_of_33", raw_sign(key, encode(256, salt=b"\x5a" * 33)))
    emit("vector_salt_of_0", raw_sign(key, encode(256, salt=b"")))
    emit("vector_other_digest",
         raw_sign(key, encode(256, digest=hashlib.sha256(b"x").digest())))
    print("#endif")


main()
