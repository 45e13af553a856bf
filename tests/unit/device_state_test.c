/* SPDX-License-Identifier: Apache-2.0 */
/* The file beside a virtual flash: what is written is read, damage is told. */
#include "host/sim/device_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PATH    "device_state_test.sim" /* in the build folder */
#define SECTORS 4u

static int setup(void **state)
{
    static struct device_state device;
    device_state_open(&device, SECTORS);
    (void)remove(PATH);
    *state = &device;
    return 0;
}

static int teardown(void **state)
{
    device_state_free(*state);
    (void)remove(PATH);
    return 0;
}

static void file_set(const char *text)
{
    FILE *out = fopen(PATH, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    fclose(out);
}

static void an_absent_file_is_a_new_device(void **state)
{
    const struct device_state *device = *state;
    struct why why;
    assert_true(device_state_read(PATH, *state, &why));
    assert_int_equal(device->boots, 0);
    assert_int_equal(device->cause, RESET_POWER_ON);
    assert_int_equal(device->wear[0], 0);
}

static void what_was_written_is_read(void **state)
{
    struct device_state *device = *state;
    struct device_state other;
    struct why why;
    device->boots = 7;
    device->cause = RESET_WATCHDOG;
    device->wear[1] = UINT32_MAX;
    device->wear[3] = 1;
    assert_true(device_state_write(PATH, device, &why));
    device_state_open(&other, SECTORS);
    assert_true(device_state_read(PATH, &other, &why));
    assert_int_equal(other.boots, 7);
    assert_int_equal(other.cause, RESET_WATCHDOG);
    assert_memory_equal(other.wear, device->wear, SECTORS * sizeof(uint32_t));
    device_state_free(&other);
}

static void the_form_is_the_documented_one(void **state)
{
    const struct device_state *device = *state;
    struct why why;
    file_set("sallyport-sim 1\nboots 3\ncause brown-out\nwear 2 40\n");
    assert_true(device_state_read(PATH, *state, &why));
    assert_int_equal(device->boots, 3);
    assert_int_equal(device->cause, RESET_BROWN_OUT);
    assert_int_equal(device->wear[2], 40);
}

static void request_for_recovery_is_kept(void **state)
{
    struct device_state *device = *state;
    struct why why;
    file_set("sallyport-sim 1\nboots 3\ncause software\nrecovery asked\n");
    assert_true(device_state_read(PATH, device, &why));
    assert_true(device->asks);
    assert_true(device_state_write(PATH, device, &why));
    device->asks = false;
    assert_true(device_state_read(PATH, device, &why));
    assert_true(device->asks);
}

static void damage_is_told_with_file_and_line(void **state)
{
    static const char *const texts[] = {
        "sallyport-sim 2\n",
        "sallyport-sim 1\nboots many\n",
        "sallyport-sim 1\ncause earthquake\n",
        "sallyport-sim 1\nwear 4 1\n", /* there are four sectors */
        "sallyport-sim 1\nwear 1 4294967296\n",
        "sallyport-sim 1\nboots 99999999999999999999999\n",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct why why;
        file_set(texts[i]);
        assert_false(device_state_read(PATH, *state, &why));
        assert_non_null(strstr(why.text, i == 0 ? PATH ":1 " : PATH ":2 "));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_absent_file_is_a_new_device, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_was_written_is_read, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_form_is_the_documented_one, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(request_for_recovery_is_kept, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(damage_is_told_with_file_and_line,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
