/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fuzz target: what libFuzzer calls, and what the replay of the corpus
 * calls in a build without it. What does not hold ends the process.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/**
 * Runs one input.
 *
 * @param[in] data  size bytes
 * @param[in] size  bytes
 *
 * @retval 0  always
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
