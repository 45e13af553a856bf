#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast serial recovery takes an upload, in virtual time.

The real recovery code, lines and clients as models, and a flash with the
times of bench/chips/model.py. Compare by it, do not promise it.

usage: bench/recovery/run.py BUILD [--update]
  --update  write docs/recovery-rates.tsv, from which the picture is drawn
"""
import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, os.pardir, "chips"))
import model  # noqa: E402

TABLE = os.path.join("docs", "recovery-rates.tsv")
FILE_LEN = 300 * 1024
SECTOR_LEN, BLOCK_LEN, PAGE_LEN = 4096, 65536, 256
# Of a character, in or out: some 100 instructions, and seven accesses to
# registers of UART and timer, a dozen cycles each.
COMPUTE_CYCLES = 200
# What a line carries in bytes a second, 10 bits each; USB: 64 bytes in 100 us.
LINES = {"115200 baud": 11520, "921600 baud": 92160, "USB": 640000}
# base64, and lines of 124 characters with 3 more around them
FRAMING = 3 / 4 * 124 / 127
COLUMNS = ["line", "client", "erases", "us", "line_us", "flash_us", "idle_us",
           "longest_us", "erase_4k", "erase_64k", "lost"]
BEST = "best_us"
HEAD = """\
# Upload of 307,200 bytes to recovery, in virtual time: us in all, bytes on the
# line, the flash waited for while the line was silent, the rest; the longest
# answer; erases; bytes that found the FIFO full; us in all if neither the flash
# nor computing took any time.
# Written by bench/recovery/run.py --update.
"""


def ns(seconds):
    return str(round(seconds * 1e9))


def page_seconds(length):
    """As model.seconds(): a command, its bytes, and their way to the flash."""
    return model.seconds({"programs": 1, "programmed": length})


def flash_limit(erases):
    """Bytes a second that the flash takes if nobody else is waited for."""
    pages = FILE_LEN / PAGE_LEN * page_seconds(PAGE_LEN)
    each, length = ((model.ERASE_S["erase_4k"], SECTOR_LEN)
                    if erases == "sectors"
                    else (model.ERASE_S["erase_64k"], BLOCK_LEN))
    return FILE_LEN / (pages + FILE_LEN / length * each)


def run(build, costs):
    """Rows of the program; None: an upload failed."""
    program = os.path.join(build, "bench", "recovery_rate")
    done = subprocess.run([program, *map(ns, costs)], text=True,
                          stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        return None
    return [dict(zip(COLUMNS, line.split("\t")))
            for line in done.stdout.splitlines()]


def measure(build):
    byte_s = (page_seconds(PAGE_LEN) - page_seconds(1)) / (PAGE_LEN - 1)
    costs = [model.ERASE_S["erase_4k"], model.ERASE_S["erase_64k"],
             page_seconds(1), byte_s, model.seconds({"read": 1}),
             COMPUTE_CYCLES / model.CPU_HZ]
    rows, best = run(build, costs), run(build, [0] * len(costs))
    if rows is None or best is None:
        return None
    return [{**row, BEST: ideal["us"]} for row, ideal in zip(rows, best)]


def rate(row):
    """Bytes a second."""
    return FILE_LEN / (int(row["us"]) / 1e6)


def line_limit(row):
    return LINES[row["line"]] * FRAMING


def show(rows):
    print("Upload of 300 KiB to serial recovery, in virtual time\n")
    print(f"{'line':<12} {'client':<34} {'erases':<8} {'KB/s':>6} "
          f"{'of line':>8} {'of best':>8} {'of flash':>8}   line flash  idle"
          "  answer")
    for row in rows:
        total = int(row["us"])
        shares = [round(100 * int(row[name]) / total)
                  for name in ("line_us", "flash_us", "idle_us")]
        print(f"{row['line']:<12} {row['client']:<34} {row['erases']:<8} "
              f"{rate(row) / 1000:6.1f} {rate(row) / line_limit(row):8.0%} "
              f"{int(row[BEST]) / total:8.0%} "
              f"{rate(row) / flash_limit(row['erases']):8.0%}   "
              + " ".join(f"{share:3d} %" for share in shares)
              + f" {int(row['longest_us']) / 1000:4.0f} ms"
              + (f"  {row['lost']} bytes lost" if row["lost"] != "0" else ""))
    print("\nof line: of what base64 in lines of 124 characters leaves of it;"
          "\nof best: of what this client reaches on this line if the chip "
          "takes no time;"
          "\nof flash: of what erasing and programming alone would take;"
          "\nanswer: the longest time between a request and its answer.")


def update(rows):
    with open(os.path.join(ROOT, TABLE), "w", encoding="utf-8") as file:
        names = COLUMNS + [BEST]
        file.write(HEAD + "\t".join(names) + "\n")
        for row in rows:
            file.write("\t".join(row[name] for name in names) + "\n")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--update", action="store_true")
    args = parser.parse_args()
    rows = measure(args.build)
    if rows is None:
        return 1
    show(rows)
    if args.update:
        update(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
