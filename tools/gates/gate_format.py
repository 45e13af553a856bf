#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Our C code is laid out as clang-format lays it out."""
import re
import shutil
import sys

import gatelib
from gatelib import Finding

MESSAGE = re.compile(r"^(.+?):(\d+):\d+: (?:error|warning): ")


def check(args):
    files = [path for path in gatelib.our_files(args.root)
             if path.endswith((".c", ".h"))]
    status, out = gatelib.run(["clang-format", "--dry-run", "-Werror"] + files,
                              args.root) if files else (0, "")
    findings, seen = [], set()
    for line in out.splitlines():
        match = MESSAGE.match(line)
        if match and match.group(1) not in seen:  # its first place will do
            seen.add(match.group(1))
            findings.append(Finding(
                match.group(1), int(match.group(2)),
                f"run clang-format -i {match.group(1)}"))
    if status != 0 and not findings:
        findings.append(Finding(".clang-format", 1, out.strip()))
    return findings, f"{len(files)} C files are formatted"


if __name__ == "__main__":
    if not shutil.which("clang-format"):
        sys.exit(gatelib.skip("format", "clang-format is not installed"))
    gatelib.main_of("format", check, __doc__)
