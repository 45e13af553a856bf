# SPDX-License-Identifier: Apache-2.0
"""An SMP client for the claims, independent of the C code: the console framing,
SMP headers, the part of CBOR that requests need, and an upload.

Source: SPEC, Serial recovery; RFC 8949; RFC 4648.
"""
import base64
import hashlib
import os
import select
import socket
import struct
import time

from cli import Failure

TIMEOUT_S = 60      # far beyond any answer on a busy machine
LINE_LEN = 124      # characters
MESSAGE_LEN = 4092  # bytes: what `params` allows, without length and CRC
FIRST, NEXT = b"\x06\x09", b"\x04\x14"
READ, WRITE = 0, 2
OS, IMAGE = 0, 1


# ---- CBOR ----

def _head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for code, form in ((24, ">B"), (25, ">H"), (26, ">I")):
        if value < 1 << 8 * struct.calcsize(form):
            return bytes([major << 5 | code]) + struct.pack(form, value)
    raise ValueError(value)


def encode(item):
    if isinstance(item, bool):
        return b"\xf5" if item else b"\xf4"
    if isinstance(item, int):
        return _head(0, item)
    if isinstance(item, bytes):
        return _head(2, len(item)) + item
    if isinstance(item, str):
        return _head(3, len(item.encode())) + item.encode()
    return _head(5, len(item)) + b"".join(
        encode(key) + encode(value) for key, value in item.items())


def _item(raw, at):
    major, value = raw[at] >> 5, raw[at] & 31
    at += 1
    if major == 7:
        return {20: False, 21: True, 22: None}[value], at
    if value >= 24:
        size = 1 << value - 24
        value = int.from_bytes(raw[at:at + size], "big")
        at += size
    if major in (2, 3):
        text = raw[at:at + value]
        return (text if major == 2 else text.decode()), at + value
    if major == 4:
        found = []
        for _ in range(value):
            item, at = _item(raw, at)
            found.append(item)
        return found, at
    if major == 5:
        found = {}
        for _ in range(value):
            key, at = _item(raw, at)
            found[key], at = _item(raw, at)
        return found, at
    return value, at


def decode(raw):
    item, at = _item(raw, 0)
    if at != len(raw):
        raise Failure(f"bytes behind an answer's map: {raw.hex()}")
    return item


# ---- framing ----

def crc16(raw):
    crc = 0
    for byte in raw:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xffff
    return crc


def frame(message):
    packet = struct.pack(">H", len(message) + 2) + message + struct.pack(
        ">H", crc16(message))
    text = base64.b64encode(packet)
    lines = [text[i:i + LINE_LEN] for i in range(0, len(text), LINE_LEN)]
    return b"".join((FIRST if i == 0 else NEXT) + line + b"\n"
                    for i, line in enumerate(lines))


def unframe(lines):
    """The message of the lines of one packet, whose every line decodes alone;
    None while it is not complete."""
    packet = b""
    for index, line in enumerate(lines):
        if line[:2] != (NEXT if index else FIRST) or len(line) > LINE_LEN + 2:
            raise Failure(f"not a line of an answer: {line!r}")
        packet += base64.b64decode(line[2:], validate=True)
    if len(packet) < 2 or len(packet) < 2 + struct.unpack(">H", packet[:2])[0]:
        return None
    if len(packet) != 2 + struct.unpack(">H", packet[:2])[0] or \
            crc16(packet[2:]) != 0:
        raise Failure(f"a broken answer: {packet.hex()}")
    return packet[2:-2]


# ---- a line ----

class Socket:
    """A UART of the emulator as a socket: bytes in, bytes out."""

    @staticmethod
    def options(path):
        """Words for the emulator: its next UART is at a socket."""
        return ["-chardev", f"socket,id=line,path={path},server=on,wait=off",
                "-serial", "chardev:line"]

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        deadline = time.monotonic() + TIMEOUT_S
        while True:
            try:
                self.socket.connect(path)
                return
            except OSError as error:
                if time.monotonic() > deadline:
                    raise Failure(f"no line at {path}") from error
                time.sleep(0.02)

    def send(self, raw):
        self.socket.sendall(raw)

    def take(self, seconds):
        """What has arrived, after at most so long; empty if nothing did."""
        ready, _, _ = select.select([self.socket], [], [], seconds)
        return self.socket.recv(4096) if ready else b""


