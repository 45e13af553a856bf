# SPDX-License-Identifier: Apache-2.0
"""Keys of each side are keys of the other, in every form and encoding."""
import os
import stat

from box import HERE, PLAIN, TYPES, check, same
from table import each

ASK = b"Enter key passphrase: "
PASSWORD = b"pass phr\xc3\xa4se\n"
LOCKED = ("locked-pkcs8.pem", "locked-traditional.pem")


def _strip(result):
    """Standard output without the prompts, which are for a terminal."""
    return result.out.replace(ASK, b"").replace(b"Reenter passphrase: ", b"")


def _agree(box, args, stdin=b""):
    """Status and output but for the prompts."""
    ours = box.ours(*args, stdin=stdin)
    theirs = box.theirs(*args, stdin=stdin)
    check(ours.status == theirs.status, f"statuses differ\n{ours}\n{theirs}")
    if b"Traceback" not in theirs.err:
        same(_strip(ours), _strip(theirs), " ".join(args))
    return ours


def _made_by(box, maker, kind, *options, stdin=b""):
    make = box.ours_ok if maker == "ours" else box.theirs_ok
    make("keygen", "-k", "key.pem", "-t", TYPES[kind], *options, stdin=stdin)
    return "key.pem"


@each(TYPES, ["ours", "theirs"])
def new_key_is_used_by_both(box, kind, maker):
    name = _made_by(box, maker, kind)
    for command in (["getpub"], ["getpubhash"], ["keyinfo"]):
        check(_agree(box, [*command, "-k", name]).status == 0, f"{command}")
    _agree(box, ["getpriv", "-k", name])
    if kind != "x25519":
        _signs_and_verifies(box, name)


@each(["ed25519", "p256", "rsa2048", "x25519"], ["ours", "theirs"])
def new_key_with_a_passphrase_is_used_by_both(box, kind, maker):
    name = _made_by(box, maker, kind, "-p", stdin=PASSWORD * 2)
    check(b"ENCRYPTED" in box.read(name), "not encrypted")
    result = _agree(box, ["getpub", "-k", name], PASSWORD)
    check(result.status == 0, f"{result}")
    check(_agree(box, ["getpub", "-k", name], b"wrong\n").status == 1, "wrong")
    check(_agree(box, ["keyinfo", "-k", name]).status == 2, "keyinfo")
    if kind != "x25519":
        _signs_and_verifies(box, name, PASSWORD)


def _signs_and_verifies(box, key, stdin=b""):
    box.payload(500)
    for name, sign in (("ours", box.ours_ok), ("theirs", box.theirs_ok)):
        sign("sign", "-k", key, "-v", "1", *PLAIN, "in.bin", name, stdin=stdin)
        for verify in (box.ours_ok, box.theirs_ok):
            verify("verify", "-k", key, name, stdin=stdin)


@each(["ours", "theirs"])
def passphrases_must_be_the_same(box, maker):
    name = _made_by(box, maker, "ed25519", "-p",
                    stdin=b"one\ntwo\nthree\nthree\n")
    for stdin, status in ((b"one\n", 1), (b"two\n", 1), (b"three\n", 0)):
        same(_agree(box, ["getpub", "-k", name], stdin).status, status,
             f"{stdin}")


def missing_type_is_asked_for(box):
    ours = box.ours("keygen", "-k", "ours.pem", stdin=b"ed25519\n")
    theirs = box.theirs("keygen", "-k", "theirs.pem", stdin=b"ed25519\n")
    check(ours.status == theirs.status == 0, f"{ours}\n{theirs}")
    for name in ("ours.pem", "theirs.pem"):
        check(b"ed25519_pub_key" in box.ours_ok("getpub", "-k", name).out, name)


def new_key_is_readable_by_its_owner_only(box):
    """On purpose different: the real one leaves that to the umask."""
    _made_by(box, "ours", "ed25519")
    mode = stat.S_IMODE(os.stat(box.path("key.pem")).st_mode)
    check(mode == 0o600, f"{mode:o}")


