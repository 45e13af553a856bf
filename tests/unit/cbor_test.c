/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One map against a table of known keys: every well-formed way to write it is
 * read, every other refused. Expected bytes follow RFC 8949, appendix A.
 */
#include "recovery/cbor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/hex.h"
#include "tests/unit/smp_examples.h"

enum { OFF, DATA, LEN, HASH, NAME, BOOL, FLAG, ANY, COUNT };

static struct cbor_field fields[COUNT];

static bool read_bytes(const uint8_t *p, size_t len)
{
    static const struct cbor_field keys[COUNT] = {
        [OFF] = {.key = "off", .kind = CBOR_UINT},
        [DATA] = {.key = "data", .kind = CBOR_BYTES},
        [LEN] = {.key = "len", .kind = CBOR_UINT},
        [HASH] = {.key = "hash", .kind = CBOR_BYTES_OR_NULL},
        [NAME] = {.key = "d", .kind = CBOR_TEXT},
        [BOOL] = {.key = "confirm", .kind = CBOR_BOOL},
        [FLAG] = {.key = "force", .kind = CBOR_FLAG},
        [ANY] = {.key = "any", .kind = CBOR_ANY},
    };
    /* of exactly its size, so that sanitizers see a byte too many */
    uint8_t *copy = malloc(len + 1);
    bool good;

    assert_non_null(copy);
    memcpy(copy + 1, p, len);
    memcpy(fields, keys, sizeof(fields));
    good = cbor_read_map(copy + 1, (uint32_t)len, fields, COUNT);
    for (size_t i = 0; good && i < COUNT; i++) {
        if (fields[i].present && fields[i].bytes != NULL) {
            fields[i].bytes = p + (fields[i].bytes - (copy + 1));
        }
    }
    free(copy);
    return good;
}

static struct hex request;

static bool read(const char *text)
{
    request = hex_read(text);
    return read_bytes(request.bytes, request.len);
}

static uint32_t present(void)
{
    uint32_t mask = 0;

    for (uint32_t i = 0; i < COUNT; i++) {
        mask |= (fields[i].present ? 1u : 0u) << i;
    }
    return mask;
}

static const struct {
    const char *claim;
    const char *text;
} good[] = {
    {"empty", "a0"},
    {"empty, length in 1 byte", "b800"},
    {"empty, length in 8 bytes", "bb0000000000000000"},
    {"empty, open", "bfff"},
    {"open", "bf636f666607ff"},
    {"definite", "a1636f666607"},
    {"count in 1 byte", "b801636f666607"},
    {"count in 4 bytes", "ba00000001636f666607"},
    {"number in 1 byte", "a1636f66661807"},
    {"number in 2 bytes", "a1636f6666190007"},
    {"number in 4 bytes", "a1636f66661a00000007"},
    {"number in 8 bytes", "a1636f66661b0000000000000007"},
    {"key length in 1 byte", "a178036f666607"},
    {"unknown number", "a2617802636f666607"},
    {"unknown negative", "a2617820636f666607"},
    {"unknown bytes", "a261784201ff636f666607"},
    {"unknown text", "a2617862ffff636f666607"},
    {"unknown array", "a2617883010203636f666607"},
    {"unknown open array", "a261789f010203ff636f666607"},
    {"unknown map", "a26178a10102636f666607"},
    {"unknown open map", "a26178bf0102ff636f666607"},
    {"unknown tag", "a26178c11a00000000636f666607"},
    {"unknown tags in an open array", "a261789fc1c201ff636f666607"},
    {"unknown float", "a26178fb3ff8000000000000636f666607"},
    {"unknown half float", "a26178f93c00636f666607"},
    {"unknown simple", "a26178f8ff636f666607"},
    {"unknown null, true, undefined", "a36178f66179f56177f7"},
    {"unknown behind", "a2636f6666076178820102"},
    {"unknown twice", "a2617801617802"},
    {"empty key", "a26001636f666607"},
    {"prefixes of keys", "a2626f6601646f66667301"},
    {"other case", "a1634f464607"},
    {"eight arrays deep", "a161788181818181818101"},
};

