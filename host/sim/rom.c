/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ROM's loader: header, staging under Secure Boot, segments, checksum,
 * SHA-256. See rom.h.
 * Source: SPEC, "Bootloader image" and "Secure Boot V2".
 */
#include "host/sim/rom.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/sha256.h>

#include "base/bytes.h"
#include "host/elf2image/rom_chip.h"
#include "host/espsecure/sigblock.h"
#include "host/sim/rom_loader.h"
#include "iface/flash.h"

#define TEXT_MAX         160 /* characters of a line */
#define MAGIC            0xe9
#define HEADER_LEN       24U
#define SEGMENT_HEAD_LEN 8U
#define SEGMENT_MAX      16
#define LINE_LEN         16U /* the checksum ends a line of an image */
#define DIGEST_LEN       32U
#define CHECKSUM_SEED    0xef
#define LEN_MAX          0x200000U /* more than the RAM of any chip */
#define SECTOR_LEN       4096U

#define DIRECT_MAGIC           0xaedb041dU /* twice at address 0 */
#define DIRECT_OFF_BIT         129
#define DOWNLOAD_OFF_BIT       128
#define DOWNLOAD_SECURE_BIT    133
#define ESP32_DOWNLOAD_OFF_BIT 27

/* What differs between the ROMs, in the order of enum sim_efuse_chip. */
struct rules {
    const char *banner;
    uint32_t base;      /* where the bootloader lies */
    bool direct_boot;   /* starts code at address 0 by two magic words */
    bool counts;        /* refuses more than SEGMENT_MAX segments */
    bool always_hashes; /* compares the SHA-256 whatever the header says */
};

static const struct rules rules[SIM_EFUSE_CHIP_COUNT] = {
    [SIM_EFUSE_ESP32] = {"ets Jul 29 2019 12:21:46", 0x1000, false, false,
                         false},
    [SIM_EFUSE_ESP32S2] = {"ESP-ROM:esp32s2", 0x1000, false, true, true},
    [SIM_EFUSE_ESP32C3] = {"ESP-ROM:esp32c3-api1-20210207", 0, true, true,
                           true},
    [SIM_EFUSE_ESP32S3] = {"ESP-ROM:esp32s3-20210327", 0, false, true, true},
};

/* An image on its way. */
struct load {
    const struct rom *rom;
    const struct rules *rules;
    const struct rom_chip *chip;
    uint8_t *data;      /* image, as read; LEN_MAX bytes of room */
    uint32_t len;       /* with checksum line and SHA-256 */
    uint32_t lines_len; /* up to the checksum */
    uint8_t checksum;   /* of the segments */
};

void rom_say(const struct rom *rom, const char *format, ...)
{
    char text[TEXT_MAX];
    va_list list;
    if (rom->line == NULL) {
        return;
    }
    va_start(list, format);
    (void)vsnprintf(text, sizeof(text), format, list);
    va_end(list);
    rom->line(rom->context, text);
}

static uint32_t up(uint32_t len, uint32_t unit)
{
    return (len + unit - 1) / unit * unit;
}

/* ---- reading --------------------------------------------------------- */

/* Reads as the cache does; what the device counts are its own reads. */
static bool take(const struct load *l, uint32_t off, uint32_t len)
{
    struct flash *flash = l->rom->efuse->power;
    const struct nor_stats kept = flash->stats;
    bool fits = off <= LEN_MAX && len <= LEN_MAX - off;
    bool done = fits && flash_read(flash, l->rules->base + off, l->data + off,
                                   len) == OK;
    flash->stats = kept;
    return done;
}

static bool say_id(const struct load *l)
{
    uint16_t id = le16(l->data + 12);
    if (id == l->chip->id) {
        return true;
    }
    if (l->rom->efuse->chip == SIM_EFUSE_ESP32) {
        rom_say(l->rom, "wrong chip id 0x%04x", id);
        return false;
    }
    rom_say(l->rom,
            "Invalid chip id. Expected %u read %u. Bootloader for wrong chip?",
            l->chip->id, id);
    return false;
}

