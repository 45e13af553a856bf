/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real eFuses or virtual ones, as the product says: one program for each. The
 * test plays the chip's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "iface/efuse_burn.h"
#include "iface/log.h"
#include "port/common/efuse.h"
#include "port/common/efuse_chip.h"
#include "port/common/product.h"

const struct efuse_chip efuse_chip = {.blocks = 4};

static uint32_t real[EFUSE_BLOCK_WORDS];
static uint32_t burns;
static uint32_t warnings;
static struct efuse efuse;

uint32_t efuse_chip_word(uint32_t block, uint32_t word)
{
    return block == 1 && word < EFUSE_BLOCK_WORDS ? real[word] : 0;
}

uint32_t efuse_chip_key_len(void)
{
    return 24;
}

bool efuse_chip_is_sound(uint32_t block)
{
    return block != 1;
}

status_t efuse_chip_burn(uint32_t block, const uint32_t bits[EFUSE_BLOCK_WORDS])
{
    assert_int_equal(block, 1);
    real[0] |= bits[0];
    burns++;
    return OK;
}

void log_line(enum log_level level, const char *text, uint32_t a, uint32_t b)
{
    (void)a;
    (void)b;
    warnings += level == LOG_WARNING && strstr(text, "VIRTUAL") != NULL;
}

static int given_an_open_efuse(void **state)
{
    (void)state;
    memset(real, 0, sizeof(real));
    memset(&efuse, 0, sizeof(efuse));
    burns = 0;
    warnings = 0;
    real[0] = 1;
    assert_int_equal(efuse_open(&efuse, NULL), OK);
    return 0;
}

static void virtual_burns_leave_the_chip_alone(void **state)
{
    const uint32_t bits[EFUSE_BLOCK_WORDS] = {6};

    (void)state;
    assert_int_equal(efuse_burn_block(&efuse, 1, bits), OK);
    assert_int_equal(efuse_word(&efuse, 1, 0), 7);
    assert_int_equal(burns, product.efuse_virtual ? 0 : 1);
    assert_int_equal(real[0], product.efuse_virtual ? 1 : 7);
}

static void virtual_ones_are_told_loudly(void **state)
{
    (void)state;
    assert_int_equal(warnings, product.efuse_virtual ? 1 : 0);
}

static void virtual_blocks_are_always_sound(void **state)
{
    (void)state;
    assert_int_equal(efuse_is_sound(&efuse, 1), product.efuse_virtual);
    assert_true(efuse_is_sound(&efuse, 2));
}

static void coding_scheme_is_the_chips(void **state)
{
    (void)state;
    assert_int_equal(efuse_key_len(&efuse), 24);
}

#define TEST(name) cmocka_unit_test_setup(name, given_an_open_efuse)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(virtual_burns_leave_the_chip_alone),
        TEST(virtual_ones_are_told_loudly),
        TEST(virtual_blocks_are_always_sound),
        TEST(coding_scheme_is_the_chips),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
