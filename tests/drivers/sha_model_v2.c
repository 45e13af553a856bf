/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine of ESP32-C3 in its typical mode: words are bytes as they lie in
 * memory, and the state is read and written.
 */
#include "tests/drivers/sha_model.h"

#include <string.h>

#include <mbedtls/sha256.h>

#include "iface/mmio.h"
#include "tests/drivers/bus.h"

#define MODE  0x6003b000u
#define START 0x6003b010u
#define GO_ON 0x6003b014u
#define STATE 0x6003b040u
#define TEXT  0x6003b080u

const bool sha_model_aside_is_512 = false;
const uint32_t sha_model_clock = 0x600c0014, sha_model_clock_bits = 1u << 2;
const uint32_t sha_model_reset = 0x600c001c;
const uint32_t sha_model_reset_bits = 1u << 2 | 1u << 4 | 1u << 5;

static uint32_t turned(uint32_t v)
{
    return v << 24 | (v & 0xff00u) << 8 | (v >> 8 & 0xff00u) | v >> 24;
}

static void hash(bool first)
{
    mbedtls_sha256_context sha256;
    uint8_t block[64];

    mbedtls_sha256_init(&sha256);
    (void)mbedtls_sha256_starts(&sha256, 0);
    for (uint32_t i = 0; i < 8 && !first; i++) {
        sha256.state[i] = turned(mmio_read(STATE + 4 * i));
    }
    for (uint32_t i = 0; i < 64; i++) {
        block[i] = (uint8_t)(mmio_read(TEXT + i / 4 * 4) >> i % 4 * 8);
    }
    (void)mbedtls_internal_sha256_process(&sha256, block);
    for (uint32_t i = 0; i < 8; i++) {
        bus_put(STATE + 4 * i, turned(sha256.state[i]));
    }
    bus_count = 0;
}

static void act(uint32_t addr, uint32_t value)
{
    (void)value;
    if ((addr == START || addr == GO_ON) && mmio_read(MODE) == 2) {
        hash(addr == START);
    }
}

void sha_model_open(void)
{
    bus_clear();
    bus_written = act;
}
