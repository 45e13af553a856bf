/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encrypted flash whose erased units were filled with encrypted 0xff, as
 * MCUboot's port and its applications leave it since 2.3: such units read as
 * unset and can not be written like erased ones (trailer.h, T4). Whole boots
 * on both schemes of the chips.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "iface/flash_encrypt.h"
#include "tests/unit/rig.h"

#define UNIT FLASH_ENCRYPT_LEN

static const struct rig_image V1 = {2000, 1, 0x11, 0, -1, 0};
static const struct rig_image V2 = {2100, 2, 0x22, 0, -1, 0};

static struct rig rig;
static struct rig kept;
static jmp_buf power;

/* Offsets from the end of a slot with A = 32, from SPEC, Slot trailer. */
enum back { BACK_IMAGE_OK = 64, BACK_COPY_DONE = 96 };

static struct flash_cipher cipher_of(bool is_esp32)
{
    static const uint8_t key[32] = "a key that only tests would use";
    struct flash_cipher c;

    assert_int_equal(is_esp32 ? flash_cipher_open_tweaked(&c, key, 32, 0xf)
                              : flash_cipher_open_xts(&c, key, 32),
                     OK);
    return c;
}

static void given_pair(enum update_mode mode, bool is_esp32)
{
    struct flash_cipher cipher = cipher_of(is_esp32);

    rig_open(&rig, mode);
    rig_write(&rig, 0, SLOT_PRIMARY, &V1);
    rig_write(&rig, 0, SLOT_SECONDARY, &V2);
    rig_encrypt(&rig, &cipher);
    rig.flash.power = &power;
}

static uint32_t from_end(enum slot slot, uint32_t back)
{
    const struct config_area *area = &rig.config.slot[0][slot];

    return area->addr + area->len - back;
}

/* Fills what is erased, in a part of the flash. */
static void fill(uint32_t addr, uint32_t len)
{
    uint8_t ones[UNIT];
    bool erased;

    memset(ones, 0xff, sizeof(ones));
    for (uint32_t i = 0; i < len; i += UNIT) {
        assert_int_equal(flash_is_erased(&rig.flash, addr + i, UNIT, &erased),
                         OK);
        if (erased) {
            assert_int_equal(flash_write(&rig.flash, addr + i, ones, UNIT), OK);
        }
    }
}

static void fill_slot(enum slot slot)
{
    fill(rig.config.slot[0][slot].addr, rig.config.slot[0][slot].len);
}

/* Boots; true if power failed. */
static bool boot_is_cut(uint64_t after, enum nor_cut_manner manner)
{
    nor_cut_arm(&rig.flash, after, manner, 5);
    if (setjmp(power) != 0) {
        return true;
    }
    (void)rig_boot(&rig);
    nor_cut_disarm(&rig.flash);
    return false;
}

static void expect_boot(uint8_t primary, uint8_t secondary)
{
    assert_int_equal(rig_boot(&rig), OK);
    assert_true(verdict_is_pass(rig.result.verdict));
    assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), primary);
    assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), secondary);
    assert_null(rig.flash.violation);
}

static void request(bool permanent)
{
    struct app_slots slots = rig_app(&rig, 0);

    assert_int_equal(app_update_request(&slots, permanent), OK);
}

static struct trailer primary_trailer(void)
{
    return rig_app(&rig, 0).primary;
}

static struct trailer_state read_state(const struct trailer *t)
{
    struct trailer_state s;

    assert_int_equal(trailer_read(t, &s), OK);
    return s;
}

/* What a reader sees that only decrypts. */
static uint8_t decrypted(enum slot slot, uint32_t back)
{
    uint8_t byte;

    assert_int_equal(flash_read(&rig.flash, from_end(slot, back), &byte, 1),
                     OK);
    return byte;
}

static bool is_erased(enum slot slot, uint32_t back)
{
    bool erased;

    assert_int_equal(
        flash_is_erased(&rig.flash, from_end(slot, back), UNIT, &erased), OK);
    return erased;
}

