# SPDX-License-Identifier: Apache-2.0
"""The real clients of serial recovery, spoken to in one way.

A client is made for a box. The words of a request are echo TEXT, list, upload FILE
[TARGET], test HASH, confirm HASH, erase, reset; a setting stands in front of
them, as the client names it.
"""
import os

from box import HERE, check


class Client:
    """A client that is a library, by smp_driver.py."""

    tool = ""
    settings = [[]]
    quick = []  # the setting for a long file

    def __init__(self, box):
        self.box = box

    def words(self, port, *words):
        return [port, *words]

    def command(self, port, *words):
        """The same as a command of its own, that can be killed."""
        return [self.box.peer.path, "-B", os.path.join(HERE, "smp_driver.py"),
                self.tool, *self.words(port, *words)]

    def run(self, port, *words):
        return self.box.theirs(*self.words(port, *words))

    def good(self, port, *words):
        result = self.run(port, *words)
        check(result.status == 0, f"does not succeed\n{result}")
        return result.text

    def bad(self, port, *words):
        result = self.run(port, *words)
        check(result.status != 0, f"is not refused\n{result}")
        return result.text + result.err.decode(errors="replace")


class Toolkit(Client):
    tool = "toolkit"
    settings = [[], ["frame=512"], ["frame=1024"], ["auto=1"]]

    def words(self, port, *words):
        words = list(words)
        if words[0] == "test":
            words[0] = "state"
        if words[0] == "confirm":
            words = ["state", words[1], "confirm"]
        return [port, *words]


class RustClient(Client):
    tool = "mcumgr-client"
    settings = [[], ["mtu=1024"], ["mtu=4016", "linelength=4096"],
                ["mtu=300", "linelength=130"]]

    def words(self, port, *words):
        words = list(words)
        if "erase" in words:
            words.append("1")
        return [port, *words]


class SmpClient(Client):
    tool = "smpclient"
    settings = [[], ["line_length=128", "line_buffers=8"]]


class Smpmgr(Client):
    tool = "smpmgr"
    settings = [[], ["--mtu", "512"], ["--mtu", "1024"],
                ["--line-length", "128", "--line-buffers", "4"]]
    quick = ["--mtu", "1024"]
    NAMES = {"echo": ["os", "echo"], "reset": ["os", "reset"],
             "list": ["image", "state-read"], "upload": ["image", "upload"],
             "test": ["image", "state-write"],
             "confirm": ["image", "state-write", "--confirm"],
             "erase": ["image", "erase", "1"]}

    def words(self, port, *words):
        made = ["--port", port]
        for word in words:
            made += self.NAMES.get(word, [word])
        if "upload" in words and words[-1].isdigit():
            made[-1:] = ["--slot", words[-1]]
        return made

    def command(self, port, *words):
        return [self.box.peer.path, "-c", "from smpmgr.main import app; app()",
                *self.words(port, *words)]


class GoClient(Client):
    """Apache's mcumgr; a setting is its mtu."""

    tool = "mcumgr"
    settings = [["128"], ["256"], ["512"], ["1024"]]
    quick = ["1024"]
    NAMES = {"list": ["image", "list"], "upload": ["image", "upload"],
             "test": ["image", "test"], "confirm": ["image", "confirm"],
             "erase": ["image", "erase"]}

    def words(self, port, *words):
        words = list(words)
        mtu = words.pop(0) if words[0].isdigit() else "512"
        made = ["--conntype", "serial", "--connstring",
                f"dev={port},baud=115200,mtu={mtu}"]
        for word in words:
            made += self.NAMES.get(word, [word])
        if "upload" in words and words[-1].isdigit():
            made[-1:] = ["-n", words[-1]]
        return made

    def command(self, port, *words):
        return [self.box.peer.path, *self.words(port, *words)]

    def good(self, port, *words):
        """It tells of an error with status 0."""
        text = super().good(port, *words)
        check("Error" not in text, f"does not succeed\n{text}")
        return text

    def bad(self, port, *words):
        result = self.run(port, *words)
        check(result.status != 0 or "Error" in result.text,
              f"is not refused\n{result}")
        return result.text + result.err.decode(errors="replace")


class RustProgram(Client):
    """Rust's mcumgr-client as the program that people install."""

    tool = "mcumgr-client-program"
    settings = [[], ["-m", "1024", "-l", "128"], ["-m", "4016", "-l", "4096"]]

    def words(self, port, *words):
        words = list(words)
        options = []
        while words[0].startswith("-"):
            options += [words.pop(0), words.pop(0)]
        if words[0] == "upload" and len(words) == 3:
            words[2:] = ["-s", words[2]]
        if words[0] == "confirm":
            words = ["test", words[1], "--confirm", "true"]
        if words[0] == "erase":
            words += ["-s", "1"]
        return ["-d", port, *options, *words]

    def command(self, port, *words):
        return [self.box.peer.path, *self.words(port, *words)]


CLIENTS = {client.tool: client for client in
           (Smpmgr, SmpClient, Toolkit, RustClient, GoClient, RustProgram)}
