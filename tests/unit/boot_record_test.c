/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boot record: the bytes that imgtool writes for type CoFM, version 0.0.0
 * and an image that nobody signed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "host/image/boot_record.h"
#include "tests/unit/hex.h"

#define ZEROS_32                                                               \
    "0000000000000000000000000000000000000000000000000000000000000000"
#define HEAD "a5016443" /* map of five, 1: text of 4, C */
#define TAIL "6f464d0465302e302e30055820"

static void boot_record_of_an_unsigned_image_is_that_of_imgtool(void **state)
{
    struct hex expected =
        hex_read(HEAD TAIL ZEROS_32 "0666534841323536025820" ZEROS_32);
    struct buffer out = {0};

    (void)state;
    boot_record_add(&out,
                    &(struct boot_record){.software = "CoFM", .sha = SHA_256});
    assert_false(out.failed);
    assert_int_equal(out.len, 0x5c);
    assert_memory_equal(out.data, expected.bytes, expected.len);
    buffer_free(&out);
}

static void boot_record_names_signer_version_and_hash(void **state)
{
    uint8_t signer[SHA_LEN_MAX];
    struct buffer out = {0};

    (void)state;
    memset(signer, 0xab, sizeof(signer));
    boot_record_add(&out, &(struct boot_record){
                              .software = "app",
                              .version = {12, 255, 65535, 7},
                              .signer = signer,
                              .sha = SHA_512,
                          });
    assert_false(out.failed);
    assert_memory_equal(out.data,
                        "\xa5\x01\x63"
                        "app"
                        "\x04\x6c"
                        "12.255.65535"
                        "\x05\x58\x40",
                        23);
    assert_memory_equal(out.data + 23, signer, 64);
    assert_memory_equal(out.data + 87,
                        "\x06\x66"
                        "SHA512"
                        "\x02\x58\x40",
                        11);
    assert_int_equal(out.len, 98 + 64);
    buffer_free(&out);
}

static void signer_of_nobody_is_32_zeros_whatever_the_hash(void **state)
{
    struct buffer out = {0};

    (void)state;
    boot_record_add(&out,
                    &(struct boot_record){.software = "a", .sha = SHA_512});
    assert_false(out.failed);
    assert_int_equal(out.len, 14 + 32 + 11 + 64);
    assert_memory_equal(out.data + 11, "\x05\x58\x20", 3);
    assert_memory_equal(out.data + 46,
                        "\x06\x66"
                        "SHA512"
                        "\x02\x58\x40",
                        11);
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boot_record_of_an_unsigned_image_is_that_of_imgtool),
        cmocka_unit_test(boot_record_names_signer_version_and_hash),
        cmocka_unit_test(signer_of_nobody_is_32_zeros_whatever_the_hash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
