/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows behind conf_table.h, as one constant array; for conf_table.c only.
 */
#ifndef HOST_CONF_CONF_ROWS_H
#define HOST_CONF_CONF_ROWS_H

#include "host/conf/conf_table.h"

extern const struct conf_row conf_rows[CONF_KEY_COUNT];

#endif
