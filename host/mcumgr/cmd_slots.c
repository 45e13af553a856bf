/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `mcumgr slots`: which slots there are, how long, and the number under which
 * an upload reaches each.
 */
#include <stdio.h>

#include "host/mcumgr/mcumgr.h"

#define ID_SLOTS 6

static void print_number(const struct item *map, const char *key,
                         const char *name)
{
    struct item value;
    if (item_find(map, key, &value)) {
        (void)printf(" %s=%lld", name, (long long)item_int(map, key, 0));
    }
}

static void print_slots(const struct item *image)
{
    struct item slots;
    struct item_walk walk;
    struct item slot;
    if (!item_find(image, "slots", &slots) || !item_walk(&slots, &walk)) {
        return;
    }
    while (item_next(&walk, &slot)) {
        (void)fputs("   ", stdout);
        print_number(&slot, "slot", "slot");
        print_number(&slot, "size", "size");
        print_number(&slot, "upload_image_id", "upload");
        print_number(&slot, "rc", "error");
        (void)fputc('\n', stdout);
    }
}

static enum client_end slots(struct mcumgr *m, const struct cli_args *args,
                             struct why *why)
{
    static const struct packet_kind kind = {MCUMGR_READ, MCUMGR_GROUP_IMAGE,
                                            ID_SLOTS};
    struct item answer;
    struct item images;
    struct item_walk walk;
    struct item image;
    (void)args;
    enum client_end end = mcumgr_ask(m, kind, &answer, why);
    if (end != CLIENT_DONE) {
        return end;
    }
    (void)puts("Slots:");
    if (!item_find(&answer, "images", &images) || !item_walk(&images, &walk)) {
        return CLIENT_DONE;
    }
    while (item_next(&walk, &image)) {
        print_number(&image, "image", "image");
        print_number(&image, "max_image_size", "max_image_size");
        (void)fputc('\n', stdout);
        print_slots(&image);
    }
    return CLIENT_DONE;
}

static int run_slots(const struct cli_args *args)
{
    return mcumgr_run(args, slots);
}

const struct cli_command mcumgr_slots = {
    .name = "slots",
    .summary = "Show the slots and the number that uploads reach them by",
    .run = run_slots,
};
