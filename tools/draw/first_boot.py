# SPDX-License-Identifier: Apache-2.0
"""The first boot of a product with Secure Boot and flash encryption: what is
checked, burned and encrypted, in which order.

The stages are those of enroll/enroll_config.h, the fields those that
host/conf/conf_enroll.c burns on ESP32-C3: a stage that this picture does not
know, or that is gone there, stops the script.
"""
import os
import re

import svg

FIELD = re.compile(r'FIELD\(\s*\d+,\s*\d+,\s*(\w+),\s*\w+,\s*"([^"]+)"')
WIDTH, HEIGHT, GAP = 212, 112, 22
LEFT, TOP = 168, 62
# lane -> [(title, stage of enroll_config.h or None, lines, fill)]
LANES = [
    ("look", "nothing burned", [
        ("own image", None, ["hash, size, signature", "as the ROM will see it"],
         svg.GREY),
        ("application", None, ["verified, or nothing", "is burned"], svg.GREY),
        ("plan", None, ["every step is told;", "ENROLL_ARMED=n ends here"],
         svg.VIOLET)]),
    ("Secure Boot", "UART stays open", [
        ("digests", None, ["data, purpose, locks,", "unused ones revoked"],
         svg.YELLOW),
        ("fields", "SECURE", [], svg.YELLOW),
        ("enable", "ENABLE", [], svg.YELLOW)]),
    ("encryption", "UART stays open", [
        ("flash key", None, ["data, purpose,", "read and write locks"],
         svg.YELLOW),
        ("fields", "CRYPT", [], svg.YELLOW),
        ("locks", "LOCK", [], svg.YELLOW)]),
    ("flash", "UART stays open", [
        ("slots, scratch", None, ["sector by sector,", "journal, staging"],
         svg.BLUE),
        ("own image", None, ["cut here: flash the", "bootloader again"],
         svg.RED),
        ("counter", None, ["one bit, then reset"], svg.YELLOW)]),
    ("next boot", "verified by the ROM", [
        ("application", None, ["decrypted, verified"], svg.GREY),
        ("download mode", "LAST", [], svg.YELLOW),
        ("counter locked", "LAST_LOCK", [], svg.YELLOW)]),
]


def read(root, *path):
    with open(os.path.join(root, *path), encoding="utf-8") as file:
        return file.read()


def check_stages(root):
    known = set(re.findall(r"ENROLL_STAGE_(\w+)[,;]",
                           read(root, "enroll", "enroll_config.h")))
    drawn = {stage for _, _, boxes in LANES for _, stage, _, _ in boxes
             if stage} | {"COUNT"}
    if known != drawn:
        raise SystemExit("first_boot.py: other stages than enroll_config.h: "
                         f"{' '.join(sorted(known ^ drawn))}")


def fields(root):
    """stage -> names of fields on ESP32-C3"""
    text = read(root, "host", "conf", "conf_enroll.c")
    found = {}
    for table in ("esp32c3_rows", "shared_rows"):
        part = re.search(rf"{table}\[\] = {{(.*?)\n}};", text, re.S)[1]
        for stage, name in FIELD.findall(part):
            found.setdefault(stage, []).append(name)
    return found


def short(name):
    return (name.replace("DIS_DOWNLOAD_MANUAL_ENCRYPT", "..MANUAL_ENCRYPT")
            .replace("SECURE_BOOT_AGGRESSIVE_REVOKE", "..AGGRESSIVE_REVOKE")
            .replace("ENABLE_SECURITY_DOWNLOAD", "..SECURITY_DOWNLOAD"))


def draw(root):
    check_stages(root)
    of_stage = fields(root)
    height = TOP + len(LANES) * (HEIGHT + GAP) + 46
    picture = svg.Drawing(880, height, "The first boot, step by step",
                          "Checks, then eFuses of Secure Boot, then those of "
                          "flash encryption, then the flash, then the locks")
    for row, (name, state, boxes) in enumerate(LANES):
        y = TOP + row * (HEIGHT + GAP)
        picture.text(svg.MARGIN, y + HEIGHT / 2 - 4, name, bold=True, size=14)
        picture.text(svg.MARGIN, y + HEIGHT / 2 + 16, state, size=12,
                     fill=svg.FAINT)
        for column, box in enumerate(boxes):
            draw_box(picture, LEFT + column * (WIDTH + GAP), y, box, of_stage)
        draw_arrows(picture, y, row + 1 < len(LANES))
    picture.text(svg.MARGIN, height - 22, "Field names are those of ESP32-C3. "
                 "A cut anywhere but in the red step repeats the step, or goes "
                 "on behind it.", size=12, fill=svg.FAINT)
    return picture


def draw_box(picture, x, y, box, of_stage):
    title, stage, lines, fill = box
    names = [(short(name), {"mono": True, "size": 11})
             for name in of_stage.get(stage, [])]
    picture.filled(x, y, WIDTH, HEIGHT,
                   [(title, {"bold": True, "size": 14})] + lines + names, fill,
                   size=12)


def draw_arrows(picture, y, is_followed):
    middle = y + HEIGHT / 2
    for column in (1, 2):
        x = LEFT + column * (WIDTH + GAP)
        picture.arrow((x - GAP, middle), (x - 2, middle))
    if is_followed:
        right, low = LEFT + 2.5 * WIDTH + 2 * GAP, y + HEIGHT + GAP / 2
        picture.arrow((right, y + HEIGHT), (right, low),
                      (LEFT + WIDTH / 2, low),
                      (LEFT + WIDTH / 2, y + HEIGHT + GAP - 2))
