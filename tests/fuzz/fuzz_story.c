/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes what is behind the framing: the input is a story of good packets
 * around any header and payload, steps of real uploads, time, resets and cuts
 * of power. Frames are right, so that the fuzzer need not find a CRC.
 */
#include <string.h>

#include "tests/fuzz/device.h"
#include "tests/fuzz/fuzz.h"
#include "tests/recovery/client.h"

#define ACTS_MAX   24
#define STEPS_MAX  24u
#define HASH_OFF   (DEVICE_IMAGE_LEN - 32u)
#define WRITE_V1   0x02u
#define CMD_STATE  0x000100u
#define CMD_UPLOAD 0x000101u
#define CBOR_FALSE 0xf4u
#define TICK_MS    64u

/** What is left of the input. */
struct input {
    const uint8_t *at;
    size_t left;
};

static struct wire_message message;
static struct pack payload;
static struct client client;

static uint8_t take(struct input *in)
{
    if (in->left == 0) {
        return 0;
    }
    in->left--;
    return *in->at++;
}

static uint32_t take16(struct input *in)
{
    uint32_t high = take(in);

    return high << 8 | take(in);
}

/* Up to len bytes of the input as they are. */
static void take_raw(struct input *in, uint32_t len)
{
    if (len > in->left) {
        len = (uint32_t)in->left;
    }
    if (len > 4000) {
        len = 4000;
    }
    pack_raw(&payload, in->at, len);
    in->at += len;
    in->left -= len;
}

/* A request gets one answer, anything else silence; then a reset may follow. */
static void ask(struct dock *d)
{
    static struct wire w;
    uint8_t op = message.bytes[0] & 7;

    if (op == 0 || op == 2) {
        device_expect(dock_ask(d, &message));
    } else {
        w.len = 0;
        wire_send(&w, &message);
        device_expect(dock_silence(d, w.bytes, w.len));
    }
}

static void act_message(struct dock *d, struct input *in)
{
    struct wire_header h = {.first = take(in), .flags = take(in)};

    h.group = take(in);
    h.id = take(in);
    h.sequence = 9;
    pack_open(&payload);
    take_raw(in, take(in));
    h.len = (uint16_t)payload.len;
    wire_message(&message, &h, &payload);
    ask(d);
}

/* An upload packet as a client makes it, then changed at some places. */
static void act_packet(struct dock *d, struct input *in)
{
    unsigned fields = take(in) & 63;
    uint32_t off = take16(in) % DEVICE_IMAGE_LEN;
    uint32_t len = take16(in) % 700;
    uint32_t changes = take(in) % 4;

    client.image = take(in) % 8;
    if (len > DEVICE_IMAGE_LEN - off) {
        len = DEVICE_IMAGE_LEN - off;
    }
    client_pack(&client, off, len, fields, &payload);
    while (changes-- > 0 && payload.len > 0) {
        payload.bytes[take16(in) % payload.len] ^= take(in);
    }
    dock_request(d, &message, WRITE_V1, CMD_UPLOAD, &payload);
    ask(d);
}

static void act_steps(struct dock *d, struct input *in)
{
    uint32_t steps = take(in) % STEPS_MAX;

    client.chunk = take16(in) % 2000 + 32;
    client.image = (take(in) % 8) - 1;
    client.is_v2 = (client.chunk & 1) != 0;
    client.has_sha = (client.chunk & 2) != 0;
    while (steps-- > 0 && !d->is_cut) {
        enum client_end end = client_step(&client, d);

        device_expect(end == CLIENT_WRONG ? client.wrong : NULL);
        if (end != CLIENT_GOES_ON) {
            client.off = 0;
        }
    }
}

static void act_state(struct dock *d, struct input *in)
{
    uint8_t how = take(in);

    pack_open(&payload);
    pack_map(&payload, 2);
    pack_text(&payload, "hash");
    pack_bytes(&payload, device_image() + HASH_OFF, 32);
    pack_text(&payload, "confirm");
    pack_byte(&payload, (uint8_t)(CBOR_FALSE + (how & 1)));
    dock_request(d, &message, WRITE_V1, CMD_STATE, &payload);
    ask(d);
}

static void act_noise(struct dock *d, struct input *in)
{
    pack_open(&payload);
    take_raw(in, take(in));
    dock_feed(d, payload.bytes, payload.len);
    if (!d->is_cut) {
        device_expect(dock_take(d));
    }
    if (d->next == RECOVERY_GOES_ON && !d->is_cut) {
        dock_feed(d, "\n", 1);
    }
}

static void act_cut(struct dock *d, struct input *in)
{
    uint32_t after = take16(in) % 300;
    uint8_t manner = take(in) % NOR_CUT_MANNER_COUNT;

    nor_cut_arm(&d->flash, after, (enum nor_cut_manner)manner, after);
}

static void act(struct dock *d, struct input *in)
{
    switch (take(in) % 10) {
    case 0:
    case 1:
        act_message(d, in);
        break;
    case 2:
        act_packet(d, in);
        break;
    case 3:
    case 4:
        act_steps(d, in);
        break;
    case 5:
        act_state(d, in);
        break;
    case 6:
        d->line.ms += take16(in) * TICK_MS;
        break;
    case 7:
        (void)dock_boot(d);
        d->next = RECOVERY_RESET;
        break;
    case 8:
        act_noise(d, in);
        break;
    default:
        act_cut(d, in);
        break;
    }
    if (d->is_cut || d->next != RECOVERY_GOES_ON) {
        dock_start(d);
    }
    if (d->is_cut) {
        dock_start(d); /* a cut happens once */
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, size};
    struct dock *d = device_new(take(&in));

    client_open(&client, device_image(), DEVICE_IMAGE_LEN);
    d->receives = true;
    for (int i = 0; i < ACTS_MAX && in.left > 0; i++) {
        act(d, &in);
    }
    nor_cut_disarm(&d->flash);
    device_judge(d);
    return 0;
}
