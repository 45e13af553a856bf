/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The device on which a story happens: flash, the images that exist, what ran
 * last. A story is a list of steps (a boot, an act of the application); power
 * may fail inside each. World repeats a story up to a cut without running the
 * boot code again: it plays back the flash operations of the parent run. What
 * is worth cutting is decided in campaign.c. Invariants: world.h.
 *
 * pace | event                    | next | function
 * WALK | parent's last cut walked | PLAY | step_walk
 * PLAY | the cut of this run      | LIVE | play_cut
 * LIVE | a cut (direct runs)      | LIVE | step_live
 */
#include "tests/powerloss/world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "port/sim/nor_crypt.h"
#include "port/sim/nor_op.h"
#include "port/sim/sim_halt.h"
#include "tests/powerloss/seam.h"
#include "tests/powerloss/story.h"
#include "tests/powerloss/trailer_map.h"

#define PIECE_LEN 4096u /* bytes compared at a time */

static void *must_alloc(size_t len)
{
    void *p = calloc(1, len);

    if (p == NULL) {
        abort();
    }
    return p;
}

void world_open(struct world *w, const struct stage *stage)
{
    const struct boot_config *config = &stage->config;

    memset(w, 0, sizeof(*w));
    w->stage = stage;
    w->data = must_alloc(stage->shot_len);
    if (nor_open(&w->nor, &stage->layout->geometry, w->data) != OK) {
        abort();
    }
    for (uint8_t i = 0; i < config->image_count; i++) {
        for (int s = 0; s < SLOT_COUNT; s++) {
            nor_allow(&w->nor, config->slot[i][s].addr, config->slot[i][s].len);
        }
    }
    if (config->scratch.len != 0) {
        nor_allow(&w->nor, config->scratch.addr, config->scratch.len);
    }
    if (stage->layout->scrambled) {
        w->nor.written = w->data + stage->flash_len;
    }
    if (stage->layout->cipher != CIPHER_NONE) {
        w->nor.cipher = &stage->cipher;
        w->nor.encrypted = true;
    }
    w->nor.power = &w->power;
}

void world_close(struct world *w)
{
    free(w->data);
    memset(w, 0, sizeof(*w));
}

void level_open(struct level *level, const struct stage *stage)
{
    memset(level, 0, sizeof(*level));
    level->shot = must_alloc(stage->shot_len);
}

void level_close(struct level *level)
{
    free(level->shot);
    tape_close(&level->tape);
    memset(level, 0, sizeof(*level));
}

void world_fail(struct world *w, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)vsnprintf(w->message, sizeof(w->message), format, args);
    va_end(args);
    longjmp(w->failed, 1);
}

void world_expect(struct world *w, bool holds, const char *claim)
{
    if (!holds) {
        world_fail(w, "expected: %s", claim);
    }
}

void world_peek(const struct world *w, uint32_t addr, uint8_t *dst,
                uint32_t len)
{
    memcpy(dst, w->data + addr, len);
    if (nor_is_encrypted(&w->nor) &&
        nor_read_decrypted(&w->nor, addr, dst, len) != OK) {
        abort();
    }
}

static bool same_bytes(const struct world *w, uint32_t addr,
                       const struct specimen *specimen)
{
    uint8_t piece[PIECE_LEN];

    for (uint32_t off = 0; off < specimen->len; off += PIECE_LEN) {
        uint32_t left = specimen->len - off;
        uint32_t len = left < PIECE_LEN ? left : PIECE_LEN;

        world_peek(w, addr + off, piece, len);
        if (memcmp(piece, specimen->bytes + off, len) != 0) {
            return false;
        }
    }
    return true;
}

bool world_is_erased(const struct world *w, uint32_t addr)
{
    uint32_t unit_len = flash_write_len(&w->nor);

    return bytes_are(w->data + addr, 0xff, unit_len) &&
           nor_units_unwritten(&w->nor, addr, unit_len);
}

