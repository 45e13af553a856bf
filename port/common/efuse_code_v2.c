/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See efuse_code_v2.h. The remainder of a division by the generator, a byte of
 * data at a time, in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1.
 *
 * Source: SPEC, eFuse; I. Reed, G. Solomon, "Polynomial codes over certain
 * finite fields", 1960.
 */
#include "port/common/efuse_code_v2.h"

#include "base/bytes.h"
#include "base/memory.h"

#define CHECK_LEN (4 * EFUSE_CODE_WORDS)
#define FIELD     0x1du /* x^8 in terms of lower powers */

/* The product of (x - 2^i), i = 0 .. 11, from x^11 on; that of x^12 is 1. */
static const uint8_t generator[CHECK_LEN] = {
    0x44, 0x77, 0x43, 0x76, 0xdc, 0x1f, 0x07, 0x54, 0x5c, 0x7f, 0xd5, 0x61};

static uint8_t multiply(uint32_t a, uint32_t b)
{
    uint32_t product = 0;

    for (; b != 0; b >>= 1) {
        product ^= (b & 1) != 0 ? a : 0;
        a = (a << 1 ^ ((a & 0x80) != 0 ? FIELD : 0)) & 0xff;
    }
    return (uint8_t)product;
}

void efuse_code_v2(const uint32_t data[EFUSE_BLOCK_WORDS],
                   uint32_t check[EFUSE_CODE_WORDS])
{
    uint8_t rest[CHECK_LEN + 1] = {0};

    for (uint32_t i = 0; i < EFUSE_BLOCK_LEN; i++) {
        uint32_t factor = rest[0] ^ (data[i / 4] >> 8 * (i % 4) & 0xff);

        for (uint32_t k = 0; k < CHECK_LEN; k++) {
            rest[k] = rest[k + 1] ^ multiply(factor, generator[k]);
        }
    }
    for (uint32_t i = 0; i < EFUSE_CODE_WORDS; i++) {
        check[i] = le32(rest + 4 * i);
    }
    secure_wipe(rest, sizeof(rest)); /* the data may be a key */
}
