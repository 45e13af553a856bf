#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the cases of the command line tests.

usage: run.py SALLYPORT [CASES.py ...] [-k PART_OF_A_NAME]

A case is a function of a *_cases.py file whose docstring or name is a claim;
functions that begin with "_" are helpers. It gets a Cli: a folder of its own
and the program to run in it. Needs nothing but Python's standard library.
"""
import argparse
import glob
import importlib.util
import inspect
import os
import sys
import tempfile
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import cli  # noqa: E402  beside this file


def load(path):
    name = os.path.basename(path)[:-3]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases_of(module):
    """The case functions of a file, in the order in which they stand there."""
    found = [f for name, f in inspect.getmembers(module, inspect.isfunction)
             if f.__module__ == module.__name__ and not name.startswith("_")]
    return sorted(found, key=lambda f: f.__code__.co_firstlineno)


def run_case(program, case):
    with tempfile.TemporaryDirectory() as folder:
        try:
            case(cli.Cli(program, folder))
            return None
        except cli.Failure as failure:
            return str(failure)
        except Exception:  # a broken case is a failed one, with its place
            return traceback.format_exc()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("files", nargs="*")
    parser.add_argument("-k", dest="only", default="")
    args = parser.parse_args()
    files = args.files or sorted(glob.glob(os.path.join(HERE, "*_cases.py")))
    program = os.path.abspath(args.program)
    count = failed = 0
    for path in files:
        for case in cases_of(load(path)):
            if args.only not in case.__name__:
                continue
            count += 1
            problem = run_case(program, case)
            if problem:
                failed += 1
                print(f"FAIL {os.path.basename(path)}: {case.__name__}\n"
                      f"{problem}")
    print(f"{count} cases, {failed} failed")
    return 1 if failed or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
