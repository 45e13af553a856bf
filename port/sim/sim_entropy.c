/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual chip's noise: implements iface/entropy.h by the noise of the PC.
 */
#include "iface/entropy.h"

#include <stdbool.h>
#include <stdio.h>

status_t entropy_fill(uint8_t *dst, size_t len)
{
    FILE *noise = fopen("/dev/urandom", "rb");
    bool filled = noise != NULL && fread(dst, 1, len, noise) == len;

    if (noise != NULL) {
        (void)fclose(noise);
    }
    return filled ? OK : CRYPTO_E_FAULT;
}
