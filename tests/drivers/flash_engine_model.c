/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See flash_engine_model.h.
 *
 * Source: SPEC, Flash encryption; ESP32 Technical Reference Manual v5.1;
 * vendor's register headers of SPI_MEM, SYSTEM, EFUSE and of ESP32's DPORT.
 */
#include "tests/drivers/flash_engine_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/sim/flash_cipher.h"
#include "tests/drivers/bus.h"

#define PP   (1u << 25)
#define SE   (1u << 24)
#define USER (1u << 18)

static const struct flash_model_chip chips[] = {
    {.name = "esp32",
     .tweaked = true,
     .spi1 = 0x3ff42000,
     .spi_user = 0x1c,
     .spi_w0 = 0x80,
     .spi_shift = 8,
     .engine = 0x3ff5b000,
     .enable = 0x3ff000c8,
     .enable_bits = 0x101,
     .block = 32,
     .counter = 0x3ff5a000,
     .counter_at = 20,
     .idle = 0x3ff003f0,
     .idle_bits = 1u << 7,
     .done = 0x3ff00040,
     .done_bits = 1u << 5,
     .window = 0x3f400000,
     .mmu = 0x3ff10000},
    {.name = "esp32s2",
     .spi1 = 0x3f402000,
     .spi_user = 0x18,
     .spi_w0 = 0x58,
     .engine = 0x6003a100,
     .enable = 0x3f4c0074,
     .enable_bits = 1,
     .block = 64,
     .counter = 0x3f41a034,
     .counter_at = 18,
     .clock = 0x3f4c0044,
     .reset = 0x3f4c004c,
     .idle = 0x6180011c,
     .idle_bits = 1,
     .done = 0x61800040,
     .done_bits = 1u << 9,
     .window = 0x3f000000,
     .mmu = 0x61801200,
     .mmu_page = 0x8000},
    {.name = "esp32c3",
     .spi1 = 0x60002000,
     .spi_user = 0x18,
     .spi_w0 = 0x58,
     .engine = 0x600cc000,
     .enable = 0x600c0044,
     .enable_bits = 1,
     .block = 32,
     .counter = 0x60008834,
     .counter_at = 18,
     .idle = 0x600c40b0,
     .idle_bits = 1,
     .done = 0x600c4028,
     .done_bits = 1u << 1,
     .window = 0x3c000000,
     .mmu = 0x600c5000},
    {.name = "esp32s3",
     .spi1 = 0x60002000,
     .spi_user = 0x18,
     .spi_w0 = 0x58,
     .engine = 0x600cc000,
     .enable = 0x600c004c,
     .enable_bits = 1,
     .block = 64,
     .counter = 0x60007034,
     .counter_at = 18,
     .idle = 0x600c4130,
     .idle_bits = 1u << 12,
     .done = 0x600c4028,
     .done_bits = 1u << 3,
     .window = 0x3c000000,
     .mmu = 0x600c5000},
};

struct flash_model flash_model;

static struct flash_cipher cipher;
static uint8_t made[64]; /* what the engine holds for SPI1 */
static uint32_t made_addr;
static uint32_t made_len; /* 0: nothing that SPI1 may have */

static uint32_t engine(uint32_t off)
{
    return mmio_read(flash_model.chip->engine + off);
}

/* Words of registers as bytes. */
static void words_take(uint32_t addr, uint8_t *dst, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++) {
        dst[i] = (uint8_t)(mmio_read(addr + i / 4 * 4) >> i % 4 * 8);
    }
}

static void make(uint32_t addr, uint32_t text, uint32_t len)
{
    assert_int_equal(addr % len, 0);
    words_take(text, made, len);
    made_addr = addr;
    assert_int_equal(flash_cipher_encrypt(&cipher, addr, made, len), OK);
}

static void act_tweaked(uint32_t off)
{
    if (off == 0x20 && engine(0x20) == 1 && !flash_model.dead) {
        make(engine(0x24), flash_model.chip->engine, 32);
        made_len = 32;
        bus_put(flash_model.chip->engine + 0x28, 1);
    }
}

static void act_xts(uint32_t off)
{
    uint32_t base = flash_model.chip->engine;
    uint32_t len = 16u << engine(0x40);

    if (off == 0x4c && !flash_model.dead) {
        assert_true(len <= flash_model.chip->block);
        assert_int_equal(engine(0x44), 0); /* to the flash */
        make(engine(0x48), base + engine(0x48) % flash_model.chip->block, len);
        bus_put(base + 0x58, 2);
    }
    if (off == 0x4c && flash_model.dead) {
        bus_hold(base + 0x58, 1);
    }
    if (off == 0x50 && engine(0x58) == 2) {
        made_len = len;
        bus_put(base + 0x58, 3);
    }
    if (off == 0x54) {
        made_len = 0;
        bus_put(base + 0x58, 0);
    }
}

