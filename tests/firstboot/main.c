/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cuts the first boot at every operation of flash and eFuses, in every manner,
 * and boots on until nothing changes any more. Prints what was cut and what
 * came of it; each failure with an id that replays it.
 *
 *   firstboot [--chip NAME] [--row NAME] [--step N] [--pairs N]
 *   firstboot CHIP:ROW:OP.MANNER[,OP.MANNER]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/sim/rom.h"
#include "tests/firstboot/expect.h"

#define BOOT_MAX    16 /* boots until nothing changes */
#define CUT_MAX     2
#define FAILURE_MAX 10 /* of one product, then it is given up */

static const char *const chip_names[] = {"esp32", "esp32s2", "esp32c3",
                                         "esp32s3"};

/** A failure of power: operations since the one before, and how. */
struct cut {
    uint64_t op;
    uint32_t manner;
};

/** What to do. */
struct plan {
    const char *chip; /* NULL: all */
    const char *row;  /* NULL: all */
    uint32_t step;    /* one of so many operations is cut */
    uint32_t pairs;   /* pairs of cuts, at random */
};

/** What came of it. */
struct tally {
    uint64_t ops;      /* of a first boot that is not cut */
    uint64_t cuts;     /* runs that were cut */
    uint64_t window;   /* of them: the bootloader had to be flashed again */
    uint64_t wasted;   /* of them: a key block was */
    uint64_t failures; /* runs in which something did not hold */
};

/** A run. */
struct run {
    struct unit unit;
    bool was_cut;
    bool flashed;    /* the bootloader, again */
    uint32_t wasted; /* key blocks */
};

static struct product product;
static struct unit reference;
static struct run run;

/* The ROM finds no bootloader: that may be only while it is replaced. */
static const char *flash_again(struct run *r)
{
    if (!r->unit.window.is_open) {
        return "the ROM finds no bootloader";
    }
    if (rom_download(&r->unit.efuse) == ROM_DOWNLOAD_OFF) {
        return "the way back by download is barred";
    }
    r->flashed = true;
    /* many flash everything that they have at hand */
    unit_flash_again(&r->unit, r->unit.nor.op_count % 2 != 0);
    return NULL;
}

static void arm(struct run *r, const struct cut *cut)
{
    nor_cut_arm(&r->unit.nor, cut->op, (enum nor_cut_manner)cut->manner,
                (uint32_t)cut->op * 7 + cut->manner + 1);
}

/* Boots until a boot changes nothing; NULL: it runs. */
static const char *boot_on(struct run *r, const struct cut *cut, uint32_t count)
{
    struct unit *u = &r->unit;

    for (uint32_t boots = 0; boots < BOOT_MAX; boots++) {
        uint64_t before = u->nor.op_count;
        const char *wrong = NULL;

        switch (unit_boot(u)) {
        case UNIT_RUNS:
            if (u->nor.op_count == before) {
                return NULL;
            }
            break;
        case UNIT_CUT:
            r->was_cut = true;
            if (--count > 0) {
                arm(r, ++cut);
            }
            break;
        case UNIT_NO_BOOT:
            wrong = flash_again(r);
            break;
        case UNIT_STOPPED:
            wrong = "the bootloader refuses to go on";
            break;
        case UNIT_RESET:
            break;
        }
        if (wrong != NULL) {
            return wrong;
        }
    }
    return "it never comes to rest";
}

static const char *run_cuts(struct run *r, const struct cut *cut,
                            uint32_t count)
{
    const char *wrong;

    r->was_cut = false;
    r->flashed = false;
    unit_open(&r->unit, &product);
    if (count > 0) {
        arm(r, cut);
    }
    wrong = boot_on(r, cut, count);
    nor_cut_disarm(&r->unit.nor);
    return wrong != NULL ? wrong
                         : expect_enrolled(&r->unit, &reference, &r->wasted);
}

static void report(const struct cut *cut, uint32_t count, const char *wrong)
{
    (void)printf("FAIL %s:%s:", chip_names[product.target], product.row->name);
    for (uint32_t i = 0; i < count; i++) {
        (void)printf("%s%" PRIu64 ".%" PRIu32, i == 0 ? "" : ",", cut[i].op,
                     cut[i].manner);
    }
    (void)printf(" %s (status %#x)\n", wrong, (unsigned)run.unit.why);
}

static void count_run(const struct cut *cut, uint32_t count, struct tally *t)
{
    const char *wrong = run_cuts(&run, cut, count);

    if (!run.was_cut) {
        return;
    }
    t->cuts++;
    t->window += run.flashed ? 1 : 0;
    t->wasted += run.wasted != 0 ? 1 : 0;
    if (wrong != NULL) {
        t->failures++;
        report(cut, count, wrong);
    }
}

/* ---- one product ---- */

static void cut_each(const struct plan *plan, struct tally *t)
{
    for (uint32_t manner = 0; manner < NOR_CUT_MANNER_COUNT; manner++) {
        for (uint64_t op = manner % plan->step; op < t->ops; op += plan->step) {
            const struct cut cut = {op, manner};

            count_run(&cut, 1, t);
            if (t->failures >= FAILURE_MAX) {
                return;
            }
        }
    }
}

