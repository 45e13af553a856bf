/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The power-cut runner as a program: the long campaign, the share of it that
 * belongs to the tests, or the replay of one failure.
 */
#define _DEFAULT_SOURCE /* isatty */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "port/sim/sim_log.h"
#include "tests/powerloss/campaign.h"
#include "tests/powerloss/device.h"
#include "tests/powerloss/layout.h"
#include "tests/powerloss/pool.h"
#include "tests/powerloss/stage.h"
#include "tests/powerloss/story.h"

#define JOB_MAX      8192
#define SHARE_WORK   20000 /* each operation of stories of up to 141 */
#define EXIT_USAGE   2
#define CIPHER_THIN  4 /* the share cuts less where AES takes its time */
#define LONG_PARTS   8 /* processes that may share a story on a layout */
#define DEFAULT_JOBS 2

/** What the command line asks for. */
struct options {
    bool share; /* the part that the tests run */
    bool list;
    const char *id;     /* replay */
    const char *story;  /* only this one */
    const char *layout; /* only this one */
    uint32_t processes;
    uint32_t seed;
    uint32_t thin; /* cut at one of so many operations only */
};

static const char usage[] =
    "usage: powerloss [--share] [--story NAME] [--layout NAME] [--jobs N]\n"
    "                 [--seed N] [--thin N] [--list] [ID]\n"
    "  no argument  the long campaign: every story on every layout, power\n"
    "               cut at each operation, twice, and at random\n"
    "  --share      the part of it that the tests run, about two minutes\n"
    "  --thin N     one of N operations only, for slow builds\n"
    "  ID           replay a failure, e.g. test_reverts:small8:137t3,12b\n";

static bool read_number(const char *text, uint32_t *number)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);

    *number = (uint32_t)value;
    return *text != '\0' && *end == '\0' && value <= UINT32_MAX;
}

static bool read_pair(const char *name, const char *value, struct options *o)
{
    if (strcmp(name, "--story") == 0) {
        o->story = value;
        return story_find(value) != NULL;
    }
    if (strcmp(name, "--layout") == 0) {
        o->layout = value;
        return layout_find(value) != NULL;
    }
    if (strcmp(name, "--jobs") == 0) {
        return read_number(value, &o->processes) && o->processes > 0 &&
               o->processes <= POOL_JOBS_MAX;
    }
    if (strcmp(name, "--thin") == 0) {
        return read_number(value, &o->thin) && o->thin > 0;
    }
    return strcmp(name, "--seed") == 0 && read_number(value, &o->seed);
}

static bool read_options(int argc, char **argv, struct options *o)
{
    *o = (struct options){.processes = DEFAULT_JOBS, .seed = 1, .thin = 1};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--share") == 0) {
            o->share = true;
        } else if (strcmp(argv[i], "--list") == 0) {
            o->list = true;
        } else if (argv[i][0] != '-') {
            o->id = argv[i];
        } else if (i + 1 == argc || !read_pair(argv[i], argv[i + 1], o)) {
            fprintf(stderr, "powerloss: %s: not understood\n%s", argv[i],
                    usage);
            return false;
        } else {
            i++;
        }
    }
    return true;
}

/* ---- what to run ---- */

struct job_list {
    struct job job[JOB_MAX];
    size_t count;
};

/* Slots of a megabyte: each run costs milliseconds, so samples only. */
static struct effort effort_large(const struct options *o)
{
    return (struct effort){.seeds = 1,
                           .single_step = o->share ? 0 : 37,
                           .rounds = o->share ? 1 : 40,
                           .round_cuts = 6,
                           .seed = o->seed,
                           .parts = 1};
}

static struct effort effort_small(const struct options *o, uint32_t thin)
{
    if (o->share) {
        return (struct effort){.seeds = 2,
                               .single_step = thin,
                               .single_work = SHARE_WORK,
                               .rounds = (12 + thin - 1) / thin,
                               .round_cuts = 6,
                               .seed = o->seed,
                               .parts = 1};
    }
    return (struct effort){.seeds = 6,
                           .single_step = 1,
                           .pair_share = 20,
                           .rounds = 400,
                           .round_cuts = 6,
                           .seed = o->seed,
                           .parts = 1};
}

/* Layouts small enough for each pair of cuts. */
static bool wants_all_pairs(const struct options *o,
                            const struct layout *layout)
{
    return !o->share && (strcmp(layout->name, "small8") == 0 ||
                         strcmp(layout->name, "small8max") == 0 ||
                         strcmp(layout->name, "move") == 0 ||
                         strcmp(layout->name, "over") == 0);
}

static struct effort effort_for(const struct options *o,
                                const struct layout *layout)
{
    uint32_t thin =
        layout->cipher == CIPHER_NONE ? o->thin : o->thin * CIPHER_THIN;

    return layout->is_large ? effort_large(o) : effort_small(o, thin);
}

