/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Serial recovery in a configuration: what fits together besides pins
 * (conf_pins.h), and the structs that recovery and its drivers are made from.
 */
#ifndef HOST_CONF_CONF_RECOVERY_H
#define HOST_CONF_CONF_RECOVERY_H

#include "base/compiler.h"
#include "host/conf/conf.h"
#include "host/conf/conf_report.h"

/**
 * Checks the keys of recovery but for its pins.
 *
 * @param[in]     conf    after conf_keys_resolve()
 * @param[in,out] report  problems are added
 */
void conf_recovery_check(const struct conf *conf, struct conf_report *report);

/**
 * Fills conf->recovery.
 *
 * @param[in,out] conf  values are checked
 */
void conf_recovery_fill(struct conf *conf);

/**
 * Tells whether recovery talks where the boot log goes: from its beginning on
 * nothing else may be said there.
 *
 * @param[in] conf  accepted by conf_read()
 *
 * @retval true  both have the same line
 */
MUST_USE bool conf_recovery_is_on_console(const struct conf *conf);

#endif
