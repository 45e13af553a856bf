/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Broken and unusual pairs in the map of a request, items 29 to 36 of the list
 * of malformed input in SPEC: keys in any order, unknown ones, values of any
 * type and size. What is refused changes nothing: no operation of the flash.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/recovery/refused.h"

#define CHUNK    64u
#define PAIR_MAX 8
#define LONG_KEY 3000u

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

static struct pack pair[PAIR_MAX];

static struct pack *pair_open(uint32_t n, const char *key)
{
    pack_open(&pair[n]);
    pack_text(&pair[n], key);
    return &pair[n];
}

/* data, image, len, off, sha, upgrade: six good pairs, and an unknown one. */
static void given_pairs(void)
{
    pack_bytes(pair_open(0, "data"), c.file, CHUNK);
    pack_uint(pair_open(1, "image"), 0);
    pack_uint(pair_open(2, "len"), c.len);
    pack_uint(pair_open(3, "off"), 0);
    pack_bytes(pair_open(4, "sha"), c.sha, sizeof(c.sha));
    pack_byte(pair_open(5, "upgrade"), 0xf5);
    pack_uint(pair_open(6, "unknown"), 1);
}

static uint32_t ask_pairs(const uint8_t *order, uint32_t count)
{
    pack_open(&payload);
    pack_map(&payload, count);
    for (uint32_t i = 0; i < count; i++) {
        pack_raw(&payload, pair[order[i]].bytes, pair[order[i]].len);
    }
    return ask(WRITE_V1, CMD_UPLOAD, &payload);
}

static uint32_t ask_six(void)
{
    static const uint8_t order[] = {0, 1, 2, 3, 4, 5};

    return ask_pairs(order, 6);
}

static bool next_permutation(uint8_t *p, int count)
{
    int i = count - 2;
    int j = count - 1;
    uint8_t swap;

    while (i >= 0 && p[i] > p[i + 1]) {
        i--;
    }
    if (i < 0) {
        return false;
    }
    while (p[j] < p[i]) {
        j--;
    }
    swap = p[i];
    p[i] = p[j];
    p[j] = swap;
    for (int l = i + 1, r = count - 1; l < r; l++, r--) {
        swap = p[l];
        p[l] = p[r];
        p[r] = swap;
    }
    return true;
}

