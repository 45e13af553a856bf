/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking fields up and reading them out of the words of a file. The tables
 * stand in fields_<chip>.c.
 */
#include "host/efuse/fields.h"

#include <string.h>

#include "host/efuse/fields_table.h"

#define CODING_WORD     6 /* ESP32: of block 0 */
#define CODING_MASK     0x3u
#define SHORT_KEY_WIDTH 192 /* bits, by the 3/4 scheme */

const struct efuse_field *efuse_fields(enum sim_efuse_chip chip, size_t *count)
{
    switch (chip) {
    case SIM_EFUSE_ESP32:
        *count = efuse_field_count_esp32;
        return efuse_fields_esp32;
    case SIM_EFUSE_ESP32S2:
        *count = efuse_field_count_esp32s2;
        return efuse_fields_esp32s2;
    case SIM_EFUSE_ESP32C3:
        *count = efuse_field_count_esp32c3;
        return efuse_fields_esp32c3;
    case SIM_EFUSE_ESP32S3:
    case SIM_EFUSE_CHIP_COUNT:
    default:
        *count = efuse_field_count_esp32s3;
        return efuse_fields_esp32s3;
    }
}

/* Looks for a word among words with blanks between them. */
static bool is_among(const char *words, const char *word)
{
    size_t len = strlen(word);
    const char *at = words;
    while (len > 0 && (at = strstr(at, word)) != NULL) {
        bool starts = at == words || at[-1] == ' ';
        if (starts && (at[len] == ' ' || at[len] == '\0')) {
            return true;
        }
        at++;
    }
    return false;
}

const struct efuse_field *efuse_field_find(enum sim_efuse_chip chip,
                                           const char *name)
{
    size_t count = 0;
    const struct efuse_field *field = efuse_fields(chip, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(field[i].name, name) == 0 ||
            is_among(field[i].aliases, name)) {
            return &field[i];
        }
    }
    return NULL;
}

uint32_t efuse_field_width(const struct efuse_file *file,
                           const struct efuse_field *field)
{
    bool is_short =
        file->chip == SIM_EFUSE_ESP32 && field->width == 256 &&
        (file->word[0][CODING_WORD] & CODING_MASK) == SIM_EFUSE_THREE_QUARTERS;
    return is_short ? SHORT_KEY_WIDTH : field->width;
}

void efuse_field_get(const struct efuse_file *file,
                     const struct efuse_field *field,
                     uint8_t bytes[EFUSE_BLOCK_LEN])
{
    const uint32_t *words = file->word[field->block];
    memset(bytes, 0, EFUSE_BLOCK_LEN);
    for (uint32_t i = 0; i < efuse_field_width(file, field); i++) {
        uint32_t bit = field->bit + i;
        uint32_t set = words[bit / 32] >> (bit % 32) & 1u;
        bytes[i / 8] |= (uint8_t)(set << (i % 8));
    }
}

/* Bits of block 0 or 1 that other fields are worked out from. */
static uint32_t part(const struct efuse_file *file, const char *name)
{
    const struct efuse_field *field = efuse_field_find(file->chip, name);
    uint8_t bytes[EFUSE_BLOCK_LEN];
    efuse_field_get(file, field, bytes);
    return bytes[0];
}

/* The third bit of the revision stands in a register, which is 1 here. */
static uint32_t wafer_major(const struct efuse_file *file)
{
    return part(file, "CHIP_VER_REV1") != 0 && part(file, "CHIP_VER_REV2") != 0
               ? 3
               : 0;
}

uint32_t efuse_field_value(const struct efuse_file *file,
                           const struct efuse_field *field)
{
    uint8_t bytes[EFUSE_BLOCK_LEN];
    switch (field->kind) {
    case EFUSE_CALC_WAFER_MAJOR:
        return wafer_major(file);
    case EFUSE_CALC_PACKAGE:
        return part(file, "CHIP_PACKAGE_4BIT") << 3 |
               part(file, "CHIP_PACKAGE");
    case EFUSE_CALC_WAFER_MINOR:
        return part(file, "WAFER_VERSION_MINOR_HI") << 3 |
               part(file, "WAFER_VERSION_MINOR_LO");
    case EFUSE_CALC_PSRAM:
        return part(file, "PSRAM_CAP_3") << 2 | part(file, "PSRAM_CAP");
    case EFUSE_BOOL:
    case EFUSE_UINT:
    case EFUSE_BYTES:
    case EFUSE_MAC:
    case EFUSE_PURPOSE:
    case EFUSE_VREF:
    case EFUSE_PIN:
    default:
        efuse_field_get(file, field, bytes);
        return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
               (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    }
}

static bool is_locked(const struct efuse_file *file, int lock)
{
    return lock >= 0 && (file->word[0][lock / 32] >> (lock % 32) & 1u) != 0;
}

bool efuse_field_is_readable(const struct efuse_file *file,
                             const struct efuse_field *field)
{
    return field->kind >= EFUSE_CALC_WAFER_MAJOR ||
           !is_locked(
               file, sim_efuse_read_lock(file->chip, field->block, field->bit));
}

bool efuse_field_is_writeable(const struct efuse_file *file,
                              const struct efuse_field *field)
{
    return field->kind >= EFUSE_CALC_WAFER_MAJOR ||
           !is_locked(file, sim_efuse_write_lock(file->chip, field->block,
                                                 field->bit));
}
