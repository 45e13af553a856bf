/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of images that an image depends on, as people write it:
 * "(1, 0.0.1+0), (2, 1.0)". Whether a device has them is the boot code's.
 */
#ifndef HOST_IMAGE_DEPENDENCY_TEXT_H
#define HOST_IMAGE_DEPENDENCY_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/image/version_text.h"

#define DEPENDENCY_COUNT_MAX 256 /* every image number there can be, once */

/** One entry: needs image `image` in version `least` or newer. */
struct dependency {
    uint8_t image; /* 0-based image number */
    struct version least;
};

/** What dependency_parse() found. */
enum dependency_parse {
    DEPENDENCY_PARSED,
    DEPENDENCY_BAD_GRAMMAR, /* no "(NUMBER" in it */
    DEPENDENCY_MISMATCH,    /* not as many ", VERSION)" as "(NUMBER" */
    DEPENDENCY_BAD_VERSION, /* see VERSION_BAD_GRAMMAR */
    DEPENDENCY_BAD_RANGE,   /* image above 255, or VERSION_BAD_RANGE */
    DEPENDENCY_TOO_MANY,    /* more than DEPENDENCY_COUNT_MAX */
};

/**
 * Reads a list of (IMAGE, VERSION).
 *
 * @param[in]  text   zero-terminated
 * @param[out] list   entries in the order of the text
 * @param[out] count  entries; undefined unless parsed
 *
 * @retval DEPENDENCY_PARSED
 * @retval other              what is wrong, see the enumeration
 *
 * @source SPEC, "Image tool: dependencies"
 */
MUST_USE enum dependency_parse dependency_parse(
    const char *text, struct dependency list[DEPENDENCY_COUNT_MAX],
    size_t *count);

#endif
