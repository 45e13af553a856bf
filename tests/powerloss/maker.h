/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes images that carry a hash and no signature, from SPEC and apart from
 * the program that signs images: two makers that agree are worth more than
 * one. What an image does when it runs is no business of this file.
 */
#ifndef POWERLOSS_MAKER_H
#define POWERLOSS_MAKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

/** How much of the payload images of different seeds have in common. */
enum likeness {
    LIKE_NOTHING = 0, /* nothing */
    LIKE_SECTORS = 1, /* every second block; some are erased in odd seeds */
    LIKE_ALL = 2,     /* everything: the seed is not used */
    LIKE_MOST = 3,    /* nineteen of twenty blocks */
};

/** What an image shall be. */
struct recipe {
    uint32_t len;           /* bytes in all, >= 256 */
    uint32_t seed;          /* chooses the payload */
    enum likeness likeness; /* which of it depends on the seed */
    uint32_t block_len;     /* bytes that are like or unlike, > 0: a sector */
    uint8_t major;          /* version major.0.0+0 */
    bool has_counter;       /* a security counter is written */
    uint32_t counter;       /* its value */
    bool has_dependency;    /* a dependency is written */
    uint8_t needs_image;    /* number of the image that is needed */
    uint8_t needs_major;    /* in at least version needs_major.0.0 */
};

/**
 * Makes an image.
 *
 * @param[in]  recipe  what it shall be
 * @param[out] image   recipe->len bytes
 *
 * @source SPEC, Image header and TLV areas
 */
void maker_make(const struct recipe *recipe, uint8_t *image);

#endif
