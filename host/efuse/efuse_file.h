/* SPDX-License-Identifier: Apache-2.0 */
/*
 * eFuse files of every tool: those of `espefuse --virt`, the drives of the
 * chips' emulator, and the region that virtual eFuses keep in flash. They are
 * told apart by their length, and all become the same decoded words. Burns
 * nothing and knows no fields.
 *
 * E1  word[] is what the file says, no more: espefuse leaves zeros in the place
 *     of read-protected blocks; other files keep them.
 * E2  What a format holds besides the words (registers, or bytes behind the
 *     blocks) stays in rest[] and is written as it was read.
 */
#ifndef HOST_EFUSE_EFUSE_FILE_H
#define HOST_EFUSE_EFUSE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "iface/efuse.h"
#include "port/sim/sim_efuse.h"

#define EFUSE_FILE_MAX 1024 /* bytes of the longest file */

/** What wrote the file. */
enum efuse_format {
    EFUSE_FORMAT_ESPEFUSE, /* espefuse --virt: 288 or 512 bytes */
    EFUSE_FORMAT_EMULATOR, /* ESP32 124; others 1024, or 336 without spare */
    EFUSE_FORMAT_REGION,   /* virtual eFuses in flash: 128 or 352 */
    EFUSE_FORMAT_COUNT,
};

/** A file of eFuses. */
struct efuse_file {
    enum sim_efuse_chip chip;
    enum efuse_format format;
    uint32_t word[EFUSE_BLOCK_MAX][EFUSE_BLOCK_WORDS]; /* decoded */
    uint8_t rest[EFUSE_FILE_MAX]; /* the file as it was read */
    size_t len;                   /* bytes of the file */
};

/** Names of the formats, by enum efuse_format; ends with NULL. */
extern const char *const efuse_format_names[EFUSE_FORMAT_COUNT + 1];

/** Names of the chips, by enum sim_efuse_chip; ends with NULL. */
extern const char *const efuse_chip_names[SIM_EFUSE_CHIP_COUNT + 1];

/**
 * Starts with eFuses none of which is burned.
 *
 * @param[out] file    eFuses
 * @param[in]  chip    which chip's
 * @param[in]  format  what to write later
 */
void efuse_file_blank(struct efuse_file *file, enum sim_efuse_chip chip,
                      enum efuse_format format);

/**
 * Reads a file; its length tells the format.
 *
 * @param[in]  path  file
 * @param[in]  chip  which chip's; lengths do not tell S2, C3 and S3 apart
 * @param[out] file  eFuses
 * @param[out] why   on failure: the file and the reason
 *
 * @retval true   read
 * @retval false  unreadable, or of no known length for the chip
 */
MUST_USE bool efuse_file_read(const char *path, enum sim_efuse_chip chip,
                              struct efuse_file *file, struct why *why);

/**
 * Reads eFuses from memory, as efuse_file_read() does.
 *
 * @param[in]  bytes  content of a file
 * @param[in]  len    bytes
 * @param[in]  chip   which chip's
 * @param[out] file   eFuses
 *
 * @retval true   read
 * @retval false  no format of the chip has this length
 */
MUST_USE bool efuse_file_decode(const uint8_t *bytes, size_t len,
                                enum sim_efuse_chip chip,
                                struct efuse_file *file);

/**
 * Writes eFuses as their format says.
 *
 * @param[in]  path  file
 * @param[in]  file  eFuses
 * @param[out] why   on failure: the file and the reason
 *
 * @retval true   written
 * @retval false  not; the file is as it was
 */
MUST_USE bool efuse_file_write(const char *path, const struct efuse_file *file,
                               struct why *why);

/**
 * Writes eFuses into memory.
 *
 * @param[in]  file   eFuses
 * @param[out] bytes  EFUSE_FILE_MAX bytes of room
 *
 * @retval bytes written
 */
MUST_USE size_t efuse_file_encode(const struct efuse_file *file,
                                  uint8_t bytes[EFUSE_FILE_MAX]);

/**
 * Turns eFuses into another format; the words stay, what only the old format
 * held is dropped.
 *
 * @param[in,out] file    eFuses
 * @param[in]     format  new format
 */
void efuse_file_convert(struct efuse_file *file, enum efuse_format format);

/**
 * Puts the words of a file into a virtual device.
 *
 * @param[in]     file   eFuses
 * @param[in,out] efuse  open device of the same chip
 */
void efuse_file_to_device(struct efuse_file *file, struct efuse *efuse);

/**
 * Takes the words of a virtual device over, to be written to the file. What
 * is read-protected stays in them: a device without its key is lost.
 *
 * @param[in,out] file   eFuses of the same chip
 * @param[in]     efuse  device
 */
void efuse_file_from_device(struct efuse_file *file, const struct efuse *efuse);

/**
 * Finds a register in the file of espefuse; such files are the chip's
 * register space backwards.
 *
 * @param[in] file  eFuses of EFUSE_FORMAT_ESPEFUSE
 * @param[in] off   bytes from the controller's base, below file->len
 *
 * @retval four bytes in rest[], big-endian
 */
MUST_USE uint8_t *efuse_file_register(struct efuse_file *file, uint32_t off);

/**
 * Tells where the read registers of a block are.
 *
 * @param[in] chip   which chip
 * @param[in] block  a block of the chip
 *
 * @retval bytes from the controller's base
 */
MUST_USE uint32_t efuse_file_block_off(enum sim_efuse_chip chip,
                                       uint32_t block);

#endif
