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

static bool inside(const struct world *w, uint32_t addr, uint32_t len)
{
    return addr <= w->nor.len && len <= w->nor.len - addr;
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

/* Units that have been written since their erase; content does not matter. */
static void claim_units(struct world *w, uint32_t addr, uint32_t len)
{
    uint32_t unit_len = flash_write_len(&w->nor);

    if (!inside(w, addr, len) || addr % unit_len != 0 || len % unit_len != 0) {
        world_fail(w, "write of %u bytes at 0x%x is outside or unaligned", len,
                   addr);
    }
    for (uint32_t i = addr / unit_len; i < (addr + len) / unit_len; i++) {
        if (w->written[i] != 0) {
            world_fail(w, "unit at 0x%x is written twice without an erase",
                       i * unit_len);
        }
    }
}

static void set_units(struct world *w, const struct call *call)
{
    uint32_t unit_len = flash_write_len(&w->nor);

    memset(w->written + call->addr / unit_len, call->is_erase ? 0 : 1,
           call->len / unit_len);
}

static struct call call_begin(struct world *w, uint32_t addr, uint32_t len,
                              bool is_erase)
{
    struct call call = {.addr = addr,
                        .len = len,
                        .op = (uint32_t)(w->nor.op_count - w->op_base),
                        .is_erase = is_erase};

    w->last = call;
    tick(w);
    return call;
}

static void call_end(struct world *w, const struct call *call, status_t status)
{
    struct tape *tape = &w->self->tape;

    tape->call[tape->call_count - 1].op_count =
        (uint32_t)(w->nor.op_count - w->op_base) - call->op;
    if (status == OK) {
        set_units(w, call);
    }
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

    claim_units(w, addr, len);
    show(w, &call, src);
    tape_add(&w->self->tape, &call, src);
    status = __real_flash_write(flash, addr, src, len);
    call_end(w, &call, status);
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
    call_end(w, &call, status);
    return status;
}

void seam_play(struct world *w, const struct call *call, const uint8_t *data)
{
    status_t status =
        call->is_erase
            ? __real_flash_erase(&w->nor, call->addr, call->len)
            : __real_flash_write(&w->nor, call->addr, data, call->len);

    if (status == OK) {
        set_units(w, call);
    }
}

void seam_tidy(struct world *w, const struct call *call)
{
    uint32_t unit_len = flash_write_len(&w->nor);
    uint32_t end = call->addr + call->len;

    for (uint32_t addr = call->addr; addr < end; addr += unit_len) {
        w->written[addr / unit_len] = world_is_erased(w, addr) ? 0 : 1;
    }
}
