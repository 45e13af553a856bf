/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The device's own code looks at bootloader and images; here its findings are
 * put beside the eFuses and the configuration, in sentences.
 */
#include "host/enroll/plan_check.h"

#include <inttypes.h>
#include <string.h>

#include "core/image.h"
#include "enroll/encrypt.h"
#include "host/conf/conf_area.h"
#include "host/conf/conf_image.h"
#include "host/sim/status_text.h"
#include "iface/efuse.h"
#include "iface/flash_encrypt.h"

#define PURPOSE_DIGEST 9 /* of digest 0; SPEC, eFuse */

/** What the eFuses make of a key. */
enum trust {
    TRUST_NONE,
    TRUST_HELD,    /* a block holds its digest */
    TRUST_REVOKED, /* ... but is revoked */
};

static bool efuse_bit(const struct efuse *efuse, uint32_t bit)
{
    return (efuse_word(efuse, 0, bit / 32) >> bit % 32 & 1u) != 0;
}

static bool block_holds(const struct efuse *efuse, uint32_t block,
                        const uint32_t digest[EFUSE_BLOCK_WORDS])
{
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        if (efuse_word(efuse, block, i) != digest[i]) {
            return false;
        }
    }
    return true;
}

/* Digest number that the purpose of a block stands for; ESP32 has only 0. */
static int digest_number(const struct plan_device *device, uint32_t block)
{
    const struct enroll_chip *chip = device->conf.enroll.chip;
    uint32_t bit = chip->purpose_bit + 4u * (block - chip->key_block);
    int purpose =
        (int)(efuse_word(&device->efuse, 0, bit / 32) >> bit % 32 & 0xfu);

    if (!chip->has_purposes) {
        return block == chip->key_block + 1u ? 0 : -1;
    }
    return purpose >= PURPOSE_DIGEST &&
                   purpose < PURPOSE_DIGEST + chip->digest_max
               ? purpose - PURPOSE_DIGEST
               : -1;
}

static enum trust trust_of(const struct plan_device *device,
                           const uint32_t digest[EFUSE_BLOCK_WORDS])
{
    const struct enroll_chip *chip = device->conf.enroll.chip;
    enum trust trust = TRUST_NONE;

    for (uint32_t i = 0; i < chip->key_count; i++) {
        uint32_t block = chip->key_block + i;
        int number = digest_number(device, block);

        if (number < 0 || !block_holds(&device->efuse, block, digest)) {
            continue;
        }
        if (chip->revoke_bit == 0 ||
            !efuse_bit(&device->efuse, chip->revoke_bit + (uint32_t)number)) {
            return TRUST_HELD;
        }
        trust = TRUST_REVOKED;
    }
    return trust;
}

static const char *trust_text(const struct plan_device *device,
                              enum trust trust)
{
    const struct enroll_config *enroll = &device->conf.enroll;

    if (trust == TRUST_HELD) {
        return "the eFuses hold it";
    }
    if (trust == TRUST_REVOKED) {
        return "the eFuses have REVOKED it";
    }
    if (efuse_bit(&device->efuse, enroll->chip->secure_bit)) {
        return "the eFuses do NOT hold it";
    }
    return enroll->armed ? "to be burned unless others are there already"
                         : "would be burned, but CONFIG_ESP_ENROLL_ARMED=n";
}

static void tell_key(const struct plan_device *device, unsigned index,
                     const uint32_t digest[EFUSE_BLOCK_WORDS], FILE *out)
{
    (void)fprintf(out, "  key %u, digest ", index);
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS * 4; i++) {
        (void)fprintf(out, "%02x",
                      (unsigned)(digest[i / 4] >> i % 4 * 8 & 0xffu));
    }
    (void)fprintf(out, ": %s\n", trust_text(device, trust_of(device, digest)));
}

static bool is_accepted(const struct plan_device *device,
                        const struct own_image *own)
{
    for (unsigned i = 0; i < own->digest_count; i++) {
        if (trust_of(device, own->digest[i]) == TRUST_HELD) {
            return true;
        }
    }
    return false;
}

static bool fits(const struct plan_device *device, const struct own_image *own,
                 struct why *why)
{
    uint32_t signature = device->conf.enroll.secure_boot ? CONF_SECTOR_LEN : 0;
    struct conf_report report = {0};
    bool good = true;

