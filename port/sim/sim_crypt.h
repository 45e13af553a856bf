/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a chip's flash encryption makes of its eFuses: which key, and whether
 * reads decrypt. The key counts as soon as it is burned, the counter when the
 * chip is reset. Encrypts nothing itself.
 *
 * K1  An ESP32 always has a key: what its block says, zeros if not burned.
 * K2  The others look for key blocks by purpose and take the lowest. Without a
 *     valid set of them the engine works with a key of zeros, so nothing
 *     that was written plain reads as such once the counter is odd.
 */
#ifndef PORT_SIM_SIM_CRYPT_H
#define PORT_SIM_SIM_CRYPT_H

#include <stdbool.h>

#include "port/sim/flash_cipher.h"
#include "port/sim/sim_efuse.h"

/**
 * Gives the chip its engine: from now on each burn keeps the key in step.
 *
 * @param[in,out] efuse   eFuses with a flash, .power
 * @param[out]    engine  the engine; must outlive efuse and its flash
 */
void sim_crypt_open(struct efuse *efuse, struct flash_cipher *engine);

/**
 * Takes the key from the eFuses; does nothing without an engine.
 *
 * @param[in,out] efuse  eFuses
 */
void sim_crypt_update(struct efuse *efuse);

/**
 * Resets the chip: key and counter decide how its flash reads.
 *
 * @param[in,out] efuse  eFuses with an engine
 */
void sim_crypt_reset(struct efuse *efuse);

/**
 * Tells whether a chip with these eFuses starts with encryption enabled.
 *
 * @param[in] efuse  eFuses
 *
 * @retval true  the counter has an odd number of ones
 */
MUST_USE bool sim_crypt_counter_is_odd(const struct efuse *efuse);

#endif
