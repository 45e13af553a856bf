# SPDX-License-Identifier: Apache-2.0
"""Two images: where they lie, and who starts the second one.

The flash is drawn from the sample's configuration, on top of that of ESP32.
"""
import os

import flash_layout
import svg

REGIONS = [
    ("bootloader", "BOOTLOADER_OFFSET", "BOOTLOADER_SIZE", svg.YELLOW),
    ("image 0 primary", "IMAGE0_PRIMARY_START_ADDRESS", "APPLICATION_SIZE",
     svg.BLUE),
    ("image 0 secondary", "IMAGE0_SECONDARY_START_ADDRESS",
     "APPLICATION_SIZE", svg.GREEN),
    ("image 1 primary", "IMAGE1_PRIMARY_START_ADDRESS", "APPLICATION_SIZE",
     svg.BLUE),
    ("image 1 secondary", "IMAGE1_SECONDARY_START_ADDRESS",
     "APPLICATION_SIZE", svg.GREEN),
    ("scratch", "SCRATCH_OFFSET", "SCRATCH_SIZE", svg.VIOLET),
]
# title, steps: (who, what, fill)
WAYS = [
    ("Image 0 starts image 1", [
        ("bootloader", ["updates and verifies both images,",
                        "copies image 0 to RAM, hashes it"], svg.YELLOW),
        ("image 0, first CPU", ["copies image 1 to RAM",
                                "and releases the second CPU"], svg.BLUE),
        ("image 1, second CPU", ["runs"], svg.BLUE),
    ]),
    ("CONFIG_ESP_MULTI_PROCESSOR_BOOT=y", [
        ("bootloader", ["updates and verifies both images,",
                        "copies both to RAM, hashes them"], svg.YELLOW),
        ("image 1, second CPU", ["is released first"], svg.BLUE),
        ("image 0, first CPU", ["is entered then"], svg.BLUE),
    ]),
]
X, WIDTH, STEP, HEIGHT, TOP = 330, 270, 112, 74, 92


def conf_of(root):
    conf = flash_layout.read_conf(flash_layout.conf_path(root, "esp32"))
    conf.update(flash_layout.read_conf(
        os.path.join(root, "app", "samples", "hello", "two.conf")))
    return conf


def draw_way(picture, x, title, steps):
    picture.text(x + WIDTH / 2, TOP, title, bold=True, anchor="middle",
                 size=12)
    for i, (who, lines, fill) in enumerate(steps):
        y = TOP + 18 + i * STEP
        picture.filled(x, y, WIDTH, HEIGHT, [(who, {"bold": True})] + lines,
                       fill, size=12)
        if i > 0:
            picture.arrow((x + WIDTH / 2, y - STEP + HEIGHT),
                          (x + WIDTH / 2, y - 2))


def draw(root):
    found = flash_layout.regions(conf_of(root), REGIONS)
    height = sum(flash_layout.height_of(region) for region in found)
    picture = svg.Drawing(X + 2 * (WIDTH + svg.MARGIN), height + 150,
                          "Two images", "The flash with two images, and the "
                          "two ways in which the second one is started")
    picture.text(svg.MARGIN, 58, "app/samples/hello/two.conf on ESP32; "
                 "heights not to scale", fill=svg.FAINT)
    flash_layout.draw_chip(picture, svg.MARGIN, "Flash", found, TOP)
    for i, (title, steps) in enumerate(WAYS):
        draw_way(picture, X + i * (WIDTH + svg.MARGIN), title, steps)
    return picture
