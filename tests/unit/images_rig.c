/* SPDX-License-Identifier: Apache-2.0 */
/* See images_rig.h. */
#include "tests/unit/images_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/hex.h"

#define LONG_PAYLOAD 0x1d00u

struct images_rig images;

const struct rig_image V1 = {IMAGES_PAYLOAD, 1, 0x11, 0, -1, 0};
const struct rig_image V2 = {IMAGES_PAYLOAD, 2, 0x22, 0, -1, 0};
const struct rig_image V3 = {IMAGES_PAYLOAD, 3, 0x33, 0, -1, 0};
const struct rig_image LONG2 = {LONG_PAYLOAD, 2, 0x44, 0, -1, 0};

static char text[4096];

/* ---- requests and answers ---- */

void images_begin(void)
{
    memset(&images.recovery, 0, sizeof(images.recovery));
    memset(&images.config, 0, sizeof(images.config));
    boot_init(&images.rig.boot, &images.rig.config, &images.rig.flash);
    assert_int_equal(boot_finish(&images.rig.boot), OK);
    images.recovery.boot = &images.rig.boot;
    images.recovery.config = &images.config;
}

void images_given(const struct rig_image *primary,
                  const struct rig_image *secondary)
{
    rig_open(&images.rig, UPDATE_SCRATCH);
    if (primary != NULL) {
        (void)rig_write(&images.rig, 0, SLOT_PRIMARY, primary);
    }
    if (secondary != NULL) {
        (void)rig_write(&images.rig, 0, SLOT_SECONDARY, secondary);
    }
    images_begin();
}

void images_request(uint8_t index, bool permanent)
{
    struct app_slots slots = rig_app(&images.rig, index);

    assert_int_equal(app_update_request(&slots, permanent), OK);
    images_begin();
}

enum smp_rc images_send(images_handler handle, const uint8_t *payload,
                        uint32_t len)
{
    const struct smp_request request = {.payload = payload, .len = len};

    cbor_open(&images.answer.out, images.room,
              sizeof(images.room) - SMP_HEADER_LEN);
    images.answer.reason = NULL;
    return handle(&images.recovery, &request, &images.answer);
}

/* The payload of an example, and what follows its header. */
uint32_t images_example(enum smp_example_name name, uint8_t *bytes)
{
    struct hex message = hex_read(smp_examples[name].message);

    memcpy(bytes, message.bytes + SMP_HEADER_LEN, message.len - SMP_HEADER_LEN);
    return (uint32_t)message.len - SMP_HEADER_LEN;
}

/* {"hash": .., "confirm": ..} in the order in which clients send it. */
enum smp_rc images_set_state(const uint8_t *hash, int confirm)
{
    uint8_t payload[64];
    struct cbor_writer w;

    cbor_open(&w, payload, sizeof(payload));
    cbor_put_map(&w, (hash != NULL ? 1u : 0u) + (confirm >= 0 ? 1u : 0u));
    if (hash != NULL) {
        cbor_put_text(&w, "hash");
        cbor_put_bytes(&w, hash, HASH_LEN);
    }
    if (confirm >= 0) {
        cbor_put_text(&w, "confirm");
        cbor_put_bool(&w, confirm != 0);
    }
    return images_send(images_set, payload, w.len);
}

enum smp_rc images_erase_slot(uint32_t slot)
{
    uint8_t payload[16];
    struct cbor_writer w;

    cbor_open(&w, payload, sizeof(payload));
    cbor_put_map(&w, 1);
    cbor_put_text(&w, "slot");
    cbor_put_uint(&w, slot);
    return images_send(images_erase, payload, w.len);
}

/* The hash that an image in a slot claims: its last bytes. */
const uint8_t *images_hash(uint8_t index, enum slot slot)
{
    uint8_t *p = rig_bytes(&images.rig, &images.rig.config.slot[index][slot]);

    return p + 32 + le32(p + 12) + le16(p + 10) + 4 + 4;
}

