/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between the boot code and the flash model: the linker sends each call of the
 * flash contract through here (--wrap), where it is recorded and checked.
 */
#include "tests/powerloss/seam.h"

#include <stdio.h>
#include <string.h>

#define TICK_MAX  4000000u /* accesses in one step: far above any real boot */
#define SHOWN_LEN 16u      /* bytes of a write that a verbose run shows */

/* The names that --wrap asks for. */
status_t __real_flash_read(struct flash *flash, uint32_t addr, void *dst,
                           uint32_t len);
status_t __real_flash_write(struct flash *flash, uint32_t addr, const void *src,
                            uint32_t len);
status_t __real_flash_erase(struct flash *flash, uint32_t addr, uint32_t len);
status_t __wrap_flash_read(struct flash *flash, uint32_t addr, void *dst,
                           uint32_t len);
status_t __wrap_flash_write(struct flash *flash, uint32_t addr, const void *src,
                            uint32_t len);
status_t __wrap_flash_erase(struct flash *flash, uint32_t addr, uint32_t len);

static struct world *world_of(struct flash *flash)
{
    return (struct world *)(void *)flash;
}

static void tick(struct world *w)
{
    w->ticks++;
    if (w->ticks > TICK_MAX) {
        world_fail(w, "it does not end: %u accesses to the flash in one step",
                   w->ticks);
    }
}

static void show(const struct world *w, const struct call *call,
                 const uint8_t *src)
{
    uint32_t shown = call->len < SHOWN_LEN ? call->len : SHOWN_LEN;

    if (!w->verbose) {
        return;
    }
    printf("    op %4u %s 0x%06x %5u", call->op,
           call->is_erase ? "erase" : "write", call->addr, call->len);
    for (uint32_t i = 0; src != NULL && i < shown; i++) {
        printf("%s%02x", i == 0 ? "  " : "", src[i]);
    }
    printf("%s\n", src != NULL && shown < call->len ? ".." : "");
}

static struct call call_begin(struct world *w, uint32_t addr, uint32_t len,
                              bool is_erase)
{
    struct call call = {.addr = addr,
                        .len = len,
                        .op = (uint32_t)(w->nor.op_count - w->op_base),
                        .is_erase = is_erase};

    tick(w);
    return call;
}

static void call_end(struct world *w, const struct call *call)
{
    struct tape *tape = &w->self->tape;

    tape->call[tape->call_count - 1].op_count =
        (uint32_t)(w->nor.op_count - w->op_base) - call->op;
}

status_t __wrap_flash_read(struct flash *flash, uint32_t addr, void *dst,
                           uint32_t len)
{
    tick(world_of(flash));
    return __real_flash_read(flash, addr, dst, len);
}

status_t __wrap_flash_write(struct flash *flash, uint32_t addr, const void *src,
                            uint32_t len)
{
    struct world *w = world_of(flash);
    struct call call = call_begin(w, addr, len, false);
    status_t status;

    show(w, &call, src);
    tape_add(&w->self->tape, &call, src);
    status = __real_flash_write(flash, addr, src, len);
    call_end(w, &call);
    return status;
}

status_t __wrap_flash_erase(struct flash *flash, uint32_t addr, uint32_t len)
{
    struct world *w = world_of(flash);
    struct call call = call_begin(w, addr, len, true);
    status_t status;

    show(w, &call, NULL);
    tape_add(&w->self->tape, &call, NULL);
    status = __real_flash_erase(flash, addr, len);
    call_end(w, &call);
    return status;
}

void seam_play(struct world *w, const struct call *call, const uint8_t *data)
{
    status_t status =
        call->is_erase
            ? __real_flash_erase(&w->nor, call->addr, call->len)
            : __real_flash_write(&w->nor, call->addr, data, call->len);

    if (status != OK) {
        world_fail(w, "the runner is wrong: a recorded call failed");
    }
}
