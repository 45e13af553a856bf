/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reed-Solomon by long division, and ESP32's two schemes byte by byte: small
 * and plain, speed does not matter here. Knows no chip.
 */
#include "port/sim/sim_efuse_code.h"

#include <string.h>

#define CHECK_LEN   12   /* bytes of Reed-Solomon behind the data */
#define FIELD_POLY  0x1d /* x^8 + x^4 + x^3 + x^2 + 1 without x^8 */
#define GROUP_COUNT 4    /* groups of six bytes, each with two of check */
#define GROUP_LEN   6
#define REPEAT_LEN  16

/* (x - 1)(x - 2) .. (x - 2^11) over the field, without its leading 1. */
static const uint8_t generator[CHECK_LEN] = {
    0x44, 0x77, 0x43, 0x76, 0xdc, 0x1f, 0x07, 0x54, 0x5c, 0x7f, 0xd5, 0x61,
};

static uint8_t field_multiply(uint8_t a, uint8_t b)
{
    uint8_t product = 0;
    for (; b != 0; b >>= 1) {
        product ^= (b & 1u) != 0 ? a : 0;
        a = (uint8_t)((a << 1) ^ ((a & 0x80u) != 0 ? FIELD_POLY : 0));
    }
    return product;
}

static void encode_reed_solomon(const uint8_t *data, uint8_t *code)
{
    uint8_t *check = code + SIM_EFUSE_DATA_LEN;
    memcpy(code, data, SIM_EFUSE_DATA_LEN);
    for (uint32_t i = 0; i < SIM_EFUSE_DATA_LEN; i++) {
        uint8_t lead = data[i] ^ check[0];
        memmove(check, check + 1, CHECK_LEN - 1);
        check[CHECK_LEN - 1] = 0;
        for (uint32_t j = 0; j < CHECK_LEN; j++) {
            check[j] ^= field_multiply(lead, generator[j]);
        }
    }
}

static uint8_t ones(uint8_t byte)
{
    uint8_t count = 0;
    for (; byte != 0; byte >>= 1) {
        count = (uint8_t)(count + (byte & 1u));
    }
    return count;
}

static void encode_group(const uint8_t *data, uint8_t *code)
{
    uint8_t parity = 0;
    uint8_t sum = 0;
    for (uint8_t i = 0; i < GROUP_LEN; i++) {
        code[i] = data[i];
        parity ^= data[i];
        sum = (uint8_t)(sum + (i + 1) * ones(data[i]));
    }
    code[GROUP_LEN] = parity;
    code[GROUP_LEN + 1] = sum;
}

void sim_efuse_encode(enum sim_efuse_scheme scheme,
                      const uint8_t data[SIM_EFUSE_DATA_LEN],
                      uint8_t code[SIM_EFUSE_CODE_MAX])
{
    memset(code, 0, SIM_EFUSE_CODE_MAX);
    switch (scheme) {
    case SIM_EFUSE_REED_SOLOMON:
        encode_reed_solomon(data, code);
        break;
    case SIM_EFUSE_THREE_QUARTERS:
        for (uint32_t i = 0; i < GROUP_COUNT; i++) {
            encode_group(data + i * GROUP_LEN, code + i * (GROUP_LEN + 2));
        }
        break;
    case SIM_EFUSE_REPEAT:
        memcpy(code, data, REPEAT_LEN);
        memcpy(code + REPEAT_LEN, data, REPEAT_LEN);
        break;
    case SIM_EFUSE_PLAIN:
    default:
        memcpy(code, data, SIM_EFUSE_DATA_LEN);
        break;
    }
}

void sim_efuse_decode(enum sim_efuse_scheme scheme,
                      const uint8_t code[SIM_EFUSE_CODE_MAX],
                      uint8_t data[SIM_EFUSE_DATA_LEN])
{
    memset(data, 0, SIM_EFUSE_DATA_LEN);
    if (scheme == SIM_EFUSE_THREE_QUARTERS) {
        for (uint32_t i = 0; i < GROUP_COUNT; i++) {
            memcpy(data + i * GROUP_LEN, code + i * (GROUP_LEN + 2), GROUP_LEN);
        }
        return;
    }
    memcpy(data, code,
           scheme == SIM_EFUSE_REPEAT ? REPEAT_LEN : SIM_EFUSE_DATA_LEN);
}
