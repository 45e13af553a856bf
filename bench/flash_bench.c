/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts what an update costs the flash: erases, bytes programmed and read by
 * the boot that brings a 512 KiB image on trial, for each strategy, with the
 * slots of a chip's default configuration, on plain and on encrypted flash.
 * Counts, not times: they are the same on every machine.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "core/boot.h"
#include "port/sim/flash_cipher.h"
#include "port/sim/nor.h"
#include "tests/powerloss/maker.h"

#define KIB         1024u
#define SECTOR_LEN  (4 * KIB)
#define FLASH_LEN   (4096 * KIB)
#define IMAGE_LEN   (512 * KIB)
#define SLOT_LEN    0x100000u
#define PRIMARY     0x10000u
#define SECONDARY   (PRIMARY + SLOT_LEN)
#define SCRATCH     (SECONDARY + SLOT_LEN)
#define SCRATCH_LEN 0x40000u
#define SECTOR_MAX  512
#define MAGIC_LEN   16
#define UNIT_LEN    32u /* of encrypted flash */

/* How the flash is encrypted. */
enum scheme { PLAIN, XTS, ESP32, XTS_FILLED, SCHEME_COUNT };

static const char *const scheme_names[SCHEME_COUNT] = {
    "plain", "XTS", "ESP32", "XTS, secondary filled with 0xff"};

/* SPEC, Slot trailer: magic of alignment 8, and of 32. */
static const uint8_t MAGIC_8[MAGIC_LEN] = {0x77, 0xc2, 0x95, 0xf3, 0x60, 0xd2,
                                           0xef, 0x7f, 0x35, 0x52, 0x50, 0x0f,
                                           0x2c, 0xb6, 0x79, 0x80};
static const uint8_t MAGIC_32[MAGIC_LEN] = {0x20, 0x00, 0x2d, 0xe1, 0x5d, 0x29,
                                            0x41, 0x0b, 0x8d, 0x77, 0x67, 0x9c,
                                            0x11, 0x0f, 0x1f, 0x8a};

/* What is measured. */
struct update_case {
    const char *name;
    enum update_mode mode;
    enum likeness likeness;
};

static const struct update_case cases[] = {
    {"scratch, different images", UPDATE_SCRATCH, LIKE_NOTHING},
    {"scratch, 5 % differ", UPDATE_SCRATCH, LIKE_MOST},
    {"scratch, same image", UPDATE_SCRATCH, LIKE_ALL},
    {"move, different images", UPDATE_MOVE, LIKE_NOTHING},
    {"move, 5 % differ", UPDATE_MOVE, LIKE_MOST},
    {"move, same image", UPDATE_MOVE, LIKE_ALL},
    {"overwrite, different images", UPDATE_OVERWRITE, LIKE_NOTHING},
    {"overwrite, 5 % differ", UPDATE_OVERWRITE, LIKE_MOST},
    {"overwrite, same image", UPDATE_OVERWRITE, LIKE_ALL},
};

static void put_image(uint8_t *data, uint32_t addr, uint32_t seed,
                      enum likeness likeness)
{
    const struct recipe recipe = {.len = IMAGE_LEN,
                                  .seed = seed,
                                  .likeness = likeness,
                                  .block_len = SECTOR_LEN,
                                  .major = 1};

    maker_make(&recipe, data + addr);
}

/* Sectors of the image that are not the same in both slots. */
static uint32_t count_unlike(const uint8_t *data)
{
    uint32_t count = 0;

    for (uint32_t off = 0; off < IMAGE_LEN; off += SECTOR_LEN) {
        count += memcmp(data + PRIMARY + off, data + SECONDARY + off,
                        SECTOR_LEN) != 0;
    }
    return count;
}

/* True if a unit holds something, or is to be filled. */
static bool is_used(const uint8_t *unit, enum scheme scheme, uint32_t addr)
{
    return !bytes_are(unit, 0xff, UNIT_LEN) ||
           (scheme == XTS_FILLED && addr >= SECONDARY &&
            addr < SECONDARY + SLOT_LEN);
}

/* Encrypts what is used and leaves the rest erased. */
static bool encrypt(struct flash *nor, struct flash_cipher *cipher,
                    enum scheme scheme)
{
    static const uint8_t key[32] = "a key that only a bench uses...";
    status_t status = scheme == ESP32
                          ? flash_cipher_open_tweaked(cipher, key, sizeof(key),
                                                      FLASH_CIPHER_CONFIG)
                          : flash_cipher_open_xts(cipher, key, sizeof(key));

