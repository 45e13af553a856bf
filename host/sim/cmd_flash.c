/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands that put bytes into the virtual flash and take them out, as a
 * programmer over a serial line would: create, load, save, erase. They wear
 * the flash, and ask the boot code nothing.
 */
#include "host/sim/sim_commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "host/files/file.h"
#include "host/sim/device.h"
#include "host/sim/rom.h"
#include "host/sim/sim_options.h"
#include "host/sim/status_text.h"

/* Options of load, save and erase behind the common ones. */
enum place_option {
    PLACE_SLOT = SIM_OPTION_COMMON_COUNT,
    PLACE_IMAGE,
    PLACE_OFFSET,
    PLACE_COUNT,
};

/* Option of create. */
enum create_option {
    CREATE_FORCE = SIM_OPTION_COMMON_COUNT,
    CREATE_COUNT,
};

static const struct cli_option place_options[PLACE_COUNT] = {
    SIM_OPTIONS_COMMON,
    {.name = "--slot",
     .letter = 's',
     .kind = CLI_CHOICE,
     .choices = sim_slot_choices,
     .help = "which slot of the image"},
    {.name = "--image",
     .letter = 'i',
     .kind = CLI_INT,
     .fallback = "0",
     .help = "whose slot, 0 to 3  [default: 0]"},
    {.name = "--offset",
     .letter = 'o',
     .kind = CLI_NUMBER,
     .metavar = "ADDRESS",
     .help = "address in the flash, in place of a slot"},
};

static const struct cli_option create_options[CREATE_COUNT] = {
    SIM_OPTIONS_COMMON,
    {.name = "--force",
     .kind = CLI_FLAG,
     .help = "replace a flash file that exists"},
};

static const struct cli_argument file_argument[] = {{.name = "FILE"}};

/* The part of the flash that a command works on. */
static bool place_find(const struct device *device, const struct cli_args *args,
                       struct config_area *area, struct why *why)
{
    bool has_slot = cli_given(args, PLACE_SLOT);
    if (has_slot == cli_given(args, PLACE_OFFSET)) {
        return why_say(why, "give --slot or --offset, and not both");
    }
    if (has_slot) {
        return device_slot(device, cli_int(args, PLACE_IMAGE),
                           (enum slot)cli_choice(args, PLACE_SLOT), area, why);
    }
    int64_t addr = cli_int(args, PLACE_OFFSET);
    if (addr < 0 || addr >= device->flash.len) {
        return why_say(why, "--offset 0x%" PRIx64 " lies outside the flash",
                       (uint64_t)addr);
    }
    area->addr = (uint32_t)addr;
    area->len = device->flash.len - (uint32_t)addr;
    return true;
}

/* Erases whole sectors that hold the range, where they are not erased yet. */
static bool range_erase(struct flash *flash, uint32_t addr, uint32_t len,
                        struct why *why)
{
    uint32_t end = addr + len;
    while (addr < end) {
        struct flash_sector sector;
        bool erased = false;
        status_t status = flash_sector_at(flash, addr, &sector);
        if (status == OK) {
            status = flash_is_erased(flash, sector.addr, sector.len, &erased);
        }
        if (status == OK && !erased) {
            status = flash_erase(flash, sector.addr, sector.len);
        }
        if (status != OK) {
            return why_say(why, "erasing 0x%" PRIx32 ": %s", addr,
                           status_text(status));
        }
        addr = sector.addr + sector.len;
    }
    return true;
}

static bool range_starts_sector(const struct flash *flash, uint32_t addr)
{
    struct flash_sector sector;
    return flash_sector_at(flash, addr, &sector) == OK && sector.addr == addr;
}

/*
 * As a programmer does: what is erased anyway is not written, and the rest of
 * the last sector is lost.
 */
static bool range_write(struct device *device, uint32_t addr,
                        const struct file *file, struct why *why)
{
    struct flash *flash = &device->flash;
    if (!range_starts_sector(flash, addr)) {
        return why_say(why, "0x%" PRIx32 " is not the start of a sector", addr);
    }
    if (!range_erase(flash, addr, (uint32_t)file->len, why)) {
        return false;
    }
    /* the virtual programmer is not bound to whole write units */
    memcpy(device->data + addr, file->bytes, file->len);
    return true;
}

