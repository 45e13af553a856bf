/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a boot sees: fills in the facts of core/facts.h from the flash, by
 * reading alone. What follows from them is decided in core/decide.h.
 */
#ifndef CORE_OBSERVE_H
#define CORE_OBSERVE_H

#include "core/boot.h"

/**
 * Returns the number of images.
 *
 * @param[in] b  state
 *
 * @retval 1 .. CONFIG_IMAGE_MAX
 */
MUST_USE uint8_t observe_image_count(const struct boot *b);

/**
 * Returns the update of an image.
 *
 * @param[in] b      state
 * @param[in] image  0 .. image_count - 1
 *
 * @retval update, in b
 */
MUST_USE struct update *observe_update(struct boot *b, uint8_t image);

/**
 * Returns what is known of an image.
 *
 * @param[in] b      state
 * @param[in] image  0 .. image_count - 1
 *
 * @retval its facts, in b
 */
MUST_USE struct image_state *observe_image(struct boot *b, uint8_t image);

/**
 * Returns a slot.
 *
 * @param[in] b      state
 * @param[in] image  0 .. image_count - 1
 * @param[in] slot   slot
 *
 * @retval its region, in b
 */
MUST_USE const struct region *observe_slot(const struct boot *b, uint8_t image,
                                           enum slot slot);

/**
 * Opens the slots of an image. Geometry that does not fit bars updates, not
 * booting.
 *
 * @param[in,out] b      state
 * @param[in]     image  0 .. image_count - 1
 *
 * @retval OK              the primary slot can be read
 * @retval REGION_E_RANGE  a slot leaves the flash
 */
MUST_USE status_t observe_open(struct boot *b, uint8_t image);

/**
 * Reads the trailers of all images and finds interrupted updates. An image
 * whose trailers can not be read is not updated, but may boot.
 *
 * @param[in,out] b  state; all images are open
 */
void observe_trailers(struct boot *b);

/**
 * Verifies a slot; of a secondary also what its update would have to know.
 *
 * @param[in,out] b      state after observe_trailers()
 * @param[in]     image  0 .. image_count - 1
 * @param[in]     slot   slot
 */
void observe_look(struct boot *b, uint8_t image, enum slot slot);

/**
 * Forgets what verifying showed of both slots of an image.
 *
 * @param[in,out] b      state
 * @param[in]     image  0 .. image_count - 1
 */
void observe_forget(struct boot *b, uint8_t image);

#endif
