#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws docs/img/*.svg from the data they show.

usage: tools/draw/draw.py [--out FOLDER] [--root TREE]
"""
import argparse
import os

import boot_flow
import chips_figures
import first_boot
import flash_layout
import recovery_wiring
import recovery_rates
import slot_trailer
import swap_stages
import two_images

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))


def drawings(root):
    """File name -> SVG text."""
    return {
        "boot-flow.svg": boot_flow.draw(root).svg(),
        "chips-figures.svg": chips_figures.draw(root).svg(),
        "first-boot.svg": first_boot.draw(root).svg(),
        "flash-layout.svg": flash_layout.draw(root).svg(),
        "recovery-wiring.svg": recovery_wiring.draw(root).svg(),
        "recovery-rates.svg": recovery_rates.draw(root).svg(),
        "slot-trailer.svg": slot_trailer.draw().svg(),
        "swap-move.svg": swap_stages.draw_move().svg(),
        "swap-scratch.svg": swap_stages.draw_scratch().svg(),
        "two-images.svg": two_images.draw(root).svg(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=ROOT, help="tree to draw from")
    parser.add_argument("--out", default=None,
                        help="folder (default: ROOT/docs/img)")
    args = parser.parse_args()
    out = args.out or os.path.join(args.root, "docs", "img")
    os.makedirs(out, exist_ok=True)
    for name, text in drawings(args.root).items():
        with open(os.path.join(out, name), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
