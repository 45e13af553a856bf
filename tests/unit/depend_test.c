/* SPDX-License-Identifier: Apache-2.0 */
/* Dependencies: the examples of SPEC, Dependencies, and all bounds. */
#include "core/depend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct image_facts image[CONFIG_IMAGE_MAX];
static const struct image_facts *set[CONFIG_IMAGE_MAX];

static struct image_version version(uint8_t major)
{
    return (struct image_version){.major = major};
}

static int setup(void **state)
{
    (void)state;
    memset(image, 0, sizeof(image));
    for (uint32_t i = 0; i < CONFIG_IMAGE_MAX; i++) {
        image[i].header.version = version(1);
        set[i] = &image[i];
    }
    return 0;
}

static void needs(uint32_t who, uint32_t whom, uint8_t major)
{
    image[who].needs[whom] = true;
    image[who].version[whom] = version(major);
}

/* Image 0 v2 needs image 1 of at least v2, which is updated to v2 too. */
static void both_updated_together_fit(void **state)
{
    (void)state;
    image[0].header.version = version(2);
    image[1].header.version = version(2);
    needs(0, 1, 2);
    assert_int_equal(depend_check(set, 2), OK);
}

/* Image 1 stays at v1. */
static void update_that_needs_a_newer_one_does_not_fit(void **state)
{
    (void)state;
    image[0].header.version = version(2);
    needs(0, 1, 2);
    assert_int_equal(depend_check(set, 2), DEPEND_E_VERSION);
}

/* Image 0 v2 asks for nothing, image 1 v2 for image 0 of at least v3. */
static void need_of_the_second_image_counts_too(void **state)
{
    (void)state;
    image[0].header.version = version(2);
    image[1].header.version = version(2);
    needs(1, 0, 3);
    assert_int_equal(depend_check(set, 2), DEPEND_E_VERSION);
}

/* Both in revert: the old versions satisfy each other. */
static void old_versions_that_satisfy_each_other_fit(void **state)
{
    (void)state;
    needs(0, 1, 1);
    needs(1, 0, 1);
    assert_int_equal(depend_check(set, 2), OK);
}

static void each_image_may_need_each_other_one(void **state)
{
    for (uint32_t who = 0; who < CONFIG_IMAGE_MAX; who++) {
        for (uint32_t whom = 0; whom < CONFIG_IMAGE_MAX; whom++) {
            (void)setup(state);
            needs(who, whom, 1);
            assert_int_equal(depend_check(set, CONFIG_IMAGE_MAX), OK);
            needs(who, whom, 2);
            assert_int_equal(depend_check(set, CONFIG_IMAGE_MAX),
                             DEPEND_E_VERSION);
        }
    }
}

static void minor_and_revision_count_and_build_does_not(void **state)
{
    (void)state;
    image[1].header.version = (struct image_version){1, 2, 3, 4};
    needs(0, 1, 1);
    image[0].version[1] = (struct image_version){1, 2, 3, 9};
    assert_int_equal(depend_check(set, 2), OK);
    image[0].version[1] = (struct image_version){1, 2, 4, 0};
    assert_int_equal(depend_check(set, 2), DEPEND_E_VERSION);
    image[0].version[1] = (struct image_version){1, 3, 0, 0};
    assert_int_equal(depend_check(set, 2), DEPEND_E_VERSION);
}

static void image_that_the_device_does_not_have_is_never_there(void **state)
{
    (void)state;
    needs(0, 2, 0);
    assert_int_equal(depend_check(set, 2), DEPEND_E_IMAGE);
    assert_int_equal(depend_check(set, 3), OK);
    set[2] = NULL;
    assert_int_equal(depend_check(set, 3), DEPEND_E_IMAGE);
}

static void entry_that_nobody_can_meet_holds_the_set_back(void **state)
{
    (void)state;
    image[1].needs_unknown = true;
    assert_int_equal(depend_check(set, 2), DEPEND_E_IMAGE);
    assert_int_equal(depend_check(set, 1), OK);
}

static void empty_places_ask_for_nothing(void **state)
{
    (void)state;
    set[0] = NULL;
    set[1] = NULL;
    assert_int_equal(depend_check(set, 2), OK);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_updated_together_fit),
        TEST(update_that_needs_a_newer_one_does_not_fit),
        TEST(need_of_the_second_image_counts_too),
        TEST(old_versions_that_satisfy_each_other_fit),
        TEST(each_image_may_need_each_other_one),
        TEST(minor_and_revision_count_and_build_does_not),
        TEST(image_that_the_device_does_not_have_is_never_there),
        TEST(entry_that_nobody_can_meet_holds_the_set_back),
        TEST(empty_places_ask_for_nothing),
    };

    return cmocka_run_group_tests_name("depend", tests, NULL, NULL);
}
