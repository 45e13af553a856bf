/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Image list and slots over real images on a small device: what is listed is
 * what a boot would start.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/images_rig.h"

/* ---- list ---- */

static void plant(uint8_t index, enum slot slot, struct image_version version)
{
    struct slot_facts *s = &images.rig.boot.facts.image[index].slot[slot];

    s->look = LOOK_VALID;
    s->why = OK;
    s->image.header.version = version;
    for (uint32_t i = 0; i < HASH_LEN; i++) {
        s->image.digest[i] = (uint8_t)i;
    }
}

static void expect_example(enum smp_example_name name)
{
    uint8_t expected[256];
    uint32_t len = images_example(name, expected);

    assert_int_equal(images.answer.out.len, len);
    assert_memory_equal(images.room, expected, len);
}

static void list_of_one_image_is_the_worked_example(void **state)
{
    (void)state;
    images_given(NULL, NULL);
    plant(0, SLOT_PRIMARY, (struct image_version){1, 2, 3, 0});
    images_expect_listed();
    expect_example(EXAMPLE_LIST_ANSWER);
}

static void list_of_a_blank_device_is_the_worked_example(void **state)
{
    (void)state;
    images_given(NULL, NULL);
    images_expect_listed();
    expect_example(EXAMPLE_LIST_ANSWER_EMPTY);
}

