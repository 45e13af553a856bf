/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images in memory: the four worked examples of SPEC, made by imgtool, byte
 * for byte, and what the format cannot hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "host/image/image_build.h"
#include "host/image/image_format.h"
#include "host/image/image_sign.h"
#include "tests/unit/hex.h"

/* "Hello MCUboot!", newline, four zeros */
#define PAYLOAD "48656c6c6f204d4355626f6f74210a00000000"

/* The Ed25519 test key: seed 00 to 1f. */
#define SEED "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define PUBLIC                                                                 \
    "302a300506032b657003210003a107bff3ce10be1d70dd18e74bc09967e4d630"         \
    "9ba50d5f1ddc8664125531b8"
#define KEY_HASH                                                               \
    "a050837d85070582ccf7394b0988847cc312cb88259b894899f6f239cf1791a5"

#define HEADER_0                                                               \
    "3db8f39600000000200000001300000000000000000000000000000000000000"
#define EXAMPLE_A                                                              \
    HEADER_0 PAYLOAD                                                           \
        "0769280010002000dcdfd5b6c06dd2fa676bf18f4d0a97849b2bf96cf36568ee"     \
        "890b57aa7092c1ba"
#define EXAMPLE_B                                                              \
    "3db8f39600000000200000001300000000000000010203000400000000000000" PAYLOAD \
    "07699000"                                                                 \
    "10002000"                                                                 \
    "125999f134faff42596fdd68a66c6c69ecb6932000b0ef67bfd45713b617d0f9"         \
    "01002000" KEY_HASH "24004000"                                             \
    "fd09838628412265bd3eef4a76c232f5d06106daf8bff7cc863fd16a0d711dcc"         \
    "778798c8c4169e0ddc93ecbbdd82e6f20912230886a0169941b3e49828e7d40d"
#define EXAMPLE_C                                                              \
    "3db8f3960000000020001c001300000000000000010203000400000000000000" PAYLOAD \
    "08691c00"                                                                 \
    "5000040001000000"                                                         \
    "40000c00010000000000010000000000"                                         \
    "07699000"                                                                 \
    "10002000"                                                                 \
    "b2c824914b5507b2d9e93b74eebd66b44ef03e5cdb5910055914fb00b23036db"         \
    "01002000" KEY_HASH "24004000"                                             \
    "87eddf292e2c3a50f914c97314bc6052ee9c0b10d3418bd7403b8e14b37b5e9d"         \
    "e34363a430d92f3d84fe094516108d2766dc49a59412a49cc89758ac632f6b04"
#define EXAMPLE_D                                                              \
    HEADER_0 PAYLOAD                                                           \
        "0769d500"                                                             \
        "12004000"                                                             \
        "587a936a8c25b2dedce4fdbdf68c2852356a5acd11687012b5b5a1bedd43075b"     \
        "bb342dfd32edb872d6144e59232c1e656f248c31456ca40a14e62a6d6dafde08"     \
        "2500010001"                                                           \
        "01004000"                                                             \
        "ef1791e20bdd754315724f86bd2c5197178c113cb38926f230593037431232df"     \
        "ad9cdb950c9a59fe65ee12a1a462b06ec4d59c9b40e6f508e169f5857a348dea"     \
        "24004000"                                                             \
        "a226f83095d3f7bf70d5a9c42205c81cb12a45b4002d376d371d9cfa0a647cff"     \
        "570fff79cdd899c1ea83f418f40e40d456c8e5f13ae4def6c67dccd3d1103508"

/* One test's input and output. */
struct fixture {
    struct hex payload;
    struct key key; /* Ed25519 */
    struct image_spec spec;
    struct buffer out;
    struct image_made made;
    struct why why;
};

static int set_up(void **state)
{
    static struct fixture f;
    const struct hex seed = hex_read(SEED);
    const struct hex public = hex_read(PUBLIC);

    memset(&f, 0, sizeof(f));
    f.payload = hex_read(PAYLOAD);
    f.key = (struct key){.type = KEY_ED25519,
                         .is_private = true,
                         .public_len = public.len,
                         .secret_len = seed.len};
    memcpy(f.key.public_der, public.bytes, public.len);
    memcpy(f.key.secret, seed.bytes, seed.len);
    f.spec = image_spec_default();
    f.spec.input = f.payload.bytes;
    f.spec.input_len = f.payload.len;
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    buffer_free(&f->out);
    return 0;
}

static void expect_image(struct fixture *f, const char *digits)
{
    const struct hex expected = hex_read(digits);

    assert_true(image_build(&f->spec, &f->out, &f->made, &f->why));
    assert_int_equal(f->out.len, expected.len);
    assert_memory_equal(f->out.data, expected.bytes, expected.len);
}

static void expect_refused(struct fixture *f, const char *part)
{
    assert_false(image_build(&f->spec, &f->out, &f->made, &f->why));
    assert_non_null(strstr(f->why.text, part));
    f->out.len = 0;
}

static void unsigned_image_is_example_a(void **state)
{
    expect_image(*state, EXAMPLE_A);
}

