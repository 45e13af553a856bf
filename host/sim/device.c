/* SPDX-License-Identifier: Apache-2.0 */
/* See device.h: opening, checking and saving of a virtual device. */
#include "host/sim/device.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/region.h"
#include "host/files/file.h"
#include "host/sim/sim_options.h"
#include "iface/flash_encrypt.h"

/* bytes; an encrypted flash asks for more by itself, while it is encrypted */
#define PLAIN_WRITE_LEN 4

static bool conf_open(struct device *device, const struct cli_args *args)
{
    const struct cli_args *from = sim_args(args, SIM_CONFIG);
    size_t count = cli_count(from, SIM_CONFIG);
    const char **paths = calloc(count + 1, sizeof(*paths));
    if (paths == NULL) {
        abort(); /* a handful of pointers: nothing else would work either */
    }
    for (size_t i = 0; i < count; i++) {
        paths[i] = cli_nth(from, SIM_CONFIG, i)->value;
    }
    const struct cli_args *chip = sim_args(args, SIM_TARGET);
    struct conf_report report = {0};
    device->target = cli_text(chip, SIM_TARGET);
    bool is_read =
        conf_read(paths, count, (enum conf_target)cli_choice(chip, SIM_TARGET),
                  &device->conf, &report);
    conf_report_print(&report, stderr);
    conf_report_free(&report);
    free(paths);
    return is_read;
}

/* Takes the options for experiments over what the configuration says. */
static bool units_open(struct device *device, const struct cli_args *args,
                       struct why *why)
{
    const struct cli_args *write = sim_args(args, SIM_WRITE_LEN);
    const struct cli_args *align = sim_args(args, SIM_MAX_ALIGN);
    struct conf *conf = &device->conf;
    if (cli_given(write, SIM_WRITE_LEN)) {
        conf->write_len = (uint32_t)cli_int(write, SIM_WRITE_LEN);
    } else if (cli_text(sim_args(args, SIM_EFUSE), SIM_EFUSE) != NULL) {
        conf->write_len = PLAIN_WRITE_LEN;
    }
    if (cli_given(align, SIM_MAX_ALIGN)) {
        conf->boot.max_align = (uint8_t)cli_int(align, SIM_MAX_ALIGN);
    } else if (conf->boot.max_align < conf->write_len) {
        conf->boot.max_align = (uint8_t)conf->write_len;
    }
    if (conf->boot.max_align < conf->write_len) {
        return why_say(why,
                       "--max-align %u is less than a write unit of %" PRIu32
                       " bytes: give at least that",
                       conf->boot.max_align, conf->write_len);
    }
    return sim_geometry(args, conf->flash_len, conf->write_len,
                        &device->geometry, why);
}

static bool area_open(struct device *device, const char *name,
                      const struct config_area *area, struct why *why)
{
    struct region region;
    if (area->len == 0) {
        return true;
    }
    if (region_open(&region, &device->flash, area->addr, area->len) != OK) {
        return why_say(why,
                       "the %s at 0x%" PRIx32 ", %" PRIu32 " bytes, does not "
                       "begin and end at sectors of this flash: change "
                       "--sectors or the addresses",
                       name, area->addr, area->len);
    }
    nor_allow(&device->flash, area->addr, area->len);
    return true;
}

static bool areas_open(struct device *device, struct why *why)
{
    static const char *const names[SLOT_COUNT] = {"primary slot",
                                                  "secondary slot"};
    const struct boot_config *boot = &device->conf.boot;
    for (uint8_t i = 0; i < boot->image_count; i++) {
        for (int s = 0; s < SLOT_COUNT; s++) {
            if (!area_open(device, names[s], &boot->slot[i][s], why)) {
                return false;
            }
        }
    }
    return area_open(device, "scratch area", &boot->scratch, why);
}

static bool flash_open(struct device *device, struct why *why)
{
    uint32_t len = device->conf.flash_len;
    device->data = malloc(len);
    if (device->data == NULL) {
        return why_say(why, "no memory for a flash of %" PRIu32 " bytes", len);
    }
    memset(device->data, 0xff, len);
    if (nor_open(&device->flash, &device->geometry, device->data) != OK) {
        return why_say(why,
                       "no flash has these sectors: each must be a multiple "
                       "of the write unit of %" PRIu32 " bytes",
                       device->conf.write_len);
    }
    device_state_open(&device->state, nor_sector_count(&device->geometry));
    device->flash.wear = device->state.wear;
    return areas_open(device, why);
}

