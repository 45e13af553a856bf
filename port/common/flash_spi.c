/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flash contract of all four chips, plain and encrypted: commands for
 * identifying, programming and erasing; reading through the cache's window,
 * which is faster and decrypts. Which of both is a constant where a product
 * does not encrypt.
 *
 * W1  A page of the window is fresh while its bit is set. Erasing or
 *     programming clears the bits of the pages it touches; the next read maps
 *     them anew. Pages that share an entry of the table are never fresh at
 *     the same time.
 * W2  While commands change the flash the cache is off: it must not fetch then.
 * Whether bytes are erased is asked by commands too where the cache decrypts.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 27; SPEC, Flash encryption.
 */
#include "port/common/flash_spi.h"

#include "base/memory.h"
#include "core/config.h"
#include "iface/flash_encrypt.h"
#include "port/common/cache.h"
#include "port/common/chip.h"
#include "port/common/flash_command.h"
#include "port/common/flash_engine.h"
#include "port/common/watchdog.h"

#define PAGE_LEN      256u     /* bytes: a program command stays inside one */
#define SECTOR_LEN    0x1000u  /* bytes: command 0x20 */
#define BLOCK_LEN     0x10000u /* bytes: command 0xd8 */
#define WRITE_LEN     4u       /* bytes; SPEC, Espressif parameters */
#define SIZE_MAX_LOG2 24       /* 16 MiB: what 24 address bits reach */

#define SIZE_MIN_LOG2  18 /* 256 KiB; sizes that parts are sold with */
#define SIZE_SOLD_LOG2 27 /* 128 MiB */
#define ID_NONE        0xffffffu

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* JEDEC: the third byte is the logarithm of the size on nearly all parts. */
static uint32_t len_of(uint32_t id)
{
    uint32_t log2 = id >> 16;

    if (log2 < SIZE_MIN_LOG2 || log2 > SIZE_SOLD_LOG2) {
        return 0;
    }
    return 1u << smaller(log2, SIZE_MAX_LOG2);
}

status_t flash_spi_open(struct flash *flash)
{
    memset(flash, 0, sizeof(*flash));
    TRY(flash_command_open(&flash->id));
    if (flash->id == 0 || flash->id == ID_NONE) {
        return FLASH_E_IO;
    }
    flash->len = len_of(flash->id);
    flash->write_len = config_is_encrypted() && flash_engine_is_enabled()
                           ? FLASH_ENCRYPT_LEN
                           : WRITE_LEN;
    return OK;
}

/* A constant where the product is not encrypted. */
bool flash_is_encrypted(const struct flash *flash)
{
    return config_is_encrypted() && flash->write_len == FLASH_ENCRYPT_LEN;
}

uint32_t flash_len(const struct flash *flash)
{
    return flash->len;
}

uint32_t flash_write_len(const struct flash *flash)
{
    return config_write_len(flash->write_len);
}

status_t flash_sector_at(const struct flash *flash, uint32_t addr,
                         struct flash_sector *sector)
{
    if (addr >= flash->len) {
        return FLASH_E_RANGE;
    }
    sector->addr = addr & ~(SECTOR_LEN - 1);
    sector->len = SECTOR_LEN;
    return OK;
}

static status_t range_check(const struct flash *flash, uint32_t addr,
                            uint32_t len)
{
    return addr > flash->len || len > flash->len - addr ? FLASH_E_RANGE : OK;
}

/* ---- reading, through the window ---- */

static void page_forget(struct flash *flash, uint32_t addr)
{
    uint32_t page = addr / CACHE_PAGE_LEN;

    flash->fresh[page / 32 % FLASH_FRESH_WORDS] &= ~(1u << page % 32);
}

static uint32_t window_va(uint32_t entry, uint32_t addr)
{
    return chip.flash_window.low + entry * CACHE_PAGE_LEN +
           addr % CACHE_PAGE_LEN;
}

/* Returns where the byte at addr is seen; its page is mapped. */
static const uint8_t *window_at(struct flash *flash, uint32_t addr)
{
    uint32_t page = addr / CACHE_PAGE_LEN;
    uint32_t entry = page % chip.mmu_count;
    uint32_t *word = &flash->fresh[page / 32 % FLASH_FRESH_WORDS];

    if ((*word >> page % 32 & 1u) == 0) {
        for (uint32_t other = entry; other < 32 * FLASH_FRESH_WORDS;
             other += chip.mmu_count) {
            page_forget(flash, other * CACHE_PAGE_LEN);
        }
        cache_map(entry, page);
        *word |= 1u << page % 32;
    }
    return (const uint8_t *)(uintptr_t)window_va(entry, addr);
}

status_t flash_view(struct flash *flash, uint32_t addr, uint32_t *len,
                    const uint8_t **view)
{
    TRY(range_check(flash, addr, *len));
    watchdog_feed();
    *len = smaller(*len, CACHE_PAGE_LEN - addr % CACHE_PAGE_LEN);
    *view = window_at(flash, addr);
    return OK;
}

status_t flash_read(struct flash *flash, uint32_t addr, void *dst, uint32_t len)
{
    uint8_t *p = dst;
    const uint8_t *view;
    uint32_t n;

    for (uint32_t done = 0; done < len; done += n) {
        n = len - done;
        TRY(flash_view(flash, addr + done, &n, &view));
        memcpy(p + done, view, n);
    }
    return OK;
}

