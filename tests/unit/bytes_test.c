/* SPDX-License-Identifier: Apache-2.0 */
/* Little-endian access, comparison in constant time, wiping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"

static void numbers_are_read_lowest_byte_first(void **state)
{
    (void)state;
    static const uint8_t p[] = {0xff, 0x3d, 0xb8, 0xf3, 0x96, 0xff};

    /* the image magic of SPEC, "Image header": 0x96f3b83d is 3d b8 f3 96 */
    assert_int_equal(le32(p + 1), 0x96f3b83d);
    assert_int_equal(le16(p + 1), 0xb83d);
    assert_int_equal(le16(p + 3), 0x96f3);
}

static void numbers_are_written_lowest_byte_first(void **state)
{
    (void)state;
    uint8_t p[8];
    static const uint8_t expected[8] = {0xee, 0x3d, 0xb8, 0xf3,
                                        0x96, 0x07, 0x69, 0xee};

    memset(p, 0xee, sizeof(p));
    put_le32(p + 1, 0x96f3b83d);
    put_le16(p + 5, 0x6907);
    assert_memory_equal(p, expected, sizeof(p));
}

static void extreme_numbers_survive_a_round(void **state)
{
    (void)state;
    static const uint32_t values[] = {0, 1, 0x80000000, 0x7fffffff, 0xffffffff};
    uint8_t p[4];

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        put_le32(p, values[i]);
        assert_int_equal(le32(p), values[i]);
        put_le16(p, (uint16_t)values[i]);
        assert_int_equal(le16(p), (uint16_t)values[i]);
    }
}

static void bytes_are_sees_each_position(void **state)
{
    (void)state;
    uint8_t p[17];

    memset(p, 0xff, sizeof(p));
    assert_true(bytes_are(p, 0xff, sizeof(p)));
    assert_false(bytes_are(p, 0x00, sizeof(p)));
    for (size_t i = 0; i < sizeof(p); i++) {
        p[i] = 0xfe;
        assert_false(bytes_are(p, 0xff, sizeof(p)));
        assert_true(bytes_are(p, 0xff, i));
        p[i] = 0xff;
    }
}

static void no_bytes_are_anything(void **state)
{
    (void)state;
    static const uint8_t p[1] = {0x55};

    assert_true(bytes_are(p, 0xff, 0));
}

static void secure_equal_sees_each_bit(void **state)
{
    (void)state;
    uint8_t a[32];
    uint8_t b[32];

    memset(a, 0xa5, sizeof(a));
    memset(b, 0xa5, sizeof(b));
    assert_true(secure_equal(a, b, sizeof(a)));
    for (size_t bit = 0; bit < 8 * sizeof(a); bit++) {
        b[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(secure_equal(a, b, sizeof(a)));
        b[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

/* Two differences that would cancel out in a sum. */
static void secure_equal_is_no_checksum(void **state)
{
    (void)state;
    static const uint8_t a[4] = {0x01, 0x02, 0x03, 0x04};
    static const uint8_t b[4] = {0x02, 0x01, 0x03, 0x04};
    static const uint8_t c[4] = {0x05, 0x06, 0x03, 0x04};

    assert_false(secure_equal(a, b, 4));
    assert_false(secure_equal(a, c, 4));
}

static void comparing_no_bytes_proves_nothing(void **state)
{
    (void)state;
    static const uint8_t p[1] = {0};

    assert_false(secure_equal(p, p, 0));
}

static void wipe_zeroes_its_bytes_and_no_others(void **state)
{
    (void)state;
    uint8_t p[8];
    static const uint8_t expected[8] = {0xee, 0, 0, 0, 0, 0, 0xee, 0xee};

    memset(p, 0xee, sizeof(p));
    secure_wipe(p + 1, 5);
    assert_memory_equal(p, expected, sizeof(p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_lowest_byte_first),
        cmocka_unit_test(numbers_are_written_lowest_byte_first),
        cmocka_unit_test(extreme_numbers_survive_a_round),
        cmocka_unit_test(bytes_are_sees_each_position),
        cmocka_unit_test(no_bytes_are_anything),
        cmocka_unit_test(secure_equal_sees_each_bit),
        cmocka_unit_test(secure_equal_is_no_checksum),
        cmocka_unit_test(comparing_no_bytes_proves_nothing),
        cmocka_unit_test(wipe_zeroes_its_bytes_and_no_others),
    };

    return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
