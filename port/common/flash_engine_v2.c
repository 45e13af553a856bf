/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine of ESP32-S2, ESP32-C3 and ESP32-S3: XTS-AES. A block is encrypted,
 * then released to SPI1, and destroyed once it is programmed.
 *
 * Source: SPEC, Flash encryption; ESP32-C3 Technical Reference Manual v1.2,
 * 23; vendor's register headers of SYSTEM, and of ESP32-S2's AES.
 */
#include "port/common/flash_engine.h"

#include "base/memory.h"
#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/flash_command.h"

#define XTS_TEXT           0x00
#define XTS_SIZE           0x40 /* bytes / 32: of 16, 32, 64 */
#define XTS_DESTINATION    0x44
#define XTS_ADDRESS        0x48
#define XTS_TRIGGER        0x4c
#define XTS_RELEASE        0x50
#define XTS_DESTROY        0x54
#define XTS_STATE          0x58
#define XTS_STATE_BUSY     1u
#define XTS_STATE_RELEASED 3u
#define XTS_STATE_MASK     3u

#define DESTINATION_FLASH 0u

/* not for the download mode, which has a bit of its own */
#define ENABLE (1u << 0)

#define SPIN_MAX 100000u

static uint32_t state(void)
{
    return mmio_read(chip.flash_engine.base + XTS_STATE) & XTS_STATE_MASK;
}

/* Of ESP32-S2, where it is a part of the AES engine. */
static void power_on(void)
{
    if (chip.flash_engine.clock != 0) {
        mmio_change(chip.system + chip.engines.clock, 0,
                    chip.flash_engine.clock);
        mmio_change(chip.system + chip.engines.reset, chip.flash_engine.reset,
                    0);
    }
}

static status_t wait_encrypted(void)
{
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if (state() != XTS_STATE_BUSY) {
            return OK;
        }
    }
    return FLASH_E_IO;
}

static status_t wait_released(void)
{
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if (state() == XTS_STATE_RELEASED) {
            return OK;
        }
    }
    return FLASH_E_IO;
}

/* The place in the buffer follows the address. */
static void block_load(uint32_t addr, const uint8_t *src, uint32_t len)
{
    uint32_t text =
        chip.flash_engine.base + XTS_TEXT + addr % chip.flash_engine.block_len;
    uint32_t words[FLASH_ENGINE_LEN / 4];

    memcpy(words, src, len);
    mmio_write(chip.flash_engine.base + XTS_DESTINATION, DESTINATION_FLASH);
    mmio_write(chip.flash_engine.base + XTS_SIZE, len / 32);
    mmio_write(chip.flash_engine.base + XTS_ADDRESS, addr);
    for (uint32_t i = 0; i < len / 4; i++) {
        mmio_write(text + 4 * i, words[i]);
    }
}

static status_t block_program(uint32_t addr, uint32_t len)
{
    mmio_write(chip.flash_engine.base + XTS_TRIGGER, 1);
    TRY(wait_encrypted());
    mmio_write(chip.flash_engine.base + XTS_RELEASE, 1);
    TRY(wait_released());
    return flash_command_program(addr, len);
}

status_t flash_engine_program(uint32_t addr, const uint8_t *src, uint32_t len)
{
    status_t status;

    power_on();
    mmio_change(chip.flash_engine.enable, 0, ENABLE);
    block_load(addr, src, len);
    status = block_program(addr, len);
    mmio_write(chip.flash_engine.base + XTS_DESTROY, 1);
    mmio_change(chip.flash_engine.enable, ENABLE, 0);
    return status;
}
