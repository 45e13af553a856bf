/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vendor and class identifiers of an image: a UUID is taken as it is, any
 * other text is a name and gives a version 5 UUID (RFC 4122, section 4.3).
 */
#ifndef HOST_IMAGE_UUID_H
#define HOST_IMAGE_UUID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

#define UUID_LEN 16 /* bytes, in RFC 4122 order */

/**
 * Reads 32 hexadecimal digits, plain or in groups of 8-4-4-4-12.
 *
 * @param[in]  text  zero-terminated
 * @param[out] uuid  undefined unless it is one
 *
 * @retval true   text is a UUID
 * @retval false  it is something else, such as a name
 */
MUST_USE bool uuid_parse(const char *text, uint8_t uuid[UUID_LEN]);

/**
 * Makes the identifier of a vendor: the UUID itself, or from a domain name.
 *
 * @param[in]  text  UUID, or name in the DNS name space
 * @param[out] uuid  identifier
 *
 * @retval true   done
 * @retval false  the crypto library failed
 */
MUST_USE bool uuid_vendor(const char *text, uint8_t uuid[UUID_LEN]);

/**
 * Makes the identifier of a class of images of one vendor.
 *
 * @param[in]  text    UUID, or name in the name space of the vendor
 * @param[in]  vendor  from uuid_vendor(); may be NULL if text is a UUID
 * @param[out] uuid    identifier
 *
 * @retval true   done
 * @retval false  a name without a vendor, or the crypto library failed
 */
MUST_USE bool uuid_class(const char *text, const uint8_t *vendor,
                         uint8_t uuid[UUID_LEN]);

#endif
