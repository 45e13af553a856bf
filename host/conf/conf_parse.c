/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines to values. A line is NAME=VALUE; one that contains a # anywhere counts
 * as a comment, so values cannot contain one. y and Y mean 1, n and N mean
 * "not defined", all else is taken as written.
 */
#include "host/conf/conf_parse.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 48 /* characters of a wrong name or value in a sentence */

/** A piece of a file's text. */
struct piece {
    const char *text;
    size_t len;
};

/** A line that is being read. */
struct line {
    struct conf_place place;
    const struct conf_row *row;
    const char *value; /* what counts, with final 0 */
    const char *shown; /* what was written, printable, for sentences */
    struct conf_report *report;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct piece trimmed(struct piece p)
{
    while (p.len > 0 && is_blank(p.text[0])) {
        p.text++;
        p.len--;
    }
    while (p.len > 0 && is_blank(p.text[p.len - 1])) {
        p.len--;
    }
    return p;
}

/* A piece in printable form, shortened: files may hold anything. */
static const char *shown(struct piece p, char out[SHOWN_MAX + 4])
{
    size_t len = p.len < SHOWN_MAX ? p.len : SHOWN_MAX;

    for (size_t i = 0; i < len; i++) {
        out[i] = isprint((unsigned char)p.text[i]) ? p.text[i] : '?';
    }
    memcpy(out + len, "...", 4);
    if (p.len <= SHOWN_MAX) {
        out[len] = '\0';
    }
    return out;
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

enum conf_number_result conf_parse_number(const char *text, uint32_t *number)
{
    bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char *digit = hex ? text + 2 : text;
    uint64_t sum = 0;

    /* 010 is eight to a C compiler and ten to most people: neither here */
    if (digit[0] == '\0' || (!hex && digit[0] == '0' && digit[1] != '\0')) {
        return CONF_NUMBER_MALFORMED;
    }
    for (; *digit != '\0'; digit++) {
        int value = digit_of(*digit);

        if (value >= (hex ? 16 : 10)) {
            return CONF_NUMBER_MALFORMED;
        }
        sum = sum * (hex ? 16u : 10u) + (uint64_t)value;
        sum = sum > UINT32_MAX ? (uint64_t)UINT32_MAX + 1 : sum;
    }
    if (sum > UINT32_MAX) {
        return CONF_NUMBER_TOO_LARGE;
    }
    *number = (uint32_t)sum;
    return CONF_NUMBER_OK;
}

static bool refuse_range(const struct line *line)
{
    const struct conf_row *row = line->row;
    bool two = row->multiple > 1 && row->max - row->min == row->multiple;
    bool hex = row->multiple >= CONF_SECTOR_LEN;

    conf_report_error(
        line->report, &line->place,
        hex ? "%s=%s is out of range: write 0x%" PRIX32 "%s0x%" PRIX32
            : "%s=%s is out of range: write %" PRIu32 "%s%" PRIu32,
        row->name, line->shown, row->min, two ? " or " : " to ", row->max);
    return false;
}

static bool take_number(const struct line *line, uint32_t *number)
{
    const struct conf_row *row = line->row;
    enum conf_number_result result = conf_parse_number(line->value, number);

    if (result == CONF_NUMBER_MALFORMED) {
        conf_report_error(line->report, &line->place,
                          "%s=%s is no number: write it in decimal without "
                          "leading zeros, or in hexadecimal after 0x",
                          row->name, line->shown);
        return false;
    }
    if (result == CONF_NUMBER_TOO_LARGE || *number < row->min ||
        *number > row->max) {
        return refuse_range(line);
    }
    if (*number % row->multiple != 0) {
        uint32_t below = *number - *number % row->multiple;

        conf_report_error(line->report, &line->place,
                          "%s=%s is not a multiple of 0x%" PRIX32
                          ": write 0x%" PRIX32 " or 0x%" PRIX32,
                          row->name, line->shown, row->multiple, below,
                          below + row->multiple);
        return false;
    }
    return true;
}

static bool take_flash_size(const struct line *line, uint32_t *number)
{
    static const char *const names[] = {"1MB",  "2MB",  "4MB",  "8MB",
                                        "16MB", "32MB", "64MB", "128MB"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(line->value, names[i]) == 0) {
            *number = 0x100000u << i;
            return true;
        }
    }
    conf_report_error(line->report, &line->place,
                      "%s=%s is no flash size: write 1MB, 2MB, 4MB, 8MB, "
                      "16MB, 32MB, 64MB or 128MB",
                      line->row->name, line->shown);
    return false;
}

static bool take_flag(const struct line *line, uint32_t *number)
{
    *number = 1;
    if (strcmp(line->value, "1") == 0) {
        return true;
    }
    conf_report_error(line->report, &line->place,
                      "%s=%s is neither y nor n: write y to switch it on, n "
                      "to switch it off",
                      line->row->name, line->shown);
    return false;
}

static bool take_text(const struct line *line, struct conf_value *value)
{
    size_t len = strlen(line->value) + 1;

    value->number = 0;
    value->text = malloc(len);
    if (value->text == NULL) {
        conf_report_error(line->report, &line->place, "out of memory");
        return false;
    }
    memcpy(value->text, line->value, len);
    return true;
}

static bool take(const struct line *line, struct conf_value *value)
{
    switch (line->row->type) {
    case CONF_FLAG:
        return take_flag(line, &value->number);
    case CONF_NUMBER:
        return take_number(line, &value->number);
    case CONF_FLASH_SIZE:
        return take_flash_size(line, &value->number);
    case CONF_TEXT:
        break;
    }
    return take_text(line, value);
}

static bool is_same(const struct conf_value *a, const struct conf_value *b)
{
    bool texts = a->text != NULL && b->text != NULL;

    return a->defined == b->defined && a->number == b->number &&
           (!texts || strcmp(a->text, b->text) == 0);
}

static void store(struct conf *conf, enum conf_key key, const char *text,
                  const struct line *line)
{
    struct conf_value *old = &conf->value[key];
    struct conf_value new = {.origin = CONF_ORIGIN_FILE,
                             .file = line->place.file,
                             .line = line->place.line};

    if (strcmp(text, "n") != 0 && strcmp(text, "N") != 0) {
        new.defined = take(line, &new);
        new.bad = !new.defined;
    }
    if (old->file == new.file && !old->bad && !new.bad && !is_same(old, &new)) {
        conf_report_warning(line->report, &line->place,
                            "%s=%s replaces another value from line %" PRIu32
                            " of the same file: remove one of them",
                            line->row->name, line->shown, old->line);
    }
    free(old->text);
    *old = new;
}

static void refuse_name(struct piece name, const struct line *line)
{
    char text[SHOWN_MAX + 4];
    enum conf_key near = CONF_KEY_COUNT;

    if (name.len > 0 && is_blank(name.text[name.len - 1])) {
        conf_report_error(line->report, &line->place,
                          "%s is followed by a blank: remove the blanks "
                          "before =",
                          shown(trimmed(name), text));
    } else if (conf_key_nearest(name.text, name.len, &near)) {
        conf_report_error(line->report, &line->place,
                          "%s is no key: did you mean %s?", shown(name, text),
                          conf_row(near)->name);
    } else {
        conf_report_error(line->report, &line->place,
                          "%s is no key: remove the line, or look the name "
                          "up in docs/configuration.md",
                          shown(name, text));
    }
}

static void parse_assignment(struct conf *conf, struct piece name,
                             struct piece value, struct line *line)
{
    enum conf_key key = CONF_KEY_COUNT;
    char printable[SHOWN_MAX + 4];
    char *text = NULL;