static void cut_pairs(const struct plan *plan, struct tally *t)
{
    uint32_t random = 1;

    for (uint32_t i = 0; i < plan->pairs && t->failures < FAILURE_MAX; i++) {
        struct cut cut[CUT_MAX];

        for (int c = 0; c < CUT_MAX; c++) {
            random = random * 1664525u + 1013904223u;
            cut[c].op = (random >> 8) % t->ops;
            cut[c].manner = (random >> 4) % NOR_CUT_MANNER_COUNT;
        }
        count_run(cut, CUT_MAX, t);
    }
}

/* Typical times of a 4 MB part, bench/chips/model.py; 32 bytes a command. */
static double window_ms(const struct unit_window *w)
{
    double commands = w->written / 32.0;

    return w->erases * 45.0 + commands * (0.030 + 31 * 0.0026);
}

static void tell(const struct tally *t)
{
    const struct unit_window *w = &reference.window;
    uint64_t ops = w->end_op - w->first_op;

    (void)printf("%-8s %-18s %5" PRIu64 " ops %6" PRIu64 " cuts, %5" PRIu64
                 " in the window, %4" PRIu64 " cost a key block, %" PRIu64
                 " survived, %" PRIu64 " failed",
                 chip_names[product.target], product.row->name, t->ops, t->cuts,
                 t->window, t->wasted, t->cuts - t->failures, t->failures);
    if (ops != 0) {
        (void)printf("; window: %" PRIu64 " ops, %" PRIu32 " erases, %" PRIu32
                     " bytes, %.0f ms",
                     ops, w->erases, w->written, window_ms(w));
    }
    (void)printf("\n");
}

/* The first run compares with nothing, the second with the first. */
static void reference_make(struct tally *t)
{
    const char *wrong;

    unit_open(&run.unit, &product);
    wrong = boot_on(&run, NULL, 0);
    reference = run.unit;
    t->ops = run.unit.nor.op_count;
    if (wrong == NULL) {
        wrong = run_cuts(&run, NULL, 0);
    }
    if (wrong != NULL) {
        t->failures++;
        report(NULL, 0, wrong);
    }
}

static void product_run(const struct product_row *row, enum conf_target target,
                        const struct plan *plan, struct tally *sum)
{
    struct tally t = {0};

    product_open(&product, row, target);
    reference_make(&t);
    if (t.failures == 0) {
        cut_each(plan, &t);
        cut_pairs(plan, &t);
    }
    tell(&t);
    product_close(&product);
    sum->cuts += t.cuts;
    sum->window += t.window;
    sum->wasted += t.wasted;
    sum->failures += t.failures;
}

/* ---- all of them ---- */

static bool is_asked(const char *asked, const char *name)
{
    return asked == NULL || strcmp(asked, name) == 0;
}

static void run_all(const struct plan *plan, struct tally *sum)
{
    for (uint32_t i = 0; i < product_row_count; i++) {
        const struct product_row *row = &product_rows[i];

        for (uint32_t chip = 0; chip < 4; chip++) {
            if ((row->chips >> chip & 1) != 0 &&
                is_asked(plan->chip, chip_names[chip]) &&
                is_asked(plan->row, row->name)) {
                product_run(row, (enum conf_target)chip, plan, sum);
            }
        }
    }
}

static bool replay(char *id)
{
    const char *chip = strtok(id, ":");
    const char *row = strtok(NULL, ":");
    struct cut cut[CUT_MAX];
    uint32_t count = 0;

    for (char *at = strtok(NULL, ","); at != NULL && count < CUT_MAX;
         at = strtok(NULL, ",")) {
        if (sscanf(at, "%" SCNu64 ".%" SCNu32, &cut[count].op,
                   &cut[count].manner) != 2) {
            return false;
        }
        count++;
    }
    for (uint32_t i = 0; i < product_row_count; i++) {
        for (uint32_t c = 0; c < 4; c++) {
            struct tally t = {0};

            if (row != NULL && strcmp(product_rows[i].name, row) == 0 &&
                strcmp(chip_names[c], chip) == 0) {
                product_open(&product, &product_rows[i], (enum conf_target)c);
                reference_make(&t);
                count_run(cut, count, &t);
                return t.failures == 0;
            }
        }
    }
    return false;
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
        .chip = value_of(argc, argv, "--chip"),
        .row = value_of(argc, argv, "--row"),
        .step = number_of(argc, argv, "--step", 1),
        .pairs = number_of(argc, argv, "--pairs", 0),
    };

    if (argc == 2 && argv[1][0] != '-') {
        return replay(argv[1]) ? 0 : 1;
    }
    if (plan.step == 0) {
        plan.step = 1;
    }
    run_all(&plan, &sum);
    (void)printf("%" PRIu64 " cuts, %" PRIu64 " in the window, %" PRIu64
                 " survived, %" PRIu64 " failed\n",
                 sum.cuts, sum.window, sum.cuts - sum.failures, sum.failures);
    return sum.cuts > 0 && sum.failures == 0 ? 0 : 1;
}
