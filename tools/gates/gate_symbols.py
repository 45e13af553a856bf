#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the boot code needs from outside, and that it keeps no state.

Compiles base, core, crypto and app as freestanding code and looks at the
objects with nm: undefined symbols must come from a layer below, mutable data
must not exist. crypto is compiled as the host build does it (for the paths of
its libraries), and may call what those libraries define.
"""
import glob
import os
import re
import shutil
import sys
import tempfile

import gatelib
from gatelib import Finding

# layer -> layers whose symbols it may use
USES = {
    "base": {"base"},
    "crypto": {"base", "iface", "crypto"},
    "core": {"base", "iface", "crypto", "core"},
    "recovery": {"base", "iface", "crypto", "core", "recovery"},
    "enroll": {"base", "iface", "crypto", "core", "enroll"},
    "app": {"base", "iface", "core", "app"},
}
ALWAYS = {"memcpy", "memset", "memcmp", "memmove", "verdict_violation"}
FLAGS = ["-std=c11", "-ffreestanding", "-Os", "-fno-pic", "-fno-common",
         "-fno-stack-protector", "-w"]
MUTABLE = "dDbBCsSgG"


def declared_symbols(root):
    """layer -> functions and variables that its headers declare."""
    found = {name: set() for name in gatelib.FREESTANDING}
    for file in gatelib.c_files(root, (".h",), gatelib.FREESTANDING):
        names = found[gatelib.layer(file.path)]
        names |= {p.name for p in file.prototypes}
        names |= set(re.findall(r"\bextern\b[^;(]*?(\w+)\s*(?:\[[^;]*\])?;",
                                file.code))
    return found


def library_symbols(build):
    """What the third-party libraries of the build define."""
    found = set()
    for path in glob.glob(os.path.join(build, "**", "*.a"), recursive=True):
        if not os.path.basename(path).startswith("libsallyport_"):
            _, out = gatelib.run(["nm", "--defined-only", path])
            found |= set(re.findall(r"^\S+ [A-Za-z] (\S+)$", out, re.M))
    return found


def compile_object(root, path, options, folder):
    target = os.path.join(folder, path.replace("/", "_") + ".o")
    status, out = gatelib.run(["gcc"] + FLAGS + ["-I", root] + options
                              + ["-c", path, "-o", target], root)
    return (target, None) if status == 0 else (None, out)


def symbols_of(target):
    """[(kind letter, name)] of an object."""
    _, out = gatelib.run(["nm", target])
    return re.findall(r"^(?:[0-9a-f]+)? *([A-Za-z]) (\S+)$", out, re.M)


def place(file, symbol):
    name = symbol.split(".")[0]  # gcc numbers statics of functions: name.1
    for token in file.tokens:
        if token.text == name:
            return file.line(token.offset)
    return 1


def check_object(file, target, allowed):
    findings = []
    for kind, name in symbols_of(target):
        if kind in "Uu" and name not in allowed:
            findings.append(Finding(file.path, place(file, name),
                                    f"needs {name}, which no layer below "
                                    "has"))
        elif kind in MUTABLE:
            findings.append(Finding(file.path, place(file, name),
                                    f"mutable static data: {name}"))
    return findings


def check(args):
    declared = declared_symbols(args.root)
    libraries = library_symbols(args.build)
    commands = gatelib.build_options(args.build)
    findings, count = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for file in gatelib.c_files(args.root, (".c",), set(USES)):
            here = gatelib.layer(file.path)
            options = commands.get(os.path.join(args.root, file.path), [])
            if here == "crypto" and not options:
                print(f"  note: {file.path} not looked at: no host build")
                continue
            target, errors = compile_object(
                args.root, file.path, options if here == "crypto" else [],
                folder)
            if errors:
                findings.append(Finding(file.path, 1, errors.strip()))
                continue
            allowed = ALWAYS.union(*(declared[name] for name in USES[here]))
            if here == "crypto":
                allowed |= libraries
            findings += check_object(file, target, allowed)
            count += 1
    return findings, (f"{count} objects need nothing but the layers below "
                      "and hold no mutable data")


if __name__ == "__main__":
    if not shutil.which("gcc"):
        sys.exit(gatelib.skip("symbols", "gcc is not installed"))
    gatelib.main_of("symbols", check, __doc__)
