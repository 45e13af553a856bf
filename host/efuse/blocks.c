/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of block names, as the vendor's tool gives them.
 */
#include "host/efuse/blocks.h"

#include <string.h>

static const struct efuse_block_name esp32_names[] = {
    {"BLOCK0", ""},
    {"BLOCK1", "flash_encryption"},
    {"BLOCK2", "secure_boot_v1 secure_boot_v2"},
    {"BLOCK3", ""},
};

static const struct efuse_block_name names[] = {
    {"BLOCK0", ""},
    {"MAC_SPI_8M_0", "BLOCK1"},
    {"BLOCK_SYS_DATA", "BLOCK2"},
    {"BLOCK_USR_DATA", "BLOCK3"},
    {"BLOCK_KEY0", "BLOCK4"},
    {"BLOCK_KEY1", "BLOCK5"},
    {"BLOCK_KEY2", "BLOCK6"},
    {"BLOCK_KEY3", "BLOCK7"},
    {"BLOCK_KEY4", "BLOCK8"},
    {"BLOCK_KEY5", "BLOCK9"},
    {"BLOCK_SYS_DATA2", "BLOCK10"},
};

const struct efuse_block_name *efuse_block_name(enum sim_efuse_chip chip,
                                                uint32_t block)
{
    return chip == SIM_EFUSE_ESP32 ? &esp32_names[block] : &names[block];
}

static bool is_name(const struct efuse_block_name *block, const char *name)
{
    size_t len = strlen(name);
    const char *at = block->aliases;
    if (strcmp(block->name, name) == 0) {
        return true;
    }
    while (at != NULL && *at != '\0') {
        size_t word = strcspn(at, " ");
        if (word == len && strncmp(at, name, len) == 0) {
            return true;
        }
        at += word + (at[word] == ' ' ? 1 : 0);
    }
    return false;
}

int efuse_block_find(enum sim_efuse_chip chip, const char *name)
{
    for (uint32_t i = 0; i < EFUSE_BLOCK_MAX; i++) {
        if (sim_efuse_block_words(chip, i) > 0 &&
            is_name(efuse_block_name(chip, i), name)) {
            return (int)i;
        }
    }
    return -1;
}
