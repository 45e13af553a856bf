/* SPDX-License-Identifier: Apache-2.0 */
/* See product.h. */
#include "tests/firstboot/product.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "host/elf2image/rom_chip.h"
#include "host/espsecure/signed_file.h"
#include "host/keys/keyfile.h"
#include "iface/hash.h"

#define ALL_CHIPS 0xfu
#define XTS_CHIPS                                                              \
    (1u << CONF_TARGET_ESP32S2 | 1u << CONF_TARGET_ESP32C3 |                   \
     1u << CONF_TARGET_ESP32S3)
#define WIDE_CHIPS (1u << CONF_TARGET_ESP32S2 | 1u << CONF_TARGET_ESP32S3)

const struct product_row product_rows[] = {
    {"boot", ALL_CHIPS, BOOT},
    {"crypt", ALL_CHIPS, CRYPT},
    {"crypt_release", ALL_CHIPS, CRYPT | RELEASE},
    {"crypt_host", ALL_CHIPS, CRYPT | HOST},
    {"crypt_wide", WIDE_CHIPS, CRYPT | WIDE},
    {"crypt_wide_host", WIDE_CHIPS, CRYPT | WIDE | HOST},
    {"both", ALL_CHIPS, BOOT | CRYPT},
    {"both_host", ALL_CHIPS, BOOT | CRYPT | HOST},
    {"both_release", ALL_CHIPS, BOOT | CRYPT | RELEASE | NO_DL},
    {"both_wide_release", WIDE_CHIPS, BOOT | CRYPT | WIDE | RELEASE | NO_DL},
};
const uint32_t product_row_count =
    sizeof(product_rows) / sizeof(product_rows[0]);

const uint8_t product_mark[PRODUCT_MARK_LEN] = {'a', 'p', 'p', 'l',
                                                'i', 'c', 'a', 't'};

static _Noreturn void stop(const char *what)
{
    (void)fprintf(stderr, "firstboot: %s\n", what);
    exit(2);
}

/* ---- configuration ---- */

static void text_add(char *text, size_t len, const char *more)
{
    size_t used = strlen(text);

    (void)snprintf(text + used, len - used, "%s", more);
}

static void conf_text(unsigned traits, char *text, size_t len)
{
    text[0] = '\0';
    text_add(text, len, "CONFIG_ESP_FLASH_SIZE=4MB\n");
    if ((traits & BOOT) != 0) {
        text_add(text, len,
                 "CONFIG_SECURE_BOOT=y\nCONFIG_SECURE_BOOT_V2_ENABLED=y\n"
                 "CONFIG_SECURE_SIGNED_ON_BOOT=y\n"
                 "CONFIG_SECURE_SIGNED_APPS_RSA_SCHEME=y\n"
                 "CONFIG_SECURE_BOOT_SUPPORTS_RSA=y\n");
    }
    if ((traits & CRYPT) != 0) {
        text_add(text, len, "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n");
        text_add(text, len,
                 (traits & RELEASE) != 0
                     ? "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n"
                     : "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n");
    }
    if ((traits & WIDE) != 0) {
        text_add(text, len, "CONFIG_SECURE_FLASH_ENCRYPTION_AES256=y\n");
    }
    if ((traits & NO_DL) != 0) {
        text_add(text, len, "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n");
    }
}

/* Small areas, with sectors between them that nobody may touch. */
static void areas_shrink(struct conf *conf)
{
    struct boot_config *boot = &conf->boot;
    uint32_t at = conf->bootloader.addr + OWN_LEN;

    conf->bootloader.len = OWN_LEN;
    conf->enroll.bootloader = conf->bootloader;
    for (int s = 0; s < SLOT_COUNT; s++) {
        boot->slot[0][s] = (struct config_area){at, SLOT_LEN};
        at += SLOT_LEN + SECTOR_LEN;
    }
    boot->scratch = (struct config_area){at, SCRATCH_LEN};
    boot->sector_max = 8;
    boot->max_align = 32;
    boot->signature = NULL;
    conf->enroll.boot = boot;
}

static void conf_open(struct product *p)
{
    char text[1024];
    struct conf_report report = {0};

    conf_text(p->row->traits, text, sizeof(text));
    struct conf_source source = {"product.conf", text, strlen(text)};
    bool good = conf_read_source(&source, p->target, &p->conf, &report);

    if (!good) {
        conf_report_print(&report, stderr);
        stop("the configuration is refused");
    }
    conf_report_free(&report);
    areas_shrink(&p->conf);
}

/* ---- content ---- */

static void fill(uint8_t *p, uint32_t len, uint32_t seed)
{
    for (uint32_t i = 0; i < len; i++) {
        seed = seed * 1664525u + 1013904223u;
        p[i] = (uint8_t)(seed >> 24);
    }
}

static void fill_marked(uint8_t *p, uint32_t len, uint32_t seed)
{
    fill(p, len, seed);
    for (uint32_t i = 0; i + 16 <= len; i += 16) {
        memcpy(p + i, product_mark, PRODUCT_MARK_LEN);
    }
}

static void expect_due(struct product *p, uint32_t addr, uint32_t len)
{
    for (uint32_t i = addr / UNIT_LEN;
         i < (addr + len + UNIT_LEN - 1) / UNIT_LEN; i++) {
        p->due[i] = true;
    }
}

