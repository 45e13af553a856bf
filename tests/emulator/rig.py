# SPDX-License-Identifier: Apache-2.0
"""What the claims use: bootloaders, keys, images and devices, made with the
commands that a user would type.

A claim is a function of (rig, folder). It starts with `rig.device(folder,
product)`, a board with that bootloader on it; `device.install(slot, version)`
signs the sample for it and writes it; `with device.run() as run:` switches it
on. Products are the rows of PRODUCTS; a claim may bring one of its own:
`rig.product(name, text)`.
"""
import os
import random
import re
import shutil
import struct
import subprocess
import threading

import emulator
from cli import Failure

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(ROOT, "build", "emulator")
TIMEOUT_S = 400

# docs/configuration.md; product of these keys -> configuration on top of the
# chip's default
MOVE = "CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n"
OVERWRITE = "CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n"
DOWNGRADE = "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n"
KEY_TYPES = {"rsa2048": "rsa-2048", "rsa3072": "rsa-3072",
             "ec256": "ecdsa-p256", "ed25519": "ed25519",
             "stranger": "ecdsa-p256"}
PRODUCTS = {
    "none": "",
    "move": MOVE,
    "overwrite": OVERWRITE,
    "rsa2048": "CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=2048\n",
    "rsa3072": "CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=3072\n",
    "ec256": "CONFIG_ESP_SIGN_EC256=y\n" + DOWNGRADE,
    "ed25519": "CONFIG_ESP_SIGN_ED25519=y\n",
}

HEADER_LEN = 32

# SPEC, Load header: index of the first word of a segment
IRAM, DRAM = 2, 5


def command(words, cwd=ROOT):
    """Runs a command; its words are shown only if it fails."""
    done = subprocess.run(words, cwd=cwd, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False,
                          stdin=subprocess.DEVNULL, timeout=TIMEOUT_S)
    if done.returncode != 0:
        raise Failure(f"{' '.join(words)}: exit status {done.returncode}\n"
                      f"{done.stdout[-3000:]}")
    return done.stdout


class Shared:
    """What all chips have in common: the program, keys, locks, counts."""

    def __init__(self, sallyport, build=BUILD):
        self.sallyport = os.path.abspath(sallyport)
        self.build = build
        self.cuts = []      # (operations done, of how many) of all power cuts
        self._locks = {}
        self._guard = threading.Lock()
        os.makedirs(build, exist_ok=True)

    def once(self, name):
        """A lock for what several claims may want to make."""
        with self._guard:
            return self._locks.setdefault(name, threading.Lock())

    def key(self, name):
        path = os.path.join(self.build, f"{name}.pem")
        with self.once(path):
            if not os.path.exists(path):
                command([self.sallyport, "imgtool", "keygen", "-k", path,
                         "-t", KEY_TYPES[name]])
        return path


class Rig:
    """Everything that is built once for a chip."""

    def __init__(self, shared, chip, qemu):
        self.shared = shared
        self.chip = chip
        self.qemu = qemu
        self.build = os.path.join(shared.build, chip.name)
        self._products = dict(PRODUCTS)
        self._confs = {}
        os.makedirs(self.build, exist_ok=True)

    @property
    def sallyport(self):
        return self.shared.sallyport

    def key(self, name):
        return self.shared.key(name)

    def product(self, name, text):
        """Adds a product; text: configuration on top of the chip's."""
        if self._products.setdefault(name, text) != text:
            raise Failure(f"two products are called {name}")
        return name

    def conf(self, product):
        """The configuration files of a product, as -DMCUBOOT_CONFIG_FILE."""
        path = os.path.join(self.build, f"{product}.conf")
        with self.shared.once(path):
            if product not in self._confs:
                self._write_conf(path, self._products[product])
                self._confs[product] = [self.chip.conf, path]
        return self._confs[product]

    def _write_conf(self, path, text):
        if "SIGN" in text and "KEY_FILE" not in text:
            name = os.path.basename(path)[:-len(".conf")]
            text += f"CONFIG_ESP_SIGN_KEY_FILE={self.key(name)}\n"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def values(self, product):
        """The effective values of a product's configuration, as text."""
        shown = command([self.sallyport, "conf", "show", "--target",
                         self.chip.name, *self.conf(product)])
        return dict(re.findall(r"^(CONFIG_\w+)=(\S*)", shown, re.M))

    def _ninja(self, folder, options):
        """Builds once in this run; later calls find it done."""
        with self.shared.once(folder):
            if folder not in self._confs:
                command(["cmake", *options, "-B", folder, "-GNinja"])
                command(["ninja", "-C", folder])
                self._confs[folder] = True
        return folder

    def bootloader(self, product):
        folder = self._ninja(os.path.join(self.build, product), [
            f"-DMCUBOOT_TARGET={self.chip.name}",
            f"-DMCUBOOT_CONFIG_FILE={' '.join(self.conf(product))}",
            f"-DSALLYPORT_PROGRAM={self.sallyport}"])
        return os.path.join(folder, f"mcuboot_{self.chip.name}.bin")

    def sample(self, name="hello", *options):
        """The binary of a folder of app/samples; options: for cmake."""
        kind = "".join("-" + os.path.basename(option) for option in options)
        folder = self._ninja(os.path.join(self.build, f"sample-{name}{kind}"), [
            "-S", f"app/samples/{name}",
            f"-DSAMPLE_TARGET={self.chip.name}", *options])
        with open(os.path.join(folder, f"{name}.bin"), "rb") as file:
            return file.read()

    def hello(self):
        return self.sample()

    def device(self, folder, product="none"):
        return Device(self, folder, product)


