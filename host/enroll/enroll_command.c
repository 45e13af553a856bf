/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sallyport enroll plan`: what the first boot would burn on a chip whose
 * eFuses and flash are known, and whether the owner would be locked out. Writes
 * no file.
 */
#include <stdio.h>
#include <stdlib.h>

#include "host/commands.h"
#include "host/conf/conf_enroll.h"
#include "host/enroll/plan_check.h"
#include "host/enroll/plan_steps.h"
#include "host/sim/status_text.h"
#include "port/sim/sim_log.h"

enum {
    OPT_CONFIG,
    OPT_TARGET,
    OPT_EFUSE,
    OPT_FLASH,
    OPT_BOOTLOADER,
    OPT_COUNT,
};

static const char *const targets[] = {"esp32", "esp32s2", "esp32c3", "esp32s3",
                                      NULL};

static const struct cli_option plan_options[OPT_COUNT] = {
    [OPT_CONFIG] = {.name = "--config",
                    .letter = 'c',
                    .kind = CLI_TEXT,
                    .metavar = "FILE",
                    .repeat = true,
                    .help = "bootloader.conf; repeat it, later files override "
                            "earlier ones"},
    [OPT_TARGET] = {.name = "--target",
                    .letter = 't',
                    .kind = CLI_CHOICE,
                    .choices = targets,
                    .fallback = "esp32c3",
                    .help = "chip  [default: esp32c3]"},
    [OPT_EFUSE] = {.name = "--efuse",
                   .letter = 'e',
                   .kind = CLI_TEXT,
                   .metavar = "FILE",
                   .help = "eFuses of the chip: a file of espefuse --virt, of "
                           "the emulator, or of virtual eFuses  [default: "
                           "nothing is burned]"},
    [OPT_FLASH] = {.name = "--flash",
                   .letter = 'f',
                   .kind = CLI_TEXT,
                   .metavar = "FILE",
                   .required = true,
                   .help = "content of the flash; what is missing at its end "
                           "is erased"},
    [OPT_BOOTLOADER] = {.name = "--bootloader",
                        .letter = 'b',
                        .kind = CLI_TEXT,
                        .metavar = "FILE",
                        .help = "signed bootloader to take in place of what "
                                "the flash holds"},
};

static int refuse(const struct why *why)
{
    return why->text[0] == '\0' ? CLI_EXIT_FAIL : cli_fail("%s", why->text);
}

static void open_log(enum conf_target target)
{
    const struct sim_log console = {.stream = stdout,
                                    .target = conf_target_name(target),
                                    .level = LOG_INFO};

    sim_log_open(&console);
}

static void tell_end(const struct plan_device *device)
{
    const struct conf *conf = &device->conf;

    if (conf->efuse_virtual.enabled) {
        (void)puts("nothing of it is real: CONFIG_EFUSE_VIRTUAL=y");
    } else if (conf->enroll_armed) {
        (void)puts("the device can carry this out; none of it can be undone");
    } else {
        (void)puts("the device would tell this and burn nothing: "
                   "CONFIG_ESP_ENROLL_ARMED=n");
    }
    if (conf->flash_encryption.release) {
        (void)puts("from then on only the application can install another: "
                   "try its update first");
    }
}

static int tell_plan(struct plan_device *device, const struct own_image *own,
                     enum conf_target target)
{
    status_t status;

    open_log(target);
    status = plan_steps_tell(device, own);
    sim_log_close();
    if (status != OK) {
        return cli_fail("the device would refuse: %s", status_text(status));
    }
    tell_end(device);
    return CLI_EXIT_OK;
}

static int plan(struct plan_device *device, enum conf_target target)
{
    struct plan_found found;
    struct own_image own = {0};
    struct why why = {""};

    if (!conf_enrolls(&device->conf)) {
        (void)puts("nothing to enrol: neither CONFIG_SECURE_BOOT nor "
                   "CONFIG_SECURE_FLASH_ENC_ENABLED is set");
        return CLI_EXIT_OK;
    }
    if (!plan_check_bootloader(device, &own, stdout, &why)) {
        return refuse(&why);
    }
    if (plan_steps_are_begun(device)) {
        (void)puts("an encryption of this flash was interrupted: the next "
                   "boot goes on with it before it looks at images");
    } else if (!plan_check_images(device, &found, stdout, &why)) {
        return refuse(&why);
    }
    if (plan_steps_are_done(device, &own)) {
        (void)puts("nothing is left to burn: the chip is locked as the "
                   "configuration says");
        return CLI_EXIT_OK;
    }
    return tell_plan(device, &own, target);
}

static int run_plan(const struct cli_args *args)
{
    size_t count = cli_count(args, OPT_CONFIG);
    const char **configs = calloc(count + 1, sizeof(*configs));
    struct plan_files files = {
        .configs = configs,
        .config_count = count,
        .target = (enum conf_target)cli_choice(args, OPT_TARGET),
        .efuse = cli_text(args, OPT_EFUSE),
        .flash = cli_text(args, OPT_FLASH),
        .bootloader = cli_text(args, OPT_BOOTLOADER),
    };
    struct plan_device device = {0};
    struct why why = {""};
    int status = CLI_EXIT_FAIL;

    if (configs == NULL) {
        return cli_fail("out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        configs[i] = cli_nth(args, OPT_CONFIG, i)->value;
    }
    status = plan_device_open(&device, &files, &why)
                 ? plan(&device, files.target)
                 : refuse(&why);
    plan_device_close(&device);
    free(configs);
    return status;
}

static const struct cli_command plan_command = {
    .name = "plan",
    .summary = "Tell what the first boot would burn, and whether it may.",
    .help = "Looks at a device as its first boot would: the bootloader and its "
            "signatures, the images, every eFuse that would be burned. Prints "
            "the plan of the device, by the device's own code.\n"
            "The exit status is 0 if the plan can be carried out, or nothing "
            "is to be done; 1 if the device would refuse, or if the plan would "
            "lock its owner out. No file is written.",
    .options = plan_options,
    .option_count = OPT_COUNT,
    .run = run_plan,
};

static const struct cli_command *const commands[] = {&plan_command, NULL};

const struct cli_command command_enroll = {
    .name = "enroll",
    .summary = "Rehearse how a device is locked.",
    .commands = commands,
};
