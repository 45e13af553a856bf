/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The version of an image, as people write it and as the header holds it.
 * Says nothing about which of two versions is newer: that is the boot code's.
 */
#ifndef HOST_IMAGE_VERSION_TEXT_H
#define HOST_IMAGE_VERSION_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

#define VERSION_TEXT_LEN 28 /* bytes of 255.255.65535+4294967295 and a zero */

/** Version as in the image header: SPEC, "Image header". */
struct version {
    uint8_t major;
    uint8_t minor;
    uint16_t revision;
    uint32_t build;
};

/** What version_parse() found. */
enum version_parse {
    VERSION_PARSED,
    VERSION_BAD_GRAMMAR, /* not MAJOR[.MINOR[.REVISION[+BUILD]]] */
    VERSION_BAD_RANGE,   /* a part does not fit its header field */
};

/**
 * Reads MAJOR[.MINOR[.REVISION[+BUILD]]]; parts that are missing are 0.
 *
 * @param[in]  text  zero-terminated; decimal numbers without leading zeros
 * @param[out] v     version; undefined unless parsed
 *
 * @retval VERSION_PARSED
 * @retval VERSION_BAD_GRAMMAR
 * @retval VERSION_BAD_RANGE
 *
 * @source SPEC, "Image tool: versions"
 */
MUST_USE enum version_parse version_parse(const char *text, struct version *v);

/**
 * Writes MAJOR.MINOR.REVISION+BUILD.
 *
 * @param[in]  v     version
 * @param[out] text  zero-terminated text
 */
void version_print(const struct version *v, char text[VERSION_TEXT_LEN]);

#endif
