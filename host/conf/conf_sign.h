/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signature that images must carry and the public keys that the
 * bootloader holds for it, loaded from the files that a configuration names.
 */
#ifndef HOST_CONF_CONF_SIGN_H
#define HOST_CONF_CONF_SIGN_H

#include "host/conf/conf.h"
#include "host/conf/conf_report.h"

/**
 * Loads the keys and fills conf->key, conf->key_der and, in conf->boot,
 * signature, keys and key_count.
 *
 * A relative path is looked up beside the file that names it, then in the
 * current folder.
 *
 * @param[in,out] conf    after conf_keys_resolve()
 * @param[in,out] report  problems are added
 */
void conf_sign_load(struct conf *conf, struct conf_report *report);

#endif