/* SPEC, Image header and TLV areas: header, payload, SHA-256. */
static void image_put(struct product *p, uint32_t addr, uint32_t len,
                      uint32_t seed)
{
    uint8_t *image = p->first + addr;
    uint32_t tlvs = len - 40;
    struct hash h;

    memset(image, 0, 32);
    put_le32(image, 0x96f3b83du);
    put_le16(image + 8, 32);
    put_le32(image + 12, tlvs - 32);
    image[20] = 1;
    fill_marked(image + 32, tlvs - 32, seed);
    if (len > SECTOR_LEN + 512) {
        memset(image + SECTOR_LEN + 64, 0xff, 128); /* erased, but a part */
    }
    put_le16(image + tlvs, 0x6907);
    put_le16(image + tlvs + 2, 40);
    put_le16(image + tlvs + 4, 0x10);
    put_le16(image + tlvs + 6, 32);
    hash_open(&h);
    hash_add(&h, image, tlvs);
    hash_close(&h, image + tlvs + 8);
    expect_due(p, addr, len);
}

/* SPEC, Bootloader image: one segment, checksum, digest. */
static uint32_t own_image_make(const struct product *p, uint8_t *image,
                               uint32_t len)
{
    const struct rom_chip *chip = &rom_chips[p->target];
    uint32_t addr = chip->ram[0].high - 0x8000; /* clear of .staging */
    uint32_t data_len = len - 24 - 8 - 16 - HASH_LEN;
    uint8_t sum = 0xef;
    struct hash h;

    memset(image, 0, len);
    image[0] = 0xe9;
    image[1] = 1;
    image[2] = 2;
    image[3] = 0x20;
    put_le32(image + 4, addr);
    image[8] = 0xee;
    put_le16(image + 12, chip->id);
    image[23] = 1;
    put_le32(image + 24, addr);
    put_le32(image + 28, data_len);
    fill(image + 32, data_len, 77);
    for (uint32_t i = 0; i < data_len; i++) {
        sum ^= image[32 + i];
    }
    uint32_t end = (32 + data_len) / 16 * 16 + 15;
    image[end++] = sum;
    hash_open(&h);
    hash_add(&h, image, end);
    hash_close(&h, image + end);
    return end + HASH_LEN;
}

static void own_image_sign(struct product *p, uint32_t len)
{
    uint8_t *image = p->first + p->conf.bootloader.addr;
    struct file_data data = {image, len};
    struct signed_file file;
    struct key key;
    struct why why;

    if (!keyfile_load(TEST_DATA_DIR "/secure_boot/key.pem", &key, &why) ||
        !signed_file_begin(&file, &data, &why) ||
        !signed_file_add(&file, &key, NULL, &why)) {
        stop("the bootloader can not be signed");
    }
    struct file_data whole = signed_file_data(&file);

    memcpy(image, whole.bytes, whole.len);
    p->own_len = (uint32_t)whole.len;
    signed_file_free(&file);
    key_wipe(&key);
}

static void content_make(struct product *p)
{
    const struct boot_config *boot = &p->conf.boot;
    uint32_t primary = boot->slot[0][SLOT_PRIMARY].addr;
    uint32_t secondary = boot->slot[0][SLOT_SECONDARY].addr;
    uint32_t own = p->conf.bootloader.addr;

    memset(p->first, 0xff, FLASH_LEN);
    fill(p->first, own, 1);
    fill(p->first + primary + SLOT_LEN, SECTOR_LEN, 2);
    fill(p->first + secondary + SLOT_LEN, SECTOR_LEN, 3);
    image_put(p, primary, PRODUCT_APPLICATION_LEN, 4);
    image_put(p, secondary, 500, 5);
    /* somebody left this in the trailer */
    memset(p->first + secondary + SLOT_LEN - 64, 0x77, 16);
    expect_due(p, secondary + SLOT_LEN - 64, 16);
    fill(p->first + boot->scratch.addr, 96, 6);
    expect_due(p, boot->scratch.addr, 96);
    /* what lay there before: it must not pass for a journal */
    fill(p->first + own + OWN_LEN - 3 * SECTOR_LEN, 3 * SECTOR_LEN, 7);
    p->own_len = own_image_make(p, p->first + own, SECTOR_LEN + 700);
    if ((p->row->traits & BOOT) != 0) {
        own_image_sign(p, p->own_len);
    }
    expect_due(p, own, p->own_len);
}

/* ---- what the host burns ---- */

void product_burn(const struct product *p, struct efuse *efuse)
{
    uint32_t word[EFUSE_BLOCK_MAX][EFUSE_BLOCK_WORDS] = {{0}};
    const struct enroll_chip *chip = p->conf.enroll.chip;
    uint32_t count = (p->host_key_len + 31) / 32;

    for (uint32_t k = 0; k < count; k++) {
        uint32_t block = chip->key_block + k;
        uint32_t purpose_lock = chip->purpose_lock + k;
        uint32_t purpose = (p->row->traits & WIDE) != 0 ? 2 + k : 4;
        uint32_t bit = chip->purpose_bit + 4 * k;

        for (uint32_t j = 0; j < 32; j++) {
            word[block][j / 4] |= (uint32_t)p->host_key[32 * k + 31 - j]
                                  << 8 * (j % 4);
        }
        word[0][0] |= 1u << (chip->block_lock + k);
        word[0][(chip->read_bit + k) / 32] |= 1u << (chip->read_bit + k) % 32;
        if (chip->has_purposes) {
            word[0][0] |= 1u << purpose_lock;
            word[0][bit / 32] |= purpose << bit % 32;
        }
    }
    sim_efuse_load(efuse, word);
}

void product_open(struct product *p, const struct product_row *row,
                  enum conf_target target)
{
    memset(p, 0, sizeof(*p));
    p->row = row;
    p->target = target;
    conf_open(p);
    content_make(p);
    if ((row->traits & HOST) != 0) {
        p->host_key_len = (row->traits & WIDE) != 0 ? 64 : 32;
        fill(p->host_key, p->host_key_len, 123);
    }
}

void product_close(struct product *p)
{
    conf_free(&p->conf);
}
