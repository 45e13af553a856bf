/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A virtual device between two runs of the program: the chip's flash in one
 * file, what a chip's flash does not hold (wear, boots, reset cause) in a
 * second one beside it, its eFuses in a third if --efuse names one, and the
 * configuration that all are used with. Boots nothing itself.
 */
#ifndef HOST_SIM_DEVICE_H
#define HOST_SIM_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "host/cli/cli.h"
#include "host/cli/why.h"
#include "host/conf/conf.h"
#include "host/sim/device_fuses.h"
#include "host/sim/device_state.h"
#include "port/sim/nor.h"

#define DEVICE_PATH_MAX 4096 /* bytes with the final 0 */

/** A virtual device; zero it before device_open(). */
struct device {
    struct conf conf;
    struct nor_geometry geometry;
    struct flash flash;
    struct device_state state;
    struct device_fuses fuses;
    uint8_t *data;    /* the flash, flash.len bytes */
    const char *path; /* of the flash file */
    bool pin_is_held; /* the one that asks for recovery */
    const char *target;
    char state_path[DEVICE_PATH_MAX];
};

/** What is done with the flash file. */
enum device_start {
    DEVICE_LOAD = 0,  /* it must exist and have the length of the flash */
    DEVICE_ERASE = 1, /* start with an erased flash and no wear */
};

/**
 * Opens a device as the common options say.
 *
 * @param[out] device  device; release by device_close(), also on failure
 * @param[in]  args    command line of a command with the common options
 * @param[in]  start   what is done with the flash file
 * @param[out] why     on failure: one sentence, or empty if the sentences were
 *                     printed already (a configuration may have several)
 *
 * @retval true   open
 * @retval false  configuration, geometry or files are not usable
 */
MUST_USE bool device_open(struct device *device, const struct cli_args *args,
                          enum device_start start, struct why *why);

/**
 * Writes flash, state and eFuses to their files.
 *
 * @param[in]  device  device
 * @param[out] why     on failure: the file and the reason
 *
 * @retval true   written
 * @retval false  not, or not all of them
 */
MUST_USE bool device_save(const struct device *device, struct why *why);

/**
 * Releases what a device owns; writes nothing.
 *
 * @param[in,out] device  from device_open(), or all zero
 */
void device_close(struct device *device);

/**
 * Finds the slot that the options --slot and --image name.
 *
 * @param[in]  device  device
 * @param[in]  image   image number
 * @param[in]  slot    which of its slots
 * @param[out] area    the slot
 * @param[out] why     on failure: there is no such image
 *
 * @retval true   found
 * @retval false  image is not below CONFIG_ESP_IMAGE_NUMBER
 */
MUST_USE bool device_slot(const struct device *device, int64_t image,
                          enum slot slot, struct config_area *area,
                          struct why *why);

#endif
