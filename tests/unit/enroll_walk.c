/* SPDX-License-Identifier: Apache-2.0 */
/* See enroll_walk.h. */
#include "tests/unit/enroll_walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define BOOTS_MAX 40
#define ANY       (WALK_SECURE | WALK_CRYPT)
#define NO        ENROLL_NO_LOCK

/** A field, and the products that burn it. */
struct row {
    uint32_t flags; /* one of them */
    struct enroll_field field;
};

const struct enroll_chip *const walk_chips[4] = {
    &enroll_esp32, &enroll_esp32s2, &enroll_esp32c3, &enroll_esp32s3};

static const struct row rows_esp32[] = {
    {WALK_SECURE, {198, 1, ENROLL_STAGE_SECURE, 14, "JTAG_DISABLE"}},
    {WALK_SECURE, {194, 1, ENROLL_STAGE_SECURE, 15, "CONSOLE"}},
    {WALK_SECURE, {197, 1, ENROLL_STAGE_ENABLE, 13, "ABS_DONE_1"}},
    {WALK_CRYPT, {188, 4, ENROLL_STAGE_CRYPT, 10, "FLASH_CRYPT_CONFIG"}},
    {WALK_CRYPT, {199, 1, ENROLL_STAGE_CRYPT, 15, "DL_ENCRYPT"}},
    {WALK_CRYPT, {200, 1, ENROLL_STAGE_CRYPT, 15, "DL_DECRYPT"}},
    {WALK_CRYPT, {201, 1, ENROLL_STAGE_CRYPT, 15, "DL_CACHE"}},
    {WALK_SECURE, {0, 1, ENROLL_STAGE_LOCK, 1, "RD_DIS"}},
    {WALK_CRYPT, {3, 1, ENROLL_STAGE_LOCK, 1, "DIS_CACHE"}},
    {WALK_RELEASE, {27, 1, ENROLL_STAGE_LAST, 2, "UART_DOWNLOAD_DIS"}},
    {WALK_RELEASE, {2, 1, ENROLL_STAGE_LAST_LOCK, 1, "FLASH_CRYPT_CNT"}},
    {0, {0, 0, 0, 0, NULL}},
};
static const struct row rows_s2[] = {
    {ANY, {47, 1, ENROLL_STAGE_SECURE, 2, "DIS_BOOT_REMAP"}},
    {ANY, {129, 1, ENROLL_STAGE_SECURE, 18, "DIS_LEGACY_SPI_BOOT"}},
    {ANY, {50, 1, ENROLL_STAGE_SECURE, 2, "HARD_DIS_JTAG"}},
    {WALK_SECURE, {49, 1, ENROLL_STAGE_SECURE, 2, "SOFT_DIS_JTAG"}},
    {WALK_SECURE, {116, 1, ENROLL_STAGE_ENABLE, 15, "SECURE_BOOT_EN"}},
    {WALK_CRYPT, {51, 1, ENROLL_STAGE_CRYPT, 2, "MANUAL_ENCRYPT"}},
    {WALK_CRYPT, {42, 2, ENROLL_STAGE_CRYPT, 2, "DOWNLOAD_CACHES"}},
    {WALK_SECURE, {0, 1, ENROLL_STAGE_LOCK, NO, "RD_DIS"}},
    {WALK_CRYPT, {2, 1, ENROLL_STAGE_LOCK, NO, "DIS_ICACHE"}},
    {WALK_RELEASE, {128, 1, ENROLL_STAGE_LAST, 18, "DIS_DOWNLOAD_MODE"}},
    {WALK_RELEASE, {4, 1, ENROLL_STAGE_LAST_LOCK, NO, "COUNTER"}},
    {0, {0, 0, 0, 0, NULL}},
};
static const struct row rows_c3[] = {
    {ANY, {129, 1, ENROLL_STAGE_SECURE, 18, "DIS_DIRECT_BOOT"}},
    {ANY, {51, 1, ENROLL_STAGE_SECURE, 2, "DIS_PAD_JTAG"}},
    {ANY, {41, 1, ENROLL_STAGE_SECURE, 2, "DIS_USB_JTAG"}},
    {WALK_SECURE, {48, 3, ENROLL_STAGE_SECURE, 31, "SOFT_DIS_JTAG"}},
    {WALK_SECURE, {116, 1, ENROLL_STAGE_ENABLE, 15, "SECURE_BOOT_EN"}},
    {WALK_CRYPT, {52, 1, ENROLL_STAGE_CRYPT, 2, "MANUAL_ENCRYPT"}},
    {WALK_CRYPT, {42, 1, ENROLL_STAGE_CRYPT, 2, "DOWNLOAD_ICACHE"}},
    {WALK_SECURE, {0, 1, ENROLL_STAGE_LOCK, NO, "RD_DIS"}},
    {WALK_CRYPT, {2, 1, ENROLL_STAGE_LOCK, NO, "DIS_ICACHE"}},
    {WALK_RELEASE, {133, 1, ENROLL_STAGE_LAST, 18, "SECURITY_DOWNLOAD"}},
    {WALK_RELEASE, {4, 1, ENROLL_STAGE_LAST_LOCK, NO, "COUNTER"}},
    {0, {0, 0, 0, 0, NULL}},
};
static const struct row rows_s3[] = {
    {ANY, {129, 1, ENROLL_STAGE_SECURE, 18, "DIS_DIRECT_BOOT"}},
    {ANY, {51, 1, ENROLL_STAGE_SECURE, 2, "DIS_PAD_JTAG"}},
    {ANY, {118, 1, ENROLL_STAGE_SECURE, 2, "DIS_USB_JTAG"}},
    {WALK_SECURE, {48, 3, ENROLL_STAGE_SECURE, 31, "SOFT_DIS_JTAG"}},
    {WALK_SECURE, {117, 1, ENROLL_STAGE_SECURE, 16, "AGGRESSIVE_REVOKE"}},
    {WALK_SECURE, {116, 1, ENROLL_STAGE_ENABLE, 15, "SECURE_BOOT_EN"}},
    {WALK_CRYPT, {52, 1, ENROLL_STAGE_CRYPT, 2, "MANUAL_ENCRYPT"}},
    {WALK_CRYPT, {42, 2, ENROLL_STAGE_CRYPT, 2, "DOWNLOAD_CACHES"}},
    {WALK_SECURE, {0, 1, ENROLL_STAGE_LOCK, NO, "RD_DIS"}},
    {WALK_CRYPT, {2, 1, ENROLL_STAGE_LOCK, NO, "DIS_ICACHE"}},
    {WALK_RELEASE, {133, 1, ENROLL_STAGE_LAST, 18, "SECURITY_DOWNLOAD"}},
    {WALK_RELEASE, {4, 1, ENROLL_STAGE_LAST_LOCK, NO, "COUNTER"}},
    {0, {0, 0, 0, 0, NULL}},
};

