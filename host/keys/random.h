/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random numbers of the operating system, in the form that Mbed TLS asks for.
 */
#ifndef HOST_KEYS_RANDOM_H
#define HOST_KEYS_RANDOM_H

#include <stddef.h>

/**
 * Fills a buffer with random bytes.
 *
 * @param[in]  context  not used, may be NULL
 * @param[out] bytes    len bytes
 * @param[in]  len      bytes
 *
 * @retval 0   filled
 * @retval -1  the system gave none; the bytes are undefined
 */
int random_fill(void *context, unsigned char *bytes, size_t len);

#endif
