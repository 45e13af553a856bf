/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small virtual device for tests of whole boots: two slots of eight sectors,
 * a scratch area, hash-only images made here from the format page, not by the
 * host tool. Its layout is the one of the worked trailer in SPEC.
 */
#ifndef TESTS_UNIT_RIG_H
#define TESTS_UNIT_RIG_H

#include "app/update.h"
#include "core/boot.h"
#include "port/sim/flash_cipher.h"
#include "port/sim/nor.h"

#define RIG_SECTOR 0x400u
#define RIG_SLOT   0x2000u
#define RIG_IMAGES 2
#define RIG_FLASH  (RIG_IMAGES * 2 * RIG_SLOT + 4 * RIG_SECTOR)

/** A device. */
struct rig {
    uint8_t data[RIG_FLASH];
    struct flash flash;
    struct flash_cipher cipher; /* after rig_encrypt() */
    struct boot_config config;
    struct boot boot;
    struct boot_result result;
};

/** An image to be written into a slot. */
struct rig_image {
    uint32_t payload_len;
    uint8_t major;    /* version major.0.0 */
    uint8_t fill;     /* payload byte i is fill + i / 64 */
    uint32_t counter; /* security counter; 0: none */
    int needs;        /* image that it depends on; -1: none */
    uint8_t needs_major;
};

/**
 * Sets up an erased device with one image, swap using scratch of one sector.
 *
 * @param[out] rig   device
 * @param[in]  mode  update mode
 */
void rig_open(struct rig *rig, enum update_mode mode);

/**
 * Writes an image at the start of a slot; the slot is erased first.
 *
 * @param[in,out] rig    device
 * @param[in]     index  image number
 * @param[in]     slot   which slot
 * @param[in]     image  what to write
 *
 * @retval bytes of the whole image
 */
uint32_t rig_write(struct rig *rig, uint8_t index, enum slot slot,
                   const struct rig_image *image);

/**
 * Makes the device an encrypted one: what is written is encrypted, erased
 * units stay erased; W and A of SPEC become 32.
 *
 * @param[in,out] rig     device with its images
 * @param[in]     cipher  how, with a key; copied
 */
void rig_encrypt(struct rig *rig, const struct flash_cipher *cipher);

/**
 * Boots once.
 *
 * @param[in,out] rig  device; rig->result is set
 *
 * @retval OK               something was started
 * @retval BOOT_E_NO_IMAGE  nothing boots
 */
status_t rig_boot(struct rig *rig);

/**
 * Returns the major version of the image that is in a slot.
 *
 * @param[in] rig    device
 * @param[in] index  image number
 * @param[in] slot   which slot
 *
 * @retval major version; 0xff if erased
 */
uint8_t rig_major(struct rig *rig, uint8_t index, enum slot slot);

/**
 * Returns the slots as the application sees them.
 *
 * @param[in] rig    device
 * @param[in] index  image number
 *
 * @retval slots
 */
struct app_slots rig_app(struct rig *rig, uint8_t index);

/**
 * Returns the bytes of a slot or of scratch.
 *
 * @param[in] rig   device
 * @param[in] area  from rig->config
 *
 * @retval its first byte
 */
uint8_t *rig_bytes(struct rig *rig, const struct config_area *area);

#endif
