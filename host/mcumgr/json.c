/* SPDX-License-Identifier: Apache-2.0 */
/* See json.h. */
#include "host/mcumgr/json.h"

#include <stdint.h>
#include <string.h>

#define SURROGATE_HIGH 0xd800U
#define SURROGATE_LOW  0xdc00U
#define SURROGATE_END  0xe000U

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct json *json)
{
    while (json->at < json->end && is_blank(*json->at)) {
        json->at++;
    }
}

bool json_take(struct json *json, char mark)
{
    skip_blanks(json);
    if (json->at == json->end || *json->at != mark) {
        return false;
    }
    json->at++;
    return true;
}

bool json_at_end(const struct json *json)
{
    struct json rest = *json;
    skip_blanks(&rest);
    return rest.at == rest.end;
}

/* ---- strings --------------------------------------------------------- */

/* A string that is being taken. */
struct output {
    char *p;
    size_t room; /* bytes left, the final 0 included */
};

static bool put(struct output *out, unsigned char byte)
{
    if (out->room < 2 || byte == 0) {
        return false;
    }
    *out->p++ = (char)byte;
    out->room--;
    return true;
}

static bool put_utf8(struct output *out, uint32_t c)
{
    if (c < 0x80) {
        return put(out, (unsigned char)c);
    }
    unsigned more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    unsigned mark = more == 1 ? 0xc0U : more == 2 ? 0xe0U : 0xf0U;
    bool done = put(out, (unsigned char)(mark | c >> (6 * more)));
    while (done && more-- > 0) {
        done = put(out, (unsigned char)(0x80U | (c >> (6 * more) & 0x3fU)));
    }
    return done;
}

static bool take_hex(struct json *json, uint32_t *value)
{
    static const char digits[] = "0123456789abcdef";
    *value = 0;
    for (int i = 0; i < 4; i++) {
        char c = json->at < json->end ? *json->at++ : 0;
        const char *digit =
            strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
        if (c == 0 || digit == NULL) {
            return false;
        }
        *value = *value << 4 | (uint32_t)(digit - digits);
    }
    return true;
}

/* Takes what follows "\u": one number, or two for what lies above U+FFFF. */
static bool take_unicode(struct json *json, struct output *out)
{
    uint32_t c = 0;
    uint32_t low = 0;
    if (!take_hex(json, &c)) {
        return false;
    }
    if (c >= SURROGATE_HIGH && c < SURROGATE_LOW) {
        if (json->end - json->at < 2 || memcmp(json->at, "\\u", 2) != 0) {
            return false;
        }
        json->at += 2;
        if (!take_hex(json, &low) || low < SURROGATE_LOW ||
            low >= SURROGATE_END) {
            return false;
        }
        c = 0x10000U + ((c - SURROGATE_HIGH) << 10) + (low - SURROGATE_LOW);
    }
    return put_utf8(out, c);
}

static bool take_escape(struct json *json, struct output *out)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    if (json->at == json->end) {
        return false;
    }
    char c = *json->at++;
    if (c == 'u') {
        return take_unicode(json, out);
    }
    const char *name = c == 0 ? NULL : strchr(names, c);
    return name != NULL && put(out, (unsigned char)values[name - names]);
}

bool json_take_string(struct json *json, char *out, size_t room)
{
    struct output output = {out, room};
    if (!json_take(json, '"')) {
        return false;
    }
    while (json->at < json->end && *json->at != '"') {
        char c = *json->at++;
        bool taken = c == '\\' ? take_escape(json, &output)
                               : put(&output, (unsigned char)c);
        if (!taken) {
            return false;
        }
    }
    *output.p = 0;
    return json_take(json, '"');
}

/* ---- values that are dropped ------------------------------------------ */

static bool skip_string(struct json *json)
{
    while (json->at < json->end && *json->at != '"') {
        json->at += *json->at == '\\' && json->end - json->at > 1 ? 2 : 1;
    }
    return json_take(json, '"');
}

static void skip_word(struct json *json)
{
    while (json->at < json->end && strchr(",:]}[{\"", *json->at) == NULL &&
           !is_blank(*json->at)) {
        json->at++;
    }
}

/* Marks are counted, not matched: who wrote the file wrote it well. */
bool json_skip(struct json *json)
{
    size_t depth = 0;
    do {
        const char *before = json->at;
        if (json_take(json, '{') || json_take(json, '[')) {
            depth++;
        } else if (depth > 0 &&
                   (json_take(json, '}') || json_take(json, ']'))) {
            depth--;
        } else if (json_take(json, '"')) {
            if (!skip_string(json)) {
                return false;
            }
        } else if (depth == 0 ||
                   (!json_take(json, ',') && !json_take(json, ':'))) {
            skip_word(json);
        }
        if (json->at == before) {
            return false;
        }
    } while (depth > 0);
    return true;
}

/* ---- writing ----------------------------------------------------------- */

/* U+2028 and U+2029, which end lines in scripts: e2 80 a8 and e2 80 a9. */
static bool is_line_end(const char *text)
{
    return strncmp(text, "\xe2\x80\xa8", 3) == 0 ||
           strncmp(text, "\xe2\x80\xa9", 3) == 0;
}

static void write_char(unsigned char c, FILE *out)
{
    static const char names[] = "\"\\nrt";
    static const char values[] = "\"\\\n\r\t";
    const char *value = strchr(values, c);
    if (value != NULL) {
        (void)fprintf(out, "\\%c", names[value - values]);
    } else if (c < 0x20 || c == '<' || c == '>' || c == '&') {
        (void)fprintf(out, "\\u%04x", c);
    } else {
        (void)fputc(c, out);
    }
}

void json_write_string(const char *text, FILE *out)
{
    (void)fputc('"', out);
    while (*text != 0) {
        if (is_line_end(text)) {
            (void)fprintf(out, "\\u202%c", text[2] == '\xa8' ? '8' : '9');
            text += 3;
        } else {
            write_char((unsigned char)*text++, out);
        }
    }
    (void)fputc('"', out);
}
