/* SPDX-License-Identifier: Apache-2.0 */
/* See transfer.h. */
#include "host/mcumgr/transfer.h"

#include "host/mcumgr/codes.h"

#define STUCK_MAX    5
#define RESTARTS_MAX 1

static const struct packet_kind upload_kind = {.op = 2, .group = 1, .id = 1};

/* ---- packets --------------------------------------------------------- */

/* Makes a packet; returns the bytes of the file in it, 0 if there is no room.
 */
static uint32_t make(struct transfer *t, struct packet *packet, uint32_t off)
{
    client_begin(t->client, packet, upload_kind);
    uint32_t len = chunk_put(t->file, off, t->message_max, &packet->body);
    return len > 0 && packet_end(packet) ? len : 0;
}

/* Makes sure that the current packet is the one for .off. */
static bool make_current(struct transfer *t)
{
    if (t->ready_len > 0 && t->ready_off == t->off) {
        t->current = 1 - t->current;
        t->len = t->ready_len;
    } else {
        t->len = make(t, &t->packets[t->current], t->off);
    }
    t->ready_len = 0;
    return t->len > 0;
}

static void make_next(struct transfer *t)
{
    t->ready_off = t->off + t->len;
    if (t->ready_len == 0 && t->ready_off < t->file->len) {
        t->ready_len = make(t, &t->packets[1 - t->current], t->ready_off);
    }
}

/* ---- one packet and its answer ---------------------------------------- */

static enum client_end say_too_long(const struct transfer *t, struct why *why)
{
    (void)why_say(why,
                  "No answer to the first packet of %u bytes, though the "
                  "device has answered before: its buffer may be shorter; add "
                  "mtu=256 to the connection string",
                  (unsigned)t->packets[t->current].message_len);
    return CLIENT_SILENT;
}

static void say_phase(struct transfer *t)
{
    if (t->off == 0) {
        meter_say(&t->meter, "erasing...");
    } else if (t->off + t->len == t->file->len) {
        meter_say(&t->meter, "verifying...");
    }
}

static enum client_end exchange(struct transfer *t, struct item *answer,
                                struct why *why)
{
    const struct transfer_patience *patience =
        t->off == 0 ? &t->first : &t->next;
    struct packet *packet = &t->packets[t->current];
    enum client_end end = CLIENT_SILENT;
    for (unsigned i = 0; i < patience->tries && end == CLIENT_SILENT; i++) {
        if (i > 0) {
            packet_renumber(packet, t->client->sequence++);
        }
        end = client_send(t->client, packet, why);
        if (end == CLIENT_DONE) {
            make_next(t); /* F1 */
            end = client_wait(t->client, packet, patience->timeout_ms, answer,
                              why);
        }
    }
    return end == CLIENT_SILENT && t->off == 0 ? say_too_long(t, why) : end;
}

/* ---- following the device --------------------------------------------- */

static enum client_end say_lost(const struct transfer *t, int64_t off,
                                struct why *why)
{
    (void)why_say(why,
                  "The device asks for byte %lld after %u of %u: it loses what "
                  "it is sent; try again with mtu=256 in the connection string",
                  (long long)off, (unsigned)t->off, (unsigned)t->file->len);
    return CLIENT_REFUSED;
}

/* Goes where the device says; a bounded number of times where that is not
 * forward (F2). */
static enum client_end follow(struct transfer *t, int64_t off, struct why *why)
{
    bool is_back = off < t->off;
    t->stuck = off > t->off ? 0 : t->stuck + 1;
    t->restarts += is_back && off == 0 ? 1 : 0;
    if (off < 0 || off > t->file->len || t->stuck >= STUCK_MAX ||
        t->restarts > RESTARTS_MAX) {
        return say_lost(t, off, why);
    }
    bool is_ours = off == (int64_t)t->off + t->len;
    meter_put(&t->meter, (uint32_t)off, is_ours ? t->len : 0, tty_now_ms());
    t->off = (uint32_t)off;
    return CLIENT_DONE;
}

static enum client_end check_match(const struct item *answer, struct why *why)
{
    struct item match;
    if (!item_find(answer, "match", &match) || item_is_true(answer, "match")) {
        return CLIENT_DONE;
    }
    (void)why_say(why, "The device holds other data than the file: the line "
                       "is disturbed or its flash is worn; upload again");
    return CLIENT_MISMATCH;
}

static enum client_end step(struct transfer *t, struct why *why)
{
    struct item answer;
    struct codes_error error;
    if (!make_current(t)) {
        (void)why_say(why,
                      "A packet of %u bytes has no room for data: raise "
                      "mtu in the connection string",
                      (unsigned)t->message_max);
        return CLIENT_USAGE;
    }
    say_phase(t);
    enum client_end end = exchange(t, &answer, why);
    if (end != CLIENT_DONE) {
        return end;
    }
    if (codes_find(&answer, &error)) {
        return client_say_refused(&answer, &error, why);
    }
    end = follow(t, item_int(&answer, "off", -1), why);
    return end == CLIENT_DONE && t->off == t->file->len
               ? check_match(&answer, why)
               : end;
}

enum client_end transfer_run(struct transfer *t, struct why *why)
{
    enum client_end end = CLIENT_DONE;
    t->off = t->len = t->ready_len = 0;
    t->current = t->stuck = t->restarts = 0;
    while (end == CLIENT_DONE && t->off < t->file->len) {
        end = step(t, why);
    }
    return end;
}