/* Past the cache, which decrypts: what an erase has left is no 0xff there. */
static status_t raw_is_erased(const struct flash *flash, uint32_t addr,
                              uint32_t len, bool *erased)
{
    status_t status = OK;
    uint32_t n;

    TRY(range_check(flash, addr, len));
    *erased = true;
    cache_stop();
    for (uint32_t done = 0; done < len && *erased && status == OK; done += n) {
        n = smaller(len - done, FLASH_COMMAND_LEN);
        status = flash_command_is_erased(addr + done, n, erased);
    }
    cache_start();
    return status;
}

/* Within one page of the window; words where they are whole. */
static bool window_is_erased(const uint8_t *p, uint32_t len)
{
    uint32_t n;

    for (uint32_t done = 0; done < len; done += n) {
        const uint8_t *at = p + done;
        bool whole = ((uintptr_t)at & 3) == 0 && len - done >= 4;

        n = whole ? 4 : 1;
        if (whole ? *(const uint32_t *)(const void *)at != 0xffffffffu
                  : *at != 0xff) {
            return false;
        }
    }
    return true;
}

status_t flash_is_erased(struct flash *flash, uint32_t addr, uint32_t len,
                         bool *erased)
{
    const uint8_t *view;
    uint32_t n;

    if (flash_is_encrypted(flash)) {
        return raw_is_erased(flash, addr, len, erased);
    }
    *erased = true;
    for (uint32_t done = 0; done < len && *erased; done += n) {
        n = len - done;
        TRY(flash_view(flash, addr + done, &n, &view));
        *erased = window_is_erased(view, n);
    }
    return OK;
}

uint32_t flash_spi_map(struct flash *flash, uint32_t addr, uint32_t len)
{
    uint32_t first = flash->mapped;
    uint32_t last = (addr + len - 1) / CACHE_PAGE_LEN;

    for (uint32_t page = addr / CACHE_PAGE_LEN; page <= last; page++) {
        cache_map(flash->mapped++, page);
    }
    return window_va(first, addr);
}

/* ---- programming and erasing ---- */

static status_t program_plain(uint32_t addr, const uint8_t *src, uint32_t len)
{
    flash_command_fill(src, len);
    return flash_command_program(addr, len);
}

/* A command stays inside a page, and inside of what the engine takes. */
static uint32_t program_len(uint32_t addr, uint32_t left, bool encrypted)
{
    uint32_t most = encrypted ? chip.flash_engine.block_len : FLASH_COMMAND_LEN;

    if (encrypted) {
        return smaller(left, most - addr % most);
    }
    return smaller(smaller(left, PAGE_LEN - addr % PAGE_LEN), most);
}

static status_t program_all(struct flash *flash, uint32_t addr,
                            const uint8_t *src, uint32_t len, bool encrypted)
{
    uint32_t n;

    for (uint32_t done = 0; done < len; done += n) {
        uint32_t at = addr + done;

        n = program_len(at, len - done, encrypted);
        page_forget(flash, at);
        TRY(encrypted ? flash_engine_program(at, src + done, n)
                      : program_plain(at, src + done, n));
    }
    return OK;
}

static status_t write_as(struct flash *flash, uint32_t addr, const void *src,
                         uint32_t len, bool encrypted)
{
    status_t status;

    TRY(range_check(flash, addr, len));
    if ((addr | len) % (encrypted ? FLASH_ENCRYPT_LEN : WRITE_LEN) != 0) {
        return FLASH_E_ALIGN;
    }
    cache_stop();
    status = program_all(flash, addr, src, len, encrypted);
    cache_start();
    return status;
}

status_t flash_write(struct flash *flash, uint32_t addr, const void *src,
                     uint32_t len)
{
    return write_as(flash, addr, src, len, flash_is_encrypted(flash));
}

status_t flash_encrypt(struct flash *flash, uint32_t addr, const void *src,
                       uint32_t len)
{
    if ((addr | len) % FLASH_ENCRYPT_LEN != 0) {
        return FLASH_E_ALIGN;
    }
    return write_as(flash, addr, src, len, config_is_encrypted());
}

static status_t erase_at(struct flash *flash, uint32_t addr, uint32_t left,
                         uint32_t *done)
{
    page_forget(flash, addr);
    if (addr % BLOCK_LEN == 0 && left >= BLOCK_LEN) {
        *done = BLOCK_LEN;
        return flash_command_erase_block(addr);
    }
    *done = SECTOR_LEN;
    return flash_command_erase_sector(addr);
}

static status_t erase_all(struct flash *flash, uint32_t addr, uint32_t len)
{
    uint32_t n;

    for (uint32_t done = 0; done < len; done += n) {
        TRY(erase_at(flash, addr + done, len - done, &n));
    }
    return OK;
}

status_t flash_erase(struct flash *flash, uint32_t addr, uint32_t len)
{
    status_t status;

    TRY(range_check(flash, addr, len));
    if ((addr | len) % SECTOR_LEN != 0) {
        return FLASH_E_ALIGN;
    }
    cache_stop();
    status = erase_all(flash, addr, len);
    cache_start();
    return status;
}
