#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints Wycheproof vectors in the form that verify_vectors reads.

usage: vectors.py ALGORITHM ARCHIVE    (a wheel with the JSON files)
"""
import json
import sys
import zipfile

FILES = {
    "ecdsa_p256": "ecdsa_secp256r1_sha256_test.json",
    "ed25519": "ed25519_test.json",
    "rsa2048": "rsa_pss_2048_sha256_mgf1_32_test.json",
    "rsa3072": "rsa_pss_3072_sha256_mgf1_32_test.json",
}


def key_of(group, algorithm):
    if algorithm == "ed25519":
        return group["publicKey"]["pk"]
    if algorithm == "ecdsa_p256":
        return group["publicKeyDer"]
    return group["publicKeyAsn"]


def is_zero_padded(test, group):
    """Wycheproof refuses bytes behind the SEQUENCE; the image format has zero
    padding there: such a vector is a valid signature of its group, padded."""
    valid = [t["sig"] for t in group["tests"]
             if t["result"] == "valid" and t["msg"] == test["msg"]]
    return any(test["sig"].startswith(sig)
               and not test["sig"][len(sig):].strip("0") for sig in valid)


def expectation(test, group, algorithm):
    """pass or fail; None where Wycheproof leaves it to the implementation."""
    if test["result"] == "acceptable":
        return None
    if algorithm == "ecdsa_p256" and is_zero_padded(test, group):
        return "pass"
    return "pass" if test["result"] == "valid" else "fail"


def main():
    algorithm, archive = sys.argv[1:]
    with zipfile.ZipFile(archive) as wheel:
        name = next(n for n in wheel.namelist()
                    if n.endswith("/" + FILES[algorithm]))
        data = json.loads(wheel.read(name))
    for group in data["testGroups"]:
        for test in group["tests"]:
            expected = expectation(test, group, algorithm)
            if expected:
                print(f"{algorithm}:{test['tcId']}", algorithm,
                      key_of(group, algorithm), test["msg"] or "-",
                      test["sig"] or "-", expected)


main()
