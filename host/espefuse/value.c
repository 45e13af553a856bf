/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One writer and one reader for each kind of field. The texts are those of the
 * vendor's tool, since scripts read them.
 */
#include "host/espefuse/value.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "host/cli/number.h"
#include "host/espefuse/purpose.h"
#include "host/image/hex_digits.h"

/* Writing */

static void write_bytes(const uint8_t *bytes, uint32_t len, bool hidden,
                        char text[VALUE_TEXT_MAX])
{
    char *at = text;
    for (uint32_t i = 0; i < len; i++) {
        const char *gap = i > 0 ? " " : "";
        at += hidden ? sprintf(at, "%s??", gap)
                     : sprintf(at, "%s%02x", gap, bytes[i]);
    }
}

/* CRC-8 of Maxim: polynomial 0x31, reflected. */
uint8_t value_mac_crc(const uint8_t mac[VALUE_MAC_LEN])
{
    uint8_t crc = 0;
    for (uint32_t i = 0; i < VALUE_MAC_LEN; i++) {
        crc ^= mac[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (uint8_t)((crc >> 1) ^ ((crc & 1u) != 0 ? 0x8c : 0));
        }
    }
    return crc;
}

static bool is_factory_mac(const struct efuse_field *field)
{
    return strcmp(field->name, "MAC") == 0;
}

/* The state of a MAC's check sum; only ESP32 has one. */
static void write_mac_state(const struct efuse_file *file,
                            const struct efuse_field *field,
                            const uint8_t mac[VALUE_MAC_LEN], char *text)
{
    if (file->chip != SIM_EFUSE_ESP32) {
        (void)strcpy(text, " (OK)");
        return;
    }
    uint32_t want = value_mac_crc(mac);
    uint32_t crc = efuse_field_value(
        file,
        efuse_field_find(file->chip,
                         is_factory_mac(field) ? "MAC_CRC" : "CUSTOM_MAC_CRC"));
    if (crc == want) {
        (void)sprintf(text, " (CRC 0x%02" PRIx32 " OK)", crc);
        return;
    }
    (void)sprintf(text,
                  " (CRC 0x%02" PRIx32 " invalid - calculated 0x%02" PRIx32 ")",
                  crc, want);
}

static void write_mac(const struct efuse_file *file,
                      const struct efuse_field *field, const uint8_t *bytes,
                      char text[VALUE_TEXT_MAX])
{
    uint8_t mac[VALUE_MAC_LEN];
    char *at = text;
    for (uint32_t i = 0; i < VALUE_MAC_LEN; i++) {
        mac[i] =
            is_factory_mac(field) ? bytes[VALUE_MAC_LEN - 1 - i] : bytes[i];
        at += sprintf(at, "%s%02x", i > 0 ? ":" : "", mac[i]);
    }
    write_mac_state(file, field, mac, at);
}

static const char *word_for(const struct efuse_word_of *words, uint32_t value)
{
    for (; words != NULL && words->word != NULL; words++) {
        if (words->value == value) {
            return words->word;
        }
    }
    return NULL;
}

static int millivolts(uint32_t raw)
{
    int steps = (int)(raw & 0xfu);
    return 1100 + 7 * ((raw & 0x10u) != 0 ? -steps : steps);
}

static enum value_type write_number(uint32_t value, char *text)
{
    (void)sprintf(text, "%" PRIu32, value);
    return VALUE_NUMBER;
}

static enum value_type write_small(const struct efuse_file *file,
                                   const struct efuse_field *field, char *text)
{
    uint32_t value = efuse_field_value(file, field);
    const char *word = word_for(field->words, value);
    if (field->kind == EFUSE_PURPOSE) {
        const struct purpose *purpose = purpose_of(file->chip, value);
        word = purpose != NULL ? purpose->name : "FORBIDDEN_STATE";
    }
    if (word != NULL) {
        (void)strcpy(text, word);
        return VALUE_WORDS;
    }
    if (field->kind == EFUSE_BOOL) {
        (void)strcpy(text, value != 0 ? "True" : "False");
        return VALUE_BOOL;
    }
    if (field->kind == EFUSE_VREF) {
        return write_number((uint32_t)millivolts(value), text);
    }
    bool is_high_pin = field->kind == EFUSE_PIN && value >= 30;
    return write_number(is_high_pin ? value + 2 : value, text);
}

