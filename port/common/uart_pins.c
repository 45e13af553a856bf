/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See uart_pins.h. A reset leaves 8N1 and empty FIFOs; the core of the UART,
 * where it has its own clock, is held in reset meanwhile, since it would send
 * what it makes of that.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 5 "IO MUX and GPIO matrix"
 * and 26 "UART"; vendor's register headers of UART, GPIO and SYSTEM.
 */
#include "port/common/uart_pins.h"

#include "iface/mmio.h"
#include "port/common/pins.h"

#define UART_CLKDIV   0x14
#define UART_CLK_CONF 0x78
#define UART_RST_CORE (1u << 23)

#define GPIO_ENABLE1 0x0c /* bytes behind the register of pins 0 to 31 */

static void core_hold(const struct uart_line *uart)
{
    if (uart_wiring.clock_config != 0) {
        mmio_write(uart->base + UART_CLK_CONF,
                   uart_wiring.clock_config | UART_RST_CORE);
    }
}

static void core_release(const struct uart_line *uart)
{
    if (uart_wiring.clock_config != 0) {
        mmio_write(uart->base + UART_CLK_CONF, uart_wiring.clock_config);
    }
}

static void uart_start(const struct uart_line *uart, uint32_t divider)
{
    mmio_change(uart_wiring.clock_gates, 0, uart->gate);
    core_hold(uart);
    mmio_change(uart_wiring.resets, 0, uart->gate);
    mmio_change(uart_wiring.resets, uart->gate, 0);
    core_release(uart);
    mmio_write(uart->base + UART_CLKDIV, divider);
}

/* The signal first: the pin must not show anything else in between. */
static void route_out(uint32_t signal, uint32_t pin)
{
    uint32_t bank = pin < 32 ? 0 : GPIO_ENABLE1;

    mmio_write(uart_wiring.out_select + 4 * pin, signal);
    mmio_write(uart_wiring.enable + bank, 1u << pin % 32);
    pin_take(pin, 0);
}

static void route_in(uint32_t signal, uint32_t pin)
{
    pin_take(pin, PIN_INPUT | PIN_PULL_UP);
    mmio_write(uart_wiring.in_select + 4 * signal,
               pin | uart_wiring.in_by_matrix);
}

void uart_pins_open(uint32_t number, uint32_t tx, uint32_t rx, uint32_t divider)
{
    const struct uart_line *uart = &uart_wiring.uart[number];

    uart_start(uart, divider);
    route_out(uart->signal, tx);
    route_in(uart->signal, rx);
}
