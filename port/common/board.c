/* SPDX-License-Identifier: Apache-2.0 */
/* See board.h. */
#include "port/common/board.h"

#include "iface/mmio.h"

static void apply(const struct board_change *change, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        mmio_change(change[i].addr, change[i].clear, change[i].set);
    }
}

void board_open(void)
{
    apply(board_start, board.start_count);
}

void board_close(void)
{
    apply(board_finish, board.finish_count);
}
