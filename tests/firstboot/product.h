/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is built and flashed in a first-boot campaign: a chip, a configuration
 * with areas small enough to cut every operation, a bootloader image signed
 * for it, and the content of a device as it leaves the programmer.
 */
#ifndef FIRSTBOOT_PRODUCT_H
#define FIRSTBOOT_PRODUCT_H

#include <stdbool.h>
#include <stdint.h>

#include "host/conf/conf.h"
#include "port/sim/flash_cipher.h"
#include "port/sim/sim_efuse.h"

#define SECTOR_LEN              4096u
#define SECTOR_COUNT            24u
#define FLASH_LEN               (SECTOR_COUNT * SECTOR_LEN)
#define UNIT_LEN                32u
#define OWN_LEN                 (8u * SECTOR_LEN) /* region of the bootloader */
#define SLOT_LEN                (4u * SECTOR_LEN)
#define SCRATCH_LEN             (2u * SECTOR_LEN)
#define OWN_IMAGE_MAX           (3u * SECTOR_LEN)
#define PRODUCT_APPLICATION_LEN (SECTOR_LEN + 900u) /* in the primary slot */

/* What is special about a product. */
#define BOOT    1u  /* Secure Boot */
#define CRYPT   2u  /* flash encryption */
#define HOST    4u  /* with a key that the host has burned */
#define RELEASE 8u  /* release mode; else development */
#define WIDE    16u /* XTS-AES-256 */
#define NO_DL   32u /* ROM download mode off at the end */

/** A row of the campaign. */
struct product_row {
    const char *name;
    unsigned chips;  /* bit for each enum conf_target */
    unsigned traits; /* BOOT | CRYPT ... */
};

extern const struct product_row product_rows[];
extern const uint32_t product_row_count;

/** A product, ready to be flashed. */
struct product {
    const struct product_row *row;
    enum conf_target target;
    struct conf conf;
    uint8_t first[FLASH_LEN];       /* as it leaves the programmer */
    bool due[FLASH_LEN / UNIT_LEN]; /* units that shall be encrypted */
    uint32_t own_len;               /* bytes of our image with its signatures */
    uint8_t host_key[FLASH_CIPHER_KEY_MAX];
    uint32_t host_key_len; /* bytes; 0: the device makes it */
};

/** What each 16 bytes of an application's payload begin with. */
#define PRODUCT_MARK_LEN 8u
extern const uint8_t product_mark[PRODUCT_MARK_LEN];

/**
 * Makes a product; stops the program where that is not possible.
 *
 * @param[out] p       product
 * @param[in]  row     what is special about it
 * @param[in]  target  chip
 */
void product_open(struct product *p, const struct product_row *row,
                  enum conf_target target);

/**
 * Frees what product_open() took.
 *
 * @param[in,out] p  product
 */
void product_close(struct product *p);

/**
 * Puts what the programmer burns into the eFuses: nothing, or the host's key.
 *
 * @param[in]     p      product
 * @param[in,out] efuse  open
 */
void product_burn(const struct product *p, struct efuse *efuse);

#endif
