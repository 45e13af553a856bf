/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cuts power at each operation of an upload, in each manner, once and twice,
 * and lets the same client come again. Prints what was cut and what came of
 * it; each failure with an id that replays it.
 *
 *   recovery_cuts [--shape NAME] [--before NAME] [--step N] [--pairs N]
 *   recovery_cuts SHAPE:BEFORE:BOOTS:OP.MANNER[,OP.MANNER]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/recovery/cutrun.h"

#define FAILURE_MAX 10 /* of one row, then it is given up */

static const struct dock_shape shapes[] = {
    {.name = "scratch"},
    {.name = "scratch-direct", .direct = true},
    {.name = "scratch-enc", .encrypted = true},
    {.name = "scratch-enc-direct", .encrypted = true, .direct = true},
    {.name = "move", .mode = UPDATE_MOVE},
    {.name = "move-direct", .mode = UPDATE_MOVE, .direct = true},
    {.name = "move-enc", .mode = UPDATE_MOVE, .encrypted = true},
    {.name = "move-enc-direct",
     .mode = UPDATE_MOVE,
     .encrypted = true,
     .direct = true},
    {.name = "over", .mode = UPDATE_OVERWRITE},
    {.name = "over-direct", .mode = UPDATE_OVERWRITE, .direct = true},
    {.name = "over-enc", .mode = UPDATE_OVERWRITE, .encrypted = true},
    {.name = "over-enc-direct",
     .mode = UPDATE_OVERWRITE,
     .encrypted = true,
     .direct = true},
    {.name = "scratch-sectors", .by_sector = true},
    {.name = "scratch-short", .short_trailer = true},
};

#define SHAPE_COUNT (sizeof(shapes) / sizeof(shapes[0]))

/** What to do. */
struct plan {
    const char *shape;  /* NULL: all */
    const char *before; /* NULL: all */
    uint32_t step;      /* one of so many operations is cut */
    uint32_t pairs;     /* pairs of cuts, at random */
};

/** What came of it. */
struct tally {
    uint64_t runs;     /* that were cut */
    uint64_t cuts;     /* in all */
    uint64_t failures; /* runs in which something did not hold */
    uint64_t early;    /* runs in which the image was installed at once */
    uint64_t acked;    /* bytes acknowledged before the first cut */
    uint64_t saved;    /* bytes not sent again */
    uint64_t resumed;  /* runs that saved some */
};

static void report(const struct cutrun *run, const char *wrong)
{
    (void)printf("FAIL %s:%s:%d:", run->shape->name, cutrun_name(run->before),
                 run->boots);
    for (uint32_t i = 0; i < run->cut_count; i++) {
        (void)printf("%s%" PRIu32 ".%d", i == 0 ? "" : ",", run->cut[i].op,
                     (int)run->cut[i].manner);
    }
    (void)printf(" %s\n", wrong);
}

static void count_run(struct cutrun *run, struct tally *t)
{
    const char *wrong = cutrun_run(run);

    if (wrong != NULL) {
        t->failures++;
        report(run, wrong);
    }
    if (run->cuts_done == 0) {
        return;
    }
    t->runs++;
    t->cuts += run->cuts_done;
    t->early += run->new_early;
    t->acked += run->acked;
    t->saved += run->saved;
    t->resumed += run->saved > 0 ? 1 : 0;
}

static void cut_each(struct cutrun *run, const struct plan *plan, uint32_t ops,
                     struct tally *t)
{
    for (uint32_t manner = 0; manner < NOR_CUT_MANNER_COUNT; manner++) {
        for (uint32_t op = manner % plan->step; op < ops; op += plan->step) {
            run->cut[0] = (struct cutrun_cut){op, (enum nor_cut_manner)manner};
            run->cut_count = 1;
            run->boots = (op / plan->step + manner) % 2 == 0;
            count_run(run, t);
            if (plan->step == 1) {
                run->boots = !run->boots;
                count_run(run, t);
            }
            if (t->failures >= FAILURE_MAX) {
                return;
            }
        }
    }
}

static void cut_pairs(struct cutrun *run, const struct plan *plan, uint32_t ops,
                      struct tally *t)
{
    uint32_t random = 1;

    for (uint32_t i = 0; i < plan->pairs && t->failures < FAILURE_MAX; i++) {
        run->cut_count = 2 + i % 2;
        for (uint32_t c = 0; c < run->cut_count; c++) {
            random = random * 1664525u + 1013904223u;
            run->cut[c].op = (random >> 8) % ops;
            run->cut[c].manner =
                (enum nor_cut_manner)((random >> 4) % NOR_CUT_MANNER_COUNT);
        }
        run->boots = (random >> 30 & 1) != 0;
        count_run(run, t);
    }
}

