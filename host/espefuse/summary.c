/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layouts of a summary. Scripts read both, so that columns and keys are those
 * of the vendor's tool; the descriptions are our own.
 */
#include "host/espefuse/summary.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "host/espefuse/value.h"

#define NAME_WIDTH 50 /* columns of name and description */
#define KEY_FIRST  4  /* block of BLOCK_KEY0, not on ESP32 */
#define KEY_LAST   9

static const char *const headings[EFUSE_C_COUNT] = {
    [EFUSE_C_CALIBRATION] = "Calibration",
    [EFUSE_C_CONFIG] = "Config",
    [EFUSE_C_FLASH] = "Flash",
    [EFUSE_C_IDENTITY] = "Identity",
    [EFUSE_C_JTAG] = "Jtag",
    [EFUSE_C_MAC] = "Mac",
    [EFUSE_C_SECURITY] = "Security",
    [EFUSE_C_SPI_PAD] = "Spi Pad",
    [EFUSE_C_USB] = "Usb",
    [EFUSE_C_VDD] = "Vdd",
    [EFUSE_C_WDT] = "Wdt",
};

static const char *const categories[EFUSE_C_COUNT] = {
    [EFUSE_C_CALIBRATION] = "calibration",
    [EFUSE_C_CONFIG] = "config",
    [EFUSE_C_FLASH] = "flash",
    [EFUSE_C_IDENTITY] = "identity",
    [EFUSE_C_JTAG] = "jtag",
    [EFUSE_C_MAC] = "MAC",
    [EFUSE_C_SECURITY] = "security",
    [EFUSE_C_SPI_PAD] = "spi pad",
    [EFUSE_C_USB] = "usb",
    [EFUSE_C_VDD] = "vdd",
    [EFUSE_C_WDT] = "wdt",
};

static bool is_worked_out(const struct efuse_field *field)
{
    return field->kind >= EFUSE_CALC_WAFER_MAJOR;
}

static bool is_bytes(const struct efuse_field *field)
{
    return field->kind == EFUSE_BYTES || field->kind == EFUSE_MAC;
}

/* For people */

/* Key blocks say what they are for. */
static void print_purpose(const struct efuse_file *file,
                          const struct efuse_field *field, FILE *out)
{
    char name[sizeof("KEY_PURPOSE_0")] = "KEY_PURPOSE_0";
    char text[VALUE_TEXT_MAX];
    if (file->chip == SIM_EFUSE_ESP32 || field->width != 256 ||
        field->block < KEY_FIRST || field->block > KEY_LAST) {
        return;
    }
    name[sizeof(name) - 2] = (char)('0' + field->block - KEY_FIRST);
    (void)value_text(file, efuse_field_find(file->chip, name), text);
    (void)fprintf(out, "  Purpose: %s\n", text);
}

static void print_field(const struct efuse_file *file,
                        const struct efuse_field *field, FILE *out)
{
    char name[VALUE_TEXT_MAX];
    char text[VALUE_TEXT_MAX];
    char raw[VALUE_TEXT_MAX];
    (void)snprintf(name, sizeof(name), "%s (BLOCK%d)", field->name,
                   field->block);
    (void)value_text(file, field, text);
    value_raw(file, field, true, raw);
    bool wide = is_bytes(field) || strlen(text) > 20;
    (void)fprintf(out, "%-*s %-*s%s= %s %s/%s", NAME_WIDTH, name, NAME_WIDTH,
                  field->help, wide ? "\n   " : " ", text,
                  efuse_field_is_readable(file, field) ? "R" : "-",
                  efuse_field_is_writeable(file, field) ? "W" : "-");
    (void)fprintf(out, is_bytes(field) ? " \n" : " (%s)\n", raw);
    if (is_bytes(field)) {
        print_purpose(file, field, out);
    }
}

static void print_category(const struct summary *summary,
                           enum efuse_category category, FILE *out)
{
    bool headed = false;
    for (size_t i = 0; i < summary->count; i++) {
        const struct efuse_field *field = summary->field[i];
        if (field->category == category) {
            if (!headed) {
                (void)fprintf(out, "%s fuses:\n", headings[category]);
            }
            headed = true;
            print_field(summary->file, field, out);
        }
    }
    if (headed) {
        (void)fprintf(out, "\n");
    }
}