class Device:
    """A board: a flash file, an eFuse file, and what stands on the desk."""

    def __init__(self, rig, folder, product):
        self.rig = rig
        self.chip = rig.chip
        self.folder = folder
        self.product = product
        self.flash = os.path.join(folder, "flash.bin")
        self.efuse = os.path.join(folder, "efuse.bin")
        emulator.write_efuse(rig.chip, self.efuse)
        bootloader = rig.bootloader(product)
        values = rig.values(product)
        self.slot = slots_of(values)
        self.app = None     # what is signed instead of the sample
        self.slot_len = int(values["CONFIG_ESP_APPLICATION_SIZE"], 0)
        self.sim("create")
        self.sim("load", "--offset", values["CONFIG_ESP_BOOTLOADER_OFFSET"],
                 bootloader)

    def sim(self, name, *words):
        files = [word for path in self.rig.conf(self.product)
                 for word in ("-c", path)]
        command([self.rig.sallyport, "sim", name, *files,
                 "--target", self.chip.name, "-f", self.flash,
                 *words])

    def sign(self, version, *options, app=None, key=None, length=0):
        """Signs an application, by default the sample; length: pseudo-random
        bytes behind it."""
        plain = os.path.join(self.folder, "app.bin")
        signed = os.path.join(self.folder, f"v{version}.bin")
        content = app or self.app or self.rig.hello()
        with open(plain, "wb") as file:
            file.write(content + random.Random(version).randbytes(length))
        key = key or (self.product if self.product in KEY_TYPES else None)
        command([self.rig.sallyport, "imgtool", "sign",
                 *(["-k", self.rig.key(key)] if key else []), "--align", "4",
                 "-H", str(HEADER_LEN), "--pad-header",
                 "-S", hex(self.slot_len), "-v", version, *options, plain,
                 signed])
        return signed

    def load(self, slot, path):
        image, _, name = slot.rpartition(":")
        self.sim("load", "--image", image or "0", "--slot", name, path)
        return path

    def install(self, slot, version, *options, **how):
        """Signs and writes; how: see sign(). Returns the signed file."""
        return self.load(slot, self.sign(version, *options, **how))

    def run(self, trace=False, more=()):
        """more: words behind the emulator's command line."""
        run = emulator.Run([*emulator.command_line(
            self.chip, self.rig.qemu, self.flash, self.efuse), *more], trace)
        run.primary = self.slot["primary"]
        return run

    def content(self, slot, length):
        """The first bytes of a slot."""
        with open(self.flash, "rb") as file:
            file.seek(self.slot[slot])
            return file.read(length)

    def holds(self, slot, path):
        """Requires that a slot begins with the bytes of a file."""
        with open(path, "rb") as file:
            want = file.read()
        if self.content(slot, len(want)) != want:
            raise Failure(f"the {slot} slot does not hold "
                          f"{os.path.basename(path)}")

    def change(self, slot, offset):
        """Flips one bit of a slot."""
        with open(self.flash, "r+b") as file:
            file.seek(self.slot[slot] + offset)
            byte = file.read(1)[0]
            file.seek(self.slot[slot] + offset)
            file.write(bytes([byte ^ 0x10]))

    def keep(self, name):
        shutil.copyfile(self.flash, os.path.join(self.folder, name))

    def take(self, name):
        shutil.copyfile(os.path.join(self.folder, name), self.flash)


def slots_of(values):
    """Where the slots lie: "primary" and "secondary" of image 0, and of the
    others by their number, as "1:primary"."""
    found = {}
    for image in range(int(values["CONFIG_ESP_IMAGE_NUMBER"], 0)):
        for slot in ("primary", "secondary"):
            key = f"CONFIG_ESP_IMAGE{image}_{slot.upper()}_START_ADDRESS"
            name = f"{image}:{slot}" if image else slot
            found[name] = int(values[key], 0)
    return found


def with_words(app, first, words):
    """An application whose load header says something else."""
    raw = bytearray(app)
    struct.pack_into(f"<{len(words)}I", raw, 4 * first, *words)
    return bytes(raw)


def words_of(app, first, count):
    """Words of the load header of an application."""
    return struct.unpack_from(f"<{count}I", app, 4 * first)


def expect_hello(run, version, state):
    """Waits for the sample of a version, in a state."""
    got = run.line("hello: running version ")
    if got != f"{version}+0 in the slot at {run.primary:#x}":
        raise Failure(f"runs '{got}', not version {version}\n{run.tail()}")
    run.expect("hello: waiting ")
    got = run.line("hello: ")
    if got != state:
        raise Failure(f"version {version} is '{got}', not '{state}'\n"
                      f"{run.tail()}")
    run.expect("hello: ready")


def press(run, key, answer):
    run.send(key)
    run.expect(f"hello: {answer}")
    run.expect("hello: ready")


def reset(run):
    run.send("r")
    run.expect("hello: reset")
