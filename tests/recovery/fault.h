/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A flash that fails: erases and writes that report a fault, and writes that
 * report none and store something else. The linker puts it between the boot
 * code and the flash model.
 */
#ifndef TESTS_RECOVERY_FAULT_H
#define TESTS_RECOVERY_FAULT_H

#include <stdint.h>

#define FAULT_NEVER UINT32_MAX

/** Which call fails: so many succeed before; each fails once. */
struct fault {
    uint32_t erase;   /* reports a fault */
    uint32_t write;   /* reports a fault */
    uint32_t corrupt; /* a write that stores one bit less, silently */
};

/**
 * Arms faults.
 *
 * @param[in] fault  which
 */
void fault_arm(const struct fault *fault);

/**
 * Takes back all faults.
 */
void fault_disarm(void);

/**
 * Tells whether every fault that was armed has happened.
 *
 * @retval 0  all that were armed have, or none was
 */
int fault_is_waiting(void);

#endif
