/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Contents of signed files. The signed file of the worked example is the one
 * that the mask ROM of ESP32-C3 boots (SPEC, "Secure Boot V2").
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "host/espsecure/signed_file.h"
#include "tests/unit/hex.h"
#include "tests/unit/secure_boot_vector.h"

static uint8_t bytes[VECTOR_SIGNED_LEN];
static struct key key;

static int set_up(void **state)
{
    (void)state;
    vector_signed(bytes);
    vector_key(&key);
    return 0;
}

static struct file content(void)
{
    return (struct file){bytes, sizeof(bytes)};
}

static struct signed_file taken(void)
{
    struct signed_file it;
    struct why why;
    struct file file = content();
    assert_true(signed_file_take(&it, &file, &why));
    return it;
}

static void the_worked_file_is_signed_once(void **state)
{
    (void)state;
    struct file file = content();
    assert_true(signed_file_is(&file));
    struct signed_file it = taken();
    assert_int_equal(it.count, 1);
    assert_true(it.used[0]);
    assert_int_equal(it.data_len, VECTOR_DATA_LEN);
    assert_true(signed_file_matches(&it, 0));
    signed_file_free(&it);
}

static void other_contents_are_not_signed(void **state)
{
    (void)state;
    struct file file = content();
    file.len = VECTOR_DATA_LEN; /* no sector */
    assert_false(signed_file_is(&file));
    file.len = sizeof(bytes) - 1; /* no whole sectors */
    assert_false(signed_file_is(&file));
    file.bytes = bytes + VECTOR_DATA_LEN; /* a sector without data */
    file.len = SIGBLOCK_SECTOR_LEN;
    assert_false(signed_file_is(&file));
    file.len = 0;
    assert_false(signed_file_is(&file));
}

static void a_block_behind_a_damaged_one_counts(void **state)
{
    (void)state;
    uint8_t *sector = bytes + VECTOR_DATA_LEN;
    struct file file = content();
    memcpy(sector + SIGBLOCK_LEN, sector, SIGBLOCK_LEN);
    sector[100] ^= 1;
    assert_true(signed_file_is(&file));
    struct signed_file it = taken();
    assert_false(it.used[0]);
    assert_true(it.used[1]);
    assert_int_equal(it.count, 1);
    signed_file_free(&it);
}

static void data_are_padded_with_0xff_to_whole_sectors(void **state)
{
    (void)state;
    struct signed_file it;
    struct why why;
    struct hex image = hex_read(vector_c3_image);
    const struct file_data data = {image.bytes, image.len};
    assert_true(signed_file_begin(&it, &data, &why));
    assert_int_equal(it.data_len, VECTOR_DATA_LEN);
    assert_int_equal(it.added_len, VECTOR_DATA_LEN - VECTOR_IMAGE_LEN);
    assert_memory_equal(it.bytes, bytes, VECTOR_DATA_LEN);
    assert_true(
        bytes_are(signed_file_block(&it, 0), 0xff, SIGBLOCK_SECTOR_LEN));
    signed_file_free(&it);
}

static void whole_sectors_are_not_padded(void **state)
{
    (void)state;
    struct signed_file it;
    struct why why;
    const struct file_data data = {bytes, VECTOR_DATA_LEN};
    assert_true(signed_file_begin(&it, &data, &why));
    assert_int_equal(it.data_len, VECTOR_DATA_LEN);
    assert_int_equal(it.added_len, 0);
    signed_file_free(&it);
}

static void nothing_cannot_be_signed(void **state)
{
    (void)state;
    struct signed_file it;
    struct why why;
    const struct file_data data = {bytes, 0};
    assert_false(signed_file_begin(&it, &data, &why));
    assert_non_null(strstr(why.text, "empty"));
}

static void blocks_are_added_up_to_three(void **state)
{
    (void)state;
    struct why why;
    struct signed_file it = taken();
    assert_true(signed_file_add(&it, &key, NULL, &why));
    assert_true(signed_file_add(&it, &key, NULL, &why));
    assert_int_equal(it.count, 3);
    assert_false(signed_file_add(&it, &key, NULL, &why));
    for (size_t i = 0; i < SIGBLOCK_MAX; i++) {
        assert_true(
            sigblock_verify(signed_file_block(&it, i), it.bytes, it.data_len));
    }
    struct file_data data = signed_file_data(&it);
    const uint8_t *written = data.bytes;
    assert_int_equal(data.len, VECTOR_SIGNED_LEN);
    assert_memory_equal(written, bytes, VECTOR_DATA_LEN + SIGBLOCK_LEN);
    assert_true(bytes_are(written + VECTOR_DATA_LEN + 3 * SIGBLOCK_LEN, 0xff,
                          SIGBLOCK_SECTOR_LEN - 3 * SIGBLOCK_LEN));
    signed_file_free(&it);
}

static void a_block_of_changed_data_does_not_match(void **state)
{
    (void)state;
    bytes[2000] ^= 1;
    struct signed_file it = taken();
    assert_true(it.used[0]);
    assert_false(signed_file_matches(&it, 0));
    signed_file_free(&it);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_worked_file_is_signed_once, set_up),
        cmocka_unit_test_setup(other_contents_are_not_signed, set_up),
        cmocka_unit_test_setup(a_block_behind_a_damaged_one_counts, set_up),
        cmocka_unit_test_setup(data_are_padded_with_0xff_to_whole_sectors,
                               set_up),
        cmocka_unit_test_setup(whole_sectors_are_not_padded, set_up),
        cmocka_unit_test_setup(nothing_cannot_be_signed, set_up),
        cmocka_unit_test_setup(blocks_are_added_up_to_three, set_up),
        cmocka_unit_test_setup(a_block_of_changed_data_does_not_match, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
