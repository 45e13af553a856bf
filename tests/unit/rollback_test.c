/* SPDX-License-Identifier: Apache-2.0 */
/* Downgrade prevention: the tables of SPEC, Downgrade prevention. */
#include "core/rollback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct boot_config OFF = {.prevent_downgrade = false};
static const struct boot_config BY_VERSION = {.prevent_downgrade = true};
static const struct boot_config BY_COUNTER = {.prevent_downgrade = true,
                                              .prevent_by_counter = true};

static struct image_facts of_version(struct image_version v)
{
    return (struct image_facts){.header = {.version = v}};
}

static struct image_facts of_counter(uint32_t counter)
{
    struct image_facts facts = of_version((struct image_version){1, 0, 0, 0});

    facts.has_counter = true;
    facts.counter = counter;
    return facts;
}

/* Ascending; the two with another build number are equal. */
static const struct image_version VERSIONS[] = {
    {0, 0, 0, 0},         {0, 0, 1, 0},      {0, 0, 0xffff, 0}, {0, 1, 0, 0},
    {0, 255, 0, 0},       {1, 0, 0, 7},      {1, 0, 0, 3},      {1, 0, 1, 0},
    {1, 1, 0, 0},         {1, 1, 0xffff, 9}, {2, 0, 0, 0},      {255, 0, 0, 0},
    {255, 255, 0xffff, 0}};
#define VERSION_COUNT 13
#define SAME_A        5u
#define SAME_B        6u

static status_t versions_check(const struct boot_config *config,
                               uint32_t present, uint32_t next)
{
    struct image_facts a = of_version(VERSIONS[present]);
    struct image_facts b = of_version(VERSIONS[next]);

    return rollback_check(config, &a, &b);
}

static void lower_version_is_refused_equal_and_higher_are_not(void **state)
{
    (void)state;
    for (uint32_t present = 0; present < VERSION_COUNT; present++) {
        for (uint32_t next = 0; next < VERSION_COUNT; next++) {
            bool lower =
                next < present && !(next == SAME_A && present == SAME_B);

            assert_int_equal(versions_check(&BY_VERSION, present, next),
                             lower ? ROLLBACK_E_VERSION : OK);
            assert_int_equal(versions_check(&OFF, present, next), OK);
        }
    }
}

static void version_is_not_looked_at_where_the_counter_is(void **state)
{
    (void)state;
    assert_int_equal(versions_check(&BY_COUNTER, 12, 0), OK);
}

static void counter_is_not_looked_at_where_the_version_is(void **state)
{
    struct image_facts present = of_counter(9);
    struct image_facts next = of_counter(1);

    (void)state;
    assert_int_equal(rollback_check(&BY_VERSION, &present, &next), OK);
}

static void lower_counter_is_refused_equal_and_higher_are_not(void **state)
{
    static const uint32_t counters[] = {0,          1,          2,
                                        0x7fffffff, 0x80000000, 0xffffffff};

    (void)state;
    for (uint32_t p = 0; p < 6; p++) {
        for (uint32_t n = 0; n < 6; n++) {
            struct image_facts present = of_counter(counters[p]);
            struct image_facts next = of_counter(counters[n]);

            assert_int_equal(rollback_check(&BY_COUNTER, &present, &next),
                             n < p ? ROLLBACK_E_COUNTER : OK);
        }
    }
}

static void present_image_without_counter_allows_any(void **state)
{
    struct image_facts none = of_version(VERSIONS[5]);
    struct image_facts next = of_counter(0);

    (void)state;
    assert_int_equal(rollback_check(&BY_COUNTER, &none, &next), OK);
    assert_int_equal(rollback_check(&BY_COUNTER, &none, &none), OK);
}

/* Even where the present counter is 0: absent is not 0. */
static void next_image_without_counter_is_refused(void **state)
{
    struct image_facts none = of_version(VERSIONS[5]);
    struct image_facts present = of_counter(0);

    (void)state;
    assert_int_equal(rollback_check(&BY_COUNTER, &present, &none),
                     ROLLBACK_E_COUNTER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lower_version_is_refused_equal_and_higher_are_not),
        cmocka_unit_test(version_is_not_looked_at_where_the_counter_is),
        cmocka_unit_test(counter_is_not_looked_at_where_the_version_is),
        cmocka_unit_test(lower_counter_is_refused_equal_and_higher_are_not),
        cmocka_unit_test(present_image_without_counter_allows_any),
        cmocka_unit_test(next_image_without_counter_is_refused),
    };

    return cmocka_run_group_tests_name("rollback", tests, NULL, NULL);
}
