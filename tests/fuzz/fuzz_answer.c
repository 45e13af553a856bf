/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the reader of the host's client: any bytes as the map of an answer.
 * All that it gives out must lie inside of them.
 */
#include <stdlib.h>

#include "host/mcumgr/item.h"
#include "tests/fuzz/fuzz.h"

#define WALK_MAX 64

static const char *const keys[] = {
    "rc",   "rsn",     "off",  "match",     "r",        "images",
    "slot", "version", "hash", "confirmed", "buf_size", "err",
    "",     "slots",   "d",    "group",     "bootable", "max_image_size",
};

#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

static const uint8_t *begin;
static const uint8_t *end;
static volatile uint8_t sink;

/* Each byte is touched: a sanitizer sees what lies outside. */
static void expect_inside(const void *p, size_t len)
{
    const uint8_t *at = p;

    if (at == NULL) {
        return;
    }
    if (at < begin || at > end || len > (size_t)(end - at)) {
        abort();
    }
    for (size_t i = 0; i < len; i++) {
        sink ^= at[i];
    }
}

static void read_map(const struct item *map)
{
    for (size_t k = 0; k < KEY_COUNT; k++) {
        size_t len = 0;
        struct item value;
        const void *p = item_text(map, keys[k], &len);

        expect_inside(p, p == NULL ? 0 : len);
        p = item_bytes(map, keys[k], &len);
        expect_inside(p, p == NULL ? 0 : len);
        sink ^= (uint8_t)item_int(map, keys[k], -1);
        sink ^= item_is_true(map, keys[k]);
        if (item_find(map, keys[k], &value)) {
            expect_inside(value.p, 1);
        }
    }
}

/* As image list and slot info are read: maps in arrays in maps. */
static void read_array(const struct item *map, const char *key,
                       const char *inner)
{
    struct item_walk walk;
    struct item array;
    struct item value;

    if (!item_find(map, key, &array) || !item_walk(&array, &walk)) {
        return;
    }
    for (int i = 0; i < WALK_MAX && item_next(&walk, &value); i++) {
        expect_inside(value.p, 1);
        read_map(&value);
        if (inner != NULL) {
            struct item_walk deeper;
            struct item slots;

            if (item_find(&value, inner, &slots) &&
                item_walk(&slots, &deeper) && item_next(&deeper, &slots)) {
                expect_inside(slots.p, 1);
                read_map(&slots);
            }
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct item root;

    begin = data;
    end = data + size;
    if (item_open(data, size, &root)) {
        read_map(&root);
        read_array(&root, "images", "slots");
        read_array(&root, "r", NULL);
    }
    return 0;
}
