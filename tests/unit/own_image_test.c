/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our own image: the worked example that boots on mask ROMs, what they refuse
 * of it, lengths that lie, and images that the host signs.
 */
#include "enroll/own_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "host/espsecure/sigblock.h"
#include "tests/unit/device.h"
#include "tests/unit/hex.h"
#include "tests/unit/secure_boot_vector.h"
#include "tests/unit/signer.h"

#define REGION   0x1000u /* where our own image lies */
#define ROOM     0x20000u
#define SECTOR   4096u
#define EXPONENT 420
#define BLOCK_R  424
#define INVERSE  808
#define CRC      1196

static struct device device;
static struct enroll_config config;
static struct own_image_place place;
static struct own_image_work work;
static struct own_image own;
static struct key key;

static uint8_t *image_at(uint32_t off)
{
    return device.data + REGION + off;
}

static int open_vector(void **state)
{
    (void)state;
    device_open_uniform(&device, SECTOR, 64, 4);
    vector_signed(image_at(0));
    memset(&config, 0, sizeof(config));
    config.chip = &enroll_esp32c3;
    config.secure_boot = true;
    config.bootloader.addr = REGION;
    place.config = &config;
    place.flash = &device.flash;
    place.room = ROOM;
    return 0;
}

static status_t look(void)
{
    status_t why = OK;
    verdict_t v = own_image_verify(&place, &work, &own, &why);

    assert_int_equal(verdict_is_pass(v), why == OK);
    return why;
}

static void fix_crc(uint32_t block)
{
    uint8_t *b = image_at(SECTOR + block * SIGBLOCK_LEN);

    put_le32(b + CRC, sigblock_crc(b));
}

static void the_worked_example_holds_on_all_chips(void **state)
{
    (void)state;
    static const struct enroll_chip *const chips[] = {
        &enroll_esp32, &enroll_esp32s2, &enroll_esp32c3, &enroll_esp32s3};
    struct hex digest = hex_read(VECTOR_KEY_DIGEST);

    for (uint32_t i = 0; i < 4; i++) {
        config.chip = chips[i];
        assert_int_equal(look(), OK);
        assert_int_equal(own.len, VECTOR_SIGNED_LEN);
        assert_int_equal(own.digest_count, 1);
        for (uint32_t n = 0; n < EFUSE_BLOCK_WORDS; n++) {
            assert_int_equal(own.digest[0][n], le32(digest.bytes + 4 * n));
        }
    }
}

/* ---- what the ROM refuses ---- */

static void a_changed_image_is_damaged(void **state)
{
    (void)state;
    for (uint32_t off = 24; off < VECTOR_IMAGE_LEN; off++) {
        *image_at(off) ^= 0x10;
        assert_int_not_equal(look(), OK);
        *image_at(off) ^= 0x10;
    }
    *image_at(60) ^= 1;
    assert_int_equal(look(), ENROLL_E_IMAGE);
}

static void changed_padding_does_not_verify(void **state)
{
    (void)state;
    *image_at(2000) ^= 1;
    assert_int_equal(look(), ENROLL_E_SIGNATURE);
}

static void a_changed_signature_does_not_verify(void **state)
{
    (void)state;
    *image_at(SECTOR + 900) ^= 1;
    assert_int_equal(look(), ENROLL_E_SIGNATURE); /* the CRC */
    fix_crc(0);
    assert_int_equal(look(), ENROLL_E_SIGNATURE); /* the signature */
    *image_at(SECTOR + 900) ^= 1;
    fix_crc(0);
    assert_int_equal(look(), OK);
    *image_at(SECTOR + CRC) ^= 1;
    assert_int_equal(look(), ENROLL_E_SIGNATURE);
}

static void without_a_block_it_is_unsigned(void **state)
{
    (void)state;
    memset(image_at(SECTOR), 0xff, SECTOR);
    assert_int_equal(look(), ENROLL_E_UNSIGNED);
}

/* Every byte up to the CRC, with a CRC that is right. */
static void every_byte_of_the_block_counts(void **state)
{
    (void)state;
    static const uint16_t step = 13; /* 92 of 1196 bytes, all fields */

    for (uint32_t off = 1; off < CRC; off += step) {
        if (off != 2 && off != 3) {
            *image_at(SECTOR + off) ^= 0x04;
            fix_crc(0);
            assert_int_equal(look(), ENROLL_E_SIGNATURE);
            *image_at(SECTOR + off) ^= 0x04;
        }
    }
    fix_crc(0);
    assert_int_equal(look(), OK);
}

