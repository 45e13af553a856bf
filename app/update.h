/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an application links to take part in updates: ask for one, confirm it,
 * read the state of both slots. Works on the flash contract alone,
 * freestanding, and writes what MCUboot's own library writes. Power may fail at
 * any moment: a request is valid or absent, never half valid.
 *
 * The application writes the image itself: it erases the secondary slot (all
 * of it, or at least the image's sectors and app_update_clear()), writes the
 * image from offset 0, then asks.
 *
 * Source: SPEC, Application side.
 */
#ifndef APP_UPDATE_H
#define APP_UPDATE_H

#include "core/trailer.h"

/** The slots of one image, as its bootloader is configured. */
struct app_slots {
    struct trailer primary;
    struct trailer secondary;
    uint8_t image; /* image number, 0 .. 3 */
};

/** What the application can know of its update. */
struct app_state {
    struct trailer_state primary;
    struct trailer_state secondary;
    enum swap_type next; /* what the bootloader will do at the next boot */
    bool confirmed;      /* the running image will not be taken back */
};

/**
 * Reads the state of both slots.
 *
 * @param[in]  slots  slots
 * @param[out] state  their trailers and what follows from them
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t app_update_state(const struct app_slots *slots,
                                   struct app_state *state);

/**
 * Asks the bootloader to start the image in the secondary slot.
 *
 * @param[in] slots      slots
 * @param[in] permanent  false: on trial, taken back unless confirmed
 *
 * @retval OK               asked, or a request of whichever kind stood already
 * @retval TRAILER_E_MAGIC  the trailer is damaged: erase the slot, write again
 * @retval FLASH_E_IO       the device failed
 */
MUST_USE status_t app_update_request(const struct app_slots *slots,
                                     bool permanent);

/**
 * Confirms the running image: it will not be taken back.
 *
 * @param[in] slots  slots
 *
 * @retval OK               confirmed, or was, or never was on trial
 * @retval TRAILER_E_MAGIC  the trailer is damaged
 * @retval FLASH_E_IO       the device failed
 */
MUST_USE status_t app_update_confirm(const struct app_slots *slots);

/**
 * Erases the secondary slot's trailer, before a new image is written.
 *
 * @param[in] slots  slots
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t app_update_clear(const struct app_slots *slots);

#endif
