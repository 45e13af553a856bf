#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs everything that is tested and counts the results.

usage: run_tests.py [STEP...]      (default: all steps, in order)

Each step prints one line when it starts and one with its counts. Results come
from what was run: cmocka's lines in ctest's report, and lines `pass NAME`,
`FAIL NAME: why`, `SKIP NAME: why` of scripts. Skipped and failed ones are
named at the end; the last line counts them all. Logs: build/results/.
"""
import os
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOGS = os.path.join(ROOT, "build", "results")
CORES = str(os.cpu_count() or 1)

CMOCKA = re.compile(r"^\[ *(OK|FAILED|SKIPPED|ERROR) *\] (\w+)$", re.M)
SCRIPT = re.compile(r"^(pass|FAIL|SKIP) ([\w.-]+)(?:: *(.*))?$", re.M)
KINDS = {"OK": "passed", "pass": "passed", "FAILED": "failed",
         "ERROR": "failed", "FAIL": "failed", "SKIPPED": "skipped",
         "SKIP": "skipped"}
KEPT_OUTPUT = "4000000"  # bytes per test in ctest's report: every line counts


class Results:
    """What one step found: (kind, name, why)."""

    def __init__(self):
        self.rows = []

    def add(self, kind, name, why=""):
        self.rows.append((kind, name, why))

    def of(self, kind):
        return [row for row in self.rows if row[0] == kind]

    def counts(self):
        return ", ".join(f"{len(self.of(kind))} {kind}"
                         for kind in ("passed", "failed", "skipped"))


def run(name, command, env=None, timeout=1500):
    """Runs a command into a log; returns (exit status, output)."""
    path = os.path.join(LOGS, name + ".log")
    with open(path, "w", encoding="utf-8") as log:
        try:
            status = subprocess.run(
                command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL, timeout=timeout, check=False,
                env={**os.environ, **(env or {})}).returncode
        except subprocess.TimeoutExpired:
            status = 124
    with open(path, encoding="utf-8", errors="replace") as log:
        return status, log.read()


def show(output, lines=40):
    print("\n".join("    " + line for line in output.splitlines()[-lines:]))


def build(results, name, folder, *options):
    """Builds; a failure is a result of its own."""
    status, output = run(name + "-build",
                         ["tools/build.sh", folder, *options])
    if status != 0:
        show(output)
        results.add("failed", f"{name}.build",
                    f"see build/results/{name}-build.log")
        return False
    return True


def inner_results(output):
    """(kind, name, why) of each test inside a program: cmocka's, or lines of
    a script."""
    rows = [(KINDS[word], test, "") for word, test in CMOCKA.findall(output)
            if test.isidentifier()]
    if rows:
        return rows
    found = {}  # a test that names several failures is one test
    for word, test, why in SCRIPT.findall(output):
        kind, reason = found.get(test, ("passed", ""))
        if KINDS[word] != "passed":
            kind, reason = KINDS[word], reason or why
        found[test] = (kind, reason)
    return [(kind, test, why) for test, (kind, why) in found.items()]


def add_ctest(results, report):
    """Adds the results in ctest's report, each test inside a program too."""
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        name = case.get("name")
        output = case.findtext("system-out") or ""
        inner = inner_results(output)
        skipped = case.find("skipped")
        if skipped is not None:
            lines = output.strip().splitlines() or [
                skipped.get("message") or "not run"]
            results.add("skipped", name, lines[-1])
            continue
        for kind, test, why in inner:
            results.add(kind, f"{name}.{test}", why)
        failed = [row for row in inner if row[0] == "failed"]
        if case.get("status") != "run":
            show(output)
            if not failed:
                results.add("failed", name, "see its output above")
        elif not inner:
            results.add("passed", name)


def ctest(results, name, folder, *options, env=None):
    report = os.path.join(LOGS, name + ".xml")
    if os.path.exists(report):
        os.remove(report)
    _, output = run(name, [
        "ctest", "--test-dir", folder, "-j", CORES, "--output-junit", report,
        "--test-output-size-passed", KEPT_OUTPUT,
        "--test-output-size-failed", KEPT_OUTPUT, *options], env)
    if not os.path.exists(report):
        show(output)
        results.add("failed", name, "ctest wrote no report")
        return
    add_ctest(results, report)