    if (!conf_key_find(name.text, name.len, &key)) {
        refuse_name(name, line);
        return;
    }
    line->row = conf_row(key);
    if (value.len == 0) {
        conf_report_error(line->report, &line->place,
                          "%s= has no value: write one, or n to leave it "
                          "undefined",
                          line->row->name);
        return;
    }
    text = malloc(value.len + 1);
    if (text == NULL) {
        conf_report_error(line->report, &line->place, "out of memory");
        return;
    }
    memcpy(text, value.text, value.len);
    text[value.len] = '\0';
    line->shown = shown(value, printable);
    line->value = strcmp(text, "y") == 0 || strcmp(text, "Y") == 0 ? "1" : text;
    store(conf, key, text, line);
    free(text);
}

static void parse_line(struct conf *conf, struct piece raw, struct line *line)
{
    struct piece p = trimmed(raw);
    const char *equals = NULL;
    char text[SHOWN_MAX + 4];

    if (p.len == 0 || memchr(p.text, '#', p.len) != NULL) {
        return;
    }
    equals = memchr(p.text, '=', p.len);
    if (equals == NULL) {
        conf_report_error(line->report, &line->place,
                          "\"%s\" is neither NAME=VALUE nor a comment: "
                          "complete it, or put # in front",
                          shown(p, text));
        return;
    }
    size_t name_len = (size_t)(equals - p.text);
    struct piece name = {p.text, name_len};
    struct piece value = {equals + 1, p.len - name_len - 1};

    parse_assignment(conf, name, trimmed(value), line);
}

void conf_parse(struct conf *conf, const struct conf_source *source,
                struct conf_report *report)
{
    struct line line = {.place = {source->file, 0}, .report = report};
    size_t start = 0;

    if (source->len > 0 && memchr(source->text, '\0', source->len) != NULL) {
        conf_report_error(report, &line.place,
                          "not a text file: name a file of lines such as "
                          "CONFIG_ESP_FLASH_SIZE=4MB");
        return;
    }
    while (start < source->len) {
        const char *text = source->text + start;
        const char *end = memchr(text, '\n', source->len - start);
        size_t len = end != NULL ? (size_t)(end - text) : source->len - start;

        line.place.line++;
        parse_line(conf, (struct piece){text, len}, &line);
        start += len + 1;
    }
}