static bool is_joined(void)
{
    uint32_t bits = flash_model.chip->enable_bits;

    return (mmio_read(flash_model.chip->enable) & bits) == bits;
}

static void program(uint32_t addr, uint32_t len)
{
    uint8_t bytes[64];

    words_take(flash_model.chip->spi1 + flash_model.chip->spi_w0, bytes, len);
    if (is_joined() && made_len != 0) {
        assert_int_equal(addr, made_addr);
        assert_int_equal(len, made_len);
        memcpy(bytes, made, len);
    }
    for (uint32_t i = 0; i < len; i++) {
        flash_model.array[addr + i] &= bytes[i];
    }
    flash_model.programs++;
    if (len > flash_model.longest) {
        flash_model.longest = len;
    }
}

/* Code 0x03, 24 address bits, and so many bits back; nothing else. */
static void read_user(void)
{
    uint32_t user = flash_model.chip->spi1 + flash_model.chip->spi_user;
    uint32_t addr =
        mmio_read(flash_model.chip->spi1 + 4) >> flash_model.chip->spi_shift;
    uint32_t len = (mmio_read(user + 16) + 1) / 8;

    assert_int_equal(mmio_read(user) >> 27, 0x1a);
    assert_int_equal(mmio_read(user + 4), 23u << 26);
    assert_int_equal(mmio_read(user + 8), 0x70000003);
    assert_in_range(len, 1, 64);
    assert_in_range(addr, 0, FLASH_MODEL_LEN - len);
    for (uint32_t i = 0; i < len; i += 4) {
        uint32_t word = 0xa5a5a5a5; /* what was there stays */

        memcpy(&word, flash_model.array + addr + i, len - i < 4 ? len - i : 4);
        bus_put(flash_model.chip->spi1 + flash_model.chip->spi_w0 + i, word);
    }
    flash_model.reads++;
}

static void act_spi(uint32_t off, uint32_t value)
{
    uint32_t addr = mmio_read(flash_model.chip->spi1 + 4);

    if (off >= flash_model.chip->spi_w0) {
        flash_model.buffer++;
    }
    if (off != 0) {
        return;
    }
    if (value == PP) {
        program(addr & 0xffffff, addr >> 24);
    }
    if (value == SE) {
        memset(flash_model.array + addr, 0xff, 4096);
    }
    if (value == USER) {
        read_user();
    }
    bus_put(flash_model.chip->spi1, 0);
}

static void act(uint32_t addr, uint32_t value)
{
    if (addr - flash_model.chip->spi1 < 0x100) {
        act_spi(addr - flash_model.chip->spi1, value);
    }
    if (addr - flash_model.chip->engine < 0x60) {
        if (flash_model.chip->tweaked) {
            act_tweaked(addr - flash_model.chip->engine);
        } else {
            act_xts(addr - flash_model.chip->engine);
        }
    }
}

static void cipher_open(uint32_t key_len)
{
    uint8_t key[64];

    for (uint32_t i = 0; i < sizeof(key); i++) {
        key[i] = (uint8_t)i;
    }
    if (flash_model.chip->tweaked) {
        assert_int_equal(flash_cipher_open_tweaked(&cipher, key, 32, 0xf), OK);
    } else {
        assert_int_equal(flash_cipher_open_xts(&cipher, key, key_len), OK);
    }
}

void flash_model_open(uint32_t key_len, uint32_t counter)
{
    memset(&flash_model, 0, sizeof(flash_model));
    for (uint32_t i = 0; i < sizeof(chips) / sizeof(chips[0]); i++) {
        if (strcmp(chips[i].name, chip.name) == 0) {
            flash_model.chip = &chips[i];
        }
    }
    assert_non_null(flash_model.chip);
    flash_model.array = malloc(FLASH_MODEL_LEN);
    assert_non_null(flash_model.array);
    memset(flash_model.array, 0xff, FLASH_MODEL_LEN);
    made_len = 0;
    cipher_open(key_len);
    bus_clear();
    bus_written = act;
    bus_put(flash_model.chip->spi1 + flash_model.chip->spi_w0, 0x1840ef);
    bus_hold(flash_model.chip->idle, flash_model.chip->idle_bits);
    bus_hold(flash_model.chip->done, flash_model.chip->done_bits);
    bus_put(flash_model.chip->counter, counter << flash_model.chip->counter_at);
}

void flash_model_close(void)
{
    bus_written = NULL;
    free(flash_model.array);
}
