# SPDX-License-Identifier: Apache-2.0
"""What the claims use: a folder, both tools, a virtual device, keys."""
import json
import os
import shlex
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "cli"))

from cli import Failure, check, same  # noqa: E402,F401  for the cases too

TIMEOUT_S = 60

# name of a key in the claims -> its name for keygen
SIGNING = {"rsa2048": "rsa-2048", "rsa3072": "rsa-3072", "p256": "ecdsa-p256",
           "ed25519": "ed25519"}
TYPES = {**SIGNING, "p384": "ecdsa-p384", "x25519": "x25519"}

NO_SIGNATURE = ""
CONF_OF_KEY = {
    "none": NO_SIGNATURE,
    "rsa2048": "CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=2048\n",
    "rsa3072": "CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=3072\n",
    "p256": "CONFIG_ESP_SIGN_EC256=y\n",
    "ed25519": "CONFIG_ESP_SIGN_ED25519=y\n",
}

PLAIN = ["-H", "32", "--pad-header", "-S", "0x20000"]


class Result:
    """How a run ended."""

    def __init__(self, words, cwd, status, out, err):
        self.words = words
        self.cwd = cwd
        self.status = status
        self.out = out
        self.err = err

    @property
    def text(self):
        return self.out.decode(errors="replace")

    @property
    def error(self):
        """The sentence behind "Error: ", or the last line of a traceback."""
        text = self.err.decode(errors="replace").strip()
        return text.rpartition("Error: ")[2] if text else ""

    def __str__(self):
        return (f"  command: {shlex.join(self.words)}\n"
                f"  status:  {self.status}\n"
                f"  stdout:  {self.out[-600:]!r}\n"
                f"  stderr:  {self.err[-600:]!r}")


class Peer:
    """A process that runs commands of a real tool (see peer.py)."""

    def __init__(self, python, tool="imgtool"):
        self.tool = tool
        self.path = python
        self.process = subprocess.Popen(
            [python, "-B", os.path.join(HERE, "peer.py"), tool], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, args, cwd, stdin):
        request = {"args": list(args), "cwd": cwd, "stdin": stdin.hex()}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        reply = json.loads(self.process.stdout.readline())
        return Result([self.tool, *args], cwd, reply["status"],
                      bytes.fromhex(reply["out"]), bytes.fromhex(reply["err"]))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Program:
    """A real tool that is a program of its own."""

    def __init__(self, path, tool):
        self.tool = tool
        self.path = path

    def run(self, args, cwd, stdin):
        words = [self.path, *args]
        done = subprocess.run(words, input=stdin, capture_output=True, cwd=cwd,
                              timeout=TIMEOUT_S, check=False,
                              start_new_session=True)
        return Result(words, cwd, done.returncode, done.stdout, done.stderr)

    def close(self):
        pass


PROGRAMS = ("mcumgr", "mcumgr-client-program")


def peer_of(tool, path):
    return (Program if tool in PROGRAMS else Peer)(path, tool)


class Keys:
    """Key files that the real imgtool made: NAME.pem, NAME.pub, other-...

    other-NAME.pem is a second key of the type. Made when first asked for.
    """

    def __init__(self, folder):
        self.folder = folder
        self.lock = threading.Lock()

    def path(self, peer, file):
        """The path of `rsa2048.pem`, `other-p256.pub`, ..."""
        path = os.path.join(self.folder, file)
        with self.lock:
            if not os.path.exists(path):
                self._make(peer, *os.path.splitext(file))
        return path

    def _make(self, peer, stem, ending):
        private = f"{stem}.pem"
        if not os.path.exists(os.path.join(self.folder, private)):
            kind = TYPES[stem.rpartition("-")[2]]
            self._run(peer, "keygen", "-k", private, "-t", kind)
        if ending == ".pub":
            self._run(peer, "getpub", "-k", private, "-e", "pem", "-o",
                      f"{stem}.pub")

    def _run(self, peer, *args):
        result = peer.run(args, self.folder, b"")
        check(result.status == 0, f"no key by the real imgtool\n{result}")


