/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What recovery tells of an update is what the next boot does with it: drawn
 * situations, all strategies, with and without downgrade prevention.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/draw.h"
#include "tests/unit/rig.h"

#define SITUATIONS 6000
#define IMAGE_MAX  0x1f00u /* more than any strategy takes */

static struct rig rig;
static jmp_buf power;
static uint8_t before[RIG_FLASH];

/* How often each thing was foreseen. */
static struct {
    uint32_t refused;
    uint32_t of_type[SWAP_REVERT + 1];
} seen;

static uint32_t draw_payload_len(void)
{
    static const uint32_t LENS[] = {0x100, 0x200, 0x1200, 0x1b00, 0x1d00};

    return draw_below(3) == 0 ? 1 + draw_below(IMAGE_MAX) : LENS[draw_below(5)];
}

/* Nothing, an image, or a damaged one. */
static void draw_slot(enum slot slot)
{
    struct rig_image image = {
        .payload_len = draw_payload_len(),
        .major = (uint8_t)(1 + draw_below(3)),
        .fill = (uint8_t)draw_below(256),
        .counter = draw_below(3),
        .needs = -1,
    };
    uint8_t *p = rig_bytes(&rig, &rig.config.slot[0][slot]);

    if (draw_below(8) == 0) {
        memset(p, 0xff, RIG_SLOT);
        return;
    }
    (void)rig_write(&rig, 0, slot, &image);
    if (draw_below(8) == 0) {
        p[draw_below(0x100)] ^= 0x10;
    }
}

static void draw_request(void)
{
    struct app_slots slots = rig_app(&rig, 0);
    uint32_t kind = draw_below(4);

    if (kind != 0 && app_update_request(&slots, kind == 1) != OK) {
        return; /* the image reaches there */
    }
    if (kind == 3 && draw_below(4) == 0) {
        rig.data[2 * RIG_SLOT - 1 - draw_below(0x40)] &= 0x5a;
    }
}

/* A boot as it comes, or cut. */
static void draw_boot(void)
{
    if (draw_below(2) == 0) {
        nor_cut_arm(&rig.flash, draw_below(40),
                    (enum nor_cut_manner)draw_below(NOR_CUT_MANNER_COUNT),
                    draw_below(1000));
    }
    if (setjmp(power) == 0) {
        (void)rig_boot(&rig);
    }
    nor_cut_disarm(&rig.flash);
}

/* Nobody writes a slot before this. */
static void finish(void)
{
    boot_init(&rig.boot, &rig.config, &rig.flash);
    assert_int_equal(boot_finish(&rig.boot), OK);
}

static void draw_situation(void)
{
    rig_open(&rig, (enum update_mode)draw_below(3));
    rig.flash.power = &power;
    rig.config.prevent_downgrade = draw_below(2) == 0;
    rig.config.prevent_by_counter = draw_below(2) == 0;
    draw_slot(SLOT_PRIMARY);
    draw_slot(SLOT_SECONDARY);
    draw_request();
    if (draw_below(2) == 0) {
        draw_boot();
    }
    finish();
    if (draw_below(4) == 0) {
        draw_slot(SLOT_SECONDARY);
        draw_request();
    }
}

/* Of two slots: the bytes before their trailers' first sector. */
static bool is_same(const uint8_t *a, const uint8_t *b)
{
    return memcmp(a, b, 7 * RIG_SECTOR) == 0;
}

static void expect_refused(void)
{
    assert_true(is_same(rig.data, before));
    assert_true(bytes_are(rig.data + RIG_SLOT, 0xff, RIG_SLOT));
    seen.refused++;
}

/* The header that is now in the primary slot: its length, version, digest. */
static void expect_installed(enum swap_type type)
{
    uint32_t len = 32 + le32(before + RIG_SLOT + 12);

    assert_memory_equal(rig.data, before + RIG_SLOT, len);
    seen.of_type[type]++;
}

static void expect_untouched(void)
{
    assert_true(is_same(rig.data, before));
    assert_true(is_same(rig.data + RIG_SLOT, before + RIG_SLOT));
    seen.of_type[SWAP_NONE]++;
}

static void foreseen_is_what_the_boot_does(void **state)
{
    (void)state;
    draw_start();
    for (uint32_t n = 0; n < SITUATIONS; n++) {
        enum swap_type type;
        status_t status;

        draw_situation();
        finish();
        memcpy(before, rig.data, sizeof(before));
        status = boot_foresee(&rig.boot, 0, &type);
        assert_memory_equal(before, rig.data, sizeof(before));
        (void)rig_boot(&rig);
        if (status != OK) {
            expect_refused();
        } else if (type == SWAP_NONE) {
            expect_untouched();
        } else {
            expect_installed(type);
        }
        assert_null(rig.flash.violation);
    }
    printf("refused %u, none %u, test %u, permanent %u, revert %u\n",
           seen.refused, seen.of_type[SWAP_NONE], seen.of_type[SWAP_TEST],
           seen.of_type[SWAP_PERM], seen.of_type[SWAP_REVERT]);
    assert_in_range(seen.refused, SITUATIONS / 50, SITUATIONS);
    for (enum swap_type t = SWAP_NONE; t <= SWAP_REVERT; t++) {
        assert_in_range(seen.of_type[t], SITUATIONS / 50, SITUATIONS);
    }
}

static void given_pair(void)
{
    const struct rig_image v2 = {0x200, 2, 0x22, 0, -1, 0};
    const struct rig_image v1 = {0x200, 1, 0x11, 0, -1, 0};
    struct app_slots slots;

    rig_open(&rig, UPDATE_SCRATCH);
    (void)rig_write(&rig, 0, SLOT_PRIMARY, &v2);
    (void)rig_write(&rig, 0, SLOT_SECONDARY, &v1);
    slots = rig_app(&rig, 0);
    assert_int_equal(app_update_request(&slots, true), OK);
    finish();
}

static void refused_image_is_told_by_the_reason_of_the_boot(void **state)
{
    enum swap_type type;

    (void)state;
    given_pair();
    rig.config.prevent_downgrade = true;
    assert_int_equal(boot_foresee(&rig.boot, 0, &type), ROLLBACK_E_VERSION);
    assert_int_equal(type, SWAP_NONE);
    given_pair();
    rig.data[RIG_SLOT + 64] ^= 1;
    assert_int_equal(boot_foresee(&rig.boot, 0, &type), IMAGE_E_HASH);
}

/* Two looks read each slot once; asked again nothing is read twice. */
static void what_is_known_is_not_verified_again(void **state)
{
    enum swap_type type;

    (void)state;
    given_pair();
    assert_int_equal(boot_foresee(&rig.boot, 0, &type), OK);
    assert_int_equal(type, SWAP_PERM);
    nor_stats_clear(&rig.flash);
    assert_int_equal(boot_foresee(&rig.boot, 0, &type), OK);
    assert_int_equal(rig.flash.stats.bytes_read, 0);
    rig.data[RIG_SLOT + 64] ^= 1;
    boot_refresh(&rig.boot, 0);
    assert_int_equal(boot_foresee(&rig.boot, 0, &type), IMAGE_E_HASH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(foreseen_is_what_the_boot_does),
        cmocka_unit_test(refused_image_is_told_by_the_reason_of_the_boot),
        cmocka_unit_test(what_is_known_is_not_verified_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
