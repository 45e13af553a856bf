/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decides where power fails: everywhere once, everywhere twice, at random up
 * to six times in a row; counts what was survived and names what was not. An
 * id such as move:small8:137t3,12b is a story, a layout, and for each cut the
 * operations since the last one, the manner (b before, p torn prefix, t torn
 * bits, h half done, a after) and the seed of a torn one.
 */
#include "tests/powerloss/campaign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/powerloss/story.h"

#define FAILURES_MAX 3 /* told of one stage: more say the same again */
#define SEED_MAX     1000u

static const char letter_of[NOR_CUT_MANNER_COUNT + 1] = "bptha";

static bool has_seed(enum nor_cut_manner manner)
{
    return manner != NOR_CUT_BEFORE && manner != NOR_CUT_AFTER;
}

void campaign_open(struct campaign *c, const struct stage *stage,
                   const struct effort *effort, struct tally *tally)
{
    memset(c, 0, sizeof(*c));
    c->stage = stage;
    c->effort = *effort;
    c->tally = tally;
    c->random = effort->seed * 0x9e3779b97f4a7c15u + 1;
    world_open(&c->world, stage);
    for (uint32_t i = 0; i <= CUT_MAX; i++) {
        level_open(&c->level[i], stage);
    }
}

void campaign_close(struct campaign *c)
{
    world_close(&c->world);
    for (uint32_t i = 0; i <= CUT_MAX; i++) {
        level_close(&c->level[i]);
    }
}

/* Bytes that text took, so that a full buffer stops growing. */
static size_t taken(int printed, size_t room)
{
    return printed < 0 ? 0 : (size_t)printed < room ? (size_t)printed : room;
}

void campaign_id(const struct campaign *c, char id[ID_LEN_MAX])
{
    size_t at = taken(snprintf(id, ID_LEN_MAX, "%s:%s:", c->stage->story->name,
                               c->stage->layout->name),
                      ID_LEN_MAX);

    for (uint32_t i = 0; i < c->cut_count; i++) {
        const struct cut *cut = &c->cut[i];

        at +=
            taken(snprintf(id + at, ID_LEN_MAX - at, "%s%u%c",
                           i == 0 ? "" : ",", cut->op, letter_of[cut->manner]),
                  ID_LEN_MAX - at);
        if (has_seed(cut->manner)) {
            at += taken(snprintf(id + at, ID_LEN_MAX - at, "%u", cut->seed),
                        ID_LEN_MAX - at);
        }
    }
}

static bool parse_cut(const char **text, struct cut *cut)
{
    char *end;
    const char *letter;

    cut->op = (uint32_t)strtoul(*text, &end, 10);
    if (end == *text || *end == '\0') {
        return false;
    }
    letter = strchr(letter_of, *end);
    if (letter == NULL) {
        return false;
    }
    cut->manner = (enum nor_cut_manner)(letter - letter_of);
    cut->seed = (uint32_t)strtoul(end + 1, &end, 10);
    *text = end;
    return true;
}

bool campaign_parse(const char *text, struct cut cuts[CUT_MAX], uint32_t *count)
{
    *count = 0;
    while (*text != '\0') {
        if (*count == CUT_MAX || !parse_cut(&text, &cuts[*count])) {
            return false;
        }
        (*count)++;
        if (*text == ',') {
            text++;
        } else if (*text != '\0') {
            return false;
        }
    }
    return true;
}

static void count_failure(struct campaign *c)
{
    char id[ID_LEN_MAX];

    c->failed++;
    c->tally->failures++;
    campaign_id(c, id);
    if (c->report != NULL) {
        c->report(c->context, id, c->world.message);
    }
}

/* Runs with one more cut than the level above it. */
static bool run_at(struct campaign *c, uint32_t depth, struct cut cut)
{
    bool held;

    c->cut[depth - 1] = cut;
    c->cut_count = depth;
    held = world_run(&c->world, &c->level[depth - 1], &cut, &c->level[depth]);
    if (!held) {
        count_failure(c);
        return false;
    }
    c->tally->runs++;
    c->tally->cuts++;
    return true;
}

static bool run_uncut(struct campaign *c)
{
    bool held;

    c->cut_count = 0;
    held = world_run(&c->world, NULL, NULL, &c->level[0]);
    if (!held) {
        count_failure(c);
    }
    return held;
}

static uint32_t next_random(struct campaign *c)
{
    c->random ^= c->random << 13;
    c->random ^= c->random >> 7;
    c->random ^= c->random << 17;
    return (uint32_t)(c->random >> 32);
}

static bool may_use(const struct campaign *c, enum nor_cut_manner manner)
{
    return (c->stage->story->traits & TRAIT_CLEAN_CUTS) == 0 ||
           manner == NOR_CUT_BEFORE || manner == NOR_CUT_AFTER;
}

