/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads that fail say nothing of what stands on flash: whatever an update has
 * to know and can not read makes it wait for another boot.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rig.h"

#define LONG_PAYLOAD  0x1400u
#define SHORT_PAYLOAD 0x200u
#define DIGEST_OFF                                                             \
    (0x1f70u - 32u) /* S - T - 32; SPEC, Note below the trailer */
#define READS_MAX 40u

static const enum update_mode SWAPS[] = {UPDATE_SCRATCH, UPDATE_MOVE};

static struct rig rig;

static void write_image(enum slot slot, uint8_t major, uint32_t payload_len)
{
    const struct rig_image image = {
        .payload_len = payload_len, .major = major, .fill = major, .needs = -1};

    (void)rig_write(&rig, 0, slot, &image);
}

static void given_update(enum update_mode mode)
{
    struct app_slots slots;

    rig_open(&rig, mode);
    rig.config.prevent_downgrade = true;
    write_image(SLOT_PRIMARY, 2, LONG_PAYLOAD);
    write_image(SLOT_SECONDARY, 3, SHORT_PAYLOAD);
    slots = rig_app(&rig, 0);
    assert_int_equal(app_update_request(&slots, false), OK);
}

static void expect_runs(uint8_t major)
{
    assert_int_equal(rig_boot(&rig), OK);
    assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), major);
}

static void trial_is_not_taken_back_on_an_unreadable_note(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(SWAPS) / sizeof(SWAPS[0]); i++) {
        given_update(SWAPS[i]);
        expect_runs(3);
        write_image(SLOT_SECONDARY, 1, SHORT_PAYLOAD);
        rig.flash.bad_addr = DIGEST_OFF;
        rig.flash.bad_len = 1;
        expect_runs(3);
        rig.flash.bad_len = 0;
        expect_runs(3);
    }
}

/* The old image is the longer one: cut short it could not be taken back. */
static void unreadable_header_does_not_cut_the_old_image_short(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(SWAPS) / sizeof(SWAPS[0]); i++) {
        for (uint32_t reads = 1; reads < READS_MAX; reads++) {
            given_update(SWAPS[i]);
            rig.config.prevent_downgrade = reads % 2 == 0;
            rig.flash.bad_addr = 0;
            rig.flash.bad_len = 1;
            rig.flash.bad_reads = reads;
            (void)rig_boot(&rig);
            rig.flash.bad_len = 0;
            (void)rig_boot(&rig);
            (void)rig_boot(&rig);
            expect_runs(2);
            assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 3);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trial_is_not_taken_back_on_an_unreadable_note),
        cmocka_unit_test(unreadable_header_does_not_cut_the_old_image_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
