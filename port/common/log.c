/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boot log on the console: "[esp32c3] [INF] text". Numbers are %u, %x
 * and %v, in the order of the two arguments (iface/log.h).
 */
#include "port/common/log.h"

#include "port/common/chip.h"
#include "port/common/console.h"

static void put_text(const char *text)
{
    for (; *text != '\0'; text++) {
        console_put((uint8_t)*text);
    }
}

static void put_number(uint32_t value, uint32_t base)
{
    char digits[11];
    char *p = digits + sizeof(digits);

    *--p = '\0';
    do {
        *--p = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    put_text(p);
}

static void put_directive(char kind, uint32_t value)
{
    if (kind == 'v') {
        console_put('v');
        put_number(value / 100, 10);
        console_put('.');
        value %= 100;
    } else if (kind == 'x') {
        put_text("0x");
    }
    put_number(value, kind == 'x' ? 16 : 10);
}

static void put_line(const char *text, uint32_t a, uint32_t b)
{
    for (; *text != '\0'; text++) {
        if (*text == '%') {
            text++;
            put_directive(*text, a);
            a = b;
        } else {
            console_put((uint8_t)*text);
        }
    }
}

void log_print(enum log_level level, const char *text, uint32_t a, uint32_t b)
{
    static const char NAMES[][4] = {"???", "ERR", "WRN", "INF", "DBG"};

    put_text("[");
    put_text(chip.name);
    put_text("] [");
    put_text(NAMES[level]);
    put_text("] ");
    put_line(text, a, b);
    put_text("\r\n");
}