void summary_print(const struct summary *summary, FILE *out)
{
    (void)fprintf(out, "EFUSE_NAME (Block) Description  = [Meaningful Value] "
                       "[Readable/Writeable] (Hex Value)\n"
                       "--------------------------------------------"
                       "--------------------------------------------\n");
    for (int i = 0; i < EFUSE_C_COUNT; i++) {
        print_category(summary, (enum efuse_category)i, out);
    }
}

/* JSON */

static int compare(const void *a, const void *b)
{
    const struct efuse_field *const *left = a;
    const struct efuse_field *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

static void print_json_value(const struct efuse_file *file,
                             const struct efuse_field *field, FILE *out)
{
    char text[VALUE_TEXT_MAX];
    switch (value_text(file, field, text)) {
    case VALUE_BOOL:
        (void)fprintf(out, text[0] == 'T' ? "true" : "false");
        break;
    case VALUE_NUMBER:
        (void)fprintf(out, "%s", text);
        break;
    case VALUE_WORDS:
    default:
        (void)fprintf(out, "\"%s\"", text);
        break;
    }
}

static void print_type(const struct efuse_file *file,
                       const struct efuse_field *field, FILE *out)
{
    uint32_t width = efuse_field_width(file, field);
    if (field->kind == EFUSE_BOOL) {
        (void)fprintf(out, "        \"efuse_type\": \"bool\",\n");
    } else if (is_bytes(field)) {
        (void)fprintf(out, "        \"efuse_type\": \"bytes:%" PRIu32 "\",\n",
                      width / 8);
    } else {
        (void)fprintf(out, "        \"efuse_type\": \"uint:%" PRIu32 "\",\n",
                      width);
    }
}

/* A place, which fields that are worked out do not have. */
static void print_place(const char *key, const struct efuse_field *field,
                        int value, const char *end, FILE *out)
{
    if (is_worked_out(field)) {
        (void)fprintf(out, "        \"%s\": null%s\n", key, end);
    } else {
        (void)fprintf(out, "        \"%s\": %d%s\n", key, value, end);
    }
}

static void print_json_field(const struct efuse_file *file,
                             const struct efuse_field *field, FILE *out)
{
    char raw[VALUE_TEXT_MAX];
    value_raw(file, field, false, raw);
    (void)fprintf(out,
                  "    \"%s\": {\n"
                  "        \"bit_len\": %" PRIu32 ",\n"
                  "        \"block\": %d,\n"
                  "        \"category\": \"%s\",\n"
                  "        \"description\": \"%s\",\n",
                  field->name, efuse_field_width(file, field), field->block,
                  categories[field->category], field->help);
    print_type(file, field, out);
    (void)fprintf(out, "        \"name\": \"%s\",\n", field->name);
    print_place("pos", field, field->bit % 32, ",", out);
    (void)fprintf(out,
                  "        \"raw_value\": \"%s\",\n"
                  "        \"readable\": %s,\n"
                  "        \"value\": ",
                  raw, efuse_field_is_readable(file, field) ? "true" : "false");
    print_json_value(file, field, out);
    (void)fprintf(out, ",\n");
    print_place("word", field, field->bit / 32, ",", out);
    (void)fprintf(out, "        \"writeable\": %s\n    }",
                  efuse_field_is_writeable(file, field) ? "true" : "false");
}

void summary_print_json(const struct summary *summary, FILE *out)
{
    struct summary sorted = *summary;
    qsort(sorted.field, sorted.count, sizeof(sorted.field[0]), compare);
    (void)fprintf(out, "{\n");
    for (size_t i = 0; i < sorted.count; i++) {
        print_json_field(sorted.file, sorted.field[i], out);
        (void)fprintf(out, i + 1 < sorted.count ? ",\n" : "\n");
    }
    (void)fprintf(out, "}\n");
}
