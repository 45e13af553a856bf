/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What rsa.c needs of a big-number engine beyond the memories that both
 * versions have; rsa_v1.c and rsa_v2.c are the two. Not for others: they use
 * iface/bignum.h.
 */
#ifndef PORT_COMMON_RSA_ENGINE_H
#define PORT_COMMON_RSA_ENGINE_H

#include <stdint.h>

#include "base/status.h"

/**
 * Switches the engine on; its memories are empty then.
 *
 * @retval OK
 * @retval CRYPTO_E_FAULT  it does not answer
 */
MUST_USE status_t rsa_engine_open(void);

/**
 * Computes X to the power Y modulo M in the engine's memories; Z holds R^2 mod
 * M before, the result afterwards.
 *
 * @param[in] words  length of the numbers, a multiple of 16
 *
 * @retval OK
 * @retval CRYPTO_E_FAULT  it does not get done
 */
MUST_USE status_t rsa_engine_run(uint32_t words);

/**
 * Waits until a register of the engine is not 0.
 *
 * @param[in] offset  register
 *
 * @retval OK
 * @retval CRYPTO_E_FAULT  it stays 0
 */
MUST_USE status_t rsa_engine_wait(uint32_t offset);

#endif
