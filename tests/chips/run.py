#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds bootloaders as a user would: documented commands, errors, flashing.

usage: run.py (--esptool PATH | --without-esptool WHY) SALLYPORT [-k PART]...

A claim is a function with a parameter `bench`; those that use the real esptool
begin with `esptool_`. One with a second parameter `chip` is made of each chip
that can be built, the others of one. Prints `pass`, `FAIL` or `SKIP` for each. Builds happen
in folders that are thrown away.
"""
import argparse
import glob
import inspect
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path += [os.path.join(ROOT, "tests", "cli"), os.path.join(ROOT, "tools")]

import chips as chip_table  # noqa: E402
from cli import Failure, check, same  # noqa: E402  what claims fail with


class Chip:
    """What a claim has to know of a chip."""

    def __init__(self, name, title, prefix, offset, revision):
        self.name = name
        self.title = title        # as esptool writes it
        self.prefix = prefix      # of the distribution's compiler
        self.offset = offset      # of the bootloader in the flash
        self.revision = revision  # smallest: minor (C3) or major, and in full

    @property
    def compiler(self):
        return self.prefix + "gcc"

    @property
    def revision_text(self):
        legacy, full = self.revision
        return f"v{full // 100}.{full % 100}, (legacy min_rev = {legacy})"


XTENSA = "xtensa-lx106-elf-"
CHIPS = {chip.name: chip for chip in (
    Chip("esp32", "ESP32", XTENSA, "0x1000", (3, 300)),
    Chip("esp32s2", "ESP32-S2", XTENSA, "0x1000", (0, 0)),
    Chip("esp32c3", "ESP32-C3", "riscv64-unknown-elf-", "0x0", (3, 3)),
    Chip("esp32s3", "ESP32-S3", XTENSA, "0x0", (0, 0)),
)}
ONE = CHIPS["esp32c3"]  # of which claims are made that say nothing of chips
KEYS = os.path.join(ROOT, "tests", "vectors", "conf")
EC256 = ("CONFIG_ESP_SIGN_EC256=y\n"
         f"CONFIG_ESP_SIGN_KEY_FILE={KEYS}/ec256.pub.pem\n")
TIMEOUT_S = 300


class Done:
    """How a command ended; both its outputs in one text."""

    def __init__(self, words, process):
        self.words = words
        self.status = process.returncode
        self.text = process.stdout

    @property
    def flat(self):
        """The text with line breaks as blanks: CMake breaks sentences."""
        return re.sub(r"\s+", " ", self.text)

    def __str__(self):
        return (f"  command: {' '.join(self.words)}\n  status: {self.status}\n"
                f"{self.text[-3000:]}")


class Bench:
    """A folder that is thrown away, and one finished build of each chip."""

    def __init__(self, program, esptool, shared):
        self.program = program
        self.esptool = esptool
        self.shared = shared
        self.folder = None
        self.chip = ONE

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def run(self, *words, cwd=ROOT, env=None):
        process = subprocess.run(
            words, cwd=cwd, env={**os.environ, **(env or {})}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            stdin=subprocess.DEVNULL, timeout=TIMEOUT_S)
        return Done(words, process)

    def ok(self, *words, **more):
        done = self.run(*words, **more)
        check(done.status == 0, f"does not succeed\n{done}")
        return done

    def refused(self, sentence, *words, **more):
        done = self.run(*words, **more)
        check(done.status != 0, f"must fail\n{done}")
        check(sentence in done.flat, f"no '{sentence}' in\n{done}")
        return done

    def configure(self, folder, *options):
        return ("cmake", f"-DMCUBOOT_TARGET={self.chip.name}",
                f"-DSALLYPORT_PROGRAM={self.program}", *options, "-B", folder,
                "-GNinja")

    def build(self, folder, *options):
        """A build; returns the bytes of its image."""
        self.ok(*self.configure(folder, *options))
        self.ok("ninja", "-C", folder)
        return self.image(folder)

    def product(self, folder, ending="bin"):
        return os.path.join(folder, f"mcuboot_{self.chip.name}.{ending}")

    def image(self, folder, ending="bin"):
        with open(self.product(folder, ending), "rb") as file:
            return file.read()

    def plain(self):
        """The folder of a build with the default configuration."""
        folder = os.path.join(self.shared, self.chip.name)
        if not os.path.exists(self.product(folder)):
            self.build(folder, "-DMCUBOOT_FLASH_PORT=/dev/null")
        return folder

    def fake_esptool(self, name, commands):
        """A folder with a tool that tells its arguments."""
        path = self.write(name, f'#!/bin/sh\ncase "$1" in\n--help) echo '
                          f'"{commands}" ;;\n*) echo "called: $*" ;;\nesac\n')
        os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
        return self.folder

    def copy_tree(self, name):
        """The project's files in another folder."""
        listed = self.ok("git", "ls-files", "-co", "--exclude-standard").text
        for file in listed.splitlines():
            if os.path.exists(os.path.join(ROOT, file)):
                place = os.path.join(self.path(name), file)
                os.makedirs(os.path.dirname(place), exist_ok=True)
                shutil.copy2(os.path.join(ROOT, file), place)
        return self.path(name)


