/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-C3: what feeds its random number generator with noise.
 *
 * Source: SPEC, Noise for keys; vendor's register headers of
 * SYSTEM, RTC_CNTL, APB_SARADC.
 */
#include "port/common/entropy.h"

#define RTC    0x60008000u
#define ADC    0x60040000u
#define SYSTEM 0x600c0000u
#define ANALOG 0x6000e000u

const struct entropy_step entropy_steps[] = {
    {RTC + 0x11c, 0, 3u << 30},   /* ADC: power */
    {RTC + 0x34, 0, 1u << 22},    /* its registers on the bus */
    {SYSTEM + 0x10, 0, 1u << 28}, /* clock */
    {SYSTEM + 0x18, 1u << 28, 0}, /* no reset */
    {ADC + 0x54, 3u << 21 | 0xff,
     2u << 21 | 1u << 20 | 15},                       /* clock from the bus */
    {ADC + 0x00, 0, 3u << 27 | 1u << 6},              /* power */
    {ADC + 0x0c, 0xffffff, 100u << 16 | 8u << 8 | 5}, /* waits */
    {ANALOG + 0x44, 1u << 18, 1u << 17}, /* registers on the bus alone */
    {ANALOG + 0x48, 0, 1u << 16},
    {7, 1u << 3 | 1u << 2 | 3, 1u << 6},  /* inputs */
    {ADC + 0x00, 0, 1u << 23},            /* patterns: from the first */
    {ADC + 0x00, 1u << 23 | 7u << 15, 0}, /* ... one */
    {ADC + 0x18, 0xffffff, 0x9cffff},
    {ADC + 0x1c, 0xffffff, 0xffffff},
    {ADC + 0x50, 0, 1u << 31},
    {ADC + 0x00, 0xffu << 7, 1u << 7}, /* divider */
    {ADC + 0x04, 0xfffu << 12 | 1u << 0, 100u << 12},
    {ADC + 0x04, 0, 1u << 24}, /* go */
};

const uint32_t entropy_step_count =
    sizeof(entropy_steps) / sizeof(entropy_steps[0]);
_Static_assert(sizeof(entropy_steps) / sizeof(entropy_steps[0]) <=
                   ENTROPY_STEP_MAX,
               "entropy.c notes as many");

const uint32_t entropy_data = 0x600260b0;
