/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A UART on pins of one's choice: its clock, its baud rate, and its way
 * through the GPIO matrix. UART 0 on its own pins needs none of this, since
 * the ROM uses it.
 */
#ifndef PORT_COMMON_UART_PINS_H
#define PORT_COMMON_UART_PINS_H

#include <stdint.h>

#define UART_COUNT_MAX 3

/*
 * UART_CLKDIV for a baud rate, a constant: sixteenths, of which four bits lie
 * apart. 10000 baud at the least, as ESP32-C3 has 12 bits for the rest.
 */
#define UART_DIVIDER(baud)                                                     \
    (uart_wiring.clock_hz * 16u / (baud) >> 4 |                                \
     (uart_wiring.clock_hz * 16u / (baud)&15u) << 20)

/** One UART. */
struct uart_line {
    uint32_t base;   /* CPU address */
    uint32_t gate;   /* its bit in the registers of clock gates and resets */
    uint32_t signal; /* number of sending and receiving in the GPIO matrix */
};

/** What a chip's UARTs are like; addresses are CPU addresses. */
struct uart_wiring {
    uint32_t clock_gates;
    uint32_t resets;
    uint32_t clock_hz;     /* of the clock's source */
    uint32_t clock_config; /* UART_CLK_CONF: that source; 0: no such register */
    uint32_t enable;       /* GPIO_ENABLE_W1TS; of pins from 32 on 12 further */
    uint32_t in_select;    /* GPIO_FUNC0_IN_SEL_CFG, one register per signal */
    uint32_t in_by_matrix; /* bit in it: not straight from the pin */
    uint32_t out_select;   /* GPIO_FUNC0_OUT_SEL_CFG, one register per pin */
    struct uart_line uart[UART_COUNT_MAX];
};

/** The chip's own, in port/<chip>/wiring.c. */
extern const struct uart_wiring uart_wiring;

/**
 * Opens a UART on two pins, 8N1, with empty FIFOs; after clock_open().
 *
 * @param[in] number   of the UART, one that the chip has
 * @param[in] tx       pin that sends
 * @param[in] rx       pin that receives; pulled up, as a line at rest is high
 * @param[in] divider  UART_DIVIDER(baud)
 */
void uart_pins_open(uint32_t number, uint32_t tx, uint32_t rx,
                    uint32_t divider);

#endif