static void add_jobs(struct job_list *list, const struct options *o,
                     size_t story, const struct layout *layout)
{
    struct effort effort = effort_for(o, layout);

    if (wants_all_pairs(o, layout)) {
        effort.pair_share = 1;
        effort.parts = LONG_PARTS;
    }
    for (effort.part = 0; effort.part < effort.parts; effort.part++) {
        if (list->count == JOB_MAX) {
            fprintf(stderr, "powerloss: more than %d jobs\n", JOB_MAX);
            exit(EXIT_FAILURE);
        }
        list->job[list->count++] = (struct job){.story = story_get(story),
                                                .layout = layout,
                                                .effort = effort,
                                                .group = story};
    }
}

/* Large layouts first, so that the last jobs are short ones. */
static void add_all(struct job_list *list, const struct options *o, bool large)
{
    for (size_t l = 0; l < layout_count; l++) {
        const struct layout *layout = &layout_table[l];

        for (size_t s = 0; s < story_total(); s++) {
            const struct story *story = story_get(s);

            if (layout->is_large == large && stage_suits(story, layout) &&
                (o->story == NULL || story_find(o->story) == story) &&
                (o->layout == NULL || layout_find(o->layout) == layout)) {
                add_jobs(list, o, s, layout);
            }
        }
    }
}

static void print_stories(const struct pool_result *result)
{
    for (size_t s = 0; s < story_total(); s++) {
        const struct tally *tally = &result->group[s];

        if (tally->cuts + tally->failures > 0) {
            printf("%s %s: %llu cuts survived, %u failures\n",
                   tally->failures == 0 ? "pass" : "FAIL", story_get(s)->name,
                   (unsigned long long)tally->cuts, tally->failures);
        }
    }
}

static int run_campaign(const struct options *o)
{
    static struct job_list list;
    struct pool_result result;
    struct pool_plan plan = {.job = list.job,
                             .processes = o->processes,
                             .boot = device_boot,
                             .app = &device_app,
                             .show_bar = isatty(STDERR_FILENO) == 1};
    bool held;

    add_all(&list, o, true);
    add_all(&list, o, false);
    plan.job_count = list.count;
    if (list.count == 0) {
        fprintf(stderr, "powerloss: this story does not suit this layout\n");
        return EXIT_USAGE;
    }
    held = pool_run(&plan, &result);
    print_stories(&result);
    printf("%s%llu power cuts survived, %u failures, %zu jobs, %.0f s, "
           "%.0f cuts per second\n",
           result.interrupted ? "interrupted: " : "",
           (unsigned long long)result.tally.cuts,
           result.tally.failures + result.crashes, list.count, result.seconds,
           (double)result.tally.cuts / result.seconds);
    return held ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void print_list(void)
{
    for (size_t s = 0; s < story_total(); s++) {
        printf("%s:", story_get(s)->name);
        for (size_t l = 0; l < layout_count; l++) {
            if (stage_suits(story_get(s), &layout_table[l])) {
                printf(" %s", layout_table[l].name);
            }
        }
        printf("\n");
    }
}

/* ---- replay ---- */

/** A failure id, taken apart. */
struct replay {
    char text[ID_LEN_MAX];
    const struct story *story;
    const struct layout *layout;
    struct cut cuts[CUT_MAX];
    uint32_t count;
};

static bool read_id(const char *id, struct replay *r)
{
    char *layout;
    char *cuts;

    (void)snprintf(r->text, sizeof(r->text), "%s", id);
    layout = strchr(r->text, ':');
    cuts = layout == NULL ? NULL : strchr(layout + 1, ':');
    if (cuts == NULL) {
        return false;
    }
    *layout++ = '\0';
    *cuts++ = '\0';
    r->story = story_find(r->text);
    r->layout = layout_find(layout);
    return r->story != NULL && r->layout != NULL &&
           stage_suits(r->story, r->layout) &&
           campaign_parse(cuts, r->cuts, &r->count);
}

static int replay(const char *id)
{
    static struct stage stage;
    static struct world world;
    static struct level level;
    static struct replay r;
    const struct sim_log console = {
        .stream = stdout, .target = "boot", .level = LOG_DEBUG};
    bool held;

    if (!read_id(id, &r)) {
        fprintf(stderr,
                "powerloss: %s: no id; ids look like "
                "test_reverts:small8:137t3,12b, --list names the stories\n",
                id);
        return EXIT_USAGE;
    }
    sim_log_open(&console);
    stage_open(&stage, r.story, r.layout, device_boot, &device_app);
    world_open(&world, &stage);
    level_open(&level, &stage);
    world.verbose = true;
    held = world_run_direct(&world, r.cuts, r.count, &level);
    printf("%s %s%s%s\n", held ? "pass" : "FAIL", id, held ? "" : ": ",
           world.message);
    return held ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    struct options o;

    if (!read_options(argc, argv, &o)) {
        return EXIT_USAGE;
    }
    if (o.list) {
        print_list();
        return EXIT_SUCCESS;
    }
    if (o.id != NULL) {
        return replay(o.id);
    }
    return run_campaign(&o);
}
