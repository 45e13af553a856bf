/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The big-number engine of ESP32-S2, ESP32-C3 and ESP32-S3; see rsa_engine.h.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 21 (modular
 * exponentiation); vendor's register headers of RSA and SYSTEM.
 */
#include "port/common/rsa_engine.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define RSA_MODE            0x804 /* words - 1 */
#define RSA_QUERY_CLEAN     0x808 /* 1: memories are initialised */
#define RSA_MODEXP_START    0x80c
#define RSA_IDLE            0x818
#define RSA_CLEAR_INTERRUPT 0x81c
#define RSA_CONSTANT_TIME   0x820 /* 1: no acceleration by public exponents */
#define RSA_SEARCH_ENABLE   0x824
#define RSA_SEARCH_POS      0x828

/* bits of PERIP_CLK_EN1 and PERIP_RST_EN1 */
#define SYSTEM_CRYPTO_RSA (1u << 3)
#define SYSTEM_CRYPTO_DS  (1u << 4)
#define SYSTEM_RSA_MEM_PD (1u << 0 | 1u << 2) /* off, and forced off */

#define EXPONENT_TOP_BIT 16 /* of 65537 */

status_t rsa_engine_open(void)
{
    mmio_change(chip.system + chip.engines.clock, 0, SYSTEM_CRYPTO_RSA);
    mmio_change(chip.system + chip.engines.reset,
                SYSTEM_CRYPTO_RSA | SYSTEM_CRYPTO_DS, 0);
    mmio_change(chip.system + chip.engines.rsa_power, SYSTEM_RSA_MEM_PD, 0);
    return rsa_engine_wait(RSA_QUERY_CLEAN);
}

status_t rsa_engine_run(uint32_t words)
{
    mmio_write(chip.rsa + RSA_MODE, words - 1);
    /* the exponent is public: start at its top bit */
    mmio_write(chip.rsa + RSA_CONSTANT_TIME, 0);
    mmio_write(chip.rsa + RSA_SEARCH_ENABLE, 1);
    mmio_write(chip.rsa + RSA_SEARCH_POS, EXPONENT_TOP_BIT);
    mmio_write(chip.rsa + RSA_MODEXP_START, 1);
    TRY(rsa_engine_wait(RSA_IDLE));
    mmio_write(chip.rsa + RSA_CLEAR_INTERRUPT, 1);
    return OK;
}
