/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a story is: a first content of the flash and a list of steps with what
 * must hold between them. Stories know neither cuts nor layouts; the claims
 * hold wherever power fails. A story that branches looks at struct view only.
 */
#ifndef POWERLOSS_STORY_H
#define POWERLOSS_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/powerloss/world.h"

/* Modes in which a story makes sense. */
#define IN_SCRATCH   (1u << UPDATE_SCRATCH)
#define IN_MOVE      (1u << UPDATE_MOVE)
#define IN_OVERWRITE (1u << UPDATE_OVERWRITE)
#define IN_SWAPS     (IN_SCRATCH | IN_MOVE)
#define IN_ALL       (IN_SWAPS | IN_OVERWRITE)

/* What is special about a story. */
#define TRAIT_CLEAN_CUTS                                                       \
    1u /* no torn ones: MCUboot does not stand them all                        \
        */
#define TRAIT_MCUBOOT_APP                                                      \
    2u                       /* the application is linked with MCUboot's code  \
                              */
#define TRAIT_NOTE_ROOM   4u /* needs free bytes below the primary's trailer */
#define TRAIT_PLAIN_FLASH 8u /* not on a layout that plays encryption */
#define TRAIT_FILLING_APP                                                      \
    16u /* the application fills erased flash with 0xff: on encrypted flash */

/** A story. */
struct story {
    const char *name; /* part of the failure id: no colon, no comma */
    unsigned modes;   /* IN_* */
    uint8_t images;   /* image numbers that it needs */
    int8_t floor;     /* specimen that counts as confirmed at first */
    unsigned traits;  /* TRAIT_* */
    void (*setup)(struct stage *stage);
    void (*run)(struct world *w);
};

/**
 * Counts the stories.
 *
 * @retval stories
 */
MUST_USE size_t story_total(void);

/**
 * Returns a story.
 *
 * @param[in] n  0 .. story_total() - 1
 *
 * @retval story, NULL if there is none of that number
 */
MUST_USE const struct story *story_get(size_t n);

/**
 * Finds a story.
 *
 * @param[in] name  its name
 *
 * @retval story, NULL if there is none of that name
 */
MUST_USE const struct story *story_find(const char *name);

/* Groups of stories; story_get() joins them. */
extern const struct story story_single[];
extern const size_t story_single_count;
extern const struct story story_refused[];
extern const size_t story_refused_count;
extern const struct story story_several[];
extern const size_t story_several_count;
extern const struct story story_upstream[];
extern const size_t story_upstream_count;

#endif
