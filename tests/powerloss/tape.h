/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was done to the flash, call by call, so that it can be done again
 * without the boot code that did it.
 */
#ifndef POWERLOSS_TAPE_H
#define POWERLOSS_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A write or an erase. */
struct call {
    uint32_t addr;
    uint32_t len;      /* bytes */
    uint32_t data_off; /* place of the bytes on the tape; writes only */
    uint32_t op;       /* operations before it since the last cut */
    uint32_t op_count; /* operations that it is made of */
    bool is_erase;
};

/** Calls in order; zero it before its first use. */
struct tape {
    struct call *call;
    uint32_t call_count;
    uint32_t call_room;
    uint8_t *data;
    uint32_t data_len;
    uint32_t data_room;
};

/**
 * Forgets all calls; keeps the memory.
 *
 * @param[in,out] tape  tape
 */
void tape_clear(struct tape *tape);

/**
 * Appends a call.
 *
 * @param[in,out] tape  tape
 * @param[in]     call  what; data_off is set here
 * @param[in]     data  call->len bytes of a write, NULL for an erase
 */
void tape_add(struct tape *tape, const struct call *call, const uint8_t *data);

/**
 * Counts the operations on a tape.
 *
 * @param[in] tape  tape
 *
 * @retval operations
 */
uint32_t tape_op_count(const struct tape *tape);

/**
 * Frees the memory.
 *
 * @param[in,out] tape  tape
 */
void tape_close(struct tape *tape);

#endif
