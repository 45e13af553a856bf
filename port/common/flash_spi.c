/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flash contract over the SPI1 controller of all four chips, whose two
 * versions differ only in where registers lie (chip.spi): commands for
 * identifying, programming and erasing; reading through the cache's window,
 * which is faster and decrypts.
 *
 * W1  A page of the window is fresh while its bit is set. Erasing or
 *     programming clears the bits of the pages it touches; the next read maps
 *     them anew. Pages that share an entry of the table are never fresh at
 *     the same time.
 * W2  While commands change the flash the cache is off: it must not fetch then.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 27; vendor's register
 * headers of SPI_MEM and EXTMEM, and of ESP32's SPI.
 */
#include "port/common/flash_spi.h"

#include "base/memory.h"
#include "iface/mmio.h"
#include "port/common/cache.h"
#include "port/common/chip.h"
#include "port/common/watchdog.h"

#define SPI_MEM_CMD        0x00
#define SPI_MEM_CMD_RDID   (1u << 28)
#define SPI_MEM_CMD_RDSR   (1u << 27)
#define SPI_MEM_CMD_WREN   (1u << 30)
#define SPI_MEM_CMD_PP     (1u << 25)
#define SPI_MEM_CMD_SE     (1u << 24)
#define SPI_MEM_CMD_BE     (1u << 23)
#define SPI_MEM_ADDR       0x04
#define SPI_MEM_CTRL       0x08
#define SPI_MEM_USER_DUMMY (1u << 29)
#define SPI_MEM_USER1      4           /* bytes behind the user register */
#define SPI_MEM_USER1_ADDR (23u << 26) /* address bits - 1 */

#define STATUS_BUSY 0x1u

#define PAGE_LEN      256u     /* bytes: a program command stays inside one */
#define BUFFER_LEN    64u      /* bytes of W0 .. W15 */
#define SECTOR_LEN    0x1000u  /* bytes: command 0x20 */
#define BLOCK_LEN     0x10000u /* bytes: command 0xd8 */
#define WRITE_LEN     4u       /* bytes; SPEC, Espressif parameters */
#define SIZE_MAX_LOG2 24       /* 16 MiB: what 24 address bits reach */

#define SIZE_MIN_LOG2  18 /* 256 KiB; sizes that parts are sold with */
#define SIZE_SOLD_LOG2 27 /* 128 MiB */
#define ID_NONE        0xffffffu

/*
 * A 64 KiB erase may take 3 s on slow parts. A look takes a microsecond at the
 * least: a flash that is busy for 10 s is broken. The controller itself needs
 * no longer than a command has bits.
 */
#define LOOK_MAX 10000000u
#define POLL_MAX 1000000u

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static status_t command_run(uint32_t command)
{
    mmio_write(chip.spi1 + SPI_MEM_CMD, command);
    for (uint32_t i = 0; i < POLL_MAX; i++) {
        if (mmio_read(chip.spi1 + SPI_MEM_CMD) == 0) {
            return OK;
        }
    }
    return FLASH_E_IO;
}

static status_t wait_idle(void)
{
    for (uint32_t i = 0; i < LOOK_MAX; i++) {
        watchdog_feed();
        TRY(command_run(SPI_MEM_CMD_RDSR));
        if ((mmio_read(chip.spi1 + chip.spi.status) & STATUS_BUSY) == 0) {
            return OK;
        }
    }
    return FLASH_E_IO;
}

/* W2: the cache is off. */
static status_t change_run(uint32_t command, uint32_t addr)
{
    TRY(command_run(SPI_MEM_CMD_WREN));
    mmio_write(chip.spi1 + SPI_MEM_ADDR, addr);
    TRY(command_run(command));
    return wait_idle();
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
    uint32_t id;

    memset(flash, 0, sizeof(*flash));
    mmio_write(chip.spi1 + SPI_MEM_CTRL, 0);
    mmio_change(chip.spi1 + chip.spi.user, SPI_MEM_USER_DUMMY, 0);
    /* the ROM's reads by two or four lines have longer addresses */
    mmio_write(chip.spi1 + chip.spi.user + SPI_MEM_USER1, SPI_MEM_USER1_ADDR);
    TRY(command_run(SPI_MEM_CMD_RDID));
    id = mmio_read(chip.spi1 + chip.spi.w0) & 0xffffffu;
    if (id == 0 || id == ID_NONE) {
        return FLASH_E_IO;
    }
    flash->id = id;
    flash->len = len_of(id);
    return OK;
}

uint32_t flash_len(const struct flash *flash)
{
    return flash->len;
}

uint32_t flash_write_len(const struct flash *flash)
{
    (void)flash;
    return WRITE_LEN;
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

static void buffer_fill(const uint8_t *src, uint32_t len)
{
    uint32_t words[BUFFER_LEN / 4];

    memcpy(words, src, len);
    for (uint32_t i = 0; i < len / 4; i++) {
        mmio_write(chip.spi1 + chip.spi.w0 + 4 * i, words[i]);
    }
}

static status_t program(struct flash *flash, uint32_t addr, const uint8_t *src,
                        uint32_t len)
{
    page_forget(flash, addr);
    buffer_fill(src, len);
    return change_run(SPI_MEM_CMD_PP, addr | len << 24);
}

static status_t program_all(struct flash *flash, uint32_t addr,
                            const uint8_t *src, uint32_t len)
{
    uint32_t n;

    for (uint32_t done = 0; done < len; done += n) {
        uint32_t at = addr + done;

        n = smaller(len - done, PAGE_LEN - at % PAGE_LEN);
        n = smaller(n, BUFFER_LEN);
        TRY(program(flash, at, src + done, n));
    }
    return OK;
}

status_t flash_write(struct flash *flash, uint32_t addr, const void *src,
                     uint32_t len)
{
    status_t status;

    TRY(range_check(flash, addr, len));
    if ((addr | len) % WRITE_LEN != 0) {
        return FLASH_E_ALIGN;
    }
    cache_stop();
    status = program_all(flash, addr, src, len);
    cache_start();
    return status;
}

static status_t erase_at(struct flash *flash, uint32_t addr, uint32_t left,
                         uint32_t *done)
{
    page_forget(flash, addr);
    if (addr % BLOCK_LEN == 0 && left >= BLOCK_LEN) {
        *done = BLOCK_LEN;
        return change_run(SPI_MEM_CMD_BE, addr);
    }
    *done = SECTOR_LEN;
    return change_run(SPI_MEM_CMD_SE, addr);
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
