/* SPDX-License-Identifier: Apache-2.0 */
/* See cutrun.h. */
#include "tests/recovery/cutrun.h"

#include <stdlib.h>
#include <string.h>

#include "app/update.h"
#include "tests/powerloss/maker.h"

#define OLD_LEN   15000u
#define SHORT_LEN 21347u
#define LONG_LEN  35003u /* a journal on encrypted flash counts by 32 KB */
#define OTHER_LEN 13000u
#define SPOILT_AT 7000u

enum name { OLD, SHORT, LONG, OTHER, SPOILT, NAME_COUNT };

/** An image, made once. */
struct specimen {
    uint8_t bytes[DOCK_SLOT];
    uint32_t len;
};

static struct specimen specimens[NAME_COUNT];
static struct dock dock;

/* Devices before their upload, by shape and state, so that a run starts fast */
static struct dock snapshot;
static const struct dock_shape *snapshot_shape;
static enum cutrun_before snapshot_before;

static const char *const names[BEFORE_COUNT] = {
    [BEFORE_BLANK] = "blank",       [BEFORE_VALID] = "valid",
    [BEFORE_INVALID] = "invalid",   [BEFORE_PENDING] = "pending",
    [BEFORE_OCCUPIED] = "occupied", [BEFORE_RESCUE] = "rescue",
};

const char *cutrun_name(enum cutrun_before before)
{
    return names[before];
}

static const struct specimen *specimen(enum name name)
{
    static const uint32_t lens[NAME_COUNT] = {OLD_LEN, SHORT_LEN, LONG_LEN,
                                              OTHER_LEN, OLD_LEN};
    static const uint8_t majors[NAME_COUNT] = {3, 5, 5, 4, 3};
    struct specimen *s = &specimens[name];

    if (s->len == 0) {
        const struct recipe recipe = {.len = lens[name],
                                      .seed = name + 1u,
                                      .block_len = DOCK_SECTOR,
                                      .major = majors[name]};

        maker_make(&recipe, s->bytes);
        s->len = lens[name];
        if (name == SPOILT) {
            s->bytes[SPOILT_AT] ^= 1;
        }
    }
    return s;
}

/* The file that is uploaded. */
static enum name new_of(const struct cutrun *run)
{
    return run->shape->encrypted && run->shape->mode != UPDATE_MOVE ? LONG
                                                                    : SHORT;
}

static void put(enum slot slot, enum name name)
{
    dock_put(&dock, 0, slot, specimen(name)->bytes, specimen(name)->len);
}

static bool holds(enum slot slot, enum name name)
{
    return dock_holds(&dock, 0, slot, specimen(name)->bytes,
                      specimen(name)->len);
}

static void ask_for_update(void)
{
    struct app_slots slots = {.image = 0};
    struct trailer *trailers[SLOT_COUNT] = {&slots.primary, &slots.secondary};

    for (uint32_t i = 0; i < SLOT_COUNT; i++) {
        const struct config_area *area = &dock.config.slot[0][i];

        trailers[i]->align = dock.config.max_align;
        trailers[i]->record_count =
            dock.config.sector_max * TRAILER_RECORDS_PER_SECTOR;
        if (region_open(&trailers[i]->area, &dock.flash, area->addr,
                        area->len) != OK) {
            abort();
        }
    }
    if (app_update_request(&slots, true) != OK) {
        abort();
    }
}

static void make_before(enum cutrun_before before)
{
    switch (before) {
    case BEFORE_VALID:
        put(SLOT_PRIMARY, OLD);
        break;
    case BEFORE_INVALID:
        put(SLOT_PRIMARY, SPOILT);
        break;
    case BEFORE_PENDING:
        put(SLOT_PRIMARY, OLD);
        put(SLOT_SECONDARY, OTHER);
        ask_for_update();
        break;
    case BEFORE_OCCUPIED:
        put(SLOT_PRIMARY, OLD);
        put(SLOT_SECONDARY, SPOILT);
        break;
    case BEFORE_RESCUE:
        put(SLOT_PRIMARY, SPOILT);
        put(SLOT_SECONDARY, OTHER);
        break;
    case BEFORE_BLANK:
    case BEFORE_COUNT:
        break;
    }
}

static void prepare(const struct cutrun *run)
{
    if (snapshot_shape != run->shape || snapshot_before != run->before) {
        dock_open(&dock, run->shape);
        make_before(run->before);
        snapshot = dock;
        snapshot_shape = run->shape;
        snapshot_before = run->before;
    }
    dock = snapshot;
    sim_wire_open(&dock.line, dock.out, sizeof(dock.out));
}

static void arm(const struct cutrun *run, uint32_t n)
{
    if (n < run->cut_count) {
        nor_cut_arm(&dock.flash, run->cut[n].op, run->cut[n].manner,
                    run->cut[n].op * 7 + (uint32_t)run->cut[n].manner + n);
    } else {
        nor_cut_disarm(&dock.flash);
    }
}

