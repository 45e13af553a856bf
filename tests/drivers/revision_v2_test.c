/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The revision of ESP32-S2, ESP32-C3 and ESP32-S3, for all numbers that its
 * bits can hold. Where they lie in block 1 is that of the chips' manuals,
 * written here a second time on purpose.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "port/common/chip.h"
#include "port/common/revision.h"
#include "tests/drivers/bus.h"

#define BLOCK1_WORDS 6

/* Address of block 1, and the first bits of the revision's parts. */
static const struct place {
    const char *chip;
    uint32_t block1;
    uint32_t major;
    uint32_t minor_high;
    uint32_t minor_low;
} places[] = {
    {"esp32s2", 0x3f41a044, 114, 116, 132},
    {"esp32c3", 0x60008844, 184, 183, 114},
    {"esp32s3", 0x60007044, 184, 183, 114},
};

static const struct place *place_of_chip(void)
{
    size_t i = 0;

    while (strcmp(places[i].chip, chip.name) != 0) {
        i++;
    }
    return &places[i];
}

static void set_bits(uint32_t *words, uint32_t first, uint32_t count,
                     uint32_t value)
{
    uint32_t mask = (1u << count) - 1;

    words[first / 32] &= ~(mask << first % 32);
    words[first / 32] |= value << first % 32;
}

/* All other bits of the block are ones. */
static void given_revision(uint32_t major, uint32_t minor)
{
    const struct place *p = place_of_chip();
    uint32_t words[BLOCK1_WORDS];

    memset(words, 0xff, sizeof(words));
    set_bits(words, p->major, 2, major);
    set_bits(words, p->minor_high, 1, minor / 8);
    set_bits(words, p->minor_low, 3, minor % 8);
    bus_clear();
    for (uint32_t i = 0; i < BLOCK1_WORDS; i++) {
        bus_put(p->block1 + 4 * i, words[i]);
    }
}

static void every_revision_is_told(void **state)
{
    (void)state;
    for (uint32_t major = 0; major < 4; major++) {
        for (uint32_t minor = 0; minor < 16; minor++) {
            given_revision(major, minor);
            assert_int_equal(revision_get(), 100 * major + minor);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_revision_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
