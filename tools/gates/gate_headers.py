#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each header compiles alone, with gcc and with clang."""
import concurrent.futures
import os
import re
import shutil
import sys

import gatelib
from gatelib import Finding

COMPILERS = ("gcc", "clang")
FLAGS = ["-std=c11", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic",
         "-Werror", "-x", "c"]
# cmocka.h wants these four before it; our test headers may rely on it.
CMOCKA = ["-include", "stdarg.h", "-include", "stddef.h", "-include",
          "setjmp.h", "-include", "stdint.h"]


def layer_options(root, build):
    """layer -> options for third-party headers, as one source there has."""
    found = {}
    for path, options in sorted(gatelib.build_options(build).items()):
        found.setdefault(gatelib.layer(os.path.relpath(path, root)), options)
    return found


def command(compiler, root, path, libraries):
    options = ["-I", root]
    if gatelib.layer(path) in gatelib.FREESTANDING:
        options.append("-ffreestanding")
    else:
        options.append("-D_POSIX_C_SOURCE=200809L")
    if gatelib.layer(path) not in ("base", "iface", "core", "app"):
        options += libraries.get(gatelib.layer(path), [])
    if gatelib.layer(path) in ("tests", "bench"):
        options += CMOCKA
    # through another file: a header as main file warns about itself
    return [compiler] + FLAGS + options + ["-include", path, "-"]


def compile_alone(job):
    compiler, root, path, libraries = job
    status, out = gatelib.run(command(compiler, root, path, libraries), root,
                              "extern int header_stands_alone;\n")
    if status == 0:
        return None
    errors = [line for line in out.splitlines() if "error" in line]
    match = re.match(r"[^:]*:(\d+):", errors[0]) if errors else None
    return Finding(path, int(match.group(1)) if match else 1,
                   f"{compiler}: {(errors or [out.strip()])[0]}")


def check(args):
    headers = [path for path in gatelib.our_files(args.root)
               if path.endswith(".h")]
    found = [name for name in COMPILERS if shutil.which(name)]
    libraries = layer_options(args.root, args.build)
    jobs = [(compiler, args.root, path, libraries)
            for path in headers for compiler in found]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        findings = [f for f in pool.map(compile_alone, jobs) if f]
    return findings, f"{len(headers)} headers alone with {' and '.join(found)}"


if __name__ == "__main__":
    if not any(shutil.which(name) for name in COMPILERS):
        sys.exit(gatelib.skip("headers", "neither gcc nor clang found"))
    gatelib.main_of("headers", check, __doc__)
