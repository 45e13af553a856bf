/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The custom TLVs that a command line asks for: types checked, values turned
 * into bytes. Knows no option; image_build.h puts the result into an image.
 */
#ifndef HOST_IMGTOOL_CUSTOM_TLV_H
#define HOST_IMGTOOL_CUSTOM_TLV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/cli.h"
#include "host/cli/why.h"
#include "host/files/file.h"
#include "host/image/image_build.h"

/** Custom TLVs and what their data lies in; free with custom_tlv_free(). */
struct custom_tlvs {
    struct image_custom list[CLI_GIVEN_MAX];
    struct file data[CLI_GIVEN_MAX]; /* of the entry with the same index */
    size_t count;
};

/** How adding one ended. */
enum custom_tlv {
    CUSTOM_TLV_ADDED,
    CUSTOM_TLV_REFUSED, /* a mistake on the command line */
    CUSTOM_TLV_BROKEN,  /* no number, no hex digits, unreadable file */
};

/**
 * Adds a TLV with a value from the command line: hexadecimal behind "0x", else
 * the text itself.
 *
 * @param[in,out] tlvs   fewer than CLI_GIVEN_MAX; count grows
 * @param[in]     tag    type as typed
 * @param[in]     value  value as typed
 * @param[out]    why    if not added: the reason
 *
 * @retval CUSTOM_TLV_ADDED
 * @retval other  see the enumeration
 */
MUST_USE enum custom_tlv custom_tlv_add_value(struct custom_tlvs *tlvs,
                                              const char *tag,
                                              const char *value,
                                              struct why *why);

/**
 * Adds a TLV whose data is the content of a file.
 *
 * @param[in,out] tlvs  fewer than CLI_GIVEN_MAX; count grows
 * @param[in]     tag   type as typed
 * @param[in]     path  file
 * @param[out]    why   if not added: the reason
 *
 * @retval CUSTOM_TLV_ADDED
 * @retval other  see the enumeration
 */
MUST_USE enum custom_tlv custom_tlv_add_file(struct custom_tlvs *tlvs,
                                             const char *tag, const char *path,
                                             struct why *why);

/**
 * Frees the data.
 *
 * @param[in,out] tlvs  empty afterwards
 */
void custom_tlv_free(struct custom_tlvs *tlvs);

#endif
