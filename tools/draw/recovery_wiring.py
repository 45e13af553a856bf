# SPDX-License-Identifier: Apache-2.0
"""How a computer is wired to serial recovery, and on which pins by default.

Pins are those of host/conf/conf_rows.c; what they are wired to besides is read
from host/conf/conf_pins.c.
"""
import os
import re

import svg

CHIPS = ("ESP32", "ESP32-S2", "ESP32-C3", "ESP32-S3")
KEYS = ("UART_NUM", "GPIO_TX", "GPIO_RX", "GPIO_DETECT")
# MCUboot's documentation, where the defaults lie on the flash
EXAMPLES = {"ESP32": (1, 26, 25, 32)}
NUMBERS = r"\{(\d+), (\d+)\}"
ROW_H, LEFT = 26, 40
COLUMNS = (0, 130, 220, 330, 440, 570)
HEADS = ("chip", "UART", "TX, sends", "RX, receives", "request", "USB D-, D+")


def read(root, name):
    with open(os.path.join(root, "host", "conf", name),
              encoding="utf-8") as file:
        return file.read()


def defaults(root):
    """chip -> (UART, TX, RX, request pin)"""
    text = read(root, "conf_rows.c")
    found = []
    for key in KEYS:
        row = re.search(rf"ROW\(ESP_SERIAL_BOOT_{key},(.*?)SAYS", text,
                        re.S)[1]
        per_chip = re.search(r"PER_CHIP\(([^)]*)\)", row)
        values = (per_chip[1].split(",") if per_chip else
                  [re.search(r"EVERYWHERE\((\d+)\)", row)[1]] * len(CHIPS))
        found.append([int(value) for value in values])
    return {chip: tuple(row[i] for row in found)
            for i, chip in enumerate(CHIPS)}


def wired(root, what):
    """chip -> pins that belong to flash or USB: (first, last) or None"""
    text = read(root, "conf_pins.c")
    found = {}
    for chip in CHIPS:
        target = chip.replace("-", "")
        part = re.search(rf"\[CONF_TARGET_{target}\] =\s*\{{(.*?)\n        \}},",
                         text, re.S)[1]
        pins = re.search(rf"\.{what} = {NUMBERS}", part)
        found[chip] = (int(pins[1]), int(pins[2])) if pins else None
    return found


def rows(root):
    """The table under the picture: texts of each chip."""
    pins, flash, usb = (defaults(root), wired(root, "flash"),
                        wired(root, "usb"))
    for chip in CHIPS:
        number, tx, rx, request = pins[chip]
        first, last = flash[chip]
        mark = ""
        if first <= tx <= last or first <= rx <= last:
            number, tx, rx, request = EXAMPLES[chip]
            mark = " *"
        usb_text = (f"{usb[chip][0]}, {usb[chip][1]}"
                    if usb[chip] and chip in ("ESP32-C3", "ESP32-S3") else "-")
        yield (chip, str(number), f"GPIO {tx}{mark}", f"GPIO {rx}{mark}",
               f"GPIO {request}{mark}", usb_text)


def wire(picture, y, left, right, arrow):
    """One wire between adapter (ends at 250) and chip (begins at 600)."""
    picture.text(238, y + 4, left, anchor="end", mono=True)
    picture.text(612, y + 4, right, mono=True)
    ends = [(250, y), (600, y)]
    if arrow is None:
        picture.arrow(*ends, head=False)
    else:
        picture.arrow(*(ends if arrow == "right" else ends[::-1]))


def draw_wires(picture):
    picture.box(LEFT, 60, 210, 180, svg.BLUE)
    picture.text(LEFT + 14, 84, "USB-to-serial adapter", bold=True)
    picture.text(LEFT + 14, 102, "3.3 V levels", size=12, fill=svg.FAINT)
    picture.box(600, 60, 240, 180, svg.GREEN)
    picture.text(614, 84, "chip, in recovery", bold=True)
    wire(picture, 128, "RXD", "TX", "left")
    wire(picture, 162, "TXD", "RX", "right")
    wire(picture, 196, "GND", "GND", None)
    picture.filled(360, 236, 150, 34, ["button to 3.3 V"], svg.YELLOW, size=12)
    picture.arrow((510, 253), (556, 253), (556, 224), (598, 224))
    picture.text(612, 228, "request", mono=True)


def draw(root):
    table = list(rows(root))
    top = 312
    picture = svg.Drawing(880, top + ROW_H * (len(table) + 1) + 62,
                          "Wires of serial recovery",
                          "An adapter's RXD at the chip's TX, TXD at RX, and "
                          "GND; a button at the pin that asks for recovery")
    draw_wires(picture)
    for x, head in zip(COLUMNS, HEADS):
        picture.text(LEFT + x, top, head, size=12, bold=True)
    for i, texts in enumerate(table):
        y = top + ROW_H * (i + 1)
        for x, text in zip(COLUMNS, texts):
            picture.text(LEFT + x, y, text)
    last = top + ROW_H * len(table)
    picture.text(LEFT, last + 32, "Defaults; * where they lie on the flash's "
                 "own pins: those of MCUboot's documentation.", size=12,
                 fill=svg.FAINT)
    picture.text(LEFT, last + 50, "The button is for a request by high level "
                 "(the default); for a low one it leads to GND.", size=12,
                 fill=svg.FAINT)
    return picture
