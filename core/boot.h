/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spine of a boot: gather facts, decide, act, and again until the decision
 * is to boot or that nothing boots. There is one path into an application, and
 * it verifies every primary slot.
 *
 * All state lives in struct boot, which the caller owns: a second boot_run()
 * after boot_init() is a reboot.
 */
#ifndef CORE_BOOT_H
#define CORE_BOOT_H

#include "base/verdict.h"
#include "core/facts.h"
#include "core/image.h"
#include "core/region.h"

/** State of a boot; owned by the caller, no member is for anyone else. */
struct boot {
    const struct boot_config *config;
    struct flash *flash;
    struct update update[CONFIG_IMAGE_MAX];
    struct boot_facts facts;
    verdict_t verdict[CONFIG_IMAGE_MAX]; /* of the primary slots */
    bool updated; /* an act has changed what the primary slots hold */
};

/** An image that may run; both pointers lead into struct boot. */
struct boot_start {
    const struct region *slot;
    const struct image_facts *facts; /* NULL: nothing boots */
};

/** What to start, or why nothing. */
struct boot_result {
    verdict_t verdict; /* of all images; require it again beside the jump */
    status_t why;      /* OK, or why nothing boots */
    uint8_t image;     /* the one that why speaks of; 0 if OK */
    bool updated;      /* an image was exchanged in this boot */
    /* every image, as verified: all start, or none */
    struct boot_start start[CONFIG_IMAGE_MAX];
};

/**
 * Prepares a boot.
 *
 * @param[out] b       state
 * @param[in]  config  configuration; must outlive b
 * @param[in]  flash   device; must outlive b
 */
void boot_init(struct boot *b, const struct boot_config *config,
               struct flash *flash);

/**
 * Brings every update to an end that can be, verifies the primary slots, and
 * says what to start.
 *
 * @param[in,out] b       state from boot_init()
 * @param[out]    result  what to start, or why nothing; leads into b
 *
 * @retval OK               result->start and result->verdict hold
 * @retval BOOT_E_NO_IMAGE  nothing boots; result->why says why
 */
MUST_USE status_t boot_run(struct boot *b, struct boot_result *result);

/*
 * For serial recovery, which writes the slots while no application runs. What
 * is verified stays known in b->facts until boot_refresh(): who changes a slot
 * calls that.
 */

/**
 * Finishes updates that were interrupted and starts none: what must be done
 * before anybody else writes the slots. Opens the images anew. By overwriting
 * nothing is ever half done: the request stands until the copy is complete.
 *
 * @param[in,out] b  state from boot_init()
 *
 * @retval OK     none is interrupted any more
 * @retval other  why one could not be finished, or a slot can not be used; the
 *                other images were finished nevertheless, unless it was a copy
 *                that failed
 */
MUST_USE status_t boot_finish(struct boot *b);

/**
 * Reads the trailers anew and forgets what verifying showed of an image.
 *
 * @param[in,out] b      state after boot_finish() that opened the images
 * @param[in]     image  0 .. image_count - 1
 */
void boot_refresh(struct boot *b, uint8_t image);

/**
 * Verifies a slot as a boot would, unless what it shows is known.
 *
 * @param[in,out] b      state after boot_finish() or boot_refresh()
 * @param[in]     image  0 .. image_count - 1
 * @param[in]     slot   slot
 *
 * @retval what it showed, in b->facts
 *
 * @cost  image_verify(), twice if the image is not valid
 */
const struct slot_facts *boot_look(struct boot *b, uint8_t image,
                                   enum slot slot);

/**
 * Says what the next boot would do with the update that is asked for: the same
 * decision, but nothing is carried out except verifying what is not known yet.
 * What other images need of this one is left to the boot.
 *
 * @param[in,out] b      state after boot_finish() or boot_refresh()
 * @param[in]     image  0 .. image_count - 1
 * @param[out]    type   update that would be done, or go on; SWAP_NONE if none
 *                       or on failure
 *
 * @retval OK               *type holds
 * @retval FLASH_E_IO       the trailers can not be read: nothing is done
 * @retval SLOT_E_GEOMETRY  the slots do not fit together: nothing is done
 * @retval other            why the image would be refused and erased
 */
MUST_USE status_t boot_foresee(struct boot *b, uint8_t image,
                               enum swap_type *type);

/**
 * Asks for the update of an image, as an application does, and says what the
 * next boot would do with it.
 *
 * @param[in,out] b          state after boot_finish() or boot_refresh()
 * @param[in]     image      0 .. image_count - 1
 * @param[in]     permanent  false: on trial, taken back unless confirmed
 *
 * @pre the secondary's trailer is erased
 *
 * @retval OK              it would be done
 * @retval FLASH_E_VERIFY  the trailer reads back as another request, or none
 * @retval other           as boot_foresee(): take the request back
 */
MUST_USE status_t boot_request(struct boot *b, uint8_t image, bool permanent);

/**
 * Takes back what is asked of an image: erases the secondary's last sector,
 * where the request is, and gives up an update of which only trailers were
 * written. Not for an update with records, nor for a trial, which stays what it
 * is. A cut leaves the request or none.
 *
 * @param[in,out] b      state after boot_finish() or boot_refresh()
 * @param[in]     image  0 .. image_count - 1
 *
 * @retval OK             nothing is asked for; facts as after boot_refresh()
 * @retval FLASH_E_IO     the device failed
 */
MUST_USE status_t boot_withdraw(struct boot *b, uint8_t image);

#endif
