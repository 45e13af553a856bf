#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the code cites from SPEC.md is a heading there.

Read are: SPEC, Slot trailer. And: SPEC, "Slot trailer" and "Signatures".
"""
import os
import re
import sys

import gatelib
from gatelib import Finding

SPEC = "SPEC.md"
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
CITATION = re.compile(r"\bSPEC, (?=[\"A-Z])")
QUOTED = re.compile(r'"([^"]+)"(?:, | and )?')


def headings(text):
    """Titles without numbers and marks."""
    found = set()
    for title in re.findall(r"^#+\s+(.*)$", text, re.M):
        title = re.sub(r"^[\d.]+\s+", "", title.replace("`", "").strip())
        found.add(title)
    return found


def flow(comment):
    """The comment as one line of text, of the same length."""
    return re.sub(r"\n\s*\*?(?!/)", lambda m: " " * len(m.group(0)), comment)


def cited_titles(text):
    """The quoted titles at the start of a text, blanks made single."""
    titles, at = [], 0
    while True:
        match = QUOTED.match(text, at)
        if not match:
            return titles
        titles.append(re.sub(r"\s+", " ", match.group(1)))
        at = match.end()


def wrong_title(text, known):
    """A title that is cited at the start of a text and does not exist."""
    if text.startswith('"'):
        return next((t for t in cited_titles(text) if t not in known), None)
    plain = re.sub(r"\s+", " ", text)
    for title in known:
        if plain.startswith(title) \
                and not re.match(r"\w", plain[len(title):len(title) + 1]):
            return None
    return re.split(r"[.:;,)]|\*/", plain)[0].strip()


def check_file(file, known):
    findings, count = [], 0
    for comment in COMMENT.finditer(file.text):
        text = flow(comment.group(0))
        for citation in CITATION.finditer(text):
            count += 1
            title = wrong_title(text[citation.end():], known)
            if title:
                findings.append(Finding(
                    file.path, file.line(comment.start() + citation.start()),
                    f'{SPEC} has no section "{title}"'))
    return findings, count


def check(args):
    known = headings(gatelib.read_text(args.root, SPEC))
    findings, count = [], 0
    for file in gatelib.c_files(args.root):
        wrong, cited = check_file(file, known)
        findings += wrong
        count += cited
    return findings, f"{count} citations name a section of {SPEC}"


if __name__ == "__main__":
    if not os.path.exists(os.path.join(gatelib.parse_args(__doc__).root,
                                       SPEC)):
        sys.exit(gatelib.skip("citations", f"this tree has no {SPEC}"))
    gatelib.main_of("citations", check, __doc__)
