#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""base, core and app compile for the chips, freestanding; prints sizes."""
import concurrent.futures
import os
import re
import shutil
import sys
import tempfile

import gatelib
from gatelib import Finding

LAYERS = ("base", "core", "app")
FLAGS = ["-std=c11", "-ffreestanding", "-Os", "-Wall", "-Wextra", "-Werror",
         "-fno-common", "-ffunction-sections", "-fdata-sections",
         "-fno-asynchronous-unwind-tables"]
TARGETS = [  # column, compiler, prefix of its tools, options
    ("rv32imc", "riscv64-unknown-elf-gcc", "riscv64-unknown-elf-",
     ["-march=rv32imc", "-mabi=ilp32"]),
    ("lx106", "xtensa-lx106-elf-gcc", "xtensa-lx106-elf-", []),
    ("i386", "gcc", "", ["-m32", "-fno-pic", "-fno-stack-protector"]),
]
HELPER = re.compile(r"^ +U (__\w+)$", re.M)


class Object:
    """One source compiled for one target."""

    def __init__(self, column, path):
        self.column, self.path = column, path
        self.size, self.helpers, self.findings = None, [], []


def works(target):
    """Whether a compiler is there and can do what the target asks."""
    _, compiler, _, options = target
    if not shutil.which(compiler):
        return False
    status, _ = gatelib.run([compiler] + options + FLAGS
                            + ["-include", "stdint.h", "-fsyntax-only",
                               "-x", "c", "-"], stdin="int tried;\n")
    return status == 0


def compile_one(job):
    target, root, path, folder = job
    column, compiler, prefix, options = target
    result = Object(column, path)
    out_path = os.path.join(folder, column + path.replace("/", "_") + ".o")
    status, out = gatelib.run(
        [compiler] + options + FLAGS
        + ["-I", root, "-c", path, "-o", out_path], root)
    if status != 0:
        result.findings = errors_of(column, path, out)
        return result
    _, out = gatelib.run([prefix + "size", out_path])
    text, data, bss = out.splitlines()[1].split()[:3]
    result.size = int(text) + int(data) + int(bss)
    _, out = gatelib.run([prefix + "nm", "-u", out_path])
    result.helpers = HELPER.findall(out)
    return result


def errors_of(column, path, out):
    found = re.findall(r"^([^:\n]+):(\d+):(?:\d+:)? (?:fatal )?error: (.*)$",
                       out, re.M)
    if not found:
        return [Finding(path, 1, f"{column}: {out.strip()}")]
    return [Finding(name, int(line), f"{column}: {text}")
            for name, line, text in found]


def print_table(columns, paths, results):
    width = max(len(path) for path in paths + ["in all"])
    print("  code and constants, bytes at -Os")
    print("  " + " " * width + "".join(f"{name:>9}" for name in columns))
    totals = dict.fromkeys(columns, 0)
    for path in paths:
        cells = ""
        for name in columns:
            size = results[(name, path)].size
            totals[name] += size or 0
            cells += f"{size if size is not None else '-':>9}"
        print(f"  {path:{width}}{cells}")
    print(f"  {'in all':{width}}"
          + "".join(f"{totals[name]:9}" for name in columns))
    for name in columns:
        helpers = sorted({helper for (column, _), result in results.items()
                          if column == name for helper in result.helpers})
        if helpers:
            print(f"  {name} needs of libgcc: {' '.join(helpers)}")


def check(args):
    targets = [target for target in TARGETS if works(target)]
    for target in TARGETS:
        if target not in targets:
            print(f"  SKIP {target[0]}: {target[1]} {' '.join(target[3])} "
                  "does not work here")
    paths = [path for path in gatelib.our_files(args.root)
             if path.endswith(".c") and gatelib.layer(path) in LAYERS]
    with tempfile.TemporaryDirectory() as folder:
        jobs = [(target, args.root, path, folder)
                for target in targets for path in paths]
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            done = list(pool.map(compile_one, jobs))
    columns = [target[0] for target in targets]
    if columns:
        print_table(columns, paths, {(r.column, r.path): r for r in done})
    findings = [finding for result in done for finding in result.findings]
    return findings, (f"{len(paths)} files compile for "
                      f"{', '.join(columns) or 'no target: all skipped'}")


if __name__ == "__main__":
    sys.exit(gatelib.main_of("cross", check, __doc__))
