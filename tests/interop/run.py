#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the claims of the *_cases.py files about us and the real tools.

usage: run.py [--have TOOL=PATH]... [--miss TOOL=WHY]... SALLYPORT
              [-k PART_OF_A_NAME]...

A tool lives in a virtual environment, then PATH is its Python, or is a
program. The claims about a tool that is missing are skipped, by name. A file
of claims about another tool than imgtool says so: TOOL = "espsecure", or a
function of a claim's arguments.

A claim is a function of a *_cases.py file whose name does not begin with "_";
@each(...) makes several of it. It gets a Box. Prints a line for each, `pass`,
`FAIL` or `SKIP`; the files of a failed one stay in build/results/interop/.
"""
import argparse
import concurrent.futures
import glob
import importlib.util
import inspect
import os
import queue
import re
import shutil
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
KEPT = os.path.join(ROOT, "build", "results", "interop")
WORKERS = min(2, os.cpu_count() or 1)
sys.path.insert(0, HERE)

import box  # noqa: E402  beside this file


def load(path):
    name = os.path.basename(path)[:-3]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def claims_of(module, area):
    """[(name, function, its arguments, tool)] in the order of the file."""
    tool = getattr(module, "TOOL", "imgtool")
    found = [f for name, f in inspect.getmembers(module, inspect.isfunction)
             if f.__module__ == module.__name__ and not name.startswith("_")
             and name != "TOOL"]
    found.sort(key=lambda f: f.__code__.co_firstlineno)
    for function in found:
        for args in getattr(function, "rows", [()]):
            name = tool(*args) if callable(tool) else tool
            label = ".".join([area, function.__name__,
                              *(str(arg) for arg in args)])
            yield re.sub(r"[^\w.-]+", "_", label), function, args, name


def all_claims(parts):
    claims = []
    for path in sorted(glob.glob(os.path.join(HERE, "*_cases.py"))):
        area = os.path.basename(path)[:-len("_cases.py")]
        claims += claims_of(load(path), area)
    return [claim for claim in claims
            if not parts or any(part in claim[0] for part in parts)]


def keep(folder, name):
    """Saves the files of a failed claim; returns where."""
    place = os.path.join(KEPT, name)
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place)
    return os.path.relpath(place, ROOT)


def run_claim(program, peers, keys, claim):
    """Returns (name, problem or None, where its files are)."""
    name, function, args, tool = claim
    peer = peers[tool].get()
    with tempfile.TemporaryDirectory() as folder:
        try:
            function(box.Box(program, peer, keys, folder), *args)
            return name, None, ""
        except box.Failure as failure:
            return name, str(failure), keep(folder, name)
        except Exception:  # a broken claim is a failed one, with its place
            return name, traceback.format_exc(), keep(folder, name)
        finally:
            peers[tool].put(peer)


def report(name, problem, kept):
    if problem is None:
        print(f"pass interop.{name}", flush=True)
    else:
        print(f"{problem}\n  files:   {kept}\nFAIL interop.{name}: see above",
              flush=True)


def start_peers(paths, claims):
    """{tool: a queue of WORKERS peers that run it}"""
    peers = {}
    for tool in {claim[3] for claim in claims}:
        peers[tool] = queue.Queue()
        for _ in range(WORKERS):
            peers[tool].put(box.peer_of(tool, paths[tool]))
    return peers


def run_all(program, paths, claims):
    """Runs the claims on WORKERS threads; returns how many failed."""
    peers = start_peers(paths, claims)
    failed = 0
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        keys = box.Keys(folder)
        for result in pool.map(
                lambda claim: run_claim(program, peers, keys, claim), claims):
            report(*result)
            failed += result[1] is not None
        if failed:
            print(f"  keys:    {keep(folder, 'keys')}")
    for waiting in peers.values():
        while not waiting.empty():
            waiting.get().close()
    return failed


def pairs(words):
    """{NAME: VALUE} of NAME=VALUE words"""
    return {name: value for name, _, value in
            (word.partition("=") for word in words)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--have", action="append", default=[])
    parser.add_argument("--miss", action="append", default=[])
    parser.add_argument("program")
    parser.add_argument("-k", dest="parts", action="append", default=[])
    args = parser.parse_args()
    claims = all_claims(args.parts)
    found = bool(claims)
    paths, why = pairs(args.have), pairs(args.miss)
    for name, _, _, tool in claims:
        if tool not in paths:
            print(f"SKIP interop.{name}: {why[tool]}")
    claims = [claim for claim in claims if claim[3] in paths]
    started = time.monotonic()
    failed = run_all(os.path.abspath(args.program), paths, claims)
    print(f"{len(claims)} claims, {failed} failed, "
          f"{time.monotonic() - started:.0f} s")
    return 1 if failed or not found else 0


if __name__ == "__main__":
    sys.exit(main())