/* ---- answers as text ---- */

static uint32_t argument(const uint8_t **p)
{
    uint32_t info = *(*p)++ & 0x1f;
    uint32_t len = info < 24 ? 0 : 1u << (info - 24);
    uint32_t value = info < 24 ? info : 0;

    for (; len > 0; len--) {
        value = value << 8 | *(*p)++;
    }
    return value;
}

static void add(const char *piece, size_t len)
{
    size_t at = strlen(text);

    assert_true(at + len < sizeof(text));
    memcpy(text + at, piece, len);
    text[at + len] = '\0';
}

/* One item without what it holds; returns how many items it holds. */
static uint32_t add_item(const uint8_t **p)
{
    uint32_t major = **p >> 5;
    bool is_true = **p == 0xf5;
    uint32_t value = argument(p);
    char piece[16];

    switch (major) {
    case 0:
        add(piece, (size_t)snprintf(piece, sizeof(piece), "%u", value));
        return 0;
    case 2:
        add(piece, (size_t)snprintf(piece, sizeof(piece), "h%02x%02x", (*p)[0],
                                    (*p)[value - 1]));
        *p += value;
        return 0;
    case 3:
        add((const char *)*p, value);
        *p += value;
        return 0;
    case 4:
        add("[", 1);
        return value;
    case 5:
        add("{", 1);
        return 2 * value;
    default:
        add("true", is_true ? 4 : 0);
        return 0;
    }
}

/* {images[{slot 0 version 1.0.0 ..}{..}]}, with quotes and commas left out. */
const char *images_answered(void)
{
    const uint8_t *p = images.room;
    uint32_t left[8] = {1};
    char closing[8] = "";
    uint32_t depth = 0;

    text[0] = '\0';
    assert_true(images.answer.out.len <= images.answer.out.max);
    while (depth > 0 || left[0] > 0) {
        if (left[depth] == 0) {
            add(&closing[depth--], 1);
            add(" ", left[depth] > 0);
            continue;
        }
        left[depth]--;
        closing[depth + 1] = *p >> 5 == 4 ? ']' : '}';
        left[depth + 1] = add_item(&p);
        if (*(text + strlen(text) - 1) == '[' ||
            *(text + strlen(text) - 1) == '{') {
            depth++;
        } else if (left[depth] > 0) {
            add(" ", 1);
        }
    }
    assert_int_equal(p - images.room, images.answer.out.len);
    return text;
}

const char *images_entry(enum slot slot, const struct rig_image *image,
                         const char *flags)
{
    static char line[2][128];
    const uint8_t *hash = images_hash(0, slot);

    (void)snprintf(line[slot], sizeof(line[slot]),
                   "{slot %u version %u.0.0 hash h%02x%02x bootable true%s}",
                   slot, image->major, hash[0], hash[HASH_LEN - 1], flags);
    return line[slot];
}

void images_expect(const char *first, const char *second)
{
    char expected[512];

    (void)snprintf(expected, sizeof(expected), "{images [%s%s%s]}", first,
                   *first != '\0' && *second != '\0' ? " " : "", second);
    assert_string_equal(images_answered(), expected);
}

void images_expect_listed(void)
{
    assert_int_equal(images_send(images_list, NULL, 0), SMP_OK);
}

void images_expect_boot(uint8_t major)
{
    assert_int_equal(rig_boot(&images.rig), OK);
    assert_int_equal(images.rig.result.start[0].facts->header.version.major,
                     major);
}

void images_given_two(void)
{
    rig_open(&images.rig, UPDATE_SCRATCH);
    images.rig.config.image_count = 2;
    (void)rig_write(&images.rig, 0, SLOT_PRIMARY, &V1);
    (void)rig_write(&images.rig, 1, SLOT_PRIMARY, &V2);
    (void)rig_write(&images.rig, 1, SLOT_SECONDARY, &V3);
    images_begin();
}
