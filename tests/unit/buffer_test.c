/* SPDX-License-Identifier: Apache-2.0 */
/* Growing buffers: what was added is there, and a failure sticks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "host/image/buffer.h"

static void content_survives_growing(void **state)
{
    struct buffer b = {0};

    (void)state;
    for (unsigned i = 0; i < 10000; i++) {
        const uint8_t byte = (uint8_t)i;
        buffer_add(&b, &byte, 1);
    }
    buffer_fill(&b, 0x5a, 3);
    buffer_print(&b, "%u-%s", 7u, "x");
    assert_false(b.failed);
    assert_int_equal(b.len, 10006);
    for (unsigned i = 0; i < 10000; i++) {
        assert_int_equal(b.data[i], (uint8_t)i);
    }
    assert_memory_equal(b.data + 10000, "ZZZ7-x", 6);
    buffer_free(&b);
    assert_null(b.data);
}

static void nothing_may_be_added(void **state)
{
    struct buffer b = {0};

    (void)state;
    buffer_add(&b, NULL, 0);
    buffer_fill(&b, 0, 0);
    assert_false(b.failed);
    assert_int_equal(b.len, 0);
    assert_non_null(buffer_extend(&b, 0));
    buffer_free(&b);
}

static void failure_sticks_and_keeps_the_length(void **state)
{
    struct buffer b = {0};

    (void)state;
    buffer_add(&b, "ab", 2);
    buffer_fill(&b, 0, SIZE_MAX - 2);
    assert_true(b.failed);
    buffer_add(&b, "c", 1);
    assert_null(buffer_extend(&b, SIZE_MAX));
    assert_int_equal(b.len, 2);
    assert_memory_equal(b.data, "ab", 2);
    buffer_free(&b);
    assert_false(b.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_survives_growing),
        cmocka_unit_test(nothing_may_be_added),
        cmocka_unit_test(failure_sticks_and_keeps_the_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
