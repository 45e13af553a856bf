/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codes over eFuse blocks, as the host computes them: Reed-Solomon of
 * ESP32-S2, C3 and S3, and the two schemes of ESP32. Encodes only. The chips'
 * drivers have code of their own, so that each can be tested against the other.
 */
#ifndef PORT_SIM_SIM_EFUSE_CODE_H
#define PORT_SIM_SIM_EFUSE_CODE_H

#include <stdint.h>

#define SIM_EFUSE_CODE_MAX 44 /* bytes: Reed-Solomon, 32 of data and 12 */
#define SIM_EFUSE_DATA_LEN 32 /* bytes of a block, unused ones zero */

/** Code over a block; the first three as ESP32's field CODING_SCHEME. */
enum sim_efuse_scheme {
    SIM_EFUSE_PLAIN = 0,
    SIM_EFUSE_THREE_QUARTERS = 1, /* 24 bytes of data */
    SIM_EFUSE_REPEAT = 2,         /* 16 bytes of data */
    SIM_EFUSE_REED_SOLOMON = 3,
};

/**
 * Computes what is burned for the data of a block.
 *
 * @param[in]  scheme  code
 * @param[in]  data    bytes; those that the scheme has no room for are ignored
 * @param[out] code    as burned, the rest 0
 *
 * @source SPEC, eFuse fields and files
 */
void sim_efuse_encode(enum sim_efuse_scheme scheme,
                      const uint8_t data[SIM_EFUSE_DATA_LEN],
                      uint8_t code[SIM_EFUSE_CODE_MAX]);

/**
 * Takes the data out of a code as it stands, correcting nothing.
 *
 * @param[in]  scheme  code
 * @param[in]  code    as burned
 * @param[out] data    bytes, the rest 0
 */
void sim_efuse_decode(enum sim_efuse_scheme scheme,
                      const uint8_t code[SIM_EFUSE_CODE_MAX],
                      uint8_t data[SIM_EFUSE_DATA_LEN]);

#endif
