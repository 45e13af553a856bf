# SPDX-License-Identifier: Apache-2.0
"""What the claims use: bootloaders, keys, images and devices, made with the
commands that a user would type."""
import os
import random
import shutil
import struct
import subprocess
import threading

import emulator
from cli import Failure

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(ROOT, "build", "emulator")
CONF = os.path.join(ROOT, "port", "esp32c3", "bootloader.conf")
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

SLOT = {"primary": 0x20000, "secondary": 0x1E0000}
SLOT_LEN = 0x1C0000
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


class Rig:
    """Everything that is built once."""

    def __init__(self, sallyport, qemu):
        self.sallyport = os.path.abspath(sallyport)
        self.qemu = qemu
        self.cuts = []      # (operations done, of how many) of all power cuts
        self._locks = {}
        self._guard = threading.Lock()
        os.makedirs(BUILD, exist_ok=True)

    def once(self, name):
        """A lock for what several claims may want to make."""
        with self._guard:
            return self._locks.setdefault(name, threading.Lock())

    def key(self, name):
        path = os.path.join(BUILD, f"{name}.pem")
        with self.once(path):
            if not os.path.exists(path):
                command([self.sallyport, "imgtool", "keygen", "-k", path,
                         "-t", KEY_TYPES[name]])
        return path

    def conf(self, product):
        """The configuration files of a product, as -DMCUBOOT_CONFIG_FILE."""
        text = PRODUCTS[product]
        if "SIGN" in text:
            text += f"CONFIG_ESP_SIGN_KEY_FILE={self.key(product)}\n"
        path = os.path.join(BUILD, f"{product}.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return [CONF, path]

    def bootloader(self, product):
        folder = os.path.join(BUILD, product)
        with self.once("ninja"):
            if not os.path.exists(os.path.join(folder, "build.ninja")):
                command(["cmake", "-DMCUBOOT_TARGET=esp32c3",
                         "-DCMAKE_TOOLCHAIN_FILE="
                         "tools/toolchain-esp32c3.cmake",
                         f"-DMCUBOOT_CONFIG_FILE={' '.join(self.conf(product))}",
                         f"-DSALLYPORT_PROGRAM={self.sallyport}",
                         "-B", folder, "-GNinja"])
            else:
                self.conf(product)
            command(["ninja", "-C", folder])
        return os.path.join(folder, "mcuboot_esp32c3.bin")

    def hello(self):
        folder = os.path.join(BUILD, "hello")
        with self.once("ninja"):
            if not os.path.exists(os.path.join(folder, "build.ninja")):
                command(["cmake", "-S", "app/samples/hello", "-B", folder,
                         "-GNinja"])
            command(["ninja", "-C", folder])
        with open(os.path.join(folder, "hello.bin"), "rb") as file:
            return file.read()

    def device(self, folder, product="none"):
        return Device(self, folder, product)


class Device:
    """A board: a flash file, an eFuse file, and what stands on the desk."""

    def __init__(self, rig, folder, product):
        self.rig = rig
        self.folder = folder
        self.product = product
        self.flash = os.path.join(folder, "flash.bin")
        self.efuse = os.path.join(folder, "efuse.bin")
        emulator.write_efuse(self.efuse)
        bootloader = rig.bootloader(product)
        self.sim("create")
        self.sim("load", "--offset", "0x0", bootloader)

    def sim(self, name, *words):
        files = [word for path in self.rig.conf(self.product)
                 for word in ("-c", path)]
        command([self.rig.sallyport, "sim", name, *files, "-f", self.flash,
                 *words])

    def sign(self, version, *options, app=None, key=None, length=0):
        """Signs the sample; length: pseudo-random bytes behind it."""
        plain = os.path.join(self.folder, "app.bin")
        signed = os.path.join(self.folder, f"v{version}.bin")
        content = (self.rig.hello() if app is None else app)
        with open(plain, "wb") as file:
            file.write(content + random.Random(version).randbytes(length))
        key = key or (self.product if self.product in KEY_TYPES else None)
        command([self.rig.sallyport, "imgtool", "sign",
                 *(["-k", self.rig.key(key)] if key else []), "--align", "4",
                 "-H", str(HEADER_LEN), "--pad-header", "-S", hex(SLOT_LEN),
                 "-v", version, *options, plain, signed])
        return signed

    def load(self, slot, path):
        self.sim("load", "--slot", slot, path)
        return path

    def run(self, trace=False):
        return emulator.Run(self.rig.qemu, self.flash, self.efuse, trace)

    def holds(self, slot, path):
        """Requires that a slot begins with the bytes of a file."""
        with open(path, "rb") as file:
            want = file.read()
        with open(self.flash, "rb") as file:
            file.seek(SLOT[slot])
            if file.read(len(want)) != want:
                raise Failure(f"the {slot} slot does not hold "
                              f"{os.path.basename(path)}")

    def change(self, offset):
        """Flips one bit of the flash."""
        with open(self.flash, "r+b") as file:
            file.seek(offset)
            byte = file.read(1)[0]
            file.seek(offset)
            file.write(bytes([byte ^ 0x10]))

    def keep(self, name):
        shutil.copyfile(self.flash, os.path.join(self.folder, name))

    def take(self, name):
        shutil.copyfile(os.path.join(self.folder, name), self.flash)


def with_words(app, first, words):
    """An application whose load header says something else."""
    raw = bytearray(app)
    struct.pack_into(f"<{len(words)}I", raw, 4 * first, *words)
    return bytes(raw)


def expect_hello(run, version, state):
    """Waits for the sample of a version, in a state."""
    got = run.line("hello: running version ")
    if got != f"{version}+0 in the slot at 0x20000":
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