/* ---- what may boot ---- */

static bool may_be_none(const struct cutrun *run)
{
    return run->before == BEFORE_BLANK || run->before == BEFORE_INVALID ||
           run->before == BEFORE_RESCUE || run->shape->direct;
}

/* What a boot started, or nothing, must be one of those that may. */
static const char *judge_boot(struct cutrun *run, bool starts)
{
    const char *wrong = dock_check(&dock);

    if (wrong != NULL) {
        return wrong;
    }
    if (!starts) {
        return may_be_none(run) ? NULL : "nothing boots any more";
    }
    if (holds(SLOT_PRIMARY, new_of(run))) {
        run->new_early = 1;
        return NULL;
    }
    if (holds(SLOT_PRIMARY, OTHER)) {
        return run->before == BEFORE_PENDING || run->before == BEFORE_RESCUE
                   ? NULL
                   : "another image boots";
    }
    if (!holds(SLOT_PRIMARY, OLD) || run->before == BEFORE_BLANK ||
        run->before == BEFORE_INVALID) {
        return "a wrong image boots";
    }
    return NULL;
}

/* The only good image survives until the new one is complete. */
static const char *judge_rescue(const struct cutrun *run)
{
    return run->before != BEFORE_RESCUE || holds(SLOT_SECONDARY, OTHER) ||
                   holds(SLOT_PRIMARY, OTHER) ||
                   holds(SLOT_PRIMARY, new_of(run))
               ? NULL
               : "the only good image is gone";
}

/* Whoever has its magic has all of it: the head is written last. */
static const char *judge_slot(const struct cutrun *run, enum slot slot)
{
    uint8_t head[32];
    uint32_t addr = dock.config.slot[0][slot].addr;

    if (flash_read(&dock.flash, addr, head, sizeof(head)) != OK ||
        memcmp(head, specimen(new_of(run))->bytes, sizeof(head)) != 0) {
        return NULL;
    }
    return holds(slot, new_of(run)) ? NULL : "an unfinished image has its head";
}

/* ---- the story ---- */

static void client_again(struct client *c, const struct cutrun *run)
{
    client_open(c, specimen(new_of(run))->bytes, specimen(new_of(run))->len);
    c->chunk = 1000;
    c->is_v2 = run->shape->encrypted;
}

/* From a reset to the end of the upload, or to the cut. */
static const char *upload_once(struct cutrun *run, struct client *c, uint32_t n)
{
    uint64_t before = dock.flash.op_count;
    enum client_end end;

    client_again(c, run);
    dock.receives = true;
    arm(run, n);
    dock_start(&dock);
    end = dock.is_cut ? CLIENT_CUT : client_run(c, &dock);
    nor_cut_disarm(&dock.flash);
    if (n == 0) {
        run->ops = (uint32_t)(dock.flash.op_count - before);
        run->acked = c->off;
    }
    if (end == CLIENT_CUT) {
        run->cuts_done++;
        return dock_check(&dock);
    }
    if (end != CLIENT_DONE) {
        return c->wrong != NULL ? c->wrong : "the upload is refused";
    }
    return dock_check(&dock);
}

static const char *after_cut(struct cutrun *run)
{
    const char *wrong = judge_rescue(run);

    if (wrong == NULL) {
        wrong = judge_slot(run, SLOT_PRIMARY);
    }
    if (wrong == NULL) {
        wrong = judge_slot(run, SLOT_SECONDARY);
    }
    if (wrong == NULL && run->boots) {
        bool starts = dock_boot(&dock);

        wrong = judge_boot(run, starts);
    }
    return wrong;
}

static const char *judge_end(const struct cutrun *run)
{
    if (!dock_boot(&dock)) {
        return "nothing boots after a complete upload";
    }
    if (!holds(SLOT_PRIMARY, new_of(run))) {
        return "the image of a complete upload is not installed";
    }
    if (!dock_boot(&dock) || !holds(SLOT_PRIMARY, new_of(run))) {
        return "the image of a complete upload does not stay";
    }
    return dock_check(&dock);
}

const char *cutrun_run(struct cutrun *run)
{
    static struct client c;
    const char *wrong = NULL;
    uint32_t before;

    prepare(run);
    run->cuts_done = 0;
    run->saved = 0;
    run->new_early = 0;
    for (uint32_t n = 0; wrong == NULL; n++) {
        before = run->cuts_done;
        wrong = upload_once(run, &c, n);
        if (wrong != NULL || run->cuts_done == before) {
            break; /* complete */
        }
        wrong = after_cut(run);
    }
    if (wrong != NULL) {
        return wrong;
    }
    run->saved = run->cuts_done == 0 ? 0 : c.len > c.sent ? c.len - c.sent : 0;
    return judge_end(run);
}
