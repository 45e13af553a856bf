# SPDX-License-Identifier: Apache-2.0
"""The stages of a swap: which data is where after each record.

The contents are not typed in: the copies of SPEC are carried out on lists of
labels, and each row shows the lists after one record.
"""
import svg

SECTORS = 2          # of the image, in this example
CELL_W, CELL_H = 92, 38
GAP = 46
LABEL_X = svg.MARGIN
FIRST_X = 330


def old(i):
    return f"old {i}"


def new(i):
    return f"new {i}"


def start(primary_extra, with_scratch):
    areas = {
        "primary slot": [old(i) for i in range(SECTORS)]
        + [""] * primary_extra,
        "secondary slot": [new(i) for i in range(SECTORS)],
    }
    if with_scratch:
        areas["scratch"] = [""]
    return areas


def scratch_steps():
    """Copies in order: (source, index, target, index, record)."""
    steps = []
    for region in range(SECTORS):
        i = SECTORS - 1 - region  # from the end downwards
        steps += [
            ("secondary slot", i, "scratch", 0, f"01 of region {region + 1}"),
            ("primary slot", i, "secondary slot", i,
             f"02 of region {region + 1}"),
            ("scratch", 0, "primary slot", i, f"03 of region {region + 1}"),
        ]
    return steps


def move_steps():
    steps = []
    for n in range(SECTORS):
        i = SECTORS - n
        steps.append(("primary slot", i - 1, "primary slot", i,
                      f"01 of move {n + 1}"))
    for i in range(1, SECTORS + 1):
        steps += [
            ("secondary slot", i - 1, "primary slot", i - 1, f"01 of swap {i}"),
            ("primary slot", i, "secondary slot", i - 1, f"02 of swap {i}"),
        ]
    return steps


def fill_of(label):
    if not label:
        return svg.WHITE
    return svg.BLUE if label.startswith("old") else svg.GREEN


def area_columns(areas):
    """area -> x of its first cell."""
    columns, x = {}, FIRST_X
    for name, cells in areas.items():
        columns[name] = x
        x += len(cells) * CELL_W + GAP
    return columns, x - GAP


def draw_cells(picture, y, areas, columns, changed):
    for name, cells in areas.items():
        for i, label in enumerate(cells):
            x = columns[name] + i * CELL_W
            picture.box(x, y, CELL_W, CELL_H, fill_of(label),
                        radius=0)
            if changed == (name, i):
                picture.box(x + 2.5, y + 2.5, CELL_W - 5, CELL_H - 5, "none",
                            radius=2, stroke=svg.INK)
            if label:
                picture.label(x, y, CELL_W, CELL_H, [label])


def draw_row(picture, y, texts, areas, columns, changed=None):
    what, record = texts
    picture.text(LABEL_X, y + (17 if record else 24), what)
    if record:
        picture.text(LABEL_X, y + 33, record, size=12, fill=svg.FAINT)
    draw_cells(picture, y, areas, columns, changed)
    return y + CELL_H + 12


def describe(step, names):
    source, i, target, j, _ = step
    return f"copy {names[source]} {i} to {names[target]} {j}"


def draw_swap(title, subtitle, areas, steps, footer):
    columns, right = area_columns(areas)
    height = 134 + (len(steps) + 2) * (CELL_H + 12) + 20 * len(footer)
    picture = svg.Drawing(max(right + svg.MARGIN, 900), height, title,
                          subtitle)
    picture.text(svg.MARGIN, 58, subtitle, fill=svg.FAINT)
    names = {"primary slot": "primary", "secondary slot": "secondary",
             "scratch": "scratch"}
    y = 92
    for name, x in columns.items():
        picture.text(x, y, name, bold=True)
        for i in range(len(areas[name])):
            picture.text(x + i * CELL_W + CELL_W / 2, y + 17, f"{i}",
                         anchor="middle", size=11, fill=svg.FAINT)
    y = draw_row(picture, y + 26, ("update requested, verified", ""), areas,
                 columns)
    for step in steps:
        source, i, target, j, record = step
        areas[target][j] = areas[source][i]
        y = draw_row(picture, y, (describe(step, names),
                                  f"then record {record}"),
                     areas, columns, (target, j))
    y = draw_row(picture, y, ("verify primary, boot the new image",
                              "before it: copy_done is set"), areas, columns)
    for i, line in enumerate(footer):
        picture.text(svg.MARGIN, y + 16 + 20 * i, line, fill=svg.FAINT)
    return picture


FOOTER = "Power lost before a record: that copy is done again, and its " \
    "source is still whole."


def draw_scratch():
    return draw_swap(
        "Swap through the scratch area",
        "Two sectors, scratch of one sector: what is where after each record",
        start(0, True), scratch_steps(),
        [FOOTER, "The records stand in the primary slot's trailer. A revert "
         "is the same swap once more."])


def draw_move():
    return draw_swap(
        "Swap after moving up by one sector",
        "Two sectors, no scratch area: what is where after each record",
        start(1, False), move_steps(),
        [FOOTER, "The primary slot needs one spare sector; its last copy of "
         "old data stays there until the next update."])
