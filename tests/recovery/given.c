/* SPDX-License-Identifier: Apache-2.0 */
/* See given.h. */
#include "tests/recovery/given.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/powerloss/maker.h"

static struct dock device;
static struct given_image images[GIVEN_COUNT];

static const struct {
    uint32_t len;
    uint8_t major;
} made[GIVEN_COUNT] = {
    [GIVEN_OLD] = {19000, 3},   [GIVEN_NEW] = {17611, 4},
    [GIVEN_OTHER] = {25600, 5}, [GIVEN_LOWER] = {17000, 2},
    [GIVEN_BAD] = {18002, 6},
};

struct dock *given_dock(void)
{
    return &device;
}

/* The hash is the last entry of the last area. */
void given_make(struct given_image *image, uint32_t len, uint8_t major)
{
    const struct recipe recipe = {.len = len,
                                  .seed = len * 7 + major,
                                  .likeness = LIKE_NOTHING,
                                  .block_len = DOCK_SECTOR,
                                  .major = major};

    maker_make(&recipe, image->bytes);
    image->len = len;
    memcpy(image->hash, image->bytes + len - GIVEN_HASH_LEN, GIVEN_HASH_LEN);
}

const struct given_image *given_image(enum given_name name)
{
    struct given_image *image = &images[name];

    if (image->len == 0) {
        given_make(image, made[name].len, made[name].major);
        if (name == GIVEN_BAD) {
            image->bytes[9000] ^= 0x10;
        }
    }
    return image;
}

void given_blank(const struct dock_shape *shape)
{
    static const struct dock_shape plain = {.name = "plain"};

    dock_open(&device, shape == NULL ? &plain : shape);
    dock_start(&device);
}

void given_device(const struct dock_shape *shape)
{
    static const struct dock_shape plain = {.name = "plain"};
    const struct given_image *old = given_image(GIVEN_OLD);

    dock_open(&device, shape == NULL ? &plain : shape);
    dock_put(&device, 0, SLOT_PRIMARY, old->bytes, old->len);
    dock_start(&device);
}

void must(const char *wrong)
{
    if (wrong != NULL) {
        fail_msg("%s (flash address %#x)", wrong,
                 (unsigned)device.flash.violation_addr);
    }
}

uint32_t ask(uint8_t first, uint32_t command, const struct pack *payload)
{
    static struct wire_message m;
    struct pack empty;

    pack_open(&empty);
    pack_map(&empty, 0);
    dock_request(&device, &m, first, command,
                 payload == NULL ? &empty : payload);
    must(dock_ask(&device, &m));
    return answer_rc(&device.answer);
}

int64_t ask_upload(const struct client *c, uint32_t off, uint32_t len,
                   unsigned fields)
{
    struct pack p;
    uint32_t rc;

    client_pack(c, off, len, fields, &p);
    rc = ask(c->is_v2 ? WRITE_V2 : WRITE_V1, CMD_UPLOAD, &p);
    return rc == 0 ? (int64_t)answer_number(&device.answer, 0, KEY_OFF)
                   : -1 - (int64_t)rc;
}

int64_t ask_first(const struct client *c, uint32_t len)
{
    unsigned fields = FIELD_DATA | FIELD_LEN | FIELD_OFF;

    fields |= c->has_sha ? FIELD_SHA : 0;
    fields |= c->image != CLIENT_NO_IMAGE ? FIELD_IMAGE : 0;
    return ask_upload(c, 0, len, fields);
}

void upload_all(struct client *c)
{
    enum client_end end = client_run(c, &device);

    if (end != CLIENT_DONE) {
        fail_msg("the upload fails at %u: %s, rc %u", (unsigned)c->off,
                 c->wrong == NULL ? "-" : c->wrong, (unsigned)c->rc);
    }
}

void must_be_silent(const struct wire *w)
{
    must(dock_silence(&device, w->bytes, w->len));
    must(dock_alive(&device));
}

void must_answer(const struct wire *w, uint32_t count)
{
    dock_feed(&device, w->bytes, w->len);
    must(dock_take(&device));
    assert_int_equal(device.answer_count, count);
    must(dock_alive(&device));
}

void must_boot(enum given_name name)
{
    const struct given_image *image = given_image(name);

    assert_true(dock_boot(&device));
    assert_true(dock_holds(&device, 0, SLOT_PRIMARY, image->bytes, image->len));
    must(dock_check(&device));
}
