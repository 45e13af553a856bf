/* SPDX-License-Identifier: Apache-2.0 */
/* See sha_block.h: what sha_block_xtensa.S does, for a bus of the test. */
#include "port/common/sha_block.h"

#include "iface/mmio.h"

void sha_block_put(uint32_t text, const uint32_t *words, uint32_t len)
{
    for (uint32_t i = 0; i < len / 4; i++) {
        uint32_t v = words[i];

        mmio_write(text + 4 * i,
                   v << 24 | (v & 0xff00u) << 8 | (v >> 8 & 0xff00u) | v >> 24);
    }
}
