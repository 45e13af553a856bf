/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the loader share; see loader.h. For no one else: all of it
 * runs in the loader's memory, on its stack.
 */
#ifndef PORT_COMMON_LOADER_LOAD_H
#define PORT_COMMON_LOADER_LOAD_H

#include "port/common/loader.h"

/**
 * Copies and hashes an image, after it has taken a copy of the job; resets the
 * chip if the digest differs.
 *
 * @param[in] given  the image
 *
 * @retval its entry
 */
uint32_t loader_load(const struct loader_job *given);

/**
 * Resets the chip.
 */
_Noreturn void loader_reset(void);

/**
 * Enters an application as those of the chip expect it; in the start code.
 *
 * @param[in] entry  CPU address
 */
_Noreturn void loader_enter(uint32_t entry);

#endif
