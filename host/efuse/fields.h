/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The named fields of each chip's eFuses, as data: place, kind and the words
 * for values. What protects a field follows from its place. Prints nothing.
 */
#ifndef HOST_EFUSE_FIELDS_H
#define HOST_EFUSE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/efuse/efuse_file.h"

/** What the bits of a field are. */
enum efuse_kind {
    EFUSE_BOOL,
    EFUSE_UINT,
    EFUSE_BYTES,
    EFUSE_MAC,     /* six bytes; a factory MAC backwards */
    EFUSE_PURPOSE, /* of a key block */
    EFUSE_VREF,    /* ESP32: sign and 7 mV steps from 1100 mV */
    EFUSE_PIN,     /* ESP32: 30, 31 stand for GPIO 32, 33 */
    /* worked out from other fields; these have no place and never burn */
    EFUSE_CALC_WAFER_MAJOR,
    EFUSE_CALC_PACKAGE,
    EFUSE_CALC_WAFER_MINOR,
    EFUSE_CALC_PSRAM,
};

/** Where a summary lists a field; in its order. */
enum efuse_category {
    EFUSE_C_CALIBRATION,
    EFUSE_C_CONFIG,
    EFUSE_C_FLASH,
    EFUSE_C_IDENTITY,
    EFUSE_C_JTAG,
    EFUSE_C_MAC,
    EFUSE_C_SECURITY,
    EFUSE_C_SPI_PAD,
    EFUSE_C_USB,
    EFUSE_C_VDD,
    EFUSE_C_WDT,
    EFUSE_C_COUNT,
};

/** The word for a value; a list ends with .word NULL. */
struct efuse_word_of {
    uint32_t value;
    const char *word;
};

/** A field. */
struct efuse_field {
    const char *name;
    const char *aliases; /* other names, with blanks between them */
    uint8_t block;
    uint16_t bit;   /* of the block */
    uint16_t width; /* bits, 1 .. 256 */
    enum efuse_kind kind;
    enum efuse_category category;
    const struct efuse_word_of *words; /* NULL: none */
    const char *help;
};

/**
 * Returns the fields of a chip, as its summary lists them.
 *
 * @param[in]  chip   which chip
 * @param[out] count  how many
 *
 * @retval table
 */
MUST_USE const struct efuse_field *efuse_fields(enum sim_efuse_chip chip,
                                                size_t *count);

/**
 * Finds a field by one of its names.
 *
 * @param[in] chip  which chip
 * @param[in] name  its name or another one
 *
 * @retval field
 * @retval NULL   the chip has none of this name
 */
MUST_USE const struct efuse_field *efuse_field_find(enum sim_efuse_chip chip,
                                                    const char *name);

/**
 * Tells how many bits of a field a file has: a coding scheme of ESP32 shortens
 * its key blocks.
 *
 * @param[in] file   eFuses
 * @param[in] field  of the same chip
 *
 * @retval bits
 */
MUST_USE uint32_t efuse_field_width(const struct efuse_file *file,
                                    const struct efuse_field *field);

/**
 * Reads the bits of a field.
 *
 * @param[in]  file   eFuses
 * @param[in]  field  of the same chip, not a worked out one
 * @param[out] bytes  bit 0 first; the rest 0
 */
void efuse_field_get(const struct efuse_file *file,
                     const struct efuse_field *field,
                     uint8_t bytes[EFUSE_BLOCK_LEN]);

/**
 * Reads a field of up to 32 bits, or works it out.
 *
 * @param[in] file   eFuses
 * @param[in] field  of the same chip
 *
 * @retval value
 */
MUST_USE uint32_t efuse_field_value(const struct efuse_file *file,
                                    const struct efuse_field *field);

/**
 * Tells whether software can read a field.
 *
 * @param[in] file   eFuses
 * @param[in] field  of the same chip
 *
 * @retval true   it can
 * @retval false  read-protected
 */
MUST_USE bool efuse_field_is_readable(const struct efuse_file *file,
                                      const struct efuse_field *field);

/**
 * Tells whether bits of a field can still be burned.
 *
 * @param[in] file   eFuses
 * @param[in] field  of the same chip
 *
 * @retval true   they can
 * @retval false  write-protected
 */
MUST_USE bool efuse_field_is_writeable(const struct efuse_file *file,
                                       const struct efuse_field *field);

#endif
