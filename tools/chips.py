#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the bootloader of every chip with every signature; compares sizes.

Each signature is built twice: alone, and "locked": with Secure Boot V2, flash
encryption and downgrade prevention by counter, which is meant to fit AIM. Two
of them are built with serial recovery besides, which is meant to add no more
than RECOVERY_AIM; where the chip has it, also over the USB Serial/JTAG.

usage: chips.py [--update] SALLYPORT

Prints the bytes of each mcuboot_<chip>.bin. One that grew by more than
ALLOWED bytes over docs/sizes.tsv fails; --update writes that file anew, for a
growth that is worth it. Sizes belong to a compiler: with another version than
the table's nothing is compared, and the line says so.
"""
import argparse
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TABLE = os.path.join("docs", "sizes.tsv")
FOLDER = os.path.join("build", "chips")
KEYS = os.path.join(ROOT, "tests", "vectors", "conf")
ALLOWED = 32  # bytes
AIM = 28 * 1024  # bytes of a bootloader with all security
RECOVERY_AIM = 6 * 1024  # bytes that serial recovery adds
USB_CHIPS = ("esp32c3", "esp32s3")  # that have the USB Serial/JTAG

RSA = "CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN={}\n"
SIGNATURES = {  # name -> (options, key file)
    "none": ("", None),
    "rsa2048": (RSA.format(2048), "rsa2048.pub.pem"),
    "rsa3072": (RSA.format(3072), "rsa3072.pub.pem"),
    "ec256": ("CONFIG_ESP_SIGN_EC256=y\n", "ec256.pub.pem"),
    "ed25519": ("CONFIG_ESP_SIGN_ED25519=y\n", "ed25519.pub.pem"),
}
LOCKED = "".join(f"CONFIG_{key}=y\n" for key in (
    "SECURE_BOOT", "SECURE_BOOT_V2_ENABLED", "SECURE_SIGNED_ON_BOOT",
    "SECURE_SIGNED_APPS_RSA_SCHEME", "SECURE_BOOT_SUPPORTS_RSA",
    "SECURE_FLASH_ENC_ENABLED", "SECURE_FLASH_ENCRYPTION_MODE_RELEASE",
    "SECURE_DISABLE_ROM_DL_MODE", "ESP_DOWNGRADE_PREVENTION",
    "ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER"))
SIGNATURES.update({f"locked-{name}": (LOCKED + options, key)
                   for name, (options, key) in list(SIGNATURES.items())
                   if key is not None})
SERIAL = ("CONFIG_ESP_MCUBOOT_SERIAL=y\nCONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=4\n"
          "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=5\n"
          "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=2\n")
USB = ("CONFIG_ESP_MCUBOOT_SERIAL=y\n"
       "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n")
WITHOUT = {"serial-none": "none", "serial-ec256": "ec256",
           "serial-usb": "none"}  # the same without recovery
SIGNATURES.update({
    name: ((USB if name == "serial-usb" else SERIAL) + SIGNATURES[base][0],
           SIGNATURES[base][1]) for name, base in WITHOUT.items()})
HEAD = ("# Bytes of mcuboot_<chip>.bin: default configuration, each signature."
        "\n# locked: with Secure Boot V2, flash encryption and counter; meant "
        f"to fit {AIM}."
        "\n# serial: with serial recovery by UART; meant to add no more than "
        f"{RECOVERY_AIM}.\n# serial-usb: over the USB Serial/JTAG, and no "
        "signature."
        "\n# Written by tools/chips.py --update.\n")


def chips():
    """The chips that cmake/chip_target.cmake names."""
    path = os.path.join(ROOT, "cmake", "chip_target.cmake")
    with open(path, encoding="utf-8") as file:
        return re.search(r"chip_supported ([^)]*)\)", file.read())[1].split()


def run(*words):
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\nFAIL chips.build: {' '.join(words)}")
    return done.stdout


def configuration(chip, name):
    """The chip's own file, and one with the signature."""
    options, key = SIGNATURES[name]
    path = os.path.join(FOLDER, name + ".conf")
    if key is not None:
        options += f"CONFIG_ESP_SIGN_KEY_FILE={os.path.join(KEYS, key)}\n"
    with open(os.path.join(ROOT, path), "w", encoding="utf-8") as file:
        file.write(options)
    return f"port/{chip}/bootloader.conf {path}"


