/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints C. A product without recovery defines flash_busy() alone: nothing of
 * a line is linked.
 */
#include "host/conf/conf_line.h"

#include <inttypes.h>

#define BASE_MAX 40 /* bytes of a UART's address as text */

static const char *word(bool value)
{
    return value ? "true" : "false";
}

void conf_line_print_includes(const struct conf *conf, FILE *out)
{
    if (!conf->recovery.enabled) {
        return;
    }
    (void)fputs("#include \"iface/serial.h\"\n", out);
    if (conf->recovery.usb_serial_jtag) {
        (void)fputs("#include \"port/common/usb_serial_jtag.h\"\n", out);
    } else {
        (void)fputs("#include \"port/common/uart.h\"\n"
                    "#include \"port/common/uart_pins.h\"\n",
                    out);
    }
}

void conf_line_print_config(const struct conf *conf, FILE *out)
{
    const struct conf_recovery *recovery = &conf->recovery;

    if (!recovery->enabled) {
        return;
    }
    (void)fprintf(out,
                  "static const struct rescue_config rescue = {\n"
                  "    .recovery = {.direct = %s, .erase_by_sector = %s, "
                  ".idle_s = %" PRIu32 "},\n"
                  "    .pin = %u,\n"
                  "    .level = %s,\n"
                  "    .pull_up = %s,\n"
                  "    .hold_s = %u,\n"
                  "    .when_asked = %s,\n"
                  "    .when_dead = %s,\n"
                  "};\n\n",
                  word(recovery->config.direct),
                  word(recovery->config.erase_by_sector),
                  recovery->config.idle_s, recovery->detect_gpio,
                  word(recovery->detect_level != 0),
                  word(recovery->detect_pull_up), recovery->detect_s,
                  word(recovery->when_asked), word(recovery->when_dead));
}

/* driver: the beginning of its functions' names; base: their first argument */
static void print_line(FILE *out, const char *open, const char *driver,
                       const char *base)
{
    const char *comma = base[0] == '\0' ? "" : ", ";

    (void)fprintf(out,
                  "\nvoid serial_open(void)\n{\n%s}\n"
                  "\nuint32_t serial_read(uint8_t *dst, uint32_t len)\n{\n"
                  "    return %s_read(%s%sdst, len);\n}\n"
                  "\nvoid serial_write(const uint8_t *src, uint32_t len)\n{\n"
                  "    %s_write(%s%ssrc, len);\n}\n"
                  "\nvoid serial_drain(void)\n{\n    %s_drain(%s);\n}\n",
                  open, driver, base, comma, driver, base, comma, driver, base);
}

static void print_uart(const struct conf_recovery *recovery, FILE *out)
{
    char base[BASE_MAX];
    char open[96];

    (void)snprintf(base, sizeof(base), "uart_wiring.uart[%u].base",
                   recovery->uart_num);
    (void)snprintf(open, sizeof(open),
                   "    uart_pins_open(%u, %u, %u, UART_DIVIDER(%" PRIu32
                   "));\n",
                   recovery->uart_num, recovery->tx_gpio, recovery->rx_gpio,
                   recovery->baud);
    print_line(out, open, "uart", base);
}

void conf_line_print(const struct conf *conf, FILE *out)
{
    const struct conf_recovery *recovery = &conf->recovery;

    if (recovery->enabled && recovery->usb_serial_jtag) {
        print_line(out, "", "usb_serial_jtag", "");
    } else if (recovery->enabled) {
        print_uart(recovery, out);
    }
    (void)fprintf(out,
                  "\nvoid flash_busy(void)\n{\n    watchdog_feed();\n%s}\n",
                  recovery->enabled ? "    rescue_receive();\n" : "");
}
