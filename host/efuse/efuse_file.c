/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each format is a way from a block's word to a place in the file; reading
 * and writing walk over all words of the chip.
 * Source: SPEC, eFuse fields and files.
 */
#include "host/efuse/efuse_file.h"

#include <string.h>

#include "base/bytes.h"
#include "host/files/file.h"

#define ESP32_LEN        288 /* bytes of register space */
#define OTHERS_LEN       512
#define ESP32_REGION_LEN 128
#define REGION_LEN       352
#define ESP32_DRIVE_LEN  124
#define DRIVE_BARE_LEN   336 /* the blocks alone */
#define DRIVE_LEN        1024

const char *const efuse_format_names[EFUSE_FORMAT_COUNT + 1] = {
    [EFUSE_FORMAT_ESPEFUSE] = "espefuse",
    [EFUSE_FORMAT_EMULATOR] = "emulator",
    [EFUSE_FORMAT_REGION] = "region",
};

const char *const efuse_chip_names[SIM_EFUSE_CHIP_COUNT + 1] = {
    [SIM_EFUSE_ESP32] = "esp32",
    [SIM_EFUSE_ESP32S2] = "esp32s2",
    [SIM_EFUSE_ESP32C3] = "esp32c3",
    [SIM_EFUSE_ESP32S3] = "esp32s3",
};

/* A length that files of a format have; the first of a format is written. */
struct length {
    enum efuse_format format;
    uint16_t esp32;  /* bytes; 0: none */
    uint16_t others; /* bytes, of the other chips */
};

static const struct length lengths[] = {
    {EFUSE_FORMAT_ESPEFUSE, ESP32_LEN, OTHERS_LEN},
    {EFUSE_FORMAT_EMULATOR, ESP32_DRIVE_LEN, DRIVE_LEN},
    {EFUSE_FORMAT_EMULATOR, 0, DRIVE_BARE_LEN},
    {EFUSE_FORMAT_REGION, ESP32_REGION_LEN, REGION_LEN},
};

#define LENGTH_COUNT (sizeof(lengths) / sizeof(lengths[0]))

static size_t length_for(const struct length *length, enum sim_efuse_chip chip)
{
    return chip == SIM_EFUSE_ESP32 ? length->esp32 : length->others;
}

static const struct length *length_of_format(enum efuse_format format)
{
    const struct length *length = lengths;
    while (length->format != format) {
        length++;
    }
    return length;
}

/* Places of words */

uint32_t efuse_file_block_off(enum sim_efuse_chip chip, uint32_t block)
{
    if (chip == SIM_EFUSE_ESP32) {
        return block == 0 ? 0x00 : 0x38 + 0x20 * (block - 1);
    }
    static const uint32_t first[] = {0x2c, 0x44};
    return block < 2 ? first[block] : 0x5c + 0x20 * (block - 2);
}

uint8_t *efuse_file_register(struct efuse_file *file, uint32_t off)
{
    return file->rest + file->len - 4 - off;
}

/* Words of a drive lie one behind the other, without gaps. */
static uint32_t drive_off(enum sim_efuse_chip chip, uint32_t block)
{
    uint32_t off = 0;
    for (uint32_t i = 0; i < block; i++) {
        off += 4 * sim_efuse_block_words(chip, i);
    }
    return off;
}

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

static void put_be32(uint8_t *p, uint32_t value)
{
    for (uint32_t i = 0; i < 4; i++) {
        p[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

/* A word between file->word and the bytes of the file, in either direction. */
static void word_move(struct efuse_file *file, uint32_t block, uint32_t nth,
                      bool into_file)
{
    uint32_t *word = &file->word[block][nth];
    uint32_t off = 4 * nth;
    uint8_t *place = NULL;
    if (file->format == EFUSE_FORMAT_ESPEFUSE) {
        off += efuse_file_block_off(file->chip, block);
        place = efuse_file_register(file, off);
        if (into_file) {
            put_be32(place, *word);
        } else {
            *word = be32(place);
        }
        return;
    }
    off += file->format == EFUSE_FORMAT_REGION ? EFUSE_BLOCK_LEN * block
                                               : drive_off(file->chip, block);
    place = file->rest + off;
    if (into_file) {
        put_le32(place, *word);
    } else {
        *word = le32(place);
    }
}

static void words_move(struct efuse_file *file, bool into_file)
{
    for (uint32_t block = 0; block < EFUSE_BLOCK_MAX; block++) {
        uint32_t words = sim_efuse_block_words(file->chip, block);
        for (uint32_t i = 0; i < words; i++) {
            word_move(file, block, i, into_file);
        }
    }
}

/* Files */

void efuse_file_blank(struct efuse_file *file, enum sim_efuse_chip chip,
                      enum efuse_format format)
{
    *file = (struct efuse_file){.chip = chip, .format = format};
    file->len = length_for(length_of_format(format), chip);
}

bool efuse_file_decode(const uint8_t *bytes, size_t len,
                       enum sim_efuse_chip chip, struct efuse_file *file)
{
    for (size_t i = 0; i < LENGTH_COUNT; i++) {
        if (len > 0 && len == length_for(&lengths[i], chip)) {
            *file = (struct efuse_file){
                .chip = chip, .format = lengths[i].format, .len = len};
            memcpy(file->rest, bytes, len);
            words_move(file, false);
            return true;
        }
    }
    return false;
}

static bool say_lengths(const char *path, size_t len, enum sim_efuse_chip chip,
                        struct why *why)
{
    return why_say(why,
                   "%s has %zu bytes, as no eFuse file of %s has: give one of "
                   "espefuse (%d bytes), of the emulator (%d) or of virtual "
                   "eFuses in flash (%d)",
                   path, len, efuse_chip_names[chip],
                   chip == SIM_EFUSE_ESP32 ? ESP32_LEN : OTHERS_LEN,
                   chip == SIM_EFUSE_ESP32 ? ESP32_DRIVE_LEN : DRIVE_LEN,
                   chip == SIM_EFUSE_ESP32 ? ESP32_REGION_LEN : REGION_LEN);
}

bool efuse_file_read(const char *path, enum sim_efuse_chip chip,
                     struct efuse_file *file, struct why *why)
{
    struct file content = {NULL, 0};
    bool done = file_read(path, &content, why);
    if (done && !efuse_file_decode(content.bytes, content.len, chip, file)) {
        done = say_lengths(path, content.len, chip, why);
    }
    file_free(&content);
    return done;
}

size_t efuse_file_encode(const struct efuse_file *file,
                         uint8_t bytes[EFUSE_FILE_MAX])
{
    struct efuse_file copy = *file;
    words_move(&copy, true);
    memcpy(bytes, copy.rest, copy.len);
    return copy.len;
}

bool efuse_file_write(const char *path, const struct efuse_file *file,
                      struct why *why)
{
    uint8_t bytes[EFUSE_FILE_MAX];
    size_t len = efuse_file_encode(file, bytes);
    return file_write(path, &(struct file_data){bytes, len}, FILE_MODE_SECRET,
                      why);
}

void efuse_file_convert(struct efuse_file *file, enum efuse_format format)
{
    struct efuse_file next;
    efuse_file_blank(&next, file->chip, format);
    memcpy(next.word, file->word, sizeof(next.word));
    *file = next;
}

void efuse_file_to_device(struct efuse_file *file, struct efuse *efuse)
{
    sim_efuse_load(efuse, file->word);
}

void efuse_file_from_device(struct efuse_file *file, const struct efuse *efuse)
{
    memcpy(file->word, efuse->word, sizeof(file->word));
}
