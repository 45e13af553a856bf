/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentence that tells a person why something failed, carried from where
 * it is known to where it is printed. Not a log, and never a place for secrets.
 */
#ifndef HOST_CLI_WHY_H
#define HOST_CLI_WHY_H

#include <stdbool.h>

#define WHY_MAX 512 /* bytes with the final 0; longer sentences are cut */

/** A sentence. */
struct why {
    char text[WHY_MAX];
};

/**
 * Sets the sentence.
 *
 * @param[out] why     sentence
 * @param[in]  format  of printf()
 *
 * @retval false  always, so that a failing function can return it
 */
bool why_say(struct why *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * Adds to the sentence; what does not fit is cut.
 *
 * @param[in,out] why   sentence
 * @param[in]     text  what to add
 */
void why_add(struct why *why, const char *text);

#endif
