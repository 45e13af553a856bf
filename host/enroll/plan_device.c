/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files into memory. A flash file may be shorter than the flash: the rest is
 * erased, as it is on a new part.
 */
#include "host/enroll/plan_device.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/efuse/efuse_file.h"
#include "iface/flash_encrypt.h"
#include "port/sim/sim_crypt.h"

#define WRITE_LEN   4u /* while it is plain */
#define PAGE_LEN    256u
#define LARGE_LEN   0x10000u
#define ERASED      0xff
#define IMAGE_MAGIC 0xe9

static bool conf_open(struct plan_device *device,
                      const struct plan_files *files)
{
    struct conf_report report = {0};
    bool accepted = conf_read(files->configs, files->config_count,
                              files->target, &device->conf, &report);

    conf_report_print(&report, stderr);
    conf_report_free(&report);
    return accepted;
}

static bool flash_open(struct plan_device *device, struct why *why)
{
    const struct conf *conf = &device->conf;
    struct nor_geometry geometry = {
        .run = {{CONF_SECTOR_LEN, conf->flash_len / CONF_SECTOR_LEN}},
        .run_count = 1,
        .write_len = WRITE_LEN,
        .page_len = PAGE_LEN,
        .large_erase_len = LARGE_LEN,
    };

    device->data = malloc(conf->flash_len);
    if (device->data == NULL) {
        return why_say(why, "no memory for a flash of %" PRIu32 " bytes",
                       conf->flash_len);
    }
    memset(device->data, ERASED, conf->flash_len);
    if (nor_open(&device->flash, &geometry, device->data) != OK) {
        return why_say(why, "no flash has this geometry");
    }
    return true;
}

/* Copies a file to an address; it may take room bytes. */
static bool content_open(struct plan_device *device, const char *path,
                         const struct config_area *room, struct why *why)
{
    struct file file = {NULL, 0};
    bool fits = false;

    if (path == NULL) {
        return true;
    }
    if (!file_read(path, &file, why)) {
        file_free(&file);
        return false;
    }
    fits = file.len <= room->len;
    if (fits) {
        memcpy(device->data + room->addr, file.bytes, file.len);
    } else {
        (void)why_say(why,
                      "'%s' has %zu bytes, but there is room for 0x%" PRIX32
                      " only: name another file, or correct "
                      "CONFIG_ESP_FLASH_SIZE or CONFIG_ESP_BOOTLOADER_SIZE",
                      path, file.len, room->len);
    }
    file_free(&file);
    return fits;
}

static bool contents_open(struct plan_device *device,
                          const struct plan_files *files, struct why *why)
{
    const struct config_area all = {0, device->conf.flash_len};
    const struct config_area *own = &device->conf.bootloader;

    if (!content_open(device, files->flash, &all, why)) {
        return false;
    }
    if (files->bootloader != NULL) {
        memset(device->data + own->addr, ERASED, own->len);
    }
    return content_open(device, files->bootloader, own, why);
}

/* A file of espefuse has zeros where the key was: then nobody can decrypt. */
static bool can_decrypt(struct plan_device *device)
{
    uint8_t byte = 0;

    return !flash_is_encrypted(&device->flash) ||
           (flash_read(&device->flash, device->conf.bootloader.addr, &byte,
                       1) == OK &&
            byte == IMAGE_MAGIC);
}

static bool efuse_open(struct plan_device *device,
                       const struct plan_files *files, struct why *why)
{
    enum sim_efuse_chip chip = (enum sim_efuse_chip)files->target;
    struct efuse_file file;

    sim_efuse_open(&device->efuse, chip, &device->flash);
    if (files->efuse != NULL) {
        if (!efuse_file_read(files->efuse, chip, &file, why)) {
            return false;
        }
        sim_efuse_load(&device->efuse, file.word);
    }
    sim_crypt_open(&device->efuse, &device->engine);
    sim_crypt_reset(&device->efuse);
    if (!can_decrypt(device)) {
        return why_say(why,
                       "the flash is encrypted, and what '%s' says of the key "
                       "does not decrypt the bootloader: no plan can be made "
                       "without the key",
                       files->efuse);
    }
    return true;
}

bool plan_device_open(struct plan_device *device,
                      const struct plan_files *files, struct why *why)
{
    return conf_open(device, files) && flash_open(device, why) &&
           contents_open(device, files, why) && efuse_open(device, files, why);
}

void plan_device_close(struct plan_device *device)
{
    free(device->data);
    flash_cipher_close(&device->engine);
    conf_free(&device->conf);
}
