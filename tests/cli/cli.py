# SPDX-License-Identifier: Apache-2.0
"""What the cases use: one folder, the program, and expectations about both."""
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
TIMEOUT_S = 60


class Failure(Exception):
    """A claim that does not hold."""


class Result:
    """How a run ended."""

    def __init__(self, args, process):
        self.args = args
        self.status = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    def __str__(self):
        return (f"  command: {' '.join(self.args)}\n  status: {self.status}\n"
                f"  stdout: {self.out!r}\n  stderr: {self.err!r}")


class Cli:
    """Runs `sallyport imgtool ...` in a folder that is thrown away."""

    def __init__(self, program, folder, tool="imgtool"):
        self.program = program
        self.folder = folder
        self.tool = tool

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        """Writes a file, bytes or text, and returns its name."""
        data = data.encode() if isinstance(data, str) else data
        with open(self.path(name), "wb") as file:
            file.write(data)
        return name

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def files(self):
        return sorted(os.listdir(self.folder))

    def run(self, *args, stdin=b"", env=None):
        words = [self.program, self.tool, *args]
        process = subprocess.run(words, input=stdin, capture_output=True,
                                 cwd=self.folder, timeout=TIMEOUT_S,
                                 check=False, env=env)
        return Result(words[1:], process)

    def ok(self, *args, **kwargs):
        """Runs; the status must be 0."""
        result = self.run(*args, **kwargs)
        check(result.status == 0, f"does not succeed\n{result}")
        return result

    def refused(self, status, text, *args, **kwargs):
        """Runs; must fail with a status and an error that starts with text,
        leaving the folder as it was."""
        before = self.files()
        result = self.run(*args, **kwargs)
        error = result.err.decode()
        check(result.status == status, f"status {status} expected\n{result}")
        usage, found, sentence = error.rpartition("Error: ")
        check(found and sentence.startswith(text),
              f"'Error: {text}' expected\n{result}")
        check(usage.startswith("Usage: ") == (status == 2),
              f"usage line only with status 2\n{result}")
        check(self.files() == before,
              f"left behind: {set(self.files()) ^ set(before)}\n{result}")
        return sentence


def check(claim, text):
    if not claim:
        raise Failure(text)


def same(found, expected, what=""):
    """Two values are equal; long ones are shown around their difference."""
    if found == expected:
        return
    if isinstance(found, bytes) and isinstance(expected, bytes):
        at = next((i for i, (a, b) in enumerate(zip(found, expected))
                   if a != b), min(len(found), len(expected)))
        start = max(at - 8, 0)
        raise Failure(f"  {what}: {len(found)} bytes, {len(expected)} expected;"
                      f" first difference at {at}\n"
                      f"  found:    ...{found[start:at + 24]!r}\n"
                      f"  expected: ...{expected[start:at + 24]!r}")
    raise Failure(f"  {what}\n  found:    {found!r}\n  expected: {expected!r}")
