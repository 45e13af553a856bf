/* SPDX-License-Identifier: Apache-2.0 */
/* See image_pad.h. */
#include "host/image/image_pad.h"

#include <inttypes.h>
#include <string.h>

#include "host/image/tlv_write.h"

#define STATUS_RECORDS 3 /* records in the status area for each sector */
#define FIELDS         4 /* swap_size, swap_info, copy_done, image_ok */
#define FIELDS_ONLY    2 /* copy_done, image_ok: without swapping */
#define FLAG_SET       0x01

static const uint8_t magic_align_8[TRAILER_MAGIC_LEN] = {
    0x77, 0xc2, 0x95, 0xf3, 0x60, 0xd2, 0xef, 0x7f,
    0x35, 0x52, 0x50, 0x0f, 0x2c, 0xb6, 0x79, 0x80,
};

/* The first two bytes hold the alignment. */
static const uint8_t magic_align_more[TRAILER_MAGIC_LEN] = {
    0x00, 0x00, 0x2d, 0xe1, 0x5d, 0x29, 0x41, 0x0b,
    0x8d, 0x77, 0x67, 0x9c, 0x11, 0x0f, 0x1f, 0x8a,
};

struct image_slot image_slot_default(uint64_t len)
{
    return (struct image_slot){
        .len = len,
        .write_len = 1,
        .max_align = 8,
        .max_sectors = IMAGE_SECTORS_DEFAULT,
        .erased = 0xff,
    };
}

/* The magic's field: a whole number of alignments. */
static uint32_t magic_field_len(const struct image_slot *slot)
{
    return slot->max_align > TRAILER_MAGIC_LEN ? slot->max_align
                                               : TRAILER_MAGIC_LEN;
}

uint64_t image_trailer_len(const struct image_slot *slot)
{
    if (slot->overwrite_only) {
        return FIELDS_ONLY * slot->max_align + magic_field_len(slot);
    }
    return slot->max_sectors * STATUS_RECORDS * slot->write_len +
           FIELDS * slot->max_align + magic_field_len(slot);
}

uint32_t image_ok_back(const struct image_slot *slot)
{
    return magic_field_len(slot) + slot->max_align;
}

void image_trailer_magic(const struct image_slot *slot,
                         uint8_t magic[TRAILER_MAGIC_LEN])
{
    bool plain = slot->max_align == 8;

    memcpy(magic, plain ? magic_align_8 : magic_align_more, TRAILER_MAGIC_LEN);
    if (!plain) {
        tlv_put16(magic, (uint16_t)slot->max_align, slot->big_endian);
    }
}

bool image_fits(const struct image_slot *slot, uint64_t image_len,
                struct why *why)
{
    uint64_t trailer = image_trailer_len(slot);

    if (slot->len == 0 ||
        (image_len <= slot->len && trailer <= slot->len - image_len)) {
        return true;
    }
    return why_say(
        why,
        "Image size (0x%" PRIx64 ") + trailer (0x%" PRIx64
        ") exceeds requested size 0x%" PRIx64 " by %" PRIu64 " bytes",
        image_len, trailer, slot->len, image_len + trailer - slot->len);
}

bool image_pad(const struct image_slot *slot, struct buffer *image,
               struct why *why)
{
    uint8_t magic[TRAILER_MAGIC_LEN];

    if (!image_fits(slot, image->len, why)) {
        return false;
    }
    uint64_t fill =
        slot->len == 0 ? image_trailer_len(slot) : slot->len - image->len;
    image_trailer_magic(slot, magic);
    buffer_fill(image, slot->erased, fill - TRAILER_MAGIC_LEN);
    buffer_add(image, magic, sizeof(magic));
    if (image->failed) {
        return why_say(why,
                       "out of memory: padding takes %" PRIu64 " bytes; is the "
                       "slot size right?",
                       fill);
    }
    if (slot->confirm && !slot->overwrite_only) {
        image->data[image->len - image_ok_back(slot)] = FLAG_SET;
    }
    return true;
}
