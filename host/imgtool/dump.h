/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `imgtool dumpinfo` prints: read once, then written by one of three
 * writers, a file each. The formats are read by scripts, so each follows the
 * image tool to the byte.
 */
#ifndef HOST_IMGTOOL_DUMP_H
#define HOST_IMGTOOL_DUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/image/buffer.h"
#include "host/image/image_format.h"
#include "host/image/image_view.h"

/** The slot trailer behind a padded image. */
struct dump_trailer {
    bool present; /* the file goes on after the TLVs */
    uint8_t magic[TRAILER_MAGIC_LEN];
    bool known; /* the magic is one, so the fields below were read */
    uint8_t image_ok;
    uint8_t copy_done;
    uint8_t swap_info;
    uint32_t swap_size;
    uint32_t keys_len; /* bytes of the fields for keys; 0: not encrypted */
};

/** All that is known about a file. */
struct dump_info {
    const char *name; /* without folder */
    struct image_view view;
    struct dump_trailer trailer;
};

/**
 * Reads everything that is printed.
 *
 * @param[in]  bytes  len bytes, to be kept as long as info
 * @param[in]  len    bytes
 * @param[out] info   all but the name
 * @param[out] why    on failure: the reason
 *
 * @retval true   read
 * @retval false  not an image, or cut off
 */
MUST_USE bool dump_read(const uint8_t *bytes, size_t len,
                        struct dump_info *info, struct why *why);

/**
 * Returns the name of a TLV type.
 *
 * @param[in] type  type
 *
 * @retval name  such as "SHA256"; "UNKNOWN" if it has none
 */
MUST_USE const char *dump_tlv_name(uint16_t type);

/**
 * Appends the text for people.
 *
 * @param[in]     info  what to print
 * @param[in,out] out   text
 */
void dump_human(const struct dump_info *info, struct buffer *out);

/**
 * Appends a JSON object without a final newline.
 *
 * @param[in]     info  what to print
 * @param[in,out] out   text
 */
void dump_json(const struct dump_info *info, struct buffer *out);

/**
 * Appends a YAML document.
 *
 * @param[in]     info  what to print
 * @param[in,out] out   text
 */
void dump_yaml(const struct dump_info *info, struct buffer *out);

#endif
