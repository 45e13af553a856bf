/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What core has to know of a product, as data. A chip build compiles one
 * `static const struct boot_config` from bootloader.conf; the host fills the
 * same struct at run time. Whoever fills it has checked it (host/conf):
 * regions inside the flash, sector aligned, not overlapping.
 */
#ifndef CORE_CONFIG_H
#define CORE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "crypto/signature.h"

#define CONFIG_IMAGE_MAX 4 /* images, each with its own two slots */

/** The two slots of an image. */
enum slot {
    SLOT_PRIMARY = 0,
    SLOT_SECONDARY = 1,
    SLOT_COUNT = 2,
};

/** How an update gets from the secondary into the primary slot. */
enum update_mode {
    UPDATE_SCRATCH = 0,   /* swap through the scratch area, MCUboot's default */
    UPDATE_MOVE = 1,      /* swap after moving the primary up by one sector */
    UPDATE_OVERWRITE = 2, /* copy over the primary; no way back */
};

/** A range of the flash. */
struct config_area {
    uint32_t addr; /* bytes from the start of the flash, start of a sector */
    uint32_t len;  /* bytes, whole sectors; 0: the area does not exist */
};

/** A product's configuration; constant while the boot code runs. */
struct boot_config {
    enum update_mode mode;
    uint8_t image_count; /* 1 .. CONFIG_IMAGE_MAX */
    uint8_t max_align;   /* trailer alignment A of SPEC: 8, 16 or 32 */
    uint16_t sector_max; /* N of SPEC: sectors a slot may have; 512 upstream */
    struct config_area slot[CONFIG_IMAGE_MAX][SLOT_COUNT];
    struct config_area scratch; /* UPDATE_SCRATCH only */
    bool prevent_downgrade;     /* CONFIG_ESP_DOWNGRADE_PREVENTION */
    bool prevent_by_counter;    /* ..._SECURITY_COUNTER, instead of version */
    /* NULL: no signature asked for, images need only their hash */
    const struct signature_algorithm *signature;
    const struct public_key *keys; /* key_count keys; NULL if signature is */
    uint8_t key_count;
};

/*
 * What the compiler may know. A program that serves every configuration links
 * core/config_any.c, where each of these returns what it is given; a chip
 * build defines them to return its constants, so that choices fold away. core
 * asks them wherever it uses a part of the configuration.
 */

/**
 * Returns the configuration of this program.
 *
 * @param[in] given  configuration that the caller keeps
 *
 * @retval configuration with the same values
 */
MUST_USE const struct boot_config *config_known(
    const struct boot_config *given);

/**
 * Returns the update mode of this program.
 *
 * @param[in] given  mode that the caller keeps
 *
 * @retval the same
 */
MUST_USE enum update_mode config_mode(enum update_mode given);

/**
 * Returns the trailer alignment of this program.
 *
 * @param[in] given  alignment that the caller keeps, bytes
 *
 * @retval the same
 */
MUST_USE uint8_t config_align(uint8_t given);

/**
 * Returns the number of an image.
 *
 * @param[in] given  0 .. image_count - 1
 *
 * @retval the same; a constant where there is one image
 */
MUST_USE uint8_t config_image(uint8_t given);

/**
 * Returns the length of a slot; all slots of a chip build have the same.
 *
 * @param[in] given  length that the caller keeps, bytes
 *
 * @retval the same
 */
MUST_USE uint32_t config_slot_len(uint32_t given);

/**
 * Returns the number of records that the trailer of a slot has room for.
 *
 * @param[in] given  number that the caller keeps
 *
 * @retval the same
 */
MUST_USE uint32_t config_slot_records(uint32_t given);

/**
 * Returns the length of all sectors of the flash.
 *
 * @retval bytes, a power of two; 0 if the flash has to be asked
 */
MUST_USE uint32_t config_sector_len(void);

/**
 * Returns the write unit of the flash.
 *
 * @param[in] given  unit that the flash asks for, bytes
 *
 * @retval the same; a constant where encryption never changes it
 */
MUST_USE uint32_t config_write_len(uint32_t given);

/**
 * Tells whether erased bytes may read as anything but 0xff.
 *
 * @retval true   the flash may be encrypted: what is erased has to be asked
 * @retval false  erased bytes read as 0xff
 */
MUST_USE bool config_is_encrypted(void);

/**
 * Tells whether the areas are known to fit the flash and each other.
 *
 * @retval true   they were checked when the program was built
 * @retval false  they have to be checked when they are opened
 */
MUST_USE bool config_is_checked(void);

#endif