static void run_row(const struct dock_shape *shape, enum cutrun_before before,
                    const struct plan *plan, struct tally *sum)
{
    struct cutrun run = {.shape = shape, .before = before};
    struct tally t = {0};
    uint32_t ops;

    count_run(&run, &t); /* not cut */
    ops = run.ops;
    if (t.failures == 0) {
        cut_each(&run, plan, ops, &t);
        cut_pairs(&run, plan, ops, &t);
    }
    (void)printf("%-19s %-8s %4" PRIu32 " ops %6" PRIu64 " runs %6" PRIu64
                 " cuts, %5" PRIu64 " installed at once, %5" PRIu64
                 " resumed, %3.0f %% of what was acknowledged not sent "
                 "again, %" PRIu64 " failed\n",
                 shape->name, cutrun_name(before), ops, t.runs, t.cuts, t.early,
                 t.resumed,
                 t.acked == 0 ? 0.0 : 100.0 * (double)t.saved / (double)t.acked,
                 t.failures);
    sum->runs += t.runs;
    sum->cuts += t.cuts;
    sum->failures += t.failures;
    sum->early += t.early;
    sum->acked += t.acked;
    sum->saved += t.saved;
    sum->resumed += t.resumed;
}

static bool is_asked(const char *asked, const char *name)
{
    return asked == NULL || strcmp(asked, name) == 0;
}

static void run_all(const struct plan *plan, struct tally *sum)
{
    for (uint32_t s = 0; s < SHAPE_COUNT; s++) {
        for (uint32_t b = 0; b < BEFORE_COUNT; b++) {
            enum cutrun_before before = (enum cutrun_before)b;

            if (is_asked(plan->shape, shapes[s].name) &&
                is_asked(plan->before, cutrun_name(before))) {
                run_row(&shapes[s], before, plan, sum);
            }
        }
    }
}

/* ---- command line ---- */

static bool find_row(struct cutrun *run, const char *shape, const char *before)
{
    for (uint32_t s = 0; s < SHAPE_COUNT; s++) {
        for (uint32_t b = 0; b < BEFORE_COUNT; b++) {
            if (strcmp(shape, shapes[s].name) == 0 &&
                strcmp(before, cutrun_name((enum cutrun_before)b)) == 0) {
                run->shape = &shapes[s];
                run->before = (enum cutrun_before)b;
                return true;
            }
        }
    }
    return false;
}

static bool replay(char *id)
{
    struct cutrun run = {0};
    struct tally t = {0};
    const char *shape = strtok(id, ":");
    const char *before = strtok(NULL, ":");
    const char *boots = strtok(NULL, ":");

    if (boots == NULL || !find_row(&run, shape, before)) {
        return false;
    }
    run.boots = boots[0] == '1';
    for (char *at = strtok(NULL, ","); at != NULL; at = strtok(NULL, ",")) {
        int manner;

        if (run.cut_count == CUTRUN_CUTS_MAX ||
            sscanf(at, "%" SCNu32 ".%d", &run.cut[run.cut_count].op, &manner) !=
                2) {
            return false;
        }
        run.cut[run.cut_count++].manner = (enum nor_cut_manner)manner;
    }
    count_run(&run, &t);
    (void)printf("%" PRIu64 " cuts, %" PRIu64 " failed\n", t.cuts, t.failures);
    return t.failures == 0;
}

static const char *value_of(int argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], name) == 0) {
            return argv[i + 1];
        }
    }
    return NULL;
}

static uint32_t number_of(int argc, char **argv, const char *name,
                          uint32_t other)
{
    const char *value = value_of(argc, argv, name);

    return value == NULL ? other : (uint32_t)strtoul(value, NULL, 10);
}

int main(int argc, char **argv)
{
    struct tally sum = {0};
    struct plan plan = {
        .shape = value_of(argc, argv, "--shape"),
        .before = value_of(argc, argv, "--before"),
        .step = number_of(argc, argv, "--step", 1),
        .pairs = number_of(argc, argv, "--pairs", 0),
    };

    if (argc == 2 && argv[1][0] != '-') {
        return replay(argv[1]) ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    if (plan.step == 0) {
        plan.step = 1;
    }
    run_all(&plan, &sum);
    (void)printf("%" PRIu64 " runs, %" PRIu64 " power cuts, %" PRIu64
                 " failed; %" PRIu64 " uploads were complete and installed at "
                 "once, %" PRIu64 " resumed, %.0f of %.0f KB acknowledged were "
                 "not sent again\n",
                 sum.runs, sum.cuts, sum.failures, sum.early, sum.resumed,
                 (double)sum.saved / 1024, (double)sum.acked / 1024);
    return sum.runs > 0 && sum.failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
