/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a configuration burns, chip by chip: CONFIG_SECURE_* as the struct of
 * enroll/enroll_config.h. It reads no eFuse and decides no order beyond the
 * stage of each field.
 */
#ifndef HOST_CONF_CONF_ENROLL_H
#define HOST_CONF_CONF_ENROLL_H

#include "host/conf/conf.h"

/**
 * Fills conf->enroll and the fields behind it.
 *
 * @param[in,out] conf  everything else is filled
 */
void conf_enroll_fill(struct conf *conf);

/**
 * Tells whether a configuration has anything to burn, or to require.
 *
 * @param[in] conf  accepted by conf_read()
 *
 * @retval true  Secure Boot or flash encryption is configured
 */
MUST_USE bool conf_enrolls(const struct conf *conf);

#endif