def documented_commands_make_the_same_image_in_another_folder(bench, chip):
    tree = bench.copy_tree("tree")
    env = {"SALLYPORT_DEPS": os.environ.get("SALLYPORT_DEPS",
                                            os.path.join(ROOT, ".deps"))}
    bench.ok("cmake",
             f"-DCMAKE_TOOLCHAIN_FILE=tools/toolchain-{chip.name}.cmake",
             f"-DMCUBOOT_TARGET={chip.name}", "-DMCUBOOT_FLASH_PORT=/dev/ttyUSB0",
             "-B", "build", "-GNinja", cwd=tree, env=env)
    bench.ok("ninja", "-C", "build/", cwd=tree, env=env)
    made = os.path.join(tree, "build")
    same(bench.image(made), bench.image(bench.plain()), "image")
    check(b"chip_main" in bench.image(made, "elf"), "no symbols in the ELF")
    check(b".loader" in bench.image(made, "map"), "no sections in the map")
    for word in (tree.encode(), ROOT.encode()):
        check(word not in bench.image(made), "the image holds a path")


def a_second_build_makes_nothing_anew(bench):
    folder = bench.plain()
    image = bench.product(folder)
    before = os.stat(image).st_mtime_ns
    bench.ok("ninja", "-C", folder)
    same(os.stat(image).st_mtime_ns, before)


def later_configuration_files_override_earlier_ones(bench):
    one = bench.write("one.conf", "CONFIG_ESP_FLASH_SIZE=8MB\n")
    two = bench.write("two.conf", "CONFIG_ESP_FLASH_SIZE=16MB\n" + EC256)
    image = bench.build(bench.path("build"),
                        f"-DMCUBOOT_CONFIG_FILE={one} {two}")
    same(image[3], 0x40)
    with open(bench.path("build/product.c"), encoding="utf-8") as file:
        check("&signature_ecdsa_p256" in file.read(), "EC256 is not used")


def a_changed_configuration_is_built_by_ninja_alone(bench):
    conf = bench.write("a.conf", "")
    folder = bench.path("build")
    plain = bench.build(folder, f"-DMCUBOOT_CONFIG_FILE={conf}")
    bench.write("a.conf", EC256)
    bench.ok("ninja", "-C", folder)
    check(len(bench.image(folder)) > len(plain) + 1000, "EC256 is not in it")
    bench.write("a.conf", "CONFIG_ESP_FLASH_SIZE=8MB\n")
    bench.ok("ninja", "-C", folder)
    same(bench.image(folder)[3], 0x30)


def flash_mode_and_frequency_reach_the_header(bench):
    image = bench.build(bench.path("build"), "-DESP_FLASH_MODE=qio",
                        "-DESP_FLASH_FREQ=80m")
    same(image[2:4].hex(), "002f")


def an_unknown_chip_is_refused_with_the_names_of_known_ones(bench):
    bench.refused(f"MCUBOOT_TARGET=esp32c99 is no chip that can be built: "
                  f"choose one of {', '.join(chip_table.chips())}", "cmake",
                  "-DMCUBOOT_TARGET=esp32c99", "-B", bench.path("build"))


def a_toolchain_file_without_a_chip_is_refused(bench):
    bench.refused("the chip is not named: add -DMCUBOOT_TARGET=<chip>, one of "
                  f"{', '.join(chip_table.chips())}", "cmake", "-B",
                  bench.path("build"),
                  f"-DCMAKE_TOOLCHAIN_FILE=tools/toolchain-{ONE.name}.cmake")


