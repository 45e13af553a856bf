/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The device that a plan is made for: a configuration, and copies in memory of
 * the flash and the eFuses that files hold. Nothing is ever written back.
 */
#ifndef HOST_ENROLL_PLAN_DEVICE_H
#define HOST_ENROLL_PLAN_DEVICE_H

#include "host/cli/why.h"
#include "host/conf/conf.h"
#include "host/files/file.h"
#include "port/sim/flash_cipher.h"
#include "port/sim/nor.h"
#include "port/sim/sim_efuse.h"

/** What the command line names. */
struct plan_files {
    const char *const *configs; /* config_count files */
    size_t config_count;
    enum conf_target target;
    const char *efuse;      /* NULL: nothing is burned yet */
    const char *flash;      /* NULL: erased, but for the bootloader */
    const char *bootloader; /* goes over what the flash holds; or NULL */
};

/** A device in memory; zero it before plan_device_open(). */
struct plan_device {
    struct conf conf;
    struct flash flash;
    struct efuse efuse;
    struct flash_cipher engine;
    uint8_t *data; /* the flash, flash.len bytes */
};

/**
 * Opens a device.
 *
 * @param[out] device  release by plan_device_close(), also on failure
 * @param[in]  files   what it is made of
 * @param[out] why     on failure: one sentence, or empty if the problems of
 *                     the configuration were printed already
 *
 * @retval true   open
 * @retval false  a file can not be used, or what it holds does not fit
 */
MUST_USE bool plan_device_open(struct plan_device *device,
                               const struct plan_files *files, struct why *why);

/**
 * Releases what a device owns.
 *
 * @param[in,out] device  from plan_device_open(), or all zero
 */
void plan_device_close(struct plan_device *device);

#endif
