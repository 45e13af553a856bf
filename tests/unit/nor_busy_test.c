/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual flash's hook for the time that an operation takes: once for
 * each operation that is finished, none for one that power cut.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "port/sim/nor.h"

#define SECTOR_LEN 4096u
#define BLOCK_LEN  (4u * SECTOR_LEN)
#define FLASH_LEN  (8u * SECTOR_LEN)
#define SEEN_MAX   8

struct fixture {
    struct flash nor;
    uint8_t data[FLASH_LEN];
    struct nor_work seen[SEEN_MAX];
    uint8_t first_byte[SEEN_MAX]; /* of the range, when the hook was called */
    unsigned count;
};

static struct fixture fix;
static jmp_buf power;

static const struct nor_geometry geometry = {
    .run = {{SECTOR_LEN, FLASH_LEN / SECTOR_LEN}},
    .run_count = 1,
    .write_len = 4,
    .page_len = 256,
    .large_erase_len = BLOCK_LEN,
};

static void work_note(void *context, const struct nor_work *work)
{
    struct fixture *f = context;
    assert_in_range(f->count, 0, SEEN_MAX - 1);
    f->seen[f->count] = *work;
    f->first_byte[f->count] = f->data[work->addr];
    f->count++;
}

static int setup(void **state)
{
    (void)state;
    memset(&fix, 0, sizeof(fix));
    if (nor_open(&fix.nor, &geometry, fix.data) != OK) {
        return -1;
    }
    fix.nor.power = &power;
    fix.nor.busy = work_note;
    fix.nor.busy_context = &fix;
    return 0;
}

static void expect_work(unsigned n, uint32_t addr, uint32_t len, bool is_erase)
{
    assert_int_equal(fix.seen[n].addr, addr);
    assert_int_equal(fix.seen[n].len, len);
    assert_int_equal(fix.seen[n].is_erase, is_erase);
}

static void each_sector_and_block_of_an_erase_is_told(void **state)
{
    (void)state;
    assert_int_equal(
        flash_erase(&fix.nor, 3 * SECTOR_LEN, SECTOR_LEN + BLOCK_LEN), OK);
    assert_int_equal(fix.count, 2);
    expect_work(0, 3 * SECTOR_LEN, SECTOR_LEN, true);
    expect_work(1, 4 * SECTOR_LEN, BLOCK_LEN, true);
}

static void each_page_of_a_write_is_told(void **state)
{
    (void)state;
    uint8_t bytes[300];
    memset(bytes, 0x5a, sizeof(bytes));
    memset(fix.data, 0xff, SECTOR_LEN);
    assert_int_equal(flash_write(&fix.nor, 240, bytes, sizeof(bytes)), OK);
    assert_int_equal(fix.count, 3);
    expect_work(0, 240, 16, false);
    expect_work(1, 256, 256, false);
    expect_work(2, 512, 28, false);
}

static void array_has_changed_when_the_hook_is_called(void **state)
{
    (void)state;
    const uint8_t bytes[4] = {0x5a, 1, 2, 3};
    assert_int_equal(flash_erase(&fix.nor, 0, SECTOR_LEN), OK);
    assert_int_equal(flash_write(&fix.nor, 0, bytes, sizeof(bytes)), OK);
    assert_int_equal(fix.first_byte[0], 0xff);
    assert_int_equal(fix.first_byte[1], 0x5a);
}

static bool power_fails_at_erase(enum nor_cut_manner manner)
{
    nor_cut_arm(&fix.nor, 0, manner, 0);
    if (setjmp(power) != 0) {
        return true;
    }
    assert_int_equal(flash_erase(&fix.nor, 0, SECTOR_LEN), OK);
    return false;
}

static void nobody_waits_for_an_operation_that_power_cut(void **state)
{
    (void)state;
    for (int manner = 0; manner < NOR_CUT_MANNER_COUNT; manner++) {
        assert_true(power_fails_at_erase((enum nor_cut_manner)manner));
    }
    assert_int_equal(fix.count, 0);
}

static void flash_that_is_only_read_is_never_busy(void **state)
{
    (void)state;
    uint8_t bytes[64];
    bool erased;
    assert_int_equal(flash_read(&fix.nor, 0, bytes, sizeof(bytes)), OK);
    assert_int_equal(flash_is_erased(&fix.nor, 0, SECTOR_LEN, &erased), OK);
    assert_int_equal(fix.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_sector_and_block_of_an_erase_is_told,
                               setup),
        cmocka_unit_test_setup(each_page_of_a_write_is_told, setup),
        cmocka_unit_test_setup(array_has_changed_when_the_hook_is_called,
                               setup),
        cmocka_unit_test_setup(nobody_waits_for_an_operation_that_power_cut,
                               setup),
        cmocka_unit_test_setup(flash_that_is_only_read_is_never_busy, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
