# SPDX-License-Identifier: Apache-2.0
"""The table of figures: ours, those to reach, and those of MCUboot's port."""
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TABLE = os.path.join("docs", "chips-figures.tsv")
COLUMNS = ["instructions", "erase_4k", "erase_32k", "erase_64k", "programs",
           "programmed", "longest", "read", "stack", "size"]


def show(found):
    for chip, rows in found.items():
        print(f"{chip:22}" + "".join(f"{name:>13}" for name in COLUMNS))
        for scenario, counts in rows.items():
            print(f"  {scenario:20}" + "".join(
                f"{counts[name]:13,}" for name in COLUMNS))


def write(found):
    with open(os.path.join(ROOT, TABLE), "w", encoding="utf-8") as file:
        file.write("\t".join(["chip", "scenario", *COLUMNS]) + "\n")
        for chip, rows in found.items():
            for scenario, counts in rows.items():
                file.write("\t".join([chip, scenario] + [
                    str(counts[name]) for name in COLUMNS]) + "\n")
