/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decides where power fails: everywhere once, everywhere twice, at random up
 * to six times in a row; counts what was survived and names what was not. An
 * id such as move:small8:137t3,12b is a story, a layout, and for each cut the
 * operations since the last one, the manner (b before, p torn prefix, t torn
 * bits, h half done, a after) and the seed of a torn one.
 */
#ifndef POWERLOSS_CAMPAIGN_H
#define POWERLOSS_CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/powerloss/world.h"

#define ID_LEN_MAX 160 /* bytes, with the end of the string */

/** How much is cut in one story on one layout. */
struct effort {
    uint32_t seeds;       /* of torn operations at single cuts, >= 1 */
    uint32_t single_step; /* one of so many operations is cut; 1: each */
    uint32_t single_work; /* fewer, if the square of their number exceeds
                             this: a cut costs as many again; 0: no limit */
    uint32_t pair_share;  /* one of so many pairs of cuts; 0: none, 1: all */
    uint32_t rounds;      /* random sequences of cuts */
    uint32_t round_cuts;  /* cuts in a sequence, 1 .. CUT_MAX */
    uint32_t seed;        /* of what is random */
    uint32_t part;        /* this process does part of parts */
    uint32_t parts;       /* >= 1 */
};

/** What came of it. */
struct tally {
    uint64_t runs;     /* runs in which every check held */
    uint64_t cuts;     /* cuts in them that were not in a run before */
    uint32_t failures; /* runs in which one did not */
};

/* Told each failure: its id, and what did not hold. */
typedef void (*failure_fn)(void *context, const char *id, const char *message);

/** A campaign on one stage; zero it before campaign_open(). */
struct campaign {
    const struct stage *stage;
    struct effort effort;
    failure_fn report;
    void *context;
    struct tally *tally;
    struct world world;
    struct level level[CUT_MAX + 1];
    struct cut cut[CUT_MAX]; /* of the run under way */
    uint32_t cut_count;
    uint64_t random; /* state of the generator */
    uint32_t failed; /* failures on this stage */
};

/**
 * Prepares a campaign.
 *
 * @param[out] c       campaign
 * @param[in]  stage   story on a layout; outlives the campaign
 * @param[in]  effort  how much
 * @param[in]  tally   counted into; may be shared by processes
 */
void campaign_open(struct campaign *c, const struct stage *stage,
                   const struct effort *effort, struct tally *tally);

/**
 * Cuts as the effort says; gives up after a few failures.
 *
 * @param[in,out] c  campaign
 *
 * @retval true   nothing failed
 * @retval false  something did and was reported
 */
MUST_USE bool campaign_run(struct campaign *c);

/**
 * Frees what campaign_open() took.
 *
 * @param[in,out] c  campaign
 */
void campaign_close(struct campaign *c);

/**
 * Prints the id of the run under way.
 *
 * @param[in]  c   campaign
 * @param[out] id  text
 */
void campaign_id(const struct campaign *c, char id[ID_LEN_MAX]);

/**
 * Reads the cuts of an id.
 *
 * @param[in]  text   what follows the second colon
 * @param[out] cuts   cuts
 * @param[out] count  how many
 *
 * @retval true   read
 * @retval false  not a list of cuts, or too many
 */
MUST_USE bool campaign_parse(const char *text, struct cut cuts[CUT_MAX],
                             uint32_t *count);

#endif
