/* SPDX-License-Identifier: Apache-2.0 */
/* See fault.h. */
#include "tests/recovery/fault.h"

#include <stdbool.h>
#include <string.h>

#include "port/sim/nor.h"

#define PIECE_MAX 65536u

status_t __real_flash_erase(struct flash *flash, uint32_t addr, uint32_t len);
status_t __real_flash_write(struct flash *flash, uint32_t addr, const void *src,
                            uint32_t len);
status_t __wrap_flash_erase(struct flash *flash, uint32_t addr, uint32_t len);
status_t __wrap_flash_write(struct flash *flash, uint32_t addr, const void *src,
                            uint32_t len);

static struct fault armed = {FAULT_NEVER, FAULT_NEVER, FAULT_NEVER};

void fault_arm(const struct fault *fault)
{
    armed = *fault;
}

void fault_disarm(void)
{
    armed = (struct fault){FAULT_NEVER, FAULT_NEVER, FAULT_NEVER};
}

int fault_is_waiting(void)
{
    return armed.erase != FAULT_NEVER || armed.write != FAULT_NEVER ||
           armed.corrupt != FAULT_NEVER;
}

/* Counts a call; true: this is the one. */
static bool is_due(uint32_t *count)
{
    if (*count == FAULT_NEVER) {
        return false;
    }
    if (*count == 0) {
        *count = FAULT_NEVER;
        return true;
    }
    (*count)--;
    return false;
}

status_t __wrap_flash_erase(struct flash *flash, uint32_t addr, uint32_t len)
{
    return is_due(&armed.erase) ? FLASH_E_IO
                                : __real_flash_erase(flash, addr, len);
}

/* One bit that should have stayed set is cleared, in the middle. */
static status_t write_corrupt(struct flash *flash, uint32_t addr,
                              const void *src, uint32_t len)
{
    static uint8_t copy[PIECE_MAX];
    uint32_t at = len / 2;

    if (len > PIECE_MAX) {
        return FLASH_E_IO;
    }
    memcpy(copy, src, len);
    while (at < len && copy[at] == 0) {
        at++;
    }
    if (at < len) {
        copy[at] &= (uint8_t)(copy[at] - 1);
    }
    return __real_flash_write(flash, addr, copy, len);
}

status_t __wrap_flash_write(struct flash *flash, uint32_t addr, const void *src,
                            uint32_t len)
{
    if (is_due(&armed.write)) {
        return FLASH_E_IO;
    }
    return is_due(&armed.corrupt) ? write_corrupt(flash, addr, src, len)
                                  : __real_flash_write(flash, addr, src, len);
}
