/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells a person how far a long computation got: on standard error, once a
 * second has passed, and at most ten times a second after that. Short ones stay
 * silent.
 */
#ifndef HOST_IMGTOOL_PROGRESS_H
#define HOST_IMGTOOL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "host/image/sha.h"

/** A computation under way; {0} and what start() says. */
struct progress {
    const char *what;   /* such as "hashing" */
    int64_t started_ms; /* of the monotonic clock */
    int64_t shown_ms;   /* when the last line was shown; 0: none yet */
};

/**
 * Starts the clock.
 *
 * @param[out] progress  computation
 * @param[in]  what      verb in its -ing form, shown before the percentage
 *
 * @retval watch  to hand to sha_compute(); holds a pointer to progress
 */
struct sha_watch progress_start(struct progress *progress, const char *what);

/**
 * Ends the line, if one was shown.
 *
 * @param[in,out] progress  computation
 */
void progress_end(struct progress *progress);

#endif
