#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Public prototypes have docstrings: summary, each @param, @retval."""
import re

import gatelib
from gatelib import Finding

LAYERS = gatelib.FREESTANDING + ("port", "host")
PARAM = re.compile(r"@param\[(in|out|in,out)\]\s+(\w+|\.\.\.)\s+\S")


class Group:
    """Prototypes one below the other, which share the docstring above."""

    def __init__(self, first_line):
        self.first_line = first_line
        self.prototypes = []


def groups(file):
    found, last_line = [], None
    for prototype in file.prototypes:
        line = file.line(prototype.start)
        if last_line is None or line != last_line + 1:
            found.append(Group(line))
        found[-1].prototypes.append(prototype)
        last_line = file.line(prototype.end)
    return found


def docstring_above(file, line):
    """The text of the docstring that ends on the line before, or None."""
    offset = len("".join(file.text.splitlines(True)[:line - 1]))
    before = file.text[:offset].rstrip()
    if not before.endswith("*/"):
        return None
    if file.line(len(before)) != line - 1:
        return None
    start = before.rfind("/*")
    return before[start:] if before.startswith("/**", start) else None


def has_summary(text):
    body = re.sub(r"^\s*(/\*\*|\*/|\*)", "", text, flags=re.M).strip()
    return bool(body) and not body.startswith("@")


def check_group(file, group):
    text = docstring_above(file, group.first_line)
    if text is None:
        return [Finding(file.path, group.first_line,
                        f"{group.prototypes[0].name} has no docstring "
                        "directly above")]
    findings = []
    if not has_summary(text):
        findings.append(Finding(file.path, group.first_line,
                                f"{group.prototypes[0].name}: no summary"))
    documented = {name for _, name in PARAM.findall(text)}
    names = set()
    for prototype in group.prototypes:
        names |= set(prototype.parameters()) | {"..."}
        findings += check_prototype(file, prototype, text, documented)
    for name in re.findall(r"@param(?:\[[^\]]*\])?\s+(\w+)", text):
        if name not in names:
            findings.append(Finding(file.path, group.first_line,
                                    f"@param {name} is no parameter"))
    return findings


def check_prototype(file, prototype, text, documented):
    line = file.line(prototype.start)
    findings = []
    for name in prototype.parameters():
        if not name:
            findings.append(Finding(file.path, line, f"{prototype.name}: "
                                    "parameter without a name"))
        elif name not in documented | {"..."}:  # the format speaks for it
            findings.append(Finding(
                file.path, line, f"{prototype.name}: no "
                f"@param[in|out|in,out] {name} with a meaning"))
    if prototype.returns_value() != ("@retval" in text):
        wrong = "no @retval" if prototype.returns_value() else \
            "@retval of a void function"
        findings.append(Finding(file.path, line,
                                f"{prototype.name}: {wrong}"))
    return findings


def check(args):
    findings, count = [], 0
    for file in gatelib.c_files(args.root, (".h",), LAYERS):
        for group in groups(file):
            count += len(group.prototypes)
            findings += check_group(file, group)
    return findings, f"{count} public prototypes are documented"


if __name__ == "__main__":
    gatelib.main_of("docstrings", check, __doc__)
