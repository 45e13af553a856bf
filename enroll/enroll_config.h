/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What enrolment has to know of a chip and of a product, as data. The chips'
 * facts stand in enroll/chips.c; what a product burns is worked out on the
 * host from bootloader.conf (host/conf), so that a chip carries the fields that
 * it burns and no others.
 */
#ifndef ENROLL_ENROLL_CONFIG_H
#define ENROLL_ENROLL_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "core/config.h"

#define ENROLL_NO_LOCK 0xff /* nothing write-protects it */

/** Places in the eFuse of a chip; bits are of block 0, locks are of WR_DIS. */
struct enroll_chip {
    bool has_purposes;    /* false: block 1 is the flash key, 2 the digest */
    uint8_t key_block;    /* first key block */
    uint8_t key_count;    /* key blocks */
    uint8_t flash_count;  /* of them, from the first: may hold a flash key */
    uint8_t digest_max;   /* key digests: 1 or 3 */
    uint8_t block_lock;   /* WR_DIS bit of the first key block */
    uint8_t purpose_lock; /* WR_DIS bit of its purpose */
    uint8_t read_bit;     /* read-protects the first key block */
    uint8_t purpose_bit;  /* its purpose, 4 bits for each block */
    uint8_t revoke_bit;   /* revokes digest 0; the next ones follow */
    uint8_t revoke_lock;  /* WR_DIS bit of the first of them */
    uint8_t secure_bit;   /* enables Secure Boot V2 */
    uint8_t counter_bit;  /* first of the flash encryption counter */
    uint8_t counter_width;
    uint8_t counter_lock; /* WR_DIS bit of the counter */
    uint8_t protect_lock; /* WR_DIS bit of WR_DIS, or ENROLL_NO_LOCK */
    uint8_t coding_bit;   /* ESP32: coding scheme, 2 bits; else 0 */
    uint32_t signed_max;  /* bytes of image that the ROM verifies at most */
};

extern const struct enroll_chip enroll_esp32;
extern const struct enroll_chip enroll_esp32s2;
extern const struct enroll_chip enroll_esp32c3;
extern const struct enroll_chip enroll_esp32s3;

/**
 * When a field is burned. The fields of a stage are one program operation: cut
 * inside, any of them may be set, and the next boot burns the others. So a
 * field and what protects it stand in different stages.
 */
enum enroll_stage {
    ENROLL_STAGE_SECURE, /* Secure Boot's fields, behind the key digests */
    ENROLL_STAGE_ENABLE, /* Secure Boot itself */
    ENROLL_STAGE_CRYPT,  /* flash encryption's fields, behind its key */
    ENROLL_STAGE_LOCK,   /* what protects the fields above */
    /* here the flash is encrypted, and the counter burned */
    ENROLL_STAGE_LAST,      /* what would bar the way back by UART before */
    ENROLL_STAGE_LAST_LOCK, /* ... and what protects it */
    ENROLL_STAGE_COUNT,
};

/** A field of block 0 all of whose bits are to be set. */
struct enroll_field {
    uint8_t bit;   /* first bit */
    uint8_t width; /* bits, 1 .. 8, within one word */
    uint8_t stage; /* enum enroll_stage */
    uint8_t lock;  /* WR_DIS bit that write-protects it, or ENROLL_NO_LOCK */
    /*
     * A line of the plan with two %u, present and intended value, that says
     * what will no longer be possible, e.g. "JTAG_DISABLE %u -> %u: no JTAG".
     */
    const char *text;
};

/** What a product is to become; constant while the boot code runs. */
struct enroll_config {
    const struct enroll_chip *chip;
    const struct boot_config *boot;
    struct config_area bootloader; /* region reserved for our own image */
    bool armed;           /* CONFIG_ESP_ENROLL_ARMED; else the plan is told */
    bool secure_boot;     /* CONFIG_SECURE_BOOT */
    bool encryption;      /* CONFIG_SECURE_FLASH_ENC_ENABLED */
    bool wide_key;        /* ..._ENCRYPTION_AES256: a key of two blocks */
    bool require_already; /* ..._REQUIRE_ALREADY_ENABLED */
    bool rehearsal;       /* CONFIG_EFUSE_VIRTUAL: flash stays plain */
    uint8_t field_count;
    const struct enroll_field *field; /* ascending by stage */
};

/**
 * Returns the enrolment of this program, as config_known() does: a chip build
 * returns its constant, so that what it does not choose folds away; any other
 * program links enroll/config_any.c.
 *
 * @param[in] given  configuration that the caller keeps
 *
 * @retval configuration with the same values
 */
MUST_USE const struct enroll_config *enroll_config_known(
    const struct enroll_config *given);

#endif