static const struct row *rows_of(const struct enroll_chip *chip)
{
    static const struct row *const rows[4] = {rows_esp32, rows_s2, rows_c3,
                                              rows_s3};

    for (uint32_t i = 0; i < 4; i++) {
        if (walk_chips[i] == chip) {
            return rows[i];
        }
    }
    return NULL;
}

static uint32_t draw(struct walk *w)
{
    w->random = w->random * 1664525u + 1013904223u;
    return w->random ^ w->random >> 15;
}

void walk_digest(uint32_t d, uint32_t words[EFUSE_BLOCK_WORDS])
{
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        words[i] = 0x9e3779b9u * (i + 1 + 8 * d);
    }
}

void walk_open(struct walk *w, const struct enroll_chip *chip, uint32_t flags,
               uint32_t digests)
{
    const struct row *row = rows_of(chip);

    memset(w, 0, sizeof(*w));
    fuse_model_open(&w->fuse, chip);
    for (; row->flags != 0; row++) {
        if ((row->flags & flags) != 0) {
            w->field[w->config.field_count++] = row->field;
        }
    }
    w->config.chip = chip;
    w->config.armed = true;
    w->config.secure_boot = (flags & WALK_SECURE) != 0;
    w->config.encryption = (flags & WALK_CRYPT) != 0;
    w->config.wide_key = (flags & WALK_WIDE) != 0;
    w->config.field = w->field;
    w->facts.config = &w->config;
    w->facts.digest_count = (uint8_t)digests;
    for (uint32_t d = 0; d < digests; d++) {
        walk_digest(d, w->facts.digest[d]);
    }
}

