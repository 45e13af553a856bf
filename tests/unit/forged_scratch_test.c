/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks by what an update file holds behind its image: those bytes go
 * through scratch, where they stand for a moment like a trailer of scratch. A
 * cut at that moment must not let them be taken for one, neither for the image
 * that is being updated nor for another one that shares the scratch area.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/rig.h"

#define SMALL    0x200u  /* payload of the image that is left alone */
#define REACHES  0x1d00u /* a length that reaches the trailer's sector */
#define BELOW    0x300u  /* a length that does not */
#define CUTS_MAX 200u

/** Where the bytes behind an image come to stand at the end of scratch. */
struct layout {
    uint32_t scratch_len; /* bytes */
    uint32_t old_payload; /* bytes, of the longer image in the primary */
    uint32_t new_payload; /* bytes */
    uint32_t end;         /* where the exchanged part ends */
};

static const struct layout SHORT_UPDATE = {RIG_SECTOR, 0x1200, 0x200, 0x1400};
static const struct layout LONG_UPDATE = {2 * RIG_SECTOR, 0x1a00, 0x1a00,
                                          0x1c00};

static struct rig rig;
static jmp_buf power;

/** A forged trailer of scratch; SPEC, Slot trailer, with A = 8. */
struct forgery {
    uint8_t image;        /* whose swap it claims to be */
    uint8_t type;         /* 2 test, 3 permanent, 4 revert */
    uint32_t swap_len;    /* bytes */
    uint8_t record_count; /* 0 .. 3 */
};

static uint32_t write_image(uint8_t index, enum slot slot, uint8_t major,
                            uint32_t payload_len)
{
    const struct rig_image image = {
        .payload_len = payload_len, .major = major, .fill = major, .needs = -1};

    return rig_write(&rig, index, slot, &image);
}

static void forge(uint8_t index, uint32_t tail, const struct forgery *f)
{
    static const uint8_t magic[16] = {0x77, 0xc2, 0x95, 0xf3, 0x60, 0xd2,
                                      0xef, 0x7f, 0x35, 0x52, 0x50, 0x0f,
                                      0x2c, 0xb6, 0x79, 0x80};
    uint8_t *end =
        rig_bytes(&rig, &rig.config.slot[index][SLOT_SECONDARY]) + tail;

    for (uint8_t i = 0; i < f->record_count; i++) {
        end[-60 + 4 * i] = (uint8_t)(i + 1);
    }
    put_le32(end - 48, f->swap_len);
    end[-40] = (uint8_t)(f->type | f->image << 4);
    memcpy(end - 16, magic, sizeof(magic));
}

/* Both images confirmed at 2; a long old image 1 lies ready, unasked for. */
static void given_images(const struct layout *l, uint8_t updated,
                         const struct forgery *f)
{
    struct app_slots slots;
    uint8_t other = (uint8_t)(1 - updated);

    rig_open(&rig, UPDATE_SCRATCH);
    rig.config.prevent_downgrade = true;
    rig.config.image_count = 2;
    rig.config.scratch.len = l->scratch_len;
    rig.flash.power = &power;
    (void)write_image(updated, SLOT_PRIMARY, 2, l->old_payload);
    (void)write_image(updated, SLOT_SECONDARY, 3, l->new_payload);
    (void)write_image(other, SLOT_PRIMARY, 2, SMALL);
    (void)write_image(other, SLOT_SECONDARY, 1, SMALL);
    forge(updated, l->end, f);
    slots = rig_app(&rig, updated);
    assert_int_equal(app_update_request(&slots, true), OK);
}

/* Boots with a cut after some operations; false if it was not reached. */
static bool boot_is_cut(uint32_t after, enum nor_cut_manner manner)
{
    if (setjmp(power) != 0) {
        nor_cut_disarm(&rig.flash);
        return true;
    }
    nor_cut_arm(&rig.flash, after, manner, 1);
    (void)rig_boot(&rig);
    nor_cut_disarm(&rig.flash);
    return false;
}

