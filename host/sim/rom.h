/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the mask ROM of a chip does before our boot code runs: finds the
 * bootloader in the flash, as its eFuses let it read it, checks it, verifies
 * it if Secure Boot is enabled, and says so in the ROM's manner. It does not
 * run anything, and knows nothing of applications.
 *
 * What is modelled was watched on the ROMs of ESP32 (revision 3), ESP32-C3 and
 * ESP32-S3; ESP32-S2 is taken to do as those two. Where a ROM would fault or
 * damage what it is loading, the model refuses, with a line of its own that
 * starts with "sim:".
 */
#ifndef HOST_SIM_ROM_H
#define HOST_SIM_ROM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "port/sim/sim_efuse.h"

/** A chip that was reset. */
struct rom {
    /* with .power, its flash, whose .encrypted is as at reset */
    struct efuse *efuse;
    /* told of each line; NULL: nobody */
    void (*line)(void *context, const char *text);
    void *context; /* handed to line */
};

/** How the ROM ends. */
enum rom_end {
    ROM_REFUSES, /* nothing runs; a chip tries again for ever */
    ROM_STARTS,  /* the bootloader, checked as the eFuses demand */
    /* code at the start of the flash that nothing checked (direct boot) */
    ROM_STARTS_UNCHECKED,
};

/** What the download mode of the ROM still lets a computer do. */
enum rom_download {
    ROM_DOWNLOAD_FULL,   /* everything */
    ROM_DOWNLOAD_SECURE, /* write and erase flash; no reads, no code */
    ROM_DOWNLOAD_OFF,
};

/**
 * Runs the ROM up to its jump. Burns one bit where aggressive revocation is
 * enabled and a trusted key's signature is bad.
 *
 * @param[in] rom  chip
 *
 * @retval how it ends
 */
MUST_USE enum rom_end rom_boot(const struct rom *rom);

/**
 * Tells what is left of the download mode.
 *
 * @param[in] efuse  eFuses
 *
 * @retval the most that a computer can do
 */
MUST_USE enum rom_download rom_download(const struct efuse *efuse);

#endif
