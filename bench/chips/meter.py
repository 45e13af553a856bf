# SPDX-License-Identifier: Apache-2.0
"""Counts what a chip does from the bootloader's entry to the application's:
the emulator with the counting plugin (plugin.c), which is built here against
the emulator's own header."""
import dataclasses
import glob
import os
import re
import shutil
import struct
import subprocess

import emulator
from cli import Failure

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SOURCES = ["plugin.c", "spi_watch.c"]
HEADER = "qemu-plugin.h"
TIMEOUT_S = 600


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a chip has what the plugin looks at."""

    spi: int        # base of SPI1
    layout: int     # version of its registers
    windows: tuple  # where loads see flash
    shift: int      # an instruction takes 2^shift ns


# Where a second CPU spins in the ROM, and the ROM waits by the clock, boots
# take a minute with shift 0 and seconds with 4; ESP32-S3 counts the same.
PLACES = {
    "esp32": Place(0x3FF42000, 1, ((0x3F400000, 0x3F800000),
                                   (0x400D0000, 0x40400000)), 4),
    "esp32c3": Place(0x60002000, 2, ((0x3C000000, 0x3C800000),
                                     (0x42000000, 0x42800000)), 0),
    "esp32s3": Place(0x60002000, 2, ((0x3C000000, 0x3E000000),
                                     (0x42000000, 0x44000000)), 4),
}


class Missing(Exception):
    """What is not installed, and how to get it."""


# ---- the plugin ----

def _header_folder(program):
    """In the source tree of the emulator, or where it is installed."""
    here = os.path.dirname(os.path.realpath(program))
    for folder in (f"{here}/../include/qemu", f"{here}/../include",
                   f"{here}/include", f"{here}/../../include/qemu"):
        if os.path.exists(os.path.join(folder, HEADER)):
            return os.path.realpath(folder)
    raise Missing(f"{HEADER} of the emulator is missing near {here}: build "
                  "the emulator from its source, with --enable-plugins, and "
                  "set QEMU_ESP to its build folder")


def _glib_flags():
    done = subprocess.run(["pkg-config", "--cflags", "glib-2.0"],
                          capture_output=True, text=True, check=False) \
        if shutil.which("pkg-config") else None
    if done is None or done.returncode != 0:
        raise Missing("the headers of GLib are missing: install pkg-config "
                      "and libglib2.0-dev")
    return [flag.replace("-I", "-isystem", 1) for flag in done.stdout.split()]


def build_plugin(program, folder):
    """Returns the path of the plugin for an emulator, or raises Missing."""
    options = subprocess.run([program, "-help"], capture_output=True,
                             text=True, check=False).stdout
    if "-plugin" not in options:
        raise Missing(f"{program} takes no plugins: build it from its source, "
                      "with --enable-plugins, and set QEMU_ESP to its build "
                      "folder")
    plugin = os.path.join(folder, "count.so")
    command = ["cc", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror",
               "-shared", "-fPIC", "-D_POSIX_C_SOURCE=200809L", f"-I{ROOT}",
               "-isystem", _header_folder(program), *_glib_flags(),
               *[os.path.join(HERE, name) for name in SOURCES], "-o", plugin]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Missing(f"the counting plugin can not be built for {program}: "
                      f"{(done.stderr.splitlines() or ['?'])[0]}")
    return plugin


# ---- what the plugin has to know ----

def entry_of(image):
    """SPEC, Bootloader image: the entry address."""
    with open(image, "rb") as file:
        return struct.unpack_from("<I", file.read(8), 4)[0]


def stack_of(image):
    """The bootloader's stack, from the map of the linker."""
    path = image[:-len(".bin")] + ".map"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    found = dict((name, int(addr, 16)) for addr, name in re.findall(
        r"^\s+(0x[0-9a-f]+)\s+(bss_end|stack_end) = ", text, re.M))
    if len(found) != 2:
        raise Failure(f"{path} does not name bss_end and stack_end: the "
                      "depth of the stack can not be measured")
    return found["bss_end"], found["stack_end"]


def _options(chip, image, app_entry, out):
    place = PLACES[chip.name]
    low, high = stack_of(image)
    return ",".join([
        f"out={out}", f"entry={entry_of(image):#x}", f"app={app_entry:#x}",
        f"spi={place.spi:#x}", f"layout={place.layout}",
        f"stack={low:#x}:{high:#x}",
        *[f"window={low:#x}:{high:#x}" for low, high in place.windows]])


def read_counts(path):
    """The plugin's result: lines "name value"."""
    try:
        with open(path, encoding="utf-8") as file:
            return {name: int(value) for name, value in
                    (line.split() for line in file)}
    except FileNotFoundError:
        return {}


def _tail(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return "\n".join(file.read().splitlines()[-15:])
    except FileNotFoundError:
        return "(no log)"


def measure(device, plugin, app_entry):
    """Runs a board until the application's entry; returns the counts."""
    image = device.rig.bootloader(device.product)
    out = os.path.join(device.folder, "counts")
    log = os.path.join(device.folder, "log")
    for path in glob.glob(out):
        os.remove(path)
    words = emulator.command_line(device.chip, device.rig.qemu, device.flash,
                                  device.efuse)
    words[words.index("stdio")] = f"file:{log}"
    words += ["-icount", f"shift={PLACES[device.chip.name].shift}",
              "-plugin",
              f"{plugin},{_options(device.chip, image, app_entry, out)}"]
    try:
        subprocess.run(words, stdin=subprocess.DEVNULL, check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        pass
    counts = read_counts(out)
    if counts.get("entered") != 1:
        raise Failure("the application was not reached by one boot\n"
                      + _tail(log))
    return counts
