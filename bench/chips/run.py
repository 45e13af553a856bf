#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what the bootloaders do on the chips, in their emulator.

usage: run.py [-k PART_OF_A_NAME]... [--counts] [--update]

NAME = CHIP.SCENARIO, with the scenarios of scenarios.py, and CHIP.build, the
time of a clean build. Counted is what lies
between the bootloader's entry and the application's (plugin.c). --update
writes docs/chips-figures.tsv. A figure that misses its goal is marked; that fails
nothing. Without the emulator, or what the counting
plugin is built from, it says what is missing and measures nothing. Builds go
to build/bench-chips/. Definitions: docs/chips.md.
"""
import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
for folder in (os.path.join(ROOT, "tests", "cli"),
               os.path.join(ROOT, "tests", "emulator"), HERE):
    sys.path.insert(0, folder)

import chips  # noqa: E402  of tests/emulator
import emulator  # noqa: E402
import figures  # noqa: E402  beside this file
import meter  # noqa: E402
import rig as rigs  # noqa: E402
import scenarios  # noqa: E402
from cli import Failure  # noqa: E402

SALLYPORT = os.path.join(ROOT, "build", "host", "sallyport")
BUILD = os.path.join(ROOT, "build", "bench-chips")
WORKERS = os.cpu_count() or 1


def measure(rig, plugin, scenario):
    """Returns (counts, None) or (None, what went wrong)."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            board = scenarios.Prepared(rig, scenario, folder)
            counts = meter.measure(board.device, plugin, board.entry)
            board.check()
            counts["size"] = os.path.getsize(
                rig.bootloader(board.device.product))
            return counts, None
        except Failure as failure:
            return None, str(failure)


def measure_chip(rig, plugin, wanted):
    """{scenario: counts} of a chip; what fails is told and left out."""
    scenarios.add_products(rig)
    found = {}
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        results = pool.map(lambda s: measure(rig, plugin, s), wanted)
        for scenario, (counts, problem) in zip(wanted, results):
            if counts is None:
                print(f"FAIL bench.{rig.chip.name}.{scenario.name}: {problem}",
                      flush=True)
            else:
                found[scenario.name] = counts
    return found


def loader_len(name):
    """Bytes that an application may not use; port/<chip>/chip.c."""
    path = os.path.join(ROOT, "port", name, "chip.c")
    with open(path, encoding="utf-8") as file:
        low, high = re.search(r"\.loader = \{(\w+), (\w+)\}",
                              file.read()).groups()
    return int(high, 0) - int(low, 0)


def build_seconds(name):
    """As documented, into a new folder, the host program included; the time
    on the clock and that of all processors."""
    folder = os.path.join(BUILD, f"clean-{name}")
    shutil.rmtree(folder, ignore_errors=True)
    began, before = time.monotonic(), os.times()
    for words in (["cmake", f"-DMCUBOOT_TARGET={name}", "-B", folder,
                   "-GNinja"], ["ninja", "-C", folder]):
        subprocess.run(words, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    took, after = time.monotonic() - began, os.times()
    shutil.rmtree(folder)
    return took, sum(after[2:4]) - sum(before[2:4])


def facts_of(name, parts):
    facts = {"ram": loader_len(name)}
    if not parts or f"{name}.build" in parts:
        facts["build_s"] = build_seconds(name)
    return facts


def open_rig(shared, name):
    """Returns (rig, plugin), or says why there is none."""
    chip = chips.CHIPS.get(name)
    if chip is None:
        return None, None, chips.UNEMULATED.get(name, "no record in chips.py")
    qemu, why = emulator.find(chip)
    if qemu is None:
        return None, None, why
    try:
        return rigs.Rig(shared, chip, qemu), \
            meter.build_plugin(qemu, shared.build), ""
    except meter.Missing as missing:
        return None, None, str(missing)


def wanted_of(name, parts):
    return [s for s in scenarios.SCENARIOS
            if not parts or any(p in f"{name}.{s.name}" for p in parts)]


def measure_all(parts):
    """({chip: {scenario: counts}}, whether all went well)"""
    shared = rigs.Shared(SALLYPORT, BUILD)
    found, good = {}, True
    for name in chips.supported():
        wanted = wanted_of(name, parts)
        if not wanted:
            continue
        rig, plugin, why = open_rig(shared, name)
        if rig is None:
            print(f"SKIP bench.{name}: {why}")
            continue
        found[name] = measure_chip(rig, plugin, wanted)
        good = good and len(found[name]) == len(wanted)
    return found, good


def show(found, args):
    for name, rows in found.items():
        if rows:
            figures.show_chip(name, rows, facts_of(name, args.parts))
        if args.counts:
            figures.show_counts(name, rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-k", dest="parts", action="append")
    parser.add_argument("--counts", action="store_true",
                        help="print all that was counted")
    parser.add_argument("--update", action="store_true",
                        help=f"write {figures.TABLE} anew")
    args = parser.parse_args()
    if not os.path.exists(SALLYPORT):
        sys.exit(f"run.py: {SALLYPORT} is missing: run `make all` first")
    found, good = measure_all(args.parts)
    show(found, args)
    if args.update and good and not args.parts:
        figures.write(found)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