static bool read_header(struct load *l)
{
    if (!take(l, 0, HEADER_LEN)) {
        rom_say(l->rom, "sim: the flash cannot be read");
        return false;
    }
    if (l->data[0] != MAGIC) {
        rom_say(l->rom, "invalid header: 0x%08" PRIx32, le32(l->data));
        return false;
    }
    if (!say_id(l)) {
        return false;
    }
    if (l->rules->counts && l->data[1] > SEGMENT_MAX) {
        rom_say(l->rom, "Invalid image block count: %u (max %d)", l->data[1],
                SEGMENT_MAX);
        return false;
    }
    return true;
}

static bool read_segment(struct load *l, uint32_t *off)
{
    if (!take(l, *off, SEGMENT_HEAD_LEN)) {
        return false;
    }
    uint32_t len = le32(l->data + *off + 4);
    *off += SEGMENT_HEAD_LEN;
    if (len > LEN_MAX || !take(l, *off, len)) {
        return false;
    }
    for (uint32_t i = 0; i < len; i++) {
        l->checksum ^= l->data[*off + i];
    }
    *off += len;
    return true;
}

static bool read_image(struct load *l)
{
    uint32_t off = HEADER_LEN;
    l->checksum = CHECKSUM_SEED;
    for (uint32_t i = 0; i < l->data[1]; i++) {
        if (!read_segment(l, &off)) {
            rom_say(l->rom,
                    "sim: segment %" PRIu32 " at 0x%" PRIx32 " leaves the "
                    "flash or the RAM",
                    i, off);
            return false;
        }
    }
    l->lines_len = off / LINE_LEN * LINE_LEN + LINE_LEN;
    bool hashed = l->rules->always_hashes || l->data[23] == 1;
    l->len = l->lines_len + (hashed ? DIGEST_LEN : 0);
    if (!take(l, off, l->len - off)) {
        rom_say(l->rom, "sim: the image leaves the flash");
        return false;
    }
    return true;
}

/* ---- Secure Boot ----------------------------------------------------- */

static bool digest_matches(const struct load *l)
{
    uint8_t digest[DIGEST_LEN];
    return mbedtls_sha256(l->data, l->lines_len, digest, 0) == 0 &&
           memcmp(digest, l->data + l->lines_len, DIGEST_LEN) == 0;
}

static bool fits_staging(const struct load *l)
{
    if (l->len <= l->chip->len_max) {
        return true;
    }
    if (l->rom->efuse->chip == SIM_EFUSE_ESP32) {
        rom_say(l->rom, "Bootloader is too large for 48KB staging area.");
    } else {
        rom_say(l->rom,
                "sim: the image has 0x%" PRIx32 " bytes, the ROM's buffer "
                "0x%" PRIx32,
                l->len, l->chip->len_max);
    }
    return false;
}

static bool verify(struct load *l)
{
    uint32_t signed_len = up(l->len, SECTOR_LEN);
    const struct rom_staged staged = {l->data, signed_len};
    if (l->rules->always_hashes && !digest_matches(l)) {
        rom_say(l->rom, "SHA-256 simple hash comparison failed.");
        rom_say(l->rom, "secure boot verification failed");
        return false;
    }
    if (!take(l, l->len, signed_len + SIGBLOCK_SECTOR_LEN - l->len)) {
        rom_say(l->rom, "sim: the signature sector leaves the flash");
        return false;
    }
    return rom_verify(l->rom, &staged);
}

/* The ROM copies segments out of its buffer and over it, unchecked. */
static bool leaves_staging(const struct load *l, uint32_t addr, uint32_t len)
{
    for (size_t i = 0; i < ROM_STAGING_MAX; i++) {
        const struct rom_window *w = &l->chip->staging[i];
        if (addr < w->high && addr + len > w->low) {
            rom_say(l->rom,
                    "sim: a segment at 0x%08" PRIx32 " overwrites the ROM's "
                    "buffer with the image",
                    addr);
            return false;
        }
    }
    return true;
}

/* ---- loading --------------------------------------------------------- */

static bool is_ram(const struct load *l, uint32_t addr, uint32_t len)
{
    for (size_t i = 0; i < ROM_WINDOW_MAX; i++) {
        const struct rom_window *w = &l->chip->ram[i];
        if (addr >= w->low && addr <= w->high && len <= w->high - addr) {
            return true;
        }
    }
    rom_say(l->rom, "sim: no RAM for a segment at 0x%08" PRIx32 ": a fault",
            addr);
    return false;
}