class Box:
    """A folder of its own with both tools in it."""

    def __init__(self, program, peer, keys, folder):
        self.program = program
        self.peer = peer
        self.keys = keys
        self.folder = folder

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        data = data.encode() if isinstance(data, str) else data
        with open(self.path(name), "wb") as file:
            file.write(data)
        return name

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def exists(self, name):
        return os.path.exists(self.path(name))

    def remove(self, name):
        if self.exists(name):
            os.remove(self.path(name))

    def payload(self, length=3000, seed=1, name="in.bin"):
        """An input whose sectors all differ."""
        data = b"".join(b"%d of %d\n" % (i, seed) for i in range(length // 4))
        return self.write(name, data[:length])

    def key(self, name, public=False):
        """Options that sign or check with a key; none for "none"."""
        if name == "none":
            return []
        return ["-k", self.key_file(name, public)]

    def key_file(self, name, public=False):
        return self.keys.path(self.peer, name + (".pub" if public else ".pem"))

    def run(self, words, stdin=b""):
        done = subprocess.run(words, input=stdin, capture_output=True,
                              cwd=self.folder, timeout=TIMEOUT_S, check=False,
                              start_new_session=True)
        return Result(words, self.folder, done.returncode, done.stdout,
                      done.stderr)

    def ours(self, *args, stdin=b""):
        return self.run([self.program, self.peer.tool, *args], stdin)

    def theirs(self, *args, stdin=b""):
        return self.peer.run(args, self.folder, stdin)

    def ours_ok(self, *args, stdin=b""):
        return _succeeded(self.ours(*args, stdin=stdin))

    def theirs_ok(self, *args, stdin=b""):
        return _succeeded(self.theirs(*args, stdin=stdin))

    def agree(self, *args, stdin=b""):
        """Both end with the same status and print the same. Where the real
        one ends in a traceback, we have the status and say a sentence."""
        ours = self.ours(*args, stdin=stdin)
        theirs = self.theirs(*args, stdin=stdin)
        check(ours.status == theirs.status,
              f"statuses differ\n{ours}\n{theirs}")
        if b"Traceback" not in theirs.err:
            same(ours.out, theirs.out, f"output of {shlex.join(args)}")
        elif ours.err:
            check(ours.err.count(b"Error: ") == 1, f"not a sentence\n{ours}")
        return ours


def _succeeded(result):
    check(result.status == 0, f"does not succeed\n{result}")
    return result


class Device:
    """A virtual device: a small layout, one configuration, one key."""

    BASE = ("CONFIG_ESP_FLASH_SIZE=1MB\n"
            "CONFIG_ESP_APPLICATION_SIZE=0x20000\n"
            "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x20000\n"
            "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x40000\n"
            "CONFIG_ESP_SCRATCH_OFFSET=0x60000\n"
            "CONFIG_ESP_SCRATCH_SIZE=0x8000\n")

    def __init__(self, box, key="none", more="", align=None, max_align=None):
        self.box = box
        conf = self.BASE + CONF_OF_KEY[key] + more
        if key != "none":
            conf += f"CONFIG_ESP_SIGN_KEY_FILE={box.key_file(key, True)}\n"
        box.write("bootloader.conf", conf)
        self.options = ["-c", "bootloader.conf"]
        if align:
            self.options += ["--write-len", str(align)]
        if max_align:
            self.options += ["--max-align", str(max_align)]
        self.sim("create", "--force")

    def sim(self, command, *args):
        result = self.box.run([self.box.program, "sim", command, *self.options,
                               *args])
        return _succeeded(result)

    def load(self, slot, image, number=0):
        self.sim("load", "--slot", slot, "--image", str(number), image)

    def boot(self, expected, *args):
        """One reset; what runs must be the expected version."""
        return self.sim("boot", "--expect", expected, *args).text

    def refuse(self, why, *args):
        """One reset that starts nothing, and says why."""
        text = self.boot("nothing", *args)
        check(why in text, f"'{why}' is not in the boot log:\n{text}")
        return text
