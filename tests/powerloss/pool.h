/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs campaigns in several processes, shows how far they are, and notices
 * one that crashed or hangs. What a campaign does is campaign.c's business.
 */
#ifndef POWERLOSS_POOL_H
#define POWERLOSS_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/powerloss/campaign.h"

#define POOL_JOBS_MAX  64
#define POOL_GROUP_MAX 64

/** A story on a layout, or a part of that. */
struct job {
    const struct story *story;
    const struct layout *layout;
    struct effort effort;
    size_t group; /* what its tally is counted under, < POOL_GROUP_MAX */
};

/** What to run and how. */
struct pool_plan {
    const struct job *job;
    size_t job_count;
    uint32_t processes; /* 1 .. POOL_JOBS_MAX */
    boot_fn boot;
    const struct app *app;
    bool show_bar;
};

/** What came of all jobs. */
struct pool_result {
    struct tally tally;
    struct tally group[POOL_GROUP_MAX];
    double seconds;
    uint32_t crashes; /* processes that ended otherwise than they should */
    bool interrupted; /* by SIGINT or SIGTERM; the sums are of what was done */
};

/**
 * Runs all jobs; failures are printed as they are found.
 *
 * @param[in]  plan    jobs
 * @param[out] result  sums
 *
 * @retval true   all was done and nothing failed
 * @retval false  something failed, or a signal ended it early
 */
MUST_USE bool pool_run(const struct pool_plan *plan,
                       struct pool_result *result);

#endif
