/* SPDX-License-Identifier: Apache-2.0 */
/* The engine of ESP32-C3; see rsa_model.h. */
#include "tests/drivers/rsa_model.h"

const struct rsa_model rsa_model = {
    .base = 0x6003c000,
    .clean = 0x6003c808,
    .mode = 0x6003c804,
    .mode_words = 1,
    .start = 0x6003c80c,
    .done = 0x6003c818,
    .clear = 0x6003c81c,
    .clock = 0x600c0014,
    .clock_bits = 1u << 3,
    .reset = 0x600c001c,
    .reset_bits = 1u << 3 | 1u << 4,
    .power = 0x600c0038,
    .power_bits = 1u << 0 | 1u << 2,
};