enum value_type value_text(const struct efuse_file *file,
                           const struct efuse_field *field,
                           char text[VALUE_TEXT_MAX])
{
    uint8_t bytes[EFUSE_BLOCK_LEN];
    if (field->kind != EFUSE_BYTES && field->kind != EFUSE_MAC) {
        return write_small(file, field, text);
    }
    efuse_field_get(file, field, bytes);
    if (field->kind == EFUSE_MAC) {
        write_mac(file, field, bytes, text);
    } else {
        write_bytes(bytes, efuse_field_width(file, field) / 8,
                    !efuse_field_is_readable(file, field), text);
    }
    return VALUE_WORDS;
}

void value_raw(const struct efuse_file *file, const struct efuse_field *field,
               bool binary, char text[VALUE_TEXT_MAX])
{
    uint32_t width = efuse_field_width(file, field);
    if (field->kind == EFUSE_BYTES || field->kind == EFUSE_MAC) {
        uint8_t bytes[EFUSE_BLOCK_LEN];
        efuse_field_get(file, field, bytes);
        char *at = text + sprintf(text, "0x");
        for (uint32_t i = 0; i < width / 8; i++) {
            at += sprintf(at, "%02x", bytes[i]);
        }
        return;
    }
    uint32_t value = efuse_field_value(file, field);
    if (!binary || width % 4 == 0) {
        (void)sprintf(text, "0x%0*" PRIx32, (int)((width + 3) / 4), value);
        return;
    }
    char *at = text + sprintf(text, "0b");
    for (uint32_t i = width; i > 0; i--) {
        *at++ = (value >> (i - 1) & 1u) != 0 ? '1' : '0';
    }
    *at = '\0';
}

/* Reading */

static bool any_byte(const uint8_t bytes[EFUSE_BLOCK_LEN])
{
    uint8_t any = 0;
    for (uint32_t i = 0; i < EFUSE_BLOCK_LEN; i++) {
        any |= bytes[i];
    }
    return any != 0;
}

/* Two digits, or -1. */
static int digits_read(const char *text)
{
    int high = hex_digit_value(text[0]);
    int low = high < 0 ? -1 : hex_digit_value(text[1]);
    return low < 0 ? -1 : 16 * high + low;
}

/* Behind 0x stands a number, whose last byte is burned first. */
static bool read_bytes(const struct efuse_field *field, uint32_t width,
                       const char *text, uint8_t *bytes, struct why *why)
{
    bool is_number = strncmp(text, "0x", 2) == 0;
    const char *digits = is_number ? text + 2 : text;
    uint32_t len = width / 8;
    if (strlen(digits) != 2 * (size_t)len) {
        return why_say(why,
                       "%s takes %" PRIu32 " bytes in hexadecimal, but '%s' "
                       "has %zu digits",
                       field->name, len, text, strlen(digits));
    }
    for (uint32_t i = 0; i < len; i++) {
        int byte = digits_read(digits + 2 * (size_t)i);
        if (byte < 0) {
            return why_say(why, "'%s' for %s is not hexadecimal", text,
                           field->name);
        }
        bytes[is_number ? len - 1 - i : i] = (uint8_t)byte;
    }
    return true;
}

static bool read_mac(const struct efuse_field *field, const char *text,
                     uint8_t *bytes, struct why *why)
{
    bool good = strlen(text) == 3 * VALUE_MAC_LEN - 1;
    for (uint32_t i = 0; good && i < VALUE_MAC_LEN; i++) {
        int byte = digits_read(text + 3 * (size_t)i);
        good = byte >= 0 && (i == 0 || text[3 * i - 1] == ':');
        bytes[i] = (uint8_t)byte;
    }
    if (!good) {
        return why_say(why,
                       "%s takes six bytes as in aa:cd:ef:01:02:03, not "
                       "'%s'",
                       field->name, text);
    }
    if ((bytes[0] & 1u) != 0) {
        return why_say(why,
                       "%s takes the address of one station, and '%s' is "
                       "one of a group: its first byte is odd",
                       field->name, text);
    }
    return true;
}

