/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a virtual device remembers besides its flash: erases of each sector,
 * boots, and why the next boot happens. Kept as text beside the flash file
 * (its name with ".sim"), so that the flash file stays a plain chip image.
 */
#ifndef HOST_SIM_DEVICE_STATE_H
#define HOST_SIM_DEVICE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "host/cli/why.h"

/** Why a boot happens. */
enum reset_cause {
    RESET_POWER_ON = 0,
    RESET_SOFTWARE = 1, /* the application asked for it */
    RESET_WATCHDOG = 2,
    RESET_PANIC = 3,
    RESET_BROWN_OUT = 4,
    RESET_COUNT = 5,
};

/** The state; release by device_state_free(). */
struct device_state {
    uint32_t boots;         /* since the flash was created */
    enum reset_cause cause; /* of the next boot */
    bool asks;              /* for recovery: a word that outlives a reset */
    uint32_t *wear;         /* erases of each sector */
    uint32_t sector_count;  /* length of wear */
};

/** Names of the causes as in options and files; ends with NULL. */
extern const char *const reset_cause_names[RESET_COUNT + 1];

/**
 * Makes the state of a new device.
 *
 * @param[out] state         no boots, no wear, power-on
 * @param[in]  sector_count  sectors of the flash
 */
void device_state_open(struct device_state *state, uint32_t sector_count);

/**
 * Reads a state file into a state made by device_state_open().
 *
 * @param[in]     path   file; absent: a flash that somebody else made, and the
 *                       state stays that of a new device
 * @param[in,out] state  what the file says
 * @param[out]    why    on failure: file, line and what is wrong
 *
 * @retval true   read, or absent
 * @retval false  unreadable or damaged
 */
bool device_state_read(const char *path, struct device_state *state,
                       struct why *why);

/**
 * Writes a state file.
 *
 * @param[in]  path   file
 * @param[in]  state  state
 * @param[out] why    on failure: the file and the reason
 *
 * @retval true   written
 * @retval false  not
 */
bool device_state_write(const char *path, const struct device_state *state,
                        struct why *why);

/**
 * Releases what a state owns.
 *
 * @param[in,out] state  from device_state_open(), or all zero
 */
void device_state_free(struct device_state *state);

#endif