static void expect_update_of(uint8_t updated)
{
    uint8_t other = (uint8_t)(1 - updated);

    assert_int_equal(rig_boot(&rig), OK);
    assert_int_equal(rig_major(&rig, updated, SLOT_PRIMARY), 3);
    assert_int_equal(rig_major(&rig, updated, SLOT_SECONDARY), 2);
    assert_int_equal(rig_major(&rig, other, SLOT_PRIMARY), 2);
    assert_int_equal(rig_major(&rig, other, SLOT_SECONDARY), 1);
}

/* Cuts at each operation, and once more at the start of the next boot. */
static void try_cuts(const struct layout *l, uint8_t updated,
                     const struct forgery *f)
{
    for (uint32_t n = 0; n < CUTS_MAX; n++) {
        bool reached;

        given_images(l, updated, f);
        reached = boot_is_cut(n, NOR_CUT_AFTER);
        expect_update_of(updated);
        for (uint32_t m = 0; reached && m < 3; m++) {
            given_images(l, updated, f);
            (void)boot_is_cut(n, NOR_CUT_AFTER);
            (void)boot_is_cut(m, NOR_CUT_AFTER);
            expect_update_of(updated);
        }
        if (!reached) {
            return;
        }
    }
    fail_msg("the update takes more operations than expected");
}

static void try_forgeries(const struct layout *l, uint8_t updated,
                          uint8_t image)
{
    static const uint32_t lens[] = {REACHES, BELOW};

    for (uint8_t type = 2; type <= 4; type++) {
        for (uint8_t records = 0; records <= 3; records++) {
            for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
                const struct forgery f = {image, type, lens[i], records};

                try_cuts(l, updated, &f);
            }
        }
    }
}

static void forged_trailer_does_not_lead_its_own_update_astray(void **state)
{
    (void)state;
    try_forgeries(&SHORT_UPDATE, 0, 0);
    try_forgeries(&LONG_UPDATE, 0, 0);
}

static void forged_trailer_does_not_touch_another_image(void **state)
{
    (void)state;
    try_forgeries(&SHORT_UPDATE, 0, 1);
    try_forgeries(&SHORT_UPDATE, 1, 0);
}

/*
 * A short update is started and then its slot can not be read, so the old
 * image runs; meanwhile a long one takes its place, which goes on in scratch.
 */
static void update_left_started_does_not_hide_the_next_one(void **state)
{
    bool reached = true;

    (void)state;
    for (uint32_t n = 0; reached; n++) {
        struct app_slots slots;

        rig_open(&rig, UPDATE_SCRATCH);
        rig.flash.power = &power;
        (void)write_image(0, SLOT_PRIMARY, 2, SMALL);
        (void)write_image(0, SLOT_SECONDARY, 3, SMALL);
        slots = rig_app(&rig, 0);
        assert_int_equal(app_update_request(&slots, true), OK);
        assert_true(boot_is_cut(9, NOR_CUT_AFTER));
        rig.flash.bad_addr = rig.config.slot[0][SLOT_SECONDARY].addr + 0x100;
        rig.flash.bad_len = 1;
        assert_int_equal(rig_boot(&rig), OK);
        assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 2);
        assert_int_equal(rig.boot.update[0].progress, UPDATE_STARTED);
        rig.flash.bad_len = 0;
        (void)write_image(0, SLOT_SECONDARY, 4, REACHES);
        assert_int_equal(app_update_request(&slots, true), OK);
        reached = boot_is_cut(n, NOR_CUT_AFTER);
        assert_int_equal(rig_boot(&rig), OK);
        assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 4);
        assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forged_trailer_does_not_lead_its_own_update_astray),
        cmocka_unit_test(forged_trailer_does_not_touch_another_image),
        cmocka_unit_test(update_left_started_does_not_hide_the_next_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
