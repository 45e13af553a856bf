/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Broken and unusual CBOR, items 25 to 28 of the list of malformed input in
 * SPEC. What is refused changes nothing: no operation of the flash.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/recovery/refused.h"

#define NESTED 1000u

static struct client c;
static struct pack payload;

static int setup(void **state)
{
    (void)state;
    given_device(NULL);
    client_open(&c, given_image(GIVEN_NEW)->bytes, given_image(GIVEN_NEW)->len);
    c.image = 0;
    return 0;
}

/* ---- 25 to 28: the top level ---- */

static void payload_of_one_byte_is_refused(void **state)
{
    (void)state;
    for (uint32_t byte = 0; byte < 256; byte++) {
        const char one = (char)byte;

        if (byte != 0xa0) { /* the empty map */
            refused_raw(&(struct raw){&one, 1});
        }
    }
    pack_open(&payload);
    assert_int_equal(ask(WRITE_V1, CMD_UPLOAD, &payload), RC_INVALID);
    assert_int_equal(ask(WRITE_V1, CMD_ECHO, &payload), RC_INVALID);
    assert_int_equal(ask(WRITE_V1, CMD_STATE, &payload), RC_INVALID);
    must(dock_alive(given_dock()));
}

static void every_pair_of_bytes_is_answered(void **state)
{
    (void)state;
    for (uint32_t pair = 0; pair < 0x10000; pair += 7) {
        pack_open(&payload);
        pack_byte(&payload, (uint8_t)(pair >> 8));
        pack_byte(&payload, (uint8_t)pair);
        if (pair == 0xbfff) {
            continue; /* the empty map, of indefinite length */
        }
        assert_int_equal(ask(WRITE_V1, CMD_UPLOAD, &payload), RC_INVALID);
        assert_int_equal(ask(WRITE_V1, CMD_ERASE, &payload), RC_INVALID);
    }
}

static void top_level_must_be_a_map(void **state)
{
    static const struct raw tops[] = {
        RAW("\x80"),
        RAW("\x81\x01"),
        RAW("\x05"),
        RAW("\x20"),
        RAW("\x61\x64"),
        RAW("\x41\x00"),
        RAW("\xc0\xa0"),
        RAW("\xf4"),
        RAW("\xf5"),
        RAW("\xf6"),
        RAW("\xf7"),
        RAW("\xf9\x3c\x00"),
        RAW("\xfa\0\0\0\0"),
        RAW("\xfb\0\0\0\0\0\0\0\0"),
        RAW("\xf8\x20"),
        RAW("\x9f\xff"),
        RAW("\xff"),
        RAW("{}"),
        RAW("\xd9\xd9\xf7\xa0"),
    };

    (void)state;
    for (uint32_t i = 0; i < sizeof(tops) / sizeof(tops[0]); i++) {
        refused_raw(&tops[i]);
    }
}

static void map_must_have_the_pairs_it_claims(void **state)
{
    static const uint64_t counts[] = {2,          23,         24,    255,
                                      256,        65535,      65536, UINT32_MAX,
                                      1ULL << 32, UINT64_MAX, 1};

    (void)state;
    for (uint32_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        pack_open(&payload);
        pack_head(&payload, PACK_MAP, counts[i], 0);
        refused_by_all(&payload);
        pack_text(&payload, "d");
        refused_by_all(&payload);
        if (counts[i] != 1) {
            pack_text(&payload, "d");
            refused_by_all(&payload);
        }
    }
}

/* 2^32 + 1 pairs are not one pair, 2^16 + 1 or 2^8 + 1 neither. */
static void count_of_pairs_is_never_cut(void **state)
{
    static const uint64_t counts[] = {(1ULL << 32) + 1, (1ULL << 16) + 1,
                                      (1ULL << 8) + 1, (1ULL << 63) + 1,
                                      (1ULL << 31) + 1};

    (void)state;
    for (uint32_t i = 0; i < 5; i++) {
        pack_open(&payload);
        pack_head(&payload, PACK_MAP, counts[i], 8);
        pack_text(&payload, "d");
        pack_text(&payload, "hello");
        assert_int_equal(ask(WRITE_V1, CMD_ECHO, &payload), RC_INVALID);
    }
}

