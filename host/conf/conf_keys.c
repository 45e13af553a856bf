/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules between keys as tables: groups of which at most one may be set, pairs
 * that contradict each other, keys that need another. What does not fit a
 * table has its own function below them.
 */
#include "host/conf/conf_keys.h"

#include "host/conf/conf_words.h"

#define GROUP_MAX   3
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))
#define LOCKS       "CONFIG_SECURE_BOOT=y or CONFIG_SECURE_FLASH_ENC_ENABLED=y"
#define CORE_COUNT  5 /* keys of Secure Boot V2 that go together */

/** Keys of which at most one may be set. */
struct group {
    enum conf_key key[GROUP_MAX];
    size_t count;
};

/** Two keys that cannot be set together. */
struct clash {
    enum conf_key key;
    enum conf_key other;
    const char *advice;
};

/** A key that is wrong, or idle, with neither of two others. */
struct purpose {
    enum conf_key key;
    enum conf_level level; /* CONF_WARNING: it merely has no effect */
};

/** A key that is wrong, or idle, without another. */
struct need {
    enum conf_key key;
    enum conf_key other;
    enum conf_level level; /* CONF_WARNING: it merely has no effect */
    const char *value;     /* what the other key must be set to */
};

static const struct group groups[] = {
    {{CONF_ESP_BOOT_SWAP_USING_SCRATCH, CONF_ESP_BOOT_SWAP_USING_MOVE,
      CONF_ESP_BOOT_UPGRADE_ONLY},
     3},
    {{CONF_ESP_SIGN_RSA, CONF_ESP_SIGN_EC256, CONF_ESP_SIGN_ED25519}, 3},
    {{CONF_ESP_USE_TINYCRYPT, CONF_ESP_USE_MBEDTLS}, 2},
    {{CONF_ESP_CONSOLE_UART, CONF_ESP_CONSOLE_USB_SERIAL_JTAG}, 2},
    {{CONF_SECURE_DISABLE_ROM_DL_MODE, CONF_SECURE_ENABLE_SECURE_ROM_DL_MODE},
     2},
    {{CONF_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT,
      CONF_SECURE_FLASH_ENCRYPTION_MODE_RELEASE},
     2},
};

static const struct clash clashes[] = {
    {CONF_ESP_USE_TINYCRYPT, CONF_ESP_SIGN_RSA,
     "RSA needs CONFIG_ESP_USE_MBEDTLS=y or no library key"},
    {CONF_ESP_USE_MBEDTLS, CONF_ESP_SIGN_EC256,
     "EC256 needs CONFIG_ESP_USE_TINYCRYPT=y or no library key"},
    {CONF_ESP_USE_MBEDTLS, CONF_ESP_SIGN_ED25519,
     "ED25519 needs CONFIG_ESP_USE_TINYCRYPT=y or no library key"},
    {CONF_ESP_MCUBOOT_ERASE_PROGRESSIVELY, CONF_SECURE_FLASH_ENC_ENABLED,
     "remove the first, an encrypted slot is erased as a whole"},
    {CONF_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC,
     CONF_SECURE_FLASH_ENCRYPTION_MODE_RELEASE,
     "remove the first, or use development mode"},
    {CONF_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC,
     CONF_SECURE_FLASH_ENCRYPTION_MODE_RELEASE,
     "remove the first, or use development mode"},
    {CONF_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE,
     CONF_SECURE_FLASH_ENCRYPTION_MODE_RELEASE,
     "remove the first, or use development mode"},
};

