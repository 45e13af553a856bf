#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No preprocessor conditionals: include guards and base/compiler.h only."""
import re

import gatelib
from gatelib import Finding

CONDITIONAL = re.compile(r"#(if|ifdef|ifndef|elif|else|endif)\b")
EXEMPT = {"base/compiler.h"}


def guard_names(path):
    """The path in capitals, or an end of it that has the whole file name."""
    parts = re.sub(r"[^\w/]", "_", path).upper().split("/")
    return ["_".join(parts[i:]) for i in range(len(parts))]


def strip_guard(file):
    """The directives without the include guard, and what is wrong with it."""
    rest = list(file.directives)
    for name in guard_names(file.path):
        if len(rest) >= 3 and rest[0][1] == f"#ifndef {name}" \
                and rest[1][1] == f"#define {name}" \
                and rest[-1][1] == "#endif":
            return rest[2:-1], []
    name = guard_names(file.path)[0]
    return rest, [Finding(file.path, 1, f"include guard {name} missing")]


def check_file(file):
    rest, findings = file.directives, []
    if file.path.endswith(".h"):
        rest, findings = strip_guard(file)
    if file.path in EXEMPT:
        return findings
    bodies = [(file.line(f.body[0]), file.line(f.body[1]))
              for f in file.functions]
    for line, text in rest:
        if not CONDITIONAL.match(text):
            continue
        inside = any(first <= line <= last for first, last in bodies)
        where = "inside a function" if inside else "in this file"
        findings.append(Finding(file.path, line, f"conditional {where}: "
                                f"{text}"))
    return findings


def check(args):
    files = gatelib.c_files(args.root)
    findings = [finding for file in files for finding in check_file(file)]
    return findings, (f"{len(files)} C files, no conditional but include "
                      "guards")


if __name__ == "__main__":
    gatelib.main_of("conditionals", check, __doc__)
