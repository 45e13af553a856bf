/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Joins the steps: files to values, values to defaults and checks, then the
 * structs that everybody else uses.
 */
#include "host/conf/conf.h"

#include <stdlib.h>
#include <string.h>

#include "host/conf/conf_area.h"
#include "host/conf/conf_enroll.h"
#include "host/conf/conf_image.h"
#include "host/conf/conf_keys.h"
#include "host/conf/conf_parse.h"
#include "host/conf/conf_pins.h"
#include "host/conf/conf_recovery.h"
#include "host/conf/conf_sign.h"
#include "host/files/file.h"

#define FILE_LEN_MAX 0x100000u /* bytes; a thousand times the usual file */

/** Paths of a list, each in its own memory. */
struct paths {
    char **path;
    size_t count;
};

bool conf_is_set(const struct conf *conf, enum conf_key key)
{
    return conf->value[key].defined;
}

uint32_t conf_number(const struct conf *conf, enum conf_key key)
{
    return conf->value[key].defined ? conf->value[key].number : 0;
}

/* Keeps a file's name as long as the configuration: values point to it. */
static const char *keep_name(struct conf *conf, const char *path)
{
    size_t len = strlen(path) + 1;
    char **grown =
        realloc(conf->file, (conf->file_count + 1) * sizeof(conf->file[0]));

    if (grown == NULL) {
        return NULL;
    }
    conf->file = grown;
    grown[conf->file_count] = malloc(len);
    if (grown[conf->file_count] == NULL) {
        return NULL;
    }
    memcpy(grown[conf->file_count], path, len);
    return grown[conf->file_count++];
}

static void read_file(struct conf *conf, const char *path,
                      struct conf_report *report)
{
    struct conf_source source = {.file = keep_name(conf, path)};
    struct conf_place place = {path, 0};
    struct file file = {NULL, 0};
    struct why why = {""};

    if (source.file == NULL) {
        conf_report_error(report, &place, "out of memory");
    } else if (!file_read(path, &file, &why)) {
        conf_report_error(report, NULL,
                          "%s: name a configuration file that can be read",
                          why.text);
    } else if (file.len > FILE_LEN_MAX) {
        conf_report_error(report, &place,
                          "this is no configuration file, it is larger than "
                          "1 MiB: name a file of lines such as "
                          "CONFIG_ESP_FLASH_SIZE=4MB");
    } else {
        source.text = (const char *)file.bytes;
        source.len = file.len;
        conf_parse(conf, &source, report);
    }
    file_free(&file);
}

static struct config_area area_of(const struct conf *conf, enum conf_key addr,
                                  enum conf_key len)
{
    return (struct config_area){conf_number(conf, addr),
                                conf_number(conf, len)};
}

static void fill_boot(struct conf *conf)
{
    struct boot_config *boot = &conf->boot;

    boot->mode = conf_update_mode(conf);
    boot->image_count = (uint8_t)conf_number(conf, CONF_ESP_IMAGE_NUMBER);
    boot->max_align = conf->flash_encryption.enabled ? 32 : 8;
    boot->sector_max = (uint16_t)conf_number(conf, CONF_ESP_MAX_IMG_SECTORS);
    for (size_t i = 0; i < boot->image_count; i++) {
        for (size_t s = 0; s < SLOT_COUNT; s++) {
            boot->slot[i][s] = area_of(conf, conf_slot_key(i, (enum slot)s),
                                       CONF_ESP_APPLICATION_SIZE);
        }
    }
    if (boot->mode == UPDATE_SCRATCH) {
        boot->scratch =
            area_of(conf, CONF_ESP_SCRATCH_OFFSET, CONF_ESP_SCRATCH_SIZE);
    }
    boot->prevent_downgrade = conf_is_set(conf, CONF_ESP_DOWNGRADE_PREVENTION);
    boot->prevent_by_counter =
        conf_is_set(conf, CONF_ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER);
}

static void fill_console(struct conf *conf)
{
    conf->console = (struct conf_console){
        .uart = conf_is_set(conf, CONF_ESP_CONSOLE_UART),
        .usb_serial_jtag = conf_is_set(conf, CONF_ESP_CONSOLE_USB_SERIAL_JTAG),
        .uart_num = (uint8_t)conf_number(conf, CONF_ESP_CONSOLE_UART_NUM),
        .custom_pins = conf_is_set(conf, CONF_ESP_CONSOLE_UART_CUSTOM),
        .tx_gpio = (uint8_t)conf_number(conf, CONF_ESP_CONSOLE_UART_TX_GPIO),
        .rx_gpio = (uint8_t)conf_number(conf, CONF_ESP_CONSOLE_UART_RX_GPIO),
        .log_level = (uint8_t)conf_number(conf, CONF_ESP_LOG_LEVEL),
    };
}

