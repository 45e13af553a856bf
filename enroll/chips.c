/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the four chips have in their eFuses what enrolment burns, and how much
 * of a bootloader their ROMs verify. No code.
 *
 * Source: SPEC, Secure Boot V2; ESP32, ESP32-S2, ESP32-C3 and ESP32-S3
 * Technical Reference Manuals, chapter eFuse Controller; the vendor's eFuse
 * tables. The limits of ESP32, ESP32-C3 and ESP32-S3 were tried on their ROMs,
 * that of ESP32-S2 is from the vendor's documentation.
 */
#include "enroll/enroll_config.h"

#define ROM_LIMIT_ESP32 0xc000  /* 48 KiB */
#define ROM_LIMIT_NEWER 0x10000 /* 64 KiB */

const struct enroll_chip enroll_esp32 = {
    .has_purposes = false,
    .key_block = 1,
    .key_count = 2,
    .flash_count = 1,
    .digest_max = 1,
    .block_lock = 7,
    .read_bit = 16,
    .secure_bit = 197,
    .counter_bit = 20,
    .counter_width = 7,
    .counter_lock = 2,
    .protect_lock = 1,
    .coding_bit = 192,
    .signed_max = ROM_LIMIT_ESP32,
};

const struct enroll_chip enroll_esp32s2 = {
    .has_purposes = true,
    .key_block = 4,
    .key_count = 6,
    .flash_count = 6,
    .digest_max = 3,
    .block_lock = 23,
    .purpose_lock = 8,
    .read_bit = 32,
    .purpose_bit = 88,
    .revoke_bit = 85,
    .revoke_lock = 5,
    .secure_bit = 116,
    .counter_bit = 82,
    .counter_width = 3,
    .counter_lock = 4,
    .protect_lock = ENROLL_NO_LOCK,
    .signed_max = ROM_LIMIT_NEWER,
};

const struct enroll_chip enroll_esp32c3 = {
    .has_purposes = true,
    .key_block = 4,
    .key_count = 6,
    .flash_count = 5, /* KEY5 can not hold a flash key */
    .digest_max = 3,
    .block_lock = 23,
    .purpose_lock = 8,
    .read_bit = 32,
    .purpose_bit = 88,
    .revoke_bit = 85,
    .revoke_lock = 5,
    .secure_bit = 116,
    .counter_bit = 82,
    .counter_width = 3,
    .counter_lock = 4,
    .protect_lock = ENROLL_NO_LOCK,
    .signed_max = ROM_LIMIT_NEWER,
};

const struct enroll_chip enroll_esp32s3 = {
    .has_purposes = true,
    .key_block = 4,
    .key_count = 6,
    .flash_count = 5, /* KEY5 can not hold a flash key */
    .digest_max = 3,
    .block_lock = 23,
    .purpose_lock = 8,
    .read_bit = 32,
    .purpose_bit = 88,
    .revoke_bit = 85,
    .revoke_lock = 5,
    .secure_bit = 116,
    .counter_bit = 82,
    .counter_width = 3,
    .counter_lock = 4,
    .protect_lock = ENROLL_NO_LOCK,
    .signed_max = ROM_LIMIT_NEWER,
};
