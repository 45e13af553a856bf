/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of bootloader.conf: one row each, with type, range, default and
 * chips. The table says what a single value may be; how keys must fit each
 * other is the business of conf_check.h.
 */
#ifndef HOST_CONF_CONF_TABLE_H
#define HOST_CONF_CONF_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

/** The chips. */
enum conf_target {
    CONF_TARGET_ESP32 = 0,
    CONF_TARGET_ESP32S2 = 1,
    CONF_TARGET_ESP32C3 = 2,
    CONF_TARGET_ESP32S3 = 3,
    CONF_TARGET_COUNT = 4,
};

/* X(name): the key is CONFIG_<name> in files and CONF_<name> here. */
#define CONF_KEY_LIST(X)                                                       \
    X(ESP_FLASH_SIZE)                                                          \
    X(ESP_BOOTLOADER_OFFSET)                                                   \
    X(ESP_BOOTLOADER_SIZE)                                                     \
    X(ESP_APPLICATION_SIZE)                                                    \
    X(ESP_IMAGE_NUMBER)                                                        \
    X(ESP_IMAGE0_PRIMARY_START_ADDRESS)                                        \
    X(ESP_IMAGE0_SECONDARY_START_ADDRESS)                                      \
    X(ESP_IMAGE1_PRIMARY_START_ADDRESS)                                        \
    X(ESP_IMAGE1_SECONDARY_START_ADDRESS)                                      \
    X(ESP_IMAGE2_PRIMARY_START_ADDRESS)                                        \
    X(ESP_IMAGE2_SECONDARY_START_ADDRESS)                                      \
    X(ESP_IMAGE3_PRIMARY_START_ADDRESS)                                        \
    X(ESP_IMAGE3_SECONDARY_START_ADDRESS)                                      \
    X(ESP_SCRATCH_OFFSET)                                                      \
    X(ESP_SCRATCH_SIZE)                                                        \
    X(ESP_MAX_IMG_SECTORS)                                                     \
    X(ESP_MULTI_PROCESSOR_BOOT)                                                \
    X(ESP_BOOT_SWAP_USING_SCRATCH)                                             \
    X(ESP_BOOT_SWAP_USING_MOVE)                                                \
    X(ESP_BOOT_SWAP_USING_OFFSET)                                              \
    X(ESP_BOOT_UPGRADE_ONLY)                                                   \
    X(ESP_SINGLE_APPLICATION_SLOT)                                             \
    X(ESP_BOOT_DIRECT_XIP)                                                     \
    X(ESP_BOOT_RAM_LOAD)                                                       \
    X(ESP_DOWNGRADE_PREVENTION)                                                \
    X(ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER)                               \
    X(ESP_SIGN_RSA)                                                            \
    X(ESP_SIGN_RSA_LEN)                                                        \
    X(ESP_SIGN_EC256)                                                          \
    X(ESP_SIGN_ED25519)                                                        \
    X(ESP_SIGN_KEY_FILE)                                                       \
    X(ESP_SIGN_KEY_FILES)                                                      \
    X(ESP_USE_TINYCRYPT)                                                       \
    X(ESP_USE_MBEDTLS)                                                         \
    X(ESP_CONSOLE_UART)                                                        \
    X(ESP_CONSOLE_UART_NUM)                                                    \
    X(ESP_CONSOLE_UART_CUSTOM)                                                 \
    X(ESP_CONSOLE_UART_TX_GPIO)                                                \
    X(ESP_CONSOLE_UART_RX_GPIO)                                                \
    X(ESP_CONSOLE_USB_SERIAL_JTAG)                                             \
    X(ESP_LOG_LEVEL)                                                           \
    X(ESP_MCUBOOT_WDT_ENABLE)                                                  \
    X(ESP_MCUBOOT_SERIAL)                                                      \
    X(ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG)                                      \
    X(ESP_MCUBOOT_ERASE_PROGRESSIVELY)                                         \
    X(ESP_SERIAL_BOOT_GPIO_DETECT)                                             \
    X(ESP_SERIAL_BOOT_GPIO_DETECT_VAL)                                         \
    X(ESP_SERIAL_BOOT_GPIO_INPUT_TYPE)                                         \
    X(ESP_SERIAL_BOOT_DETECT_DELAY_S)                                          \
    X(ESP_SERIAL_BOOT_UART_NUM)                                                \
    X(ESP_SERIAL_BOOT_GPIO_RX)                                                 \
    X(ESP_SERIAL_BOOT_GPIO_TX)                                                 \
    X(ESP_SERIAL_BOOT_BAUDRATE)                                                \
    X(SALLYPORT_RECOVERY_DIRECT)                                               \
    X(SALLYPORT_RECOVERY_IDLE_S)                                               \
    X(SALLYPORT_RECOVERY_WHEN_ASKED)                                           \
    X(SALLYPORT_RECOVERY_WHEN_DEAD)                                            \
    X(SECURE_BOOT)                                                             \
    X(SECURE_BOOT_V2_ENABLED)                                                  \
    X(SECURE_SIGNED_ON_BOOT)                                                   \
    X(SECURE_SIGNED_APPS_RSA_SCHEME)                                           \
    X(SECURE_BOOT_SUPPORTS_RSA)                                                \
    X(SECURE_BOOT_ALLOW_JTAG)                                                  \
    X(SECURE_BOOT_ALLOW_ROM_BASIC)                                             \
    X(SECURE_DISABLE_ROM_DL_MODE)                                              \
    X(SECURE_ENABLE_SECURE_ROM_DL_MODE)                                        \
    X(SECURE_SIGNED_APPS_ECDSA_V2_SCHEME)                                      \
    X(SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE)                                \
    X(SECURE_BOOT_V2_ALLOW_EFUSE_RD_DIS)                                       \
    X(SECURE_BOOT_FLASH_ENC_KEYS_BURN_TOGETHER)                                \
    X(SECURE_FLASH_ENC_ENABLED)                                                \
    X(SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT)                                \
    X(SECURE_FLASH_ENCRYPTION_MODE_RELEASE)                                    \
    X(SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC)                                  \
    X(SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC)                                  \
    X(SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE)                                \
    X(SECURE_FLASH_REQUIRE_ALREADY_ENABLED)                                    \
    X(SECURE_FLASH_ENCRYPTION_AES256)                                          \
    X(SECURE_FLASH_ENCRYPTION_AES128_DERIVED)                                  \
    X(SECURE_FLASH_SKIP_WRITE_PROTECTION_CACHE)                                \
    X(SECURE_FLASH_PSEUDO_ROUND_FUNC_STRENGTH)                                 \
    X(ESP_ENROLL_ARMED)                                                        \
    X(EFUSE_VIRTUAL)                                                           \
    X(EFUSE_VIRTUAL_KEEP_IN_FLASH)                                             \
    X(EFUSE_VIRTUAL_OFFSET)                                                    \
    X(EFUSE_VIRTUAL_SIZE)