static uint32_t purpose_of(const struct walk *w, uint32_t i)
{
    return fuses_field(&w->fuse.real, w->config.chip->purpose_bit + 4 * i, 4);
}

int walk_find(const struct walk *w, uint32_t purpose)
{
    int found = -1;

    for (uint32_t i = 0; i < w->config.chip->key_count; i++) {
        if (purpose_of(w, i) == purpose) {
            assert_int_equal(found, -1);
            found = (int)i;
        }
    }
    return found;
}

void walk_put(struct walk *w, uint32_t i,
              const uint32_t data[EFUSE_BLOCK_WORDS], uint32_t purpose,
              bool guarded)
{
    const struct enroll_chip *chip = w->config.chip;

    fuses_set(&w->fuse.real, chip->key_block + i, data);
    if (chip->has_purposes) {
        fuse_model_set(&w->fuse, chip->purpose_bit + 4 * i, purpose);
    }
    if (guarded) {
        fuse_model_set(&w->fuse, chip->block_lock + i, 1);
    }
    if (guarded && chip->has_purposes) {
        fuse_model_set(&w->fuse, chip->purpose_lock + i, 1);
    }
}

/* ---- what must hold ---- */

static bool is_guarded(const struct walk *w, uint32_t i)
{
    const struct enroll_chip *chip = w->config.chip;

    return fuse_model_bit(&w->fuse, chip->block_lock + i) &&
           (!chip->has_purposes ||
            fuse_model_bit(&w->fuse, chip->purpose_lock + i));
}

static bool is_hidden(const struct walk *w, uint32_t i)
{
    return fuse_model_bit(&w->fuse, w->config.chip->read_bit + i);
}

static bool is_ours(const struct walk *w, uint32_t i)
{
    const uint32_t *data = w->fuse.real.word[w->config.chip->key_block + i];

    for (uint32_t d = 0; d < w->facts.digest_count; d++) {
        if (memcmp(data, w->facts.digest[d], EFUSE_BLOCK_LEN) == 0) {
            return true;
        }
    }
    return false;
}

/* Key blocks that the ROM trusts and that are ours. */
static uint32_t trusted(const struct walk *w)
{
    const struct enroll_chip *chip = w->config.chip;
    uint32_t count = 0;

    if (!chip->has_purposes) {
        return is_ours(w, 1) && is_guarded(w, 1) && !is_hidden(w, 1) ? 1 : 0;
    }
    for (uint32_t d = 0; d < 3; d++) {
        int i = walk_find(w, 9 + d);

        if (i >= 0 && !fuse_model_bit(&w->fuse, chip->revoke_bit + d)) {
            assert_true(is_guarded(w, (uint32_t)i));
            assert_false(is_hidden(w, (uint32_t)i));
            count += is_ours(w, (uint32_t)i) ? 1 : 0;
        }
    }
    return count;
}

static void expect_key(const struct walk *w, int i)
{
    const uint32_t *data;

    assert_true(i >= 0 && i < w->config.chip->flash_count);
    assert_true(is_hidden(w, (uint32_t)i));
    assert_true(is_guarded(w, (uint32_t)i));
    data = w->fuse.real.word[w->config.chip->key_block + (uint32_t)i];
    assert_true(data[0] != 0 && data[5] != 0);
}

static void expect_flash_key(const struct walk *w)
{
    if (!w->config.chip->has_purposes) {
        expect_key(w, 0);
    } else if (w->config.wide_key) {
        expect_key(w, walk_find(w, 2));
        expect_key(w, walk_find(w, 3));
    } else {
        expect_key(w, walk_find(w, 4));
    }
}

