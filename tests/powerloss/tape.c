/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was done to the flash, call by call, so that it can be done again
 * without the boot code that did it.
 */
#include "tests/powerloss/tape.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 256u

static void *grow(void *memory, uint32_t *room, uint32_t need, size_t item)
{
    uint32_t wanted = *room == 0 ? FIRST_ROOM : *room;

    while (wanted < need) {
        wanted *= 2;
    }
    if (wanted != *room) {
        memory = realloc(memory, wanted * item);
        if (memory == NULL) {
            abort();
        }
        *room = wanted;
    }
    return memory;
}

void tape_clear(struct tape *tape)
{
    tape->call_count = 0;
    tape->data_len = 0;
}

void tape_add(struct tape *tape, const struct call *call, const uint8_t *data)
{
    uint32_t off = tape->data_len;
    struct call *mine;

    tape->call = grow(tape->call, &tape->call_room, tape->call_count + 1,
                      sizeof(*tape->call));
    mine = &tape->call[tape->call_count++];
    *mine = *call;
    mine->data_off = off;
    if (data != NULL) {
        tape->data = grow(tape->data, &tape->data_room, off + call->len, 1);
        memcpy(tape->data + off, data, call->len);
        tape->data_len += call->len;
    }
}

uint32_t tape_op_count(const struct tape *tape)
{
    const struct call *last;

    if (tape->call_count == 0) {
        return 0;
    }
    last = &tape->call[tape->call_count - 1];
    return last->op + last->op_count;
}

void tape_close(struct tape *tape)
{
    free(tape->call);
    free(tape->data);
    memset(tape, 0, sizeof(*tape));
}
