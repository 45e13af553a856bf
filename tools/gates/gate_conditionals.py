#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No preprocessor conditionals: include guards and base/compiler.h only."""
import os
import re

import gatelib
from gatelib import Finding

CONDITIONAL = re.compile(r"#(if|ifdef|ifndef|elif|else|endif)\b")
EXEMPT = {"base/compiler.h"}


def guard_of(file):
    """The name of the include guard, or None if there is none."""
    texts = [text for _, text in file.directives]
    stem = re.sub(r"\W", "_", os.path.basename(file.path)).upper()
    match = re.fullmatch(rf"#ifndef ((?:\w+_)?{stem})", texts[0]) \
        if len(texts) >= 3 else None
    if match and texts[1] == f"#define {match.group(1)}" \
            and texts[-1] == "#endif":
        return match.group(1)
    return None


def check_guards(files):
    """Each header has a guard, named after it, that no other header has."""
    findings, seen = [], {}
    for file in files:
        if not file.path.endswith(".h"):
            continue
        guard = guard_of(file)
        if guard is None:
            findings.append(Finding(file.path, 1, "no include guard named "
                                    "after the file, such as "
                                    + re.sub(r"\W", "_", file.path).upper()))
        elif guard in seen:
            findings.append(Finding(file.path, 1, f"include guard {guard} is "
                                    f"that of {seen[guard]}"))
        seen.setdefault(guard, file.path)
    return findings


def check_file(file):
    if file.path in EXEMPT:
        return []
    rest, findings = file.directives, []
    if file.path.endswith(".h") and guard_of(file):
        rest = rest[2:-1]
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
    findings = check_guards(files)
    for file in files:
        findings += check_file(file)
    return findings, (f"{len(files)} C files, no conditional but include "
                      "guards")


if __name__ == "__main__":
    gatelib.main_of("conditionals", check, __doc__)
