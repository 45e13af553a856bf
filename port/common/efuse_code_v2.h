/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The code over blocks 1 and up of ESP32-S2, ESP32-C3 and ESP32-S3: what the
 * controller burns beside the data. Decoding is the controller's.
 */
#ifndef PORT_COMMON_EFUSE_CODE_V2_H
#define PORT_COMMON_EFUSE_CODE_V2_H

#include "iface/efuse.h"

#define EFUSE_CODE_WORDS 3

/**
 * Computes the check bytes of a block: Reed-Solomon (44, 32).
 *
 * @param[in]  data   the block; short blocks end with zeros
 * @param[out] check  as the controller's registers take them
 *
 * @source SPEC, eFuse
 */
void efuse_code_v2(const uint32_t data[EFUSE_BLOCK_WORDS],
                   uint32_t check[EFUSE_CODE_WORDS]);

#endif
