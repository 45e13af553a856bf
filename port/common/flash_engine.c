/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What both versions of flash encryption have in common: the counter in block 0
 * of the eFuse, as its register shows it since the reset. Virtual eFuses are
 * not asked: no cache decrypts by them.
 *
 * Source: SPEC, Flash encryption; vendor's register headers of EFUSE.
 */
#include "port/common/flash_engine.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

bool flash_engine_is_enabled(void)
{
    uint32_t bits = mmio_read(chip.efuse + chip.flash_engine.counter) &
                    chip.flash_engine.counter_bits;
    bool odd = false;

    for (; bits != 0; bits &= bits - 1) {
        odd = !odd;
    }
    return odd;
}
