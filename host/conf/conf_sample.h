/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys whose private part is published: whoever signs with one is no safer
 * than without a signature.
 */
#ifndef HOST_CONF_CONF_SAMPLE_H
#define HOST_CONF_CONF_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

/**
 * Looks a public key up among the published ones.
 *
 * @param[in] der  len bytes: the key as images name it by its hash
 * @param[in] len  bytes
 *
 * @retval name of the file that it is published in, or NULL
 */
MUST_USE const char *conf_sample_name(const uint8_t *der, size_t len);

#endif