def a_missing_configuration_file_is_named(bench):
    bench.refused("the configuration file nowhere.conf is missing: correct "
                  "MCUBOOT_CONFIG_FILE", *bench.configure(
                      bench.path("build"),
                      "-DMCUBOOT_CONFIG_FILE=nowhere.conf"))


COMPILERS = {  # distribution's prefix -> the others', and the package
    "riscv64-unknown-elf-": ("riscv32-esp-elf-gcc", "gcc-riscv64-unknown-elf"),
    XTENSA: ("xtensa-{}-elf-gcc nor xtensa-esp-elf-gcc", "gcc-xtensa-lx106"),
}


def a_missing_compiler_is_named_with_its_package(bench, chip):
    others, package = COMPILERS[chip.prefix]
    os.makedirs(bench.path("empty"))
    bench.refused(
        f"the compiler is missing: neither {chip.compiler} nor "
        f"{others.format(chip.name)} is in "
        f"TOOLCHAIN_BIN_DIR={bench.path('empty')}; on Debian run: apt-get "
        f"install {package}",
        *bench.configure(bench.path("build"),
                         f"-DTOOLCHAIN_BIN_DIR={bench.path('empty')}"))


def a_compiler_in_another_folder_is_used(bench, chip):
    os.makedirs(bench.path("bin"))
    there = os.path.dirname(os.path.realpath(shutil.which(chip.compiler)))
    for tool in ("gcc", "gcc-ar", "gcc-ranlib"):
        os.symlink(os.path.join(there, chip.prefix + tool),
                   os.path.join(bench.path("bin"), chip.prefix + tool))
    bench.ok(*bench.configure(bench.path("build"),
                              f"-DTOOLCHAIN_BIN_DIR={bench.path('bin')}"))
    with open(bench.path("build/CMakeCache.txt"), encoding="utf-8") as file:
        check(f"={bench.path('bin')}/{chip.compiler}\n" in file.read(),
              "another compiler was taken")


def a_bad_configuration_stops_the_build_with_its_sentence(bench):
    conf = bench.write("a.conf", "\nCONFIG_ESP_SCRATCH_OFFSET=0x3F0000\n")
    folder = bench.path("build")
    bench.ok(*bench.configure(folder, f"-DMCUBOOT_CONFIG_FILE={conf}"))
    bench.refused(f"{conf}:2: error: CONFIG_ESP_SCRATCH_OFFSET=0x3F0000 with",
                  "ninja", "-C", folder)
    check(not os.path.exists(bench.product(folder)),
          "an image was written")


def an_image_that_its_region_cannot_hold_is_refused(bench):
    conf = bench.write("a.conf", "CONFIG_ESP_BOOTLOADER_SIZE=0x3000\n")
    folder = bench.path("build")
    bench.ok(*bench.configure(folder, f"-DMCUBOOT_CONFIG_FILE={conf}"))
    bench.refused("more than CONFIG_ESP_BOOTLOADER_SIZE=0x3000; raise that",
                  "ninja", "-C", folder)
    check(not os.path.exists(bench.product(folder)),
          "an image was written")


def _literals(folder):
    """Texts of the sources of a folder; no names of headers."""
    for path in sorted(glob.glob(os.path.join(ROOT, folder, "*.c"))):
        with open(path, encoding="utf-8") as file:
            lines = [line for line in file if not line.startswith("#include")]
        yield from re.findall(r'"([^"\\]{3,})"', "".join(lines))


def _with_log_level(bench, level):
    conf = bench.write("log.conf", f"CONFIG_ESP_LOG_LEVEL={level}\n")
    return bench.build(bench.path(f"level{level}"),
                       f"-DMCUBOOT_CONFIG_FILE={conf}")


def an_image_without_log_holds_no_text_of_it(bench):
    image = _with_log_level(bench, 0)
    texts = [*_literals("core"), *_literals("port/common")]
    check(len(texts) > 20, "no texts in the sources")
    for text in texts:
        # the mark is no text: it stands on flash (SPEC, Mark of a revert)
        if text != "sallyport: revert by move, of:":
            check(text.encode() not in image, f"the image holds '{text}'")


