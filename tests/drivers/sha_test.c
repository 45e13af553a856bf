/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams over a SHA engine agree with a library's SHA-256 and SHA-512, in
 * whatever pieces and from whatever address the bytes come.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <mbedtls/sha256.h>
#include <mbedtls/sha512.h>

#include "iface/hash.h"
#include "iface/mmio.h"
#include "tests/drivers/bus.h"
#include "tests/drivers/sha_model.h"

#define LEN_MAX 700u

static uint8_t bytes[LEN_MAX + 4];

static void given_bytes(void)
{
    for (uint32_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)(i * 31 + i / 128);
    }
    sha_model_open();
}

static void expect_digest(const uint8_t *digest, const uint8_t *p, size_t len,
                          bool aside)
{
    uint8_t want[64];

    if (aside && sha_model_aside_is_512) {
        assert_int_equal(mbedtls_sha512(p, len, want, 0), 0);
    } else {
        assert_int_equal(mbedtls_sha256(p, len, want, 0), 0);
    }
    assert_memory_equal(digest, want, HASH_LEN);
}

/* All lengths around blocks of both sizes, from every alignment. */
static void every_length_is_padded(void **state)
{
    struct hash h;
    uint8_t digest[HASH_LEN];

    (void)state;
    given_bytes();
    for (uint32_t i = 0; i < 2 * 4 * 300; i++) {
        const uint8_t *p = bytes + i / 2 % 4;
        size_t len = i / 8;

        if (i % 2 == 0) {
            hash_open(&h);
        } else {
            hash_open_aside(&h);
        }
        hash_add(&h, p, len);
        hash_close(&h, digest);
        expect_digest(digest, p, len, i % 2 != 0);
    }
}

static void pieces_make_the_same_digest(void **state)
{
    struct hash h;
    uint8_t digest[HASH_LEN];

    (void)state;
    given_bytes();
    for (size_t piece = 1; piece < 200; piece++) {
        hash_open(&h);
        for (size_t at = 0; at < LEN_MAX; at += piece) {
            hash_add(&h, bytes + at,
                     piece < LEN_MAX - at ? piece : LEN_MAX - at);
        }
        hash_close(&h, digest);
        expect_digest(digest, bytes, LEN_MAX, false);
    }
}

/* The second sees a part of what the first one sees, as the boot code does. */
static void two_streams_do_not_disturb_each_other(void **state)
{
    struct hash whole;
    struct hash part;
    uint8_t digest[HASH_LEN];

    (void)state;
    given_bytes();
    hash_open(&whole);
    hash_add(&whole, bytes, 100);
    hash_open_aside(&part);
    hash_add(&part, bytes + 40, 60);
    for (size_t at = 100; at < 600; at += 100) {
        hash_add(&whole, bytes + at, 100);
        hash_add(&part, bytes + at, 100);
    }
    hash_close(&part, digest);
    expect_digest(digest, bytes + 40, 560, true);
    hash_add(&whole, bytes + 600, 100);
    hash_close(&whole, digest);
    expect_digest(digest, bytes, 700, false);
}

static void the_engine_is_switched_on(void **state)
{
    struct hash h;

    (void)state;
    given_bytes();
    bus_put(sha_model_clock, 0x80);
    bus_put(sha_model_reset, 0xffffffff);
    hash_open(&h);
    assert_int_equal(mmio_read(sha_model_clock), 0x80 | sha_model_clock_bits);
    assert_int_equal(mmio_read(sha_model_reset), ~sha_model_reset_bits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_is_padded),
        cmocka_unit_test(pieces_make_the_same_digest),
        cmocka_unit_test(two_streams_do_not_disturb_each_other),
        cmocka_unit_test(the_engine_is_switched_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