static bool given_up(const struct campaign *c)
{
    return c->failed >= FAILURES_MAX;
}

/* Operations up to the end of a step. */
static uint32_t level_op_end(const struct level *level, uint32_t mark)
{
    const struct call *last = &level->tape.call[level->mark[mark].call_end - 1];

    return last->op + last->op_count;
}

/* What an operation is, for deciding which manners differ. */
struct operation {
    bool is_erase;
    bool ends_step; /* the last one of a boot or of an act */
};

static struct operation operation_at(const struct level *level, uint32_t op)
{
    struct operation found = {0};
    uint32_t i = 0;
    const struct call *call = level->tape.call;

    while (op - call[i].op >= call[i].op_count) {
        i++;
    }
    found.is_erase = call[i].is_erase;
    found.ends_step = true;
    for (uint32_t m = level->walk; m < level->step_count; m++) {
        if (level->mark[m].call_end > i) {
            found.ends_step = op + 1 == level_op_end(level, m);
            break;
        }
    }
    return found;
}

/*
 * Power lost after an operation leaves what power lost before the next one
 * leaves, unless a step ends between them; and half a program is a prefix.
 */
static bool differs(const struct level *level, uint32_t op,
                    enum nor_cut_manner manner)
{
    if (manner == NOR_CUT_AFTER) {
        return operation_at(level, op).ends_step;
    }
    return manner != NOR_CUT_HALF_ERASED || operation_at(level, op).is_erase;
}

/* All or some second cuts in the run that level 1 recorded. */
static void cut_again(struct campaign *c)
{
    uint32_t ops = tape_op_count(&c->level[1].tape);

    for (uint32_t op = 0; op < ops && !given_up(c); op++) {
        for (int m = 0; m < NOR_CUT_MANNER_COUNT; m++) {
            struct cut cut = {.op = op,
                              .manner = (enum nor_cut_manner)m,
                              .seed = next_random(c) % SEED_MAX};

            if (may_use(c, cut.manner) &&
                differs(&c->level[1], op, cut.manner) &&
                next_random(c) % c->effort.pair_share == 0) {
                (void)run_at(c, 2, cut);
            }
        }
    }
}

static void cut_once(struct campaign *c, uint32_t op,
                     enum nor_cut_manner manner)
{
    bool varies = has_seed(manner) && manner != NOR_CUT_HALF_ERASED;
    uint32_t seeds = varies ? c->effort.seeds : 1;

    for (uint32_t seed = 0; seed < seeds && !given_up(c); seed++) {
        struct cut cut = {.op = op, .manner = manner, .seed = seed};

        if (run_at(c, 1, cut) && c->effort.pair_share != 0) {
            cut_again(c);
        }
    }
}

static uint32_t choose_step(const struct effort *effort, uint32_t ops)
{
    uint32_t work = effort->single_work;

    return effort->single_step *
           (work == 0 || ops * ops <= work ? 1 : (ops * ops + work) / work);
}

static void cut_everywhere(struct campaign *c)
{
    uint32_t ops = tape_op_count(&c->level[0].tape);
    uint32_t step = choose_step(&c->effort, ops);
    uint32_t stride = step * c->effort.parts;
    uint32_t first = c->effort.part * step + c->effort.seed % step;

    for (uint32_t op = first; op < ops; op += stride) {
        for (int m = 0; m < NOR_CUT_MANNER_COUNT; m++) {
            if (may_use(c, (enum nor_cut_manner)m) &&
                differs(&c->level[0], op, (enum nor_cut_manner)m)) {
                cut_once(c, op, (enum nor_cut_manner)m);
            }
        }
    }
}

/* One cut after the other, each in what followed the one before. */
static void cut_at_random(struct campaign *c)
{
    for (uint32_t depth = 1; depth <= c->effort.round_cuts; depth++) {
        uint32_t ops = tape_op_count(&c->level[depth - 1].tape);
        struct cut cut;

        if (ops == 0) {
            return;
        }
        do {
            cut.manner =
                (enum nor_cut_manner)(next_random(c) % NOR_CUT_MANNER_COUNT);
        } while (!may_use(c, cut.manner));
        cut.op = next_random(c) % ops;
        cut.seed = next_random(c) % SEED_MAX;
        if (!run_at(c, depth, cut)) {
            return;
        }
    }
}

bool campaign_run(struct campaign *c)
{
    c->failed = 0;
    if (!run_uncut(c)) {
        return false;
    }
    c->random += c->effort.part * 0x2545f4914f6cdd1du;
    if (c->effort.single_step != 0) {
        cut_everywhere(c);
    }
    for (uint32_t i = 0; i < c->effort.rounds && !given_up(c); i++) {
        cut_at_random(c);
    }
    return c->failed == 0;
}
