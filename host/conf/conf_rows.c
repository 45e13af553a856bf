/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One row per key of bootloader.conf, in the order of the documentation, and
 * no code. Values are those of MCUboot's Espressif port; rows marked OURS are
 * not known to it. docs/configuration.md repeats the sentences.
 */
#include "host/conf/conf_rows.h"

#define ESP32   (1u << CONF_TARGET_ESP32)
#define ESP32S2 (1u << CONF_TARGET_ESP32S2)
#define ESP32C3 (1u << CONF_TARGET_ESP32C3)
#define ESP32S3 (1u << CONF_TARGET_ESP32S3)
#define ON_ALL  (ESP32 | ESP32S2 | ESP32C3 | ESP32S3)
#define NEVER   0u

#define SECTOR   0x1000u
#define ADDR_MAX 0x7fff000u /* last sector of the largest flash, 128 MB */
#define OURS     .ours = true
#define PRESET   .preset = true
#define IGNORED  .elsewhere = CONF_IGNORE
#define NO       CONF_NO_DEFAULT

/* Defaults in the order ESP32, ESP32-S2, ESP32-C3, ESP32-S3. */
#define PER_CHIP(a, b, c, d) .fallback = {a, b, c, d}
#define EVERYWHERE(value)    PER_CHIP(value, value, value, value)
#define WITHOUT_DEFAULT      EVERYWHERE(NO)

#define FLAG(chips)                                                            \
    .type = CONF_FLAG, .min = 1, .max = 1, .multiple = 1, .targets = (chips)
#define NUMBER(chips, low, high, unit)                                         \
    .type = CONF_NUMBER, .min = (low), .max = (high), .multiple = (unit),      \
    .targets = (chips)
#define TEXT(chips)                                                            \
    .type = CONF_TEXT, .min = 0, .max = 0, .multiple = 1, .targets = (chips)
#define FLASH_SIZE                                                             \
    .type = CONF_FLASH_SIZE, .min = 0x100000, .max = 0x8000000,                \
    .multiple = 0x100000, .targets = ON_ALL
#define SAYS(sentence) .doc = (sentence)
#define ROW(key, ...)  [CONF_##key] = {.name = "CONFIG_" #key, __VA_ARGS__}

