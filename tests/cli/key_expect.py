# SPDX-License-Identifier: Apache-2.0
"""Expectations that the cases of the key commands share."""
import functools
import re
import shutil
import subprocess

from cli import TIMEOUT_S, check, same

TYPES = {  # -t name: (short name, bytes of public DER)
    "rsa-2048": ("rsa", 270), "rsa-3072": ("rsa", 398),
    "ecdsa-p256": ("ecdsa", 91), "ecdsa-p384": ("ecdsap384", 120),
    "ed25519": ("ed25519", 44), "x25519": ("x25519", 44)}
OPENSSL = shutil.which("openssl")
MADE = {}  # type -> texts of a private and a public key file


def holds(text, part):
    check(part in text, f"  {part!r} expected in {text!r}")


def run(cli, *words, data=""):
    """Runs; the outputs as text."""
    result = cli.run(*words, stdin=data.encode())
    result.out = result.out.decode("utf-8", "replace")
    result.err = result.err.decode("utf-8", "replace")
    return result


def good_bytes(cli, *words):
    """Runs; status 0, nothing on stderr; what it prints."""
    result = cli.ok(*words)
    same(result.err, b"", f"stderr of {words}")
    return result.out


def good(cli, *words):
    """The same as text."""
    return good_bytes(cli, *words).decode()


def usage_error(cli, command, words, text, out=""):
    """Checks the three parts, status 2, and stdout."""
    result = run(cli, *words)
    same((result.status, result.out), (2, out), f"{words}")
    usage, *rest = result.err.split("\n")
    name = f"sallyport imgtool{command}"
    check(usage.startswith(f"Usage: {name} [OPTIONS]"), usage)
    same(rest, [f"Try '{name} -h' for help.", "", f"Error: {text}", ""],
         f"{words}")


def failure(cli, words, text):
    """Checks status 1 and one sentence."""
    result = run(cli, *words)
    same((result.status, result.out), (1, ""), f"{words}")
    check(result.err.startswith("Error: ") and result.err.count("\n") == 1,
          f"  one sentence expected: {result.err!r}")
    holds(result.err, text)


def keygen(cli, kind):
    """Puts KIND.pem and KIND.pub here, made once for all cases of a run."""
    names = (f"{kind}.pem", f"{kind}.pub")
    if kind not in MADE:
        good(cli, "keygen", "-k", names[0], "-t", kind)
        good(cli, "getpub", "-k", names[0], "-e", "pem", "-o", names[1])
        MADE[kind] = [cli.read(name) for name in names]
    for name, text in zip(names, MADE[kind]):
        cli.write(name, text)


def array_of(text):
    """(name, bytes, (length's name, length)) of a C or Rust array."""
    name = re.search(r"(?:char|static) (\w+)", text).group(1)
    data = bytes(int(item, 16) for item in re.findall(r"0x([0-9a-f]{2}),",
                                                      text))
    length = re.search(r"int (\w+) = (\d+);", text)
    return name, data, length.groups() if length else None


def openssl(*words):
    """Standard output of the openssl program."""
    return subprocess.run([OPENSSL, *words], check=True, timeout=TIMEOUT_S,
                          capture_output=True).stdout


def needs_openssl(case):
    """Says so where a case is left out."""
    @functools.wraps(case)
    def wrapped(cli):
        if OPENSSL is None:
            print(f"skipped, as openssl is not installed: {case.__name__}")
            return
        case(cli)
    return wrapped
