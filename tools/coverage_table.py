#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints covered lines and branches of each file and folder.

usage: tools/coverage_table.py COVERAGE.JSON PERCENT
Exit status 1 if a folder has fewer covered lines than PERCENT.
"""
import json
import sys


SPANS_MAX = 12  # as many runs of lines are printed for a file


class Count:
    """Lines and branches, how many there are and how many ran."""

    def __init__(self):
        self.lines = self.lines_run = 0
        self.branches = self.branches_run = 0
        self.missed = []

    def add(self, other):
        self.lines += other.lines
        self.lines_run += other.lines_run
        self.branches += other.branches
        self.branches_run += other.branches_run

    def percent(self):
        return 100.0 * self.lines_run / self.lines if self.lines else 100.0


def count_of(file):
    count = Count()
    for line in file["lines"]:
        if line.get("gcovr/noncode"):
            continue
        count.lines += 1
        count.lines_run += line["count"] > 0
        if line["count"] == 0:
            count.missed.append(line["line_number"])
        for branch in line.get("branches", []):
            count.branches += 1
            count.branches_run += branch["count"] > 0
    return count


def spans(numbers):
    """12, 13, 14, 20 becomes 12-14 20."""
    found = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    texts = [f"{a}-{b}" if b > a else f"{a}" for a, b in found]
    more = [f"and {len(texts) - SPANS_MAX} more"] * (len(texts) > SPANS_MAX)
    return " ".join(texts[:SPANS_MAX] + more)


def row(name, count):
    branches = "-" if not count.branches else \
        f"{100.0 * count.branches_run / count.branches:.1f} %"
    print(f"  {name:28} {count.lines_run:5} of {count.lines:5}"
          f"  {count.percent():6.1f} %  {branches:>8}  "
          f"{spans(count.missed)}".rstrip())


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        files = json.load(file)["files"]
    least = float(sys.argv[2])
    folders = {}
    print(f"  {'':28} {'lines run':>14}  {'':8}  branches  lines not run")
    for file in sorted(files, key=lambda f: f["file"]):
        count = count_of(file)
        row(file["file"], count)
        folder = folders.setdefault(file["file"].split("/")[0], Count())
        folder.add(count)
    for name, count in folders.items():
        row(f"{name}/ in all", count)
    low = [name for name, count in folders.items() if count.percent() < least]
    wrong = low + [name for name in ("base", "core", "crypto")
                   if name not in folders]
    if wrong:
        print(f"FAIL coverage: less than {least:g} % of the lines of "
              f"{', '.join(wrong)} ran")
        return 1
    print(f"pass coverage: each folder has {least:g} % of its lines run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
