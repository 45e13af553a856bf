/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a verified image says of itself: version, security counter and
 * dependencies (SPEC, TLV types).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/hex.h"
#include "tests/unit/verify_bench.h"
#include "tests/unit/worked_examples.h"

#define TLV_DEPENDENCY 0x40
#define TLV_COUNTER    0x50

static bool version_is(const struct image_version *v, uint8_t major,
                       uint8_t minor, uint16_t revision, uint32_t build)
{
    return v->major == major && v->minor == minor && v->revision == revision &&
           v->build == build;
}

static void facts_of_an_image_of_imgtool_are_what_it_was_told(void **state)
{
    struct hex image = hex_read(EXAMPLE_C);

    (void)state;
    bench_place(image.bytes, image.len);
    assert_true(bench_verifies());
    assert_int_equal(bench.facts.len, 223);
    assert_int_equal(bench.facts.header.header_len, 32);
    assert_int_equal(bench.facts.header.payload_len, 19);
    assert_int_equal(bench.facts.header.protected_len, 0x1c);
    assert_true(version_is(&bench.facts.header.version, 1, 2, 3, 4));
    assert_true(bench.facts.has_counter);
    assert_int_equal(bench.facts.counter, 1);
    assert_false(bench.facts.needs_unknown);
    assert_true(bench.facts.needs[1]);
    assert_true(version_is(&bench.facts.version[1], 0, 0, 1, 0));
    assert_false(bench.facts.needs[0] || bench.facts.needs[2] ||
                 bench.facts.needs[3]);
    assert_memory_equal(bench.facts.digest, image.bytes + 0x57, HASH_LEN);
}

static void protect(void)
{
    draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
    draft_protect(&bench.draft);
}

static void add_counter(uint32_t value, uint16_t len)
{
    uint8_t bytes[8] = {0};

    put_le32(bytes, value);
    draft_tlv(&bench.draft, TLV_COUNTER, bytes, len);
}

static void add_dependency(uint8_t image, uint8_t major, uint16_t revision,
                           uint16_t len)
{
    uint8_t bytes[16] = {0};

    bytes[0] = image;
    bytes[4] = major;
    put_le16(bytes + 6, revision);
    draft_tlv(&bench.draft, TLV_DEPENDENCY, bytes, len);
}

static status_t complete(void)
{
    draft_plain(&bench.draft);
    bench_add("hks");
    (void)bench_draft_verifies();
    return bench.why;
}

static void counter_is_read_at_both_ends_of_its_range(void **state)
{
    static const uint32_t values[] = {0, 1, 0x7fffffff, 0x80000000, 0xffffffff};

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        protect();
        add_counter(values[i], 4);
        assert_int_equal(complete(), OK);
        assert_true(bench.facts.has_counter);
        assert_int_equal(bench.facts.counter, values[i]);
    }
}

static void image_without_counter_has_none(void **state)
{
    (void)state;
    bench_compose("7|hks");
    assert_true(bench_draft_verifies());
    assert_false(bench.facts.has_counter);
    assert_int_equal(bench.facts.counter, 0);
}

static void counter_of_other_length_is_refused(void **state)
{
    (void)state;
    for (uint16_t len = 0; len <= 8; len++) {
        protect();
        add_counter(1, len);
        assert_int_equal(complete(), len == 4 ? OK : IMAGE_E_COUNTER);
    }
}

/* The higher or the lower one: nobody could say which counts. */
static void second_counter_is_refused(void **state)
{
    (void)state;
    protect();
    add_counter(1, 4);
    add_counter(1, 4);
    assert_int_equal(complete(), IMAGE_E_COUNTER);
}

static void counter_that_nothing_protects_is_refused(void **state)
{
    static const uint8_t counter[4] = {9, 0, 0, 0};

    (void)state;
    bench_compose("hks");
    draft_tlv(&bench.draft, TLV_COUNTER, counter, 4);
    assert_false(bench_draft_verifies());
    assert_int_equal(bench.why, IMAGE_E_TLV_TYPE);
    assert_false(bench.facts.has_counter);
}

static void dependencies_on_each_image_are_kept(void **state)
{
    (void)state;
    protect();
    for (uint8_t i = 0; i < CONFIG_IMAGE_MAX; i++) {
        add_dependency(i, (uint8_t)(i + 1), 0x1234, 12);
    }
    assert_int_equal(complete(), OK);
    assert_false(bench.facts.needs_unknown);
    for (uint8_t i = 0; i < CONFIG_IMAGE_MAX; i++) {
        assert_true(bench.facts.needs[i]);
        assert_true(version_is(&bench.facts.version[i], (uint8_t)(i + 1), 0,
                               0x1234, 0));
    }
}

static void highest_of_several_dependencies_counts(void **state)
{
    static const uint8_t orders[][3] = {{1, 2, 3}, {3, 1, 2}, {2, 3, 1}};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        protect();
        for (size_t k = 0; k < 3; k++) {
            add_dependency(2, orders[i][k], 0, 12);
        }
        assert_int_equal(complete(), OK);
        assert_int_equal(bench.facts.version[2].major, 3);
    }
}

/* MCUboot: such a dependency counts as one that is not met. */
static void dependency_on_no_image_can_not_be_met_but_the_image_may_run(
    void **state)
{
    static const uint8_t images[] = {4, 5, 0x7f, 0xff};

    (void)state;
    for (size_t i = 0; i < sizeof(images); i++) {
        protect();
        add_dependency(images[i], 0, 0, 12);
        assert_int_equal(complete(), OK);
        assert_true(bench.facts.needs_unknown);
    }
}

static void dependency_of_other_length_can_not_be_met(void **state)
{
    (void)state;
    for (uint16_t len = 0; len <= 16; len++) {
        protect();
        add_dependency(1, 1, 0, len);
        add_counter(7, 4);
        assert_int_equal(complete(), OK);
        assert_int_equal(bench.facts.needs_unknown, len != 12);
        assert_int_equal(bench.facts.needs[1], len == 12);
        assert_int_equal(bench.facts.counter, 7);
    }
}

static void facts_of_a_former_image_do_not_stay(void **state)
{
    (void)state;
    protect();
    add_counter(7, 4);
    add_dependency(1, 1, 0, 12);
    add_dependency(9, 1, 0, 12);
    assert_int_equal(complete(), OK);
    bench_compose("hks");
    assert_true(bench_draft_verifies());
    assert_false(bench.facts.has_counter || bench.facts.needs[1] ||
                 bench.facts.needs_unknown);
}

#define TEST(name) cmocka_unit_test_setup(name, bench_setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(facts_of_an_image_of_imgtool_are_what_it_was_told),
        TEST(counter_is_read_at_both_ends_of_its_range),
        TEST(image_without_counter_has_none),
        TEST(counter_of_other_length_is_refused),
        TEST(second_counter_is_refused),
        TEST(counter_that_nothing_protects_is_refused),
        TEST(dependencies_on_each_image_are_kept),
        TEST(highest_of_several_dependencies_counts),
        TEST(dependency_on_no_image_can_not_be_met_but_the_image_may_run),
        TEST(dependency_of_other_length_can_not_be_met),
        TEST(facts_of_a_former_image_do_not_stay),
    };

    return cmocka_run_group_tests_name("verify_facts", tests, NULL, NULL);
}
