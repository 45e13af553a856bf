#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each source says its licence, and each C file what it is for."""
import os
import re

import gatelib
from gatelib import Finding

ENDINGS = (".c", ".h", ".S", ".ld", ".py", ".sh", ".cmake", ".yml", ".yaml")
NAMES = ("CMakeLists.txt", "Makefile")
TAG = "SPDX-License-Identifier: Apache-2.0"
C_TAG = f"/* {TAG} */"
PURPOSE = re.compile(r"/\*\*?(?:\s|\*)*[^\s*/]")


def is_source(path, text):
    return (path.endswith(ENDINGS) or os.path.basename(path) in NAMES
            or text.startswith("#!"))


def check_file(path, text):
    lines = text.splitlines() + [""]
    if not path.endswith((".c", ".h")):
        if TAG not in "".join(lines[:3]):
            return [Finding(path, 1, f"no {TAG} in the first three lines")]
        return []
    if lines[0] != C_TAG:
        return [Finding(path, 1, f"first line is not {C_TAG}")]
    if not PURPOSE.match("\n".join(lines[1:])):
        return [Finding(path, 2, "no paragraph that says what it is for")]
    return []


def check(args):
    findings, count = [], 0
    for path, text in gatelib.text_files(args.root):
        if is_source(path, text):
            count += 1
            findings += check_file(path, text)
    return findings, f"{count} sources name their licence"


if __name__ == "__main__":
    gatelib.main_of("spdx", check, __doc__)
