# SPDX-License-Identifier: Apache-2.0
"""A virtual device in recovery, images for it, and a line that can be cut."""
import base64
import os
import pty
import select
import struct
import subprocess
import threading
import time
import tty

from box import Device, Failure, check

SERIAL = ("CONFIG_ESP_MCUBOOT_SERIAL=y\n"
          "CONFIG_ESP_SERIAL_BOOT_DETECT_DELAY_S=0\n")
START_S = 20
END_S = 30


def image(box, version, length=20000, name=None):
    """An image without signature; each version has another payload."""
    name = name or f"v{version}.bin"
    box.payload(length, int(version.split(".")[0]))
    made = box.run([box.program, "imgtool", "sign", "-v", version, "-H", "32",
                    "--pad-header", "-S", "0x20000", "in.bin", name])
    check(made.status == 0, f"no image\n{made}")
    return name


def digest(box, name):
    """The hash that an image carries, as hexadecimal digits."""
    data = box.read(name)
    header, protected, size = struct.unpack_from("<HHI", data, 8)
    at = header + size + protected + 4
    while at < len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == 0x10:
            return data[at + 4:at + 4 + length].hex()
        at += 4 + length
    raise Failure(f"{name} carries no hash")


def device_with(box, version="1.0.0", more=""):
    """A device that runs a version, or nothing if that is None."""
    device = Device(box, more=SERIAL + more)
    if version:
        device.load("primary", image(box, version))
    return device


class Recovery:
    """A device whose line is open; use it in a `with`."""

    def __init__(self, device, *args):
        self.box = device.box
        self.port = self.box.path("line")
        self.log = self.box.path("boot.log")
        self.words = [self.box.program, "sim", "boot", *device.options,
                      "--serial", f"pty:{self.port}", *args]

    def __enter__(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                self.words, cwd=self.box.folder, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True)
        limit = time.monotonic() + START_S
        while "it talks on" not in self.text:
            if self.process.poll() is not None or time.monotonic() > limit:
                self.stop()
                raise Failure(f"recovery does not begin:\n{self.text}")
            time.sleep(0.01)
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def text(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def stop(self):
        """Ends the program, which saves the flash: a reset."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(END_S)

    def ends(self):
        """A client has reset the device; what boots then was expected."""
        try:
            status = self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            raise Failure(f"the device is not reset:\n{self.text}") from None
        check(status == 0, f"status {status}:\n{self.text}")
        return self.text


def _open_raw(path):
    line = os.open(path, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(line)
    return line


class Relay(threading.Thread):
    """A pseudo-terminal in front of a device's line; counts what is sent.

    After `limit` bytes of the client nothing more is passed on, and `is_cut`
    is set.
    """

    def __init__(self, port, limit=None):
        super().__init__(daemon=True)
        self.device = _open_raw(port)
        self.client, slave = pty.openpty()
        tty.setraw(slave)
        self.slave = slave
        self.port = os.ttyname(slave)
        self.limit = limit
        self.sent = bytearray()
        self.is_cut = threading.Event()
        self.is_over = threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.join()
        for line in (self.device, self.client, self.slave):
            os.close(line)

    def _pass_up(self):
        data = os.read(self.client, 4096)
        if self.limit is not None:
            data = data[:max(0, self.limit - len(self.sent))]
        self.sent += data
        while data:
            data = data[os.write(self.device, data):]
        if self.limit is not None and len(self.sent) >= self.limit:
            self.is_cut.set()

    def run(self):
        while not self.is_over.is_set():
            ready, _, _ = select.select([self.client, self.device], [], [],
                                        0.02)
            if self.client in ready:
                self._pass_up()
            if self.device in ready:
                os.write(self.client, os.read(self.device, 4096))


def packet_lengths(sent):
    """Bytes of each packet, decoded, as their length fields tell."""
    starts = bytes(sent).split(b"\x06\x09")[1:]
    heads = [base64.b64decode(start[:4]) for start in starts]
    return [2 + struct.unpack(">H", head[:2])[0] for head in heads]


def kill_after(client, port, words, limit):
    """Runs a client and kills it when it has sent so many bytes."""
    with Relay(port, limit) as relay:
        command = client.command(relay.port, *words)
        with subprocess.Popen(command, cwd=os.path.dirname(port),
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL,
                              start_new_session=True) as process:
            is_cut = relay.is_cut.wait(END_S)
            process.kill()
        check(is_cut, f"it ended after {len(relay.sent)} bytes of {limit}")


def sent_by(client, port, words):
    """Runs a client; returns how many bytes it sent."""
    with Relay(port) as relay:
        client.good(relay.port, *words)
        return len(relay.sent)
