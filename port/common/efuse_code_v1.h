/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codes over blocks 1 to 3 of ESP32: what is burned in place of the data.
 * Decoding is the controller's.
 */
#ifndef PORT_COMMON_EFUSE_CODE_V1_H
#define PORT_COMMON_EFUSE_CODE_V1_H

#include "iface/efuse.h"

/** Coding schemes, as the eFuse holds them; 3 is no code either. */
enum efuse_scheme {
    EFUSE_SCHEME_NONE = 0,
    EFUSE_SCHEME_THREE_QUARTERS = 1, /* 24 bytes of data in 32 */
    EFUSE_SCHEME_REPEAT = 2,         /* 16 bytes, twice */
};

/**
 * Encodes a block.
 *
 * @param[in]  scheme  coding scheme
 * @param[in]  data    the block; short ones end with zeros
 * @param[out] coded   what is burned
 *
 * @source SPEC, eFuse
 */
void efuse_code_v1(enum efuse_scheme scheme,
                   const uint32_t data[EFUSE_BLOCK_WORDS],
                   uint32_t coded[EFUSE_BLOCK_WORDS]);

#endif