def build(chip, name, program):
    folder = os.path.join(FOLDER, chip)
    run("cmake", f"-DMCUBOOT_TARGET={chip}", f"-DSALLYPORT_PROGRAM={program}",
        f"-DMCUBOOT_CONFIG_FILE={configuration(chip, name)}", "-B", folder,
        "-GNinja")
    run("ninja", "-C", folder)
    return os.path.getsize(os.path.join(ROOT, folder, f"mcuboot_{chip}.bin"))


def compiler(chip):
    """Name and version of the compiler that a build folder uses."""
    path = os.path.join(ROOT, FOLDER, chip, "CMakeCache.txt")
    with open(path, encoding="utf-8") as file:
        found = re.search(r"^SALLYPORT_CHIP_COMPILER\S*=(.*)$", file.read(),
                          re.M)[1]
    return f"{os.path.basename(found)} {run(found, '-dumpfullversion').strip()}"


def names_of(chip):
    """What is built for a chip."""
    return [name for name in SIGNATURES
            if name != "serial-usb" or chip in USB_CHIPS]


def measure(program):
    """chip -> (compiler, {signature: bytes})"""
    os.makedirs(os.path.join(ROOT, FOLDER), exist_ok=True)
    found = {}
    for chip in chips():
        sizes = {name: build(chip, name, program) for name in names_of(chip)}
        found[chip] = (compiler(chip), sizes)
    return found


def read_table():
    path = os.path.join(ROOT, TABLE)
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file
                if not line.startswith("#")]
    return {row[0]: (row[1], {name: int(size) for name, size
                              in zip(rows[0][2:], row[2:]) if size != "-"})
            for row in rows[1:]}


def write_table(found):
    with open(os.path.join(ROOT, TABLE), "w", encoding="utf-8") as file:
        file.write(HEAD + "\t".join(["chip", "compiler", *SIGNATURES]) + "\n")
        for chip, (by, sizes) in found.items():
            file.write("\t".join([chip, by, *(str(sizes.get(name, "-"))
                                              for name in SIGNATURES)]) + "\n")


def is_locked(name):
    return name.rsplit(".", 1)[-1].startswith("locked-")


def added_text(name, sizes):
    """What recovery adds, in words; nothing for a build without it."""
    if name not in WITHOUT:
        return ""
    added = sizes[name] - sizes[WITHOUT[name]]
    beyond = (f", {added - RECOVERY_AIM} beyond the {RECOVERY_AIM} aimed at"
              if added > RECOVERY_AIM else "")
    return f"; recovery adds {added}{beyond}"


def judge(name, size, old):
    if old is None:
        return (f"FAIL {name}: {TABLE} has no such size: run tools/chips.py "
                "--update and commit it")
    if size > old + ALLOWED:
        return (f"FAIL {name}: {size} bytes, {size - old} more than in {TABLE},"
                f" {ALLOWED} are allowed: make it smaller, or run "
                "tools/chips.py --update and give the reason in the commit")
    beyond = (f", {size - AIM} beyond the {AIM} aimed at"
              if is_locked(name) and size > AIM else "")
    return f"pass {name}: {size} bytes, {size - old:+d}{beyond}"


def compare(found, table):
    """One line for each chip and signature; true if none failed."""
    lines = []
    for chip, (by, sizes) in found.items():
        their, old = table.get(chip, (by, {}))
        for name, size in sizes.items():
            full = f"chips.size.{chip}.{name}"
            if their != by:
                lines.append(f"SKIP {full}: {size} bytes by {by}, but {TABLE} "
                             f"is by {their}")
            else:
                lines.append(judge(full, size, old.get(name))
                             + added_text(name, sizes))
    print("\n".join(lines))
    return not any(line.startswith("FAIL") for line in lines)


def print_table(found):
    print("bytes of mcuboot_<chip>.bin\n" + f"{'':16}"
          + "".join(f"{chip:>9}" for chip in found))
    for name in SIGNATURES:
        print(f"{name:16}" + "".join(f"{sizes.get(name, '-'):>9}"
                                     for _, sizes in found.values()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", metavar="SALLYPORT")
    parser.add_argument("--update", action="store_true",
                        help=f"write {TABLE} anew")
    args = parser.parse_args()
    found = measure(os.path.abspath(args.program))
    print_table(found)
    if args.update:
        write_table(found)
    return 0 if compare(found, read_table()) else 1


if __name__ == "__main__":
    sys.exit(main())
