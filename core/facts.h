/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that a boot decision may depend on, and nothing else. Facts are
 * gathered by core/observe.c, by reading alone; core/decide.c turns them into a
 * decision without reading anything.
 */
#ifndef CORE_FACTS_H
#define CORE_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/config.h"
#include "core/trailer.h"
#include "core/update.h"
#include "core/verify.h"

/** What verifying a slot's image showed. */
enum look {
    LOOK_UNSEEN = 0, /* not verified yet, or changed since */
    LOOK_VALID,      /* may run */
    LOOK_EMPTY,      /* erased, or marked as not bootable */
    LOOK_INVALID,    /* twice in a row */
    LOOK_UNREADABLE, /* the flash failed: says nothing about the image */
};

/** A slot. */
struct slot_facts {
    const struct trailer_state *trailer; /* as last read */
    enum look look;
    status_t why;             /* why it is not LOOK_VALID; OK if it is */
    struct image_facts image; /* meaningful if look is LOOK_VALID */
};

/** What the running update displaced, as far as it was noted. */
enum displaced {
    DISPLACED_UNKNOWN = 0, /* nothing was noted */
    DISPLACED_SAME,        /* the image in the secondary slot */
    DISPLACED_OTHER,       /* another one */
};

/** An image, its two slots, and an update that was interrupted. */
struct image_state {
    status_t geometry; /* OK, or why it can not be updated */
    struct slot_facts slot[SLOT_COUNT];
    enum update_progress progress;
    enum swap_type type; /* of the interrupted update */
    /* known once the secondary is LOOK_VALID */
    enum displaced displaced;
    bool revert_marked;
    bool has_note_room;
};

/** All facts of a boot. */
struct boot_facts {
    const struct boot_config *config;
    struct image_state image[CONFIG_IMAGE_MAX];
    /* images below this are done with at this boot: updated, or held back */
    uint8_t settled_count;
};

#endif
