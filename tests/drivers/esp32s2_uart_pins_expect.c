/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S2: addresses and bits of its register headers, and the divider of its
 * UART chapter, written here a second time on purpose.
 */
#include "tests/drivers/uart_pins_expect.h"

const struct uart_pins_case uart_pins_cases[2] = {
    {.number = 1,
     .tx = 17,
     .rx = 18,
     .write =
         {
             {0x3f4c0040, 0x20},       /* clock on */
             {0x3f4c0048, 0x20},       /* reset */
             {0x3f4c0048, 0x0},        /* reset ends */
             {0x3f410014, 0x007002b6}, /* 115200 baud */
             {0x3f404598, 17},         /* signal to the pin */
             {0x3f404024, 0x20000},    /* output on */
             {0x3f4084c8, 0x0},        /* not the RTC's */
             {0x3f409048, 0x1000},     /* GPIO */
             {0x3f4084cc, 0x0},        /* not the RTC's */
             {0x3f40904c, 0x1300},     /* GPIO, input, pull-up */
             {0x3f404198, 0x92},       /* pin to the signal */
         }},
    {.number = 0,
     .tx = 43,
     .rx = 44,
     .write =
         {
             {0x3f4c0040, 0x4},        /* clock on */
             {0x3f4c0048, 0x4},        /* reset */
             {0x3f4c0048, 0x0},        /* reset ends */
             {0x3f400014, 0x007002b6}, /* 115200 baud */
             {0x3f404600, 14},         /* signal to the pin */
             {0x3f404030, 0x800},      /* output on */
             {0x3f4090b0, 0x1000},     /* GPIO */
             {0x3f4090b4, 0x1300},     /* GPIO, input, pull-up */
             {0x3f40418c, 0xac},       /* pin to the signal */
         }},
};
