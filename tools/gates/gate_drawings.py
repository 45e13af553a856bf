#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The committed drawings are those that tools/draw makes today."""
import os
import sys
import tempfile

import gatelib
from gatelib import Finding


def check(args):
    script = os.path.join(args.root, "tools", "draw", "draw.py")
    findings, names = [], []
    with tempfile.TemporaryDirectory() as folder:
        status, out = gatelib.run([sys.executable, script, "--root",
                                   args.root, "--out", folder])
        if status != 0:
            return [Finding("tools/draw/draw.py", 1, out.strip())], ""
        names = sorted(os.listdir(folder))
        for name in names:
            path = f"docs/img/{name}"
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                fresh = file.read()
            if not os.path.exists(os.path.join(args.root, path)):
                findings.append(Finding(path, 1, "missing: run "
                                        "tools/draw/draw.py and commit it"))
            elif gatelib.read_text(args.root, path) != fresh:
                findings.append(Finding(path, 1, "other than its data: run "
                                        "tools/draw/draw.py and commit it"))
    return findings, f"{len(names)} drawings are up to date"


if __name__ == "__main__":
    if not os.path.exists(os.path.join(gatelib.parse_args(__doc__).root,
                                       "tools", "draw", "draw.py")):
        sys.exit(gatelib.skip("drawings", "this tree has no tools/draw"))
    gatelib.main_of("drawings", check, __doc__)
