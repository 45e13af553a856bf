/* SPDX-License-Identifier: Apache-2.0 */
/* See rollback.h. */
#include "core/rollback.h"

status_t rollback_check(const struct boot_config *config,
                        const struct image_facts *present,
                        const struct image_facts *next)
{
    if (!config_known(config)->prevent_downgrade) {
        return OK;
    }
    if (!config_known(config)->prevent_by_counter) {
        return image_version_compare(&next->header.version,
                                     &present->header.version) < 0
                   ? ROLLBACK_E_VERSION
                   : OK;
    }
    if (!present->has_counter) {
        return OK;
    }
    if (!next->has_counter || next->counter < present->counter) {
        return ROLLBACK_E_COUNTER;
    }
    return OK;
}
