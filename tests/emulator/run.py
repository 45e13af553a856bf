#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Boots real bootloaders from the mask ROM in the chips' emulator.

usage: run.py [-k PART_OF_A_NAME]... [--list]

Prints `pass NAME`, `FAIL NAME: why` or `SKIP NAME: why` for each claim, with
NAME = emulator.CHIP.CLAIM; -k wants a part of it: `-k esp32c3.cut -k esp32s3`.

A claim is a function of (rig, folder) in a *_cases.py file; functions that
begin with "_" are helpers. It is run for every chip that
cmake/chip_target.cmake names and chips.py has a record of, unless it is marked
`@only("esp32", ...)` or `@needs("field of the record")`; what it may use is in
rig.py. So a new file with claims, or a new record, is all that a new test or
chip takes.

Without a chip's emulator its claims are skipped, and the reason says how to
get it (emulator.py); ESP32-S2 has none and is one line. Builds go to
build/emulator/CHIP/. Needs nothing but Python's standard library.
"""
import argparse
import concurrent.futures
import glob
import importlib.util
import inspect
import os
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "cli"))

import chips  # noqa: E402  beside this file
import emulator  # noqa: E402
import rig as rigs  # noqa: E402
from cli import Failure  # noqa: E402

SALLYPORT = os.path.join(ROOT, "build", "host", "sallyport")
WORKERS = 2


def load(path):
    name = os.path.basename(path)[:-3]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def claims_of(module):
    found = [f for name, f in inspect.getmembers(module, inspect.isfunction)
             if f.__module__ == module.__name__ and not name.startswith("_")]
    return sorted(found, key=lambda f: f.__code__.co_firstlineno)


def all_claims():
    """The longest first: cuts, then updates, then the rest."""
    files = sorted(glob.glob(os.path.join(HERE, "*_cases.py")), key=lambda
                   path: ({"c": 0, "u": 1}.get(os.path.basename(path)[0], 2),
                          path))
    return [claim for path in files for claim in claims_of(load(path))]


def jobs_of(parts):
    """[(full name, chip, claim)]"""
    jobs = []
    for claim in all_claims():
        for name in chips.supported():
            chip = chips.CHIPS.get(name)
            full = f"emulator.{name}.{claim.__name__}"
            if chip is not None and chips.is_for(claim, chip) and (
                    not parts or any(part in full for part in parts)):
                jobs.append((full, chip, claim))
    return jobs


def without_record():
    """Chips that can be built, but not run."""
    return [name for name in chips.supported() if name not in chips.CHIPS]


def run_claim(rig, claim):
    """Returns None, or what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            claim(rig, folder)
            return None
        except Failure as failure:
            return str(failure)
        except Exception:  # a broken claim is a failed one, with its place
            return traceback.format_exc()


def report(name, problem):
    if problem is None:
        print(f"pass {name}", flush=True)
    else:
        print(f"{problem}\nFAIL {name}: {problem.splitlines()[0]}",
              flush=True)


def run_all(rigs_of, jobs):
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        started = {pool.submit(run_claim, rigs_of[chip.name], claim): full
                   for full, chip, claim in jobs}
        for done in concurrent.futures.as_completed(started):
            problem = done.result()
            failed += problem is not None
            report(started[done], problem)
    return failed


def report_without_record(names):
    """Returns how many of them are a mistake."""
    for name in names:
        if name in chips.UNEMULATED:
            print(f"SKIP emulator.{name}: {chips.UNEMULATED[name]}")
        else:
            print(f"FAIL emulator.{name}: chips.py has no record of {name}: "
                  "add one")
    return sum(name not in chips.UNEMULATED for name in names)


def open_rigs(shared, jobs):
    """A rig per chip; chips without their emulator are reported and left
    out."""
    found = {}
    for chip in {chip.name: chip for _, chip, _ in jobs}.values():
        qemu, why = emulator.find(chip)
        if qemu is not None:
            found[chip.name] = rigs.Rig(shared, chip, qemu)
            continue
        for full in (full for full, of, _ in jobs if of is chip):
            print(f"SKIP {full}: {why}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-k", dest="parts", action="append")
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    jobs = jobs_of(args.parts)
    if args.list:
        print("\n".join(full for full, _, _ in jobs))
        return 0
    failed = 0 if args.parts else report_without_record(without_record())
    shared = rigs.Shared(SALLYPORT)
    rigs_of = open_rigs(shared, jobs)
    jobs = [job for job in jobs if job[1].name in rigs_of]
    if jobs and not os.path.exists(SALLYPORT):
        sys.exit(f"run.py: {SALLYPORT} is missing: run `make all` first")
    began = time.monotonic()
    failed += run_all(rigs_of, jobs)
    print(f"{len(jobs)} claims, {failed} failed, {len(shared.cuts)} power "
          f"cuts, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
