/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The device that is fuzzed: one image in its primary slot, in recovery, made
 * new for each input; and what must hold after each input.
 */
#ifndef TESTS_FUZZ_DEVICE_H
#define TESTS_FUZZ_DEVICE_H

#include "tests/recovery/dock.h"

#define DEVICE_IMAGE_LEN 9001u /* of the image that uploads send */

/**
 * Returns a new device.
 *
 * @param[in] choice  product and state: any number
 *
 * @retval device; there is one
 */
struct dock *device_new(uint8_t choice);

/**
 * Returns the image that uploads send; it is newer than the one that is there.
 *
 * @retval DEVICE_IMAGE_LEN bytes
 */
const uint8_t *device_image(void);

/**
 * Ends the process if something is wrong.
 *
 * @param[in] wrong  what, in words; NULL: nothing
 */
void device_expect(const char *wrong);

/**
 * Expects all that must hold whatever was sent: a good request is answered,
 * and the next boot starts one of the two images, unless the input has told
 * the device to erase the primary slot or to write it.
 *
 * @param[in,out] d  device
 */
void device_judge(struct dock *d);

#endif
