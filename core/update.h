/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Carries out an update: finds out how far an interrupted one came, and does
 * the steps of its plan from there. No choices: what is to be done was decided
 * in core/decide.h.
 *
 * U1  A step's record is written after the step's copy was read back.
 * U2  At every moment one trailer with a good magic says what is going on: the
 *     secondary's request, or scratch's, or the primary's progress; the next
 *     one is complete before the one before is erased.
 * U3  A trailer is erased from its magic downwards.
 * U4  copy_done is the last thing written; image_ok, where due, comes first.
 *     While it is written no scratch trailer with a good magic exists.
 *
 *   state            primary        scratch        secondary   next boot
 *   requested        old            -              good        starts
 *   scratch marked   old            good           good        starts again
 *   primary marked   good, no done  -              good        starts again
 *   first record     good, no done  -              good        resumes
 *   exchanged        good, no done  -              -           final flags
 *   complete         good, done     -              -           boots
 *
 * Source: SPEC, Update algorithms.
 */
#ifndef CORE_UPDATE_H
#define CORE_UPDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/config.h"
#include "core/plan/plan.h"
#include "iface/hash.h"

/** How far an update came before power failed. */
enum update_progress {
    UPDATE_IDLE,    /* none is going on */
    UPDATE_STARTED, /* trailers say so, but nothing has been copied */
    UPDATE_RUNNING, /* records tell the next step */
};

/** An update of one image, with the trailers as last read. */
struct update {
    const struct boot_config *config;
    uint8_t image; /* 0 .. config->image_count - 1 */
    struct plan_geometry geometry;
    struct trailer_state state[AREA_COUNT];
    enum update_progress progress;
    bool by_scratch;     /* it is scratch's trailer that says so */
    enum swap_type type; /* of the interrupted update; SWAP_NONE if idle */
    uint32_t next;       /* step to be done next */
    bool image_ok;       /* whether the new trailer gets image_ok at once */
    bool filled;         /* ... or 0xff in its place: trailer.h, T4 */
};

/**
 * Opens the areas of an image.
 *
 * @param[out] u       update; undefined on failure
 * @param[in]  config  configuration
 * @param[in]  flash   device
 * @param[in]  image   0 .. config->image_count - 1
 *
 * @retval OK
 * @retval REGION_E_RANGE   an area leaves the flash or splits a sector
 * @retval SLOT_E_GEOMETRY  the areas do not fit together
 */
MUST_USE status_t update_open(struct update *u,
                              const struct boot_config *config,
                              struct flash *flash, uint8_t image);

/**
 * Reads all trailers and finds an interrupted update.
 *
 * @param[in,out] u  update from update_open(); state, progress, type, next
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t update_look(struct update *u);

/**
 * Tells whether scratch may hold data of this update: then what stands there
 * is no trailer of another image, whatever it looks like.
 *
 * @param[in] u  update after update_look()
 *
 * @retval true  the primary's trailer says that an exchange by scratch goes on
 */
MUST_USE bool update_holds_scratch(const struct update *u);

/**
 * Forgets what scratch's trailer said of this image; does nothing if it said
 * nothing.
 *
 * @param[in,out] u  update after update_look()
 */
void update_forget_scratch(struct update *u);

/**
 * Starts an update, or starts one again of which nothing was copied.
 *
 * @param[in,out] u     update after update_look()
 * @param[in]     type  SWAP_TEST, SWAP_PERM or SWAP_REVERT
 *
 * @retval OK                complete
 * @retval SWAP_E_NO_ROOM    the images leave no room for the exchange
 * @retval FLASH_E_VERIFY    flash reads back other than written
 * @retval FLASH_E_IO        the device failed
 */
MUST_USE status_t update_start(struct update *u, enum swap_type type);

/**
 * Finishes an interrupted update.
 *
 * @param[in,out] u  update after update_look() that found UPDATE_RUNNING
 *
 * @retval OK              complete
 * @retval FLASH_E_VERIFY  flash reads back other than written
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t update_resume(struct update *u);

/**
 * Gives up an update of which nothing was copied, so that it is not tried
 * again: the present image stays.
 *
 * @param[in,out] u  update after update_look()
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t update_abandon(struct update *u);

/**
 * Tells whether an image is the one that the running update displaced: only
 * then a revert may bring it back.
 *
 * @param[in]  u       update after update_look()
 * @param[in]  digest  hash of the verified image in the secondary slot
 * @param[out] known   false if nothing was noted, as by MCUboot
 * @param[out] same    whether it is that image
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t update_displaced(const struct update *u,
                                   const uint8_t digest[HASH_LEN], bool *known,
                                   bool *same);

/**
 * Tells whether a revert that was cut while it started left its mark for an
 * image: then the secondary's request is that revert (UPDATE_MOVE only).
 *
 * @param[in]  u       update after update_look()
 * @param[in]  digest  hash of the verified image in the secondary slot
 * @param[out] marked  whether it did
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t update_revert_marked(const struct update *u,
                                       const uint8_t digest[HASH_LEN],
                                       bool *marked);

/**
 * Tells whether an update could note what it displaces: behind the image in
 * the secondary slot and behind the one in the primary there is room.
 *
 * @param[in]  u    update after update_look()
 * @param[in]  len  bytes of the image in the secondary slot
 * @param[out] has  whether it could
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t update_has_note_room(const struct update *u, uint32_t len,
                                       bool *has);

#endif
