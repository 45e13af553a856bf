/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The turn of recovery: a request, or work that waits, or silence.
 *
 * Source: SPEC, Serial recovery.
 */
#include "recovery/recovery.h"

#include "base/memory.h"
#include "iface/serial.h"
#include "iface/ticks.h"

/* A client whose patience is short has asked again by then; what it sent
 * meanwhile would be answered one request late. */
#define SLOW_MS 150

/* Bytes taken in one go, and how often dropped: a line that never falls silent
 * stops nobody else. */
#define TAKEN_MAX   FRAME_PACKET_LEN
#define DROPPED_MAX 8

static enum recovery_next answer(struct recovery *r, const uint8_t *message,
                                 uint32_t message_len)
{
    uint32_t began_ms = ticks_ms();
    uint32_t len = smp_handle(r, message, message_len, r->answer + FRAME_HEAD);
    bool is_slow = ticks_ms() - began_ms > SLOW_MS;

    frame_next(&r->frame);
    for (uint32_t n = 0; is_slow && n < DROPPED_MAX; n++) {
        recovery_receive(r);
        frame_next(&r->frame);
    }
    if (len != 0) {
        frame_send(r->answer, len);
        serial_drain();
        r->heard_ms = ticks_ms();
    }
    return r->next;
}

/* Something boots if every image does, or will be exchanged for one. */
static bool something_boots(struct recovery *r)
{
    const struct boot_config *config = config_known(r->boot->config);

    for (uint8_t i = 0; i < config->image_count; i++) {
        enum swap_type type = SWAP_NONE;

        boot_look(r->boot, i, SLOT_PRIMARY);
        if (r->boot->facts.image[i].slot[SLOT_PRIMARY].look != LOOK_VALID &&
            (boot_foresee(r->boot, i, &type) != OK || type == SWAP_NONE)) {
            return false;
        }
    }
    return true;
}

static enum recovery_next wait(struct recovery *r)
{
    uint32_t now_ms = ticks_ms();

    if (frame_is_open(&r->frame) && now_ms - r->byte_ms > FRAME_SILENCE_MS) {
        frame_next(&r->frame);
    }
    if (r->config->idle_s == 0 ||
        now_ms - r->heard_ms < r->config->idle_s * 1000) {
        return RECOVERY_GOES_ON;
    }
    r->heard_ms = now_ms; /* if nothing boots: asked again so much later */
    return something_boots(r) ? RECOVERY_RESET_IDLE : RECOVERY_GOES_ON;
}

void recovery_open(struct recovery *r, const struct recovery_config *config,
                   struct boot *boot)
{
    memset(r, 0, sizeof(*r));
    r->config = config;
    r->boot = boot;
    frame_open(&r->frame);
    r->finished = boot_finish(boot);
    r->heard_ms = ticks_ms();
}

void recovery_receive(struct recovery *r)
{
    uint32_t len;
    uint8_t byte;

    for (uint32_t n = 0; n < TAKEN_MAX; n++) {
        if (frame_message(&r->frame, &len) != NULL ||
            serial_read(&byte, 1) == 0) {
            return;
        }
        frame_take(&r->frame, byte);
        r->byte_ms = ticks_ms();
    }
}

enum recovery_next recovery_turn(struct recovery *r)
{
    uint32_t len;
    const uint8_t *message;

    recovery_receive(r);
    message = frame_message(&r->frame, &len);
    if (message != NULL) {
        return answer(r, message, len);
    }
    return upload_work(&r->upload) ? RECOVERY_GOES_ON : wait(r);
}