static void version_3_and_other_exponents_are_refused(void **state)
{
    (void)state;
    *image_at(SECTOR + 1) = 3;
    fix_crc(0);
    assert_int_equal(look(), ENROLL_E_SIGNATURE);
    *image_at(SECTOR + 1) = 2;
    put_le32(image_at(SECTOR + EXPONENT), 3);
    fix_crc(0);
    assert_int_equal(look(), ENROLL_E_SIGNATURE);
}

/* The signature is good, but the ROM would compute with these numbers. */
static void wrong_numbers_beside_the_modulus_are_refused(void **state)
{
    (void)state;
    uint8_t r[384];

    memcpy(r, image_at(SECTOR + BLOCK_R), sizeof(r));
    for (uint32_t i = 0; i < sizeof(r); i += 127) {
        *image_at(SECTOR + BLOCK_R + i) ^= 0x80;
        fix_crc(0);
        assert_int_equal(look(), ENROLL_E_SIGNATURE);
        memcpy(image_at(SECTOR + BLOCK_R), r, sizeof(r));
    }
    memset(image_at(SECTOR + BLOCK_R), 0, sizeof(r));
    fix_crc(0);
    assert_int_equal(look(), ENROLL_E_SIGNATURE);
    memcpy(image_at(SECTOR + BLOCK_R), r, sizeof(r));
    *image_at(SECTOR + INVERSE) ^= 2;
    fix_crc(0);
    assert_int_equal(look(), ENROLL_E_SIGNATURE);
}

/* ---- lengths that lie ---- */

static void header_fields_are_bounded(void **state)
{
    (void)state;
    static const uint8_t bad[][2] = {{0, 0xe8}, {1, 0},  {1, 17},
                                     {1, 255},  {23, 0}, {23, 2}};

    for (uint32_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint8_t good = *image_at(bad[i][0]);

        *image_at(bad[i][0]) = bad[i][1];
        assert_int_equal(look(), ENROLL_E_IMAGE);
        *image_at(bad[i][0]) = good;
    }
}

static void segment_lengths_are_bounded(void **state)
{
    (void)state;
    static const uint32_t lens[] = {ROOM - 32,   ROOM - 28,   ROOM,
                                    ROOM + 4,    0x7ffffffcu, 0x80000000u,
                                    0xfffffff0u, 0xfffffffcu};

    for (uint32_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
        put_le32(image_at(28), lens[i]);
        assert_int_equal(look(), ENROLL_E_SIZE);
    }
    put_le32(image_at(28), 15);
    assert_int_equal(look(), ENROLL_E_IMAGE);
    *image_at(1) = 16; /* erased flash behind the first segment */
    put_le32(image_at(28), 16);
    assert_int_not_equal(look(), OK);
}

static void every_room_that_is_too_small_is_refused(void **state)
{
    (void)state;
    for (place.room = 0; place.room < VECTOR_SIGNED_LEN; place.room += 8) {
        assert_int_equal(look(), ENROLL_E_SIZE);
    }
    place.room = VECTOR_SIGNED_LEN;
    assert_int_equal(look(), OK);
}

/* ---- images that the host signs ---- */

/* One segment, so that the image has len bytes; its checksum is the seed's. */
static void make_image(uint32_t len)
{
    uint8_t *p = image_at(0);
    struct hash h;

    memset(device.data, 0xff, DEVICE_LEN_MAX);
    memset(p, 0, len);
    p[0] = 0xe9;
    p[1] = 1;
    p[23] = 1;
    put_le32(p + 28, len - HASH_LEN - 36);
    p[len - HASH_LEN - 1] = 0xef;
    hash_open(&h);
    hash_add(&h, p, len - HASH_LEN);
    hash_close(&h, p + len - HASH_LEN);
}

static void sign(uint32_t sector, uint32_t block, const struct key *with)
{
    const struct sigblock_parts parts = {with, image_at(0), sector, NULL};
    struct why why;

    assert_true(
        sigblock_make(image_at(sector + block * SIGBLOCK_LEN), &parts, &why));
}

