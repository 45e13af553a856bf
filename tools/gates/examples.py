#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the examples of the documents, so that they work as written.

A block that starts with ```sh runnable is run by bash, in a temporary folder
of its document's own, with the built program on PATH. The first command that
fails fails the document. A block ```text output behind it lists lines that
the output must hold, in this order; three dots stand for lines left out, or for
the rest of a line.
"""
import argparse
import glob
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BLOCK = re.compile(r"^```(sh runnable|text output)\n(.*?)^```$", re.S | re.M)
TIMEOUT_S = 120


class Failure(Exception):
    """An example that does not work as written."""


def blocks_of(text):
    """(line, kind, content) in order."""
    return [(text.count("\n", 0, m.start()) + 1, m.group(1), m.group(2))
            for m in BLOCK.finditer(text)]


def run_block(content, folder, program):
    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join(
        [os.path.dirname(program), environment["PATH"]])
    environment["HOME"] = folder
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", content], cwd=folder,
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace",
        timeout=TIMEOUT_S, check=False)
    if done.returncode != 0:
        raise Failure(f"exit status {done.returncode}\n{done.stdout}")
    return done.stdout


def fits(expected, line):
    if expected.endswith("..."):
        return line.startswith(expected[:-3].rstrip())
    return line.rstrip() == expected.rstrip()


def check_output(expected, output):
    lines, at = output.splitlines(), 0
    for line in expected.splitlines():
        if line.strip() in ("", "..."):
            continue
        while at < len(lines) and not fits(line, lines[at]):
            at += 1
        if at == len(lines):
            raise Failure(f"this line is missing: {line}\n{output}")
        at += 1


def run_document(path, program):
    """Number of blocks that were run."""
    with open(path, encoding="utf-8") as file:
        blocks = blocks_of(file.read())
    count, output = 0, ""
    with tempfile.TemporaryDirectory() as folder:
        for line, kind, content in blocks:
            try:
                if kind == "sh runnable":
                    output = run_block(content, folder, program)
                    count += 1
                else:
                    check_output(content, output)
            except (Failure, subprocess.TimeoutExpired) as error:
                raise Failure(f"{os.path.relpath(path, ROOT)}:{line}: "
                              f"{error}") from error
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program",
                        default=os.path.join(ROOT, "build/host/sallyport"))
    parser.add_argument("document", nargs="*")
    args = parser.parse_args()
    documents = args.document or sorted(
        glob.glob(os.path.join(ROOT, "*.md"))
        + glob.glob(os.path.join(ROOT, "docs", "*.md")))
    program = os.path.abspath(args.program)
    if not os.path.exists(program):
        print(f"FAIL examples: {program} is missing: build it first")
        return 1
    count = 0
    for path in documents:
        try:
            count += run_document(path, program)
        except Failure as error:
            print(f"  {error}")
            print("FAIL examples: one does not work as written")
            return 1
    print(f"pass examples: {count} blocks of {len(documents)} documents work "
          "as written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
