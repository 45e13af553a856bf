/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S3: what feeds its random number generator with noise.
 *
 * Source: SPEC, Noise for keys; vendor's register headers of
 * SYSTEM, SYSCON, RTC_CNTL, SENS, APB_SARADC.
 */
#include "port/common/entropy.h"

#define RTC    0x60008000u
#define SENS   0x60008800u
#define ANALOG 0x6000e000u
#define SYSCON 0x60026000u
#define ADC    0x60040000u
#define SYSTEM 0x600c0000u

const struct entropy_step entropy_steps[] = {
    {SYSCON + 0x14, 0, 1u << 15}, /* clock of the generator */
    {RTC + 0x74, 0, 1u << 10},    /* 8 MHz oscillator for it */
    {SYSTEM + 0x18, 0, 1u << 28}, /* ADC: clock */
    {ADC + 0x70, 3u << 21 | 0xff,
     2u << 21 | 1u << 20 | 3},           /* ... from the bus */
    {ANALOG + 0x44, 1u << 18, 1u << 17}, /* registers on the bus alone */
    {ANALOG + 0x48, 0, 1u << 16},
    {7, 1u << 3 | 3, 1u << 4 | 1u << 2}, /* inputs */
    {ADC + 0x18, 0xffffff, 0xafffff},    /* patterns */
    {ADC + 0x28, 0xffffff, 0xafffff},
    {SENS + 0x3c, 0, 3u << 29}, /* ADC: power */
    {SENS + 0x10, 0, 1u << 31}, /* by the digital part */
    {SENS + 0x34, 1u << 31, 0},
    {ADC + 0x38, 1u << 12 | 1u << 5, 0}, /* both in turn */
    {ADC + 0x00, 0xffu << 15 | 0xffu << 7 | 3u << 3 | 1u << 0,
     3u << 7 | 1u << 6 | 1u << 3}, /* both converters */
    {ADC + 0x04, 0xfffu << 12 | 1u << 0, 70u << 12 | 1u << 11},
    {ADC + 0x04, 0, 1u << 24}, /* go */
};

const uint32_t entropy_step_count =
    sizeof(entropy_steps) / sizeof(entropy_steps[0]);
_Static_assert(sizeof(entropy_steps) / sizeof(entropy_steps[0]) <=
                   ENTROPY_STEP_MAX,
               "entropy.c notes as many");

const uint32_t entropy_data = 0x6003507c;
