/* SPDX-License-Identifier: Apache-2.0 */
/* See uploader.h. */
#include "tests/unit/uploader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

const struct rig_image IMAGE_V1 = {3000, 1, 0x11, 0, -1, 0};
const struct rig_image IMAGE_V2 = {6000, 2, 0x22, 0, -1, 0};
const struct rig_image IMAGE_V3 = {5000, 3, 0x33, 0, -1, 0};

struct rig rig;
struct recovery recovery;
struct recovery_config recovery_config;
uint8_t file[RIG_SLOT];
uint32_t file_len;
uint8_t sha[HASH_LEN];

static struct rig maker;

/* ---- set-up ---- */

void hash_file(void)
{
    struct hash h;

    hash_open(&h);
    hash_add(&h, file, file_len);
    hash_close(&h, sha);
}

void given_file(const struct rig_image *image)
{
    rig_open(&maker, UPDATE_SCRATCH);
    file_len = rig_write(&maker, 0, SLOT_PRIMARY, image);
    memcpy(file, rig_bytes(&maker, &maker.config.slot[0][0]), file_len);
    hash_file();
}

/* As after a reset. */
void given_recovery(void)
{
    memset(&recovery, 0, sizeof(recovery));
    recovery.config = &recovery_config;
    recovery.boot = &rig.boot;
    boot_init(&rig.boot, &rig.config, &rig.flash);
    recovery.finished = boot_finish(&rig.boot);
}

void given_device(enum update_mode mode, const struct rig_image *primary,
                  const struct rig_image *secondary)
{
    recovery_config = (struct recovery_config){0};
    rig_open(&rig, mode);
    if (primary != NULL) {
        rig_write(&rig, 0, SLOT_PRIMARY, primary);
    }
    if (secondary != NULL) {
        rig_write(&rig, 0, SLOT_SECONDARY, secondary);
    }
    given_file(&IMAGE_V2);
    given_recovery();
}

void given_request(bool permanent)
{
    struct app_slots slots = rig_app(&rig, 0);

    assert_int_equal(app_update_request(&slots, permanent), OK);
}

/* ---- talking ---- */

uint32_t encode(const struct said *s, uint8_t *p, uint32_t max)
{
    struct cbor_writer w;

    cbor_open(&w, p, max);
    cbor_put_map(&w, 2u + (s->image >= 0) + s->has_len + (s->sha_len != 0) +
                         (s->upgrade >= 0));
    cbor_put_text(&w, "data");
    cbor_put_bytes(&w, file + s->off, s->chunk);
    if (s->image >= 0) {
        cbor_put_text(&w, "image");
        cbor_put_uint(&w, (uint32_t)s->image);
    }
    if (s->has_len) {
        cbor_put_text(&w, "len");
        cbor_put_uint(&w, s->len);
    }
    cbor_put_text(&w, "off");
    cbor_put_uint(&w, s->off);
    if (s->sha_len != 0) {
        cbor_put_text(&w, "sha");
        cbor_put_bytes(&w, s->sha, s->sha_len);
    }
    if (s->upgrade >= 0) {
        cbor_put_text(&w, "upgrade");
        cbor_put_bool(&w, s->upgrade != 0);
    }
    return w.len;
}

static struct heard hear(enum smp_rc rc, const struct smp_answer *answer)
{
    struct cbor_field field[] = {
        {.key = "rc", .kind = CBOR_UINT},
        {.key = "off", .kind = CBOR_UINT},
        {.key = "match", .kind = CBOR_BOOL},
    };
    struct heard heard = {.rc = rc, .reason = answer->reason};

    if (rc == SMP_OK) {
        assert_true(cbor_read_map(answer->out.p, answer->out.len, field, 3));
        assert_true(field[0].present && field[0].number == 0);
        assert_true(field[1].present);
        heard.off = field[1].number;
        heard.match = field[2].present && field[2].number != 0;
    }
    return heard;
}

struct heard ask(const uint8_t *payload, uint32_t len, uint8_t version)
{
    static uint8_t out[SMP_ANSWER_LEN];
    struct smp_request request = {.op = SMP_WRITE,
                                  .version = version,
                                  .group = 1,
                                  .id = 1,
                                  .payload = payload,
                                  .len = len};
    struct smp_answer answer = {.reason = NULL};

    cbor_open(&answer.out, out, sizeof(out));
    return hear(upload_handle(&recovery, &request, &answer), &answer);
}

struct heard say(const struct said *s)
{
    static uint8_t payload[RIG_SLOT + 256];

    return ask(payload, encode(s, payload, sizeof(payload)), s->version);
}

struct said first(int image, uint32_t chunk)
{
    return (struct said){.image = image,
                         .chunk = chunk,
                         .has_len = true,
                         .len = file_len,
                         .sha = sha,
                         .sha_len = HASH_LEN,
                         .upgrade = -1};
}

struct said later(uint32_t off, uint32_t chunk)
{
    return (struct said){
        .image = -1, .off = off, .chunk = chunk, .upgrade = -1, .version = 1};
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Sends the rest of the file behind an answer. */
struct heard go_on(struct heard h, uint32_t chunk)
{
    while (h.rc == SMP_OK && h.off < file_len) {
        struct said s = later(h.off, smaller(chunk, file_len - h.off));
        uint32_t off = h.off;

        for (uint32_t i = 0; i < 2 && upload_work(&recovery.upload); i++) {
        }
        h = say(&s);
        assert_true(h.rc != SMP_OK || h.off == off + s.chunk);
    }
    return h;
}

struct heard upload(int image, uint32_t chunk)
{
    struct said s = first(image, chunk);

    return go_on(say(&s), chunk);
}

void expect_upload(int image)
{
    struct heard h = upload(image, 500);

    assert_int_equal(h.rc, SMP_OK);
    assert_int_equal(h.off, file_len);
}

/* ---- what is there ---- */

uint8_t *slot_bytes(enum slot slot)
{
    return rig_bytes(&rig, &rig.config.slot[0][slot]);
}

bool holds_file(enum slot slot)
{
    return memcmp(slot_bytes(slot), file, file_len) == 0;
}

enum swap_type next_update(void)
{
    struct app_slots slots = rig_app(&rig, 0);
    struct app_state app;

    assert_int_equal(app_update_state(&slots, &app), OK);
    return app.next;
}

void expect_boot(const struct rig_image *image)
{
    assert_int_equal(rig_boot(&rig), OK);
    assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), image->major);
    assert_int_equal(rig_boot(&rig), OK);
    assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), image->major);
}

void expect_refusal(const struct said *s, enum smp_rc rc, const char *reason)
{
    uint64_t ops = rig.flash.op_count;
    struct heard h = say(s);

    assert_int_equal(h.rc, rc);
    if (reason == NULL) {
        assert_null(h.reason);
    } else {
        assert_string_equal(h.reason, reason);
    }
    assert_int_equal(rig.flash.op_count, ops);
    assert_int_equal(recovery.upload.stage, UPLOAD_NONE);
}
