/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See entropy.h.
 *
 * N1  What a step changes is noted before, and put back in reverse order on
 *     every way out.
 * N2  No byte comes from less than 25 us of noise, XORed: the slowest chip
 *     fills its generator at 45 kHz.
 * N3  A word that comes twice, or is all zeros or ones, is a broken source:
 *     by chance that happens once in 2^30.
 *
 * Source: SPEC, Noise for keys.
 */
#include "port/common/entropy.h"

#include "base/memory.h"
#include "iface/mmio.h"
#include "port/common/analog.h"
#include "port/common/clock.h"
#include "port/common/watchdog.h"

#define ANALOG_ADDR_MAX 0xffu
#define SAMPLE_US       25u

static uint32_t step_read(uint32_t addr)
{
    return addr <= ANALOG_ADDR_MAX ? analog_read(ANALOG_BLOCK_ADC, addr)
                                   : mmio_read(addr);
}

static void step_write(uint32_t addr, uint32_t value)
{
    if (addr <= ANALOG_ADDR_MAX) {
        analog_change(ANALOG_BLOCK_ADC, addr, 0xff, value);
    } else {
        mmio_write(addr, value);
    }
}

static void source_open(uint32_t *before)
{
    for (uint32_t i = 0; i < entropy_step_count; i++) {
        const struct entropy_step *step = &entropy_steps[i];

        before[i] = step_read(step->addr);
        step_write(step->addr, (before[i] & ~step->clear) | step->set);
    }
}

static void source_close(const uint32_t *before)
{
    for (uint32_t i = entropy_step_count; i-- > 0;) {
        step_write(entropy_steps[i].addr, before[i]);
    }
}

static uint32_t sample(void)
{
    uint32_t word = mmio_read(entropy_data);

    for (uint32_t us = 0; us < SAMPLE_US; us++) {
        clock_pause_us(1);
        word ^= mmio_read(entropy_data);
    }
    return word;
}

static status_t fill(uint8_t *dst, size_t len)
{
    uint32_t last = 0;

    for (size_t i = 0; i < len; i++) {
        uint32_t word = sample();

        if (word == last || word == 0 || word == 0xffffffffu) {
            return CRYPTO_E_FAULT;
        }
        last = word;
        dst[i] = (uint8_t)(word ^ word >> 8 ^ word >> 16 ^ word >> 24);
        watchdog_feed();
    }
    return OK;
}

status_t entropy_fill(uint8_t *dst, size_t len)
{
    uint32_t before[ENTROPY_STEP_MAX];
    status_t status;

    source_open(before);
    status = fill(dst, len);
    source_close(before);
    return status;
}
