/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32: addresses and bits of its register headers, and the divider of its
 * UART chapter, written here a second time on purpose.
 */
#include "tests/drivers/uart_pins_expect.h"

const struct uart_pins_case uart_pins_cases[2] = {
    {.number = 1,
     .tx = 26,
     .rx = 25,
     .write =
         {
             {0x3ff000c0, 0x20},       /* clock on */
             {0x3ff000c4, 0x20},       /* reset */
             {0x3ff000c4, 0x0},        /* reset ends */
             {0x3ff50014, 0x007002b6}, /* 115200 baud */
             {0x3ff44598, 17},         /* signal to the pin */
             {0x3ff44024, 0x4000000},  /* output on */
             {0x3ff48488, 0x0},        /* not the RTC's */
             {0x3ff49028, 0x2000},     /* GPIO */
             {0x3ff48484, 0x8000000},  /* ... and pulled up by it */
             {0x3ff49024, 0x2300},     /* GPIO, input, pull-up */
             {0x3ff44174, 0x99},       /* pin to the signal */
         }},
    {.number = 2,
     .tx = 33,
     .rx = 39,
     .write =
         {
             {0x3ff000c0, 0x800000},   /* clock on */
             {0x3ff000c4, 0x800000},   /* reset */
             {0x3ff000c4, 0x0},        /* reset ends */
             {0x3ff6e014, 0x007002b6}, /* 115200 baud */
             {0x3ff445b4, 198},        /* signal to the pin */
             {0x3ff44030, 0x2},        /* output on */
             {0x3ff4848c, 0x0},        /* not the RTC's */
             {0x3ff49020, 0x2000},     /* GPIO */
             {0x3ff4847c, 0x0},        /* ..., without pulls */
             {0x3ff49010, 0x2300},     /* GPIO, input, pull-up */
             {0x3ff44448, 0xa7},       /* pin to the signal */
         }},
};
