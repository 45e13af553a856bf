/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a bootloader image fits what its configuration makes of it: the
 * limit of the ROM, and the region that also holds the signature and what the
 * first boot needs. Looks at lengths only.
 */
#ifndef HOST_CONF_CONF_IMAGE_H
#define HOST_CONF_CONF_IMAGE_H

#include <stdio.h>

#include "host/conf/conf.h"

/**
 * Tells how much of the bootloader's region is not for the image.
 *
 * @param[in] conf  everything is filled
 *
 * @retval bytes, whole sectors: signature, staging and journal
 */
MUST_USE uint32_t conf_image_reserved(const struct conf *conf);

/**
 * Checks that the region can hold a bootloader at all.
 *
 * @param[in]     conf    everything is filled
 * @param[in,out] report  a problem is added
 */
void conf_image_check_region(const struct conf *conf,
                             struct conf_report *report);

/**
 * Checks an image that was built.
 *
 * @param[in]     conf    accepted by conf_read()
 * @param[in]     len     bytes of the image, without signature
 * @param[in,out] report  problems are added
 */
void conf_image_check(const struct conf *conf, uint32_t len,
                      struct conf_report *report);

/**
 * Prints what has to be done with an image next, if anything.
 *
 * @param[in] conf  accepted by conf_read()
 * @param[in] path  of the image
 * @param[in] out   stream
 */
void conf_image_print_next(const struct conf *conf, const char *path,
                           FILE *out);

#endif
