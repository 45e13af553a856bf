/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `sallyport sim boot` prints: the boot log, and in lines that start
 * with "sim:" what the virtual device sees. Decides nothing.
 */
#ifndef HOST_SIM_BOOT_TELL_H
#define HOST_SIM_BOOT_TELL_H

#include <stdint.h>

#include "host/sim/device.h"
#include "host/sim/session.h"

/** Who tells; owned by the caller. */
struct boot_tell {
    const struct device *device;
    uint32_t explained; /* status that was explained last */
};

/**
 * Lets the boot log be printed from now on, until sim_log_close().
 *
 * @param[out] tell    must live as long as the log
 * @param[in]  device  device
 * @param[in]  level   enum log_level, or 0: no log
 */
void boot_tell_open(struct boot_tell *tell, const struct device *device,
                    int level);

/**
 * Tells what is started; a hook of a session, whose context is a boot_tell.
 *
 * @param[in] result   of the boot
 * @param[in] context  struct boot_tell
 */
void boot_tell_started(const struct boot_result *result, void *context);

/**
 * Prints a line of the ROM; a hook of a session.
 *
 * @param[in] context  not used
 * @param[in] text     the line
 */
void boot_tell_rom(void *context, const char *text);

/**
 * Tells that recovery has begun, at once, for clients wait for it.
 *
 * @param[in] cause  why
 * @param[in] name   of the line, NULL if there is none
 */
void boot_tell_rescue(enum rescue_cause cause, const char *name);

/**
 * Tells how a boot ended and what it cost.
 *
 * @param[in] tell     from boot_tell_open()
 * @param[in] session  what became of the boot
 */
void boot_tell_outcome(const struct boot_tell *tell,
                       const struct session *session);

#endif