static void these_maps_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        print_message("%s\n", good[i].claim);
        assert_true(read(good[i].text));
        assert_true(present() == 0 || present() == 1u << OFF);
        assert_true(present() == 0 || fields[OFF].number == 7);
        assert_int_equal(present() != 0,
                         strstr(good[i].text, "636f6666") != NULL ||
                             strstr(good[i].text, "78036f6666") != NULL);
    }
}

static const struct {
    const char *claim;
    const char *text;
} bad[] = {
    {"no payload", ""},
    {"array", "80"},
    {"open array", "9fff"},
    {"number", "00"},
    {"text", "60"},
    {"null", "f6"},
    {"break", "ff"},
    {"tagged map", "c1a0"},
    {"bytes behind", "a000"},
    {"bytes behind an open map", "bfffff"},
    {"one pair short", "a2636f666607"},
    {"one pair too many", "a1636f666607636c656e01"},
    {"no value", "a1636f6666"},
    {"no end", "bf636f666607"},
    {"break for a value", "bf636f6666ff"},
    {"break in a definite map", "a1ff"},
    {"break behind a tag", "a261789fc1ff636f666607"},
    {"break for a value in an unknown map", "a16178bf01ff"},
    {"break in an unknown definite array", "a1617881ff"},
    {"255 pairs", "b8ff"},
    {"2^32 - 1 pairs", "baffffffff"},
    {"2^31 pairs", "ba80000000"},
    {"2^31 pairs in 8 bytes", "bb0000000080000000"},
    {"2^64 - 1 pairs", "bbffffffffffffffff636f666607"},
    {"2^32 pairs", "bb0000000100000000"},
    {"array of 2^32 items", "a161789b0000000100000000"},
    {"number as key", "a10107"},
    {"bytes as key", "a1436f666607"},
    {"open key", "a17f636f6666ff07"},
    {"open bytes", "a164646174615f4101ff"},
    {"key beyond the end", "a1646f6666"},
    {"bytes beyond the end", "a16464617461420f"},
    {"2^32 - 1 bytes", "a164646174615affffffff"},
    {"2^64 - 1 bytes", "a164646174615bffffffffffffffff"},
    {"2^32 + 1 bytes", "a164646174615b000000010000000101"},
    {"number cut", "a1636f666618"},
    {"number cut in 8 bytes", "a1636f66661b00000000000000"},
    {"reserved head 28", "a161781c"},
    {"reserved head 30", "a161789e"},
    {"open number", "a161781f"},
    {"open tag", "a16178df00"},
    {"twice", "a2636f666607636f666607"},
    {"null, then again", "a26468617368f6646861736840"},
    {"nine arrays deep", "a16178818181818181818181"
                         "01"},
    {"number: text", "a1636f66666137"},
    {"number: negative", "a1636f666620"},
    {"number: float", "a1636f6666f93c00"},
    {"number: bool", "a1636f6666f5"},
    {"number: null", "a1636f6666f6"},
    {"number: tagged", "a1636f6666c107"},
    {"number: array", "a1636f66668107"},
    {"bytes: text", "a164646174616101"},
    {"bytes: array", "a1646461746180"},
    {"bytes: null", "a16464617461f6"},
    {"bytes or null: text", "a1646861736860"},
    {"bytes or null: false", "a16468617368f4"},
    {"text: bytes", "a1616440"},
    {"text: null", "a16164f6"},
    {"bool: number", "a167636f6e6669726d01"},
    {"bool: null", "a167636f6e6669726df6"},
    {"bool: undefined", "a167636f6e6669726df7"},
    {"bool: simple in 2 bytes", "a167636f6e6669726df815"},
    {"flag: text", "a165666f72636560"},
    {"flag: negative", "a165666f72636520"},
};

static void these_maps_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        print_message("%s\n", bad[i].claim);
        assert_false(read(bad[i].text));
    }
}

