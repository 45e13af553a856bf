# SPDX-License-Identifier: Apache-2.0
"""The boot flow: observe, decide, act, and again until the decision is boot."""
import svg

OBSERVE = ("observe", ["reset cause, slot headers,",
                       "trailers, swap status"])
DECIDE = ("decide", ["a pure function:", "facts in, decision out"])
ACTS = [  # (first line, second line, fill): what a decision leads to
    ("finish", "a swap that lost power", svg.YELLOW),
    ("update", "verify, then swap or overwrite", svg.YELLOW),
    ("revert", "a test image nobody confirmed", svg.YELLOW),
    ("refuse", "erase an update that fails", svg.RED),
]


def draw():
    picture = svg.Drawing(960, 420, "The boot flow",
                          "Observe, decide, act, and again until the decision "
                          "is to boot a verified image")
    picture.text(svg.MARGIN, 58, "After each act the facts are gathered anew:"
                 " one single path leads into an application.",
                 fill=svg.FAINT)
    top, height = 120, 92
    draw_step(picture, 170, top, height, OBSERVE, svg.BLUE)
    draw_step(picture, 470, top, height, DECIDE, svg.VIOLET)
    picture.filled(34, top + 20, 90, 52, ["reset"], svg.GREY, bold=True)
    picture.arrow((124, top + 46), (168, top + 46))
    picture.arrow((390, top + 46), (468, top + 46))
    picture.text(429, top + 38, "facts", anchor="middle", size=12,
                 fill=svg.FAINT)
    draw_acts(picture, top + height + 70)
    draw_end(picture, top, height)
    return picture


def draw_step(picture, x, y, height, step, fill):
    name, lines = step
    picture.filled(x, y, 220, height,
                   [(name, {"bold": True, "size": 15})] + lines, fill)


def draw_acts(picture, y):
    width, gap = 215, 16
    bus = y - 30
    picture.arrow((580, 212), (580, bus), head=False)
    picture.text(592, bus - 12, "act", size=12, fill=svg.FAINT)
    centres = []
    for i, (name, what, fill) in enumerate(ACTS):
        x = svg.MARGIN + 14 + i * (width + gap)
        centres.append(x + width / 2)
        picture.arrow((580, bus), (x + width / 2, bus), (x + width / 2, y - 2))
        picture.filled(x, y, width, 66,
                       [(name, {"bold": True, "size": 15}), what], fill)
    low = y + 66 + 34
    for x in centres:
        picture.arrow((x, y + 66), (x, low), head=False)
    picture.arrow((centres[-1], low), (16, low), (16, 90), (280, 90),
                  (280, 118))
    picture.text(480, low + 20, "then observe again", anchor="middle",
                 size=12, fill=svg.FAINT)


def draw_end(picture, top, height):
    picture.arrow((690, top + 46), (752, top + 46))
    picture.text(721, top + 38, "boot", anchor="middle", size=12,
                 fill=svg.FAINT)
    picture.filled(754, top, 186, height,
                   [("verify, then jump", {"bold": True, "size": 15}),
                    "always; the verdict is", "required once more"],
                   svg.GREEN)
