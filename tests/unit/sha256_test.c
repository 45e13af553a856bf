/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SHA-256 over the hash contract. Digests are those of NIST's examples for
 * FIPS 180-4 (empty, "abc", two blocks, a million times "a").
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "iface/hash.h"
#include "tests/unit/hex.h"

#define TWO_BLOCKS_DIGEST                                                      \
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"

static const char two_blocks[] =
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

static void expect_digest(struct hash *h, const char *expected)
{
    struct hex digest = hex_read(expected);
    uint8_t got[HASH_LEN];

    hash_close(h, got);
    assert_memory_equal(got, digest.bytes, HASH_LEN);
}

static void no_bytes_hash_to_the_published_digest(void **state)
{
    (void)state;
    struct hash h;

    hash_open(&h);
    expect_digest(&h, "e3b0c44298fc1c149afbf4c8996fb924"
                      "27ae41e4649b934ca495991b7852b855");
}

static void abc_hashes_to_the_published_digest(void **state)
{
    (void)state;
    struct hash h;

    hash_open(&h);
    hash_add(&h, "abc", 3);
    expect_digest(&h, "ba7816bf8f01cfea414140de5dae2223"
                      "b00361a396177a9cb410ff61f20015ad");
}

static void two_blocks_hash_the_same_however_they_are_split(void **state)
{
    (void)state;
    const size_t len = sizeof(two_blocks) - 1;
    struct hash h;

    for (size_t split = 0; split <= len; split++) {
        hash_open(&h);
        hash_add(&h, two_blocks, split);
        hash_add(&h, two_blocks, 0);
        hash_add(&h, two_blocks + split, len - split);
        expect_digest(&h, TWO_BLOCKS_DIGEST);
    }
}

static void a_million_letters_hash_to_the_published_digest(void **state)
{
    (void)state;
    uint8_t letters[1000];
    struct hash h;

    memset(letters, 'a', sizeof(letters));
    hash_open(&h);
    for (int i = 0; i < 1000; i++) {
        hash_add(&h, letters, sizeof(letters));
    }
    expect_digest(&h, "cdc76e5c9914fb9281a1c7e284d73e67"
                      "f1809a48a497200e046d39ccc7112cd0");
}

static void a_stream_is_used_again_after_opening_it_anew(void **state)
{
    (void)state;
    struct hash h;
    uint8_t ignored[HASH_LEN];

    hash_open(&h);
    hash_add(&h, "left over", 9);
    hash_close(&h, ignored);
    hash_open(&h);
    hash_add(&h, two_blocks, sizeof(two_blocks) - 1);
    expect_digest(&h, TWO_BLOCKS_DIGEST);
}

static void closing_leaves_nothing_of_the_data_behind(void **state)
{
    (void)state;
    static const struct hash wiped;
    struct hash h;
    uint8_t ignored[HASH_LEN];

    hash_open(&h);
    hash_add(&h, "secret", 6);
    hash_close(&h, ignored);
    assert_memory_equal(&h, &wiped, sizeof(h));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_bytes_hash_to_the_published_digest),
        cmocka_unit_test(abc_hashes_to_the_published_digest),
        cmocka_unit_test(two_blocks_hash_the_same_however_they_are_split),
        cmocka_unit_test(a_million_letters_hash_to_the_published_digest),
        cmocka_unit_test(a_stream_is_used_again_after_opening_it_anew),
        cmocka_unit_test(closing_leaves_nothing_of_the_data_behind),
    };

    return cmocka_run_group_tests_name("sha256", tests, NULL, NULL);
}
