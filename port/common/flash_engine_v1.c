/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine of ESP32: 32 bytes at a time, which replace those that SPI1 was
 * given as long as both are joined.
 *
 * Source: SPEC, Flash encryption; ESP32 Technical Reference Manual v5.1, flash
 * encryption; vendor's register header of DPORT.
 */
#include "port/common/flash_engine.h"

#include "base/memory.h"
#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/flash_command.h"

#define BLOCK_LEN 32u

#define ENCRYPT_TEXT    0x00 /* eight words */
#define ENCRYPT_START   0x20
#define ENCRYPT_ADDRESS 0x24
#define ENCRYPT_DONE    0x28

/* of the PRO CPU, and encrypting */
#define ENABLE (1u << 0 | 1u << 8)

#define SPIN_MAX 100000u

static status_t block_encrypt(uint32_t addr, const uint8_t *src)
{
    uint32_t words[BLOCK_LEN / 4];

    memcpy(words, src, BLOCK_LEN);
    for (uint32_t i = 0; i < BLOCK_LEN / 4; i++) {
        mmio_write(chip.flash_engine.base + ENCRYPT_TEXT + 4 * i, words[i]);
    }
    mmio_write(chip.flash_engine.base + ENCRYPT_ADDRESS, addr);
    mmio_write(chip.flash_engine.base + ENCRYPT_START, 1);
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if ((mmio_read(chip.flash_engine.base + ENCRYPT_DONE) & 1) != 0) {
            return OK;
        }
    }
    return FLASH_E_IO;
}

/* chip.flash_engine.block_len lets nobody ask for more. */
status_t flash_engine_program(uint32_t addr, const uint8_t *src, uint32_t len)
{
    status_t status;

    mmio_change(chip.flash_engine.enable, 0, ENABLE);
    status = block_encrypt(addr, src);
    if (status == OK) {
        status = flash_command_program(addr, len);
    }
    mmio_change(chip.flash_engine.enable, ENABLE, 0);
    return status;
}