int8_t world_find(const struct world *w, uint8_t image, enum slot slot)
{
    uint32_t addr = w->stage->config.slot[image][slot].addr;

    for (int8_t i = 0; i < SPECIMEN_MAX; i++) {
        const struct specimen *specimen = &w->stage->specimen[image][i];

        if (specimen->bytes != NULL && same_bytes(w, addr, specimen)) {
            return i;
        }
    }
    return NOBODY;
}

/* The boot code has done all for this image, only nobody was told. */
static bool is_swapped(const struct world *w, uint8_t image)
{
    const struct boot_config *config = &w->stage->config;
    struct trailer_map map;
    uint8_t want[MAP_MAGIC_LEN];
    uint8_t found[MAP_MAGIC_LEN];

    map_slot(&map, &w->nor, config, config->slot[image][SLOT_PRIMARY]);
    map_magic(want, config->max_align);
    world_peek(w, map.magic, found, sizeof(found));
    return memcmp(found, want, sizeof(want)) == 0 &&
           !world_is_erased(w, map.copy_done);
}

static void note_swapped(struct world *w)
{
    for (uint8_t i = 0; i < w->stage->config.image_count; i++) {
        int8_t found = world_find(w, i, SLOT_PRIMARY);

        if (found != NOBODY && is_swapped(w, i)) {
            w->view.swapped[i] |= (uint8_t)(1u << found);
        }
    }
}

void world_check_flash(struct world *w)
{
    if (w->nor.violation != NULL) {
        world_fail(w, "%s (0x%x)", w->nor.violation, w->nor.violation_addr);
    }
}

static struct mark *put_mark(struct world *w, bool completed)
{
    struct mark *mark = &w->self->mark[w->step++];

    w->view.ops = (uint32_t)(w->nor.op_count - w->op_step);
    *mark = (struct mark){.call_end = w->self->tape.call_count,
                          .completed = completed,
                          .view = w->view};
    w->self->step_count = w->step;
    return mark;
}

/* Makes this moment the start of what is recorded. */
static void record_here(struct world *w)
{
    tape_clear(&w->self->tape);
    memcpy(w->self->shot, w->data, w->stage->shot_len);
    w->op_base = w->nor.op_count;
    w->self->torn = w->torn;
    w->self->walk = w->step;
}

static bool manner_tears(enum nor_cut_manner manner)
{
    return manner != NOR_CUT_BEFORE && manner != NOR_CUT_AFTER;
}

static void after_cut(struct world *w, enum nor_cut_manner manner)
{
    nor_cut_disarm(&w->nor);
    world_check_flash(w);
    w->torn = w->torn || manner_tears(manner);
    w->view.was_cut = true;
    note_swapped(w);
    w->pace = PACE_LIVE;
    tape_clear(&w->self->tape);
    (void)put_mark(w, false);
    record_here(w);
}

static void arm(struct world *w, const struct cut *cut, uint32_t after)
{
    nor_cut_arm(&w->nor, after, cut->manner, cut->seed);
}

static void play_call(struct world *w, const struct call *call)
{
    const uint8_t *data = NULL;

    if (!call->is_erase) {
        data = w->parent->tape.data + call->data_off;
    }
    seam_play(w, call, data);
}

static void play_cut(struct world *w, const struct call *call)
{
    if (setjmp(w->power) == 0) {
        arm(w, &w->cut, w->cut.op - call->op);
        play_call(w, call);
        world_fail(w, "the runner is wrong: operation %u was not cut",
                   w->cut.op);
    }
}

static bool step_play(struct world *w)
{
    const struct mark *mark = &w->parent->mark[w->step];

    for (; w->played < mark->call_end; w->played++) {
        const struct call *call = &w->parent->tape.call[w->played];

        if (w->cut.op - call->op < call->op_count) {
            play_cut(w, call);
            after_cut(w, w->cut.manner);
            return false;
        }
        play_call(w, call);
    }
    w->view = mark->view;
    w->self->mark[w->step++] = *mark;
    return true;
}

