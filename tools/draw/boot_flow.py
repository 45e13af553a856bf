# SPDX-License-Identifier: Apache-2.0
"""The boot flow: observe, decide, act, and again until the decision is boot.

The acts are those of core/decide.h: one that this picture does not know, or
that is gone there, stops the script.
"""
import os
import re

import svg

OBSERVE = ("observe", ["slot headers and trailers,",
                       "records of a swap"])
DECIDE = ("decide", ["a pure function:", "facts in, decision out"])
# (name, what it does, acts of core/decide.h, fill)
ACTS = [
    ("look", ["verify hash and", "signature of a slot"], ["LOOK"], svg.BLUE),
    ("resume", ["finish an update", "that lost power"], ["RESUME"],
     svg.YELLOW),
    ("update", ["swap or overwrite,", "or swap back"], ["UPDATE"],
     svg.YELLOW),
    ("refuse", ["erase what may not", "be installed"],
     ["DISCARD", "CLEAR", "ABANDON"], svg.RED),
    ("hold", ["not at this boot: a", "dependency is missing"], ["HOLD"],
     svg.RED),
]
ENDS = {"BOOT", "FAIL"}
WIDTH, GAP = 168, 15
TOP, HEIGHT = 120, 92


def check_acts(root):
    with open(os.path.join(root, "core", "decide.h"),
              encoding="utf-8") as file:
        known = set(re.findall(r"\bACT_([A-Z]+)\b", file.read()))
    drawn = ENDS.union(*(acts for _, _, acts, _ in ACTS))
    if known != drawn:
        raise SystemExit("boot_flow.py: other acts than core/decide.h: "
                         f"{' '.join(sorted(known ^ drawn))}")


def draw(root):
    check_acts(root)
    picture = svg.Drawing(960, 430, "The boot flow",
                          "Observe, decide, act, and again until the decision "
                          "is to boot a verified image")
    picture.text(svg.MARGIN, 58, "After each act the facts are gathered anew:"
                 " one single path leads into an application.",
                 fill=svg.FAINT)
    draw_step(picture, 170, OBSERVE, svg.GREY)
    draw_step(picture, 450, DECIDE, svg.VIOLET)
    picture.filled(34, TOP + 20, 90, 52, ["reset"], svg.GREY, bold=True)
    picture.arrow((124, TOP + 46), (168, TOP + 46))
    picture.arrow((380, TOP + 46), (448, TOP + 46))
    picture.text(413, TOP + 38, "facts", anchor="middle", size=12,
                 fill=svg.FAINT)
    draw_acts(picture, TOP + HEIGHT + 70)
    draw_ends(picture)
    return picture


def draw_step(picture, x, step, fill):
    name, lines = step
    picture.filled(x, TOP, 210, HEIGHT,
                   [(name, {"bold": True, "size": 15})] + lines, fill)


def draw_acts(picture, y):
    bus, height = y - 30, 76
    picture.arrow((555, TOP + HEIGHT), (555, bus), head=False)
    picture.text(567, bus - 12, "act", size=12, fill=svg.FAINT)
    low = y + height + 24
    for i, (name, lines, _, fill) in enumerate(ACTS):
        x = 34 + i * (WIDTH + GAP)
        centre = x + WIDTH / 2
        picture.arrow((555, bus), (centre, bus), (centre, y - 2))
        picture.filled(x, y, WIDTH, height,
                       [(name, {"bold": True, "size": 15})] + lines, fill)
        picture.arrow((centre, y + height), (centre, low), head=False)
    picture.arrow((centre, low), (16, low), (16, 90), (275, 90),
                  (275, TOP - 2))
    picture.text(480, low + 20, "then observe again", anchor="middle",
                 size=12, fill=svg.FAINT)


def draw_ends(picture):
    picture.arrow((660, TOP + 26), (718, TOP + 26))
    picture.arrow((660, TOP + 74), (718, TOP + 74))
    picture.filled(720, TOP, 220, 52,
                   [("boot", {"bold": True, "size": 15}),
                    "the verdict is required again"], svg.GREEN)
    picture.filled(720, TOP + 60, 220, 32, ["fail: nothing verifies, stop"],
                   svg.RED)
