/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can happen in a story: the device boots, the application uploads an
 * image, requests an update, confirms. Power may fail in each of them; then
 * an act says so, and a story goes on with a boot.
 */
#ifndef POWERLOSS_ACTS_H
#define POWERLOSS_ACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/powerloss/world.h"

/**
 * Boots, as often as power fails, until an application runs. Checks W2 and W4
 * of world.h; afterwards view.swapped tells what was complete when it failed.
 *
 * @param[in,out] w  world
 */
void boot_device(struct world *w);

/**
 * Erases a secondary slot and writes an image into it.
 *
 * @param[in,out] w      world
 * @param[in]     image  image number
 * @param[in]     name   specimen
 *
 * @retval true   done
 * @retval false  power failed in it
 */
MUST_USE bool app_upload(struct world *w, uint8_t image,
                         enum specimen_name name);

/**
 * Requests that the image in the secondary slot is installed; view.status
 * says how it went.
 *
 * @param[in,out] w          world
 * @param[in]     image      image number
 * @param[in]     permanent  no trial
 *
 * @retval true   done
 * @retval false  power failed in it
 */
MUST_USE bool app_request(struct world *w, uint8_t image, bool permanent);

/**
 * Confirms the running image.
 *
 * @param[in,out] w      world
 * @param[in]     image  image number
 *
 * @retval true   done; it is the image below which nothing runs any more
 * @retval false  power failed in it
 */
MUST_USE bool app_confirm(struct world *w, uint8_t image);

/**
 * Brings an image as an update agent does: uploads, requests, boots, and
 * again if power failed before the request was complete.
 *
 * @param[in,out] w          world
 * @param[in]     name       specimen for image 0
 * @param[in]     permanent  no trial
 *
 * @retval true   it runs
 * @retval false  it counted as having run and has been taken back already
 */
MUST_USE bool agent_install(struct world *w, enum specimen_name name,
                            bool permanent);

/**
 * Fails the run unless an image runs.
 *
 * @param[in,out] w      world
 * @param[in]     image  image number
 * @param[in]     name   specimen
 */
void expect_runs(struct world *w, uint8_t image, enum specimen_name name);

/**
 * Fails the run unless a specimen lies in the secondary slot.
 *
 * @param[in,out] w      world
 * @param[in]     image  image number
 * @param[in]     name   specimen
 */
void expect_kept(struct world *w, uint8_t image, enum specimen_name name);

/**
 * Fails the run unless further boots start the same images and write nothing.
 *
 * @param[in,out] w  world
 */
void expect_stable(struct world *w);

/**
 * Fails the run unless the trailers are those after a finished update: in the
 * primary magic, copy_done and image_ok as told; the secondary's erased. Says
 * nothing after a torn operation, which may leave other bytes that mean the
 * same.
 *
 * @param[in,out] w          world
 * @param[in]     image      image number
 * @param[in]     confirmed  image_ok is set
 */
void expect_trailers(struct world *w, uint8_t image, bool confirmed);

/**
 * Boots into an update that was requested.
 *
 * @param[in,out] w         world
 * @param[in]     name      specimen of every image number that was updated
 * @param[in]     old_name  the one before
 *
 * @retval true   it runs
 * @retval false  power failed after it was complete: it counted as having run
 *                and has been taken back
 */
MUST_USE bool begins_trial(struct world *w, enum specimen_name name,
                           enum specimen_name old_name);

#endif