    conf_image_check(&device->conf, own->len - signature, &report);
    if (report.error_count > 0) {
        good = why_say(why, "%s", report.problem[0].sentence);
    }
    conf_report_free(&report);
    return good;
}

static void tell_keys(const struct plan_device *device,
                      const struct own_image *own, FILE *out)
{
    (void)fprintf(out,
                  "bootloader: %" PRIu32 " bytes at 0x%" PRIX32
                  ", signature blocks: %u\n",
                  own->len, device->conf.bootloader.addr, own->digest_count);
    for (unsigned i = 0; i < own->digest_count; i++) {
        tell_key(device, i, own->digest[i], out);
    }
}

/* What encryption reserves is free once the flash is encrypted. */
static uint32_t room_of(const struct plan_device *device)
{
    const struct enroll_config *enroll = &device->conf.enroll;
    uint32_t room = enroll->bootloader.len;

    return enroll->encryption && !flash_is_encrypted(&device->flash)
               ? room - encrypt_reserved_len(enroll)
               : room;
}

bool plan_check_bootloader(struct plan_device *device, struct own_image *own,
                           FILE *out, struct why *why)
{
    const struct enroll_config *enroll = &device->conf.enroll;
    const struct own_image_place place = {enroll, &device->flash,
                                          room_of(device)};
    struct own_image_work work;
    status_t status = OK;
    verdict_t verdict = own_image_verify(&place, &work, own, &status);

    if (!verdict_is_pass(verdict)) {
        return why_say(why,
                       "the bootloader at 0x%" PRIX32 " can not be "
                       "enrolled: %s",
                       device->conf.bootloader.addr, status_text(status));
    }
    tell_keys(device, own, out);
    if (efuse_bit(&device->efuse, enroll->chip->secure_bit) &&
        enroll->secure_boot && !is_accepted(device, own)) {
        return why_say(why, "the ROM of this chip starts no bootloader that "
                            "is signed with these keys: sign it with one "
                            "whose digest the eFuses hold");
    }
    return fits(device, own, why);
}

static void tell_image(uint8_t index, const struct boot_start *start, FILE *out)
{
    const struct image_version *v = &start->facts->header.version;

    (void)fprintf(
        out,
        "image %u: version %u.%u.%u+%" PRIu32 " at 0x%" PRIX32 " is verified\n",
        index, v->major, v->minor, v->revision, v->build, start->slot->base);
}

/* In release mode only the application brings a new application. */
static bool can_be_replaced(const struct plan_device *device, uint8_t index,
                            const struct boot_start *start, struct why *why)
{
    const struct conf *conf = &device->conf;
    uint32_t max = 0;
    struct conf_room room;

    conf_area_room(conf, &room);
    max = conf->boot.prevent_downgrade && room.noted_max != 0 ? room.noted_max
                                                              : room.image_max;
    if (!conf->flash_encryption.release || start->facts->len <= max) {
        return true;
    }
    return why_say(why,
                   "image %u has %" PRIu32 " bytes, more than the %" PRIu32
                   " that leave room to exchange it: no update could ever "
                   "replace it in release mode, make it smaller or the slots "
                   "larger",
                   index, start->facts->len, max);
}

static bool nothing_boots(const struct plan_device *device,
                          const struct boot_result *result, struct why *why)
{
    const struct conf *conf = &device->conf;

    if (conf->flash_encryption.release && conf->secure_boot.disable_rom_dl) {
        return why_say(why,
                       "nothing boots from slot %u: %s; in release mode and "
                       "with CONFIG_SECURE_DISABLE_ROM_DL_MODE=y nothing could "
                       "ever be installed, flash a signed application first",
                       result->image, status_text(result->why));
    }
    return why_say(why,
                   "nothing boots from slot %u: %s; flash a signed application "
                   "first",
                   result->image, status_text(result->why));
}

bool plan_check_images(struct plan_device *device, struct plan_found *found,
                       FILE *out, struct why *why)
{
    const struct boot_config *config = &device->conf.boot;

    boot_init(&found->boot, config, &device->flash);
    found->bootable = boot_run(&found->boot, &found->result) == OK;
    if (!found->bootable) {
        return nothing_boots(device, &found->result, why);
    }
    for (uint8_t i = 0; i < config->image_count; i++) {
        tell_image(i, &found->result.start[i], out);
    }
    for (uint8_t i = 0; i < config->image_count; i++) {
        if (!can_be_replaced(device, i, &found->result.start[i], why)) {
            return false;
        }
    }
    return true;
}
