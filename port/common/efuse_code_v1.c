/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See efuse_code_v1.h.
 *
 * Source: SPEC, eFuse; ESP32 Technical Reference Manual v5.1, "eFuse
 * Controller".
 */
#include "port/common/efuse_code_v1.h"

#include "base/memory.h"

#define GROUP_LEN   6 /* bytes of data */
#define GROUP_CODED 8
#define GROUP_COUNT 4
#define REPEAT_LEN  4 /* words */

static uint32_t byte_at(const uint32_t *words, uint32_t i)
{
    return words[i / 4] >> 8 * (i % 4) & 0xff;
}

static void byte_put(uint32_t *words, uint32_t i, uint32_t byte)
{
    words[i / 4] |= (byte & 0xff) << 8 * (i % 4);
}

static uint32_t ones(uint32_t byte)
{
    uint32_t count = 0;

    for (; byte != 0; byte >>= 1) {
        count += byte & 1;
    }
    return count;
}

/* Behind the six bytes: their XOR, and their ones counted by place. */
static void group_encode(const uint32_t *data, uint32_t group, uint32_t *coded)
{
    uint32_t sum = 0;
    uint32_t weight = 0;

    for (uint32_t i = 0; i < GROUP_LEN; i++) {
        uint32_t byte = byte_at(data, GROUP_LEN * group + i);

        byte_put(coded, GROUP_CODED * group + i, byte);
        sum ^= byte;
        weight += (i + 1) * ones(byte);
    }
    byte_put(coded, GROUP_CODED * group + 6, sum);
    byte_put(coded, GROUP_CODED * group + 7, weight);
}

void efuse_code_v1(enum efuse_scheme scheme,
                   const uint32_t data[EFUSE_BLOCK_WORDS],
                   uint32_t coded[EFUSE_BLOCK_WORDS])
{
    if (scheme != EFUSE_SCHEME_THREE_QUARTERS) {
        memcpy(coded, data, EFUSE_BLOCK_LEN);
        if (scheme == EFUSE_SCHEME_REPEAT) {
            memcpy(coded + REPEAT_LEN, data, 4 * REPEAT_LEN);
        }
        return;
    }
    memset(coded, 0, EFUSE_BLOCK_LEN);
    for (uint32_t group = 0; group < GROUP_COUNT; group++) {
        group_encode(data, group, coded);
    }
}
