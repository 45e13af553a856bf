/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See efuse.h. The choice is a constant of the product: link time optimisation
 * leaves the one that is chosen.
 */
#include "port/common/efuse.h"

#include "iface/efuse_burn.h"
#include "iface/log.h"
#include "port/common/efuse_chip.h"
#include "port/common/product.h"

status_t efuse_open(struct efuse *efuse, struct flash *flash)
{
    if (!product.efuse_virtual) {
        return OK;
    }
    log_line(LOG_WARNING,
             "EFUSES ARE VIRTUAL: nothing real is burned or encrypted, this "
             "chip stays open",
             0, 0);
    return efuse_virtual_open(&efuse->stand_in, flash, &product.efuse_area);
}

uint32_t efuse_word(const struct efuse *efuse, uint32_t block, uint32_t word)
{
    return product.efuse_virtual
               ? efuse_virtual_word(&efuse->stand_in, block, word)
               : efuse_chip_word(block, word);
}

uint32_t efuse_key_len(const struct efuse *efuse)
{
    (void)efuse; /* a coding scheme is the chip's: nothing here burns one */
    return efuse_chip_key_len();
}

bool efuse_is_sound(const struct efuse *efuse, uint32_t block)
{
    (void)efuse;
    return product.efuse_virtual || efuse_chip_is_sound(block);
}

status_t efuse_burn_block(struct efuse *efuse, uint32_t block,
                          const uint32_t bits[EFUSE_BLOCK_WORDS])
{
    return product.efuse_virtual
               ? efuse_virtual_burn(&efuse->stand_in, block, bits)
               : efuse_chip_burn(block, bits);
}