static void versions_are_written_in_decimal_with_a_build_if_it_has_one(
    void **state)
{
    static const struct {
        struct image_version version;
        const char *text;
    } rows[] = {
        {{0, 0, 0, 0}, "version 0.0.0 "},
        {{10, 200, 1000, 0}, "version 10.200.1000 "},
        {{1, 2, 3, 4}, "version 1.2.3.4 "},
        {{255, 255, 65535, 4294967295u}, "version 255.255.65535.4294967295 "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        images_given(NULL, NULL);
        plant(0, SLOT_PRIMARY, rows[i].version);
        images_expect_listed();
        assert_non_null(strstr(images_answered(), rows[i].text));
    }
}

static void flags_tell_what_the_next_boot_does(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    images_expect_listed();
    images_expect(
        images_entry(SLOT_PRIMARY, &V1, " confirmed true active true"),
        images_entry(SLOT_SECONDARY, &V2, ""));
    images_request(0, false);
    images_expect_listed();
    images_expect(
        images_entry(SLOT_PRIMARY, &V1, " confirmed true active true"),
        images_entry(SLOT_SECONDARY, &V2, " pending true"));
    images_expect_boot(2);
    images_begin();
    images_expect_listed();
    images_expect(images_entry(SLOT_PRIMARY, &V2, " active true"),
                  images_entry(SLOT_SECONDARY, &V1, " confirmed true"));
    images_given(&V1, &V2);
    images_request(0, true);
    images_expect_listed();
    images_expect(
        images_entry(SLOT_PRIMARY, &V1, " confirmed true active true"),
        images_entry(SLOT_SECONDARY, &V2, " pending true permanent true"));
}

static void update_that_the_boot_would_refuse_is_not_pending(void **state)
{
    (void)state;
    images_given(&V2, &V1);
    images.rig.config.prevent_downgrade = true;
    images_request(0, true);
    images_expect_listed();
    images_expect(
        images_entry(SLOT_PRIMARY, &V2, " confirmed true active true"),
        images_entry(SLOT_SECONDARY, &V1, ""));
}

/* Slots that hold something, but nothing that a boot would start. */
static void only_what_verifies_is_listed(void **state)
{
    static const struct {
        uint32_t off;
        uint8_t value;
    } rows[] = {
        {0, 0x3c},                     /* magic */
        {9, 0xff},                     /* header of 0xff20 bytes */
        {15, 0xff},                    /* payload of 4 GB */
        {16, 0x10},                    /* marked as not bootable */
        {40, 0},                       /* payload */
        {32 + IMAGES_PAYLOAD, 0},      /* magic of the TLVs */
        {32 + IMAGES_PAYLOAD + 2, 0},  /* length of the TLVs */
        {32 + IMAGES_PAYLOAD + 3, 9},  /* .. beyond the slot */
        {32 + IMAGES_PAYLOAD + 4, 99}, /* no hash */
        {32 + IMAGES_PAYLOAD + 6, 33}, /* a hash too long */
        {32 + IMAGES_PAYLOAD + 8, 0},  /* the hash */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        images_given(&V1, &V2);
        images.rig.data[RIG_SLOT + rows[i].off] = rows[i].value;
        images_expect_listed();
        images_expect(
            images_entry(SLOT_PRIMARY, &V1, " confirmed true active true"), "");
    }
    images_given(NULL, &V2);
    memcpy(images.rig.data, images.rig.data + RIG_SLOT,
           4); /* the magic alone */
    images_expect_listed();
    images_expect("", images_entry(SLOT_SECONDARY, &V2, ""));
}

static void header_of_0xffff_bytes_is_no_image(void **state)
{
    (void)state;
    images_given(&V1, NULL);
    put_le16(images.rig.data + 8, 0xffff);
    images_expect_listed();
    images_expect("", "");
}

static void each_image_is_verified_once_for_any_number_of_lists(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    nor_stats_clear(&images.rig.flash);
    images_expect_listed();
    /* a hash of each, and what is read of headers, TLVs and notes */
    assert_in_range(images.rig.flash.stats.bytes_read, 2 * IMAGES_PAYLOAD,
                    3 * IMAGES_PAYLOAD);
    nor_stats_clear(&images.rig.flash);
    images_expect_listed();
    assert_int_equal(images.rig.flash.stats.bytes_read, 0);
    assert_int_equal(images.rig.flash.op_count, 0);
}

static void what_could_not_be_read_is_looked_at_again(void **state)
{
    (void)state;
    images_given(&V1, NULL);
    images.rig.flash.bad_addr = 64;
    images.rig.flash.bad_len = 1;
    images_expect_listed();
    images_expect("", "");
    images.rig.flash.bad_len = 0;
    images_expect_listed();
    images_expect(
        images_entry(SLOT_PRIMARY, &V1, " confirmed true active true"), "");
}

/* 4 images: the longest images.answer there is, and it fits. */
static void longest_list_fits_an_answer(void **state)
{
    const struct image_version longest = {255, 255, 65535, 4294967295u};

    (void)state;
    rig_open(&images.rig, UPDATE_OVERWRITE);
    images.rig.config.image_count = 4;
    for (uint8_t i = 0; i < 4; i++) {
        struct app_slots slots;

        images.rig.config.slot[i][SLOT_PRIMARY] =
            images.rig.config.slot[0][SLOT_PRIMARY];
        images.rig.config.slot[i][SLOT_SECONDARY] =
            images.rig.config.slot[0][SLOT_SECONDARY];
        slots = rig_app(&images.rig, i);
        assert_int_equal(app_update_request(&slots, true), OK);
    }
    images_begin();
    for (uint8_t i = 0; i < 4; i++) {
        plant(i, SLOT_PRIMARY, longest);
        plant(i, SLOT_SECONDARY, longest);
    }
    images_expect_listed();
    assert_non_null(strstr(images_answered(),
                           "{image 3 slot 1 version 255.255.65535.4294967295 "
                           "hash h001f bootable true pending true "
                           "permanent true}]}"));
    /* by the sizes of RFC 8949: 9 + 4 x (116 + 117) bytes */
    assert_int_equal(images.answer.out.len, 9 + 4 * (116 + 117));
    assert_in_range(images.answer.out.len + SMP_HEADER_LEN, 1, SMP_ANSWER_LEN);
}

/* ---- slots ---- */

/* The largest image by scratch ends where the trailer begins: at 0x1f70. */
static void slots_tell_sizes_and_numbers_for_uploads(void **state)
{
    (void)state;
    images_given(NULL, NULL);
    assert_int_equal(images_send(images_slots, NULL, 0), SMP_OK);
    assert_string_equal(images_answered(),
                        "{images [{image 0 slots ["
                        "{slot 0 size 8192 upload_image_id 1} "
                        "{slot 1 size 8192 upload_image_id 2}] "
                        "max_image_size 8048}]}");
    images_given_two();
    assert_int_equal(images_send(images_slots, NULL, 0), SMP_OK);
    assert_non_null(strstr(images_answered(),
                           "{image 1 slots ["
                           "{slot 0 size 8192 upload_image_id 3} "
                           "{slot 1 size 8192 upload_image_id 4}]"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_of_one_image_is_the_worked_example),
        cmocka_unit_test(list_of_a_blank_device_is_the_worked_example),
        cmocka_unit_test(
            versions_are_written_in_decimal_with_a_build_if_it_has_one),
        cmocka_unit_test(flags_tell_what_the_next_boot_does),
        cmocka_unit_test(update_that_the_boot_would_refuse_is_not_pending),
        cmocka_unit_test(only_what_verifies_is_listed),
        cmocka_unit_test(header_of_0xffff_bytes_is_no_image),
        cmocka_unit_test(each_image_is_verified_once_for_any_number_of_lists),
        cmocka_unit_test(what_could_not_be_read_is_looked_at_again),
        cmocka_unit_test(longest_list_fits_an_answer),
        cmocka_unit_test(slots_tell_sizes_and_numbers_for_uploads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