static bool step_walk(struct world *w)
{
    const struct mark *mark = &w->parent->mark[w->step];

    w->view = mark->view;
    w->self->mark[w->step++] = *mark;
    if (w->step == w->parent->walk) {
        w->pace = PACE_PLAY;
    }
    return mark->completed;
}

/* true if power stayed */
static bool powered(struct world *w, act_fn act, const void *arg)
{
    if (setjmp(w->power) != 0) {
        return false;
    }
    act(w, arg);
    return true;
}

static bool step_live(struct world *w, act_fn act, const void *arg)
{
    w->ticks = 0;
    if (!powered(w, act, arg)) {
        const struct cut *cut = w->cuts;

        w->cuts++;
        w->cuts_left--;
        after_cut(w, cut->manner);
        if (w->verbose) {
            printf("  -- power fails at operation %u\n", cut->op);
        }
        if (w->cuts_left > 0) {
            arm(w, w->cuts, w->cuts->op);
        }
        return false;
    }
    world_check_flash(w);
    (void)put_mark(w, true);
    return true;
}

bool world_step(struct world *w, act_fn act, const void *arg)
{
    if (w->step == STEP_MAX) {
        world_fail(w, "the story does not end: %u steps", STEP_MAX);
    }
    w->op_step = w->nor.op_count;
    switch (w->pace) {
    case PACE_WALK:
        return step_walk(w);
    case PACE_PLAY:
        return step_play(w);
    case PACE_LIVE:
        break;
    }
    return step_live(w, act, arg);
}

/* The boot code came to a guarded act without trust. */
static void bypassed(void *context)
{
    world_fail(context, "a verdict that does not hold reached its guard");
}

static void begin(struct world *w, const uint8_t *shot)
{
    memcpy(w->data, shot, w->stage->shot_len);
    w->nor.violation = NULL;
    nor_cut_disarm(&w->nor);
    memset(&w->view, 0, sizeof(w->view));
    w->step = 0;
    w->played = 0;
    w->torn = false;
    w->message[0] = '\0';
    w->op_base = w->nor.op_count;
    w->op_step = w->op_base;
    w->self->step_count = 0;
    sim_halt_hook(bypassed, w);
}

/* W3: what lies between the areas is as before. */
static void check_gaps(struct world *w)
{
    const struct stage *stage = w->stage;
    const struct config_area *last = &stage->config.scratch;
    uint32_t first = stage->config.slot[0][SLOT_PRIMARY].addr;
    uint32_t end = last->addr + last->len;

    world_expect(w,
                 memcmp(w->data, stage->shot, first) == 0 &&
                     memcmp(w->data + end, stage->shot + end,
                            stage->flash_len - end) == 0,
                 "nothing outside the areas changes");
}

static bool tell(struct world *w)
{
    for (uint8_t i = 0; i < w->stage->config.image_count; i++) {
        w->view.runs[i] = NOBODY;
        w->view.floor[i] = w->stage->story->floor;
    }
    if (setjmp(w->failed) != 0) {
        return false;
    }
    w->stage->story->run(w);
    if (w->pace != PACE_LIVE) {
        world_fail(w, "the runner is wrong: the cut never came");
    }
    check_gaps(w);
    return true;
}

bool world_run(struct world *w, const struct level *parent,
               const struct cut *cut, struct level *self)
{
    w->parent = parent;
    w->self = self;
    w->cuts_left = 0;
    if (parent == NULL) {
        return world_run_direct(w, NULL, 0, self);
    }
    begin(w, parent->shot);
    w->cut = *cut;
    w->torn = parent->torn;
    w->pace = parent->walk == 0 ? PACE_PLAY : PACE_WALK;
    return tell(w);
}

bool world_run_direct(struct world *w, const struct cut *cuts, uint32_t count,
                      struct level *self)
{
    w->parent = NULL;
    w->self = self;
    begin(w, w->stage->shot);
    w->cuts = cuts;
    w->cuts_left = count;
    w->pace = PACE_LIVE;
    record_here(w);
    if (count > 0) {
        arm(w, cuts, cuts->op);
    }
    return tell(w);
}
