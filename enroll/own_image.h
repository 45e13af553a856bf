/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our own image in flash, looked at as the ROM will look at it once Secure Boot
 * V2 is enabled: what it would refuse must be found before a bit is burned.
 * Every length is bounded by the room that the image may take.
 */
#ifndef ENROLL_OWN_IMAGE_H
#define ENROLL_OWN_IMAGE_H

#include "base/status.h"
#include "base/verdict.h"
#include "enroll/enroll_config.h"
#include "enroll/next.h"
#include "iface/flash.h"

#define OWN_IMAGE_BLOCK_LEN    1216 /* bytes of a signature block */
#define OWN_IMAGE_NUMBER_WORDS 96   /* of RSA-3072 */

/** Our own image. */
struct own_image {
    uint32_t len; /* bytes; with the signature sector, if there is one */
    uint8_t digest_count; /* signature blocks; a key may have signed twice */
    uint32_t digest[NEXT_DIGEST_MAX][EFUSE_BLOCK_WORDS]; /* of public keys */
};

/** Memory that is used while an image is looked at. */
struct own_image_work {
    uint8_t block[OWN_IMAGE_BLOCK_LEN];
    uint32_t n[OWN_IMAGE_NUMBER_WORDS];
    uint32_t r[OWN_IMAGE_NUMBER_WORDS];
    uint32_t one[OWN_IMAGE_NUMBER_WORDS];
};

/** Where our own image lies. */
struct own_image_place {
    const struct enroll_config *config;
    struct flash *flash;
    uint32_t room; /* bytes that it may take from config->bootloader.addr on */
};

/**
 * Looks at our own image: header, segments, checksum and SHA-256; with
 * config->secure_boot the ROM's limit and every signature block, too.
 *
 * @param[in]  place  where it lies
 * @param[in]  work   memory
 * @param[out] own    what was found
 * @param[out] why    OK, or why the verdict does not hold: ENROLL_E_IMAGE,
 *                    ENROLL_E_UNSIGNED, ENROLL_E_SIGNATURE, ENROLL_E_SIZE,
 *                    FLASH_E_*
 *
 * @retval verdict  holds if nothing is wrong
 *
 * @source SPEC, "Secure Boot V2"
 */
MUST_USE verdict_t own_image_verify(const struct own_image_place *place,
                                    struct own_image_work *work,
                                    struct own_image *own, status_t *why);

#endif
