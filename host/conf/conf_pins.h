/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Do UART numbers and pins exist on the chip, and are they free?
 */
#ifndef HOST_CONF_CONF_PINS_H
#define HOST_CONF_CONF_PINS_H

#include "host/conf/conf.h"
#include "host/conf/conf_report.h"

/**
 * Checks UART numbers and pins against the chip and each other.
 *
 * @param[in]     conf    after conf_keys_resolve()
 * @param[in,out] report  problems are added
 */
void conf_pins_check(const struct conf *conf, struct conf_report *report);

#endif