const struct conf_row conf_rows[CONF_KEY_COUNT] = {
    /* flash layout */
    ROW(ESP_FLASH_SIZE, FLASH_SIZE, EVERYWHERE(0x400000), PRESET,
        SAYS("Size of the flash chip: 1MB, 2MB, 4MB, 8MB, 16MB, 32MB, 64MB "
             "or 128MB.")),
    ROW(ESP_BOOTLOADER_OFFSET, NUMBER(ON_ALL, 0, SECTOR, SECTOR),
        PER_CHIP(0x1000, 0x1000, 0x0, 0x0), PRESET,
        SAYS("Where the ROM looks for the bootloader: 0x1000 on ESP32 and "
             "ESP32-S2, 0x0 on ESP32-C3 and ESP32-S3.")),
    ROW(ESP_BOOTLOADER_SIZE, NUMBER(ON_ALL, SECTOR, 0x100000, SECTOR),
        EVERYWHERE(0xF000), PRESET,
        SAYS("Room for the bootloader, its signature sector included.")),
    ROW(ESP_APPLICATION_SIZE, NUMBER(ON_ALL, SECTOR, 0x800000, SECTOR),
        PER_CHIP(0x150000, 0x1C0000, 0x1C0000, 0x150000), PRESET,
        SAYS("Size of every slot.")),
    ROW(ESP_IMAGE_NUMBER, NUMBER(ON_ALL, 1, 4, 1), EVERYWHERE(1),
        SAYS("Images, each with its own two slots; MCUboot's port takes 1 "
             "or 2, more are ours.")),
    ROW(ESP_IMAGE0_PRIMARY_START_ADDRESS, NUMBER(ON_ALL, 0, ADDR_MAX, SECTOR),
        EVERYWHERE(0x20000), PRESET,
        SAYS("Where image 0 runs from; a multiple of 0x10000, the page size "
             "of the chips' memory mapping.")),
    ROW(ESP_IMAGE0_SECONDARY_START_ADDRESS, NUMBER(ON_ALL, 0, ADDR_MAX, SECTOR),
        PER_CHIP(0x170000, 0x1E0000, 0x1E0000, 0x170000), PRESET,
        SAYS("Where updates of image 0 are put.")),
    ROW(ESP_IMAGE1_PRIMARY_START_ADDRESS, NUMBER(ON_ALL, 0, ADDR_MAX, SECTOR),
        WITHOUT_DEFAULT,
        SAYS("Where image 1 runs from; needed from CONFIG_ESP_IMAGE_NUMBER=2 "
             "on.")),
    ROW(ESP_IMAGE1_SECONDARY_START_ADDRESS, NUMBER(ON_ALL, 0, ADDR_MAX, SECTOR),
        WITHOUT_DEFAULT, SAYS("Where updates of image 1 are put.")),
    ROW(ESP_IMAGE2_PRIMARY_START_ADDRESS, NUMBER(ON_ALL, 0, ADDR_MAX, SECTOR),
        WITHOUT_DEFAULT, OURS,
        SAYS("Where image 2 runs from; needed from CONFIG_ESP_IMAGE_NUMBER=3 "
             "on.")),
    ROW(ESP_IMAGE2_SECONDARY_START_ADDRESS, NUMBER(ON_ALL, 0, ADDR_MAX, SECTOR),
        WITHOUT_DEFAULT, OURS, SAYS("Where updates of image 2 are put.")),
    ROW(ESP_IMAGE3_PRIMARY_START_ADDRESS, NUMBER(ON_ALL, 0, ADDR_MAX, SECTOR),
        WITHOUT_DEFAULT, OURS,
        SAYS("Where image 3 runs from; needed with "
             "CONFIG_ESP_IMAGE_NUMBER=4.")),
    ROW(ESP_IMAGE3_SECONDARY_START_ADDRESS, NUMBER(ON_ALL, 0, ADDR_MAX, SECTOR),
        WITHOUT_DEFAULT, OURS, SAYS("Where updates of image 3 are put.")),
    ROW(ESP_SCRATCH_OFFSET, NUMBER(ON_ALL, 0, ADDR_MAX, SECTOR),
        EVERYWHERE(0x3E0000), PRESET,
        SAYS("Where the scratch area lies; used by swap with scratch only.")),
    ROW(ESP_SCRATCH_SIZE, NUMBER(ON_ALL, SECTOR, 0x800000, SECTOR),
        EVERYWHERE(0x1F000), PRESET,
        SAYS("Size of the scratch area; a larger one spares it wear.")),
    ROW(ESP_MAX_IMG_SECTORS, NUMBER(ON_ALL, 1, 2048, 1), EVERYWHERE(512), OURS,
        SAYS("Sectors that the slot trailer has room for; applications and "
             "imgtool must use the same number. Slots above 2 MiB need "
             "more than 512.")),
    ROW(ESP_MULTI_PROCESSOR_BOOT, FLAG(ESP32 | ESP32S3), WITHOUT_DEFAULT,
        SAYS("Image 1 runs on the second CPU; needs "
             "CONFIG_ESP_IMAGE_NUMBER=2.")),

    /* update strategy */
    ROW(ESP_BOOT_SWAP_USING_SCRATCH, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Swap the slots through the scratch area; the strategy when no "
             "other one is named.")),
    ROW(ESP_BOOT_SWAP_USING_MOVE, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Swap the slots after moving the primary up by one sector; "
             "needs no scratch area.")),
    ROW(ESP_BOOT_SWAP_USING_OFFSET, FLAG(NEVER), WITHOUT_DEFAULT,
        SAYS("Swap with an offset secondary slot; not supported.")),
    ROW(ESP_BOOT_UPGRADE_ONLY, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Overwrite the primary slot; an update cannot be reverted.")),
    ROW(ESP_SINGLE_APPLICATION_SLOT, FLAG(NEVER), WITHOUT_DEFAULT,
        SAYS("One slot, no updates; not supported.")),
    ROW(ESP_BOOT_DIRECT_XIP, FLAG(NEVER), WITHOUT_DEFAULT,
        SAYS("Run from either slot; not supported.")),
    ROW(ESP_BOOT_RAM_LOAD, FLAG(NEVER), WITHOUT_DEFAULT,
        SAYS("Copy the image to RAM and run it there; not supported.")),
    ROW(ESP_DOWNGRADE_PREVENTION, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Refuse updates whose version is lower than the present one.")),
    ROW(ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER, FLAG(ON_ALL),
        WITHOUT_DEFAULT,
        SAYS("Compare the security counter of the images instead of their "
             "version; needs CONFIG_ESP_DOWNGRADE_PREVENTION.")),

    /* image signature */
    ROW(ESP_SIGN_RSA, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Images must be signed with RSA-PSS; needs "
             "CONFIG_ESP_SIGN_RSA_LEN.")),
    ROW(ESP_SIGN_RSA_LEN, NUMBER(ON_ALL, 2048, 3072, 1024), WITHOUT_DEFAULT,
        SAYS("Length of the RSA key in bits: 2048 or 3072.")),
    ROW(ESP_SIGN_EC256, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Images must be signed with ECDSA on the curve P-256.")),
    ROW(ESP_SIGN_ED25519, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Images must be signed with Ed25519.")),
    ROW(ESP_SIGN_KEY_FILE, TEXT(ON_ALL), WITHOUT_DEFAULT,
        SAYS("PEM file of the key; only its public part goes into the "
             "bootloader.")),
    ROW(ESP_SIGN_KEY_FILES, TEXT(ON_ALL), WITHOUT_DEFAULT, OURS,
        SAYS("Further PEM files, separated by commas; an image signed with "
             "any one of the keys is accepted.")),
    ROW(ESP_USE_TINYCRYPT, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Accepted with EC256 and ED25519, without effect: the crypto "
             "code follows from the signature.")),
    ROW(ESP_USE_MBEDTLS, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Accepted with RSA, without effect: the crypto code follows "
             "from the signature.")),

    /* console */
    ROW(ESP_CONSOLE_UART, FLAG(ON_ALL), EVERYWHERE(1), PRESET,
        SAYS("Boot log on a UART at 115200 baud; the default unless "
             "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y.")),
    ROW(ESP_CONSOLE_UART_NUM, NUMBER(ON_ALL, 0, 2, 1), EVERYWHERE(0), PRESET,
        SAYS("Number of that UART; not 0 only with "
             "CONFIG_ESP_CONSOLE_UART_CUSTOM=y.")),
    ROW(ESP_CONSOLE_UART_CUSTOM, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("The UART uses the next two pins instead of its own.")),
    ROW(ESP_CONSOLE_UART_TX_GPIO, NUMBER(ON_ALL, 0, 48, 1), WITHOUT_DEFAULT,
        SAYS("Pin that sends the boot log.")),
    ROW(ESP_CONSOLE_UART_RX_GPIO, NUMBER(ON_ALL, 0, 48, 1), WITHOUT_DEFAULT,
        SAYS("Pin that receives.")),
    ROW(ESP_CONSOLE_USB_SERIAL_JTAG, FLAG(ESP32C3 | ESP32S3), WITHOUT_DEFAULT,
        IGNORED,
        SAYS("Boot log on the chip's USB Serial/JTAG instead of a UART.")),
    ROW(ESP_LOG_LEVEL, NUMBER(ON_ALL, 0, 4, 1), EVERYWHERE(3), OURS,
        SAYS("Lines of the boot log: 0 none, 1 errors, 2 warnings too, 3 what "
             "happens too, 4 details too.")),

    /* watchdog */
    ROW(ESP_MCUBOOT_WDT_ENABLE, FLAG(ON_ALL), WITHOUT_DEFAULT, PRESET,
        SAYS("Run the RTC watchdog while booting, with 9000 ms.")),

    /* serial recovery */
    ROW(ESP_MCUBOOT_SERIAL, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Take images over a serial line: when a pin or the application "
             "asks for it, and when no image boots.")),
    ROW(ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG, FLAG(ESP32C3 | ESP32S3),
        WITHOUT_DEFAULT, IGNORED,
        SAYS("Recovery over USB Serial/JTAG instead of a UART.")),
    ROW(ESP_MCUBOOT_ERASE_PROGRESSIVELY, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Erase sector by sector while an image arrives; not with flash "
             "encryption.")),
    ROW(ESP_SERIAL_BOOT_GPIO_DETECT, NUMBER(ON_ALL, 0, 48, 1), EVERYWHERE(5),
        SAYS("Pin that asks for recovery.")),
    ROW(ESP_SERIAL_BOOT_GPIO_DETECT_VAL, NUMBER(ON_ALL, 0, 1, 1), EVERYWHERE(1),
        SAYS("Level of that pin that asks for it: 0 or 1.")),
    ROW(ESP_SERIAL_BOOT_GPIO_INPUT_TYPE, NUMBER(ON_ALL, 0, 1, 1), EVERYWHERE(0),
        SAYS("Resistor of that pin: 0 pulls down, 1 pulls up.")),
    ROW(ESP_SERIAL_BOOT_DETECT_DELAY_S, NUMBER(ON_ALL, 0, 60, 1), EVERYWHERE(5),
        SAYS("Seconds that the level must last; 0: it is looked at once.")),
    ROW(ESP_SERIAL_BOOT_UART_NUM, NUMBER(ON_ALL, 0, 2, 1), EVERYWHERE(1),
        SAYS("UART for recovery.")),
    ROW(ESP_SERIAL_BOOT_GPIO_RX, NUMBER(ON_ALL, 0, 48, 1),
        PER_CHIP(8, 18, 8, 18), SAYS("Pin on which recovery receives.")),
    ROW(ESP_SERIAL_BOOT_GPIO_TX, NUMBER(ON_ALL, 0, 48, 1),
        PER_CHIP(9, 17, 9, 17), SAYS("Pin on which recovery sends.")),
    ROW(ESP_SERIAL_BOOT_BAUDRATE, NUMBER(ON_ALL, 1200, 5000000, 1),
        EVERYWHERE(115200), SAYS("Baud rate of recovery.")),
    ROW(SALLYPORT_RECOVERY_DIRECT, FLAG(ON_ALL), WITHOUT_DEFAULT, OURS,
        SAYS("Write uploads straight to the primary slot, as MCUboot does, "
             "instead of installing them as an update.")),
    ROW(SALLYPORT_RECOVERY_IDLE_S, NUMBER(ON_ALL, 0, 86400, 1), EVERYWHERE(600),
        OURS,
        SAYS("Seconds without a request after which recovery resets the chip, "
             "if an image boots; 0: never.")),
    ROW(SALLYPORT_RECOVERY_WHEN_ASKED, FLAG(ON_ALL), EVERYWHERE(1), OURS,
        SAYS("The application may ask for recovery at its next reset.")),
    ROW(SALLYPORT_RECOVERY_WHEN_DEAD, FLAG(ON_ALL), EVERYWHERE(1), OURS,
        SAYS("Recovery also begins when no image boots.")),

    /* secure boot */
    ROW(SECURE_BOOT, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Hardware Secure Boot V2; the five keys up to "
             "CONFIG_SECURE_BOOT_SUPPORTS_RSA go together.")),
    ROW(SECURE_BOOT_V2_ENABLED, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Second of the five keys of Secure Boot V2.")),
    ROW(SECURE_SIGNED_ON_BOOT, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Third of the five: the bootloader carries signature blocks.")),
    ROW(SECURE_SIGNED_APPS_RSA_SCHEME, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Fourth of the five: the blocks are RSA-3072.")),
    ROW(SECURE_BOOT_SUPPORTS_RSA, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Fifth of the five, goes with the RSA scheme.")),
    ROW(SECURE_BOOT_ALLOW_JTAG, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Leave JTAG usable when eFuse are burned.")),
    ROW(SECURE_BOOT_ALLOW_ROM_BASIC, FLAG(ESP32), WITHOUT_DEFAULT, IGNORED,
        SAYS("Leave the ROM's BASIC usable.")),
    ROW(SECURE_DISABLE_ROM_DL_MODE, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Switch the ROM's download mode off for good; ESP32 from "
             "revision 3 on.")),
    ROW(SECURE_ENABLE_SECURE_ROM_DL_MODE, FLAG(ESP32S2 | ESP32C3 | ESP32S3),
        WITHOUT_DEFAULT,
        SAYS("Limit the ROM's download mode to writing flash.")),
    ROW(SECURE_SIGNED_APPS_ECDSA_V2_SCHEME, FLAG(NEVER), WITHOUT_DEFAULT,
        SAYS("Scheme of other chips; refused.")),
    ROW(SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE,
        FLAG(ESP32S2 | ESP32C3 | ESP32S3), WITHOUT_DEFAULT,
        SAYS("The ROM revokes a key as soon as a signature by it is wrong.")),
    ROW(SECURE_BOOT_V2_ALLOW_EFUSE_RD_DIS, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Leave the eFuse that read-protect others writable.")),
    ROW(SECURE_BOOT_FLASH_ENC_KEYS_BURN_TOGETHER, FLAG(NEVER), WITHOUT_DEFAULT,
        SAYS("For chips with a single key block; refused.")),

    /* flash encryption */
    ROW(SECURE_FLASH_ENC_ENABLED, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Hardware flash encryption; trailers and images are then "
             "aligned to 32 bytes.")),
    ROW(SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Encryption that can be switched off again a few times; this "
             "or the next key.")),
    ROW(SECURE_FLASH_ENCRYPTION_MODE_RELEASE, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Encryption for good.")),
    ROW(SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("The ROM's download mode may encrypt; development only.")),
    ROW(SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC, FLAG(ESP32), WITHOUT_DEFAULT,
        IGNORED,
        SAYS("The ROM's download mode may decrypt; development only.")),
    ROW(SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("The ROM's download mode may use the cache; development only.")),
    ROW(SECURE_FLASH_REQUIRE_ALREADY_ENABLED, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Refuse to start on a device that is not encrypted yet.")),
    ROW(SECURE_FLASH_ENCRYPTION_AES256, FLAG(ESP32 | ESP32S2 | ESP32S3),
        WITHOUT_DEFAULT,
        SAYS("XTS-AES-256 instead of 128; no effect on ESP32, whose key "
             "always has 256 bits.")),
    ROW(SECURE_FLASH_ENCRYPTION_AES128_DERIVED, FLAG(NEVER), WITHOUT_DEFAULT,
        SAYS("Scheme of other chips; refused.")),
    ROW(SECURE_FLASH_SKIP_WRITE_PROTECTION_CACHE, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Leave the eFuse that disable the cache writable.")),
    ROW(SECURE_FLASH_PSEUDO_ROUND_FUNC_STRENGTH, TEXT(NEVER), WITHOUT_DEFAULT,
        IGNORED, SAYS("Feature of other chips; ignored.")),
    ROW(ESP_ENROLL_ARMED, FLAG(ON_ALL), EVERYWHERE(1), OURS,
        SAYS("Burn eFuse at the first boot; with n the bootloader only says "
             "what it would burn.")),

    /* virtual eFuse */
    ROW(EFUSE_VIRTUAL, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Keep eFuse in RAM instead of burning them; for tests only, "
             "such a device is not protected.")),
    ROW(EFUSE_VIRTUAL_KEEP_IN_FLASH, FLAG(ON_ALL), WITHOUT_DEFAULT,
        SAYS("Keep them in flash across resets; needs "
             "CONFIG_EFUSE_VIRTUAL.")),
    ROW(EFUSE_VIRTUAL_OFFSET, NUMBER(ON_ALL, 0, ADDR_MAX, SECTOR),
        EVERYWHERE(0x250000), SAYS("Where in flash.")),
    ROW(EFUSE_VIRTUAL_SIZE, NUMBER(ON_ALL, 2 * SECTOR, 0x10000, SECTOR),
        EVERYWHERE(0x2000),
        SAYS("How much flash; the second sector keeps a copy while the "
             "first one is written.")),
};
