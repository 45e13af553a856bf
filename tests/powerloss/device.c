/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boot code and the application library under test, in the form in which
 * stages take them.
 */
#include "tests/powerloss/device.h"

#include <string.h>

#include "app/update.h"
#include "core/boot.h"

#define STALE_BYTE 0xa5 /* RAM after a reset holds anything */

static bool is_primary(const struct boot_start *start,
                       const struct boot_config *config, uint8_t image)
{
    const struct config_area *slot = &config->slot[image][SLOT_PRIMARY];

    return start->slot->base == slot->addr && start->slot->len == slot->len;
}

void device_boot(struct flash *flash, const struct boot_config *config,
                 struct handover *out)
{
    struct boot boot;
    struct boot_result result;
    status_t status;

    memset(&boot, STALE_BYTE, sizeof(boot));
    memset(&result, STALE_BYTE, sizeof(result));
    boot_init(&boot, config, flash);
    status = boot_run(&boot, &result);
    out->passed = status == OK && verdict_is_pass(result.verdict);
    out->why = status;
    for (uint8_t i = 0; out->passed && i < config->image_count; i++) {
        out->passed = is_primary(&result.start[i], config, i);
    }
    if (out->passed) {
        out->addr = result.start[0].slot->base;
        out->len = result.start[0].slot->len;
    }
}

static status_t open_trailer(struct trailer *t, struct flash *flash,
                             const struct boot_config *config,
                             struct config_area slot)
{
    t->align = config->max_align;
    t->record_count = (uint32_t)config->sector_max * TRAILER_RECORDS_PER_SECTOR;
    return region_open(&t->area, flash, slot.addr, slot.len);
}

static status_t open_slots(struct app_slots *slots, struct flash *flash,
                           const struct boot_config *config, uint8_t image)
{
    slots->image = image;
    TRY(open_trailer(&slots->primary, flash, config,
                     config->slot[image][SLOT_PRIMARY]));
    return open_trailer(&slots->secondary, flash, config,
                        config->slot[image][SLOT_SECONDARY]);
}

static status_t request(struct flash *flash, const struct boot_config *config,
                        uint8_t image, bool permanent)
{
    struct app_slots slots;

    TRY(open_slots(&slots, flash, config, image));
    return app_update_request(&slots, permanent);
}

static status_t confirm(struct flash *flash, const struct boot_config *config,
                        uint8_t image)
{
    struct app_slots slots;

    TRY(open_slots(&slots, flash, config, image));
    return app_update_confirm(&slots);
}

const struct app device_app = {.request = request, .confirm = confirm};
