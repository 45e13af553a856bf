/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What key blocks are for: names and numbers of the purposes, and what tools
 * do with a key of each. ESP32 has none; its blocks have fixed roles.
 */
#ifndef HOST_ESPEFUSE_PURPOSE_H
#define HOST_ESPEFUSE_PURPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "port/sim/sim_efuse.h"

/** A purpose. */
struct purpose {
    const char *name;
    uint8_t value;
    bool reversed; /* the key's last byte goes first */
    bool secret;   /* the block is read-protected */
    bool digest;   /* holds the digest of a public key */
    bool wide;     /* only where AES-256 is: not on ESP32-C3 */
};

/**
 * Finds a purpose of a chip by name.
 *
 * @param[in] chip  not ESP32
 * @param[in] name  such as "USER"
 *
 * @retval purpose
 * @retval NULL     the chip has no such purpose
 */
MUST_USE const struct purpose *purpose_find(enum sim_efuse_chip chip,
                                            const char *name);

/**
 * Finds a purpose of a chip by number.
 *
 * @param[in] chip   not ESP32
 * @param[in] value  as burned
 *
 * @retval purpose
 * @retval NULL     the number stands for none
 */
MUST_USE const struct purpose *purpose_of(enum sim_efuse_chip chip,
                                          uint32_t value);

/**
 * Writes the names of a chip's purposes.
 *
 * @param[in]  chip  not ESP32
 * @param[out] text  with commas
 * @param[in]  room  bytes of text
 */
void purpose_list(enum sim_efuse_chip chip, char *text, size_t room);

#endif