static void single_bytes_are_refused_but_empty_map(void **state)
{
    (void)state;
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint8_t payload = (uint8_t)byte;

        assert_int_equal(read_bytes(&payload, 1), byte == 0xa0);
    }
}

static void deep_open_maps_are_refused(void **state)
{
    (void)state;
    for (size_t deep = 1; deep <= 1000; deep++) {
        uint8_t payload[1000];

        memset(payload, 0xbf, sizeof(payload));
        assert_false(read_bytes(payload, deep));
    }
}

/* Any example cut short, but for the map that is whole. */
static void no_prefix_of_an_example_is_a_map(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        struct hex h = hex_read(smp_examples[i].message);

        for (size_t len = 0; len + 8 < h.len; len++) {
            assert_false(read_bytes(h.bytes + 8, len));
        }
    }
}

static const struct {
    const char *text;
    uint32_t number;
} numbers[] = {
    {"a1636f666600", 0},
    {"a1636f666617", 23},
    {"a1636f66661818", 24},
    {"a1636f666618ff", 255},
    {"a1636f6666190100", 256},
    {"a1636f66661a000f4240", 1000000},
    {"a1636f66661a80000000", 0x80000000u},
    {"a1636f66661afffffffe", 0xfffffffeu},
    {"a1636f66661affffffff", UINT32_MAX},
    {"a1636f66661b00000000fffffffe", 0xfffffffeu},
    {"a1636f66661b0000000100000000", UINT32_MAX},
    {"a1636f66661b0000000100000007", UINT32_MAX},
    {"a1636f66661b0100000000000007", UINT32_MAX},
    {"a1636f66661b8000000000000000", UINT32_MAX},
    {"a1636f66661bffffffffffffffff", UINT32_MAX},
};

static void no_number_is_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        assert_true(read(numbers[i].text));
        assert_int_equal(fields[OFF].number, numbers[i].number);
    }
}

static void upload_is_read_in_every_order_of_clients(void **state)
{
    static const enum smp_example_name names[] = {
        EXAMPLE_UPLOAD_GO, EXAMPLE_UPLOAD_SMPCLIENT, EXAMPLE_UPLOAD_AUTERM,
        EXAMPLE_UPLOAD_TOOLKIT};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        request = hex_read(smp_examples[names[i]].message);
        assert_true(read_bytes(request.bytes + 8, request.len - 8));
        assert_int_equal(present(), 1u << OFF | 1u << DATA | 1u << LEN);
        assert_int_equal(fields[OFF].number, 0);
        assert_int_equal(fields[LEN].number, 40);
        assert_int_equal(fields[DATA].len, 40);
        assert_memory_equal(fields[DATA].bytes, "\x3d\xb8\xf3\x96\0\1\2", 7);
    }
}

static void pairs_are_read_in_every_order(void **state)
{
    static const char *const pairs[] = {"636f666607", "636c656e1828",
                                        "64646174614101", "617883010203"};

    (void)state;
    for (uint32_t order = 0; order < 256; order++) {
        char text[128] = "a4";
        uint32_t used = 0;

        for (uint32_t i = 0; i < 4; i++) {
            uint32_t pick = order >> 2 * i & 3;

            used |= 1u << pick;
            strcat(text, pairs[pick]);
        }
        if (used == 0xf) {
            assert_true(read(text));
            assert_int_equal(fields[LEN].number, 40);
            assert_int_equal(fields[OFF].number, 7);
            assert_int_equal(fields[DATA].bytes[0], 1);
        }
    }
}

static void bools_flags_and_null_mean_this(void **state)
{
    (void)state;
    assert_true(read("a267636f6e6669726df565666f72636502"));
    assert_int_equal(present(), 1u << BOOL | 1u << FLAG);
    assert_int_equal(fields[BOOL].number, 1);
    assert_int_equal(fields[FLAG].number, 2);
    assert_true(read("a267636f6e6669726df465666f726365f5"));
    assert_int_equal(fields[BOOL].number, 0);
    assert_int_equal(fields[FLAG].number, 1);
    assert_true(read("a26468617368f663616e79c10c"));
    assert_int_equal(present(), 1u << ANY);
    assert_true(read("a16468617368420102"));
    assert_int_equal(present(), 1u << HASH);
    assert_int_equal(fields[HASH].len, 2);
    assert_memory_equal(fields[HASH].bytes, "\1\2", 2);
}