static const struct need needs[] = {
    {CONF_ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER,
     CONF_ESP_DOWNGRADE_PREVENTION, CONF_ERROR, "y"},
    {CONF_ESP_SIGN_RSA, CONF_ESP_SIGN_RSA_LEN, CONF_ERROR, "2048 or 3072"},
    {CONF_ESP_SIGN_RSA_LEN, CONF_ESP_SIGN_RSA, CONF_WARNING, "y"},
    {CONF_ESP_CONSOLE_UART_CUSTOM, CONF_ESP_CONSOLE_UART, CONF_WARNING, "y"},
    {CONF_ESP_CONSOLE_UART_CUSTOM, CONF_ESP_CONSOLE_UART_TX_GPIO, CONF_ERROR,
     "a pin number"},
    {CONF_ESP_CONSOLE_UART_CUSTOM, CONF_ESP_CONSOLE_UART_RX_GPIO, CONF_ERROR,
     "a pin number"},
    {CONF_ESP_CONSOLE_UART_TX_GPIO, CONF_ESP_CONSOLE_UART_CUSTOM, CONF_WARNING,
     "y"},
    {CONF_ESP_CONSOLE_UART_RX_GPIO, CONF_ESP_CONSOLE_UART_CUSTOM, CONF_WARNING,
     "y"},
    {CONF_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG, CONF_ESP_MCUBOOT_SERIAL,
     CONF_WARNING, "y"},
    {CONF_ESP_MCUBOOT_ERASE_PROGRESSIVELY, CONF_ESP_MCUBOOT_SERIAL,
     CONF_WARNING, "y"},
    {CONF_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE, CONF_SECURE_BOOT,
     CONF_ERROR, "y"},
    {CONF_SECURE_BOOT_V2_ALLOW_EFUSE_RD_DIS, CONF_SECURE_BOOT, CONF_WARNING,
     "y"},
    {CONF_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT,
     CONF_SECURE_FLASH_ENC_ENABLED, CONF_ERROR, "y"},
    {CONF_SECURE_FLASH_ENCRYPTION_MODE_RELEASE, CONF_SECURE_FLASH_ENC_ENABLED,
     CONF_ERROR, "y"},
    {CONF_SECURE_FLASH_ENCRYPTION_AES256, CONF_SECURE_FLASH_ENC_ENABLED,
     CONF_ERROR, "y"},
    {CONF_SECURE_FLASH_REQUIRE_ALREADY_ENABLED, CONF_SECURE_FLASH_ENC_ENABLED,
     CONF_ERROR, "y"},
    {CONF_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC, CONF_SECURE_FLASH_ENC_ENABLED,
     CONF_WARNING, "y"},
    {CONF_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC, CONF_SECURE_FLASH_ENC_ENABLED,
     CONF_WARNING, "y"},
    {CONF_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE,
     CONF_SECURE_FLASH_ENC_ENABLED, CONF_WARNING, "y"},
    {CONF_SECURE_FLASH_SKIP_WRITE_PROTECTION_CACHE,
     CONF_SECURE_FLASH_ENC_ENABLED, CONF_WARNING, "y"},
    {CONF_EFUSE_VIRTUAL_KEEP_IN_FLASH, CONF_EFUSE_VIRTUAL, CONF_ERROR, "y"},
};

/* Who bars download mode and locks nothing would only look protected. */
static const struct purpose purposes[] = {
    {CONF_SECURE_DISABLE_ROM_DL_MODE, CONF_ERROR},
    {CONF_SECURE_ENABLE_SECURE_ROM_DL_MODE, CONF_ERROR},
    {CONF_SECURE_BOOT_ALLOW_JTAG, CONF_WARNING},
    {CONF_SECURE_BOOT_ALLOW_ROM_BASIC, CONF_WARNING},
    {CONF_ESP_ENROLL_ARMED, CONF_WARNING},
};

static const enum conf_key core_keys[CORE_COUNT] = {
    CONF_SECURE_BOOT,
    CONF_SECURE_BOOT_V2_ENABLED,
    CONF_SECURE_SIGNED_ON_BOOT,
    CONF_SECURE_SIGNED_APPS_RSA_SCHEME,
    CONF_SECURE_BOOT_SUPPORTS_RSA,
};

/* A refused value was meant: no rule says that its key is missing. */
static bool is_meant(const struct conf *conf, enum conf_key key)
{
    return conf->value[key].defined || conf->value[key].bad;
}

static const char *name_of(enum conf_key key)
{
    return conf_row(key)->name;
}

static void drop_unsupported(struct conf *conf, enum conf_key key,
                             struct conf_report *report)
{
    struct conf_value *value = &conf->value[key];
    struct conf_place place = conf_place_of(conf, key);
    const char *chip = conf_target_name(conf->target);

    if (conf_row(key)->elsewhere == CONF_IGNORE) {
        conf_report_warning(report, &place,
                            "%s is ignored on %s, which does not support it: "
                            "remove it",
                            conf_words(conf, key).text, chip);
    } else {
        conf_report_error(report, &place,
                          "%s is not supported on %s: remove it or write n",
                          conf_words(conf, key).text, chip);
    }
    value->defined = false;
}

