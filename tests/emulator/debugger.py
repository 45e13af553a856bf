# SPDX-License-Identifier: Apache-2.0
"""A debugger's connection to the emulator: stop at a function, look at memory
and change it. Enough of the remote protocol of GDB for that, and no more.

Source: GDB's manual, appendix "GDB Remote Serial Protocol".
"""
import os
import socket
import subprocess
import time

from cli import Failure

TIMEOUT_S = 90


def options(path):
    """Words for the emulator: it waits for the debugger at a socket."""
    return ["-S", "-gdb", f"unix:{path},server=on,wait=off"]


def symbols(elf):
    """{name: address} of an ELF file."""
    listed = subprocess.run(["nm", elf], capture_output=True, text=True,
                            check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return {row[2]: int(row[0], 16) for row in rows if len(row) == 3}


class Debugger:
    """The connection; the chip stands still until run_to() or leave()."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(TIMEOUT_S)
        self.buffer = b""
        self._connect(path)

    def _connect(self, path):
        deadline = time.monotonic() + TIMEOUT_S
        while not os.path.exists(path):
            if time.monotonic() > deadline:
                raise Failure("the emulator opens no socket for a debugger")
            time.sleep(0.01)
        self.socket.connect(path)

    def _byte(self):
        while not self.buffer:
            self.buffer = self.socket.recv(4096)
            if not self.buffer:
                raise Failure("the emulator hung up on the debugger")
        byte, self.buffer = self.buffer[:1], self.buffer[1:]
        return byte

    def _reply(self):
        while self._byte() != b"$":
            pass
        text = b""
        while not text.endswith(b"#"):
            text += self._byte()
        self._byte(), self._byte()  # the sum; the socket loses nothing
        self.socket.sendall(b"+")
        return text[:-1].decode()

    def _send(self, text):
        total = sum(text.encode()) % 256
        self.socket.sendall(f"${text}#{total:02x}".encode())

    def _ask(self, text):
        self._send(text)
        return self._reply()

    def _order(self, text):
        answer = self._ask(text)
        if answer != "OK":
            raise Failure(f"the emulator answers '{answer}' to '{text}'")

    def run_to(self, addr):
        """Runs until the CPU is at an address."""
        self._order(f"Z0,{addr:x},2")
        answer = self._ask("c")
        if not answer.startswith("T05"):
            raise Failure(f"not stopped at {addr:#x}: '{answer}'")
        self._order(f"z0,{addr:x},2")

    def run_to_write(self, addr):
        """Runs until the CPU is about to write a register; step() does it."""
        self._order(f"Z2,{addr:x},4")
        answer = self._ask("c")
        if "watch:" not in answer:
            raise Failure(f"not stopped at a write of {addr:#x}: '{answer}'")
        self._order(f"z2,{addr:x},4")

    def step(self):
        """One instruction."""
        answer = self._ask("s")
        if not answer.startswith("T05"):
            raise Failure(f"no step: '{answer}'")

    def read(self, addr, length):
        return bytes.fromhex(self._ask(f"m{addr:x},{length:x}"))

    def write(self, addr, content):
        """Writes, and requires that it is there."""
        self._order(f"M{addr:x},{len(content):x}:{content.hex()}")
        if self.read(addr, len(content)) != content:
            raise Failure(f"memory at {addr:#x} does not keep what is written")

    def leave(self):
        """Lets the chip run, undisturbed from now on."""
        self._order("D")
        self.socket.close()
