#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Links in our documents lead to files and headings that exist."""
import os
import re

import gatelib
from gatelib import Finding

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"```.*?```", re.S)
CODE = re.compile(r"`[^`\n]*`")


def anchors(text):
    """The anchors that headings make, as GitHub makes them."""
    found = set()
    text = FENCED.sub("", text)
    for heading in re.findall(r"^#+\s+(.*)$", text, re.M):
        plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        found.add(plain.replace(" ", "-"))
    return found


def check_link(root, path, text, target):
    """What is wrong with a link, or None."""
    if re.match(r"\w+:", target):
        return None
    file, _, anchor = target.partition("#")
    full = os.path.join(root, os.path.dirname(path), file) if file else None
    if full and not os.path.exists(full):
        return f"{file} does not exist"
    if not anchor:
        return None
    if full and not full.endswith(".md"):
        return f"{file} has no headings"
    there = gatelib.read_text(root, os.path.relpath(full, root)) if full \
        else text
    return None if anchor in anchors(there) else f"no heading #{anchor}"


def check(args):
    findings, count = [], 0
    for path, text in gatelib.text_files(args.root):
        if not path.endswith(".md"):
            continue
        plain = FENCED.sub(lambda m: gatelib.blank(m.group(0)), text)
        plain = CODE.sub(lambda m: gatelib.blank(m.group(0)), plain)
        for match in LINK.finditer(plain):
            count += 1
            wrong = check_link(args.root, path, text, match.group(1))
            if wrong:
                line = plain.count("\n", 0, match.start()) + 1
                findings.append(Finding(path, line, wrong))
    return findings, f"{count} links lead somewhere"


if __name__ == "__main__":
    gatelib.main_of("links", check, __doc__)
