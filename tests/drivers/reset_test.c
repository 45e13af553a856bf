/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is kept through deep sleep, for all causes and segments. Each chip's
 * description is linked with it; where its causes stand is written here a
 * second time on purpose. No emulator models deep sleep.
 */
#include "port/common/reset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "port/common/chip.h"
#include "tests/drivers/bus.h"

#define CAUSE_COUNT 64u
#define DEEP_SLEEP  5u

/* RTC_CNTL_RESET_STATE */
static const struct {
    const char *chip;
    uint32_t addr;
} registers[] = {
    {"esp32", 0x3ff48034},
    {"esp32s2", 0x3f408038},
    {"esp32c3", 0x60008038},
    {"esp32s3", 0x60008038},
};

/* The other CPU's cause, and all that lies above, is noise. */
static void given_cause(uint32_t cause)
{
    bus_clear();
    for (size_t i = 0; i < sizeof(registers) / sizeof(registers[0]); i++) {
        if (strcmp(registers[i].chip, chip.name) == 0) {
            bus_put(registers[i].addr, 0xffffffc0u | cause);
        }
    }
}

static void the_cause_is_that_of_this_cpu(void **state)
{
    (void)state;
    for (uint32_t cause = 0; cause < CAUSE_COUNT; cause++) {
        given_cause(cause);
        assert_int_equal(reset_cause(), cause);
    }
}

static void only_rtc_memory_is_kept_and_only_through_deep_sleep(void **state)
{
    (void)state;
    for (uint32_t cause = 0; cause < CAUSE_COUNT; cause++) {
        for (uint32_t kind = 0; kind < LOAD_SEGMENT_COUNT; kind++) {
            const struct load_segment segment = {.kind = (enum load_kind)kind};
            bool is_rtc = kind == LOAD_RTC_FAST || kind == LOAD_RTC_SLOW;

            given_cause(cause);
            assert_int_equal(reset_keeps(&segment, false),
                             is_rtc && cause == DEEP_SLEEP);
        }
    }
}

static void nothing_of_another_application_is_kept(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < LOAD_SEGMENT_COUNT; kind++) {
        const struct load_segment segment = {.kind = (enum load_kind)kind};

        given_cause(DEEP_SLEEP);
        assert_false(reset_keeps(&segment, true));
    }
}

static void asking_writes_nothing(void **state)
{
    const struct load_segment segment = {.kind = LOAD_RTC_SLOW};

    (void)state;
    given_cause(DEEP_SLEEP);
    assert_true(reset_keeps(&segment, false));
    assert_int_equal(bus_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cause_is_that_of_this_cpu),
        cmocka_unit_test(only_rtc_memory_is_kept_and_only_through_deep_sleep),
        cmocka_unit_test(nothing_of_another_application_is_kept),
        cmocka_unit_test(asking_writes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
