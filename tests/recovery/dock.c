/* SPDX-License-Identifier: Apache-2.0 */
/* See dock.h. */
#include "tests/recovery/dock.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_LEN   256u
#define LARGE_LEN  65536u
#define QUIET      8 /* turns without any effect: nothing is left to do */
#define TURNS_MAX  100000u
#define ECHO       0x000000u
#define WRITE_V1   0x02u
#define BIT_OF_ALL 0xffu

/* Records fill more than the last sector of a slot, as they do on chips; with
 * the small number an image may reach into it. */
#define RECORDS_LEN   4608u
#define SECTORS_SMALL 16u

static void on_busy(void *context, const struct nor_work *work)
{
    struct dock *d = context;

    if (work->is_erase) {
        d->line.ms += d->erase_ms;
    }
    if (d->receives) {
        recovery_receive(&d->recovery);
    }
}

static void open_flash(struct dock *d, const struct dock_shape *shape)
{
    const struct nor_geometry geometry = {
        .run = {{DOCK_SECTOR, DOCK_SECTORS}},
        .run_count = 1,
        .write_len = shape->encrypted ? 32 : 4,
        .page_len = PAGE_LEN,
        .large_erase_len = LARGE_LEN,
    };

    memset(d->data, BIT_OF_ALL, sizeof(d->data));
    if (nor_open(&d->flash, &geometry, d->data) != OK) {
        abort();
    }
    d->flash.wear = d->wear;
    d->flash.written = shape->encrypted ? d->written : NULL;
    d->flash.busy = on_busy;
    d->flash.busy_context = d;
}

/* Sector 0 and the last one belong to nobody: they must never change. */
static void open_config(struct dock *d, const struct dock_shape *shape)
{
    struct boot_config *c = &d->config;
    uint32_t addr = DOCK_SECTOR;

    c->mode = shape->mode;
    c->image_count = shape->images == 0 ? 1 : shape->images;
    c->max_align = shape->encrypted ? 32 : 8;
    c->sector_max = shape->short_trailer
                        ? SECTORS_SMALL
                        : (uint16_t)(RECORDS_LEN / TRAILER_RECORDS_PER_SECTOR /
                                     c->max_align);
    c->prevent_downgrade = shape->prevent_downgrade;
    for (uint32_t i = 0; i < DOCK_IMAGES * SLOT_COUNT; i++) {
        c->slot[i / 2][i % 2] = (struct config_area){addr, DOCK_SLOT};
        if (i / 2 < c->image_count) {
            nor_allow(&d->flash, addr, DOCK_SLOT);
        }
        addr += DOCK_SLOT;
    }
    c->scratch = (struct config_area){addr, 2 * DOCK_SECTOR};
    nor_allow(&d->flash, addr, 2 * DOCK_SECTOR);
}

void dock_open(struct dock *d, const struct dock_shape *shape)
{
    memset(d, 0, sizeof(*d));
    open_flash(d, shape);
    open_config(d, shape);
    d->recovery_config.direct = shape->direct;
    d->recovery_config.erase_by_sector = shape->by_sector;
    sim_wire_open(&d->line, d->out, sizeof(d->out));
}

void dock_put(struct dock *d, uint8_t image, enum slot slot, const void *p,
              uint32_t len)
{
    uint8_t padded[DOCK_SLOT];
    uint32_t unit = flash_write_len(&d->flash);
    uint32_t addr = d->config.slot[image][slot].addr;

    memset(padded, BIT_OF_ALL, sizeof(padded));
    memcpy(padded, p, len);
    if (flash_erase(&d->flash, addr, DOCK_SLOT) != OK ||
        flash_write(&d->flash, addr, padded, (len + unit - 1) / unit * unit) !=
            OK) {
        abort();
    }
}

bool dock_holds(struct dock *d, uint8_t image, enum slot slot, const void *p,
                uint32_t len)
{
    uint8_t seen[DOCK_SLOT];

    return flash_read(&d->flash, d->config.slot[image][slot].addr, seen, len) ==
               OK &&
           memcmp(seen, p, len) == 0;
}

/* ---- resets ---- */

/* Runs until power fails: then it comes back here, and is_cut is set. */
static void powered(struct dock *d, void (*run)(struct dock *d))
{
    bool receives = d->receives;

    d->is_cut = false;
    d->flash.power = &d->power;
    if (setjmp(d->power) == 0) {
        run(d);
    } else {
        nor_cut_disarm(&d->flash);
        d->is_cut = true;
        d->line.in_len = 0;
    }
    d->receives = receives;
}

