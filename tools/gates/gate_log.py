#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/log.md explains each line of the boot log and each error number.

A text is any string literal of a file of core, enroll or port that prints lines; the
page names it between backquotes in its first table column. Error numbers are
those of base/status.h, as the log prints them.
"""
import os
import re

import gatelib
from gatelib import Finding

PAGE = "docs/log.md"
STATUS = "base/status.h"
LITERAL = r'"(?:\\.|[^"\\\n])*"'
TEXT = re.compile(rf"{LITERAL}(?:\s+(?:{LITERAL}|VERSION_TEXT))*")
ERROR = re.compile(r"X\(\w+,[\s\\]+(0x[0-9a-f]+),[\s\\]+(" + LITERAL + ")")
ROW = re.compile(r"^\| `([^`]*)` \|", re.M)
NUMBER = re.compile(r"0x[0-9a-f]+")


def joined(match):
    """The text of adjacent literals; the version has a name, not a number."""
    parts = re.findall(rf"{LITERAL}|VERSION_TEXT", match)
    return "".join("VERSION" if part == "VERSION_TEXT" else part[1:-1]
                   for part in parts)


def texts_of(path, text):
    """(text, line) of all lines that a file can print."""
    code = gatelib.strip_comments(text, True)
    code = re.sub(r"^#[^\n]*", lambda m: gatelib.blank(m.group()), code,
                  flags=re.M)
    if "log_line(" not in code:
        return
    for match in TEXT.finditer(code):
        yield joined(match.group()), code.count("\n", 0, match.start()) + 1


def is_printer(path):
    folder = path.split("/")[0]
    return (path.endswith(".c") and folder in ("core", "enroll", "port")
            and not path.startswith("port/sim/"))


def check_texts(root, page):
    explained = set(ROW.findall(page))
    findings, known = [], set()
    for path, text in gatelib.text_files(root):
        if is_printer(path):
            for line, number in texts_of(path, text):
                known.add(line)
                if line not in explained:
                    findings.append(Finding(
                        path, number, f"{PAGE} does not explain '{line}'"))
    for line in sorted(explained - known):
        if not NUMBER.fullmatch(line) and not line.isdigit():
            findings.append(Finding(PAGE, 1, f"nobody prints '{line}'"))
    return findings, len(known)


def check_errors(root, page):
    errors = ERROR.findall(gatelib.read_text(root, STATUS) or "")
    found = []
    for number, sentence in errors:
        row = f"| `{int(number, 16):#x}` | {sentence[1:-1]} |"
        if row not in page:
            found.append(Finding(STATUS, 1, f"{PAGE} has no row '{row}'"))
    return found, len(errors)


def check(args):
    if not os.path.exists(os.path.join(args.root, PAGE)):
        return [Finding(PAGE, 1, "is missing")], ""
    page = gatelib.read_text(args.root, PAGE)
    texts, text_count = check_texts(args.root, page)
    errors, error_count = check_errors(args.root, page)
    return texts + errors, (f"{text_count} lines and {error_count} errors are "
                            "explained")


if __name__ == "__main__":
    gatelib.main_of("log", check, __doc__)
