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

/** Whether a job changes the device. */
enum sim_effect {
    SIM_KEEP = 0, /* the files stay as they are */
    SIM_SAVE = 1, /* saved if the job was done; a failed job changes nothing */
};

/**
 * Does the job of a command.
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
 * Opens the device that the options name, does a job and saves it.
 *
 * @param[in] args    command line
 * @param[in] start   how the device is opened
 * @param[in] effect  whether it is saved
 * @param[in] job     what is done
 *
 * @retval exit status; a failure was printed
 */
MUST_USE int sim_job(const struct cli_args *args, enum device_start start,
                     enum sim_effect effect, sim_job_fn *job);

#endif
