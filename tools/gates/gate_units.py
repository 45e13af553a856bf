#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One idea per file, and a test beside each: file lengths, missing tests."""
import os
import re

import gatelib
from gatelib import Finding

LINES_WARN = 400
LINES_MAX = 700
TESTED = ("base", "core", "crypto", "enroll", "app")
WITHOUT_TEST = "tools/gates/without_test.txt"
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


def check_lengths(files):
    findings = []
    for file in files:
        lines = file.text.count("\n")
        if lines > LINES_MAX:
            findings.append(Finding(file.path, lines, f"{lines} lines, "
                                    f"{LINES_MAX} allowed"))
        elif lines > LINES_WARN:
            print(f"  note: {file.path} has {lines} lines, more than "
                  f"{LINES_WARN}")
    return findings


def read_exceptions(root):
    """path -> (line, reason) from the list of modules without own test."""
    found = {}
    if not os.path.exists(os.path.join(root, WITHOUT_TEST)):
        return found
    text = gatelib.read_text(root, WITHOUT_TEST)
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            path, _, reason = line.partition(" ")
            found[path] = (number, reason.strip())
    return found


def tests_of(path):
    """Where the test of a module may be: with the folder, if names meet."""
    name = os.path.basename(path)[:-2]
    folder = os.path.basename(os.path.dirname(path))
    return [f"tests/unit/{name}_test.c", f"tests/unit/{folder}_{name}_test.c"]


def included(path, files):
    """Headers of ours that a test sees, by headers beside it too."""
    found = set(INCLUDE.findall(files[path].text))
    for header in list(found):
        if gatelib.layer(header) == "tests" and header in files:
            found |= set(INCLUDE.findall(files[header].text))
    return found


def headers_of(path, files):
    """A module's own header; without one, those through which it is used:
    any of its folder, or the contract that it implements."""
    own = path[:-2] + ".h"
    if own in files:
        return {own}
    folder = os.path.dirname(path)
    beside = {file for file in files
              if os.path.dirname(file) == folder and file.endswith(".h")}
    return beside | {header for header in INCLUDE.findall(files[path].text)
                     if gatelib.layer(header) == "iface"}


def is_tested(path, files):
    """Whether a test of that name includes a header of the module."""
    headers = headers_of(path, files)
    return any(test in files and headers & included(test, files)
               for test in tests_of(path))


def check_tests(root, files):
    findings = []
    exceptions = read_exceptions(root)
    paths = {file.path: file for file in files}
    for path in sorted(paths):
        if not path.endswith(".c") or gatelib.layer(path) not in TESTED:
            continue
        tested = is_tested(path, paths)
        if not tested and path not in exceptions:
            findings.append(Finding(path, 1, f"{tests_of(path)[0]} is missing "
                                    "or does not include its header, and "
                                    f"{WITHOUT_TEST} gives no reason"))
        if tested and path in exceptions:
            findings.append(Finding(WITHOUT_TEST, exceptions[path][0],
                                    f"{path} has a test: remove this line"))
    for path, (number, reason) in exceptions.items():
        if path not in paths or not reason:
            findings.append(Finding(WITHOUT_TEST, number,
                                    "needs a path that exists and a reason"))
    return findings


def check(args):
    files = gatelib.c_files(args.root)
    findings = check_lengths(files) + check_tests(args.root, files)
    return findings, f"{len(files)} C files, each module with its test"


if __name__ == "__main__":
    gatelib.main_of("units", check, __doc__)
