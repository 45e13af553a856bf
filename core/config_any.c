/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For programs that serve every configuration, and for applications: nothing
 * is known before they run. See config.h.
 */
#include "core/config.h"

const struct boot_config *config_known(const struct boot_config *given)
{
    return given;
}

enum update_mode config_mode(enum update_mode given)
{
    return given;
}

uint8_t config_align(uint8_t given)
{
    return given;
}

uint8_t config_image(uint8_t given)
{
    return given;
}

uint32_t config_slot_len(uint32_t given)
{
    return given;
}

uint32_t config_slot_records(uint32_t given)
{
    return given;
}

uint32_t config_sector_len(void)
{
    return 0;
}

uint32_t config_write_len(uint32_t given)
{
    return given;
}

bool config_is_encrypted(void)
{
    return true;
}

bool config_is_checked(void)
{
    return false;
}
