/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the CBOR of answers: the worked examples of SPEC, Serial recovery,
 * in the definite form and in the indefinite one that MCUboot sends, and what
 * a damaged line could make of them.
 */
#include "host/mcumgr/item.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/hex.h"

/* Opens an answer that is given as hexadecimal digits, kept in *h. */
static bool open_hex(struct hex *h, const char *digits, struct item *root)
{
    *h = hex_read(digits);
    return item_open(h->bytes, h->len, root);
}

static void offset_is_read_from_both_forms(void **state)
{
    static const char *const answers[] = {
        "a262726300636f66661828",
        "bf62726300636f66661828ff",
    };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct hex h;
        struct item root;
        assert_true(open_hex(&h, answers[i], &root));
        assert_int_equal(item_int(&root, "rc", -7), 0);
        assert_int_equal(item_int(&root, "off", -7), 40);
        assert_int_equal(item_int(&root, "match", -7), -7);
    }
}

static void list_of_old_server_is_read(void **state)
{
    struct hex h;
    struct item root;
    struct item images;
    struct item image;
    struct item_walk walk;
    size_t len = 0;
    (void)state;
    assert_true(open_hex(&h,
                         "bf66696d616765739fbf64736c6f74006776657273696f6e67"
                         "312e322e332e30ffffff",
                         &root));
    assert_true(item_find(&root, "images", &images));
    assert_true(item_walk(&images, &walk));
    assert_true(item_next(&walk, &image));
    assert_int_equal(item_int(&image, "slot", -1), 0);
    const char *version = item_text(&image, "version", &len);
    assert_int_equal(len, 7);
    assert_memory_equal(version, "1.2.3.0", 7);
    assert_null(item_bytes(&image, "version", &len));
    assert_false(item_is_true(&image, "bootable"));
    assert_false(item_next(&walk, &image));
}

static void flags_and_hash_are_read(void **state)
{
    struct hex h;
    struct item root;
    size_t len = 0;
    (void)state;
    assert_true(open_hex(&h,
                         "a464686173684301020366616374697665f5"
                         "6770656e64696e67f4616ef6",
                         &root));
    const uint8_t *hash = item_bytes(&root, "hash", &len);
    assert_int_equal(len, 3);
    assert_memory_equal(hash, "\1\2\3", 3);
    assert_true(item_is_true(&root, "active"));
    assert_false(item_is_true(&root, "pending"));
    assert_false(item_is_true(&root, "n"));
}

static void numbers_have_every_width_and_sign(void **state)
{
    static const struct {
        const char *digits;
        int64_t value;
    } rows[] = {
        {"a1616100", 0},
        {"a1616117", 23},
        {"a161611818", 24},
        {"a1616118ff", 255},
        {"a16161190100", 256},
        {"a161611a00010000", 65536},
        {"a161611b0000000100000000", INT64_C(4294967296)},
        {"a161611b0000000000000005", 5},
        {"a161611b7fffffffffffffff", INT64_MAX},
        {"a161611b8000000000000000", -9}, /* beyond 63 bits: the fallback */
        {"a1616120", -1},
        {"a161613863", -100},
        {"a161616101", -9},
        {"a16161f5", -9},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct hex h;
        struct item root;
        assert_true(open_hex(&h, rows[i].digits, &root));
        assert_int_equal(item_int(&root, "a", -9), rows[i].value);
    }
}

static void unknown_keys_are_passed_over(void **state)
{
    struct hex h;
    struct item root;
    (void)state;
    /* a list, a nested map, a tag, a float, a number as a key */
    assert_true(open_hex(&h,
                         "a6617883010280"
                         "6179a1617abf6162f4ff"
                         "6174c100"
                         "6176fb3ff0000000000000"
                         "056161"
                         "626f6b1864",
                         &root));
    assert_int_equal(item_int(&root, "ok", -1), 100);
}

static void damaged_answers_are_refused(void **state)
{
    static const char *const answers[] = {
        "",                         /* nothing */
        "80",                       /* no map */
        "00",                       /* no map */
        "a1",                       /* no pair */
        "a16161",                   /* no value */
        "a1616118",                 /* half a number */
        "a161614401",               /* bytes beyond the end */
        "a161615bffffffffffffffff", /* .. far beyond */
        "bf6161",                   /* no value, no end */
        "bf616101",                 /* no end */
        "bf6161ff",                 /* a key without a value */
        "a16161ff",                 /* an end where none can be */
        "a161615f4101ff",           /* bytes in pieces */
        "a161611c",                 /* a length that does not exist */
        "bbffffffffffffffff",       /* more pairs than bytes */
        "a161619bffffffffffffffff",
        "a161619f9f9f9f9f9f9f9f9f9f9f9f01ffffffffffffffffffffff", /* deep */
        "a16161c1", /* a tag of nothing */
    };
    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct hex h;
        struct item root;
        assert_false(open_hex(&h, answers[i], &root));
    }
}

static void bytes_behind_the_map_are_passed_over(void **state)
{
    struct hex h;
    struct item root;
    (void)state;
    assert_true(open_hex(&h, "a16272630300ff", &root));
    assert_int_equal(item_int(&root, "rc", -1), 3);
}

/* T1: whatever the bytes are, no read leaves them (run under ASan). */
static void any_answer_is_read_within_its_bytes(void **state)
{
    static const uint8_t good[] = {0xbf, 0x66, 'i',  'm',  'a', 'g',  'e',
                                   's',  0x9f, 0xbf, 0x61, 'v', 0x61, '1',
                                   0xff, 0xff, 0x62, 'r',  'c', 0x00, 0xff};
    (void)state;
    for (size_t at = 0; at < sizeof(good); at++) {
        for (unsigned value = 0; value < 256; value++) {
            uint8_t bytes[sizeof(good)];
            struct item root;
            struct item images;
            struct item_walk walk;
            memcpy(bytes, good, sizeof(good));
            bytes[at] = (uint8_t)value;
            if (!item_open(bytes, sizeof(bytes), &root)) {
                continue;
            }
            (void)!item_int(&root, "rc", 0);
            if (item_find(&root, "images", &images) &&
                item_walk(&images, &walk)) {
                struct item image;
                while (item_next(&walk, &image)) {
                    size_t len = 0;
                    (void)!item_text(&image, "v", &len);
                }
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offset_is_read_from_both_forms),
        cmocka_unit_test(list_of_old_server_is_read),
        cmocka_unit_test(flags_and_hash_are_read),
        cmocka_unit_test(numbers_have_every_width_and_sign),
        cmocka_unit_test(unknown_keys_are_passed_over),
        cmocka_unit_test(damaged_answers_are_refused),
        cmocka_unit_test(bytes_behind_the_map_are_passed_over),
        cmocka_unit_test(any_answer_is_read_within_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
