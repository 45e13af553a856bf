/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layouts on which stories run: shapes of flash, slots and sizes of
 * images, chosen so that each rule of SPEC about them has one that needs it.
 */
#ifndef POWERLOSS_LAYOUT_H
#define POWERLOSS_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/config.h"
#include "port/sim/nor.h"

/** Size of an image, relative to what fits. */
enum fill {
    FILL_SMALL = 0, /* two and a half sectors of the primary slot */
    FILL_BELOW = 1, /* one sector and a byte less than the largest */
    FILL_MAX = 2,   /* the largest */
    FILL_GIVEN = 3, /* layout.given_len bytes */
};

/** What encrypts the flash. */
enum layout_cipher {
    CIPHER_NONE = 0,
    CIPHER_ESP32 = 1, /* AES-256 with a key bent by the address */
    CIPHER_XTS = 2,   /* XTS-AES-128 */
};

/** A shape of flash with slots. */
struct layout {
    const char *name; /* part of the failure id: no colon, no comma */
    struct nor_geometry geometry;
    enum update_mode mode;
    uint8_t max_align;
    uint16_t sector_max;
    bool scrambled;            /* erased flash reads as rubbish: encryption */
    enum layout_cipher cipher; /* or real encryption; write length 32 */
    uint8_t image_count;       /* images that fit, >= 1 */
    uint32_t first_addr;       /* the first slot */
    uint32_t primary_len;      /* bytes */
    uint32_t secondary_len;
    uint32_t scratch_len; /* bytes; 0 without scratch */
    enum fill old_size;   /* of the image that runs at first */
    enum fill new_size;   /* of the update */
    uint32_t given_len;   /* bytes; FILL_GIVEN only */
    bool is_large;        /* too slow for exhaustive campaigns */
};

extern const struct layout layout_table[];
extern const size_t layout_count;

/**
 * Finds a layout.
 *
 * @param[in] name  its name
 *
 * @retval layout, NULL if there is none of that name
 */
MUST_USE const struct layout *layout_find(const char *name);

/**
 * Tells whether erased flash reads as 0xff.
 *
 * @param[in] layout  shape
 *
 * @retval true  no encryption, neither played nor real
 */
MUST_USE bool layout_is_plain(const struct layout *layout);

/**
 * Makes a configuration: slots one after the other, the scratch area last.
 *
 * @param[in]  layout       shape
 * @param[in]  image_count  1 .. layout->image_count
 * @param[out] config       configuration without signature
 */
void layout_configure(const struct layout *layout, uint8_t image_count,
                      struct boot_config *config);

/**
 * Computes the length of an image.
 *
 * @param[in] layout  shape
 * @param[in] nor     flash of that shape
 * @param[in] config  from layout_configure()
 * @param[in] size    which
 *
 * @retval bytes
 */
MUST_USE uint32_t layout_image_len(const struct layout *layout,
                                   const struct flash *nor,
                                   const struct boot_config *config,
                                   enum fill size);

#endif
