/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The revision of ESP32, for all combinations of its bits. Majors are those of
 * SPEC, Chip revision.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "port/common/chip.h"
#include "port/common/revision.h"
#include "tests/drivers/bus.h"

const struct chip chip = {.efuse = 0x3ff5a000};

/* bit 31 of APB_CTRL_DATE, CHIP_VER_REV2, CHIP_VER_REV1 */
static const uint32_t majors[8] = {0, 1, 0, 2, 0, 0, 0, 3};

static void the_major_number_follows_three_bits(void **state)
{
    (void)state;
    for (uint32_t bits = 0; bits < 8; bits++) {
        bus_clear();
        bus_put(0x3ff5a00c, 0xffff7fff | (bits & 1) << 15);
        bus_put(0x3ff5a014, 0xfcefffff | (bits >> 1 & 1) << 20);
        bus_put(0x3ff6607c, 0x7fffffff | bits >> 2 << 31);
        assert_int_equal(revision_get(), 100 * majors[bits]);
    }
}

static void the_minor_number_is_added(void **state)
{
    (void)state;
    for (uint32_t minor = 0; minor < 4; minor++) {
        bus_clear();
        bus_put(0x3ff5a00c, 1u << 15);
        bus_put(0x3ff5a014, 1u << 20 | minor << 24);
        bus_put(0x3ff6607c, 1u << 31);
        assert_int_equal(revision_get(), 300 + minor);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_major_number_follows_three_bits),
        cmocka_unit_test(the_minor_number_is_added),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
