/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first content of the flash: images are made here, put into slots, and
 * requests are written as the programmer of the device or the signing tool
 * would leave them. Nothing here loses power.
 */
#ifndef POWERLOSS_STAGE_H
#define POWERLOSS_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/powerloss/story.h"
#include "tests/powerloss/world.h"

/** What the trailer of a slot says at first. */
enum request {
    REQUEST_TEST = 0,        /* as an application requests it */
    REQUEST_PERMANENT = 1,   /* likewise */
    REQUEST_PAD = 2,         /* as the signing tool pads an image */
    REQUEST_PAD_CONFIRM = 3, /* likewise, confirmed */
};

/**
 * Makes a stage: erased slots, rubbish around them, then story->setup().
 *
 * @param[out] stage   stage
 * @param[in]  story   what happens
 * @param[in]  layout  where
 * @param[in]  boot    boot code
 * @param[in]  app     what the application is linked with
 */
void stage_open(struct stage *stage, const struct story *story,
                const struct layout *layout, boot_fn boot,
                const struct app *app);

/**
 * Frees what stage_open() took.
 *
 * @param[in,out] stage  stage
 */
void stage_close(struct stage *stage);

/**
 * Tells whether a story can be told on a layout.
 *
 * @param[in] story   what happens
 * @param[in] layout  where
 *
 * @retval true  mode and number of images suit
 */
MUST_USE bool stage_suits(const struct story *story,
                          const struct layout *layout);

/**
 * Fills in a recipe for a specimen: length by the layout, version 1 for V1, 2
 * for V2, 0 for V0, 3 for V3; no counter, no dependency.
 *
 * @param[in] stage  where
 * @param[in] image  image number
 * @param[in] name   which
 *
 * @retval recipe
 */
struct recipe stage_recipe(const struct stage *stage, uint8_t image,
                           enum specimen_name name);

/**
 * Makes a specimen.
 *
 * @param[in,out] stage   where
 * @param[in]     image   image number
 * @param[in]     name    which
 * @param[in]     recipe  what it shall be
 */
void stage_make(struct stage *stage, uint8_t image, enum specimen_name name,
                const struct recipe *recipe);

/**
 * Damages a specimen: one bit of its payload; it must not run from now on.
 *
 * @param[in,out] stage  where
 * @param[in]     image  image number
 * @param[in]     name   which
 */
void stage_tamper(struct stage *stage, uint8_t image, enum specimen_name name);

/**
 * Puts a specimen into an erased slot.
 *
 * @param[in,out] stage  where
 * @param[in]     image  image number
 * @param[in]     slot   which slot
 * @param[in]     name   which specimen
 */
void stage_put(struct stage *stage, uint8_t image, enum slot slot,
               enum specimen_name name);

/**
 * Writes a request into the trailer of a secondary slot.
 *
 * @param[in,out] stage    where
 * @param[in]     image    image number
 * @param[in]     request  which
 */
void stage_request(struct stage *stage, uint8_t image, enum request request);

#endif
