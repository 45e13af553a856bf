/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32: what feeds its random number generator with noise.
 *
 * Source: SPEC, Noise for keys; vendor's register headers of
 * DPORT, RTC_CNTL, SENS, SYSCON, I2S.
 */
#include "port/common/entropy.h"

#define DPORT  0x3ff00000u
#define RTC    0x3ff48000u
#define SENS   0x3ff48800u
#define I2S0   0x3ff4f000u
#define SYSCON 0x3ff66000u

const struct entropy_step entropy_steps[] = {
    {DPORT + 0xcc, 0, 1u << 15},                 /* clock of the generator */
    {RTC + 0xa8, 3u << 30, 2u << 30 | 1u << 29}, /* a voltage to be measured */
    {SENS + 0x2c, 3u << 8, 1u << 4},             /* ADC 2 measures it */
    {DPORT + 0xc0, 0, 1u << 4},                  /* I2S: clock */
    {DPORT + 0xc4, 0, 1u << 4},                  /* ... reset, on */
    {DPORT + 0xc4, 1u << 4, 0},                  /* ... and off */
    {SYSCON + 0x2c, 0xffffffff, 0xadadadad},     /* ADC: patterns */
    {SYSCON + 0x30, 0xffffffff, 0xadadadad},
    {SYSCON + 0x34, 0xffffffff, 0xadadadad},
    {SYSCON + 0x38, 0xffffffff, 0xadadadad},
    {SENS + 0x0c, 0, 3u << 18}, /* ADC: power */
    {SENS + 0x00, 0, 1u << 27}, /* ... by the digital part */
    {SENS + 0x90, 0, 1u << 28},
    {SYSCON + 0x10, 0xffu << 7 | 3u << 3 | 1u << 25,
     4u << 7 | 1u << 5 | 1u << 2},            /* ADC: divider */
    {SYSCON + 0x18, 0xff00ff, 10u << 16 | 8}, /* ... waits */
    {I2S0 + 0xb0, 0x3fu << 6, 20u << 6},      /* ... divider of I2S */
    {SYSCON + 0x10, 0, 1u << 26},             /* ... goes to I2S */
    {I2S0 + 0xa8, 1u << 0, 7u << 3},
    {I2S0 + 0x08, 0, 1u << 5}, /* go */
};

const uint32_t entropy_step_count =
    sizeof(entropy_steps) / sizeof(entropy_steps[0]);
_Static_assert(sizeof(entropy_steps) / sizeof(entropy_steps[0]) <=
                   ENTROPY_STEP_MAX,
               "entropy.c notes as many");

const uint32_t entropy_data = 0x3ff75144;
