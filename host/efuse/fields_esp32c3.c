/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eFuse fields of ESP32-C3. Their locks follow from the places: see
 * port/sim/sim_efuse_lock.c. Source: SPEC, eFuse fields and files, from the
 * public tables of ESP-IDF and esptool.
 */
#include "host/efuse/fields_table.h"

static const struct efuse_word_of dis_usb_serial_jtag_words[] = {
    {0, "Enable"}, {1, "Disable"}, {0, NULL}};

static const struct efuse_word_of wdt_delay_sel_words[] = {
    {0, "40000"}, {1, "80000"}, {2, "160000"}, {3, "320000"}, {0, NULL}};

static const struct efuse_word_of spi_boot_crypt_cnt_words[] = {
    {0, "Disable"}, {1, "Enable"}, {3, "Disable"}, {7, "Enable"}, {0, NULL}};

static const struct efuse_word_of uart_print_control_words[] = {
    {0, "Enable"},
    {1, "Enable when GPIO8 is low at reset"},
    {2, "Enable when GPIO8 is high at reset"},
    {3, "Disable"},
    {0, NULL}};

static const struct efuse_word_of err_rst_enable_words[] = {
    {0, "without check"}, {1, "with check"}, {0, NULL}};

static const struct efuse_word_of flash_cap_words[] = {
    {0, "None"}, {1, "4M"}, {2, "2M"}, {3, "1M"}, {4, "8M"}, {0, NULL}};

static const struct efuse_word_of flash_temp_words[] = {
    {0, "None"}, {1, "105C"}, {2, "85C"}, {0, NULL}};

static const struct efuse_word_of flash_vendor_words[] = {
    {0, "None"}, {1, "XMC"},  {2, "GD"}, {3, "FM"},
    {4, "TT"},   {5, "ZBIT"}, {0, NULL}};

static const struct efuse_word_of blk_version_major_words[] = {
    {0, "No calibration"}, {1, "With calibration"}, {0, NULL}};

