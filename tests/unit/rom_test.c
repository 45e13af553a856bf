/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ROM model on the worked examples of SPEC, "Bootloader image" and "Secure
 * Boot V2", which boot on the mask ROMs, and on what those refuse, with the
 * lines that they print.
 */
#include "host/sim/rom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "host/espsecure/sigblock.h"
#include "port/sim/sim_crypt.h"
#include "tests/unit/hex.h"
#include "tests/unit/secure_boot_vector.h"

#define SECTOR_LEN 4096u
#define FLASH_LEN  (64u * SECTOR_LEN)
#define ESP32_BASE 0x1000u
#define SECTOR_OFF VECTOR_DATA_LEN
#define KEY0       4
#define DIGEST0    9
#define ENABLE     116
#define AGGRESSIVE 117
#define REVOKE0    85
#define ABS_DONE_1 197

static struct flash nor;
static struct efuse efuse;
static struct flash_cipher engine;
static uint8_t data[FLASH_LEN];
static char said[4096];

static const struct nor_geometry geometry = {
    .run = {{SECTOR_LEN, 64}},
    .run_count = 1,
    .write_len = 4,
    .page_len = 256,
};

static void keep_line(void *context, const char *text)
{
    (void)context;
    size_t len = strlen(said);
    (void)snprintf(said + len, sizeof(said) - len, "%s\n", text);
}

static const struct rom rom = {&efuse, keep_line, NULL};

static void open_chip(enum sim_efuse_chip chip)
{
    memset(&nor, 0, sizeof(nor));
    memset(data, 0xff, sizeof(data));
    assert_int_equal(nor_open(&nor, &geometry, data), OK);
    sim_efuse_open(&efuse, chip, &nor);
    sim_crypt_open(&efuse, &engine);
}

static enum rom_end boots(void)
{
    said[0] = '\0';
    sim_crypt_reset(&efuse);
    return rom_boot(&rom);
}

static void assert_refused(const char *line)
{
    assert_int_equal(boots(), ROM_REFUSES);
    if (strstr(said, line) == NULL) {
        fail_msg("'%s' is not in:\n%s", line, said);
    }
}

static void assert_starts(const char *line)
{
    if (boots() != ROM_STARTS || strstr(said, line) == NULL) {
        fail_msg("does not start, or '%s' is not in:\n%s", line, said);
    }
}

static void burn_bits(uint32_t bit, uint32_t width, uint32_t value)
{
    uint32_t words[EFUSE_BLOCK_WORDS] = {0};
    for (uint32_t i = 0; i < width; i++) {
        words[(bit + i) / 32] |= (value >> i & 1) << (bit + i) % 32;
    }
    assert_int_equal(efuse_burn_block(&efuse, 0, words), OK);
}

static void burn_block(uint32_t block, const char *text)
{
    uint32_t words[EFUSE_BLOCK_WORDS];
    struct hex bytes = hex_read(text);
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        words[i] = le32(bytes.bytes + 4 * i);
    }
    assert_int_equal(efuse_burn_block(&efuse, block, words), OK);
}

static void burn_digest(uint32_t key, uint32_t nth, const char *text)
{
    burn_block(KEY0 + key, text);
    burn_bits(88 + 4 * key, 4, DIGEST0 + nth);
}

/* A C3 with the worked example; Secure Boot is enabled, no digest burned. */
static void open_secure_c3(void)
{
    open_chip(SIM_EFUSE_ESP32C3);
    vector_signed(data);
    burn_bits(ENABLE, 1, 1);
}

static void open_good_c3(void)
{
    open_secure_c3();
    burn_digest(0, 0, VECTOR_KEY_DIGEST);
}

static uint8_t *block(void)
{
    return data + SECTOR_OFF;
}

static void repair_crc(uint8_t *at)
{
    put_le32(at + SIGBLOCK_OFF_CRC, sigblock_crc(at));
}

#define OTHER_DIGEST                                                           \
    "0101010101010101010101010101010101010101010101010101010101010101"

/* ---- without Secure Boot --------------------------------------------- */

