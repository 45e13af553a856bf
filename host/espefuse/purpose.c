/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of purposes. Source: SPEC, eFuse fields and files.
 */
#include "host/espefuse/purpose.h"

#include <string.h>

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

static const struct purpose purposes[] = {
    {.name = "USER", .value = 0},
    {.name = "RESERVED", .value = 1},
    {.name = "XTS_AES_256_KEY_1",
     .value = 2,
     .reversed = true,
     .secret = true,
     .wide = true},
    {.name = "XTS_AES_256_KEY_2",
     .value = 3,
     .reversed = true,
     .secret = true,
     .wide = true},
    {.name = "XTS_AES_128_KEY", .value = 4, .reversed = true, .secret = true},
    {.name = "HMAC_DOWN_ALL", .value = 5, .secret = true},
    {.name = "HMAC_DOWN_JTAG", .value = 6, .secret = true},
    {.name = "HMAC_DOWN_DIGITAL_SIGNATURE", .value = 7, .secret = true},
    {.name = "HMAC_UP", .value = 8, .secret = true},
    {.name = "SECURE_BOOT_DIGEST0", .value = 9, .digest = true},
    {.name = "SECURE_BOOT_DIGEST1", .value = 10, .digest = true},
    {.name = "SECURE_BOOT_DIGEST2", .value = 11, .digest = true},
};

static bool has(enum sim_efuse_chip chip, const struct purpose *purpose)
{
    return chip != SIM_EFUSE_ESP32 &&
           (!purpose->wide || chip != SIM_EFUSE_ESP32C3);
}

const struct purpose *purpose_find(enum sim_efuse_chip chip, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(purposes); i++) {
        if (has(chip, &purposes[i]) && strcmp(purposes[i].name, name) == 0) {
            return &purposes[i];
        }
    }
    return NULL;
}

const struct purpose *purpose_of(enum sim_efuse_chip chip, uint32_t value)
{
    for (size_t i = 0; i < COUNT_OF(purposes); i++) {
        if (has(chip, &purposes[i]) && purposes[i].value == value) {
            return &purposes[i];
        }
    }
    return NULL;
}

void purpose_list(enum sim_efuse_chip chip, char *text, size_t room)
{
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < COUNT_OF(purposes); i++) {
        size_t add = strlen(purposes[i].name) + 2;
        if (has(chip, &purposes[i]) && len + add < room) {
            memcpy(text + len, len > 0 ? ", " : "", len > 0 ? 2 : 0);
            len += len > 0 ? 2 : 0;
            memcpy(text + len, purposes[i].name, add - 1);
            len += add - 2;
        }
    }
}
