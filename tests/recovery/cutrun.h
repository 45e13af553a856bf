/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One upload of which power is cut, once or more: what boots after each cut,
 * and whether the same client, coming again, brings the upload to its end.
 *
 * Must hold: the image that was there, the new one, or none where there was
 * none; the second upload completes and is installed by the next boot; nothing
 * outside the slots changes.
 */
#ifndef TESTS_RECOVERY_CUTRUN_H
#define TESTS_RECOVERY_CUTRUN_H

#include "tests/recovery/client.h"

#define CUTRUN_CUTS_MAX 4

/** What is there before the upload. */
enum cutrun_before {
    BEFORE_BLANK,
    BEFORE_VALID,    /* a good image in the primary slot */
    BEFORE_INVALID,  /* a spoilt one */
    BEFORE_PENDING,  /* a good one, and another that is asked for, for good */
    BEFORE_OCCUPIED, /* a good one, and a spoilt one in the secondary slot */
    BEFORE_RESCUE,   /* a spoilt one, and a good one in the secondary slot */
    BEFORE_COUNT,
};

/** A failure of power. */
struct cutrun_cut {
    uint32_t op; /* operations since the last reset that still succeed */
    enum nor_cut_manner manner;
};

/** What is run. */
struct cutrun {
    const struct dock_shape *shape;
    enum cutrun_before before;
    struct cutrun_cut cut[CUTRUN_CUTS_MAX];
    uint32_t cut_count;
    bool boots; /* a normal boot comes between cut and next upload */
    /* what came of it */
    uint32_t cuts_done; /* of them, how many power failed at */
    uint32_t ops;       /* of the first upload */
    uint32_t acked;     /* bytes that were acknowledged before the first cut */
    uint32_t saved;     /* bytes that the last client did not send again */
    uint32_t new_early; /* 1: a cut upload was complete, and was installed */
};

/**
 * Runs it.
 *
 * @param[in,out] run  what, and what came of it
 *
 * @retval NULL  all held
 */
MUST_USE const char *cutrun_run(struct cutrun *run);

/**
 * Returns the name of a state.
 *
 * @param[in] before  state
 *
 * @retval name
 */
MUST_USE const char *cutrun_name(enum cutrun_before before);

#endif
