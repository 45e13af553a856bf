#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Dependencies point one way: checks every #include line."""
import os
import re

import gatelib
from gatelib import Finding

# layer -> layers it may include from
ALLOWED = {
    "base": {"base"},
    "iface": {"base", "iface"},
    "crypto": {"base", "iface", "crypto"},
    "core": {"base", "iface", "crypto", "core"},
    "recovery": {"base", "iface", "crypto", "core", "app", "recovery"},
    "enroll": {"base", "iface", "crypto", "core", "enroll"},
    "app": {"base", "iface", "core", "app"},
    "port": {"base", "iface", "crypto", "core", "app", "recovery", "enroll",
             "port"},
    "samples": {"base", "iface", "core", "app", "port", "samples"},
    "host": {"base", "iface", "crypto", "core", "recovery", "enroll", "app",
             "port", "host"},
}
EVERYTHING = set(ALLOWED) | {"tests", "bench"}

# C11 section 4: what a freestanding implementation has.
STANDARD = {"float.h", "iso646.h", "limits.h", "stdalign.h", "stdarg.h",
            "stdbool.h", "stddef.h", "stdint.h", "stdnoreturn.h"}

# The rest of C11: needs a C library, which a chip does not have.
HOSTED = {"assert.h", "complex.h", "ctype.h", "errno.h", "fenv.h",
          "inttypes.h", "locale.h", "math.h", "setjmp.h", "signal.h",
          "stdatomic.h", "stdio.h", "stdlib.h", "string.h", "tgmath.h",
          "threads.h", "time.h", "uchar.h", "wchar.h", "wctype.h"}

INCLUDE = re.compile(r'#include\s*(?:<([^>]+)>|"([^"]+)")')


def check_ours(file, line, name, root):
    if not os.path.isfile(os.path.join(root, name)):
        if gatelib.layer(file.path) == "crypto":
            return None  # a library's header
        return Finding(file.path, line, f'"{name}" is no path from the root')
    here, there = gatelib.layer(file.path), gatelib.layer(name)
    if there not in ALLOWED.get(here, EVERYTHING):
        return Finding(file.path, line, f"{here} must not include {there}")
    if here == "port" and there == "port":
        return check_port(file, line, name)
    return None


def check_port(file, line, name):
    own, other = os.path.dirname(file.path), os.path.dirname(name)
    if other in (own, "port/common"):
        return None
    return Finding(file.path, line, f"{own} must not include {other}")


def check_standard(file, line, name):
    here = gatelib.layer(file.path)
    if here not in gatelib.FREESTANDING or name in STANDARD:
        return None
    if here == "crypto" and name not in HOSTED:
        return None  # a library's header
    return Finding(file.path, line, f"{here} is freestanding: no <{name}>")


def may_be_own(path, name):
    """Files of a folder may share a header, or implement a contract."""
    stem = os.path.basename(path)[:-2]
    if os.path.basename(name) == stem.removesuffix("_test") + ".h":
        return True  # a test's own header is that of its module
    return path.endswith(".c") and os.path.dirname(name) in (
        os.path.dirname(path), "iface")


def check_order(file, found):
    """Own header first, then standard, then ours in alphabetical order."""
    own = file.path[:-2] + ".h"
    findings, rest = [], found
    if found and found[0][2] and may_be_own(file.path, found[0][2]):
        rest = found[1:]
    elif any(item[2] == own for item in found):
        findings.append(Finding(file.path, found[0][0],
                                f'"{own}" must come first'))
        rest = [item for item in found if item[2] != own]
    seen_ours, last = False, ""
    for line, standard, ours in rest:
        if standard and seen_ours:
            findings.append(Finding(file.path, line,
                                    f"<{standard}> behind our headers"))
        if ours:
            if ours < last:
                findings.append(Finding(file.path, line,
                                        f'"{ours}" must stand before "{last}"'))
            seen_ours, last = True, ours
    return findings


def check_file(file, root):
    found, findings = [], []
    for line, text in file.directives:
        match = INCLUDE.match(text)
        if not match:
            continue
        standard, ours = match.groups()
        found.append((line, standard, ours))
        finding = (check_standard(file, line, standard) if standard
                   else check_ours(file, line, ours, root))
        if finding:
            findings.append(finding)
    return found, findings + check_order(file, found)


def check(args):
    findings, count = [], 0
    for file in gatelib.c_files(args.root):
        found, wrong = check_file(file, args.root)
        count += len(found)
        findings += wrong
    return findings, f"{count} include lines point the right way"


if __name__ == "__main__":
    gatelib.main_of("includes", check, __doc__)