/* Digests without a block are revoked, so that nobody adds one. */
static void expect_revoked(const struct walk *w)
{
    for (uint32_t d = 0; d < 3 && w->config.chip->has_purposes; d++) {
        assert_true(walk_find(w, 9 + d) >= 0 ||
                    fuse_model_bit(&w->fuse, w->config.chip->revoke_bit + d));
    }
}

void walk_expect_enrolled(const struct walk *w, uint32_t digests)
{
    const struct enroll_chip *chip = w->config.chip;

    if (w->config.secure_boot) {
        assert_true(fuse_model_bit(&w->fuse, chip->secure_bit));
        assert_int_equal(trusted(w), digests);
        expect_revoked(w);
    }
    if (w->config.encryption) {
        assert_int_equal(
            fuses_ones(fuses_field(&w->fuse.real, chip->counter_bit,
                                   chip->counter_width)) %
                2,
            1);
        expect_flash_key(w);
    }
    for (uint32_t i = 0; i < w->config.field_count; i++) {
        const struct enroll_field *field = &w->field[i];

        assert_int_equal(fuses_field(&w->fuse.real, field->bit, field->width),
                         (1u << field->width) - 1);
    }
}

/* ---- walking ---- */

static void check_step(const struct walk *w, const struct step *s)
{
    if (s->kind == STEP_FIELDS && s->about == ENROLL_STAGE_ENABLE) {
        assert_true(trusted(w) >= 1);
        expect_revoked(w);
    }
    if (s->kind == STEP_ENCRYPT || s->kind == STEP_COUNTER) {
        expect_flash_key(w);
    }
    if (s->kind == STEP_COUNTER) {
        assert_true(w->facts.encrypted);
        assert_true(w->facts.burned);
    }
    if (s->kind == STEP_FIELDS && s->about >= ENROLL_STAGE_LAST) {
        assert_false(w->facts.burned);
        assert_true(next_is_settled(&w->facts));
    }
}

static status_t burn(struct walk *w, const struct step *s)
{
    uint32_t bits[EFUSE_BLOCK_WORDS];

    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        bits[i] = s->kind == STEP_FILL ? s->bits[i] & draw(w) : s->bits[i];
    }
    return fuse_model_burn(&w->fuse, s->block, bits);
}

static void draw_cut(struct walk *w)
{
    w->cuts--;
    w->fuse.cut_op = w->fuse.op + draw(w) % 9;
    w->fuse.tear = (enum fuse_tear)(draw(w) % 3);
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        w->fuse.mask[i] = draw(w);
    }
}

static void begin_boot(struct walk *w)
{
    const struct step restart = {.kind = STEP_RESTART};

    if (w->cuts > 0) {
        draw_cut(w);
    }
    w->boots++;
    w->fuse.is_cut = false;
    next_note(&w->facts, &restart);
    fuse_model_view(&w->fuse, &w->facts.fuses);
    w->facts.settled = next_is_settled(&w->facts);
}

/* true: nothing more to do, or nothing more can be done */
static bool boot(struct walk *w, status_t *status)
{
    struct step s;

    begin_boot(w);
    for (uint32_t n = 0; n < NEXT_STEP_MAX; n++) {
        next_step(&w->facts, &s);
        *status = s.why;
        if (s.kind == STEP_REFUSE || s.kind == STEP_DONE) {
            return true;
        }
        if (s.kind == STEP_RESTART) {
            w->restarts++;
            return false;
        }
        check_step(w, &s);
        if (s.kind >= STEP_FILL) {
            *status = burn(w, &s);
        }
        if (*status != OK) {
            return !w->fuse.is_cut;
        }
        fuse_model_view(&w->fuse, &w->facts.fuses);
        next_note(&w->facts, &s);
    }
    fail_msg("too many steps");
    return true;
}

status_t walk_run(struct walk *w)
{
    status_t status = OK;

    for (uint32_t i = 0; i < BOOTS_MAX; i++) {
        if (boot(w, &status)) {
            return status;
        }
    }
    fail_msg("too many boots");
    return status;
}
