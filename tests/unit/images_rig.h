/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small device with real images that is asked as clients ask, for tests of
 * recovery/images.c; answers are turned into text.
 */
#ifndef TESTS_UNIT_IMAGES_RIG_H
#define TESTS_UNIT_IMAGES_RIG_H

#include "recovery/images.h"
#include "recovery/recovery.h"
#include "tests/unit/rig.h"
#include "tests/unit/smp_examples.h"

#define IMAGES_PAYLOAD 0x900u /* bytes of V1, V2 and V3 */

/** The device, what serves it, and the last answer. */
struct images_rig {
    struct rig rig;
    struct recovery recovery;
    struct recovery_config config;
    uint8_t room[SMP_ANSWER_LEN];
    struct smp_answer answer;
};

extern struct images_rig images;

/** Images of versions 1 to 3, and one that reaches the request's sector. */
extern const struct rig_image V1;
extern const struct rig_image V2;
extern const struct rig_image V3;
extern const struct rig_image LONG2;

/** A command, as recovery/smp.c calls it. */
typedef enum smp_rc (*images_handler)(struct recovery *r,
                                      const struct smp_request *request,
                                      struct smp_answer *answer);

/**
 * Begins recovery on the device as it is; the configuration is all false.
 */
void images_begin(void);

/**
 * Makes a device of one image, swap using scratch, and begins.
 *
 * @param[in] primary    image there, or NULL
 * @param[in] secondary  image there, or NULL
 */
void images_given(const struct rig_image *primary,
                  const struct rig_image *secondary);

/**
 * Makes a device of two images, V1 alone and V2 beside V3, and begins.
 */
void images_given_two(void);

/**
 * Asks for an update as an application does, and begins.
 *
 * @param[in] index      image number
 * @param[in] permanent  or on trial
 */
void images_request(uint8_t index, bool permanent);

/**
 * Sends a request.
 *
 * @param[in] handle   command
 * @param[in] payload  len bytes
 * @param[in] len      bytes
 *
 * @retval code
 */
enum smp_rc images_send(images_handler handle, const uint8_t *payload,
                        uint32_t len);

/**
 * Copies the payload of a worked example.
 *
 * @param[in]  name   example
 * @param[out] bytes  what follows its header
 *
 * @retval bytes of it
 */
uint32_t images_example(enum smp_example_name name, uint8_t *bytes);

/**
 * Sends a state request.
 *
 * @param[in] hash     32 bytes, or NULL to leave it out
 * @param[in] confirm  0, 1, or -1 to leave it out
 *
 * @retval code
 */
enum smp_rc images_set_state(const uint8_t *hash, int confirm);

/**
 * Sends an erase request.
 *
 * @param[in] slot  number
 *
 * @retval code
 */
enum smp_rc images_erase_slot(uint32_t slot);

/**
 * Finds the hash that an image claims.
 *
 * @param[in] index  image number
 * @param[in] slot   its slot
 *
 * @retval 32 bytes, in the slot
 */
const uint8_t *images_hash(uint8_t index, enum slot slot);

/**
 * Turns the last answer into text: {images [{slot 0 version 1.0.0 ..} {..}]}.
 *
 * @retval text, until the next call
 */
const char *images_answered(void);

/**
 * Writes what a list says of a slot of image 0.
 *
 * @param[in] slot   slot
 * @param[in] image  what it holds
 * @param[in] flags  what follows "bootable"
 *
 * @retval text, until the next call for this slot
 */
const char *images_entry(enum slot slot, const struct rig_image *image,
                         const char *flags);

/**
 * Fails unless the last answer is a list of these entries.
 *
 * @param[in] first   entry, or ""
 * @param[in] second  entry, or ""
 */
void images_expect(const char *first, const char *second);

/**
 * Asks for the list; fails unless there is one.
 */
void images_expect_listed(void);

/**
 * Boots; fails unless this image runs.
 *
 * @param[in] major  its version
 */
void images_expect_boot(uint8_t major);

#endif
