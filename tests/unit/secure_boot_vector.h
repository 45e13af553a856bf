/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The worked example of Secure Boot V2: the 96-byte images of SPEC, "Bootloader
 * image", a key, and the block in which it signs the image of ESP32-C3. Those
 * bytes boot on the mask ROMs. For tests only.
 */
#ifndef TESTS_UNIT_SECURE_BOOT_VECTOR_H
#define TESTS_UNIT_SECURE_BOOT_VECTOR_H

#include <stdint.h>

#include "host/keys/key.h"

#define VECTOR_IMAGE_LEN  96U
#define VECTOR_DATA_LEN   4096U /* image, padded with 0xff */
#define VECTOR_SIGNED_LEN 8192U /* ... and the sector */

/* SHA-256 of the public key in the block */
#define VECTOR_KEY_DIGEST                                                      \
    "2bb21d79d4b1d10fbe555286984068c56a0771168dec1dc19a600bf92a6e8e7b"

/* SHA-256 of the padded images */
#define VECTOR_C3_DIGEST                                                       \
    "4e7d6e402be94f3efeb9bf23b669d873d0ed05ac9334a13409250dacfba3ab8d"
#define VECTOR_ESP32_DIGEST                                                    \
    "afd02bf7253d4be50d8e13999ee02095b25b1f8efd4739fdff748d34dbdbb46b"

/** The images, VECTOR_IMAGE_LEN bytes each, as hexadecimal digits. */
extern const char vector_c3_image[];
extern const char vector_esp32_image[];

/**
 * Reads the key pair.
 *
 * @param[out] key  private key
 */
void vector_key(struct key *key);

/**
 * Reads the signature block of the ESP32-C3 image.
 *
 * @param[out] block  1216 bytes
 */
void vector_block(uint8_t block[1216]);

/**
 * Writes an image, padded with 0xff.
 *
 * @param[in]  image  vector_c3_image or vector_esp32_image
 * @param[out] data   VECTOR_DATA_LEN bytes
 */
void vector_data(const char *image, uint8_t data[VECTOR_DATA_LEN]);

/**
 * Writes the signed ESP32-C3 image: data, then the sector with its block.
 *
 * @param[out] file  VECTOR_SIGNED_LEN bytes
 */
void vector_signed(uint8_t file[VECTOR_SIGNED_LEN]);

#endif