/* A programmer on the serial line asks the ROM, and that its eFuses. */
static bool programmer_may(const struct device *device, bool reads,
                           struct why *why)
{
    const struct device_fuses *fuses = &device->fuses;
    enum rom_download mode =
        fuses->path == NULL ? ROM_DOWNLOAD_FULL : rom_download(&fuses->efuse);
    if (mode == ROM_DOWNLOAD_OFF) {
        return why_say(why, "the eFuses have switched the download mode off: "
                            "only the bootloader can change this flash");
    }
    return mode == ROM_DOWNLOAD_FULL || !reads ||
           why_say(why, "the eFuses have made the download mode secure: it "
                        "does not read flash");
}

static bool load_job(struct device *device, const struct cli_args *args,
                     struct why *why)
{
    struct file file = {0};
    struct config_area area;
    bool done = programmer_may(device, false, why) &&
                place_find(device, args, &area, why) &&
                file_read(cli_argument(args, 0), &file, why);
    if (done && file.len > area.len) {
        done = why_say(why, "%s has %zu bytes, %zu more than fit",
                       cli_argument(args, 0), file.len, file.len - area.len);
    }
    done = done && range_write(device, area.addr, &file, why) &&
           device_save(device, why);
    if (done) {
        printf("%s: %zu bytes at 0x%06" PRIx32 "\n", cli_argument(args, 0),
               file.len, area.addr);
    }
    file_free(&file);
    return done;
}

static bool save_job(struct device *device, const struct cli_args *args,
                     struct why *why)
{
    struct config_area area;
    if (!programmer_may(device, true, why) ||
        !place_find(device, args, &area, why)) {
        return false;
    }
    struct file_data file = {.bytes = device->data + area.addr,
                             .len = area.len};
    if (!file_write(cli_argument(args, 0), &file, FILE_MODE_PLAIN, why)) {
        return false;
    }
    printf("%s: %" PRIu32 " bytes from 0x%06" PRIx32 "\n",
           cli_argument(args, 0), area.len, area.addr);
    return true;
}

static bool erase_job(struct device *device, const struct cli_args *args,
                      struct why *why)
{
    struct config_area area;
    if (!programmer_may(device, false, why) ||
        !place_find(device, args, &area, why)) {
        return false;
    }
    if (!range_starts_sector(&device->flash, area.addr)) {
        return why_say(why, "0x%" PRIx32 " is not the start of a sector",
                       area.addr);
    }
    if (!range_erase(&device->flash, area.addr, area.len, why) ||
        !device_save(device, why)) {
        return false;
    }
    printf("0x%06" PRIx32 ": %" PRIu32 " bytes erased\n", area.addr, area.len);
    return true;
}

static bool create_job(struct device *device, const struct cli_args *args,
                       struct why *why)
{
    struct file old = {0};
    bool exists = file_read(device->path, &old, why);
    file_free(&old);
    if (exists && !cli_given(args, CREATE_FORCE)) {
        return why_say(why, "%s exists: give --force to replace it",
                       device->path);
    }
    if (!device_save(device, why)) {
        return false;
    }
    printf("%s: %" PRIu32 " bytes, erased, for %s\n", device->path,
           device->flash.len, device->target);
    return true;
}

static int load_run(const struct cli_args *args)
{
    return sim_job(args, DEVICE_LOAD, load_job);
}

static int save_run(const struct cli_args *args)
{
    return sim_job(args, DEVICE_LOAD, save_job);
}

static int erase_run(const struct cli_args *args)
{
    return sim_job(args, DEVICE_LOAD, erase_job);
}

static int create_run(const struct cli_args *args)
{
    return sim_job(args, DEVICE_ERASE, create_job);
}

const struct cli_command sim_command_create = {
    .name = "create",
    .summary = "Make an erased flash of the configured size.",
    .options = create_options,
    .option_count = CREATE_COUNT,
    .run = create_run,
};

const struct cli_command sim_command_load = {
    .name = "load",
    .summary = "Write a file into a slot, as a programmer would.",
    .help = "Write a file into a slot or to an address, as a programmer on the "
            "serial line would: the sectors it touches are erased first.\n"
            "An update that an application receives is another thing: see "
            "`boot --update`.",
    .options = place_options,
    .option_count = PLACE_COUNT,
    .arguments = file_argument,
    .argument_count = 1,
    .run = load_run,
};

const struct cli_command sim_command_save = {
    .name = "save",
    .summary = "Copy a slot, or the flash from an address on, to a file.",
    .options = place_options,
    .option_count = PLACE_COUNT,
    .arguments = file_argument,
    .argument_count = 1,
    .run = save_run,
};

const struct cli_command sim_command_erase = {
    .name = "erase",
    .summary = "Erase a slot, or the flash from an address on.",
    .options = place_options,
    .option_count = PLACE_COUNT,
    .run = erase_run,
};
