/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engines of ESP32: words are numbers, the memory of the block is one for
 * all and is lost by hashing, and each engine keeps its state.
 */
#include "tests/drivers/sha_model.h"

#include <mbedtls/sha256.h>
#include <mbedtls/sha512.h>

#include "iface/mmio.h"
#include "tests/drivers/bus.h"

#define TEXT 0x3ff03000u

const bool sha_model_aside_is_512 = true;
const uint32_t sha_model_clock = 0x3ff0001c, sha_model_clock_bits = 1u << 1;
const uint32_t sha_model_reset = 0x3ff00020;
const uint32_t sha_model_reset_bits = 1u << 1 | 1u << 3;

static mbedtls_sha256_context sha256;
static mbedtls_sha512_context sha512;

static void block_take(uint8_t *block, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++) {
        block[i] = (uint8_t)(mmio_read(TEXT + i / 4 * 4) >> (24 - i % 4 * 8));
    }
    for (uint32_t i = 0; i < len; i += 4) {
        bus_put(TEXT + i, 0xdeadbeef);
    }
}

static void hash_256(bool first)
{
    uint8_t block[64];

    if (first) {
        mbedtls_sha256_init(&sha256);
        (void)mbedtls_sha256_starts(&sha256, 0);
    }
    block_take(block, sizeof(block));
    (void)mbedtls_internal_sha256_process(&sha256, block);
    bus_count = 0;
}

static void hash_512(bool first)
{
    uint8_t block[128];

    if (first) {
        mbedtls_sha512_init(&sha512);
        (void)mbedtls_sha512_starts(&sha512, 0);
    }
    block_take(block, sizeof(block));
    (void)mbedtls_internal_sha512_process(&sha512, block);
    bus_count = 0;
}

static void load_256(void)
{
    for (uint32_t i = 0; i < 8; i++) {
        bus_put(TEXT + 4 * i, sha256.state[i]);
    }
}

static void load_512(void)
{
    for (uint32_t i = 0; i < 8; i++) {
        bus_put(TEXT + 8 * i, (uint32_t)(sha512.state[i] >> 32));
        bus_put(TEXT + 8 * i + 4, (uint32_t)sha512.state[i]);
    }
}

static void act(uint32_t addr, uint32_t value)
{
    (void)value;
    switch (addr - TEXT) {
    case 0x90:
    case 0x94:
        hash_256(addr - TEXT == 0x90);
        break;
    case 0x98:
        load_256();
        break;
    case 0xb0:
    case 0xb4:
        hash_512(addr - TEXT == 0xb0);
        break;
    case 0xb8:
        load_512();
        break;
    default:
        break;
    }
}

void sha_model_open(void)
{
    bus_clear();
    bus_written = act;
}
