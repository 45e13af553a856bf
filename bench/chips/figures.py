# SPDX-License-Identifier: Apache-2.0
"""The table of figures: ours, those to reach, and those of MCUboot's port."""
import os

import model
import reference

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TABLE = os.path.join("docs", "chips-figures.tsv")
COLUMNS = ["size", "instructions", "erase_4k", "erase_32k", "erase_64k",
           "programs", "programmed", "read", "stack"]
HEAD = """\
# What boots cost: bytes of the bootloader, and what it does between its entry
# and the application's. ms: computed, see chips.md. Scenarios: the same.
# Written by bench/chips/run.py --update.
"""
ERASES = ("erase_4k", "erase_32k", "erase_64k")
SIGNATURES = {"boot.none": "no signature", "boot.rsa2048": "RSA-2048",
              "boot.rsa3072": "RSA-3072", "boot.ec256": "EC256",
              "boot.ed25519": "ED25519"}
UPDATES = {"swap.scratch": "swap, scratch", "swap.move": "swap, move",
           "swap.scratch.5%": "scratch, 5 % differ",
           "swap.move.5%": "move, 5 % differ", "overwrite": "overwrite"}


def erases_of(counts):
    return sum(counts.get(name, 0) for name in ERASES)


# ---- rows: (what, ours, reach, MCUboot's, note) ----

def _size_rows(rows):
    for name, what in SIGNATURES.items():
        if name in rows:
            yield (f"size, {what}", rows[name]["size"], reference.SIZE[name],
                   reference.MCUBOOT[name]["size"], "bytes")


def _boot_rows(rows):
    for name, what in SIGNATURES.items():
        if name in rows:
            yield (f"boot 1 MiB, {what}", rows[name]["instructions"],
                   reference.INSTRUCTIONS[name],
                   reference.MCUBOOT[name]["instructions"],
                   f"instructions; {model.seconds(rows[name]):.2f} s")


def _time_note(name, counts):
    """Chip times: ours, and MCUboot's where its counts are known."""
    note = f"{model.seconds(counts):.1f} s"
    other = reference.MCUBOOT.get(name)
    return note + (f" for {model.seconds(other):.1f} s" if other else "")


def _update_rows(rows):
    for name, what in UPDATES.items():
        if name not in rows:
            continue
        counts = rows[name]
        other = reference.MCUBOOT.get(name)
        yield (f"{what}: erases", erases_of(counts), reference.ERASES[name],
               erases_of(other) if other else None,
               f"{counts['erase_64k']} of 64 KiB; {_time_note(name, counts)}")


def _other_rows(rows):
    if "overwrite" in rows:
        counts = rows["overwrite"]
        yield ("overwrite: bytes per program",
               round(counts["programmed"] / max(counts["programs"], 1)),
               -reference.PROGRAM_LEN, 32,
               f"longest {counts['longest']}, {counts['programs']} commands")
    deepest = max(rows, key=lambda name: rows[name]["stack"])
    yield ("peak stack", rows[deepest]["stack"], reference.STACK,
           reference.MCUBOOT_STACK, f"bytes, in {deepest}")


def _fixed_rows(facts):
    if "ram" in facts:
        yield ("RAM kept from applications", facts["ram"], reference.RAM,
               reference.MCUBOOT_RAM, "bytes")
    if "build_s" in facts:
        clock, processors = facts["build_s"]
        yield ("clean build", round(clock), reference.BUILD_S, None,
               f"s, with {processors:.0f} s of processors")


def rows_of(rows, facts):
    return [row for part in (_size_rows(rows), _boot_rows(rows),
                             _update_rows(rows), _other_rows(rows),
                             _fixed_rows(facts)) for row in part]


def _verdict(ours, reach):
    """A negative figure to reach is a least one."""
    return "" if (ours >= -reach if reach < 0 else ours <= reach) else "MISSED"


def _line(what, ours, reach, theirs, note):
    return (f"  {what:31}{ours:>12,}{abs(int(reach)):>12,}"
            f"{'-' if theirs is None else format(theirs, ','):>13}  "
            f"{_verdict(ours, reach):7}{note}")


def show_chip(chip, rows, facts):
    print(f"{chip:33}{'ours':>12}{'to reach':>12}{'MCUboot (C3)':>13}")
    for row in rows_of(rows, facts):
        print(_line(*row))


def missed(rows, facts):
    """The names of the figures that are not reached."""
    return [what for what, ours, reach, _, _ in rows_of(rows, facts)
            if _verdict(ours, reach)]


def show_counts(chip, rows):
    """All that was counted."""
    print(f"{chip:22}" + "".join(f"{name:>13}" for name in COLUMNS)
          + f"{'chip time':>11}")
    for scenario, counts in rows.items():
        print(f"  {scenario:20}"
              + "".join(f"{counts[name]:13,}" for name in COLUMNS)
              + f"{model.seconds(counts):9.2f} s")


# ---- the table in docs/ ----

def _cells(by, scenario, counts):
    values = [counts.get(name) for name in COLUMNS]
    ms = round(1000 * model.seconds(counts))
    return [by, scenario, *["-" if v is None else str(v) for v in values],
            str(ms)]


def write(found):
    """found: {chip: {scenario: counts}}"""
    lines = [["by", "scenario", *COLUMNS, "ms"]]
    for chip, rows in found.items():
        lines += [_cells(chip, name, counts) for name, counts in rows.items()]
    lines += [_cells("mcuboot-esp32c3", name, counts)
              for name, counts in reference.MCUBOOT.items()]
    with open(os.path.join(ROOT, TABLE), "w", encoding="utf-8") as file:
        file.write(HEAD + "".join("\t".join(line) + "\n" for line in lines))