static bool content_read(struct device *device, struct why *why)
{
    struct file file = {0};
    if (access(device->path, F_OK) != 0) {
        return why_say(why,
                       "%s does not exist: make it with `sallyport sim "
                       "create`, or name another file with --flash",
                       device->path);
    }
    bool is_read = file_read(device->path, &file, why);
    if (is_read && file.len != device->flash.len) {
        is_read = why_say(why,
                          "%s has %zu bytes, but CONFIG_ESP_FLASH_SIZE is "
                          "%" PRIu32 ": give the image of a whole chip, or "
                          "make one with `sallyport sim create`",
                          device->path, file.len, device->flash.len);
    } else if (is_read) {
        memcpy(device->data, file.bytes, file.len);
    }
    file_free(&file);
    return is_read &&
           device_state_read(device->state_path, &device->state, why);
}

/* A chip that decrypts: its key, and a boot code that is made for it. */
static bool encryption_check(const struct device *device, const char *path,
                             struct why *why)
{
    static const uint8_t zero[FLASH_CIPHER_KEY_MAX];
    const struct flash_cipher *engine = &device->fuses.engine;
    if (!sim_crypt_counter_is_odd(&device->fuses.efuse)) {
        return true;
    }
    if (device->conf.boot.max_align < FLASH_ENCRYPT_LEN) {
        return why_say(why,
                       "%s says that the flash is encrypted, but the "
                       "bootloader is configured for plain flash: set "
                       "CONFIG_SECURE_FLASH_ENC_ENABLED",
                       path);
    }
    return memcmp(engine->key, zero, engine->key_len) != 0 ||
           why_say(why,
                   "%s says that the flash is encrypted, but holds no key for "
                   "it: espefuse drops keys that it read-protects",
                   path);
}

/* What enrolment encrypts may change too: the bootloader's own region. */
static bool fuses_open(struct device *device, const struct cli_args *args,
                       struct why *why)
{
    const char *path = cli_text(sim_args(args, SIM_EFUSE), SIM_EFUSE);
    const struct config_area *own = &device->conf.bootloader;
    if (path == NULL) {
        return true;
    }
    nor_allow(&device->flash, own->addr, own->len);
    return device_fuses_open(&device->fuses, path,
                             (enum sim_efuse_chip)device->conf.target,
                             &device->flash, why) &&
           encryption_check(device, path, why);
}

bool device_open(struct device *device, const struct cli_args *args,
                 enum device_start start, struct why *why)
{
    why->text[0] = '\0';
    device->path = cli_text(sim_args(args, SIM_FLASH), SIM_FLASH);
    int len = snprintf(device->state_path, sizeof(device->state_path), "%s.sim",
                       device->path);
    if (len < 0 || (size_t)len >= sizeof(device->state_path)) {
        return why_say(why, "the name of the flash file is too long");
    }
    if (!conf_open(device, args) || !units_open(device, args, why) ||
        !flash_open(device, why)) {
        return false;
    }
    if (start == DEVICE_LOAD && !content_read(device, why)) {
        return false;
    }
    return fuses_open(device, args, why);
}

bool device_save(const struct device *device, struct why *why)
{
    struct file_data file = {.bytes = device->data, .len = device->flash.len};
    return device_fuses_save(&device->fuses, why) &&
           file_write(device->path, &file, FILE_MODE_PLAIN, why) &&
           device_state_write(device->state_path, &device->state, why);
}

void device_close(struct device *device)
{
    conf_free(&device->conf);
    device_state_free(&device->state);
    flash_cipher_close(&device->fuses.engine);
    free(device->data);
    device->data = NULL;
}

bool device_slot(const struct device *device, int64_t image, enum slot slot,
                 struct config_area *area, struct why *why)
{
    if (image < 0 || image >= device->conf.boot.image_count) {
        return why_say(why,
                       "there is no image %" PRId64 ": CONFIG_ESP_IMAGE_NUMBER "
                       "is %u",
                       image, device->conf.boot.image_count);
    }
    *area = device->conf.boot.slot[image][slot];
    return true;
}
