#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times signing and verifying a 1 MiB image, beside the real imgtool.

usage: keys_bench.py SALLYPORT [PEER_PYTHON | --skip WHY]

Both are whole commands, start of the program included; best of several. The
same key and the same payload for both.
"""
import os
import subprocess
import sys
import tempfile
import time

KEYS = ("rsa-2048", "rsa-3072", "ecdsa-p256", "ecdsa-p384", "ed25519")
PAYLOAD_LEN = 1024 * 1024
TRIES = 5
SIGN = ("sign", "-v", "1.0.0", "-H", "32", "--pad-header", "--align", "4",
        "-S", "0x200000")


def best_ms(command):
    """The shortest of several runs, in milliseconds; None if one fails."""
    best = None
    for _ in range(TRIES):
        begun = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        taken = (time.perf_counter() - begun) * 1000
        if done.returncode != 0:
            sys.stderr.write(done.stdout.decode(errors="replace"))
            return None
        best = taken if best is None else min(best, taken)
    return best


def show(value):
    return "failed" if value is None else f"{value:.0f}"


def measure(tool, folder, key):
    """Times of one tool: (sign, verify), or None where it failed."""
    pem = os.path.join(folder, key + ".pem")
    payload = os.path.join(folder, "payload.bin")
    signed = os.path.join(folder, "signed.bin")
    sign = best_ms([*tool, *SIGN, "-k", pem, payload, signed])
    verify = best_ms([*tool, "verify", "-k", pem, signed])
    return sign, verify


def run(ours, peer, folder):
    failed = False
    print(f"{'':12} {'sallyport imgtool':>24} {'imgtool (PyPI)':>24}")
    print(f"{'ms':12} {'sign':>12} {'verify':>11} {'sign':>12} "
          f"{'verify':>11}")
    for key in KEYS:
        subprocess.run([*ours, "keygen", "-t", key, "-k",
                        os.path.join(folder, key + ".pem")], check=True)
        times = list(measure(ours, folder, key))
        failed = failed or None in times
        cells = [show(value) for value in times]
        cells += ([show(value) for value in measure(peer, folder, key)]
                  if peer else ["skipped", "skipped"])
        print(f"{key:12} {cells[0]:>12} {cells[1]:>11} {cells[2]:>12} "
              f"{cells[3]:>11}", flush=True)
    return failed


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    ours = [sys.argv[1], "imgtool"]
    peer = None
    if sys.argv[2] == "--skip":
        print(f"SKIP bench.imgtool: {' '.join(sys.argv[3:])}")
    else:
        peer = [sys.argv[2], "-m", "imgtool.main"]
    print(f"signing and verifying a 1 MiB image, whole command, best of "
          f"{TRIES}")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "payload.bin"), "wb") as payload:
            payload.write(os.urandom(PAYLOAD_LEN))
        sys.exit(1 if run(ours, peer, folder) else 0)


if __name__ == "__main__":
    main()