static void the_worked_images_start(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32C3);
    vector_data(vector_c3_image, data);
    assert_starts("load:0x403d0000,len:0x10\nentry 0x403d0000\n");
    open_chip(SIM_EFUSE_ESP32);
    vector_data(vector_esp32_image, data + ESP32_BASE);
    assert_starts("load:0x40080400,len:16\nentry 0x40080400\n");
}

static void an_erased_flash_has_an_invalid_header(void **state)
{
    (void)state;
    for (int chip = 0; chip < SIM_EFUSE_CHIP_COUNT; chip++) {
        open_chip((enum sim_efuse_chip)chip);
        assert_refused("invalid header: 0xffffffff\n");
    }
}

static void an_image_of_another_chip_is_refused(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32C3);
    vector_data(vector_esp32_image, data);
    assert_refused("Invalid chip id. Expected 5 read 0. Bootloader for wrong "
                   "chip?\n");
    open_chip(SIM_EFUSE_ESP32);
    vector_data(vector_c3_image, data + ESP32_BASE);
    assert_refused("wrong chip id 0x0005\n");
}

static void a_wrong_checksum_is_refused(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32C3);
    vector_data(vector_c3_image, data);
    data[63] ^= 1;
    assert_refused("Checksum failure. Calculated 0xef stored 0xee\n");
    open_chip(SIM_EFUSE_ESP32);
    vector_data(vector_esp32_image, data + ESP32_BASE);
    data[ESP32_BASE + 63] ^= 1;
    assert_refused("csum err:0xef!=0xee\n");
}

static void a_wrong_hash_starts_all_the_same(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32C3);
    vector_data(vector_c3_image, data);
    data[70] ^= 1;
    assert_starts("SHA-256 comparison failed:\nAttempting to boot anyway...\n");
    open_chip(SIM_EFUSE_ESP32);
    vector_data(vector_esp32_image, data + ESP32_BASE);
    data[ESP32_BASE + 70] ^= 1;
    assert_starts("entry");
    assert_null(strstr(said, "SHA-256"));
}

static void too_many_segments_are_refused_but_by_esp32(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32C3);
    vector_data(vector_c3_image, data);
    data[1] = 17;
    assert_refused("Invalid image block count: 17 (max 16)\n");
    open_chip(SIM_EFUSE_ESP32);
    vector_data(vector_esp32_image, data + ESP32_BASE);
    data[ESP32_BASE + 1] = 17;
    assert_int_equal(boots(), ROM_REFUSES);
    assert_null(strstr(said, "block count"));
}

static void segments_outside_of_flash_or_ram_are_refused(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32C3);
    vector_data(vector_c3_image, data);
    put_le32(data + 28, UINT32_MAX - 3);
    assert_refused("sim: segment 0 at ");
    put_le32(data + 28, FLASH_LEN);
    assert_refused("sim: segment 0 at ");
    vector_data(vector_c3_image, data);
    put_le32(data + 24, 0x42000000);
    assert_refused("sim: no RAM for a segment at 0x42000000");
}

static void direct_boot_is_an_open_door_until_its_bit_is_burned(void **state)
{
    (void)state;
    open_good_c3();
    put_le32(data, 0xaedb041d);
    put_le32(data + 4, 0xaedb041d);
    assert_int_equal(boots(), ROM_STARTS_UNCHECKED);
    burn_bits(129, 1, 1);
    assert_refused("invalid header: 0xaedb041d\n");
    open_chip(SIM_EFUSE_ESP32S3);
    put_le32(data, 0xaedb041d);
    put_le32(data + 4, 0xaedb041d);
    assert_refused("invalid header: 0xaedb041d\n");
}

/* ---- Secure Boot ----------------------------------------------------- */

static void the_signed_example_starts_with_its_digest(void **state)
{
    (void)state;
    open_good_c3();
    assert_starts("Valid secure boot key blocks: 0\n"
                  "secure boot verification succeeded\n");
    open_secure_c3();
    burn_digest(3, 2, VECTOR_KEY_DIGEST);
    assert_starts("Valid secure boot key blocks: 2\n");
    open_secure_c3();
    burn_digest(0, 0, VECTOR_KEY_DIGEST);
    burn_digest(1, 1, OTHER_DIGEST);
    burn_bits(REVOKE0 + 1, 1, 1);
    assert_starts("Valid secure boot key blocks: 0\n");
}

