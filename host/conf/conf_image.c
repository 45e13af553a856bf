/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lengths against limits, with sentences that say by how much.
 */
#include "host/conf/conf_image.h"

#include <inttypes.h>
#include <string.h>

#include "enroll/encrypt.h"
#include "host/conf/conf_words.h"

static uint32_t signature_len(const struct conf *conf)
{
    return conf->enroll.secure_boot ? CONF_SECTOR_LEN : 0;
}

static uint32_t encryption_len(const struct conf *conf)
{
    return conf->enroll.encryption ? encrypt_reserved_len(&conf->enroll) : 0;
}

static uint32_t sectors_of(uint32_t len)
{
    return len / CONF_SECTOR_LEN * CONF_SECTOR_LEN +
           (len % CONF_SECTOR_LEN != 0 ? CONF_SECTOR_LEN : 0);
}

uint32_t conf_image_reserved(const struct conf *conf)
{
    return signature_len(conf) + encryption_len(conf);
}

void conf_image_check_region(const struct conf *conf,
                             struct conf_report *report)
{
    enum conf_key key = CONF_ESP_BOOTLOADER_SIZE;
    struct conf_place place = conf_place_of(conf, key);

    if (conf->bootloader.len > conf_image_reserved(conf)) {
        return;
    }
    conf_report_error(
        report, &place,
        "%s leaves no room for a bootloader: CONFIG_SECURE_BOOT takes %" PRIu32
        " bytes of it for the signature, CONFIG_SECURE_FLASH_ENC_ENABLED "
        "%" PRIu32 " for the first boot; make it larger",
        conf_words(conf, key).text, signature_len(conf), encryption_len(conf));
}

static void check_rom(const struct conf *conf, uint32_t len,
                      struct conf_report *report)
{
    uint32_t max = conf->enroll.chip->signed_max;

    if (conf->enroll.secure_boot && len > max) {
        conf_report_error(
            report, NULL,
            "the bootloader has %" PRIu32 " bytes, %" PRIu32
            " more than the %" PRIu32 " that the ROM of %s verifies with "
            "CONFIG_SECURE_BOOT=y: leave features out or choose another "
            "signature",
            len, len - max, max, conf_target_name(conf->target));
    }
}

void conf_image_check(const struct conf *conf, uint32_t len,
                      struct conf_report *report)
{
    uint32_t taken = sectors_of(len) + conf_image_reserved(conf);

    check_rom(conf, len, report);
    if (taken > conf->bootloader.len) {
        conf_report_error(
            report, NULL,
            "the bootloader of %" PRIu32 " bytes takes 0x%" PRIX32
            ", with %" PRIu32 " bytes for its signature and %" PRIu32
            " for encrypting the flash: 0x%" PRIX32
            " more than %s; raise that, and move what lies behind it",
            len, taken, signature_len(conf), encryption_len(conf),
            taken - conf->bootloader.len,
            conf_words(conf, CONF_ESP_BOOTLOADER_SIZE).text);
    }
}

void conf_image_print_next(const struct conf *conf, const char *path, FILE *out)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;

    if (!conf->enroll.secure_boot) {
        return;
    }
    (void)fprintf(
        out,
        "%s must be signed before it is flashed. Next:\n"
        "  espsecure sign-data --version 2 --keyfile "
        "<RSA-3072 key>.pem --output signed.bin %s\n"
        "  esptool --chip %s write-flash --flash-mode keep "
        "--flash-freq keep --flash-size keep 0x%" PRIx32 " signed.bin\n",
        name, name, conf_target_name(conf->target), conf->bootloader.addr);
}