static bool read_purpose(const struct efuse_file *file,
                         const struct efuse_field *field, const char *text,
                         uint8_t *bytes, struct why *why)
{
    int64_t number = -1;
    const struct purpose *purpose = purpose_find(file->chip, text);
    if (purpose == NULL && number_read_based(text, &number) && number > 0 &&
        number < 16) {
        purpose = purpose_of(file->chip, (uint32_t)number);
    }
    if (purpose == NULL || purpose->value == 0) {
        return why_say(why, "%s can not be set to '%s'", field->name, text);
    }
    if (purpose->reversed && file->chip != SIM_EFUSE_ESP32S2 &&
        strcmp(field->name, "KEY_PURPOSE_5") == 0) {
        return why_say(why,
                       "KEY_PURPOSE_5 can not be %s: the chip does not take "
                       "flash keys from BLOCK_KEY5, so use another block",
                       purpose->name);
    }
    bytes[0] = purpose->value;
    return true;
}

static bool read_number(const struct efuse_field *field, const char *text,
                        uint8_t *bytes, struct why *why)
{
    int64_t number = 0;
    int64_t max = UINT32_MAX;

    if (field->width < 32) {
        max = ((int64_t)1 << field->width) - 1;
    }
    if (!number_read_based(text, &number)) {
        return why_say(why, "'%s' for %s is not a number", text, field->name);
    }
    if (field->kind == EFUSE_PIN && number >= 30) {
        /* 30 and 31 are not flash pins; their codes stand for 32 and 33 */
        number = number < 32 || number > 33 ? 0 : number - 2;
    }
    if (number < 1 || number > max) {
        return why_say(why, "%s takes 1 .. %" PRId64 ", not %s", field->name,
                       max, text);
    }
    for (uint32_t i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(number >> (8 * i));
    }
    return true;
}

static bool is_burnable(const struct efuse_field *field)
{
    return field->kind < EFUSE_CALC_WAFER_MAJOR && field->kind != EFUSE_VREF &&
           !(field->kind == EFUSE_MAC && is_factory_mac(field));
}

static bool read_any(const struct efuse_file *file,
                     const struct efuse_field *field, const char *text,
                     uint8_t *bytes, struct why *why)
{
    switch (field->kind) {
    case EFUSE_BYTES:
        return read_bytes(field, efuse_field_width(file, field), text, bytes,
                          why);
    case EFUSE_MAC:
        return read_mac(field, text, bytes, why);
    case EFUSE_PURPOSE:
        return read_purpose(file, field, text, bytes, why);
    case EFUSE_BOOL:
    case EFUSE_UINT:
    case EFUSE_VREF:
    case EFUSE_PIN:
    case EFUSE_CALC_WAFER_MAJOR:
    case EFUSE_CALC_PACKAGE:
    case EFUSE_CALC_WAFER_MINOR:
    case EFUSE_CALC_PSRAM:
    default:
        return read_number(field, text, bytes, why);
    }
}

bool value_read(const struct efuse_file *file, const struct efuse_field *field,
                const char *text, uint8_t bytes[EFUSE_BLOCK_LEN],
                struct why *why)
{
    memset(bytes, 0, EFUSE_BLOCK_LEN);
    if (!is_burnable(field)) {
        return why_say(why, "%s can not be burned", field->name);
    }
    if (text == NULL && field->kind != EFUSE_BOOL) {
        return why_say(why, "%s needs a value: give one behind the name",
                       field->name);
    }
    if (!read_any(file, field, text == NULL ? "1" : text, bytes, why)) {
        return false;
    }
    if (!any_byte(bytes)) {
        return why_say(why, "%s: nothing to burn in a value of 0", field->name);
    }
    return true;
}
