/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands of `sallyport sim`, and what they have in common: each opens a
 * device, does one job with it, and saves it or not.
 */
#ifndef HOST_SIM_SIM_COMMANDS_H
#define HOST_SIM_SIM_COMMANDS_H

#include "host/cli/cli.h"
#include "host/sim/device.h"

extern const struct cli_command sim_command_boot;
extern const struct cli_command sim_command_create;
extern const struct cli_command sim_command_erase;
extern const struct cli_command sim_command_load;
extern const struct cli_command sim_command_save;
extern const struct cli_command sim_command_show;

/**
 * Does the job of a command, and saves the device if that belongs to it.
 *
 * @param[in,out] device  open device
 * @param[in]     args    command line
 * @param[out]    why     on failure: one sentence
 *
 * @retval true   done
 * @retval false  not
 */
typedef bool sim_job_fn(struct device *device, const struct cli_args *args,
                        struct why *why);

/**
 * Opens the device that the options name, does a job and closes it.
 *
 * @param[in] args   command line
 * @param[in] start  how the device is opened
 * @param[in] job    what is done
 *
 * @retval exit status; a failure was printed
 */
MUST_USE int sim_job(const struct cli_args *args, enum device_start start,
                     sim_job_fn *job);

#endif
