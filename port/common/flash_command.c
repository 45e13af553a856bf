/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that the SPI1 controller knows by a bit of their own, and one that
 * is put together from phases: reading, whose own bit takes its length from
 * different registers on different chips.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 27; vendor's register
 * headers of SPI_MEM, and of ESP32's SPI.
 */
#include "port/common/flash_command.h"

#include "base/memory.h"
#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/flash_busy.h"
#include "port/common/watchdog.h"

#define SPI_MEM_CMD      0x00
#define SPI_MEM_CMD_WREN (1u << 30)
#define SPI_MEM_CMD_RDID (1u << 28)
#define SPI_MEM_CMD_RDSR (1u << 27)
#define SPI_MEM_CMD_PP   (1u << 25)
#define SPI_MEM_CMD_SE   (1u << 24)
#define SPI_MEM_CMD_BE   (1u << 23)
#define SPI_MEM_CMD_USER (1u << 18)
#define SPI_MEM_ADDR     0x04
#define SPI_MEM_CTRL     0x08

/* Phases of a command in the user register, and what lies behind it. */
#define USER_CODE   (1u << 31)
#define USER_ADDR   (1u << 30)
#define USER_DUMMY  (1u << 29)
#define USER_IN     (1u << 28)
#define USER_OUT    (1u << 27)
#define USER1       4           /* bytes behind the user register */
#define USER1_ADDR  (23u << 26) /* address bits - 1 */
#define USER2       8
#define USER2_READ  (7u << 28 | 0x03) /* bits of the code - 1, the code */
#define USER_IN_LEN 16                /* bits - 1 */

#define STATUS_BUSY 0x1u

/*
 * A 64 KiB erase may take 3 s on slow parts. A look takes a microsecond at the
 * least: a flash that is busy for 10 s is broken. The controller itself needs
 * no longer than a command has bits.
 */
#define LOOK_MAX 10000000u
#define POLL_MAX 1000000u

static status_t command_run(uint32_t command)
{
    mmio_write(chip.spi1 + SPI_MEM_CMD, command);
    for (uint32_t i = 0; i < POLL_MAX; i++) {
        if (mmio_read(chip.spi1 + SPI_MEM_CMD) == 0) {
            return OK;
        }
    }
    return FLASH_E_IO;
}

static status_t wait_idle(void)
{
    for (uint32_t i = 0; i < LOOK_MAX; i++) {
        flash_busy();
        TRY(command_run(SPI_MEM_CMD_RDSR));
        if ((mmio_read(chip.spi1 + chip.spi.status) & STATUS_BUSY) == 0) {
            return OK;
        }
    }
    return FLASH_E_IO;
}

static status_t change_run(uint32_t command, uint32_t addr)
{
    TRY(command_run(SPI_MEM_CMD_WREN));
    mmio_write(chip.spi1 + SPI_MEM_ADDR, addr);
    TRY(command_run(command));
    return wait_idle();
}

status_t flash_command_open(uint32_t *id)
{
    mmio_write(chip.spi1 + SPI_MEM_CTRL, 0);
    mmio_change(chip.spi1 + chip.spi.user, USER_DUMMY, 0);
    /* the ROM's reads by two or four lines have longer addresses */
    mmio_write(chip.spi1 + chip.spi.user + USER1, USER1_ADDR);
    TRY(command_run(SPI_MEM_CMD_RDID));
    *id = mmio_read(chip.spi1 + chip.spi.w0) & 0xffffffu;
    return OK;
}

void flash_command_fill(const uint8_t *src, uint32_t len)
{
    uint32_t words[FLASH_COMMAND_LEN / 4];

    memcpy(words, src, len);
    for (uint32_t i = 0; i < len / 4; i++) {
        mmio_write(chip.spi1 + chip.spi.w0 + 4 * i, words[i]);
    }
}

status_t flash_command_program(uint32_t addr, uint32_t len)
{
    return change_run(SPI_MEM_CMD_PP, addr | len << 24);
}

status_t flash_command_erase_sector(uint32_t addr)
{
    return change_run(SPI_MEM_CMD_SE, addr);
}

status_t flash_command_erase_block(uint32_t addr)
{
    return change_run(SPI_MEM_CMD_BE, addr);
}

static status_t read_run(uint32_t addr, uint32_t len)
{
    uint32_t user = chip.spi1 + chip.spi.user;

    mmio_change(user, USER_DUMMY | USER_OUT, USER_CODE | USER_ADDR | USER_IN);
    mmio_write(user + USER2, USER2_READ);
    mmio_write(user + USER_IN_LEN, len * 8 - 1);
    mmio_write(chip.spi1 + SPI_MEM_ADDR, addr << chip.spi.shift);
    return command_run(SPI_MEM_CMD_USER);
}

status_t flash_command_is_erased(uint32_t addr, uint32_t len, bool *erased)
{
    uint32_t all = 0xffffffffu;

    watchdog_feed();
    TRY(read_run(addr, len));
    for (uint32_t i = 0; i < len; i += 4) {
        uint32_t word = mmio_read(chip.spi1 + chip.spi.w0 + i);

        all &= len - i < 4 ? word | 0xffffffffu << (len - i) * 8 : word;
    }
    *erased = all == 0xffffffffu;
    return OK;
}
