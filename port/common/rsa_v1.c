/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The big-number engine of ESP32; see rsa_engine.h.
 *
 * Source: ESP32 Technical Reference Manual v5.1, RSA accelerator; vendor's
 * register headers of RSA and DPORT.
 */
#include "port/common/rsa_engine.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define RSA_MODEXP_MODE  0x804 /* blocks of 16 words, less one */
#define RSA_MODEXP_START 0x808
#define RSA_INTERRUPT    0x814 /* 1: done; written 1: not done any more */
#define RSA_CLEAN        0x818 /* 1: memories are empty */

/* bits of PERI_CLK_EN and PERI_RST_EN, and of RSA_PD_CTRL */
#define PERI_EN_RSA               (1u << 2)
#define PERI_EN_DIGITAL_SIGNATURE (1u << 4) /* its reset holds RSA too */
#define RSA_PD                    (1u << 0)

status_t rsa_engine_open(void)
{
    mmio_change(chip.system + chip.engines.clock, 0, PERI_EN_RSA);
    mmio_change(chip.system + chip.engines.reset,
                PERI_EN_RSA | PERI_EN_DIGITAL_SIGNATURE, 0);
    mmio_change(chip.system + chip.engines.rsa_power, RSA_PD, 0);
    return rsa_engine_wait(RSA_CLEAN);
}

status_t rsa_engine_run(uint32_t words)
{
    mmio_write(chip.rsa + RSA_MODEXP_MODE, words / 16 - 1);
    mmio_write(chip.rsa + RSA_MODEXP_START, 1);
    TRY(rsa_engine_wait(RSA_INTERRUPT));
    mmio_write(chip.rsa + RSA_INTERRUPT, 1);
    return OK;
}