const struct efuse_field efuse_fields_esp32c3[] = {
    {"WR_DIS", "", 0, 0, 32, EFUSE_UINT, EFUSE_C_CONFIG, NULL,
     "write-protect mask"},
    {"RD_DIS", "", 0, 32, 7, EFUSE_UINT, EFUSE_C_CONFIG, NULL,
     "read-protect mask"},
    {"DIS_ICACHE", "", 0, 40, 1, EFUSE_BOOL, EFUSE_C_CONFIG, NULL,
     "disable I-cache"},
    {"DIS_USB_JTAG", "", 0, 41, 1, EFUSE_BOOL, EFUSE_C_USB, NULL,
     "USB-to-JTAG off"},
    {"DIS_DOWNLOAD_ICACHE", "", 0, 42, 1, EFUSE_BOOL, EFUSE_C_SECURITY, NULL,
     "I-cache off in download mode"},
    {"DIS_USB_SERIAL_JTAG", "DIS_USB_DEVICE", 0, 43, 1, EFUSE_BOOL, EFUSE_C_USB,
     dis_usb_serial_jtag_words, "USB serial/JTAG off"},
    {"DIS_FORCE_DOWNLOAD", "", 0, 44, 1, EFUSE_BOOL, EFUSE_C_SECURITY, NULL,
     "software cannot force download mode"},
    {"DIS_TWAI", "DIS_CAN", 0, 46, 1, EFUSE_BOOL, EFUSE_C_CONFIG, NULL,
     "TWAI off"},
    {"SOFT_DIS_JTAG", "", 0, 48, 3, EFUSE_UINT, EFUSE_C_JTAG, NULL,
     "soft JTAG disable (odd number of ones)"},
    {"DIS_PAD_JTAG", "", 0, 51, 1, EFUSE_BOOL, EFUSE_C_JTAG, NULL,
     "permanent pad JTAG disable"},
    {"DIS_DOWNLOAD_MANUAL_ENCRYPT", "", 0, 52, 1, EFUSE_BOOL, EFUSE_C_SECURITY,
     NULL, "no encrypted write in download mode"},
    {"USB_EXCHG_PINS", "", 0, 57, 1, EFUSE_BOOL, EFUSE_C_USB, NULL,
     "swap D+/D-"},
    {"VDD_SPI_AS_GPIO", "", 0, 58, 1, EFUSE_BOOL, EFUSE_C_VDD, NULL,
     "VDD_SPI pin as GPIO"},
    {"WDT_DELAY_SEL", "", 0, 80, 2, EFUSE_UINT, EFUSE_C_WDT,
     wdt_delay_sel_words, "RWDT stage-0 multiplier select"},
    {"SPI_BOOT_CRYPT_CNT", "", 0, 82, 3, EFUSE_UINT, EFUSE_C_SECURITY,
     spi_boot_crypt_cnt_words, "flash encryption on when 1 or 3 ones"},
    {"SECURE_BOOT_KEY_REVOKE0", "", 0, 85, 1, EFUSE_BOOL, EFUSE_C_SECURITY,
     NULL, "revoke digest 0"},
    {"SECURE_BOOT_KEY_REVOKE1", "", 0, 86, 1, EFUSE_BOOL, EFUSE_C_SECURITY,
     NULL, "revoke digest 1"},
    {"SECURE_BOOT_KEY_REVOKE2", "", 0, 87, 1, EFUSE_BOOL, EFUSE_C_SECURITY,
     NULL, "revoke digest 2"},
    {"KEY_PURPOSE_0", "KEY0_PURPOSE", 0, 88, 4, EFUSE_PURPOSE, EFUSE_C_SECURITY,
     NULL, "purpose of KEY0"},
    {"KEY_PURPOSE_1", "KEY1_PURPOSE", 0, 92, 4, EFUSE_PURPOSE, EFUSE_C_SECURITY,
     NULL, "purpose of KEY1"},
    {"KEY_PURPOSE_2", "KEY2_PURPOSE", 0, 96, 4, EFUSE_PURPOSE, EFUSE_C_SECURITY,
     NULL, "purpose of KEY2"},
    {"KEY_PURPOSE_3", "KEY3_PURPOSE", 0, 100, 4, EFUSE_PURPOSE,
     EFUSE_C_SECURITY, NULL, "purpose of KEY3"},
    {"KEY_PURPOSE_4", "KEY4_PURPOSE", 0, 104, 4, EFUSE_PURPOSE,
     EFUSE_C_SECURITY, NULL, "purpose of KEY4"},
    {"KEY_PURPOSE_5", "KEY5_PURPOSE", 0, 108, 4, EFUSE_PURPOSE,
     EFUSE_C_SECURITY, NULL, "purpose of KEY5"},
    {"SECURE_BOOT_EN", "", 0, 116, 1, EFUSE_BOOL, EFUSE_C_SECURITY, NULL,
     "secure boot on"},
    {"SECURE_BOOT_AGGRESSIVE_REVOKE", "", 0, 117, 1, EFUSE_BOOL,
     EFUSE_C_SECURITY, NULL, "auto revoke on bad signature"},
    {"FLASH_TPUW", "", 0, 124, 4, EFUSE_UINT, EFUSE_C_FLASH, NULL,
     "flash power-up wait"},
    {"DIS_DOWNLOAD_MODE", "", 0, 128, 1, EFUSE_BOOL, EFUSE_C_SECURITY, NULL,
     "all download modes off"},
    {"DIS_DIRECT_BOOT", "DIS_LEGACY_SPI_BOOT", 0, 129, 1, EFUSE_BOOL,
     EFUSE_C_CONFIG, NULL, "direct boot off"},
    {"DIS_USB_SERIAL_JTAG_ROM_PRINT", "UART_PRINT_CHANNEL", 0, 130, 1,
     EFUSE_BOOL, EFUSE_C_USB, dis_usb_serial_jtag_words, "no ROM log on USB"},
    {"DIS_USB_SERIAL_JTAG_DOWNLOAD_MODE", "DIS_USB_DOWNLOAD_MODE", 0, 132, 1,
     EFUSE_BOOL, EFUSE_C_USB, NULL, "no USB download"},
    {"ENABLE_SECURITY_DOWNLOAD", "", 0, 133, 1, EFUSE_BOOL, EFUSE_C_SECURITY,
     NULL, "secure download mode"},
    {"UART_PRINT_CONTROL", "", 0, 134, 2, EFUSE_UINT, EFUSE_C_CONFIG,
     uart_print_control_words, "ROM log control"},
    {"FORCE_SEND_RESUME", "", 0, 141, 1, EFUSE_BOOL, EFUSE_C_FLASH, NULL,
     "ROM sends flash resume"},
    {"SECURE_VERSION", "", 0, 142, 16, EFUSE_UINT, EFUSE_C_SECURITY, NULL,
     "anti-rollback counter (one bit per version)"},
    {"ERR_RST_ENABLE", "", 0, 159, 1, EFUSE_BOOL, EFUSE_C_CONFIG,
     err_rst_enable_words, "reset on BLOCK0 error"},
    {"DISABLE_WAFER_VERSION_MAJOR", "", 0, 160, 1, EFUSE_BOOL, EFUSE_C_IDENTITY,
     NULL, "skip major revision check"},
    {"DISABLE_BLK_VERSION_MAJOR", "", 0, 161, 1, EFUSE_BOOL, EFUSE_C_IDENTITY,
     NULL, "skip block version check"},
    {"MAC", "MAC_FACTORY", 1, 0, 48, EFUSE_MAC, EFUSE_C_MAC, NULL,
     "factory MAC, 6 bytes, most significant byte at the highest position"},
    {"SPI_PAD_CONFIG_CLK", "", 1, 48, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"SPI_PAD_CONFIG_Q", "", 1, 54, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"SPI_PAD_CONFIG_D", "", 1, 60, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"SPI_PAD_CONFIG_CS", "", 1, 66, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"SPI_PAD_CONFIG_HD", "", 1, 72, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"SPI_PAD_CONFIG_WP", "", 1, 78, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"SPI_PAD_CONFIG_DQS", "", 1, 84, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"SPI_PAD_CONFIG_D4", "", 1, 90, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"SPI_PAD_CONFIG_D5", "", 1, 96, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"SPI_PAD_CONFIG_D6", "", 1, 102, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"SPI_PAD_CONFIG_D7", "", 1, 108, 6, EFUSE_UINT, EFUSE_C_SPI_PAD, NULL,
     "flash pin override"},
    {"WAFER_VERSION_MINOR_LO", "", 1, 114, 3, EFUSE_UINT, EFUSE_C_IDENTITY,
     NULL, "minor revision bits 2..0"},
    {"PKG_VERSION", "", 1, 117, 3, EFUSE_UINT, EFUSE_C_IDENTITY, NULL,
     "package"},
    {"BLK_VERSION_MINOR", "", 1, 120, 3, EFUSE_UINT, EFUSE_C_IDENTITY, NULL,
     "eFuse layout minor"},
    {"FLASH_CAP", "", 1, 123, 3, EFUSE_UINT, EFUSE_C_FLASH, flash_cap_words,
     "in-package flash size"},
    {"FLASH_TEMP", "", 1, 126, 2, EFUSE_UINT, EFUSE_C_FLASH, flash_temp_words,
     "in-package flash temperature"},
    {"FLASH_VENDOR", "", 1, 128, 3, EFUSE_UINT, EFUSE_C_FLASH,
     flash_vendor_words, "in-package flash vendor"},
    {"WAFER_VERSION_MINOR_HI", "", 1, 183, 1, EFUSE_BOOL, EFUSE_C_IDENTITY,
     NULL, "minor revision bit 3"},
    {"WAFER_VERSION_MAJOR", "", 1, 184, 2, EFUSE_UINT, EFUSE_C_IDENTITY, NULL,
     "major revision"},
    {"OPTIONAL_UNIQUE_ID", "", 2, 0, 128, EFUSE_BYTES, EFUSE_C_IDENTITY, NULL,
     "128-bit unique id"},
    {"BLK_VERSION_MAJOR", "", 2, 128, 2, EFUSE_UINT, EFUSE_C_IDENTITY,
     blk_version_major_words, "eFuse layout major"},
    {"CUSTOM_MAC", "MAC_CUSTOM USER_DATA_MAC_CUSTOM", 3, 200, 48, EFUSE_MAC,
     EFUSE_C_MAC, NULL, "custom MAC"},
    {"BLOCK_USR_DATA", "USER_DATA", 3, 0, 256, EFUSE_BYTES, EFUSE_C_CONFIG,
     NULL, "user data"},
    {"BLOCK_KEY0", "KEY0", 4, 0, 256, EFUSE_BYTES, EFUSE_C_SECURITY, NULL,
     "key or user data"},
    {"BLOCK_KEY1", "KEY1", 5, 0, 256, EFUSE_BYTES, EFUSE_C_SECURITY, NULL,
     "key or user data"},
    {"BLOCK_KEY2", "KEY2", 6, 0, 256, EFUSE_BYTES, EFUSE_C_SECURITY, NULL,
     "key or user data"},
    {"BLOCK_KEY3", "KEY3", 7, 0, 256, EFUSE_BYTES, EFUSE_C_SECURITY, NULL,
     "key or user data"},
    {"BLOCK_KEY4", "KEY4", 8, 0, 256, EFUSE_BYTES, EFUSE_C_SECURITY, NULL,
     "key or user data"},
    {"BLOCK_KEY5", "KEY5", 9, 0, 256, EFUSE_BYTES, EFUSE_C_SECURITY, NULL,
     "key or user data"},
    {"BLOCK_SYS_DATA2", "SYS_DATA_PART2", 10, 0, 256, EFUSE_BYTES,
     EFUSE_C_CONFIG, NULL, "reserved"},
    {"WAFER_VERSION_MINOR", "", 0, 0, 4, EFUSE_CALC_WAFER_MINOR,
     EFUSE_C_IDENTITY, NULL, "minor revision: its HI and LO bits"},
};

const size_t efuse_field_count_esp32c3 =
    sizeof(efuse_fields_esp32c3) / sizeof(efuse_fields_esp32c3[0]);