def lines_above_the_log_level_are_not_in_the_image(bench):
    image = _with_log_level(bench, 2)
    check(b"primary slot: error" in image, "no warning in the image")
    check(b"verified, booting" not in image, "what happens is in the image")
    check(b"verified, booting" in bench.image(bench.plain()),
          "what happens is not in the default image")


def recovery_is_linked_only_where_it_is_configured(bench, chip):
    del chip
    text = b"serial recovery begins"
    conf = bench.write("serial.conf", chip_table.SERIAL)
    check(text in bench.build(bench.path("serial"),
                              f"-DMCUBOOT_CONFIG_FILE={conf}"),
          "no recovery in the image")
    check(text not in bench.image(bench.plain()),
          "recovery is in the default image")


def recovery_shares_the_usb_of_the_console(bench):
    conf = bench.write("usb.conf", chip_table.USB
                       + "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n")
    check(b"serial recovery begins" in bench.build(
        bench.path("usb"), f"-DMCUBOOT_CONFIG_FILE={conf}"), "no recovery")


def _objects_of_the_loader(folder):
    return [os.path.join(place, name)
            for place, _, names in os.walk(folder) for name in names
            if name.startswith("loader") and name.endswith(("o", "obj"))]


def _loader_memory(bench, chip, elf):
    """The addresses of the sections that the loader is linked into."""
    rows = re.findall(r"^ *\d+ \.loader\S* +(\w+) +(\w+) ",
                      bench.ok(chip.prefix + "objdump", "-h", elf).text, re.M)
    check(rows, "no section of the loader")
    return [range(int(at, 16), int(at, 16) + int(length, 16))
            for length, at in rows]


def _outside_of_the_loader(bench, chip, elf, names):
    """Those symbols that are neither the loader's nor the linker's own."""
    memory = _loader_memory(bench, chip, elf)
    symbols = {}
    for line in bench.ok(chip.prefix + "nm", elf).text.splitlines():
        words = line.split()
        if len(words) == 3:
            symbols[words[2]] = (int(words[0], 16), words[1])
    dropped = (0, "A")  # what the linker left away
    found = {name: symbols.get(name, dropped) for name in names}
    return sorted(name for name, (addr, kind) in found.items()
                  if kind not in "Aa" and not any(addr in part
                                                  for part in memory))


def the_loader_uses_nothing_outside_of_itself(bench, chip):
    folder = bench.plain()
    found = _objects_of_the_loader(folder)
    check(len(found) >= 2, f"objects of the loader: {found}")
    names = set()
    for path in found:
        text = bench.ok(chip.prefix + "nm", "-u", path).text
        names.update(re.findall(r"^ +U (\S+)$", text, re.M))
    # the end of its memory, one byte behind it
    names.discard("loader_stack_end")
    same(_outside_of_the_loader(bench, chip, bench.product(folder, "elf"),
                                names), [], "symbols of others")


FLASHED = ("--port /dev/null --baud 115200 --before default{}reset --after "
           "no{}reset --chip CHIP write{}flash --flash{}mode dio "
           "--flash{}size 4MB --flash{}freq 40m OFFSET ")


def _check_flash(bench, name, commands, marks):
    bin_folder = bench.fake_esptool(name, commands)
    folder = bench.plain()
    done = bench.ok("ninja", "-C", folder, "flash",
                    env={"PATH": bin_folder + ":" + os.environ["PATH"]})
    wanted = FLASHED.format(*marks).replace("CHIP", bench.chip.name)
    wanted = wanted.replace("OFFSET", bench.chip.offset)
    check(f"called: {wanted}{bench.product(folder)}" in done.text, done.text)


def flash_uses_the_new_names_of_commands(bench, chip):
    del chip  # bench.chip
    _check_flash(bench, "esptool", "write-flash", "------")


def flash_uses_the_old_names_of_commands(bench, chip):
    del chip
    _check_flash(bench, "esptool", "write_flash", "______")


def flash_without_esptool_tells_how_to_get_it(bench):
    folder = bench.plain()
    os.makedirs(bench.path("bin"))
    for tool in ("sh", "cmake", "ninja"):
        os.symlink(shutil.which(tool), os.path.join(bench.path("bin"), tool))
    bench.refused("esptool is missing on the PATH: install it with pip install "
                  "esptool", "ninja", "-C", folder, "flash",
                  env={"PATH": bench.path("bin")})