static bool takes_default(const struct conf *conf, enum conf_key key)
{
    const struct conf_value *value = &conf->value[key];

    if (conf_row(key)->fallback[conf->target] == CONF_NO_DEFAULT ||
        value->defined || value->bad) {
        return false;
    }
    /* A UART that nobody asked for gives way to USB. */
    if (key == CONF_ESP_CONSOLE_UART &&
        conf->value[CONF_ESP_CONSOLE_USB_SERIAL_JTAG].defined) {
        return false;
    }
    return value->origin == CONF_ORIGIN_NONE ||
           conf_row(key)->type != CONF_FLAG;
}

void conf_keys_resolve(struct conf *conf, struct conf_report *report)
{
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        enum conf_key key = (enum conf_key)i;

        if (conf->value[i].defined && !conf_key_supported(key, conf->target)) {
            drop_unsupported(conf, key, report);
        }
    }
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        enum conf_key key = (enum conf_key)i;

        if (takes_default(conf, key)) {
            conf->value[i] = (struct conf_value){
                .origin = CONF_ORIGIN_DEFAULT,
                .defined = true,
                .number = conf_row(key)->fallback[conf->target],
            };
        }
    }
}

static void check_group(const struct conf *conf, const struct group *group,
                        struct conf_report *report)
{
    enum conf_key first = CONF_KEY_COUNT;

    for (size_t i = 0; i < group->count; i++) {
        enum conf_key key = group->key[i];

        if (!conf_is_set(conf, key)) {
            continue;
        }
        if (first == CONF_KEY_COUNT) {
            first = key;
            continue;
        }
        struct conf_place place = conf_place_of_pair(conf, key, first);
        conf_report_error(report, &place,
                          "%s and %s exclude each other: keep one, write n "
                          "for the other",
                          conf_words(conf, first).text,
                          conf_words(conf, key).text);
    }
}

static void check_clash(const struct conf *conf, const struct clash *clash,
                        struct conf_report *report)
{
    struct conf_place place =
        conf_place_of_pair(conf, clash->key, clash->other);

    if (conf_is_set(conf, clash->key) && conf_is_set(conf, clash->other)) {
        conf_report_error(report, &place, "%s contradicts %s: %s",
                          conf_words(conf, clash->key).text,
                          conf_words(conf, clash->other).text, clash->advice);
    }
}

static void check_need(const struct conf *conf, const struct need *need,
                       struct conf_report *report)
{
    struct conf_place place = conf_place_of(conf, need->key);

    if (!conf_is_set(conf, need->key) || is_meant(conf, need->other)) {
        return;
    }
    if (need->level == CONF_ERROR) {
        conf_report_error(report, &place,
                          "%s needs %s=%s: add it, or remove the first",
                          conf_words(conf, need->key).text,
                          name_of(need->other), need->value);
    } else {
        conf_report_warning(report, &place, "%s has no effect without %s=%s",
                            conf_words(conf, need->key).text,
                            name_of(need->other), need->value);
    }
}

/* All five or none: half of them would ship a device that looks protected. */
static void check_secure_boot(const struct conf *conf,
                              struct conf_report *report)
{
    enum conf_key set = CONF_KEY_COUNT;

    for (size_t i = 0; i < CORE_COUNT; i++) {
        set = conf_is_set(conf, core_keys[i]) ? core_keys[i] : set;
    }
    for (size_t i = 0; set != CONF_KEY_COUNT && i < CORE_COUNT; i++) {
        struct conf_place place = conf_place_of(conf, set);

        if (!is_meant(conf, core_keys[i])) {
            conf_report_error(report, &place,
                              "%s needs %s=y: the five keys of Secure Boot "
                              "V2 go together",
                              conf_words(conf, set).text,
                              name_of(core_keys[i]));
        }
    }
}

static void check_flash_encryption(const struct conf *conf,
                                   struct conf_report *report)
{
    enum conf_key key = CONF_SECURE_FLASH_ENC_ENABLED;
    struct conf_place place = conf_place_of(conf, key);

    if (conf_is_set(conf, key) &&
        !is_meant(conf, CONF_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT) &&
        !is_meant(conf, CONF_SECURE_FLASH_ENCRYPTION_MODE_RELEASE)) {
        conf_report_error(
            report, &place, "%s needs a mode: add %s=y or %s=y",
            conf_words(conf, key).text,
            name_of(CONF_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT),
            name_of(CONF_SECURE_FLASH_ENCRYPTION_MODE_RELEASE));
    }
}

