/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the registers of a big-number engine lie, by version. What they do is
 * the same.
 */
#ifndef TESTS_DRIVERS_RSA_MODEL_H
#define TESTS_DRIVERS_RSA_MODEL_H

#include <stdint.h>

/** An engine on the bus; addresses of registers. */
struct rsa_model {
    uint32_t base;
    uint32_t clean;      /* 1: memories are empty */
    uint32_t mode;       /* length of the numbers ... */
    uint32_t mode_words; /* ... in words, less one */
    uint32_t start;
    uint32_t done;  /* 1 when it is */
    uint32_t clear; /* written 1 afterwards */
    uint32_t clock;
    uint32_t clock_bits;
    uint32_t reset;
    uint32_t reset_bits;
    uint32_t power; /* set: memories are off */
    uint32_t power_bits;
};

extern const struct rsa_model rsa_model;

#endif
