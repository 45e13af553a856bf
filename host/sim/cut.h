/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where power shall fail, as people write it: OP[:MANNER[:SEED]], with OP an
 * operation counted from 0 at reset, or a percentage of a boot's operations.
 */
#ifndef HOST_SIM_CUT_H
#define HOST_SIM_CUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "port/sim/nor.h"

/** A cut as it was asked for. */
struct cut {
    bool is_percent; /* at is 0 .. 99 of the operations of the whole boot */
    uint64_t at;
    enum nor_cut_manner manner;
    uint32_t seed;
};

/** Names of the manners, by enum nor_cut_manner. */
extern const char *const cut_manner_names[NOR_CUT_MANNER_COUNT];

/**
 * Reads a cut.
 *
 * @param[in]  text  e.g. "17", "50%:bits:3", "0:after"
 * @param[out] cut   undefined on failure
 * @param[out] why   on failure: what is wrong with the text
 *
 * @retval true   read
 * @retval false  not of that form
 */
MUST_USE bool cut_read(const char *text, struct cut *cut, struct why *why);

#endif
