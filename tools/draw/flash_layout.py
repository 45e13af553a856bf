# SPDX-License-Identifier: Apache-2.0
"""The flash layout of each chip's default configuration.

Drawn from port/<chip>/bootloader.conf. Heights are not to scale: the smallest
region must hold its name.
"""
import os

import svg

CHIPS = [("esp32", "ESP32"), ("esp32s2", "ESP32-S2"),
         ("esp32c3", "ESP32-C3"), ("esp32s3", "ESP32-S3")]
PREFIX = "CONFIG_ESP_"
REGIONS = [  # name, key of the address, key of the length, fill
    ("bootloader", "BOOTLOADER_OFFSET", "BOOTLOADER_SIZE", svg.YELLOW),
    ("primary slot", "IMAGE0_PRIMARY_START_ADDRESS", "APPLICATION_SIZE",
     svg.BLUE),
    ("secondary slot", "IMAGE0_SECONDARY_START_ADDRESS", "APPLICATION_SIZE",
     svg.GREEN),
    ("scratch", "SCRATCH_OFFSET", "SCRATCH_SIZE", svg.VIOLET),
]
COLUMN, BAR, LEAST, PER_MIB = 234, 140, 40, 76


def read_conf(path):
    """Keys and values of a configuration file, comments left out."""
    found = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if "#" not in line and "=" in line:
                key, _, value = line.strip().partition("=")
                found[key] = value
    return found


def flash_len(conf):
    return int(conf[PREFIX + "FLASH_SIZE"].removesuffix("MB")) << 20


def regions(conf, rows=tuple(REGIONS)):
    """(start, end, name, fill) in order, gaps named as free."""
    used = []
    for name, start, length, fill in rows:
        first = int(conf[PREFIX + start], 0)
        used.append((first, first + int(conf[PREFIX + length], 0), name,
                     fill))
    found, at = [], 0
    for region in sorted(used):
        if region[0] > at:
            found.append((at, region[0], "", svg.WHITE))
        found.append(region)
        at = region[1]
    if at < flash_len(conf):
        found.append((at, flash_len(conf), "", svg.WHITE))
    return found


def size_text(length):
    if length >= 1 << 20 and length % (1 << 18) == 0:
        return f"{length / (1 << 20):g} MB"
    return f"{length >> 10} KB"


def height_of(region):
    start, end, name, _ = region
    return max(LEAST if name else 24, (end - start) * PER_MIB >> 20)


def draw_chip(picture, x, title, found, top):
    picture.text(x + 84 + BAR / 2, top, title, bold=True, anchor="middle")
    y = top + 18
    for region in found:
        start, end, name, fill = region
        height = height_of(region)
        picture.box(x + 84, y, BAR, height, fill, dashed=not name, radius=0)
        if name:
            picture.label(x + 84, y, BAR, height,
                          [(name, {"bold": True}), size_text(end - start)],
                          size=12)
        else:
            picture.label(x + 84, y, BAR, height,
                          [f"free, {size_text(end - start)}"], size=11,
                          fill=svg.FAINT)
        picture.text(x + 78, y + 4, f"0x{start:06x}", anchor="end", size=11,
                     mono=True)
        y += height
    picture.text(x + 78, y + 4, f"0x{found[-1][1]:06x}", anchor="end",
                 size=11, mono=True)
    return y


def conf_path(root, folder):
    return os.path.join(root, "port", folder, "bootloader.conf")


def draw(root):
    layouts = [(title, regions(read_conf(conf_path(root, folder))))
               for folder, title in CHIPS]
    tallest = max(sum(height_of(r) for r in found) for _, found in layouts)
    picture = svg.Drawing(2 * svg.MARGIN + len(CHIPS) * COLUMN - 10,
                          tallest + 160, "Flash layout",
                          "Regions of the flash in the default configuration "
                          "of each chip")
    picture.text(svg.MARGIN, 58, "the default configuration of each chip "
                 "(port/<chip>/bootloader.conf); heights not to scale",
                 fill=svg.FAINT)
    for i, (title, found) in enumerate(layouts):
        draw_chip(picture, svg.MARGIN + i * COLUMN - 10, title, found, 92)
    picture.text(svg.MARGIN, tallest + 142, "Each slot ends in its trailer: "
                 "the state of an update. The bootloader writes to the slots "
                 "and the scratch area, nowhere else.", fill=svg.FAINT)
    return picture
