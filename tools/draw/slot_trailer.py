# SPDX-License-Identifier: Apache-2.0
"""The slot trailer, byte by byte, at the default alignment."""
import svg

ALIGN = 8         # A: every field of its own takes a multiple of it
WRITE_LEN = 4     # W: a record takes one write unit
SECTOR_MAX = 512  # N: sectors a slot may have
STATES = 3        # records per sector
MAGIC = "77 c2 95 f3 60 d2 ef 7f 35 52 50 0f 2c b6 79 80"

# Fields from the end of the slot: name, bytes that carry it, what they say.
FIELDS = [
    ("magic", 16, MAGIC, "written last: the fields before it are complete",
     svg.GREEN),
    ("image_ok", 1, "01", "the running image confirmed itself", svg.BLUE),
    ("copy_done", 1, "01", "the update is complete", svg.BLUE),
    ("swap_info", 1, "02", "low half: 2 test, 3 permanent, 4 revert; "
     "high half: image", svg.BLUE),
    ("swap_size", 4, "0c 0a 00 00", "bytes to swap, little-endian",
     svg.BLUE),
]
TEXT_X = {"offset": 112, "field": 124, "bytes": 250, "meaning": 612}
ROW = 44


def rows():
    """(offset from the end, length, field) from low to high addresses."""
    found, offset = [], 0
    for name, carried, example, meaning, fill in FIELDS:
        length = (carried + ALIGN - 1) // ALIGN * ALIGN
        offset += length
        found.append((offset, length, carried, name, example, meaning, fill))
    return found[::-1]


def draw():
    status_len = SECTOR_MAX * STATES * WRITE_LEN
    fields = rows()
    total = status_len + fields[0][0]
    picture = svg.Drawing(
        1000, 160 + ROW * (len(fields) + 2), "The slot trailer",
        "Fields at the end of each slot with offsets, bytes and meaning")
    picture.text(svg.MARGIN, 58, f"at the end of each slot of S bytes; "
                 f"alignment {ALIGN}, write unit {WRITE_LEN}, up to "
                 f"{SECTOR_MAX} sectors: {total} bytes (0x{total:x})",
                 fill=svg.FAINT)
    y = 80
    for key, text in (("field", "field"), ("bytes", "bytes, for example"),
                      ("meaning", "meaning")):
        picture.text(TEXT_X[key] + (12 if key != "meaning" else 0), y + 14,
                     text, bold=True)
    y += 26
    y = draw_row(picture, y, "", ("image, erased bytes", "", ""), svg.WHITE)
    y = draw_row(picture, y, f"S - {total}",
                 ("swap status", "01 ff ff ff  02 ff ff ff  ...",
                  f"{SECTOR_MAX} x {STATES} records, one per finished copy"),
                 svg.YELLOW)
    for offset, length, carried, name, example, meaning, fill in fields:
        padded = example + " ff" * (length - carried)
        y = draw_row(picture, y, f"S - {offset}", (name, padded, meaning),
                     fill)
    picture.text(TEXT_X["offset"], y + 12, "S", anchor="end", mono=True,
                 size=12)
    picture.text(svg.MARGIN, y + 34, "ff: erased, says nothing. A field that "
                 "is neither erased nor the value shown counts as damaged.",
                 fill=svg.FAINT)
    return picture


def draw_row(picture, y, offset, texts, fill):
    name, data, meaning = texts
    picture.box(TEXT_X["field"], y, 476, ROW, fill, radius=0)
    if offset:
        picture.text(TEXT_X["offset"], y + 5, offset, anchor="end",
                     mono=True, size=12)
    picture.text(TEXT_X["field"] + 12, y + 27, name, bold=True)
    if len(data) > 30:  # 16 bytes: two lines
        picture.text(TEXT_X["bytes"] + 12, y + 19, data[:24].strip(),
                     mono=True, size=12)
        picture.text(TEXT_X["bytes"] + 12, y + 35, data[24:], mono=True,
                     size=12)
    elif data:
        picture.text(TEXT_X["bytes"] + 12, y + 27, data, mono=True, size=12)
    if meaning:
        picture.text(TEXT_X["meaning"], y + 27, meaning)
    return y + ROW
