/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of fields, one file for each chip. Only fields.c and those files
 * include this.
 */
#ifndef HOST_EFUSE_FIELDS_TABLE_H
#define HOST_EFUSE_FIELDS_TABLE_H

#include "host/efuse/fields.h"

extern const struct efuse_field efuse_fields_esp32[];
extern const struct efuse_field efuse_fields_esp32s2[];
extern const struct efuse_field efuse_fields_esp32c3[];
extern const struct efuse_field efuse_fields_esp32s3[];

extern const size_t efuse_field_count_esp32;
extern const size_t efuse_field_count_esp32s2;
extern const size_t efuse_field_count_esp32c3;
extern const size_t efuse_field_count_esp32s3;

#endif