static void check_images(const struct conf *conf, struct conf_report *report)
{
    struct conf_place place =
        conf_place_of(conf, CONF_ESP_MULTI_PROCESSOR_BOOT);

    if (conf_is_set(conf, CONF_ESP_MULTI_PROCESSOR_BOOT) &&
        conf_number(conf, CONF_ESP_IMAGE_NUMBER) != 2) {
        conf_report_error(report, &place,
                          "%s needs CONFIG_ESP_IMAGE_NUMBER=2, not %s: image "
                          "1 is what the second CPU runs",
                          conf_words(conf, CONF_ESP_MULTI_PROCESSOR_BOOT).text,
                          conf_words(conf, CONF_ESP_IMAGE_NUMBER).text);
    }
}

/* A default was asked for by nobody. */
static void check_purpose(const struct conf *conf,
                          const struct purpose *purpose,
                          struct conf_report *report)
{
    struct conf_words words = conf_words(conf, purpose->key);
    struct conf_place place = conf_place_of(conf, purpose->key);

    if (!conf_is_set(conf, purpose->key) || place.file == NULL ||
        is_meant(conf, CONF_SECURE_BOOT) ||
        is_meant(conf, CONF_SECURE_FLASH_ENC_ENABLED)) {
        return;
    }
    if (purpose->level == CONF_ERROR) {
        conf_report_error(report, &place,
                          "%s needs " LOCKS ": add one, or remove the first",
                          words.text);
    } else {
        conf_report_warning(report, &place, "%s has no effect without " LOCKS,
                            words.text);
    }
}

/* Encryption ends in a reset: what is forgotten there would begin again. */
static void check_virtual(const struct conf *conf, struct conf_report *report)
{
    enum conf_key key = CONF_EFUSE_VIRTUAL;
    struct conf_place place = conf_place_of(conf, key);

    if (!conf_is_set(conf, key)) {
        return;
    }
    conf_report_warning(report, &place,
                        "%s: eFuse are only simulated and the device is NOT "
                        "PROTECTED, never ship it",
                        conf_words(conf, key).text);
    if (conf_is_set(conf, CONF_SECURE_FLASH_ENC_ENABLED) &&
        !is_meant(conf, CONF_EFUSE_VIRTUAL_KEEP_IN_FLASH)) {
        conf_report_error(report, &place,
                          "%s with %s=y forgets at each reset that the flash "
                          "is encrypted: add %s=y",
                          conf_words(conf, key).text,
                          name_of(CONF_SECURE_FLASH_ENC_ENABLED),
                          name_of(CONF_EFUSE_VIRTUAL_KEEP_IN_FLASH));
    }
}

/* The ROM would verify a bootloader that verifies nobody. */
static void check_chain(const struct conf *conf, struct conf_report *report)
{
    struct conf_place place = conf_place_of(conf, CONF_SECURE_BOOT);

    if (conf_is_set(conf, CONF_SECURE_BOOT) &&
        !is_meant(conf, CONF_ESP_SIGN_RSA) &&
        !is_meant(conf, CONF_ESP_SIGN_EC256) &&
        !is_meant(conf, CONF_ESP_SIGN_ED25519)) {
        conf_report_warning(report, &place,
                            "%s protects the bootloader only: without %s=y, "
                            "or another signature, any application boots",
                            conf_words(conf, CONF_SECURE_BOOT).text,
                            name_of(CONF_ESP_SIGN_EC256));
    }
}

void conf_keys_check(const struct conf *conf, struct conf_report *report)
{
    for (size_t i = 0; i < COUNT_OF(groups); i++) {
        check_group(conf, &groups[i], report);
    }
    for (size_t i = 0; i < COUNT_OF(clashes); i++) {
        check_clash(conf, &clashes[i], report);
    }
    for (size_t i = 0; i < COUNT_OF(needs); i++) {
        check_need(conf, &needs[i], report);
    }
    check_secure_boot(conf, report);
    check_flash_encryption(conf, report);
    check_images(conf, report);
    for (size_t i = 0; i < COUNT_OF(purposes); i++) {
        check_purpose(conf, &purposes[i], report);
    }
    check_virtual(conf, report);
    check_chain(conf, report);
}
