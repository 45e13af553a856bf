/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A flash on the bus with the engine of flash encryption beside SPI1, as the
 * manuals describe them: programming clears bits of an array, and takes what
 * the engine has made where both are joined. What the engine makes is computed
 * by port/sim/flash_cipher.c. Addresses of the four chips stand in the model a
 * second time, on purpose.
 */
#ifndef TESTS_DRIVERS_FLASH_ENGINE_MODEL_H
#define TESTS_DRIVERS_FLASH_ENGINE_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#define FLASH_MODEL_LEN 0x1000000u

/** The chip that the program was linked for. */
struct flash_model_chip {
    const char *name;
    bool tweaked; /* ESP32's scheme */
    uint32_t spi1;
    uint32_t spi_user;    /* offset */
    uint32_t spi_w0;      /* offset */
    uint32_t spi_shift;   /* of the address of a user command */
    uint32_t engine;      /* first register */
    uint32_t enable;      /* register that joins the engine to SPI1 */
    uint32_t enable_bits; /* ... the bits for that */
    uint32_t block;       /* bytes */
    uint32_t counter;     /* register with the counter */
    uint32_t counter_at;  /* ... its first bit */
    uint32_t clock;       /* ESP32-S2: gates and resets of AES; else 0 */
    uint32_t reset;
    uint32_t idle; /* cache: register that tells that it stands */
    uint32_t idle_bits;
    uint32_t done; /* ... that it has forgotten */
    uint32_t done_bits;
    uint32_t window;   /* of the cache */
    uint32_t mmu;      /* entry of the window's first page */
    uint32_t mmu_page; /* bits of an entry besides the page */
};

/** What has happened since flash_model_open(). */
struct flash_model {
    const struct flash_model_chip *chip;
    uint8_t *array;    /* FLASH_MODEL_LEN bytes */
    uint32_t programs; /* commands */
    uint32_t longest;  /* bytes of the longest of them */
    uint32_t buffer;   /* writes to the buffer of SPI1 */
    uint32_t reads;    /* commands */
    bool dead;         /* the engine never finishes */
};

extern struct flash_model flash_model;

/**
 * Connects an erased flash and the engine to an empty bus.
 *
 * @param[in] key_len  bytes of the key 00 01 02 ..: 32, or 64
 * @param[in] counter  bits of the eFuse counter
 */
void flash_model_open(uint32_t key_len, uint32_t counter);

/**
 * Frees the array.
 */
void flash_model_close(void);

#endif