static void signed_image_is_example_b(void **state)
{
    struct fixture *f = *state;

    f->spec.key = &f->key;
    f->spec.version = (struct version){1, 2, 3, 4};
    expect_image(f, EXAMPLE_B);
    assert_int_equal(f->made.signed_len, 51);
    assert_int_equal(f->made.signature_len, 64);
}

static void image_with_protected_tlvs_is_example_c(void **state)
{
    const struct dependency needed = {1, {0, 0, 1, 0}};
    struct fixture *f = *state;

    f->spec.key = &f->key;
    f->spec.version = (struct version){1, 2, 3, 4};
    f->spec.has_counter = true;
    f->spec.counter = 1;
    f->spec.dependencies = &needed;
    f->spec.dependency_count = 1;
    expect_image(f, EXAMPLE_C);
    assert_int_equal(f->made.signed_len, 79);
}

static void pure_signature_is_example_d(void **state)
{
    struct fixture *f = *state;

    f->spec.key = &f->key;
    f->spec.pure = true;
    expect_image(f, EXAMPLE_D);
}

static void fixed_signature_makes_the_same_image(void **state)
{
    struct fixture *f = *state;
    struct image_made made;

    f->spec.key = &f->key;
    f->spec.version = (struct version){1, 2, 3, 4};
    expect_image(f, EXAMPLE_B);
    made = f->made;
    f->out.len = 0;
    f->key.is_private = false;
    f->spec.fixed_signature = made.signature;
    f->spec.fixed_signature_len = made.signature_len;
    expect_image(f, EXAMPLE_B);
}

static void fixed_signature_of_another_image_is_refused(void **state)
{
    static const uint8_t signature[KEY_SIGNATURE_MAX + 1] = {0};
    struct fixture *f = *state;

    f->spec.key = &f->key;
    f->spec.fixed_signature = signature;
    f->spec.fixed_signature_len = 64;
    expect_refused(f, "does not belong to this image");
    f->spec.fixed_signature_len = sizeof(signature);
    expect_refused(f, "does not belong to this image");
}

static void covered_part_ends_before_the_unprotected_area(void **state)
{
    struct fixture *f = *state;
    const struct hex expected = hex_read(EXAMPLE_A);

    assert_true(image_build_covered(&f->spec, &f->out, &f->made, &f->why));
    assert_int_equal(f->out.len, 51);
    assert_memory_equal(f->out.data, expected.bytes, 51);
    assert_memory_equal(f->made.digest, expected.bytes + 59, 32);
    assert_int_equal(f->made.signature_len, 0);
}

/* 32 bytes of header in an area of 64, filled with the erased value. */
static void header_area_is_filled_with_the_erased_value(void **state)
{
    struct fixture *f = *state;
    uint8_t expected[32];

    f->spec.header_len = 64;
    f->spec.erased = 0x5a;
    memset(expected, 0x5a, sizeof(expected));
    assert_true(image_build(&f->spec, &f->out, &f->made, &f->why));
    assert_int_equal(f->out.data[IMAGE_OFF_HDR_LEN], 64);
    assert_memory_equal(f->out.data + 32, expected, sizeof(expected));
    assert_memory_equal(f->out.data + 64, f->payload.bytes, f->payload.len);
}

static void header_goes_into_an_input_that_has_room_for_it(void **state)
{
    struct fixture *f = *state;
    uint8_t input[32 + 19] = {0};

    memcpy(input + 32, f->payload.bytes, f->payload.len);
    f->spec.pad_header = false;
    f->spec.input = input;
    f->spec.input_len = sizeof(input);
    expect_image(f, EXAMPLE_A);
}

/* The order and the bytes of imgtool with -e big. */
static void big_endian_turns_numbers_and_custom_types(void **state)
{
    static const uint8_t data[2] = {1, 2};
    const struct image_custom custom = {0x1234, data, sizeof(data)};
    const struct dependency needed = {1, {1, 2, 3, 4}};
    const struct hex expected =
        hex_read("96f3b83d2000000000200022000000130000002001020003000000040000"
                 "0000" PAYLOAD "69080022"
                 "5000000400000007"
                 "4000000c010000000102000300000004"
                 "123400020102"
                 "69070028"
                 "10000020");
    struct fixture *f = *state;

    f->spec.big_endian = true;
    f->spec.load_addr = 0x20000000;
    f->spec.flags = IMAGE_FLAG_RAM_LOAD;
    f->spec.version = (struct version){1, 2, 3, 4};
    f->spec.has_counter = true;
    f->spec.counter = 7;
    f->spec.dependencies = &needed;
    f->spec.dependency_count = 1;
    f->spec.customs = &custom;
    f->spec.custom_count = 1;
    assert_true(image_build(&f->spec, &f->out, &f->made, &f->why));
    assert_int_equal(f->out.len, expected.len + 32);
    assert_memory_equal(f->out.data, expected.bytes, expected.len);
}