class Console:
    """UART 0 of a run: its log's pipe, with all that it ever said in `raw`."""

    def __init__(self, run):
        self.run = run
        self.out = run.process.stdout.fileno()

    def send(self, raw):
        self.run.process.stdin.write(raw)

    def take(self, seconds):
        ready, _, _ = select.select([self.out], [], [], seconds)
        return os.read(self.out, 4096) if ready else b""


# ---- the client ----

class Client:
    """One request at a time; every byte that comes is kept in `heard`."""

    def __init__(self, line, version=1):
        """version: 0 is SMP v1, 1 is SMP v2."""
        self.line = line
        self.version = version
        self.heard = b""    # all bytes since the client was made
        self.left = b""     # ... that no answer was made of yet
        self.sequence = 0x42

    def exchange(self, raw, timeout=TIMEOUT_S):
        """Sends bytes; returns the bytes of one answer, or b"" if none comes
        in time."""
        self.line.send(raw)
        deadline = time.monotonic() + timeout
        while True:
            lines = self.left.split(b"\n")[:-1]
            for count in range(1, len(lines) + 1):
                if unframe(lines[:count]) is not None:
                    answer = b"".join(line + b"\n" for line in lines[:count])
                    self.left = self.left[len(answer):]
                    return answer
            left = deadline - time.monotonic()
            if left <= 0:
                return b""
            got = self.line.take(left)
            self.heard += got
            self.left += got

    def ready(self):
        """Asks until somebody answers: recovery listens from now on."""
        for _ in range(TIMEOUT_S):
            answer = self.exchange(frame(self.message(READ, OS, 6, {})), 1)
            if answer:
                return self.answer(answer)
        raise Failure(f"nobody answers; heard {self.heard!r}")

    def message(self, op, group, command, body):
        payload = encode(body)
        return struct.pack(">BBHHBB", self.version << 3 | op, 0, len(payload),
                           group, self.sequence, command) + payload

    def answer(self, raw):
        message = unframe(raw.split(b"\n")[:-1])
        return decode(message[8:])

    def ask(self, op, group, command, body):
        """Returns the answer's map; its header must fit the request."""
        request = self.message(op, group, command, body)
        raw = self.exchange(frame(request))
        if not raw:
            raise Failure(f"no answer to {body}")
        message = unframe(raw.split(b"\n")[:-1])
        length = struct.pack(">H", len(message) - 8)
        want = bytes([request[0] + 1, 0]) + length + request[4:8]
        if message[:8] != want:
            raise Failure(f"an answer's header is {message[:8].hex()}, not "
                          f"{want.hex()}")
        self.sequence = self.sequence + 1 & 0xff
        return decode(message[8:])

    def images(self):
        return self.ask(READ, IMAGE, 0, {})["images"]

    def reset(self, **more):
        answer = self.ask(WRITE, OS, 5, more)
        if answer != ({} if self.version else {"rc": 0}):
            raise Failure(f"reset: {answer}")

    def upload(self, content, image=0, chunk=2048, stop=None):
        """Uploads from where the device says; stop: bytes after which it ends
        in the middle. Returns (first offset told, last answer)."""
        sent = {"image": image, "len": len(content), "off": 0,
                "sha": hashlib.sha256(content).digest()}
        body = dict(sent, data=content[:chunk])
        began = None
        while True:
            answer = self.ask(WRITE, IMAGE, 1, body)
            off = answer.get("off")
            if answer.get("rc", 0) != 0 or off == len(content):
                return began, answer
            if began is None:
                began = off if off != chunk else 0
            elif off != body["off"] + len(body["data"]):
                raise Failure(f"the next chunk is wanted from {off}")
            if stop is not None and off >= stop:
                return began, answer
            body = {"off": off, "data": content[off:off + chunk]}
