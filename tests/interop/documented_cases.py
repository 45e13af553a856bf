# SPDX-License-Identifier: Apache-2.0
"""Command lines of the Espressif documentation, with a symbolic link named
imgtool or imgtool.py in place of the real program."""
import os
import re

from box import SIGNING, Device, check, same
from table import each

NAMES = ["imgtool", "imgtool.py"]
SLOT = 0x100000
MAGIC_8 = bytes.fromhex("77c295f360d2ef7f3552500f2cb67980")
MAGIC_32 = bytes.fromhex("20002de15d29410b8d77679c110f1f8a")

LAYOUT = ("CONFIG_ESP_FLASH_SIZE=4MB\n"
          "CONFIG_ESP_APPLICATION_SIZE=0x100000\n"
          "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x10000\n"
          "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x110000\n"
          "CONFIG_ESP_SCRATCH_OFFSET=0x210000\n"
          "CONFIG_ESP_SCRATCH_SIZE=0x40000\n")


def _run(box, name, line):
    """Runs a command line by the link; it must succeed."""
    if not box.exists(name):
        os.symlink(box.program, box.path(name))
        box.payload(20000, name="app.bin")
    result = box.run([box.path(name), *line])
    check(result.status == 0, f"{result}")
    return result


def _line(text):
    """Words of a command line; double quotes hold one together."""
    parts = text.split('"')
    words = []
    for at, part in enumerate(parts):
        words += [part] if at % 2 else part.split()
    return words


@each(NAMES)
def unsigned_image(box, name):
    text = "sign --align 4 -v 0 -H 32 --pad-header -S 0x100000 app.bin "
    _run(box, name, _line(text + "ours.bin"))
    box.theirs_ok(*_line(text + "theirs.bin"))
    same(box.read("ours.bin"), box.read("theirs.bin"), "bytes")


@each(NAMES, SIGNING)
def keys_and_signed_images(box, name, kind):
    """A key, its public part for the build, an image padded to the slot that
    boots as a test of the update."""
    _run(box, name, ["keygen", "-k", "key.pem", "-t", SIGNING[kind]])
    text = _run(box, name, _line("getpub -k key.pem")).out
    same(text, box.theirs_ok("getpub", "-k", "key.pem").out, "C source")
    _run(box, name, _line(
        "sign -k key.pem --pad --pad-sig --align 4 -v 0 -H 32 --pad-header "
        "-S 0x00100000 app.bin signed.bin"))
    image = box.read("signed.bin")
    check(len(image) == SLOT and image.endswith(MAGIC_8), "no trailer")
    box.theirs_ok("verify", "-k", "key.pem", "signed.bin")
    _run(box, name, _line(
        'sign -k key.pem --align 4 -v 1.0.0 -H 32 --pad-header -S 0x100000 '
        'app.bin first.bin'))
    conf = Device(box, kind, LAYOUT).options  # overrides the small layout
    with open(box.path("bootloader.conf"), "a", encoding="ascii") as file:
        file.write("CONFIG_ESP_SIGN_KEY_FILE=key.pem\n")
    for slot, file in (("primary", "first"), ("secondary", "signed")):
        check(box.run([box.program, "sim", "load", *conf, "--slot", slot,
                       f"{file}.bin"]).status == 0, file)
    for version in ("0.0.0", "1.0.0"):
        result = box.run([box.program, "sim", "boot", *conf, "--expect",
                          version])
        check(result.status == 0, f"{result}")


@each(NAMES, ["p256", "none"])
def flash_encryption_alignment(box, name, kind):
    key = " ".join(box.key(kind))
    _run(box, name, _line(
        f"sign {key} --pad --pad-sig --align 32 --max-align 32 -v 0 -H 32 "
        "--pad-header -S 0x00100000 app.bin signed.bin"))
    image = box.read("signed.bin")
    check(len(image) == SLOT and image.endswith(MAGIC_32), "no trailer")
    box.theirs_ok("verify", *box.key(kind), "signed.bin")


@each(NAMES)
def dependency_and_counter(box, name):
    for more in ('-v 1.0.0 -d "(1, 0.0.1+0)"', "-v 1.0.0 -s 1"):
        text = f"{more} --align 4 -H 32 --pad-header -S 0x100000 app.bin "
        _run(box, name, ["sign", *_line(text + "ours.bin")])
        box.theirs_ok("sign", *_line(text + "theirs.bin"))
        same(box.read("ours.bin"), box.read("theirs.bin"), more)


@each(NAMES)
def options_in_any_place_and_form(box, name):
    _run(box, name, _line(
        "sign app.bin --version=1.2 -H32 one.bin --slot-size=0x100000 "
        "--pad-header --align 1 --align 4"))
    box.theirs_ok("create", *_line(
        "--align 4 -v 1.2 -H 32 -S 0x100000 --pad-header -- app.bin two.bin"))
    same(box.read("one.bin"), box.read("two.bin"), "bytes")


@each(NAMES)
def help_and_version(box, name):
    for words in (["-h"], ["--help"], ["sign", "-h"], ["version"]):
        _run(box, name, words)
    check(_run(box, name, ["sign", "-h"]).text.startswith(
        "Usage: imgtool sign [OPTIONS] INFILE OUTFILE") or
        _run(box, name, ["sign", "-h"]).text.startswith(
            f"Usage: {name} sign"), "usage line")


def every_option_of_theirs_is_in_our_help(box):
    for command in ("sign", "create", "verify", "dumpinfo", "keygen",
                    "getpub", "getpubhash", "getpriv", "keyinfo", "version"):
        theirs = box.theirs_ok(command, "--help").text
        ours = box.ours_ok(command, "--help").text
        for option in set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", theirs)):
            check(re.search(rf"(?<![\w-]){option}(?![\w-])", ours),
                  f"{command}: no {option} in\n{ours}")
