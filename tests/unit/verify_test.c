/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which images verify: the table of SPEC, Validation, whose rows were tried on
 * MCUboot. Where a row is stricter than MCUboot the claim says so. Keys and
 * algorithms: verify_images_test.c; facts: verify_facts_test.c.
 */
#include "core/verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/verify_bench.h"

static void hash_key_and_signature_make_an_image_valid(void **state)
{
    static const struct bench_row rows[] = {
        {"hks", OK},    {"ksh", OK},   {"hKtks", OK}, {"hksKt", OK},
        {"hKks", OK},   {"hksS", OK},  {"hhks", OK},  {"hxks", OK},
        {"hkshks", OK}, {"r|hks", OK}, {"k|hs", OK},  {"7|hks", OK},
        {"A|hks", OK},  {"7A|hks", OK}};

    (void)state;
    BENCH_CHECK_ROWS(rows);
}

static void images_that_prove_nothing_are_refused(void **state)
{
    static const struct bench_row rows[] = {
        {"", IMAGE_E_NO_HASH},          {"ks", IMAGE_E_NO_HASH},
        {"hk", IMAGE_E_NO_SIGNATURE},   {"hs", IMAGE_E_NO_SIGNATURE},
        {"h", IMAGE_E_NO_SIGNATURE},    {"hsk", IMAGE_E_NO_SIGNATURE},
        {"hkKs", IMAGE_E_NO_SIGNATURE}, {"hKt", IMAGE_E_NO_SIGNATURE},
        {"hkt", IMAGE_E_SIGNATURE},     {"hKs", IMAGE_E_NO_SIGNATURE},
        {"hkS", IMAGE_E_SIGNATURE},     {"hkm", IMAGE_E_SIGNATURE},
        {"hkx", IMAGE_E_SIGNATURE},     {"hky", IMAGE_E_SIGNATURE},
        {"hHks", IMAGE_E_HASH},         {"hksH", IMAGE_E_HASH},
        {"Hhks", IMAGE_E_HASH},         {"aks", IMAGE_E_HASH},
        {"hksa", IMAGE_E_HASH},         {"ho", IMAGE_E_TLV},
        {"hkso", IMAGE_E_TLV},          {"w|hks", IMAGE_E_HASH},
        {"bks", IMAGE_E_HASH},          {"o|hks", IMAGE_E_TLV},
        {"hkz", IMAGE_E_SIGNATURE}};

    (void)state;
    BENCH_CHECK_ROWS(rows);
}

/* A bad signature by a key of bench.ours is fatal, wherever it stands. */
static void one_bad_signature_is_fatal_unlike_in_mcuboot(void **state)
{
    static const struct bench_row rows[] = {{"hkskS", IMAGE_E_SIGNATURE},
                                            {"hkSks", IMAGE_E_SIGNATURE},
                                            {"hkSksks", IMAGE_E_SIGNATURE}};

    (void)state;
    BENCH_CHECK_ROWS(rows);
}

static void key_hashes_of_other_lengths_name_no_key_unlike_in_mcuboot(
    void **state)
{
    static const struct bench_row rows[] = {{"hes", IMAGE_E_NO_SIGNATURE},
                                            {"hps", IMAGE_E_NO_SIGNATURE},
                                            {"hkes", IMAGE_E_NO_SIGNATURE},
                                            {"ke|hs", IMAGE_E_NO_SIGNATURE},
                                            {"heks", OK}};

    (void)state;
    BENCH_CHECK_ROWS(rows);
}

/* A protected signature can not cover itself: it uses up its key, no more. */
static void protected_signature_uses_up_the_key_before_it(void **state)
{
    static const struct bench_row rows[] = {{"kr|hs", IMAGE_E_NO_SIGNATURE},
                                            {"kr|hks", OK}};

    (void)state;
    BENCH_CHECK_ROWS(rows);
}

static void unprotected_types_outside_the_list_are_refused(void **state)
{
    static const uint8_t allowed[] = {0x01, 0x02, 0x10, 0x11, 0x12, 0x20, 0x21,
                                      0x22, 0x23, 0x24, 0x30, 0x31, 0x32, 0x33};
    static const uint8_t data[4] = {1, 0, 0, 0};

    (void)state;
    for (uint32_t type = 0; type <= 0xffff; type++) {
        bool good = type < 0x100 && memchr(allowed, (int)type, 14) != NULL;

        if (type == 0x10 || (type > 0x200 && type % 0x100 > 2)) {
            continue; /* a hash of 4 bytes is refused as such */
        }
        bench_compose("hks");
        draft_tlv(&bench.draft, (uint16_t)type, data, sizeof(data));
        (void)bench_draft_verifies();
        assert_int_equal(bench.why, good ? OK : IMAGE_E_TLV_TYPE);
    }
}

/* ---- areas ---- */

