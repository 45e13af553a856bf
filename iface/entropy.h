/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entropy contract: bytes that nobody can guess, for keys that a device
 * makes itself.
 */
#ifndef IFACE_ENTROPY_H
#define IFACE_ENTROPY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/**
 * Fills a buffer with random bytes.
 *
 * @param[out] dst  len bytes; undefined on failure
 * @param[in]  len  bytes
 *
 * @retval OK
 * @retval CRYPTO_E_FAULT  the source repeats itself; nothing may be made of it
 */
MUST_USE status_t entropy_fill(uint8_t *dst, size_t len);

#endif
