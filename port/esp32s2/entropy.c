/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S2: what feeds its random number generator with noise.
 *
 * Source: SPEC, Noise for keys; vendor's register headers of
 * SYSTEM, SYSCON, RTC_CNTL, SENS, APB_SARADC.
 */
#include "port/common/entropy.h"

#define RTC    0x3f408000u
#define SENS   0x3f408800u
#define SYSCON 0x3f426000u
#define ADC    0x3f440000u
#define SYSTEM 0x3f4c0000u
#define ANALOG 0x6000e000u

const struct entropy_step entropy_steps[] = {
    {SYSCON + 0x90, 0, 1u << 15},        /* clock of the generator */
    {RTC + 0x74, 0, 1u << 10},           /* 8 MHz oscillator for it */
    {SYSTEM + 0x40, 0, 1u << 28},        /* ADC: clock */
    {ADC + 0x5c, 3u << 21, 2u << 21},    /* ... from the bus */
    {RTC + 0x34, 1u << 21, 1u << 22},    /* its registers on the bus */
    {ANALOG + 0x44, 1u << 18, 1u << 17}, /* ... alone */
    {ANALOG + 0x48, 0, 1u << 16},
    {2, 7u << 4, 4u << 4}, /* ADC: reference */
    {5, 7u << 4, 4u << 4},
    {7, 1u << 3, 1u << 4 | 1u << 2},      /* inputs */
    {SENS + 0x3c, 0, 3u << 29},           /* ADC: power */
    {ADC + 0x18, 0xffffffff, 0xafffffff}, /* patterns */
    {ADC + 0x28, 0xffffffff, 0xafffffff},
    {SENS + 0x10, 0, 1u << 31}, /* by the digital part */
    {ADC + 0x00, 0xffu << 15 | 0xffu << 7 | 3u << 3 | 1u << 0,
     4u << 7 | 1u << 3}, /* both converters */
    {ADC + 0x04, 0xfffu << 12 | 1u << 0, 100u << 12 | 1u << 11},
    {ADC + 0x04, 0, 1u << 24}, /* go */
};

const uint32_t entropy_step_count =
    sizeof(entropy_steps) / sizeof(entropy_steps[0]);
_Static_assert(sizeof(entropy_steps) / sizeof(entropy_steps[0]) <=
                   ENTROPY_STEP_MAX,
               "entropy.c notes as many");

const uint32_t entropy_data = 0x60035110;
