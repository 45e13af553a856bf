# SPDX-License-Identifier: Apache-2.0
"""How fast recovery takes an upload, from docs/recovery-rates.tsv."""
import os

import svg

TABLE = os.path.join("docs", "recovery-rates.tsv")
FILE_LEN = 300 * 1024
# line -> what a line can carry with base64 in lines of 124 characters, KB/s
LINES = {"115200 baud": 11.52, "921600 baud": 92.16, "USB": 640.0}
FRAMING = 3 / 4 * 124 / 127
KINDS = [("blocks", svg.GREEN, "erased in blocks of 64 KB"),
         ("sectors", svg.BLUE, "erased sector by sector")]
WIDTH = 900
BAR_X, BAR_MAX, BAR_H, ROW_H = 270, 520, 11, 34


def read(root):
    """line -> client -> erases -> KB/s, in the table's order"""
    with open(os.path.join(root, TABLE), encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file
                 if not line.startswith("#")]
    rates = {}
    for row in (dict(zip(lines[0], line)) for line in lines[1:]):
        client = rates.setdefault(row["line"], {}).setdefault(row["client"],
                                                              {})
        client[row["erases"]] = FILE_LEN / int(row["us"]) * 1e3
    return rates


def draw_panel(picture, y, line, clients):
    limit = LINES[line] * FRAMING
    most = max(rate for rates in clients.values() for rate in rates.values())
    picture.text(svg.MARGIN, y, f"{line}: KB/s; base64 in lines leaves "
                 f"{limit:.1f} of it", bold=True)
    y += 14
    for client, rates in clients.items():
        picture.text(BAR_X - 12, y + 15, client, size=12, anchor="end")
        for i, (kind, fill, _) in enumerate(KINDS):
            length = BAR_MAX * rates[kind] / most
            top = y + i * (BAR_H + 1)
            picture.box(BAR_X, top, max(length, 1), BAR_H, fill, radius=1)
            picture.text(BAR_X + max(length, 1) + 8, top + BAR_H - 2,
                         f"{rates[kind]:.1f}", size=10)
        y += ROW_H
    return y + 24


def draw_key(picture, y):
    for i, (_, fill, text) in enumerate(KINDS):
        x = svg.MARGIN + i * 230
        picture.box(x, y, 18, 12, fill, radius=1)
        picture.text(x + 26, y + 11, text, size=12)


def draw(root):
    rates = read(root)
    rows = sum(len(clients) for clients in rates.values())
    height = 92 + rows * ROW_H + len(rates) * 38 + 20
    picture = svg.Drawing(WIDTH, height, "Upload of 300 KB to recovery",
                          "Rates of the clients on three lines, in virtual "
                          "time")
    draw_key(picture, 50)
    y = 92
    for line, clients in rates.items():
        y = draw_panel(picture, y, line, clients)
    picture.text(svg.MARGIN, y - 4, "The real recovery code; lines, clients "
                 "and the times of the flash are models. Data: "
                 "docs/recovery-rates.tsv.", size=12, fill=svg.FAINT)
    return picture
