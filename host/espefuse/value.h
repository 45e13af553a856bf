/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of fields as text, in both directions. Changes no eFuse.
 */
#ifndef HOST_ESPEFUSE_VALUE_H
#define HOST_ESPEFUSE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/efuse/fields.h"

#define VALUE_TEXT_MAX 128 /* bytes with the final 0 */
#define VALUE_MAC_LEN  6   /* bytes */

/** What a value's text is, for JSON. */
enum value_type {
    VALUE_BOOL,   /* True, False */
    VALUE_NUMBER, /* decimal */
    VALUE_WORDS,  /* anything else */
};

/**
 * Writes the value of a field as people read it.
 *
 * @param[in]  file   eFuses
 * @param[in]  field  of the same chip
 * @param[out] text   "True", "42", "USER", "00 01 .." or "?? .."
 *
 * @retval what the text is
 */
enum value_type value_text(const struct efuse_file *file,
                           const struct efuse_field *field,
                           char text[VALUE_TEXT_MAX]);

/**
 * Writes the bits of a field as a number: hexadecimal, or binary where the
 * width is no whole number of digits.
 *
 * @param[in]  file    eFuses
 * @param[in]  field   of the same chip
 * @param[in]  binary  false: hexadecimal in any case
 * @param[out] text    "0x0f", "0b101"
 */
void value_raw(const struct efuse_file *file, const struct efuse_field *field,
               bool binary, char text[VALUE_TEXT_MAX]);

/**
 * Reads a value that is to be burned.
 *
 * @param[in]  file   eFuses, for the width of the field
 * @param[in]  field  of the same chip
 * @param[in]  text   number, bytes in hexadecimal, MAC or a purpose's name;
 *                    NULL: 1 for a single bit
 * @param[out] bytes  bit 0 first
 * @param[out] why    on failure: the field and what is wrong
 *
 * @retval true   read
 * @retval false  not a value of the field, 0, or nothing to burn there
 */
MUST_USE bool value_read(const struct efuse_file *file,
                         const struct efuse_field *field, const char *text,
                         uint8_t bytes[EFUSE_BLOCK_LEN], struct why *why);

/**
 * Computes the check sum that ESP32 keeps of a MAC.
 *
 * @param[in] mac  as people write it, first byte first
 *
 * @retval CRC-8
 */
MUST_USE uint8_t value_mac_crc(const uint8_t mac[VALUE_MAC_LEN]);

#endif
