/* SPDX-License-Identifier: Apache-2.0 */
/* See application.h. */
#include "host/sim/application.h"

#include <inttypes.h>
#include <string.h>

#include "app/update.h"
#include "base/bytes.h"
#include "core/region.h"
#include "host/sim/status_text.h"

#define RECEIVE_LEN 256 /* bytes at a time, as over a slow link */
#define DAMAGE_OFF  64  /* in the payload, behind a header of 32 bytes */
#define DAMAGE_LEN  32  /* bytes, whole units of every write length */

const char *const application_deed_names[APPLICATION_DEED_COUNT + 1] = {
    "none", "confirm", "request-test", "request-permanent",
    "hang", "panic",   "damage",       "request-recovery",
    NULL,
};

static status_t slot_open(const struct application *app, enum slot slot,
                          struct region *region)
{
    const struct config_area *area = &app->config->slot[app->image][slot];
    return region_open(region, app->flash, area->addr, area->len);
}

/* Writes one piece; erased flash holds 0xff already. */
static status_t piece_write(const struct application *app,
                            const struct region *slot, uint32_t off)
{
    uint8_t piece[RECEIVE_LEN];
    size_t left = app->received_len - off;
    size_t len = left < RECEIVE_LEN ? left : RECEIVE_LEN;
    memset(piece, 0xff, sizeof(piece));
    memcpy(piece, app->received + off, len);
    if (bytes_are(piece, 0xff, len)) {
        return OK;
    }
    uint32_t unit = flash_write_len(app->flash);
    uint32_t whole = (uint32_t)(len + unit - 1) / unit * unit;
    return region_write(slot, off, piece, whole);
}

static status_t receive(const struct application *app)
{
    struct region slot;
    TRY(slot_open(app, SLOT_SECONDARY, &slot));
    TRY(region_clear(&slot, 0, slot.len));
    for (uint32_t off = 0; off < app->received_len; off += RECEIVE_LEN) {
        TRY(piece_write(app, &slot, off));
    }
    return OK;
}

/* Clears bits where an image is: what a bug or an attacker might do. */
static status_t damage(const struct application *app)
{
    static const uint8_t zero[DAMAGE_LEN];
    struct region slot;
    const char *violation = app->flash->violation;
    TRY(slot_open(app, SLOT_SECONDARY, &slot));
    TRY(region_write(&slot, DAMAGE_OFF, zero, DAMAGE_LEN));
    app->flash->violation = violation; /* it was asked for */
    return OK;
}

static status_t trailer_open(const struct application *app, enum slot slot,
                             struct trailer *trailer)
{
    trailer->align = app->config->max_align;
    trailer->record_count =
        (uint32_t)app->config->sector_max * TRAILER_RECORDS_PER_SECTOR;
    return slot_open(app, slot, &trailer->area);
}

static status_t slots_open(const struct application *app,
                           struct app_slots *slots)
{
    slots->image = app->image;
    TRY(trailer_open(app, SLOT_PRIMARY, &slots->primary));
    return trailer_open(app, SLOT_SECONDARY, &slots->secondary);
}

static status_t confirm(const struct application *app)
{
    struct app_slots slots;
    TRY(slots_open(app, &slots));
    return app_update_confirm(&slots);
}

static status_t request(const struct application *app, bool permanent)
{
    struct app_slots slots;
    TRY(slots_open(app, &slots));
    return app_update_request(&slots, permanent);
}

static status_t deed_do(const struct application *app)
{
    switch (app->deed) {
    case APPLICATION_CONFIRM:
        return confirm(app);
    case APPLICATION_REQUEST_TEST:
        return request(app, false);
    case APPLICATION_REQUEST_PERMANENT:
        return request(app, true);
    case APPLICATION_DAMAGE:
        return damage(app);
    case APPLICATION_NONE:
    case APPLICATION_HANG:
    case APPLICATION_PANIC:
    case APPLICATION_REQUEST_RECOVERY:
    case APPLICATION_DEED_COUNT:
    default:
        return OK;
    }
}

static enum reset_cause deed_cause(enum application_deed deed)
{
    static const enum reset_cause causes[APPLICATION_DEED_COUNT] = {
        [APPLICATION_NONE] = RESET_POWER_ON,
        [APPLICATION_CONFIRM] = RESET_POWER_ON,
        [APPLICATION_REQUEST_TEST] = RESET_SOFTWARE,
        [APPLICATION_REQUEST_PERMANENT] = RESET_SOFTWARE,
        [APPLICATION_HANG] = RESET_WATCHDOG,
        [APPLICATION_PANIC] = RESET_PANIC,
        [APPLICATION_DAMAGE] = RESET_POWER_ON,
        [APPLICATION_REQUEST_RECOVERY] = RESET_SOFTWARE,
    };
    return causes[deed];
}

static bool fits(const struct application *app, struct why *why)
{
    const struct config_area *slot =
        &app->config->slot[app->image][SLOT_SECONDARY];
    if (app->received_len > slot->len) {
        return why_say(why,
                       "the update has %zu bytes, %zu more than the secondary "
                       "slot",
                       app->received_len, app->received_len - slot->len);
    }
    return true;
}

bool application_run(const struct application *app, enum reset_cause *cause,
                     struct why *why)
{
    status_t status = OK;
    *cause = deed_cause(app->deed);
    if (!fits(app, why)) {
        return false;
    }
    if (app->received_len > 0) {
        status = receive(app);
    }
    if (status == OK) {
        status = deed_do(app);
    }
    return status == OK ||
           why_say(why, "%s: %s", application_deed_names[app->deed],
                   status_text(status));
}
