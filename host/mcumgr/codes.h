/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the codes in a server's answers mean, for people: "rc", the code of a
 * group in an "err" map, and the reason that came with it. Texts only.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef HOST_MCUMGR_CODES_H
#define HOST_MCUMGR_CODES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/mcumgr/item.h"

/** An error of an answer. */
struct codes_error {
    int64_t rc;    /* not 0 */
    int64_t group; /* whose number rc is; -1: the common list */
};

/**
 * Looks for an error in an answer.
 *
 * @param[in]  answer  map
 * @param[out] error   its code
 *
 * @retval true   it is an error
 * @retval false  it is none
 */
MUST_USE bool codes_find(const struct item *answer, struct codes_error *error);

/**
 * Says what went wrong: the code, its name, the reason that the server gave,
 * and what to do; a reason such as "error 0x30c" is explained.
 *
 * @param[in]  answer  map
 * @param[in]  error   from codes_find()
 * @param[out] why     without a full stop
 */
void codes_say(const struct item *answer, const struct codes_error *error,
               struct why *why);

#endif
