/* SPDX-License-Identifier: Apache-2.0 */
/* See device.h. */
#include "tests/fuzz/device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/powerloss/maker.h"
#include "tests/recovery/fault.h"

#define OLD_LEN 9500u

static const struct dock_shape shapes[] = {
    {.name = "scratch"},
    {.name = "encrypted", .mode = UPDATE_MOVE, .encrypted = true},
    {.name = "direct", .mode = UPDATE_OVERWRITE, .direct = true},
    {.name = "two", .images = 2, .prevent_downgrade = true},
};

#define SHAPE_COUNT (sizeof(shapes) / sizeof(shapes[0]))

static struct dock made[SHAPE_COUNT];
static struct dock dock;
static uint8_t image_old[OLD_LEN];
static uint8_t image_new[DEVICE_IMAGE_LEN];
static bool may_be_none;

static void make_image(uint8_t *image, uint32_t len, uint8_t major)
{
    const struct recipe recipe = {
        .len = len, .seed = major, .block_len = DOCK_SECTOR, .major = major};

    maker_make(&recipe, image);
}

static void make_all(void)
{
    make_image(image_old, OLD_LEN, 1);
    make_image(image_new, DEVICE_IMAGE_LEN, 2);
    for (uint32_t i = 0; i < SHAPE_COUNT; i++) {
        dock_open(&dock, &shapes[i]);
        dock_put(&dock, 0, SLOT_PRIMARY, image_old, OLD_LEN);
        if (shapes[i].images == 2) {
            dock_put(&dock, 1, SLOT_PRIMARY, image_old, OLD_LEN);
        }
        dock_start(&dock);
        made[i] = dock;
    }
}

/* All but the room for answers, which is cleared by its length. */
static void dock_copy(const struct dock *from)
{
    memcpy(&dock, from, offsetof(struct dock, out));
    memcpy(dock.wear, from->wear, sizeof(dock.wear));
    memcpy(dock.written, from->written, sizeof(dock.written));
    memcpy(dock.data, from->data, sizeof(dock.data));
    sim_wire_open(&dock.line, dock.out, sizeof(dock.out));
}

struct dock *device_new(uint8_t choice)
{
    uint32_t shape = choice % SHAPE_COUNT;

    if (made[0].flash.data == NULL) {
        make_all();
    }
    fault_disarm();
    dock_copy(&made[shape]);
    may_be_none = shapes[shape].direct;
    return &dock;
}

const uint8_t *device_image(void)
{
    return image_new;
}

void device_expect(const char *wrong)
{
    if (wrong != NULL) {
        (void)fprintf(stderr, "what must hold does not: %s\n", wrong);
        abort();
    }
}

void device_judge(struct dock *d)
{
    uint8_t major = 0;
    bool starts;

    device_expect(dock_check(d));
    device_expect(dock_alive(d));
    starts = dock_boot(d);
    device_expect(dock_check(d));
    if (starts) {
        major = d->result.start[0].facts->header.version.major;
        device_expect(major == 1 || major == 2 ? NULL : "a wrong image boots");
    } else {
        device_expect(may_be_none ? NULL : "nothing boots");
    }
}
