# SPDX-License-Identifier: Apache-2.0
"""Key files that can and cannot be used, and passphrases at a terminal."""
import base64
import fcntl
import os
import pty
import select
import signal
import subprocess
import termios

from cli import check, same
from key_expect import (TYPES, failure, good, holds, keygen, needs_openssl,
                        openssl, run, usage_error)
from keys import ED25519

READERS = (["getpub"], ["getpub", "-o", "out"], ["getpubhash"],
           ["getpubhash", "-o", "out"], ["getpriv"], ["keyinfo"])


def _assert_refused(cli, key, text):
    before = cli.files()
    for words in READERS:
        failure(cli, [*words, "-k", key], text)
    same(cli.files(), before)


def a_missing_file_is_named(cli):
    _assert_refused(cli, "none.pem", "Cannot read 'none.pem': No such "
                    "file or directory")


def a_folder_is_no_key(cli):
    os.mkdir(cli.path("bin"))
    _assert_refused(cli, "bin", "Cannot read 'bin': Is a directory")


def a_file_without_pem_is_refused(cli):
    cli.write("k", "hello\n")
    _assert_refused(cli, "k", "Cannot use key file 'k': it holds no PEM "
                    "key that can be used")


def raw_der_is_refused(cli):
    with open(cli.path("k"), "wb") as file:
        file.write(base64.b64decode(ED25519.split("\n")[1]))
    _assert_refused(cli, "k", "it holds no PEM key that can be used")


def a_cut_pem_is_refused(cli):
    for length in (40, 80, 110):
        cli.write("k", ED25519[:length])
        _assert_refused(cli, "k", "Cannot use key file 'k': ")


def a_damaged_pem_is_refused(cli):
    cli.write("k", ED25519.replace("MC4C", "MC5C"))
    _assert_refused(cli, "k", "the key in it is damaged")
    cli.write("k", ED25519.replace("MC4C", "M*4C"))
    _assert_refused(cli, "k", "its PEM text is damaged or cut short")


@needs_openssl
def types_that_no_bootloader_takes_are_refused(cli):
    for words, text in [
            (["-algorithm", "ec", "-pkeyopt",
              "ec_paramgen_curve:secp521r1"], "Unsupported EC curve"),
            (["-algorithm", "ed448"], "Unsupported key type"),
            (["-algorithm", "rsa", "-pkeyopt", "rsa_keygen_bits:1024"],
             "Unsupported RSA key size: 1024 bits")]:
        openssl("genpkey", *words, "-out", cli.path("k"))
        _assert_refused(cli, "k", text)


def an_encrypted_key_wants_its_passphrase_once(cli):
    run(cli, "keygen", "-k", "k", "-t", "ed25519", "-p",
        data="abc\nabc\n")
    for data, text in [
            ("", "it is encrypted and needs a passphrase"),
            ("abd\nabc\n", "wrong passphrase")]:
        result = run(cli, "getpub", "-k", "k", "-o", "o", data=data)
        same((result.status, result.out), (1, ""))
        holds(result.err, text)
        same(cli.files(), ["k"])
    result = run(cli, "getpub", "-k", "k", data="abc\n")
    same(result.status, 0)
    same(result.err, "Enter key passphrase: ")
    holds(result.out, "ed25519_pub_key")


@needs_openssl
def traditional_and_encrypted_files_of_openssl_are_read(cli):
    for kind, tool in [("rsa-2048", "rsa"), ("rsa-3072", "rsa"),
                       ("ecdsa-p256", "ec"), ("ecdsa-p384", "ec")]:
        keygen(cli, kind)
        pem = cli.path(f"{kind}.pem")
        more = ["-traditional"] if tool == "rsa" else []
        expected = good(cli, "getpub", "-k", f"{kind}.pem")
        for cipher in ([], ["-aes128"], ["-aes256"], ["-des3"]):
            openssl(tool, "-in", pem, *more, *cipher, "-passout",
                    "pass:abc", "-out", cli.path("t"))
            holds(cli.read("t"), b"BEGIN " + tool.upper().encode())
            result = run(cli, "getpub", "-k", "t", data="abc\n")
            same((result.status, result.out), (0, expected))
    for kind in TYPES:
        keygen(cli, kind)
        expected = good(cli, "getpub", "-k", f"{kind}.pem")
        for words in (["-v2", "aes-256-cbc"], ["-v2", "aes-128-cbc"],
                      ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA1"],
                      ["-v2", "des3"]):
            openssl("pkcs8", "-topk8", "-in",
                    cli.path(f"{kind}.pem"), *words, "-passout",
                    "pass:abc", "-out", cli.path("t"))
            result = run(cli, "getpub", "-k", "t", data="abc\n")
            same((result.status, result.out), (0, expected))


def _at_terminal(cli, words, answers):
    """Runs at a pseudo-terminal; types an answer to each question that ends
    ': '. Returns status, what the terminal showed, and whether it still shows
    what is typed."""
    terminal, far_end = pty.openpty()
    process = subprocess.Popen(
        [cli.program, "imgtool", *words], cwd=cli.folder, stdin=far_end,
        stdout=far_end, stderr=far_end, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
    seen = b""
    answers = list(answers)
    while process.poll() is None or select.select([terminal], [], [], 0)[0]:
        if select.select([terminal], [], [], 0.05)[0]:
            seen += os.read(terminal, 1024)
        if answers and seen.endswith(b": "):
            os.write(terminal, answers.pop(0))
    shows = bool(termios.tcgetattr(far_end)[3] & termios.ECHO)
    os.close(far_end)
    os.close(terminal)
    return process.returncode, seen.decode().replace("\r\n", "\n"), shows


def a_passphrase_is_not_shown(cli):
    status, seen, shows = _at_terminal(
        cli, ["keygen", "-k", "k", "-t", "ed25519", "-p"],
        [b"swordfish\n", b"swordfish\n"])
    same((status, shows), (0, True))
    same(seen, "Enter key passphrase: \nReenter passphrase: \n")
    status, seen, shows = _at_terminal(cli, ["getpub", "-k", "k"],
                                       [b"swordfish\n"])
    same((status, shows), (0, True))
    check("swordfish" not in seen, seen)
    holds(seen, "ed25519_pub_key_len = 44;")


def an_interrupt_ends_the_program_and_leaves_the_terminal_showing(cli):
    status, _, shows = _at_terminal(
        cli, ["keygen", "-k", "k", "-t", "ed25519", "-p"], [b"sword\x03"])
    same((status, shows), (-signal.SIGINT, True))
    same(cli.files(), [])