GETPUB = [["-e", "lang-c"], ["-e", "lang-rust"], ["-e", "pem"], ["-e", "raw"],
          ["-l", "c"], ["-l", "rust"], [], ["--name-suffix", "_2"],
          ["-e", "lang-rust", "--name-suffix", "_aB9"]]


@each(TYPES, ["private", "public"])
def getpub_is_identical(box, kind, half):
    key = box.key(kind, half == "public")
    for options in GETPUB:
        check(box.agree("getpub", *key, *options).status == 0, f"{options}")
        for tool, run in (("ours", box.ours_ok), ("theirs", box.theirs_ok)):
            run("getpub", *key, *options, "-o", tool)
        same(box.read("ours"), box.read("theirs"), f"file of {options}")


@each(TYPES, ["private", "public"])
def getpubhash_is_identical(box, kind, half):
    key = box.key(kind, half == "public")
    for options in ([], ["-e", "lang-c"], ["-e", "raw"],
                    ["--name-suffix", "_2"]):
        check(box.agree("getpubhash", *key, *options).status == 0,
              f"{options}")
        for tool, run in (("ours", box.ours_ok), ("theirs", box.theirs_ok)):
            run("getpubhash", *key, *options, "-o", tool)
        same(box.read("ours"), box.read("theirs"), f"file of {options}")


@each(TYPES, ["private", "public"])
def getpriv_is_identical(box, kind, half):
    key = box.key(kind, half == "public")
    good = 0
    for form in ([], ["-f", "openssl"], ["-f", "pkcs8"]):
        for smaller in ([], ["--minimal"]):
            good += box.agree("getpriv", *key, *form, *smaller).status == 0
    least = 0 if half == "public" or kind == "ed25519" else 2
    check(good >= least, f"{good} succeed")


@each(TYPES, ["private", "public"])
def keyinfo_is_identical(box, kind, half):
    key = box.key(kind, half == "public")
    same(box.agree("keyinfo", *key).text, half + "\n", "kind")
    for wanted in ("private", "public"):
        result = box.agree("keyinfo", *key, "--require", wanted)
        check(result.status == (0 if wanted == half else 2), f"{result}")


def _forms(box, kind):
    """The files that make_keys.py writes for a key."""
    python = box.peer.process.args[0]
    done = box.run([python, os.path.join(HERE, "make_keys.py"),
                    box.key_file(kind), box.folder])
    check(done.status == 0, f"{done}")
    return [name for name in ("pkcs8.pem", "traditional.pem", "public.pem",
                              *LOCKED) if box.exists(name)]


@each(TYPES)
def forms_of_other_tools_are_read_alike(box, kind):
    for name in _forms(box, kind):
        for stdin in (b"secret\n", b"wrong\n") if name in LOCKED else (b"",):
            result = _agree(box, ["getpub", "-k", name], stdin)
            check((result.status == 0) == (stdin != b"wrong\n"), f"{result}")
            _agree(box, ["getpubhash", "-k", name], stdin)
            _agree(box, ["getpriv", "-k", name], stdin)
        _agree(box, ["keyinfo", "-k", name])


@each(TYPES)
def der_is_refused_by_both(box, kind):
    _forms(box, kind)
    check(_agree(box, ["getpub", "-k", "key.der"]).status == 1, "DER")


@each(TYPES)
def damaged_keys_are_refused_by_both(box, kind):
    with open(box.key_file(kind), encoding="ascii") as file:
        text = file.read()
    lines = text.splitlines(keepends=True)
    for damage in (text[:len(text) // 2], "".join(lines[1:]), "", "text\n",
                   "".join(lines[:-1]), text.replace("M", "!", 1),
                   text.replace("PRIVATE KEY", "CERTIFICATE")):
        box.write("bad.pem", damage)
        result = _agree(box, ["getpub", "-k", "bad.pem"])
        check(result.status == 1, f"{damage!r} is taken\n{result}")
        check(b"bad.pem" in result.err, f"no file named\n{result}")