static void filled_units_are_no_records_until_one_is_written(void **state)
{
    struct trailer t;
    uint32_t count;
    bool can;

    (void)state;
    given_pair(UPDATE_SCRATCH, false);
    t = primary_trailer();
    assert_int_equal(trailer_can_put_magic(&t, &can), OK);
    assert_true(can);
    fill_slot(SLOT_PRIMARY);
    assert_int_equal(trailer_record_last(&t, 24, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(trailer_put_record(&t, 5, 3), OK);
    assert_int_equal(trailer_record_last(&t, 24, &count), OK);
    assert_int_equal(count, 6);
    assert_int_equal(trailer_can_put_magic(&t, &can), OK);
    assert_false(can);
}

static void image_ok_is_filled_by_written_ones_alone(void **state)
{
    struct trailer t;

    (void)state;
    given_pair(UPDATE_MOVE, true);
    t = primary_trailer();
    assert_false(read_state(&t).filled);
    assert_int_equal(trailer_fill_image_ok(&t), OK);
    assert_int_equal(read_state(&t).image_ok, MARK_UNSET);
    assert_true(read_state(&t).filled);
    assert_int_equal(trailer_put_flag(&t, TRAILER_IMAGE_OK), OK);
    assert_int_equal(read_state(&t).image_ok, MARK_BAD);
    assert_false(read_state(&t).filled);
}

static void after_a_filled_request_image_ok_reads_as_unset(void **state)
{
    (void)state;
    for (int mode = UPDATE_SCRATCH; mode <= UPDATE_MOVE; mode++) {
        given_pair((enum update_mode)mode, mode == UPDATE_MOVE);
        request(false);
        fill_slot(SLOT_SECONDARY);
        expect_boot(2, 1);
        assert_int_equal(decrypted(SLOT_PRIMARY, BACK_IMAGE_OK), 0xff);
        assert_false(is_erased(SLOT_PRIMARY, BACK_IMAGE_OK));
        expect_boot(1, 2);
    }
}

static void after_a_request_beside_erased_units_image_ok_is_erased(void **state)
{
    (void)state;
    for (int mode = UPDATE_SCRATCH; mode <= UPDATE_MOVE; mode++) {
        given_pair((enum update_mode)mode, mode == UPDATE_SCRATCH);
        request(false);
        expect_boot(2, 1);
        assert_true(is_erased(SLOT_PRIMARY, BACK_IMAGE_OK));
        expect_boot(1, 2);
    }
}

static void our_library_confirms_over_filled_image_ok(void **state)
{
    struct app_slots slots;
    struct app_state app;

    (void)state;
    given_pair(UPDATE_SCRATCH, false);
    request(false);
    fill_slot(SLOT_SECONDARY);
    expect_boot(2, 1);
    slots = rig_app(&rig, 0);
    assert_int_equal(app_update_state(&slots, &app), OK);
    assert_false(app.confirmed);
    assert_int_equal(app_update_confirm(&slots), OK);
    assert_int_equal(app_update_state(&slots, &app), OK);
    assert_true(app.confirmed);
    expect_boot(2, 1);
}

/* Half a request would be worse than none: nothing is written. */
static void our_library_asks_for_no_update_in_a_filled_slot(void **state)
{
    struct app_slots slots;
    uint64_t ops;

    (void)state;
    given_pair(UPDATE_SCRATCH, true);
    fill_slot(SLOT_SECONDARY);
    slots = rig_app(&rig, 0);
    ops = rig.flash.op_count;
    assert_int_equal(app_update_request(&slots, true), TRAILER_E_MAGIC);
    assert_int_equal(rig.flash.op_count, ops);
    expect_boot(1, 2);
}

/* Leaves an update as MCUboot would that lost power in it, all filled. */
static bool begin_and_fill(enum update_mode mode, bool is_esp32, bool permanent,
                           uint64_t after)
{
    given_pair(mode, is_esp32);
    request(permanent);
    if (!boot_is_cut(after, NOR_CUT_AFTER)) {
        return false;
    }
    fill(0, RIG_FLASH);
    return true;
}

/* Power fails once more, at each operation of the boot that finishes. */
static void finish_cut_everywhere(uint64_t seed)
{
    bool was_cut = true;

    kept = rig;
    for (uint64_t op = 0; was_cut; op++) {
        uint64_t manner = (seed + op) % NOR_CUT_MANNER_COUNT;

        rig = kept;
        was_cut = boot_is_cut(op, (enum nor_cut_manner)manner);
        expect_boot(2, 1);
        expect_boot(2, 1);
    }
}

static void a_permanent_update_in_filled_flash_is_finished(void **state)
{
    (void)state;
    for (int mode = UPDATE_SCRATCH; mode <= UPDATE_MOVE; mode++) {
        for (uint64_t n = 0; n < 1000; n++) {
            if (!begin_and_fill((enum update_mode)mode, n % 2 != 0, true, n)) {
                assert_in_range(n, 20, 999);
                break;
            }
            finish_cut_everywhere(n);
        }
    }
}

static void a_trial_in_filled_flash_is_finished_and_reverted(void **state)
{
    (void)state;
    for (int mode = UPDATE_SCRATCH; mode <= UPDATE_MOVE; mode++) {
        for (uint64_t n = 0; n < 1000; n++) {
            if (!begin_and_fill((enum update_mode)mode, n % 2 == 0, false, n)) {
                assert_in_range(n, 20, 999);
                break;
            }
            if (decrypted(SLOT_PRIMARY, BACK_COPY_DONE) != 1) {
                expect_boot(2, 1);
            }
            expect_boot(1, 2);
            expect_boot(1, 2);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filled_units_are_no_records_until_one_is_written),
        cmocka_unit_test(image_ok_is_filled_by_written_ones_alone),
        cmocka_unit_test(after_a_filled_request_image_ok_reads_as_unset),
        cmocka_unit_test(
            after_a_request_beside_erased_units_image_ok_is_erased),
        cmocka_unit_test(our_library_confirms_over_filled_image_ok),
        cmocka_unit_test(our_library_asks_for_no_update_in_a_filled_slot),
        cmocka_unit_test(a_permanent_update_in_filled_flash_is_finished),
        cmocka_unit_test(a_trial_in_filled_flash_is_finished_and_reverted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
