# SPDX-License-Identifier: Apache-2.0
"""Writes a key in the forms in which other tools keep keys.

usage: make_keys.py KEY.pem FOLDER     (with the virtual environment's Python)

Independent of both tools: the `cryptography` package writes them. Files:
pkcs8.pem, traditional.pem (RSA and EC), locked-pkcs8.pem and
locked-traditional.pem (passphrase "secret"), public.pem, and key.der.
"""
import os
import sys

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat,
    PublicFormat, load_pem_private_key)

PASSPHRASE = b"secret"


def private_forms(key):
    locked = BestAvailableEncryption(PASSPHRASE)
    forms = {
        "pkcs8.pem": (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "locked-pkcs8.pem": (Encoding.PEM, PrivateFormat.PKCS8, locked),
        "key.der": (Encoding.DER, PrivateFormat.PKCS8, NoEncryption())}
    if "25519" not in type(key).__name__:
        old = PrivateFormat.TraditionalOpenSSL
        forms["traditional.pem"] = (Encoding.PEM, old, NoEncryption())
        forms["locked-traditional.pem"] = (Encoding.PEM, old, locked)
    return forms


def main(path, folder):
    with open(path, "rb") as file:
        key = load_pem_private_key(file.read(), None)
    files = {name: key.private_bytes(*form)
             for name, form in private_forms(key).items()}
    files["public.pem"] = key.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for name, data in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
