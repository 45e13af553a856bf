/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eFuses of a virtual device between two runs of the program: a file of
 * any format that host/efuse knows, the model that burns, and the engine that
 * encrypts with what is burned. Without a file a device has none of them.
 *
 * The file keeps keys that are read-protected, as a chip does: the real
 * espefuse writes zeros in their place, and such a file has lost its key.
 */
#ifndef HOST_SIM_DEVICE_FUSES_H
#define HOST_SIM_DEVICE_FUSES_H

#include <stdbool.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/efuse/efuse_file.h"
#include "port/sim/sim_crypt.h"

/** The eFuses of a device. */
struct device_fuses {
    const char *path; /* NULL: none are modelled */
    struct efuse_file file;
    struct efuse efuse;
    struct flash_cipher engine;
};

/**
 * Opens the eFuses of a chip; a file that does not exist is a new chip.
 *
 * @param[out] fuses  eFuses; a cipher of flash leads into them
 * @param[in]  path   file
 * @param[in]  chip   which chip's
 * @param[in]  flash  flash of the chip; must outlive fuses
 * @param[out] why    on failure: the file and the reason
 *
 * @retval true   open
 * @retval false  unreadable, or no eFuse file of this chip
 */
MUST_USE bool device_fuses_open(struct device_fuses *fuses, const char *path,
                                enum sim_efuse_chip chip, struct flash *flash,
                                struct why *why);

/**
 * Writes the file, if any bit was burned since it was opened.
 *
 * @param[in]  fuses  eFuses; nothing happens without a file
 * @param[out] why    on failure: the file and the reason
 *
 * @retval true   written, or not necessary
 * @retval false  not; the file is as it was
 */
MUST_USE bool device_fuses_save(const struct device_fuses *fuses,
                                struct why *why);

#endif
