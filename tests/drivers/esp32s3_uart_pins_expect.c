/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S3: addresses and bits of its register headers, and the divider of its
 * UART chapter, written here a second time on purpose.
 */
#include "tests/drivers/uart_pins_expect.h"

const struct uart_pins_case uart_pins_cases[2] = {
    {.number = 1,
     .tx = 17,
     .rx = 18,
     .write =
         {
             {0x600c0018, 0x20},       /* clock on */
             {0x60010078, 0x03f00000}, /* core held: crystal */
             {0x600c0020, 0x20},       /* reset */
             {0x600c0020, 0x0},        /* reset ends */
             {0x60010078, 0x03700000}, /* core runs */
             {0x60010014, 0x0030015b}, /* 115200 baud */
             {0x60004598, 15},         /* signal to the pin */
             {0x60004024, 0x20000},    /* output on */
             {0x600084c8, 0x0},        /* not the RTC's */
             {0x60009048, 0x1000},     /* GPIO */
             {0x600084cc, 0x0},        /* not the RTC's */
             {0x6000904c, 0x1300},     /* GPIO, input, pull-up */
             {0x60004190, 0x92},       /* pin to the signal */
         }},
    {.number = 2,
     .tx = 48,
     .rx = 33,
     .write =
         {
             {0x600c0018, 0x200},      /* clock on */
             {0x6002e078, 0x03f00000}, /* core held: crystal */
             {0x600c0020, 0x200},      /* reset */
             {0x600c0020, 0x0},        /* reset ends */
             {0x6002e078, 0x03700000}, /* core runs */
             {0x6002e014, 0x0030015b}, /* 115200 baud */
             {0x60004614, 18},         /* signal to the pin */
             {0x60004030, 0x10000},    /* output on */
             {0x600090c4, 0x1000},     /* GPIO */
             {0x60009088, 0x1300},     /* GPIO, input, pull-up */
             {0x6000419c, 0xa1},       /* pin to the signal */
         }},
};
