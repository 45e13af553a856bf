# SPDX-License-Identifier: Apache-2.0
"""Espressif's QEMU with the mask ROM of a chip: found, started, cut.

QEMU_ESP      folder of qemu-system-riscv32 and qemu-system-xtensa; else they
              are looked for on the PATH
QEMU_ESP_ROMS folder of the ROM images, where QEMU does not find them itself
"""
import array
import fcntl
import os
import re
import select
import shutil
import signal
import subprocess
import termios
import time

from cli import Failure

MISSING = ("the chip's emulator is missing: unpack {} of the releases of "
           "github.com/espressif/qemu and set QEMU_ESP to the folder of its "
           "{} (or put that on the PATH)")
PACKAGES = {"qemu-system-riscv32": "qemu-riscv32-softmmu",
            "qemu-system-xtensa": "qemu-xtensa-softmmu"}
TIMEOUT_S = 90          # far beyond any boot on a busy machine
PIPE_LEN = 4096         # bytes of trace that the emulator may run ahead
LINE_LEN = 100          # bytes, longer than a line of the trace
BLOCK_LEN = 0x20000      # bytes, twice the largest erase
FLASH_CHANGE = re.compile(rb"new command:0x(2|20|d8)$")


def find(chip):
    """Returns (program, "") or (None, why it can not be used)."""
    missing = MISSING.format(PACKAGES[chip.program], chip.program)
    folder = os.environ.get("QEMU_ESP")
    program = shutil.which(chip.program, path=folder) if folder \
        else shutil.which(chip.program)
    if program is None:
        where = f"in QEMU_ESP={folder}" if folder else "on the PATH"
        return None, f"no {chip.program} {where}: {missing}"
    machines = subprocess.run([program, "-M", "help"], capture_output=True,
                              text=True, check=False).stdout
    if not re.search(rf"^{chip.name}\b", machines, re.M):
        return None, f"{program} has no machine {chip.name}: {missing}"
    return program, ""


def write_efuse(chip, path):
    """The eFuses of a chip as sold: nothing burned but its revision."""
    content = bytearray(chip.efuse_len)
    for offset, value in chip.efuse_bits:
        content[offset] = value
    with open(path, "wb") as file:
        file.write(content)


def command_line(chip, program, flash, efuse):
    """The flash chip's model writes its file behind the CPU's back, and the
    cache's model reads that file: by blocks larger than any write, reads wait
    for the writes before them."""
    roms = os.environ.get("QEMU_ESP_ROMS")
    return [
        program, *(["-L", roms] if roms else []), "-M", chip.name,
        "-display", "none", "-monitor", "none", "-serial", "stdio",
        "-drive", "if=mtd,driver=raw,file.driver=blkdebug,"
                  f"file.align={BLOCK_LEN},file.image.driver=file,"
                  f"file.image.filename={flash}",
        "-drive", f"file={efuse},if=none,format=raw,id=efuse",
        "-global", f"driver=nvram.{chip.name}.efuse,property=drive,"
                   "value=efuse",
        "-global", f"driver={chip.name}.gpio,property=strap_mode,"
                   f"value={chip.strap:#x}", *chip.options]


class Run:
    """The emulator from power on until it is stopped; UART0 is `log`."""

    def __init__(self, words, trace=False):
        """words: the emulator's command line."""
        if trace:
            words = [*words, "-d", "trace:m25p80_command_decoded"]
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, bufsize=0)
        self.log = ""
        self.trace = b""    # the incomplete last line, or QEMU's complaints
        self.changes = 0    # program and erase commands so far
        self.seen = 0       # how much of the log expect() has passed
        if trace:
            fcntl.fcntl(self.process.stderr, fcntl.F_SETPIPE_SZ, PIPE_LEN)

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.stop()

    # ---- the UART ----

    def _take(self, stream):
        data = os.read(stream.fileno(), PIPE_LEN)
        if stream is self.process.stdout:
            self.log += data.decode(errors="replace").replace("\r", "")
        else:
            lines = (self.trace + data).split(b"\n")
            self.changes += sum(1 for line in lines[:-1]
                                if FLASH_CHANGE.search(line))
            self.trace = lines[-1]
        return len(data) > 0

    def _wait(self, condition, what):
        """Reads until condition(); ends as soon as it holds."""
        streams = [self.process.stdout, self.process.stderr]
        deadline = time.monotonic() + TIMEOUT_S
        while not condition():
            left = deadline - time.monotonic()
            ready, _, _ = select.select(streams, [], [], max(left, 0))
            if left <= 0:
                raise Failure(f"no {what} within {TIMEOUT_S} s\n{self.tail()}")
            for stream in ready:
                if not self._take(stream):
                    raise Failure(f"the emulator ended before {what}\n"
                                  f"{self.tail()}{self.trace!r}")

    def expect(self, text):
        """Waits for a text behind all that was expected before."""
        self._wait(lambda: text in self.log[self.seen:], f"'{text}'")
        self.seen = self.log.index(text, self.seen) + len(text)

    def line(self, start):
        """Waits for a line that begins so; returns the rest of it."""
        self.expect(start)
        self._wait(lambda: "\n" in self.log[self.seen:], "end of the line")
        end = self.log.index("\n", self.seen)
        rest, self.seen = self.log[self.seen:end], end
        return rest

    def never(self, text):
        if text in self.log:
            raise Failure(f"unexpected '{text}'\n{self.tail()}")

    def send(self, key):
        self.process.stdin.write(key.encode())

    def tail(self):
        return "  log:\n" + "\n".join(
            "    " + line for line in self.log.splitlines()[-25:])

    # ---- power ----

    def stop(self):
        """Power off between two flash operations; the file is complete."""
        self._end(signal.SIGTERM)

    def _end(self, how):
        if self.process.poll() is None:
            self.process.send_signal(how)
        while self._drain():
            pass
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout,
                       self.process.stderr):
            stream.close()

    def _drain(self):
        if self.process.stdout.closed:
            return False
        streams = [self.process.stdout, self.process.stderr]
        ready, _, _ = select.select(streams, [], [], TIMEOUT_S)
        if not ready:
            raise Failure("the emulator does not end")
        return any([self._take(stream) for stream in ready])

    def kill_at(self, change):
        """Kills the emulator at about the given flash operation: it is held
        by its full trace, so that what it wrote is in the file by then.
        Returns how many operations it did, and knows that exactly."""
        self._wait(lambda: self.changes >= change,
                   f"flash operation {change}")
        self._wait_held()
        self._end(signal.SIGKILL)
        return self.changes

    def _wait_held(self):
        deadline = time.monotonic() + TIMEOUT_S
        held = 0
        while held < 2:
            held = held + 1 if self._is_held() else 0
            time.sleep(0.002)
            if time.monotonic() > deadline:
                raise Failure("the emulator is not held by its trace: fewer "
                              "operations follow than the trace holds\n"
                              + self.tail())

    def _is_held(self):
        size = array.array("i", [0])
        fcntl.ioctl(self.process.stderr, termios.FIONREAD, size)
        return size[0] > PIPE_LEN - LINE_LEN and all(
            state == "S" for state in self._thread_states())

    def _thread_states(self):
        folder = f"/proc/{self.process.pid}/task"
        for thread in os.listdir(folder):
            with open(f"{folder}/{thread}/stat", encoding="utf-8") as file:
                yield file.read().rpartition(")")[2].split()[0]
