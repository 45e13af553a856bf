/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Do the keys fit the chip and each other? Everything but addresses, which
 * conf_area.h looks at, and key files, see conf_sign.h.
 */
#ifndef HOST_CONF_CONF_KEYS_H
#define HOST_CONF_CONF_KEYS_H

#include "host/conf/conf.h"
#include "host/conf/conf_report.h"

/**
 * Drops or refuses keys that the chip does not support, then gives every key
 * that no file defines its default.
 *
 * @param[in,out] conf    value[] as conf_parse() left it
 * @param[in,out] report  problems are added
 */
void conf_keys_resolve(struct conf *conf, struct conf_report *report);

/**
 * Checks keys against each other: contradictions, and keys that need others.
 *
 * @param[in]     conf    after conf_keys_resolve()
 * @param[in,out] report  problems are added
 */
void conf_keys_check(const struct conf *conf, struct conf_report *report);

#endif