def script(results, name, command):
    """Runs a script that prints `pass`, `FAIL` and `SKIP` lines."""
    if not os.path.exists(os.path.join(ROOT, command[-1])):
        results.add("failed", name, f"{command[-1]} is missing")
        return
    status, output = run(name, command)
    rows = inner_results(output)
    for kind, test, why in rows:
        prefix = "" if test.startswith(name) else name + "."
        results.add(kind, prefix + test, why)
    if status != 0 and not results.of("failed"):
        results.add("failed", name,
                    f"exit status {status}, see build/results/{name}.log")
    if status == 0 and not rows:
        results.add("passed", name)
    if results.of("failed"):
        show(output)


def step_host(results):
    if build(results, "host", "build/host", "-DSALLYPORT_TESTS=ON"):
        ctest(results, "host", "build/host")


def step_sanitize(results):
    if build(results, "sanitize", "build/sanitize", "-DSALLYPORT_TESTS=ON",
             "-DSALLYPORT_SANITIZE=address,undefined"):
        ctest(results, "sanitize", "build/sanitize", env={
            "ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0",
            "UBSAN_OPTIONS": "print_stacktrace=1"})


def step_clang(results):
    if build(results, "clang", "build/clang", "-DSALLYPORT_TESTS=ON",
             "-DCMAKE_C_COMPILER=clang"):
        # command lines run the same code as with gcc, twice already
        ctest(results, "clang", "build/clang", "-L", "quick", "-E", "^cli")


def step_gates(results):
    script(results, "gates", ["sh", "tools/gates/run.sh"])


def step_wycheproof(results):
    script(results, "wycheproof", ["tests/wycheproof/run.sh"])


def step_interop(results):
    script(results, "interop", ["bash", "tests/interop/run.sh"])


def step_chips(results):
    script(results, "chips", ["bash", "tests/chips/run.sh"])


def step_emulator(results):
    script(results, "emulator", ["python3", "-B", "tests/emulator/run.py"])


def step_coverage(results):
    status, output = run("coverage", ["sh", "tools/coverage.sh"])
    show(output, 20)
    results.add("passed" if status == 0 else "failed", "coverage",
                "see build/results/coverage.log")


STEPS = {
    "host": (step_host, "unit, power-cut and program tests"),
    "sanitize": (step_sanitize, "the same under ASan and UBSan"),
    "clang": (step_clang, "the unit tests, built with clang"),
    "gates": (step_gates, "rules of the code"),
    "wycheproof": (step_wycheproof, "published signature vectors"),
    "interop": (step_interop, "against the real imgtool and espsecure"),
    "chips": (step_chips, "bootloaders for the chips: build, size, esptool"),
    "emulator": (step_emulator, "bootloaders in the chips' emulator"),
    "coverage": (step_coverage, "lines of base, core and crypto"),
}


def run_step(name):
    function, what = STEPS[name]
    print(f"== {name}: {what}", flush=True)
    started = time.monotonic()
    results = Results()
    function(results)
    print(f"   {results.counts()} in {time.monotonic() - started:.0f} s",
          flush=True)
    return results


def main():
    names = sys.argv[1:] or list(STEPS)
    for name in names:
        if name not in STEPS:
            sys.exit(f"run_tests: no step '{name}': choose among "
                     + " ".join(STEPS))
    shutil.rmtree(LOGS, ignore_errors=True)
    os.makedirs(LOGS)
    total = Results()
    for name in names:
        total.rows += run_step(name).rows
    for kind in ("skipped", "failed"):
        for _, name, why in total.of(kind):
            print(f"{kind}: {name}" + (f": {why}" if why else ""))
    print(total.counts())
    if total.of("failed") or not total.of("passed"):
        sys.exit(1)


if __name__ == "__main__":
    main()