def flash_refuses_an_image_that_must_be_signed_first(bench):
    conf = bench.write("a.conf", "".join(f"CONFIG_{name}=y\n" for name in (
        "SECURE_BOOT", "SECURE_BOOT_V2_ENABLED", "SECURE_SIGNED_ON_BOOT",
        "SECURE_SIGNED_APPS_RSA_SCHEME", "SECURE_BOOT_SUPPORTS_RSA")))
    folder = bench.path("build")
    bench.build(folder, f"-DMCUBOOT_CONFIG_FILE={conf}")
    bench.refused("with CONFIG_SECURE_BOOT=y the image must be signed before",
                  "ninja", "-C", folder, "flash")


def esptool_accepts_the_image(bench, chip):
    image = bench.product(bench.plain())
    text = bench.ok(bench.esptool, "image-info", image).text
    for line in (f"Detected image type: {chip.title}\n", "Flash size: 4MB",
                 "Flash freq: 40m", "Flash mode: DIO",
                 f"Minimal chip revision: {chip.revision_text}"):
        check(line in text, f"no '{line}' in\n{text}")
    same(len(re.findall(r"(?:Checksum|Validation hash): \S+ \(valid\)", text)),
         2, text)


def esptool_makes_the_same_image(bench, chip):
    folder = bench.plain()
    legacy, full = chip.revision
    bench.ok(bench.esptool, "--chip", chip.name, "elf2image", "--flash-mode",
             "dio", "--flash-freq", "40m", "--flash-size", "4MB", "--min-rev",
             str(legacy), "--min-rev-full", str(full), "-o",
             bench.path("their.bin"), bench.product(folder, "elf"))
    with open(bench.path("their.bin"), "rb") as file:
        same(bench.image(folder), file.read(), "image")


def esptool_knows_the_names_that_flash_uses(bench):
    text = bench.run(bench.esptool, "--help").text
    check("write-flash" in text, text)
    text = bench.run(bench.esptool, "write-flash", "--help").text
    for option in ("--flash-mode", "--flash-size", "--flash-freq"):
        check(option in text, text)


def claims(parts):
    """(name, chip, function) of each claim."""
    found = []
    for name, f in list(globals().items()):
        if not inspect.isfunction(f) or name.startswith("_"):
            continue
        takes = list(inspect.signature(f).parameters)
        if takes == ["bench"]:
            found.append((f"chips.{name}", ONE, f))
        elif takes == ["bench", "chip"]:
            found += [(f"chips.{chip}.{name}", CHIPS[chip], f)
                      for chip in chip_table.chips()]
    return [claim for claim in found
            if not parts or any(part in claim[0] for part in parts)]


def run_claim(bench, chip, claim):
    """Returns what is wrong, or None."""
    with tempfile.TemporaryDirectory() as folder:
        bench.folder = os.path.realpath(folder)
        bench.chip = chip
        try:
            claim(*[bench, chip][:len(inspect.signature(claim).parameters)])
            return None
        except Failure as failure:
            return str(failure)
        except Exception:  # a broken claim is a failed one, with its place
            return traceback.format_exc()


def skipped(args, chip, claim):
    """Why a claim can not be tried, or None."""
    if shutil.which(chip.compiler) is None:
        return f"{chip.compiler} is missing: tools/setup.sh chips"
    if claim.__name__.startswith("esptool_") and not args.esptool:
        return args.without_esptool
    return None


def run_all(args, bench):
    failed = 0
    for name, chip, claim in claims(args.parts):
        why = skipped(args, chip, claim)
        if why is not None:
            print(f"SKIP {name}: {why}", flush=True)
            continue
        problem = run_claim(bench, chip, claim)
        failed += problem is not None
        print(f"pass {name}" if problem is None
              else f"{problem}\nFAIL {name}: see above", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--esptool")
    parser.add_argument("--without-esptool")
    parser.add_argument("program")
    parser.add_argument("-k", dest="parts", action="append", default=[])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as shared:
        bench = Bench(os.path.abspath(args.program), args.esptool,
                      os.path.realpath(shared))
        return 1 if run_all(args, bench) else 0


if __name__ == "__main__":
    sys.exit(main())
