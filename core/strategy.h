/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An update strategy: its plan and its rites. Which ones a program has is
 * decided when it is linked: the host links core/strategy_all.c, a chip build
 * defines update_strategy() to return the one that is configured, and the
 * files of the others stay away.
 */
#ifndef CORE_STRATEGY_H
#define CORE_STRATEGY_H

#include "core/plan/strategy.h"
#include "core/rites/rites.h"

/** A strategy. */
struct update_strategy {
    const struct plan_strategy *plan;
    const struct update_rites *rites;
};

/**
 * Returns the strategy of a mode.
 *
 * @param[in] mode  configured mode; linked into the program
 *
 * @retval strategy
 */
MUST_USE const struct update_strategy *update_strategy(enum update_mode mode);

#endif
