/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dependencies between images: whether a set of images may run together.
 *
 * Source: SPEC, Dependencies.
 */
#ifndef CORE_DEPEND_H
#define CORE_DEPEND_H

#include "core/verify.h"

/**
 * Checks what each image of a set asks of the others.
 *
 * @param[in] set    count images; NULL where there is none that is verified
 * @param[in] count  images, 1 .. CONFIG_IMAGE_MAX
 *
 * @retval OK
 * @retval DEPEND_E_IMAGE    one asks for an image that does not exist
 * @retval DEPEND_E_VERSION  one asks for a higher version
 */
MUST_USE status_t depend_check(const struct image_facts *const *set,
                               uint32_t count);

#endif
