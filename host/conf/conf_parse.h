/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of bootloader.conf: lines become values of single keys. Whether
 * keys fit each other or the chip is not looked at.
 */
#ifndef HOST_CONF_CONF_PARSE_H
#define HOST_CONF_CONF_PARSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/conf/conf.h"
#include "host/conf/conf_report.h"

/** How reading a number ended. */
enum conf_number_result {
    CONF_NUMBER_OK = 0,
    CONF_NUMBER_MALFORMED = 1, /* neither decimal nor 0x hexadecimal */
    CONF_NUMBER_TOO_LARGE = 2, /* beyond 32 bits */
};

/**
 * Reads a number: decimal without leading zeros, or 0x and hexadecimal.
 *
 * @param[in]  text    what was written
 * @param[out] number  value; unchanged on failure
 *
 * @retval CONF_NUMBER_OK
 * @retval CONF_NUMBER_MALFORMED
 * @retval CONF_NUMBER_TOO_LARGE
 */
MUST_USE enum conf_number_result conf_parse_number(const char *text,
                                                   uint32_t *number);

/**
 * Reads a file's lines into conf->value; later values replace earlier ones.
 *
 * @param[in,out] conf    value[] only; a refused value is marked bad
 * @param[in]     source  the file
 * @param[in,out] report  problems are added
 */
void conf_parse(struct conf *conf, const struct conf_source *source,
                struct conf_report *report);

#endif