static uint8_t *info(void)
{
    return bench.draft.bytes + bench.draft.covered;
}

static void stray_bytes_behind_the_last_entry_are_refused(void **state)
{
    (void)state;
    for (uint16_t stray = 1; stray <= 4; stray++) {
        bench_compose("hks");
        put_le16(info() + 2, (uint16_t)(le16(info() + 2) + stray));
        memset(bench.draft.bytes + bench.draft.len, 0, stray);
        bench.draft.len += stray;
        assert_false(bench_draft_verifies());
        assert_int_equal(bench.why, stray < 4 ? IMAGE_E_TLV : IMAGE_E_TLV_TYPE);
    }
}

static void last_length_must_end_at_the_area(void **state)
{
    uint8_t *len;

    (void)state;
    for (int off = -1; off <= 1; off++) {
        bench_compose("hks");
        len = bench.draft.bytes + bench.draft.len - 66;
        assert_int_equal(le16(len), 64);
        put_le16(len, (uint16_t)(64 + off));
        assert_int_equal(bench_draft_verifies(), off == 0);
    }
}

static void area_lengths_must_agree_with_the_header(void **state)
{
    (void)state;
    for (int off = -1; off <= 1; off++) {
        bench_compose("7|hks");
        put_le16(bench.draft.bytes + 10,
                 (uint16_t)(le16(bench.draft.bytes + 10) + off));
        assert_int_equal(bench_draft_verifies(), off == 0);
    }
}

/* The hash of what the header claims is right: only the area is wrong. */
static void area_of_other_magic_or_length_is_refused(void **state)
{
    static const uint8_t areas[][4] = {{0x08, 0x69, 13, 0},
                                       {0x08, 0x69, 12, 0},
                                       {0x08, 0x69, 14, 0},
                                       {0x07, 0x69, 13, 0},
                                       {0x08, 0x68, 13, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
        draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
        draft_protect(&bench.draft);
        bench_add("7");
        memcpy(bench.draft.bytes + bench.draft.area, areas[i], 4);
        draft_plain(&bench.draft);
        bench_add("hks");
        (void)bench_draft_verifies();
        assert_int_equal(bench.why, i == 0 ? OK : IMAGE_E_TLV);
    }
}

static void header_claiming_an_area_that_is_absent_is_refused(void **state)
{
    (void)state;
    for (uint16_t len = 0; len <= 8; len++) {
        draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
        put_le16(bench.draft.bytes + 10, len);
        draft_plain(&bench.draft);
        bench_add("hks");
        assert_int_equal(bench_draft_verifies(), len == 0);
    }
}

/* Too short for its own info, in header and area alike. */
static void area_shorter_than_its_info_is_refused(void **state)
{
    (void)state;
    for (uint16_t len = 1; len < 4; len++) {
        draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
        draft_protect(&bench.draft);
        put_le16(bench.draft.bytes + bench.draft.area + 2, len);
        put_le16(bench.draft.bytes + 10, len);
        draft_plain(&bench.draft);
        bench_add("hks");
        assert_false(bench_draft_verifies());
        assert_int_equal(bench.why, IMAGE_E_TLV);
    }
}

static void area_that_the_header_does_not_claim_is_refused(void **state)
{
    (void)state;
    draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
    draft_protect(&bench.draft);
    bench_add("7");
    put_le16(bench.draft.bytes + 10, 0);
    bench.draft.covered = 32 + BENCH_PAYLOAD_LEN;
    draft_plain(&bench.draft);
    bench_add("hks");
    assert_false(bench_draft_verifies());
    assert_int_equal(bench.why, IMAGE_E_TLV);
}

/* Upstream lets it overhang into the unprotected area. */
static void protected_entry_may_not_leave_its_area(void **state)
{
    (void)state;
    for (uint16_t over = 0; over <= 3; over++) {
        draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
        draft_protect(&bench.draft);
        bench_add("7");
        put_le16(bench.draft.bytes + bench.draft.area + 6,
                 (uint16_t)(5 + over));
        draft_plain(&bench.draft);
        bench_add("hks");
        (void)bench_draft_verifies();
        assert_int_equal(bench.why, over == 0 ? OK : IMAGE_E_TLV);
    }
}

/* ---- tampering ---- */

static void every_flipped_bit_of_the_image_is_found(void **state)
{
    (void)state;
    bench_compose("7|hks");
    for (uint32_t bit = 0; bit < bench.draft.len * 8; bit++) {
        bench.draft.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        if (bench_draft_verifies()) {
            fail_msg("bit %u of byte %u", bit % 8, bit / 8);
        }
        bench.draft.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_true(bench_draft_verifies());
}

static void new_hash_over_changed_payload_does_not_help(void **state)
{
    struct draft changed;

    (void)state;
    bench_compose("");
    changed = bench.draft;
    changed.bytes[100] ^= 1;
    changed.len = changed.covered;
    changed.area = 0;
    draft_plain(&changed);
    signer_complete(&bench.ours, &bench.draft, BENCH_TLV_ED25519);
    memcpy(bench.draft.bytes, changed.bytes, changed.covered);
    memcpy(bench.draft.bytes + bench.draft.covered + 8, changed.digest,
           HASH_LEN);
    assert_false(bench_draft_verifies());
    assert_int_equal(bench.why, IMAGE_E_SIGNATURE);
}

static void header_words_that_nobody_reads_do_not_matter(void **state)
{
    static const uint32_t flags[] = {0x1,  0x2,   0x20,   0x40,
                                     0x80, 0x100, 0x1000, 0x80000000};

    (void)state;
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
        put_le32(bench.draft.bytes + 16, flags[i]);
        put_le32(bench.draft.bytes + 28, 0x12345678);
        put_le32(bench.draft.bytes + 4, 0xdeadbeef);
        draft_plain(&bench.draft);
        bench_add("hks");
        assert_true(bench_draft_verifies());
    }
}

static void flags_of_what_we_can_not_do_are_refused(void **state)
{
    static const uint32_t flags[] = {0x4, 0x8, 0x200, 0x400, 0x800};

    (void)state;
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
        put_le32(bench.draft.bytes + 16, flags[i]);
        draft_plain(&bench.draft);
        bench_add("hks");
        (void)bench_draft_verifies();
        assert_int_equal(bench.why, IMAGE_E_FLAGS);
    }
}