static void run_start(struct dock *d)
{
    memset(&d->recovery, 0xa5, sizeof(d->recovery)); /* RAM after a reset */
    memset(&d->boot, 0xa5, sizeof(d->boot));
    boot_init(&d->boot, &d->config, &d->flash);
    d->receives = false;
    recovery_open(&d->recovery, &d->recovery_config, &d->boot);
}

void dock_start(struct dock *d)
{
    d->line.in_len = 0;
    d->line.out_len = 0;
    d->next = RECOVERY_GOES_ON;
    powered(d, run_start);
}

static void run_boot(struct dock *d)
{
    memset(&d->boot, 0xa5, sizeof(d->boot));
    d->receives = false;
    boot_init(&d->boot, &d->config, &d->flash);
    if (boot_run(&d->boot, &d->result) != OK) {
        d->result.start[0].facts = NULL;
    }
}

bool dock_boot(struct dock *d)
{
    memset(&d->result, 0, sizeof(d->result));
    powered(d, run_boot);
    return !d->is_cut && d->result.start[0].facts != NULL;
}

/* ---- exchanges ---- */

static bool turn(struct dock *d)
{
    uint64_t ops = d->flash.op_count;
    uint32_t in = d->line.in_len;
    uint32_t out = d->line.out_len;

    d->next = recovery_turn(&d->recovery);
    return ops != d->flash.op_count || in != d->line.in_len ||
           out != d->line.out_len;
}

static void run_turns(struct dock *d)
{
    uint32_t quiet = 0;

    for (uint32_t n = 0; n < TURNS_MAX && quiet < QUIET; n++) {
        quiet = turn(d) ? 0 : quiet + 1;
        if (d->next != RECOVERY_GOES_ON) {
            return;
        }
    }
    if (quiet < QUIET) {
        abort(); /* it never comes to rest */
    }
}

void dock_feed(struct dock *d, const void *p, uint32_t len)
{
    d->line.out_len = 0;
    d->line.out_is_full = false;
    d->next = RECOVERY_GOES_ON;
    sim_wire_feed(&d->line, p, len);
    powered(d, run_turns);
}

const char *dock_check(const struct dock *d)
{
    if (d->flash.violation != NULL) {
        return d->flash.violation;
    }
    return d->line.out_is_full ? "it never stops to answer" : NULL;
}

const char *dock_take(struct dock *d)
{
    uint32_t at = 0;
    const char *wrong = dock_check(d);

    d->answer_count = 0;
    while (wrong == NULL && at < d->line.out_len) {
        at += wire_take(d->out + at, d->line.out_len - at, &d->answer.message,
                        &wrong);
        d->answer_count++;
    }
    return wrong;
}

const char *dock_ask(struct dock *d, const struct wire_message *m)
{
    static struct wire w;
    const char *wrong;

    w.len = 0;
    wire_send(&w, m);
    dock_feed(d, w.bytes, w.len);
    if (d->is_cut) {
        return NULL;
    }
    wrong = dock_take(d);
    if (wrong != NULL) {
        return wrong;
    }
    if (d->answer_count != 1) {
        return d->answer_count == 0 ? "no answer" : "more than one answer";
    }
    return answer_read(&d->answer, m);
}

const char *dock_silence(struct dock *d, const void *p, uint32_t len)
{
    const char *wrong;

    dock_feed(d, p, len);
    wrong = dock_take(d);
    if (wrong != NULL) {
        return wrong;
    }
    return d->line.out_len == 0 ? NULL : "an answer where silence is due";
}

void dock_request(struct dock *d, struct wire_message *m, uint8_t first,
                  uint32_t command, const struct pack *payload)
{
    const struct wire_header h = {
        .first = first,
        .len = (uint16_t)payload->len,
        .group = (uint16_t)(command >> 8),
        .sequence = d->sequence++,
        .id = (uint8_t)command,
    };

    wire_message(m, &h, payload);
}

const char *dock_alive(struct dock *d)
{
    static struct wire_message m;
    struct pack p;
    const char *wrong;

    pack_open(&p);
    pack_map(&p, 1);
    pack_text(&p, "d");
    pack_text(&p, "still there?");
    dock_request(d, &m, WRITE_V1, ECHO, &p);
    wrong = dock_ask(d, &m);
    if (wrong == NULL && !answer_is(&d->answer, 0, KEY_R, "still there?", 12)) {
        wrong = "an echo that comes back changed";
    }
    return wrong;
}
