/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The three ways to print fields: for people, as JSON, and values alone, laid
 * out as the vendor's tool does. Chooses no fields and opens no file.
 */
#ifndef HOST_ESPEFUSE_SUMMARY_H
#define HOST_ESPEFUSE_SUMMARY_H

#include <stddef.h>
#include <stdio.h>

#include "host/efuse/fields.h"

#define SUMMARY_MAX 128 /* fields of a chip at most */

/** Fields to be printed. */
struct summary {
    const struct efuse_file *file;
    const struct efuse_field *field[SUMMARY_MAX];
    size_t count;
};

/**
 * Prints fields by category, with what they are.
 *
 * @param[in] summary  fields in the order of the chip's table
 * @param[in] out      stream
 */
void summary_print(const struct summary *summary, FILE *out);

/**
 * Prints fields as one JSON object, by name.
 *
 * @param[in] summary  fields
 * @param[in] out      stream
 */
void summary_print_json(const struct summary *summary, FILE *out);

#endif