static void image_marked_not_bootable_is_not(void **state)
{
    (void)state;
    draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
    put_le32(bench.draft.bytes + 16, 0x10);
    draft_plain(&bench.draft);
    bench_add("hks");
    assert_false(bench_draft_verifies());
    assert_int_equal(bench.why, IMAGE_E_NOT_BOOTABLE);
}

/* ---- size ---- */

static void image_one_byte_longer_than_allowed_is_refused(void **state)
{
    verdict_t v;

    (void)state;
    bench_compose("hks");
    bench_place(bench.draft.bytes, bench.draft.len);
    v = image_verify(&bench.slot, bench.draft.len, &bench.config, &bench.facts,
                     &bench.why);
    assert_true(verdict_is_pass(v));
    assert_int_equal(bench.facts.len, bench.draft.len);
    v = image_verify(&bench.slot, bench.draft.len - 1, &bench.config,
                     &bench.facts, &bench.why);
    assert_false(verdict_is_pass(v));
    assert_int_equal(bench.why, IMAGE_E_SIZE);
}

static void erased_slot_is_called_empty(void **state)
{
    (void)state;
    bench_place("", 0);
    assert_false(bench_verifies());
    assert_int_equal(bench.why, IMAGE_E_EMPTY);
}

static void flash_that_fails_is_told_apart_from_a_bad_image(void **state)
{
    (void)state;
    bench_compose("7|hks");
    bench_place(bench.draft.bytes, bench.draft.len);
    for (uint32_t off = 0; off < bench.draft.len; off += 7) {
        bench.device.flash.bad_addr = bench.slot.base + off;
        bench.device.flash.bad_len = 1;
        assert_false(bench_verifies());
        assert_int_equal(bench.why, FLASH_E_IO);
    }
}

#define TEST(name) cmocka_unit_test_setup(name, bench_setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(hash_key_and_signature_make_an_image_valid),
        TEST(images_that_prove_nothing_are_refused),
        TEST(one_bad_signature_is_fatal_unlike_in_mcuboot),
        TEST(key_hashes_of_other_lengths_name_no_key_unlike_in_mcuboot),
        TEST(protected_signature_uses_up_the_key_before_it),
        TEST(unprotected_types_outside_the_list_are_refused),
        TEST(stray_bytes_behind_the_last_entry_are_refused),
        TEST(last_length_must_end_at_the_area),
        TEST(area_lengths_must_agree_with_the_header),
        TEST(area_of_other_magic_or_length_is_refused),
        TEST(header_claiming_an_area_that_is_absent_is_refused),
        TEST(area_shorter_than_its_info_is_refused),
        TEST(area_that_the_header_does_not_claim_is_refused),
        TEST(protected_entry_may_not_leave_its_area),
        TEST(every_flipped_bit_of_the_image_is_found),
        TEST(new_hash_over_changed_payload_does_not_help),
        TEST(header_words_that_nobody_reads_do_not_matter),
        TEST(flags_of_what_we_can_not_do_are_refused),
        TEST(image_marked_not_bootable_is_not),
        TEST(image_one_byte_longer_than_allowed_is_refused),
        TEST(erased_slot_is_called_empty),
        TEST(flash_that_fails_is_told_apart_from_a_bad_image),
    };

    return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