static uint8_t out[64];
static struct cbor_writer writer;

static void expect_out(const char *text)
{
    struct hex expected = hex_read(text);

    assert_int_equal(writer.len, expected.len);
    assert_memory_equal(out, expected.bytes, expected.len);
}

static void numbers_are_written_shortest(void **state)
{
    /* RFC 8949, appendix A */
    (void)state;
    cbor_open(&writer, out, sizeof(out));
    cbor_put_uint(&writer, 0);
    cbor_put_uint(&writer, 23);
    cbor_put_uint(&writer, 24);
    cbor_put_uint(&writer, 100);
    cbor_put_uint(&writer, 255);
    cbor_put_uint(&writer, 256);
    cbor_put_uint(&writer, 1000);
    cbor_put_uint(&writer, 65535);
    cbor_put_uint(&writer, 65536);
    cbor_put_uint(&writer, 1000000);
    cbor_put_uint(&writer, UINT32_MAX);
    expect_out("0017181818641"
               "8ff1901001903e819ffff1a000100001a000f42401affff"
               "ffff");
}

static void answers_are_written_as_the_examples(void **state)
{
    (void)state;
    cbor_open(&writer, out, sizeof(out));
    cbor_put_map(&writer, 3);
    cbor_put_text(&writer, "rc");
    cbor_put_uint(&writer, 0);
    cbor_put_text(&writer, "off");
    cbor_put_uint(&writer, 40);
    cbor_put_text(&writer, "match");
    cbor_put_bool(&writer, true);
    expect_out(smp_examples[EXAMPLE_OFF_40_MATCH].message + 16);
    cbor_open(&writer, out, sizeof(out));
    cbor_put_map(&writer, 1);
    cbor_put_text(&writer, "images");
    cbor_put_array(&writer, 0);
    expect_out(smp_examples[EXAMPLE_LIST_ANSWER_EMPTY].message + 16);
}

static void strings_are_written(void **state)
{
    static const uint8_t bytes[24] = {1, 2, 3, 4};

    (void)state;
    cbor_open(&writer, out, sizeof(out));
    cbor_put_bytes(&writer, bytes, 4);
    cbor_put_chars(&writer, (const uint8_t *)"IETF", 4);
    cbor_put_text(&writer, "");
    cbor_put_bool(&writer, false);
    cbor_put_bytes(&writer, bytes, 24);
    expect_out("4401020304644945544660f4581801020304"
               "0000000000000000000000000000000000000000");
}

static void what_does_not_fit_is_counted(void **state)
{
    (void)state;
    memset(out, 0xa5, sizeof(out));
    cbor_open(&writer, out, 3);
    cbor_put_text(&writer, "abc");
    assert_int_equal(writer.len, 4);
    assert_true(writer.len > writer.max);
    assert_memory_equal(out,
                        "\x63"
                        "ab\xa5",
                        4);
    cbor_open(&writer, out, 4);
    cbor_put_text(&writer, "abc");
    assert_true(writer.len <= writer.max);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(these_maps_are_read),
        cmocka_unit_test(these_maps_are_refused),
        cmocka_unit_test(single_bytes_are_refused_but_empty_map),
        cmocka_unit_test(deep_open_maps_are_refused),
        cmocka_unit_test(no_prefix_of_an_example_is_a_map),
        cmocka_unit_test(no_number_is_cut),
        cmocka_unit_test(upload_is_read_in_every_order_of_clients),
        cmocka_unit_test(pairs_are_read_in_every_order),
        cmocka_unit_test(bools_flags_and_null_mean_this),
        cmocka_unit_test(numbers_are_written_shortest),
        cmocka_unit_test(answers_are_written_as_the_examples),
        cmocka_unit_test(strings_are_written),
        cmocka_unit_test(what_does_not_fit_is_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
