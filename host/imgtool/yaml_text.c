/* SPDX-License-Identifier: Apache-2.0 */
/* See yaml_text.h. */
#include "host/imgtool/yaml_text.h"

#include <regex.h>
#include <string.h>

#include "host/imgtool/utf8.h"

/* Characters that cannot begin a plain scalar, YAML 1.1, section 4.3. */
#define INDICATORS "#,[]{}&*!|>'\"%@`"

/* What a plain scalar means other than text: YAML 1.1 type repository. */
static const char *const other_types[] = {
    "^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE"
    "|on|On|ON|off|Off|OFF)$",
    "^(~|null|Null|NULL)?$",
    "^(<<|=)$",
    "^[-+]?(0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+"
    "|[1-9][0-9_]*(:[0-5]?[0-9])+)$",
    "^([-+]?[0-9][0-9_]*[.][0-9_]*([eE][-+][0-9]+)?"
    "|[.][0-9][0-9_]*([eE][-+][0-9]+)?"
    "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+[.][0-9_]*"
    "|[-+]?[.](inf|Inf|INF)|[.](nan|NaN|NAN))$",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
    "([.][0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?$",
};

static bool matches(const char *pattern, const char *text)
{
    regex_t regex;

    if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
        return true; /* out of memory: quoting is never wrong */
    }
    bool found = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return found;
}

static bool means_other_type(const char *text)
{
    for (size_t i = 0; i < sizeof(other_types) / sizeof(other_types[0]); i++) {
        if (matches(other_types[i], text)) {
            return true;
        }
    }
    return false;
}

static bool is_markup(const char *text)
{
    size_t len = strlen(text);

    if (strchr(INDICATORS, text[0]) != NULL || text[0] == ' ' ||
        text[len - 1] == ' ' || text[len - 1] == ':') {
        return true;
    }
    if (strncmp(text, "---", 3) == 0 || strncmp(text, "...", 3) == 0) {
        return true;
    }
    bool leads =
        strchr("-?", text[0]) != NULL && (text[1] == ' ' || text[1] == '\0');
    return leads || strstr(text, ": ") != NULL || strstr(text, " #") != NULL;
}

static bool is_printable_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text < ' ' || *text > '~') {
            return false;
        }
    }
    return true;
}

static void add_single_quoted(struct buffer *out, const char *text)
{
    buffer_print(out, "'");
    for (; *text != '\0'; text++) {
        buffer_print(out, *text == '\'' ? "''" : "%c", *text);
    }
    buffer_print(out, "'");
}

/* YAML 1.1, section 4.1.6. */
static void add_escaped(struct buffer *out, uint32_t code)
{
    static const char special[] = "\a\b\t\n\v\f\r\x1b\"\\";
    static const char letter[] = "abtnvfre\"\\";
    const char *at =
        code == 0 || code > 0x7f ? NULL : strchr(special, (int)code);

    if (at != NULL) {
        buffer_print(out, "\\%c", letter[at - special]);
    } else if (code >= ' ' && code <= '~') {
        buffer_print(out, "%c", (char)code);
    } else if (code <= 0xff) {
        buffer_print(out, "\\x%02X", code);
    } else {
        buffer_print(out, code <= 0xffff ? "\\u%04X" : "\\U%08X", code);
    }
}

static void add_double_quoted(struct buffer *out, const char *text)
{
    buffer_print(out, "\"");
    while (*text != '\0') {
        add_escaped(out, utf8_next(&text));
    }
    buffer_print(out, "\"");
}

void yaml_text_add(struct buffer *out, const char *text)
{
    if (!is_printable_ascii(text)) {
        add_double_quoted(out, text);
    } else if (text[0] == '\0' || is_markup(text) || means_other_type(text)) {
        add_single_quoted(out, text);
    } else {
        buffer_print(out, "%s", text);
    }
}
