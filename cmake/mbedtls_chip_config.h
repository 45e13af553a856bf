/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a chip links of Mbed TLS: hashes, written for size. Every part is
 * dropped by the linker where nothing calls it.
 */
#ifndef MBEDTLS_CHIP_CONFIG_H
#define MBEDTLS_CHIP_CONFIG_H

#define MBEDTLS_SHA256_C
#define MBEDTLS_SHA256_SMALLER
#define MBEDTLS_SHA512_C
#define MBEDTLS_SHA512_SMALLER

#endif