/* As each ROM prints it; that of ESP32 has two manners. */
static void say_load(const struct load *l, bool secure, uint32_t addr,
                     uint32_t len)
{
    bool esp32 = l->rom->efuse->chip == SIM_EFUSE_ESP32;
    if (esp32 && !secure) {
        rom_say(l->rom, "load:0x%08" PRIx32 ",len:%" PRIu32, addr, len);
        return;
    }
    rom_say(l->rom, "load:0x%08" PRIx32 "%clen:0x%" PRIx32, addr,
            esp32 ? ' ' : ',', len);
}

static bool load_segments(const struct load *l, bool secure)
{
    uint32_t off = HEADER_LEN;
    for (uint32_t i = 0; i < l->data[1]; i++) {
        uint32_t addr = le32(l->data + off);
        uint32_t len = le32(l->data + off + 4);
        say_load(l, secure, addr, len);
        if (!is_ram(l, addr, len) ||
            (secure && !leaves_staging(l, addr, len))) {
            return false;
        }
        off += SEGMENT_HEAD_LEN + len;
    }
    return true;
}

static bool checksum_matches(const struct load *l)
{
    uint8_t stored = l->data[l->lines_len - 1];
    if (stored == l->checksum) {
        return true;
    }
    rom_say(l->rom,
            l->rom->efuse->chip == SIM_EFUSE_ESP32
                ? "csum err:0x%02x!=0x%02x"
                : "Checksum failure. Calculated 0x%x stored 0x%x",
            l->checksum, stored);
    return false;
}

static bool run_loader(struct load *l)
{
    bool secure = rom_is_secure(l->rom->efuse);
    if (!read_header(l) || !read_image(l)) {
        return false;
    }
    if (secure) {
        if (l->rom->efuse->chip == SIM_EFUSE_ESP32) {
            rom_say(l->rom, "secure boot v2 enabled");
        }
        if (!fits_staging(l) || !verify(l)) {
            return false;
        }
    }
    if (!load_segments(l, secure) || !checksum_matches(l)) {
        return false;
    }
    if (l->rules->always_hashes && !secure && !digest_matches(l)) {
        rom_say(l->rom, "SHA-256 comparison failed:");
        rom_say(l->rom, "Attempting to boot anyway...");
    }
    rom_say(l->rom, "entry 0x%08" PRIx32, le32(l->data + 4));
    return true;
}

/* ---- the model ------------------------------------------------------- */

static bool boots_directly(struct load *l)
{
    return l->rules->direct_boot && !rom_bit(l->rom->efuse, DIRECT_OFF_BIT) &&
           take(l, 0, 8) && le32(l->data) == DIRECT_MAGIC &&
           le32(l->data + 4) == DIRECT_MAGIC;
}

enum rom_end rom_boot(const struct rom *rom)
{
    enum rom_end end = ROM_REFUSES;
    struct load load = {
        .rom = rom,
        .rules = &rules[rom->efuse->chip],
        .chip = &rom_chips[rom->efuse->chip],
        .data = malloc(LEN_MAX),
    };
    if (load.data == NULL) {
        rom_say(rom, "sim: no memory for the image");
        return ROM_REFUSES;
    }
    rom_say(rom, "%s", load.rules->banner);
    if (boots_directly(&load)) {
        rom_say(rom, "sim: direct boot: code at 0 starts, nothing checked it");
        end = ROM_STARTS_UNCHECKED;
    } else if (run_loader(&load)) {
        end = ROM_STARTS;
    }
    free(load.data);
    return end;
}

enum rom_download rom_download(const struct efuse *efuse)
{
    if (efuse->chip == SIM_EFUSE_ESP32) {
        return rom_bit(efuse, ESP32_DOWNLOAD_OFF_BIT) ? ROM_DOWNLOAD_OFF
                                                      : ROM_DOWNLOAD_FULL;
    }
    if (rom_bit(efuse, DOWNLOAD_OFF_BIT)) {
        return ROM_DOWNLOAD_OFF;
    }
    return rom_bit(efuse, DOWNLOAD_SECURE_BIT) ? ROM_DOWNLOAD_SECURE
                                               : ROM_DOWNLOAD_FULL;
}
