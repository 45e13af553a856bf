/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints C. log_line() compares with a number that the compiler sees, so that
 * it is inlined where it is called: a line above the level leaves nothing, and
 * with level 0 nobody calls log_print() or the console.
 */
#include "host/conf/conf_console.h"

#include "host/conf/conf_recovery.h"
#include "iface/log.h"

#define CALL_MAX 96 /* bytes of one call as text */

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
    if (is_silent(&conf->console)) {
        return;
    }
    if (conf->console.usb_serial_jtag) {
        (void)fputs("#include \"port/common/usb_serial_jtag.h\"\n", out);
        return;
    }
    (void)fputs("#include \"port/common/chip.h\"\n"
                "#include \"port/common/uart.h\"\n"
                "#include \"port/common/uart_pins.h\"\n",
                out);
}

/* Recovery's answers bear no other byte between them. */
static const char *condition(const struct conf *conf)
{
    return conf->recovery.enabled && conf_recovery_is_on_console(conf)
               ? " && !rescue_is_open()"
               : "";
}

static void print_log(const struct conf *conf, FILE *out)
{
    const struct conf_console *console = &conf->console;

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
                  "    if (level <= %s%s) {\n"
                  "        log_print(level, text, a, b);\n    }\n}\n",
                  levels[console->log_level], condition(conf));
}

/* The three functions of port/common/console.h. */
static void print_console(FILE *out, const char *open, const char *put,
                          const char *drain)
{
    (void)fprintf(out,
                  "\nvoid console_open(void)\n{\n%s}\n"
                  "\nvoid console_put(uint8_t byte)\n{\n    %s;\n}\n"
                  "\nvoid console_drain(void)\n{\n%s}\n",
                  open, put, drain);
}

/* Its clock, baud rate and way to the pins are ours to set. */
static void print_uart_on_pins(const struct conf_console *console, FILE *out)
{
    char open[CALL_MAX];
    char put[CALL_MAX];
    char drain[CALL_MAX];

    (void)snprintf(open, sizeof(open),
                   "    uart_pins_open(%u, %u, %u, UART_DIVIDER(115200));\n",
                   console->uart_num, console->tx_gpio, console->rx_gpio);
    (void)snprintf(put, sizeof(put),
                   "uart_put(uart_wiring.uart[%u].base, byte)",
                   console->uart_num);
    (void)snprintf(drain, sizeof(drain),
                   "    uart_drain(uart_wiring.uart[%u].base);\n",
                   console->uart_num);
    print_console(out, open, put, drain);
}

void conf_console_print(const struct conf *conf, FILE *out)
{
    const struct conf_console *console = &conf->console;

    print_log(conf, out);
    if (is_silent(console)) {
        print_console(out, "", "(void)byte", "");
    } else if (console->usb_serial_jtag) {
        print_console(out, "", "usb_serial_jtag_put(byte)",
                      "    usb_serial_jtag_drain();\n");
    } else if (console->custom_pins) {
        print_uart_on_pins(console, out);
    } else {
        /* the ROM has set UART 0 to 115200 baud, and clock_open() keeps it */
        print_console(out, "", "uart_put(chip.uart0, byte)",
                      "    uart_drain(chip.uart0);\n");
    }
}