static void fill_protection(struct conf *conf)
{
    conf->secure_boot = (struct conf_secure_boot){
        .enabled = conf_is_set(conf, CONF_SECURE_BOOT),
        .allow_jtag = conf_is_set(conf, CONF_SECURE_BOOT_ALLOW_JTAG),
        .allow_rom_basic = conf_is_set(conf, CONF_SECURE_BOOT_ALLOW_ROM_BASIC),
        .disable_rom_dl = conf_is_set(conf, CONF_SECURE_DISABLE_ROM_DL_MODE),
        .secure_rom_dl =
            conf_is_set(conf, CONF_SECURE_ENABLE_SECURE_ROM_DL_MODE),
        .aggressive_revoke =
            conf_is_set(conf, CONF_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE),
        .allow_efuse_rd_dis =
            conf_is_set(conf, CONF_SECURE_BOOT_V2_ALLOW_EFUSE_RD_DIS),
    };
    conf->flash_encryption = (struct conf_flash_encryption){
        .enabled = conf_is_set(conf, CONF_SECURE_FLASH_ENC_ENABLED),
        .release = conf_is_set(conf, CONF_SECURE_FLASH_ENCRYPTION_MODE_RELEASE),
        .allow_enc =
            conf_is_set(conf, CONF_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC),
        .allow_dec =
            conf_is_set(conf, CONF_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC),
        .allow_cache =
            conf_is_set(conf, CONF_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE),
        .require_already =
            conf_is_set(conf, CONF_SECURE_FLASH_REQUIRE_ALREADY_ENABLED),
        .aes256 = conf_is_set(conf, CONF_SECURE_FLASH_ENCRYPTION_AES256),
        .skip_wr_protect_cache =
            conf_is_set(conf, CONF_SECURE_FLASH_SKIP_WRITE_PROTECTION_CACHE),
    };
    conf->efuse_virtual.enabled = conf_is_set(conf, CONF_EFUSE_VIRTUAL);
    if (conf_is_set(conf, CONF_EFUSE_VIRTUAL_KEEP_IN_FLASH)) {
        conf->efuse_virtual.area =
            area_of(conf, CONF_EFUSE_VIRTUAL_OFFSET, CONF_EFUSE_VIRTUAL_SIZE);
    }
}

static void fill(struct conf *conf)
{
    fill_protection(conf);
    fill_console(conf);
    conf_recovery_fill(conf);
    fill_boot(conf);
    conf->flash_len = conf_number(conf, CONF_ESP_FLASH_SIZE);
    conf->write_len = conf->flash_encryption.enabled ? 32 : 4;
    conf->bootloader =
        area_of(conf, CONF_ESP_BOOTLOADER_OFFSET, CONF_ESP_BOOTLOADER_SIZE);
    conf->multi_processor = conf_is_set(conf, CONF_ESP_MULTI_PROCESSOR_BOOT);
    conf->watchdog = conf_is_set(conf, CONF_ESP_MCUBOOT_WDT_ENABLE);
    conf->enroll_armed = conf_is_set(conf, CONF_ESP_ENROLL_ARMED);
    conf_enroll_fill(conf);
}

/* All that follows once the files are read. */
static bool finish(struct conf *conf, struct conf_report *report)
{
    conf_keys_resolve(conf, report);
    conf_keys_check(conf, report);
    conf_pins_check(conf, report);
    conf_recovery_check(conf, report);
    conf_area_check(conf, report);
    conf_sign_load(conf, report);
    if (report->error_count > 0) {
        return false;
    }
    fill(conf);
    conf_image_check_region(conf, report);
    return report->error_count == 0;
}

bool conf_read(const char *const *paths, size_t count, enum conf_target target,
               struct conf *conf, struct conf_report *report)
{
    memset(conf, 0, sizeof(*conf));
    conf->target = target;
    for (size_t i = 0; i < count; i++) {
        read_file(conf, paths[i], report);
    }
    return finish(conf, report);
}

bool conf_read_source(const struct conf_source *source, enum conf_target target,
                      struct conf *conf, struct conf_report *report)
{
    memset(conf, 0, sizeof(*conf));
    conf->target = target;
    conf_parse(conf, source, report);
    return finish(conf, report);
}

static bool add_path(struct paths *paths, const char *text, size_t len)
{
    size_t grown_len = (paths->count + 1) * sizeof(paths->path[0]);
    char **grown = realloc(paths->path, grown_len);
    char *copy = malloc(len + 1);

    paths->path = grown != NULL ? grown : paths->path;
    if (grown == NULL || copy == NULL) {
        free(copy);
        return false;
    }
    memcpy(copy, text, len);
    copy[len] = '\0';
    grown[paths->count++] = copy;
    return true;
}

static bool split(struct paths *paths, const char *list)
{
    const char *next = list + strspn(list, " \t");

    while (*next != '\0') {
        size_t len = strcspn(next, " \t");

        if (!add_path(paths, next, len)) {
            return false;
        }
        next += len;
        next += strspn(next, " \t");
    }
    return true;
}

bool conf_read_list(const char *list, enum conf_target target,
                    struct conf *conf, struct conf_report *report)
{
    struct paths paths = {NULL, 0};
    bool done = split(&paths, list != NULL ? list : "");

    if (!done) {
        conf_report_error(report, NULL, "out of memory");
    }
    done = conf_read((const char *const *)paths.path, paths.count, target, conf,
                     report) &&
           done;
    for (size_t i = 0; i < paths.count; i++) {
        free(paths.path[i]);
    }
    free(paths.path);
    return done;
}

void conf_free(struct conf *conf)
{
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        free(conf->value[i].text);
    }
    for (size_t i = 0; i < conf->file_count; i++) {
        free(conf->file[i]);
    }
    free(conf->file);
    memset(conf, 0, sizeof(*conf));
}