static void without_a_trusted_digest_nothing_starts(void **state)
{
    (void)state;
    open_secure_c3();
    assert_refused("secure boot verification failed\n");
    assert_null(strstr(said, "Valid"));
    open_good_c3();
    burn_bits(REVOKE0, 1, 1);
    assert_refused("secure boot verification failed\n");
    assert_null(strstr(said, "Valid"));
    open_secure_c3();
    burn_digest(0, 0, OTHER_DIGEST);
    assert_refused("Sig block 0 signed with untrusted key\n");
    open_good_c3();
    burn_bits(32, 1, 1); /* read-protected: reads as zeros */
    assert_refused("Sig block 0 signed with untrusted key\n");
}

static void changed_bytes_are_refused_for_their_reason(void **state)
{
    (void)state;
    open_good_c3();
    data[60] ^= 1;
    assert_refused("SHA-256 simple hash comparison failed.\n");
    open_good_c3();
    data[2000] ^= 1;
    assert_refused("Sig block 0 invalid: Image digest does not match\n");
    open_good_c3();
    block()[900] ^= 1;
    assert_refused("Sig block 0 invalid: Stored CRC ends 0x8d61 calculated "
                   "ends 0x");
    open_good_c3();
    block()[900] ^= 1;
    repair_crc(block());
    assert_refused("Signature Check Failed\n"
                   "Sig block 0 signature verification failed\n");
    open_good_c3();
    block()[0] = 0xff;
    assert_refused("No signature block magic byte found at signature sector "
                   "(found 0xff not 0xe7). Image not V2 signed?\n");
}

static void a_later_block_may_verify(void **state)
{
    (void)state;
    open_good_c3();
    memcpy(block() + SIGBLOCK_LEN, block(), SIGBLOCK_LEN);
    block()[900] ^= 1;
    assert_starts("Sig block 0 invalid: Stored CRC ends");
}

static void a_bad_signature_of_a_trusted_key_revokes_it_if_so_burned(
    void **state)
{
    (void)state;
    open_good_c3();
    burn_bits(AGGRESSIVE, 1, 1);
    block()[900] ^= 1;
    repair_crc(block());
    assert_refused("Aggressive revoke enabled. Revoked key block for purpose "
                   "ETS_EFUSE_KEY_PURPOSE_SECURE_BOOT_DIGEST0\n");
    assert_int_equal(efuse_word(&efuse, 0, 2) >> (REVOKE0 - 64) & 7, 1);
    vector_signed(data);
    assert_refused("secure boot verification failed\n");
    assert_null(strstr(said, "Valid"));
}

static void signed_esp32(void)
{
    static struct sigblock_parts parts;
    struct key key;
    struct why why;
    open_chip(SIM_EFUSE_ESP32);
    vector_key(&key);
    vector_data(vector_esp32_image, data + ESP32_BASE);
    parts =
        (struct sigblock_parts){&key, data + ESP32_BASE, VECTOR_DATA_LEN, NULL};
    assert_true(
        sigblock_make(data + ESP32_BASE + VECTOR_DATA_LEN, &parts, &why));
    burn_bits(ABS_DONE_1, 1, 1);
}

static void an_esp32_trusts_its_one_digest(void **state)
{
    (void)state;
    signed_esp32();
    assert_refused("Sig block 0 signed with untrusted key\n");
    burn_block(2, VECTOR_KEY_DIGEST);
    assert_starts("secure boot v2 enabled\nsecure boot verification "
                  "succeeded\n");
    data[ESP32_BASE + SECTOR_OFF + 900] ^= 1;
    assert_refused("Sig block 0 invalid: Stored CRC 0x");
    signed_esp32();
    burn_block(2, VECTOR_KEY_DIGEST);
    burn_bits(17, 1, 1); /* BLOCK2 read-protected */
    assert_refused("Sig block 0 signed with untrusted key\n");
}

/* One segment of the length that makes an image of len bytes. */
static void make_long(uint32_t base, const char *image, uint32_t len)
{
    vector_data(image, data + base);
    put_le32(data + base + 28, len - 24 - 8 - 16 - 32);
    memset(data + base + 32, 0, len - 32);
    data[base + len - 33] = 0xef;
}

