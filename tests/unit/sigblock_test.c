/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signature blocks against the worked example of SPEC, "Secure Boot V2", which
 * the mask ROM of ESP32-C3 accepts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "host/espsecure/sigblock.h"
#include "tests/unit/hex.h"
#include "tests/unit/secure_boot_vector.h"

static uint8_t data[VECTOR_DATA_LEN];
static uint8_t good[SIGBLOCK_LEN];
static struct key key;

static int set_up(void **state)
{
    (void)state;
    vector_data(vector_c3_image, data);
    vector_block(good);
    vector_key(&key);
    return 0;
}

/* ---- reading --------------------------------------------------------- */

static void the_worked_block_is_good_and_verifies(void **state)
{
    (void)state;
    assert_int_equal(sigblock_form(good), SIGBLOCK_GOOD);
    assert_int_equal(sigblock_crc(good), 0xe2438d61);
    assert_true(sigblock_verify(good, data, sizeof(data)));
    assert_true(sigblock_holds(good, &key));
}

static void the_key_digest_is_that_of_the_specification(void **state)
{
    (void)state;
    uint8_t digest[SIGBLOCK_DIGEST_LEN];
    struct why why;
    struct hex expected = hex_read(VECTOR_KEY_DIGEST);
    assert_true(sigblock_key_digest(good, digest));
    assert_memory_equal(digest, expected.bytes, sizeof(digest));
    memset(digest, 0, sizeof(digest));
    assert_true(sigblock_digest_of(&key, digest, &why));
    assert_memory_equal(digest, expected.bytes, sizeof(digest));
}

static void a_form_tells_what_is_wrong_first(void **state)
{
    (void)state;
    uint8_t block[SIGBLOCK_LEN];
    memset(block, 0xff, sizeof(block));
    assert_int_equal(sigblock_form(block), SIGBLOCK_NO_MAGIC);
    memcpy(block, good, sizeof(block));
    block[1] = 3;
    assert_int_equal(sigblock_form(block), SIGBLOCK_BAD_VERSION);
    memcpy(block, good, sizeof(block));
    block[900] ^= 1;
    assert_int_equal(sigblock_form(block), SIGBLOCK_BAD_CRC);
    put_le32(block + SIGBLOCK_OFF_CRC, sigblock_crc(block));
    assert_int_equal(sigblock_form(block), SIGBLOCK_GOOD);
}

/* Every field that the ROM computes with, and the data. */
static void no_changed_bit_verifies(void **state)
{
    (void)state;
    static const size_t places[] = {4,   35,  36,  419, 420, 423, 424,
                                    807, 808, 811, 812, 900, 1195};
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        uint8_t block[SIGBLOCK_LEN];
        memcpy(block, good, sizeof(block));
        block[places[i]] ^= 1;
        assert_false(sigblock_verify(block, data, sizeof(data)));
    }
    data[60] ^= 1;
    assert_false(sigblock_verify(good, data, sizeof(data)));
    data[60] ^= 1;
    data[2000] ^= 1;
    assert_false(sigblock_verify(good, data, sizeof(data)));
    data[2000] ^= 1;
    assert_false(sigblock_verify(good, data, sizeof(data) - 1));
}

/* ---- making ---------------------------------------------------------- */

static struct sigblock_parts parts(void)
{
    return (struct sigblock_parts){&key, data, sizeof(data), NULL};
}

/* All but the signature, which is random, and the CRC over it. */
static void a_new_block_equals_the_worked_one_but_for_the_signature(
    void **state)
{
    (void)state;
    uint8_t block[SIGBLOCK_LEN];
    struct why why;
    struct sigblock_parts p = parts();
    assert_true(sigblock_make(block, &p, &why));
    assert_memory_equal(block, good, SIGBLOCK_OFF_SIGNATURE);
    assert_memory_equal(block + 1200, good + 1200, 16);
    assert_memory_not_equal(block + SIGBLOCK_OFF_SIGNATURE,
                            good + SIGBLOCK_OFF_SIGNATURE, 384);
    assert_int_equal(sigblock_form(block), SIGBLOCK_GOOD);
    assert_true(sigblock_verify(block, data, sizeof(data)));
}

static void a_signature_made_elsewhere_gives_the_worked_block(void **state)
{
    (void)state;
    uint8_t block[SIGBLOCK_LEN];
    uint8_t signature[SIGBLOCK_SIGNATURE_LEN];
    struct why why;
    struct sigblock_parts p = parts();
    for (size_t i = 0; i < sizeof(signature); i++) {
        signature[i] = good[SIGBLOCK_OFF_SIGNATURE + 383 - i];
    }
    p.signature = signature;
    assert_true(sigblock_make(block, &p, &why));
    assert_memory_equal(block, good, SIGBLOCK_LEN);
    signature[7] ^= 1;
    assert_false(sigblock_make(block, &p, &why));
}

static void other_keys_are_refused(void **state)
{
    (void)state;
    uint8_t digest[SIGBLOCK_DIGEST_LEN];
    uint8_t block[SIGBLOCK_LEN];
    struct key other;
    struct why why;
    struct sigblock_parts p = parts();
    assert_true(key_generate(KEY_ECDSA_P256, &other, &why));
    p.key = &other;
    assert_false(sigblock_make(block, &p, &why));
    assert_non_null(strstr(why.text, "RSA keys of 3072 bits"));
    assert_false(sigblock_digest_of(&other, digest, &why));
    assert_false(sigblock_holds(good, &other));
}

static void a_public_key_cannot_sign(void **state)
{
    (void)state;
    uint8_t block[SIGBLOCK_LEN];
    struct why why;
    struct key public_half = key;
    struct sigblock_parts p = parts();
    public_half.is_private = false;
    p.key = &public_half;
    assert_false(sigblock_make(block, &p, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_block_is_good_and_verifies),
        cmocka_unit_test(the_key_digest_is_that_of_the_specification),
        cmocka_unit_test(a_form_tells_what_is_wrong_first),
        cmocka_unit_test(no_changed_bit_verifies),
        cmocka_unit_test(
            a_new_block_equals_the_worked_one_but_for_the_signature),
        cmocka_unit_test(a_signature_made_elsewhere_gives_the_worked_block),
        cmocka_unit_test(other_keys_are_refused),
        cmocka_unit_test(a_public_key_cannot_sign),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
