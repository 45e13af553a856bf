/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slot trailer as the image tool writes it: how much room it needs, and
 * padding an image to a whole slot that asks to be installed. The states that
 * a trailer goes through afterwards are the boot code's.
 */
#ifndef HOST_IMAGE_IMAGE_PAD_H
#define HOST_IMAGE_IMAGE_PAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/image/buffer.h"
#include "host/image/image_format.h"

#define IMAGE_SECTORS_DEFAULT 128 /* as the image tool assumes */

/** A slot and what its trailer shall ask for; see image_slot_default(). */
struct image_slot {
    uint64_t len;         /* bytes of the slot; 0: unknown, nothing checked */
    uint32_t write_len;   /* bytes: 1, 2, 4, 8, 16 or 32 */
    uint32_t max_align;   /* bytes: 8, 16 or 32; decides on the layout */
    uint64_t max_sectors; /* sectors that the status area has room for */
    bool overwrite_only;  /* no status area, no image_ok */
    bool confirm;         /* image_ok is set: the update is permanent */
    bool big_endian;      /* byte order of the alignment in the magic */
    uint8_t erased;       /* value of erased flash */
};

/**
 * Returns a slot as the image tool assumes it: write alignment 1, layout for
 * 8, 128 sectors, swapping, a test of the update, erased value 0xff.
 *
 * @param[in] len  bytes of the slot
 *
 * @retval slot
 */
MUST_USE struct image_slot image_slot_default(uint64_t len);

/**
 * Returns the room that the trailer takes.
 *
 * @param[in] slot  slot
 *
 * @retval bytes
 *
 * @source SPEC, "Slot trailer"
 */
MUST_USE uint64_t image_trailer_len(const struct image_slot *slot);

/**
 * Returns where the image_ok field begins, counted back from the slot's end.
 *
 * @param[in] slot  slot
 *
 * @retval bytes  24, 32 or 64
 */
MUST_USE uint32_t image_ok_back(const struct image_slot *slot);

/**
 * Gives the magic that ends a trailer.
 *
 * @param[in]  slot   slot
 * @param[out] magic  bytes
 */
void image_trailer_magic(const struct image_slot *slot,
                         uint8_t magic[TRAILER_MAGIC_LEN]);

/**
 * Checks that image and trailer fit the slot; nothing is checked if its
 * length is 0.
 *
 * @param[in]  slot       slot
 * @param[in]  image_len  bytes
 * @param[out] why        on failure: both sizes and how much is too much
 *
 * @retval true   fits
 * @retval false  does not
 */
MUST_USE bool image_fits(const struct image_slot *slot, uint64_t image_len,
                         struct why *why);

/**
 * Pads an image to the slot, trailer included; if the slot's length is 0, the
 * trailer follows directly.
 *
 * @param[in]     slot   slot
 * @param[in,out] image  image that fits
 * @param[out]    why    on failure: the reason
 *
 * @retval true   padded
 * @retval false  does not fit, or memory ran out
 */
MUST_USE bool image_pad(const struct image_slot *slot, struct buffer *image,
                        struct why *why);

#endif
