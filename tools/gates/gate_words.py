#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Nothing that belongs to one machine, and nothing left open unnumbered."""
import re

import gatelib
from gatelib import Finding

# The patterns are written so that they do not match themselves.
RULES = [
    (re.compile(r"(?<![\w.])/(?:work|farm)/|/roo[t]/|/hom[e]/\w"),
     "a path of one machine"),
    (re.compile(r"(?:deb|security|ftp\.\w+|snapshot)[.]debian[.]org"
                r"|pypi[.]org|pythonhosted[.]org|registry[.]npmjs"
                r"|proxy[.]golang|static[.]crates|repo1[.]maven"),
     "a package host: leave the choice to the machine's own settings"),
    (re.compile(r"\bTOD[O]\b(?!\(#\d+\))"),
     "open work without a number: write TOD" "O(#41)"),
    (re.compile(r"\b(?:FIXM[E]|XX[X])\b"), "open work without a number"),
    (re.compile(r"^(?:<<<<<<<|>>>>>>>) "), "a merge that was not finished"),
]

LAYOUT = [(re.compile(r"[ \t]+$"), "blanks at the end of the line")]

# What other programs print or read, kept as it is.
DATA = re.compile(r"^tests/.*(?:expected|vectors|corpus)/")


def check_text(path, text):
    findings, is_data = [], bool(DATA.match(path))
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, why in RULES + ([] if is_data else LAYOUT):
            if pattern.search(line):
                findings.append(Finding(path, number, why))
    if text and not text.endswith("\n") and not is_data:
        findings.append(Finding(path, text.count("\n") + 1,
                                "no end of line at the end of the file"))
    return findings


def check(args):
    findings, count = [], 0
    for path, text in gatelib.text_files(args.root):
        count += 1
        findings += check_text(path, text)
    return findings, f"{count} text files"


if __name__ == "__main__":
    gatelib.main_of("words", check, __doc__)
