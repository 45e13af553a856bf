/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-C3: addresses and bits of its register headers, and the divider of its
 * UART chapter, written here a second time on purpose.
 */
#include "tests/drivers/uart_pins_expect.h"

const struct uart_pins_case uart_pins_cases[2] = {
    {.number = 1,
     .tx = 4,
     .rx = 5,
     .write =
         {
             {0x600c0010, 0x20},       /* clock on */
             {0x60010078, 0x03f00000}, /* core held: crystal */
             {0x600c0018, 0x20},       /* reset */
             {0x600c0018, 0x0},        /* reset ends */
             {0x60010078, 0x03700000}, /* core runs */
             {0x60010014, 0x0030015b}, /* 115200 baud */
             {0x60004564, 9},          /* signal to the pin */
             {0x60004024, 0x10},       /* output on */
             {0x60009014, 0x1000},     /* GPIO */
             {0x60009018, 0x1300},     /* GPIO, input, pull-up */
             {0x60004178, 0x45},       /* pin to the signal */
         }},
    {.number = 0,
     .tx = 21,
     .rx = 20,
     .write =
         {
             {0x600c0010, 0x4},        /* clock on */
             {0x60000078, 0x03f00000}, /* core held: crystal */
             {0x600c0018, 0x4},        /* reset */
             {0x600c0018, 0x0},        /* reset ends */
             {0x60000078, 0x03700000}, /* core runs */
             {0x60000014, 0x0030015b}, /* 115200 baud */
             {0x600045a8, 6},          /* signal to the pin */
             {0x60004024, 0x200000},   /* output on */
             {0x60009058, 0x1000},     /* GPIO */
             {0x60009054, 0x1300},     /* GPIO, input, pull-up */
             {0x6000416c, 0x54},       /* pin to the signal */
         }},
};
