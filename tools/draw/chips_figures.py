# SPDX-License-Identifier: Apache-2.0
"""What boots and updates cost on ESP32-C3, from docs/chips-figures.tsv."""
import os

import svg

TABLE = os.path.join("docs", "chips-figures.tsv")
OURS, THEIRS = "esp32c3", "mcuboot-esp32c3"
BOOTS = [("boot.none", "no signature"), ("boot.rsa2048", "RSA-2048"),
         ("boot.rsa3072", "RSA-3072"), ("boot.ec256", "EC256"),
         ("boot.ed25519", "ED25519")]
UPDATES = [("swap.scratch", "swap using scratch"),
           ("swap.scratch.5%", "... 5 % of the sectors differ"),
           ("swap.move", "swap using move"),
           ("swap.move.5%", "... 5 % of the sectors differ"),
           ("overwrite", "overwrite only")]
WIDTH = 900
BAR_X, BAR_MAX = 250, 520
BAR_H, ROW_H = 14, 42


def read(root):
    """(by, scenario) -> {column: number}"""
    with open(os.path.join(root, TABLE), encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file
                 if not line.startswith("#")]
    names = lines[0]
    return {tuple(line[:2]): {name: int(value) for name, value
                              in zip(names[2:], line[2:]) if value != "-"}
            for line in lines[1:]}


def draw_bar(picture, y, length, fill, text):
    picture.box(BAR_X, y, max(length, 1), BAR_H, fill, radius=1)
    picture.text(BAR_X + max(length, 1) + 8, y + BAR_H - 3, text, size=11)


def draw_panel(picture, y, title, rows):
    """rows: [(label, ours, theirs or None, text of a number)]"""
    picture.text(svg.MARGIN, y, title, bold=True)
    most = max(value for _, ours, theirs, _ in rows
               for value in (ours, theirs or 0))
    y += 16
    for label, ours, theirs, shown in rows:
        picture.text(BAR_X - 12, y + 20, label, anchor="end")
        draw_bar(picture, y, BAR_MAX * ours / most, svg.GREEN, shown(ours))
        if theirs is not None:
            draw_bar(picture, y + BAR_H + 1, BAR_MAX * theirs / most,
                     svg.GREY, shown(theirs))
        y += ROW_H
    return y + 18


def rows_of(table, scenarios, column, shown):
    rows = []
    for name, label in scenarios:
        if (OURS, name) in table:
            theirs = table.get((THEIRS, name), {}).get(column)
            rows.append((label, table[(OURS, name)][column], theirs, shown))
    return rows


def draw_key(picture, y):
    for x, fill, text in ((svg.MARGIN, svg.GREEN, "Sallyport"),
                          (svg.MARGIN + 130, svg.GREY,
                           "MCUboot 2.4, Espressif port")):
        picture.box(x, y, 18, 12, fill, radius=1)
        picture.text(x + 26, y + 11, text, size=12)


def draw(root):
    table = read(root)
    height = 84 + (len(BOOTS) + len(UPDATES)) * ROW_H + 2 * 34 + 34
    picture = svg.Drawing(WIDTH, height, "What a boot costs on ESP32-C3",
                          "Instructions of a plain boot, and computed time of "
                          "an update")
    draw_key(picture, 50)
    y = draw_panel(picture, 92, "Plain boot of a 1 MiB image: millions of "
                   "instructions, bootloader's entry to application's",
                   rows_of(table, BOOTS, "instructions",
                           lambda v: f"{v / 1e6:.1f}"))
    y = draw_panel(picture, y, "Update with 512 KiB images: seconds on the "
                   "chip, computed from counted instructions and flash work",
                   rows_of(table, UPDATES, "ms", lambda v: f"{v / 1e3:.1f}"))
    picture.text(svg.MARGIN, y + 4, "The application's own start is not part "
                 "of it. Data: docs/chips-figures.tsv.", size=12,
                 fill=svg.FAINT)
    return picture