static void indefinite_map_must_end(void **state)
{
    static const struct raw maps[] = {
        RAW("\xbf"),
        RAW("\xbf\x61\x64"),
        RAW("\xbf\x61\x64\xff"),
        RAW("\xbf\x61\x64\x61\x65"),
        RAW("\xbf\xff\xff"),
        RAW("\xa1\x61\x64\xff"),
        RAW("\xa1\xff\x61\x64"),
        RAW("\xa1\x61\x78\x82\x01\xff"),
        RAW("\xa1\x61\x78\xff"),
        RAW("\xbf\x61\x78\x9f\x01\xff"),
    };

    (void)state;
    for (uint32_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
        refused_raw(&maps[i]);
    }
}

static void indefinite_map_is_taken(void **state)
{
    (void)state;
    pack_open(&payload);
    pack_byte(&payload, 0xbf);
    pack_text(&payload, "d");
    pack_text(&payload, "hello");
    pack_byte(&payload, 0xff);
    assert_int_equal(ask(WRITE_V1, CMD_ECHO, &payload), RC_OK);
    assert_true(answer_is(&given_dock()->answer, 0, KEY_R, "hello", 5));
}

/* {"x": {"x": {"x": ... with or without ends. */
static void pack_nested(uint32_t depth, uint8_t head, bool ends)
{
    pack_open(&payload);
    pack_byte(&payload, 0xbf);
    for (uint32_t i = 0; i < depth; i++) {
        if (i == 0 || head == 0xbf || head == 0xa1) {
            pack_text(&payload, "x");
        }
        pack_byte(&payload, head);
    }
    for (uint32_t i = 0; ends && i <= depth; i++) {
        pack_byte(&payload, 0xff);
    }
}

static void deep_nesting_is_refused(void **state)
{
    static const uint8_t heads[] = {0xbf, 0xa1, 0x9f, 0x81, 0xc1};

    (void)state;
    for (uint32_t h = 0; h < sizeof(heads); h++) {
        for (uint32_t depth = 1; depth <= NESTED;
             depth += depth < 40 ? 1 : 37) {
            pack_nested(depth, heads[h], false);
            refused_by_all(&payload);
        }
    }
    pack_nested(NESTED, 0xbf, true);
    refused_by_all(&payload);
    pack_nested(NESTED, 0x9f, true);
    refused_by_all(&payload);
}

static void huge_arrays_are_refused(void **state)
{
    static const uint64_t counts[] = {UINT32_MAX, 1ULL << 32, UINT64_MAX,
                                      1ULL << 31};

    (void)state;
    for (uint32_t i = 0; i < 4; i++) {
        pack_open(&payload);
        pack_map(&payload, 1);
        pack_text(&payload, "x");
        pack_head(&payload, PACK_ARRAY, counts[i], 0);
        for (int n = 0; n < 50; n++) {
            pack_uint(&payload, 1);
        }
        refused_by_all(&payload);
        pack_open(&payload);
        pack_map(&payload, 1);
        pack_text(&payload, "x");
        pack_head(&payload, PACK_MAP, counts[i], 0);
        for (int n = 0; n < 50; n++) {
            pack_uint(&payload, 1);
        }
        refused_by_all(&payload);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(payload_of_one_byte_is_refused, setup),
        cmocka_unit_test_setup(every_pair_of_bytes_is_answered, setup),
        cmocka_unit_test_setup(top_level_must_be_a_map, setup),
        cmocka_unit_test_setup(map_must_have_the_pairs_it_claims, setup),
        cmocka_unit_test_setup(count_of_pairs_is_never_cut, setup),
        cmocka_unit_test_setup(indefinite_map_must_end, setup),
        cmocka_unit_test_setup(indefinite_map_is_taken, setup),
        cmocka_unit_test_setup(deep_nesting_is_refused, setup),
        cmocka_unit_test_setup(huge_arrays_are_refused, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
