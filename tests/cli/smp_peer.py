# SPDX-License-Identifier: Apache-2.0
"""A recovery server on a pseudo-terminal, written by the protocol and not by
our recovery code: it answers as MCUboot's does (maps of indefinite length, `rc`
always there, no `params`, a packet buffer of 512 bytes), or with what a case
tells it to. Source: SPEC, Serial recovery."""
import base64
import binascii
import os
import select
import struct
import threading
import tty

START, MORE = b"\x06\x09", b"\x04\x14"
READ, WRITE = 0, 2
GONE = object()  # an answer: the port goes away


# ---- CBOR (RFC 8949), as much as the protocol has --------------------------

def _head(major, value):
    for limit, code, form in ((24, None, ">B"), (1 << 8, 24, ">B"),
                              (1 << 16, 25, ">H"), (1 << 32, 26, ">I")):
        if value < limit:
            if code is None:
                return bytes([major << 5 | value])
            return bytes([major << 5 | code]) + struct.pack(form, value)
    return bytes([major << 5 | 27]) + struct.pack(">Q", value)


def encode(value, indefinite=True):
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        body = b"".join(encode(item, indefinite) for item in value)
        return (b"\x9f" + body + b"\xff" if indefinite
                else _head(4, len(value)) + body)
    body = b"".join(encode(k, indefinite) + encode(v, indefinite)
                    for k, v in value.items())
    return (b"\xbf" + body + b"\xff" if indefinite
            else _head(5, len(value)) + body)


def _decode(data, at):
    major, low = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        return {20: False, 21: True, 22: None}[low], at
    if low >= 24:
        size = 1 << (low - 24)
        value = int.from_bytes(data[at:at + size], "big")
        at += size
    else:
        value = low
    if major == 0:
        return value, at
    if major in (2, 3):
        raw = data[at:at + value]
        assert len(raw) == value
        return raw if major == 2 else raw.decode(), at + value
    assert major == 5, "requests hold no arrays"
    found = {}
    for _ in range(value):
        key, at = _decode(data, at)
        found[key], at = _decode(data, at)
    return found, at


def decode(data):
    """A request's map; the keys stay in their order."""
    if not data:
        return {}
    value, at = _decode(data, 0)
    assert at == len(data), "bytes behind the map"
    return value


# ---- lines -----------------------------------------------------------------

def unpack(lines):
    """A message from the lines that carry it."""
    packet = b"".join(base64.b64decode(line[2:], validate=True)
                      for line in lines)
    (length,) = struct.unpack(">H", packet[:2])
    message, crc = packet[2:-2], packet[-2:]
    assert length == len(packet) - 2
    assert binascii.crc_hqx(message, 0).to_bytes(2, "big") == crc
    return message


def pack(message, end=b"\n"):
    crc = binascii.crc_hqx(message, 0).to_bytes(2, "big")
    text = base64.b64encode(struct.pack(">H", len(message) + 2) + message
                            + crc)
    lines = [text[i:i + 124] for i in range(0, len(text), 124)]
    return b"".join((MORE if i else START) + line + end
                    for i, line in enumerate(lines))


class Peer:
    """The server. `answers` maps (op, group, id) to a value or a function of
    the request's map; None stays silent."""

    def __init__(self, answers=None, packet_max=512, indefinite=True):
        self.packet_max = packet_max
        self.indefinite = indefinite
        self.requests = []   # (op, group, id, map)
        self.messages = []   # the bytes of each message
        self.dropped = 0     # packets too long for the buffer
        self.flash = b""
        self.size = 0
        self.noise = b""     # sent before an answer
        self.end = b"\n"
        self.sequence_error = 0  # added to the number of an answer
        self.answers = {
            (WRITE, 0, 0): lambda m: {"r": m["d"]},
            (WRITE, 0, 5): {"rc": 0},
            (READ, 1, 0): {"images": [{"slot": 0, "version": "1.2.3"}]},
            (WRITE, 1, 1): self.take_chunk,
        }
        self.answers.update(answers or {})
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.port = os.ttyname(self.slave)
        self.over = threading.Event()
        self.failure = None
        self.thread = threading.Thread(target=self._serve)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        if self.master is not None:
            os.close(self.master)
        os.close(self.slave)
        if self.failure:
            raise self.failure

    def take_chunk(self, request):
        if request["off"] == 0:
            if "len" not in request:
                return {"rc": 3}
            self.flash, self.size = b"", request["len"]
        if request["off"] == len(self.flash):
            if len(self.flash) + len(request["data"]) > self.size:
                return {"rc": 3}
            self.flash += request["data"]
        return {"rc": 0, "off": len(self.flash)}

    def reply(self, message):
        op, _, _, group, sequence, command = struct.unpack(">BBHHBB",
                                                           message[:8])
        request = decode(message[8:])
        self.requests.append((op & 7, group, command, request))
        answer = self.answers.get((op & 7, group, command), {"rc": 8})
        if callable(answer):
            answer = answer(request)
        if answer is None:
            return b""
        if answer is GONE:
            self.over.set()
            os.close(self.master)
            self.master = None
            return b""
        body = (answer if isinstance(answer, bytes)
                else encode(answer, self.indefinite))
        head = struct.pack(">BBHHBB", op + 1, 0, len(body), group,
                           (sequence + self.sequence_error) & 255, command)
        return self.noise + pack(head + body, self.end)

    def _take_lines(self, text, lines):
        while b"\n" in text:
            line, text = text.split(b"\n", 1)
            if line[:2] == START:
                lines[:] = [line]
            elif line[:2] == MORE and lines:
                lines.append(line)
            else:
                continue
            packet = b"".join(base64.b64decode(one[2:]) for one in lines)
            if len(packet) > self.packet_max:
                lines.clear()
                self.dropped += 1
            elif len(packet) == struct.unpack(">H", packet[:2])[0] + 2:
                message = unpack(lines)
                lines.clear()
                self.messages.append(message)
                answer = self.reply(message)
                if self.master is None:
                    return b""
                os.write(self.master, answer)
        return text

    def _serve(self):
        text, lines = b"", []
        try:
            while not self.over.is_set():
                ready, _, _ = select.select([self.master], [], [], 0.02)
                if ready:
                    text = self._take_lines(
                        text + os.read(self.master, 65536), lines)
        except Exception as failure:  # told when the case ends
            self.failure = failure

