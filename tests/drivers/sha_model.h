/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A SHA engine on the bus, as the manual describes it; the block function is a
 * library's.
 */
#ifndef TESTS_DRIVERS_SHA_MODEL_H
#define TESTS_DRIVERS_SHA_MODEL_H

#include <stdbool.h>
#include <stdint.h>

/** Which algorithm a stream beside another one has. */
extern const bool sha_model_aside_is_512;

/** Where the engine's clock and resets are, and its bits there. */
extern const uint32_t sha_model_clock, sha_model_clock_bits;
extern const uint32_t sha_model_reset, sha_model_reset_bits;

/**
 * Connects the engine to an empty bus.
 */
void sha_model_open(void);

#endif
