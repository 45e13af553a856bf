#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Boots real bootloaders from the mask ROM in the chips' emulator.

usage: run.py [-k PART_OF_A_NAME]... [--list]

Prints `pass NAME`, `FAIL NAME: why` or `SKIP NAME: why` for each claim. A
claim is a function of a *_cases.py file; functions that begin with "_" are
helpers. Without the emulator all are skipped, and the reason says how to get
it (emulator.py). Builds go to build/emulator/. Needs nothing but Python's
standard library.
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

import emulator  # noqa: E402  beside this file
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


def all_claims(parts):
    """The longest first: cuts, then updates, then boots."""
    files = sorted(glob.glob(os.path.join(HERE, "*_cases.py")),
                   key=lambda path: "ctubo".find(os.path.basename(path)[0]))
    claims = [claim for path in files for claim in claims_of(load(path))]
    return [c for c in claims
            if not parts or any(part in c.__name__ for part in parts)]


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
        print(f"pass emulator.{name}", flush=True)
    else:
        print(f"{problem}\nFAIL emulator.{name}: "
              f"{problem.splitlines()[0]}", flush=True)


def run_all(rig, claims):
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        started = {pool.submit(run_claim, rig, c): c for c in claims}
        for done in concurrent.futures.as_completed(started):
            problem = done.result()
            failed += problem is not None
            report(started[done].__name__, problem)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-k", dest="parts", action="append")
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    claims = all_claims(args.parts)
    if args.list:
        print("\n".join(claim.__name__ for claim in claims))
        return 0
    qemu, why = emulator.find()
    if qemu is None:
        for claim in claims:
            print(f"SKIP emulator.{claim.__name__}: {why}")
        return 0
    if not os.path.exists(SALLYPORT):
        sys.exit(f"run.py: {SALLYPORT} is missing: run `make all` first")
    began = time.monotonic()
    rig = rigs.Rig(SALLYPORT, qemu)
    failed = run_all(rig, claims)
    print(f"{len(claims)} claims, {failed} failed, {len(rig.cuts)} power cuts, "
          f"{time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