static void public_key_may_stand_in_full(void **state)
{
    const struct hex public = hex_read(PUBLIC);
    struct fixture *f = *state;

    f->spec.key = &f->key;
    f->spec.full_key = true;
    assert_true(image_build(&f->spec, &f->out, &f->made, &f->why));
    assert_int_equal(f->out.data[91], TLV_PUBLIC_KEY);
    assert_int_equal(f->out.data[93], public.len);
    assert_memory_equal(f->out.data + 95, public.bytes, public.len);
}

static void header_sizes_outside_the_field_are_refused(void **state)
{
    struct fixture *f = *state;

    f->spec.header_len = 31;
    expect_refused(f, "32 to 65535 bytes, not 31");
    f->spec.header_len = 65536;
    expect_refused(f, "not 65536");
    f->spec.header_len = 65535;
    assert_true(image_build(&f->spec, &f->out, &f->made, &f->why));
}

static void input_shorter_than_its_header_area_is_refused(void **state)
{
    struct fixture *f = *state;

    f->spec.pad_header = false;
    f->spec.header_len = 32;
    f->spec.input_len = 19;
    expect_refused(f, "19 bytes, fewer than the header of 32");
}

static void protected_tlvs_beyond_their_field_are_refused(void **state)
{
    static uint8_t data[65536];
    struct image_custom custom = {0xa0, data, 65535 - 8};
    struct fixture *f = *state;

    f->spec.customs = &custom;
    f->spec.custom_count = 1;
    assert_true(image_build(&f->spec, &f->out, &f->made, &f->why));
    f->out.len = 0;
    custom.len = 65535 - 7;
    expect_refused(f, "protected TLVs do not fit");
    custom.len = 65536;
    expect_refused(f, "protected TLVs do not fit");
}

static void public_half_does_not_sign(void **state)
{
    struct fixture *f = *state;

    f->spec.key = &f->key;
    f->key.is_private = false;
    f->key.secret_len = 0;
    expect_refused(f, "");
}

/* SPEC, "Image tool: hash of an image": which key goes with which --sha. */
static void each_key_takes_only_its_hashes(void **state)
{
    static const struct {
        enum key_type type;
        unsigned allowed; /* set of 1 << sha */
        enum sha preferred;
    } rows[] = {
        {KEY_RSA_2048, 1u << SHA_256, SHA_256},
        {KEY_RSA_3072, 1u << SHA_256, SHA_256},
        {KEY_ECDSA_P256, 1u << SHA_256, SHA_256},
        {KEY_ECDSA_P384, 1u << SHA_384, SHA_384},
        {KEY_ED25519, 1u << SHA_256 | 1u << SHA_512, SHA_256},
        {KEY_X25519, 0, SHA_AUTO},
    };
    struct why why;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct key key = {.type = rows[i].type};
        enum sha sha = SHA_AUTO;
        for (enum sha asked = SHA_256; asked <= SHA_512; asked++) {
            bool allowed = (rows[i].allowed & 1u << asked) != 0;
            assert_int_equal(image_sign_choose(&key, false, asked, &sha, &why),
                             allowed);
        }
        bool signs = rows[i].preferred != SHA_AUTO;
        assert_int_equal(image_sign_choose(&key, false, SHA_AUTO, &sha, &why),
                         signs);
        assert_true(!signs || sha == rows[i].preferred);
        bool pure = rows[i].type == KEY_ED25519;
        assert_int_equal(image_sign_choose(&key, true, SHA_AUTO, &sha, &why),
                         pure);
        assert_false(image_sign_choose(&key, true, SHA_512, &sha, &why));
    }
}

static void image_without_key_takes_every_hash(void **state)
{
    enum sha sha = SHA_AUTO;
    struct why why;

    (void)state;
    for (enum sha asked = SHA_256; asked <= SHA_512; asked++) {
        assert_true(image_sign_choose(NULL, false, asked, &sha, &why));
        assert_int_equal(sha, asked);
    }
    assert_true(image_sign_choose(NULL, false, SHA_AUTO, &sha, &why));
    assert_int_equal(sha, SHA_256);
    assert_true(image_sign_choose(NULL, true, SHA_AUTO, &sha, &why));
    assert_int_equal(sha, SHA_256);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unsigned_image_is_example_a),
        TEST(signed_image_is_example_b),
        TEST(image_with_protected_tlvs_is_example_c),
        TEST(pure_signature_is_example_d),
        TEST(fixed_signature_makes_the_same_image),
        TEST(fixed_signature_of_another_image_is_refused),
        TEST(covered_part_ends_before_the_unprotected_area),
        TEST(header_area_is_filled_with_the_erased_value),
        TEST(header_goes_into_an_input_that_has_room_for_it),
        TEST(big_endian_turns_numbers_and_custom_types),
        TEST(public_key_may_stand_in_full),
        TEST(header_sizes_outside_the_field_are_refused),
        TEST(input_shorter_than_its_header_area_is_refused),
        TEST(protected_tlvs_beyond_their_field_are_refused),
        TEST(public_half_does_not_sign),
        TEST(each_key_takes_only_its_hashes),
        TEST(image_without_key_takes_every_hash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