static void an_image_beyond_the_rom_s_buffer_is_refused(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32);
    burn_bits(ABS_DONE_1, 1, 1);
    make_long(ESP32_BASE, vector_esp32_image, 0xc010);
    assert_refused("Bootloader is too large for 48KB staging area.\n");
    make_long(ESP32_BASE, vector_esp32_image, 0xc000);
    assert_refused("No signature block magic byte");
    open_secure_c3();
    make_long(0, vector_c3_image, 0x10010);
    assert_refused("sim: the image has 0x10010 bytes, the ROM's buffer "
                   "0x10000\n");
}

/* ---- flash encryption ------------------------------------------------ */

static void encrypt(uint32_t base, uint32_t len)
{
    assert_int_equal(flash_cipher_encrypt(nor.cipher, base, data + base, len),
                     OK);
}

/* SPEC, "Flash encryption": counts 1 and 7 decrypt, 3 does not. */
static void an_encrypted_esp32_starts_at_odd_counts(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32);
    vector_data(vector_esp32_image, data + ESP32_BASE);
    burn_block(1, "1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a0908"
                  "0706050403020100");
    burn_bits(188, 4, 0xf);
    encrypt(ESP32_BASE, VECTOR_DATA_LEN);
    assert_refused("invalid header: 0x");
    burn_bits(20, 7, 1);
    assert_starts("entry 0x40080400\n");
    burn_bits(20, 7, 3);
    assert_refused("invalid header: 0x");
    burn_bits(20, 7, 7);
    assert_starts("entry 0x40080400\n");
    vector_data(vector_esp32_image, data + ESP32_BASE);
    assert_refused("invalid header: 0x");
}

static void an_encrypted_signed_c3_starts(void **state)
{
    (void)state;
    open_good_c3();
    burn_block(KEY0 + 1, "1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a0908"
                         "0706050403020100");
    burn_bits(92, 4, 4);
    encrypt(0, VECTOR_SIGNED_LEN);
    burn_bits(82, 3, 1);
    assert_starts("secure boot verification succeeded\n");
    data[2000] ^= 1;
    assert_refused("Sig block 0 invalid: Image digest does not match\n");
}

/* ---- download mode --------------------------------------------------- */

static void the_download_mode_shrinks_with_its_bits(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32);
    assert_int_equal(rom_download(&efuse), ROM_DOWNLOAD_FULL);
    burn_bits(27, 1, 1);
    assert_int_equal(rom_download(&efuse), ROM_DOWNLOAD_OFF);
    open_chip(SIM_EFUSE_ESP32S2);
    assert_int_equal(rom_download(&efuse), ROM_DOWNLOAD_FULL);
    burn_bits(133, 1, 1);
    assert_int_equal(rom_download(&efuse), ROM_DOWNLOAD_SECURE);
    burn_bits(128, 1, 1);
    assert_int_equal(rom_download(&efuse), ROM_DOWNLOAD_OFF);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_images_start),
        cmocka_unit_test(an_erased_flash_has_an_invalid_header),
        cmocka_unit_test(an_image_of_another_chip_is_refused),
        cmocka_unit_test(a_wrong_checksum_is_refused),
        cmocka_unit_test(a_wrong_hash_starts_all_the_same),
        cmocka_unit_test(too_many_segments_are_refused_but_by_esp32),
        cmocka_unit_test(segments_outside_of_flash_or_ram_are_refused),
        cmocka_unit_test(direct_boot_is_an_open_door_until_its_bit_is_burned),
        cmocka_unit_test(the_signed_example_starts_with_its_digest),
        cmocka_unit_test(without_a_trusted_digest_nothing_starts),
        cmocka_unit_test(changed_bytes_are_refused_for_their_reason),
        cmocka_unit_test(a_later_block_may_verify),
        cmocka_unit_test(
            a_bad_signature_of_a_trusted_key_revokes_it_if_so_burned),
        cmocka_unit_test(an_esp32_trusts_its_one_digest),
        cmocka_unit_test(an_image_beyond_the_rom_s_buffer_is_refused),
        cmocka_unit_test(an_encrypted_esp32_starts_at_odd_counts),
        cmocka_unit_test(an_encrypted_signed_c3_starts),
        cmocka_unit_test(the_download_mode_shrinks_with_its_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