    for (uint32_t i = 0; status == OK && i < FLASH_LEN; i += UNIT_LEN) {
        if (is_used(nor->data + i, scheme, i)) {
            status = flash_cipher_encrypt(cipher, i, nor->data + i, UNIT_LEN);
        }
    }
    nor->cipher = cipher;
    nor->encrypted = true;
    return status == OK;
}

static struct boot_config configure(enum update_mode mode, bool encrypted)
{
    struct boot_config config = {.mode = mode,
                                 .image_count = 1,
                                 .max_align = encrypted ? UNIT_LEN : 8,
                                 .sector_max = SECTOR_MAX};

    config.slot[0][SLOT_PRIMARY] = (struct config_area){PRIMARY, SLOT_LEN};
    config.slot[0][SLOT_SECONDARY] = (struct config_area){SECONDARY, SLOT_LEN};
    if (mode == UPDATE_SCRATCH) {
        config.scratch = (struct config_area){SCRATCH, SCRATCH_LEN};
    }
    return config;
}

/* Boots once; true if the new image is what stands in the primary slot. */
static bool boot_once(struct flash *nor, const struct update_case *c,
                      const uint8_t *wanted)
{
    static uint8_t found[IMAGE_LEN];
    const struct boot_config config = configure(c->mode, nor->encrypted);
    struct boot boot;
    struct boot_result result;
    struct nor_stats stats;
    bool good;

    boot_init(&boot, &config, nor);
    good = boot_run(&boot, &result) == OK && nor->violation == NULL;
    stats = nor->stats;
    good = good && flash_read(nor, PRIMARY, found, IMAGE_LEN) == OK;
    nor->stats = stats;
    return good && memcmp(found, wanted, IMAGE_LEN) == 0;
}

static bool measure(const struct update_case *c, enum scheme scheme,
                    uint8_t *data, uint8_t *wanted)
{
    static const struct nor_geometry geometry = {
        .run = {{SECTOR_LEN, FLASH_LEN / SECTOR_LEN}},
        .run_count = 1,
        .write_len = 4,
        .page_len = 256,
        .large_erase_len = 64 * KIB};
    struct flash nor = {.power = NULL};
    struct flash_cipher cipher;
    uint32_t unlike;

    memset(data, 0xff, FLASH_LEN);
    put_image(data, PRIMARY, 1, c->likeness);
    put_image(data, SECONDARY, 2, c->likeness);
    memcpy(data + SECONDARY + SLOT_LEN - MAGIC_LEN,
           scheme == PLAIN ? MAGIC_8 : MAGIC_32, MAGIC_LEN);
    memcpy(wanted, data + SECONDARY, IMAGE_LEN);
    unlike = count_unlike(data);
    if (nor_open(&nor, &geometry, data) != OK ||
        (scheme != PLAIN && !encrypt(&nor, &cipher, scheme)) ||
        !boot_once(&nor, c, wanted)) {
        fprintf(stderr, "flash_bench: %s: the update was not made\n", c->name);
        return false;
    }
    printf("%-28s %8u %9u %9u %12llu %12llu\n", c->name, unlike,
           nor.stats.erase_count, nor.stats.large_erase_count,
           (unsigned long long)nor.stats.bytes_programmed,
           (unsigned long long)nor.stats.bytes_read);
    return true;
}

static bool measure_all(enum scheme scheme, uint8_t *data, uint8_t *wanted)
{
    bool good = true;

    printf("\n%-28s %8s %9s %9s %12s %12s\n", scheme_names[scheme], "unlike",
           "erases", "erases", "bytes", "bytes");
    printf("%-28s %8s %9s %9s %12s %12s\n", "", "sectors", "4 KiB", "64 KiB",
           "programmed", "read");
    for (size_t i = 0; good && i < sizeof(cases) / sizeof(cases[0]); i++) {
        good = measure(&cases[i], scheme, data, wanted);
    }
    return good;
}

int main(void)
{
    uint8_t *data = malloc(FLASH_LEN);
    uint8_t *wanted = malloc(IMAGE_LEN);
    bool good = data != NULL && wanted != NULL;

    printf("test update of a 512 KiB image, one boot; 4 KiB sectors, slots of "
           "1 MiB, scratch 256 KiB\n");
    for (int scheme = PLAIN; good && scheme < SCHEME_COUNT; scheme++) {
        good = measure_all((enum scheme)scheme, data, wanted);
    }
    free(data);
    free(wanted);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