static void keys_may_come_in_each_of_720_orders(void **state)
{
    uint8_t order[] = {0, 1, 2, 3, 4, 5};
    uint32_t count = 0;

    (void)state;
    given_pairs();
    do {
        dock_start(given_dock());
        assert_int_equal(ask_pairs(order, 6), RC_OK);
        assert_int_equal(answer_number(&given_dock()->answer, 0, KEY_OFF),
                         CHUNK);
        count++;
    } while (next_permutation(order, 6));
    assert_int_equal(count, 720);
    c.off = CHUNK;
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void known_key_twice_is_refused(void **state)
{
    uint64_t ops = given_dock()->flash.op_count;

    (void)state;
    given_pairs();
    for (uint8_t twice = 0; twice < 6; twice++) {
        uint8_t order[] = {0, 1, 2, 3, 4, 5, twice};

        assert_int_equal(ask_pairs(order, 7), RC_INVALID);
        memmove(order + 1, order, 6);
        order[0] = twice;
        assert_int_equal(ask_pairs(order, 7), RC_INVALID);
    }
    assert_int_equal(given_dock()->flash.op_count, ops);
}

static void known_key_twice_is_refused_everywhere(void **state)
{
    static const struct {
        uint32_t command;
        struct raw raw;
    } twice[] = {
        {CMD_ECHO, RAW("\xa2\x61\x64\x61x\x61\x64\x61x")},
        {CMD_STATE, RAW("\xa2\x67\x63onfirm\xf5\x67\x63onfirm\xf5")},
        {CMD_STATE, RAW("\xa2\x64hash\xf6\x64hash\xf6")},
        {CMD_ERASE, RAW("\xa2\x64slot\x01\x64slot\x01")},
    };
    uint64_t ops = given_dock()->flash.op_count;

    (void)state;
    for (uint32_t i = 0; i < 4; i++) {
        pack_open(&payload);
        pack_raw(&payload, twice[i].raw.bytes, twice[i].raw.len);
        assert_int_equal(ask(WRITE_V1, twice[i].command, &payload), RC_INVALID);
    }
    assert_int_equal(given_dock()->flash.op_count, ops);
}

static void unknown_key_twice_is_passed_over(void **state)
{
    static const uint8_t order[] = {6, 0, 1, 6, 2, 3, 4, 6};

    (void)state;
    given_pairs();
    assert_int_equal(ask_pairs(order, 8), RC_OK);
}

/* ---- 29: keys ---- */

static void keys_must_be_the_same_to_the_letter(void **state)
{
    static const char *const near[] = {"of",   "offs", "OFF",  "Off", "off ",
                                       "",     "o",    "datb", "dat", "data2",
                                       "imag", "le",   "lenn", "sh"};
    static const uint8_t order[] = {6, 0, 1, 2, 3, 4};

    (void)state;
    given_pairs();
    for (uint32_t i = 0; i < sizeof(near) / sizeof(near[0]); i++) {
        dock_start(given_dock());
        pack_uint(pair_open(6, near[i]), 99);
        assert_int_equal(ask_pairs(order, 6), RC_OK);
        assert_int_equal(answer_number(&given_dock()->answer, 0, KEY_OFF),
                         CHUNK);
    }
    /* and one of them does not stand in for the real one */
    pack_uint(pair_open(3, "of"), 0);
    assert_int_equal(ask_six(), RC_INVALID);
}

/* 4 bytes "off" and 0 are another key than 3 bytes "off". */
static void zero_in_a_key_does_not_end_it(void **state)
{
    static const uint8_t order[] = {6, 0, 1, 2, 3, 4};

    (void)state;
    given_pairs();
    pack_open(&pair[6]);
    pack_head(&pair[6], PACK_TEXT, 4, 0);
    pack_raw(&pair[6], "off\0", 4);
    pack_uint(&pair[6], 5);
    assert_int_equal(ask_pairs(order, 6), RC_OK);
}

static void other_keys_are_passed_over_or_refused(void **state)
{
    static const uint8_t order[] = {6, 0, 1, 2, 3, 4};
    static const struct raw others[] = {
        RAW("\x00\x01"),        RAW("\x20\x01"),     RAW("\x43off\x01"),
        RAW("\xf5\x01"),        RAW("\xf6\x01"),     RAW("\x80\x01"),
        RAW("\xa0\x01"),        RAW("\xc1\x01\x01"), RAW("\x18\xff\x01"),
        RAW("\xc0\x63off\x01"),
    };

    (void)state;
    given_pairs();
    for (uint32_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        uint32_t rc;

        dock_start(given_dock());
        pack_open(&pair[6]);
        pack_raw(&pair[6], others[i].bytes, others[i].len);
        rc = ask_pairs(order, 6);
        assert_true(rc == RC_OK || rc == RC_INVALID);
        must(dock_alive(given_dock()));
    }
}

static void long_keys_are_passed_over(void **state)
{
    static char key[LONG_KEY + 1];
    static const uint8_t order[] = {0, 6, 1, 2, 3, 4};

    (void)state;
    given_pairs();
    memset(key, 'o', LONG_KEY);
    pack_uint(pair_open(6, key), 1);
    assert_int_equal(ask_pairs(order, 6), RC_OK);
    pack_open(&pair[6]); /* claims more than there is */
    pack_head(&pair[6], PACK_TEXT, 65536, 0);
    assert_int_equal(ask_pairs(order, 6), RC_INVALID);
}

/* ---- 31 to 34: values ---- */

/** A value in place of a good one. */
struct other {
    uint8_t place; /* of given_pairs() */
    const char *key;
    struct raw value;
};

static uint32_t ask_other(const struct other *other)
{
    given_pairs();
    pack_raw(pair_open(other->place, other->key), other->value.bytes,
             other->value.len);
    return ask_six();
}

static void values_of_a_wrong_type_are_refused(void **state)
{
    static const struct other others[] = {
        {3, "off", RAW("\x60")},
        {3, "off", RAW("\x61\x30")},
        {3, "off", RAW("\x20")},
        {3, "off", RAW("\x3b\xff\xff\xff\xff\xff\xff\xff\xff")},
        {3, "off", RAW("\xf9\0\0")},
        {3, "off", RAW("\xfa\0\0\0\0")},
        {3, "off", RAW("\xfb\0\0\0\0\0\0\0\0")},
        {3, "off", RAW("\xf4")},
        {3, "off", RAW("\xf6")},
        {3, "off", RAW("\xc1\x00")},
        {3, "off", RAW("\x40")},
        {3, "off", RAW("\x80")},
        {3, "off", RAW("\xa0")},
        {3, "off", RAW("\x1c")},
        {3, "off", RAW("\x1f")},
        {0, "data", RAW("\x60")},
        {0, "data", RAW("\x63xyz")},
        {0, "data", RAW("\x80")},
        {0, "data", RAW("\x83\x01\x02\x03")},
        {0, "data", RAW("\x00")},
        {0, "data", RAW("\xf6")},
        {0, "data", RAW("\xc2\x41\x00")},
        {2, "len", RAW("\x20")},
        {2, "len", RAW("\x60")},
        {2, "len", RAW("\xf5")},
        {2, "len", RAW("\xf6")},
        {1, "image", RAW("\x20")},
        {1, "image", RAW("\x1b\0\0\0\1\0\0\0\0")},
        {1, "image", RAW("\x1b\0\0\0\1\0\0\0\2")},
        {1, "image", RAW("\x1a\0\0\1\0")},
        {1, "image", RAW("\x60")},
        {1, "image", RAW("\xf6")},
        {4, "sha", RAW("\x60")},
        {4, "sha", RAW("\x00")},
        {4, "sha", RAW("\xf5")},
        {5, "upgrade", RAW("\x60")},
        {5, "upgrade", RAW("\x40")},
    };
    uint64_t ops = given_dock()->flash.op_count;

    (void)state;
    for (uint32_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        uint32_t rc = ask_other(&others[i]);

        if (rc != RC_INVALID || given_dock()->flash.op_count != ops) {
            fail_msg("%s, row %u: rc %u", others[i].key, i, rc);
        }
    }
    must(dock_alive(given_dock()));
}

static void upgrade_may_be_a_number_or_is_refused(void **state)
{
    static const struct other one = {5, "upgrade", RAW("\x01")};
    uint32_t rc;

    (void)state;
    rc = ask_other(&one);
    assert_true(rc == RC_OK || rc == RC_INVALID);
}

static void sha_may_have_up_to_32_bytes(void **state)
{
    static const uint32_t lens[] = {0, 1, 31, 32, 33, 64};

    (void)state;
    for (uint32_t i = 0; i < 6; i++) {
        uint8_t sha[64] = {0};
        uint64_t ops;

        given_device(NULL);
        ops = given_dock()->flash.op_count;
        given_pairs();
        memcpy(sha, c.sha, sizeof(c.sha));
        pack_bytes(pair_open(4, "sha"), sha, lens[i]);
        assert_int_equal(ask_six(), lens[i] > 32 ? RC_INVALID : RC_OK);
        if (lens[i] > 32) {
            assert_int_equal(given_dock()->flash.op_count, ops);
            continue;
        }
        c.off = CHUNK;
        upload_all(&c);
        must_boot(GIVEN_NEW);
    }
}

static void numbers_may_take_more_bytes_than_needed(void **state)
{
    (void)state;
    for (uint32_t width = 1; width <= 8; width *= 2) {
        given_device(NULL);
        given_pairs();
        pack_head(pair_open(1, "image"), PACK_UINT, 0, width);
        pack_head(pair_open(3, "off"), PACK_UINT, 0, width);
        if (width > 1) {
            pack_head(pair_open(2, "len"), PACK_UINT, c.len, width);
        }
        pack_head(pair_open(0, "data"), PACK_BYTES, CHUNK, width);
        pack_raw(&pair[0], c.file, CHUNK);
        assert_int_equal(ask_six(), RC_OK);
        assert_int_equal(answer_number(&given_dock()->answer, 0, KEY_OFF),
                         CHUNK);
    }
}

static const uint64_t far[] = {
    1ULL << 31, UINT32_MAX,           1ULL << 32,
    1ULL << 63, UINT64_MAX,           (1ULL << 32) + CHUNK,
    1ULL << 16, (1ULL << 48) + CHUNK, (1ULL << 63) + CHUNK};

static void far_offsets_are_never_cut_to_near_ones(void **state)
{
    (void)state;
    assert_int_equal(ask_first(&c, CHUNK), CHUNK);
    for (uint32_t i = 0; i < sizeof(far) / sizeof(far[0]); i++) {
        uint64_t ops = given_dock()->flash.op_count;
        uint32_t rc;

        pack_open(&payload);
        pack_map(&payload, 2);
        pack_text(&payload, "data");
        pack_bytes(&payload, c.file, CHUNK);
        pack_text(&payload, "off");
        pack_head(&payload, PACK_UINT, far[i], 8);
        rc = ask(WRITE_V1, CMD_UPLOAD, &payload);
        assert_true(rc == RC_INVALID ||
                    (rc == RC_OK && answer_number(&given_dock()->answer, 0,
                                                  KEY_OFF) == CHUNK));
        assert_int_equal(given_dock()->flash.op_count, ops);
    }
    c.off = CHUNK;
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void far_lengths_are_refused(void **state)
{
    static const uint64_t more[] = {(1ULL << 32) + 17611, (1ULL << 63) + 17611};
    uint64_t ops = given_dock()->flash.op_count;

    (void)state;
    assert_int_equal(c.len, 17611);
    for (uint32_t i = 0; i < sizeof(far) / sizeof(far[0]) + 2; i++) {
        uint64_t len = i < 2 ? more[i] : far[i - 2];

        given_pairs();
        pack_head(pair_open(2, "len"), PACK_UINT, len, 8);
        assert_int_equal(ask_six(), RC_INVALID);
        assert_int_equal(given_dock()->flash.op_count, ops);
    }
}

static void strings_must_lie_in_the_payload(void **state)
{
    static const uint64_t lens[] = {CHUNK + 1,
                                    CHUNK + 2,
                                    65536,
                                    UINT32_MAX,
                                    1ULL << 32,
                                    UINT64_MAX,
                                    (1ULL << 32) + CHUNK,
                                    1ULL << 63};
    static const uint8_t order[] = {1, 2, 3, 4, 5, 0};
    uint64_t ops = given_dock()->flash.op_count;

    (void)state;
    for (uint32_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
        given_pairs();
        pack_head(pair_open(0, "data"), PACK_BYTES, lens[i], 0);
        pack_raw(&pair[0], c.file, CHUNK);
        assert_int_equal(ask_pairs(order, 6), RC_INVALID);
        pack_open(&payload); /* an unknown value, or a key, the same */
        pack_map(&payload, 1);
        pack_text(&payload, "x");
        pack_head(&payload, PACK_TEXT, lens[i], 0);
        pack_raw(&payload, c.file, CHUNK);
        refused_by_all(&payload);
        pack_open(&payload);
        pack_map(&payload, 1);
        pack_head(&payload, PACK_TEXT, lens[i], 0);
        pack_raw(&payload, c.file, CHUNK);
        refused_by_all(&payload);
    }
    assert_int_equal(given_dock()->flash.op_count, ops);
}

static void strings_of_indefinite_length_are_refused(void **state)
{
    static const struct other others[] = {
        {0, "data", RAW("\x5f\x41\x00\xff")},
        {0, "data", RAW("\x5f\xff")},
        {0, "data", RAW("\x5f")},
        {0, "data", RAW("\x7f\x61x\xff")},
    };

    (void)state;
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(ask_other(&others[i]), RC_INVALID);
    }
    refused_raw(&(struct raw)RAW("\xa1\x7f\x61\x64\xff\x61\x78"));
}

static void bytes_behind_the_map_are_refused(void **state)
{
    uint64_t ops = given_dock()->flash.op_count;

    (void)state;
    given_pairs();
    for (uint32_t byte = 0; byte < 256; byte++) {
        pack_open(&payload);
        pack_map(&payload, 4);
        pack_raw(&payload, pair[0].bytes, pair[0].len);
        pack_raw(&payload, pair[2].bytes, pair[2].len);
        pack_raw(&payload, pair[3].bytes, pair[3].len);
        pack_raw(&payload, pair[4].bytes, pair[4].len);
        pack_byte(&payload, (uint8_t)byte);
        assert_int_equal(ask(WRITE_V1, CMD_UPLOAD, &payload), RC_INVALID);
        pack_open(&payload);
        pack_map(&payload, 0);
        pack_byte(&payload, (uint8_t)byte);
        refused_by_all(&payload);
    }
    assert_int_equal(given_dock()->flash.op_count, ops);
}

/* Every end that a first packet can be cut at. */
static void payload_cut_anywhere_is_refused(void **state)
{
    uint64_t ops = given_dock()->flash.op_count;
    uint32_t whole;

    (void)state;
    client_pack(&c, 0, CHUNK,
                FIELD_DATA | FIELD_LEN | FIELD_OFF | FIELD_SHA | FIELD_IMAGE,
                &payload);
    whole = payload.len;
    for (payload.len = 0; payload.len < whole; payload.len++) {
        assert_int_equal(ask(WRITE_V1, CMD_UPLOAD, &payload), RC_INVALID);
    }
    assert_int_equal(given_dock()->flash.op_count, ops);
    assert_int_equal(ask(WRITE_V1, CMD_UPLOAD, &payload), RC_OK);
}

/* ---- 36: unknown keys ---- */

static const struct raw unknown_values[] = {
    RAW("\x00"),
    RAW("\x18\xff"),
    RAW("\x1b\xff\xff\xff\xff\xff\xff\xff\xff"),
    RAW("\x20"),
    RAW("\x3b\xff\xff\xff\xff\xff\xff\xff\xff"),
    RAW("\x40"),
    RAW("\x43off"),
    RAW("\x60"),
    RAW("\x64"
        "data"),
    RAW("\x80"),
    RAW("\x83\x01\x61x\x82\xf5\xa0"),
    RAW("\x9f\x01\x02\xff"),
    RAW("\xa0"),
    RAW("\xa1\x63off\x18\x63"),
    RAW("\xbf\x63off\x01\xff"),
    RAW("\xc1\x1a\0\0\0\0"),
    RAW("\xd8\x20\x61x"),
    RAW("\xf4"),
    RAW("\xf5"),
    RAW("\xf6"),
    RAW("\xf7"),
    RAW("\xf8\x20"),
    RAW("\xf9\x3c\x00"),
    RAW("\xfa\x47\xc3\x50\x00"),
    RAW("\xfb\x3f\xf1\x99\x99\x99\x99\x99\x9a"),
    RAW("\x82\x82\x82\x82\x01\x02\x03\x04\x05"),
};

static void unknown_keys_are_passed_over_anywhere(void **state)
{
    (void)state;
    for (uint32_t v = 0; v < sizeof(unknown_values) / sizeof(unknown_values[0]);
         v++) {
        for (uint32_t at = 0; at <= 6; at++) {
            uint8_t order[7];
            uint32_t rc;

            dock_start(given_dock());
            given_pairs();
            pack_raw(pair_open(6, "strange"), unknown_values[v].bytes,
                     unknown_values[v].len);
            for (uint8_t i = 0, n = 0; i < 7; i++) {
                order[i] = i == at ? 6 : n++;
            }
            rc = ask_pairs(order, 7);
            if (rc != RC_OK ||
                answer_number(&given_dock()->answer, 0, KEY_OFF) != CHUNK) {
                fail_msg("value %u at %u: rc %u", v, at, rc);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(keys_may_come_in_each_of_720_orders, setup),
        cmocka_unit_test_setup(known_key_twice_is_refused, setup),
        cmocka_unit_test_setup(known_key_twice_is_refused_everywhere, setup),
        cmocka_unit_test_setup(unknown_key_twice_is_passed_over, setup),
        cmocka_unit_test_setup(keys_must_be_the_same_to_the_letter, setup),
        cmocka_unit_test_setup(zero_in_a_key_does_not_end_it, setup),
        cmocka_unit_test_setup(other_keys_are_passed_over_or_refused, setup),
        cmocka_unit_test_setup(long_keys_are_passed_over, setup),
        cmocka_unit_test_setup(values_of_a_wrong_type_are_refused, setup),
        cmocka_unit_test_setup(upgrade_may_be_a_number_or_is_refused, setup),
        cmocka_unit_test_setup(sha_may_have_up_to_32_bytes, setup),
        cmocka_unit_test_setup(numbers_may_take_more_bytes_than_needed, setup),
        cmocka_unit_test_setup(far_offsets_are_never_cut_to_near_ones, setup),
        cmocka_unit_test_setup(far_lengths_are_refused, setup),
        cmocka_unit_test_setup(strings_must_lie_in_the_payload, setup),
        cmocka_unit_test_setup(strings_of_indefinite_length_are_refused, setup),
        cmocka_unit_test_setup(bytes_behind_the_map_are_refused, setup),
        cmocka_unit_test_setup(payload_cut_anywhere_is_refused, setup),
        cmocka_unit_test_setup(unknown_keys_are_passed_over_anywhere, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
