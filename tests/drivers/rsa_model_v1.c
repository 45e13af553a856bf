/* SPDX-License-Identifier: Apache-2.0 */
/* The engine of ESP32; see rsa_model.h. */
#include "tests/drivers/rsa_model.h"

const struct rsa_model rsa_model = {
    .base = 0x3ff02000,
    .clean = 0x3ff02818,
    .mode = 0x3ff02804,
    .mode_words = 16,
    .start = 0x3ff02808,
    .done = 0x3ff02814,
    .clear = 0x3ff02814,
    .clock = 0x3ff0001c,
    .clock_bits = 1u << 2,
    .reset = 0x3ff00020,
    .reset_bits = 1u << 2 | 1u << 4,
    .power = 0x3ff00490,
    .power_bits = 1u << 0,
};
