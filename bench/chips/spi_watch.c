/* SPDX-License-Identifier: Apache-2.0 */
/* See spi_watch.h. */
#include "bench/chips/spi_watch.h"

#include <string.h>

#define SPI_CMD       0x00
#define SPI_CMD_READ  (1u << 31)
#define SPI_CMD_PP    (1u << 25)
#define SPI_CMD_SE    (1u << 24)
#define SPI_CMD_BE    (1u << 23)
#define SPI_CMD_CE    (1u << 22)
#define SPI_CMD_USR   (1u << 18)
#define SPI_ADDR      0x04
#define SPI_USER_MISO (1u << 28)
#define SPI_USER_MOSI (1u << 27)
#define SPI_BITS_MASK 0x3ffu /* of MOSI_DLEN and MISO_DLEN */

/* Commands of the flash; JEDEC JESD216 names all of them. */
#define FLASH_PROGRAM      0x02
#define FLASH_PROGRAM_QUAD 0x32
#define FLASH_ERASE_4K     0x20
#define FLASH_ERASE_32K    0x52
#define FLASH_ERASE_64K    0xd8
#define FLASH_ERASE_CHIP   0xc7
#define FLASH_ERASE_CHIP_2 0x60
#define FLASH_READ         0x03
#define FLASH_READ_FAST    0x0b
#define FLASH_READ_DUAL    0x3b
#define FLASH_READ_QUAD    0x6b
#define FLASH_READ_DUAL_IO 0xbb
#define FLASH_READ_QUAD_IO 0xeb

const struct spi_layout spi_layout_v1 = {
    .user = 0x1c, .user2 = 0x24, .mosi_dlen = 0x28, .miso_dlen = 0x2c};
const struct spi_layout spi_layout_v2 = {
    .user = 0x18, .user2 = 0x20, .mosi_dlen = 0x24, .miso_dlen = 0x28};

void spi_watch_open(struct spi_watch *w, const struct spi_layout *layout)
{
    memset(w, 0, sizeof(*w));
    w->layout = layout;
}

static uint32_t reg(const struct spi_watch *w, uint32_t off)
{
    return w->reg[off / 4];
}

static uint32_t bytes_of(const struct spi_watch *w, uint32_t dlen)
{
    return ((reg(w, dlen) & SPI_BITS_MASK) + 1) / 8;
}

static void count_program(struct spi_counts *counts, uint32_t len)
{
    counts->programs++;
    counts->programmed += len;
    if (len > counts->longest) {
        counts->longest = len;
    }
}

static void count_read(struct spi_counts *counts, uint32_t len)
{
    counts->reads++;
    counts->read += len;
}

/* A command by its code, with what it writes and reads in bytes. */
static void count_code(struct spi_counts *counts, uint32_t code, uint32_t out,
                       uint32_t in)
{
    switch (code) {
    case FLASH_ERASE_4K:
        counts->erase_4k++;
        break;
    case FLASH_ERASE_32K:
        counts->erase_32k++;
        break;
    case FLASH_ERASE_64K:
        counts->erase_64k++;
        break;
    case FLASH_ERASE_CHIP:
    case FLASH_ERASE_CHIP_2:
        counts->erase_chip++;
        break;
    case FLASH_PROGRAM:
    case FLASH_PROGRAM_QUAD:
        count_program(counts, out);
        break;
    case FLASH_READ:
    case FLASH_READ_FAST:
    case FLASH_READ_DUAL:
    case FLASH_READ_QUAD:
    case FLASH_READ_DUAL_IO:
    case FLASH_READ_QUAD_IO:
        count_read(counts, in);
        break;
    default:
        break; /* status, write enable, identification */
    }
}

static void count_user(struct spi_watch *w)
{
    uint32_t phases = reg(w, w->layout->user);
    uint32_t code = reg(w, w->layout->user2) & 0xffu;
    uint32_t out =
        (phases & SPI_USER_MOSI) != 0 ? bytes_of(w, w->layout->mosi_dlen) : 0;
    uint32_t in =
        (phases & SPI_USER_MISO) != 0 ? bytes_of(w, w->layout->miso_dlen) : 0;

    count_code(&w->counts, code, out, in);
}

/* Commands that have a bit of their own; a store to the register starts one. */
static void count_command(struct spi_watch *w, uint32_t command)
{
    if ((command & SPI_CMD_USR) != 0) {
        count_user(w);
    } else if ((command & SPI_CMD_READ) != 0) {
        count_read(&w->counts, bytes_of(w, w->layout->miso_dlen));
    } else if ((command & SPI_CMD_PP) != 0) {
        count_program(&w->counts, reg(w, SPI_ADDR) >> 24);
    } else if ((command & SPI_CMD_SE) != 0) {
        w->counts.erase_4k++;
    } else if ((command & SPI_CMD_BE) != 0) {
        w->counts.erase_64k++;
    } else if ((command & SPI_CMD_CE) != 0) {
        w->counts.erase_chip++;
    }
}

void spi_watch_store(struct spi_watch *w, uint32_t off, uint32_t value)
{
    if (off >= SPI_WATCH_LEN) {
        return;
    }
    w->reg[off / 4] = value;
    if (off == SPI_CMD) {
        count_command(w, value);
    }
}