static void images_up_to_the_limit_of_the_rom_hold(void **state)
{
    (void)state;
    static const struct enroll_chip *const chips[] = {
        &enroll_esp32, &enroll_esp32s2, &enroll_esp32c3, &enroll_esp32s3};
    static const uint32_t limits[] = {0xc000, 0x10000, 0x10000, 0x10000};

    vector_key(&key);
    for (uint32_t i = 0; i < 4; i++) {
        config.chip = chips[i];
        make_image(limits[i]);
        sign(limits[i], 0, &key);
        assert_int_equal(look(), OK);
        assert_int_equal(own.len, limits[i] + SECTOR);
        make_image(limits[i] + 16);
        sign(limits[i] + SECTOR, 0, &key);
        assert_int_equal(look(), ENROLL_E_SIZE);
    }
    key_wipe(&key);
}

static void the_checksum_counts(void **state)
{
    (void)state;
    struct hash h;

    make_image(0x1000);
    *image_at(100) ^= 1;
    hash_open(&h);
    hash_add(&h, image_at(0), 0x1000 - HASH_LEN);
    hash_close(&h, image_at(0x1000 - HASH_LEN));
    assert_int_equal(look(), ENROLL_E_IMAGE);
}

static void every_block_must_hold(void **state)
{
    (void)state;
    struct signer other;

    signer_open_rsa(&other, KEY_RSA_3072);
    vector_key(&key);
    make_image(0x1000);
    sign(0x1000, 0, &key);
    sign(0x1000, 1, &other.key);
    sign(0x1000, 2, &key);
    assert_int_equal(look(), OK);
    assert_int_equal(own.digest_count, 3);
    assert_memory_equal(own.digest[0], own.digest[2], HASH_LEN);
    assert_memory_not_equal(own.digest[0], own.digest[1], HASH_LEN);
    *image_at(0x1000 + SIGBLOCK_LEN + 900) ^= 1;
    fix_crc(1);
    assert_int_equal(look(), ENROLL_E_SIGNATURE);
    key_wipe(&key);
    key_wipe(&other.key);
}

/* ---- without Secure Boot ---- */

static void without_secure_boot_no_signature_is_asked_for(void **state)
{
    (void)state;
    config.secure_boot = false;
    config.chip = &enroll_esp32;
    *image_at(SECTOR + 900) ^= 1;
    assert_int_equal(look(), OK);
    assert_int_equal(own.len, VECTOR_SIGNED_LEN);
    memset(image_at(SECTOR), 0xff, SECTOR);
    assert_int_equal(look(), OK);
    assert_int_equal(own.len, VECTOR_IMAGE_LEN);
    make_image(0x10010);
    assert_int_equal(look(), OK);
    place.room = 0x10010;
    assert_int_equal(look(), OK);
    place.room--;
    assert_int_equal(look(), ENROLL_E_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_worked_example_holds_on_all_chips,
                               open_vector),
        cmocka_unit_test_setup(a_changed_image_is_damaged, open_vector),
        cmocka_unit_test_setup(changed_padding_does_not_verify, open_vector),
        cmocka_unit_test_setup(a_changed_signature_does_not_verify,
                               open_vector),
        cmocka_unit_test_setup(without_a_block_it_is_unsigned, open_vector),
        cmocka_unit_test_setup(every_byte_of_the_block_counts, open_vector),
        cmocka_unit_test_setup(version_3_and_other_exponents_are_refused,
                               open_vector),
        cmocka_unit_test_setup(wrong_numbers_beside_the_modulus_are_refused,
                               open_vector),
        cmocka_unit_test_setup(header_fields_are_bounded, open_vector),
        cmocka_unit_test_setup(segment_lengths_are_bounded, open_vector),
        cmocka_unit_test_setup(every_room_that_is_too_small_is_refused,
                               open_vector),
        cmocka_unit_test_setup(images_up_to_the_limit_of_the_rom_hold,
                               open_vector),
        cmocka_unit_test_setup(the_checksum_counts, open_vector),
        cmocka_unit_test_setup(every_block_must_hold, open_vector),
        cmocka_unit_test_setup(without_secure_boot_no_signature_is_asked_for,
                               open_vector),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
