/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints C. log_line() compares with a number that the compiler sees, so that
 * it is inlined where it is called: a line above the level leaves nothing, and
 * with level 0 nobody calls log_print() or the console.
 */
#include "host/conf/conf_console.h"

#include "iface/log.h"

static const char *const levels[] = {
    [LOG_ERROR] = "LOG_ERROR",
    [LOG_WARNING] = "LOG_WARNING",
    [LOG_INFO] = "LOG_INFO",
    [LOG_DEBUG] = "LOG_DEBUG",
};

static bool is_silent(const struct conf_console *console)
{
    return console->log_level == 0 ||
           (!console->uart && !console->usb_serial_jtag);
}

void conf_console_print_includes(const struct conf *conf, FILE *out)
{
    (void)fputs("#include \"port/common/console.h\"\n"
                "#include \"port/common/log.h\"\n",
                out);
    if (!is_silent(&conf->console)) {
        (void)fputs("#include \"port/common/chip.h\"\n"
                    "#include \"port/common/uart.h\"\n",
                    out);
    }
}

static void print_log(const struct conf_console *console, FILE *out)
{
    (void)fputs("\nvoid log_line(enum log_level level, const char *text, "
                "uint32_t a, uint32_t b)\n{\n",
                out);
    if (is_silent(console)) {
        (void)fputs("    (void)level;\n    (void)text;\n    (void)a;\n"
                    "    (void)b;\n}\n",
                    out);
        return;
    }
    (void)fprintf(out,
                  "    if (level <= %s) {\n"
                  "        log_print(level, text, a, b);\n    }\n}\n",
                  levels[console->log_level]);
}

static void print_silence(FILE *out)
{
    (void)fputs("\nvoid console_open(void)\n{\n}\n"
                "\nvoid console_put(uint8_t byte)\n{\n    (void)byte;\n}\n"
                "\nvoid console_drain(void)\n{\n}\n",
                out);
}

/* The ROM has set UART 0 to 115200 baud. */
static void print_uart(FILE *out)
{
    (void)fputs("\nvoid console_open(void)\n{\n}\n"
                "\nvoid console_put(uint8_t byte)\n{\n"
                "    uart_put(chip.uart0, byte);\n}\n"
                "\nvoid console_drain(void)\n{\n"
                "    uart_drain(chip.uart0);\n}\n",
                out);
}

void conf_console_print(const struct conf *conf, FILE *out)
{
    print_log(&conf->console, out);
    if (is_silent(&conf->console)) {
        print_silence(out);
    } else {
        print_uart(out);
    }
}
