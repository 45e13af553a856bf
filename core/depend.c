/* SPDX-License-Identifier: Apache-2.0 */
/* See depend.h. */
#include "core/depend.h"

#include <stddef.h>

static status_t check_one(const struct image_facts *image,
                          const struct image_facts *const *set, uint32_t count)
{
    if (image->needs_unknown) {
        return DEPEND_E_IMAGE;
    }
    for (uint32_t i = 0; i < CONFIG_IMAGE_MAX; i++) {
        if (!image->needs[i]) {
            continue;
        }
        if (i >= count || set[i] == NULL) {
            return DEPEND_E_IMAGE;
        }
        if (image_version_compare(&set[i]->header.version, &image->version[i]) <
            0) {
            return DEPEND_E_VERSION;
        }
    }
    return OK;
}

status_t depend_check(const struct image_facts *const *set, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (set[i] != NULL) {
            TRY(check_one(set[i], set, count));
        }
    }
    return OK;
}