#define CONF_KEY_ENTRY(name) CONF_##name,

/** Every key, in the order of the documentation. */
enum conf_key { CONF_KEY_LIST(CONF_KEY_ENTRY) CONF_KEY_COUNT };

#undef CONF_KEY_ENTRY

/** What a value is. */
enum conf_type {
    CONF_FLAG = 0,       /* y or n */
    CONF_NUMBER = 1,     /* decimal or 0x hexadecimal */
    CONF_FLASH_SIZE = 2, /* 1MB, 2MB .. 128MB */
    CONF_TEXT = 3,       /* anything but # and line ends */
};

/** What happens to a key that the chip does not support. */
enum conf_elsewhere {
    CONF_REFUSE = 0, /* error: ignoring it would change safety or layout */
    CONF_IGNORE = 1, /* warning, the key counts as not given */
};

#define CONF_NO_DEFAULT UINT32_MAX

/** One key. */
struct conf_row {
    const char *name; /* as in files, with CONFIG_ */
    enum conf_type type;
    uint32_t min;      /* number keys: lowest value */
    uint32_t max;      /* number keys: highest value */
    uint32_t multiple; /* number keys: unit, a power of two; 1: any */
    uint32_t fallback[CONF_TARGET_COUNT]; /* default or CONF_NO_DEFAULT */
    uint8_t targets;               /* bit (1 << target): the chip supports it */
    enum conf_elsewhere elsewhere; /* on the other chips */
    bool ours;                     /* unknown to MCUboot */
    bool preset;                   /* stands in the default file */
    const char *doc;               /* one sentence */
};

/**
 * Returns a key's row.
 *
 * @param[in] key  below CONF_KEY_COUNT
 *
 * @retval row  constant, all fields filled
 */
MUST_USE const struct conf_row *conf_row(enum conf_key key);

/**
 * Finds a key by its name.
 *
 * @param[in]  name  len bytes, with CONFIG_, upper case
 * @param[in]  len   bytes
 * @param[out] key   the key; untouched if there is none
 *
 * @retval true  found
 */
MUST_USE bool conf_key_find(const char *name, size_t len, enum conf_key *key);

/**
 * Finds the key whose name takes the fewest edits to reach.
 *
 * @param[in]  name  len bytes
 * @param[in]  len   bytes
 * @param[out] key   the nearest key; untouched if none is near
 *
 * @retval true   one is at most a third of its name away
 * @retval false  nothing is near enough to be meant
 */
MUST_USE bool conf_key_nearest(const char *name, size_t len,
                               enum conf_key *key);

/**
 * Returns a chip's name.
 *
 * @param[in] target  below CONF_TARGET_COUNT
 *
 * @retval name  e.g. "esp32c3"
 */
MUST_USE const char *conf_target_name(enum conf_target target);

/**
 * Finds a chip by its name.
 *
 * @param[in]  name    e.g. "esp32c3"
 * @param[out] target  the chip; untouched if there is none
 *
 * @retval true  found
 */
MUST_USE bool conf_target_find(const char *name, enum conf_target *target);

/**
 * Tells whether a chip supports a key.
 *
 * @param[in] key     below CONF_KEY_COUNT
 * @param[in] target  chip
 *
 * @retval true  it does
 */
MUST_USE bool conf_key_supported(enum conf_key key, enum conf_target target);

#endif
