/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole configurations: the default files, files that override each other,
 * and what each value of each key becomes in the structs for the boot code
 * and the builds.
 */
#include "host/conf/conf.h"

#include <stdio.h>

#include "tests/unit/conf_fixture.h"

#define ESP32 CONF_TARGET_ESP32
#define S2    CONF_TARGET_ESP32S2
#define C3    CONF_TARGET_ESP32C3
#define S3    CONF_TARGET_ESP32S3

#define PORT     TEST_DATA_DIR "/../../port/"
#define OWN_FILE "conf_test_product.conf" /* in the current folder */
#define OWN_MORE "conf_test_more.conf"

#define FIVE                                                                   \
    "CONFIG_SECURE_BOOT=y\nCONFIG_SECURE_BOOT_V2_ENABLED=y\n"                  \
    "CONFIG_SECURE_SIGNED_ON_BOOT=y\n"                                         \
    "CONFIG_SECURE_SIGNED_APPS_RSA_SCHEME=y\n"                                 \
    "CONFIG_SECURE_BOOT_SUPPORTS_RSA=y\n"
#define ENCRYPTED                                                              \
    "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"                                      \
    "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n"
#define CUSTOM                                                                 \
    "CONFIG_ESP_CONSOLE_UART_CUSTOM=y\nCONFIG_ESP_CONSOLE_UART_TX_GPIO=4\n"    \
    "CONFIG_ESP_CONSOLE_UART_RX_GPIO=2\n"
#define RECOVERY "CONFIG_ESP_MCUBOOT_SERIAL=y\n"
#define VIRTUAL  "CONFIG_EFUSE_VIRTUAL=y\n"
#define KEEP                                                                   \
    VIRTUAL "CONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y\n"                           \
            "CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n"                                 \
            "CONFIG_ESP_APPLICATION_SIZE=0x100000\n"                           \
            "CONFIG_EFUSE_VIRTUAL_OFFSET=0x3E0000\n"
#define BIG "CONFIG_ESP_FLASH_SIZE=128MB\n"

/* A field of struct conf by its offset and size. */
#define FIELD(name)                                                            \
    offsetof(struct conf, name), sizeof(((struct conf *)0)->name)

static const struct {
    enum conf_target target;
    const char *text;
    size_t off;
    size_t len;
    uint32_t value;
} values[] = {
    {C3, "CONFIG_ESP_FLASH_SIZE=4MB\n", FIELD(flash_len), 0x400000},
    {C3, "CONFIG_ESP_FLASH_SIZE=8MB\n", FIELD(flash_len), 0x800000},
    {C3, "CONFIG_ESP_FLASH_SIZE=16MB\n", FIELD(flash_len), 0x1000000},
    {C3, "CONFIG_ESP_FLASH_SIZE=32MB\n", FIELD(flash_len), 0x2000000},
    {C3, "CONFIG_ESP_FLASH_SIZE=64MB\n", FIELD(flash_len), 0x4000000},
    {C3, BIG, FIELD(flash_len), 0x8000000},
    {C3, "CONFIG_ESP_BOOTLOADER_OFFSET=0x0\n", FIELD(bootloader.addr), 0},
    {ESP32, "CONFIG_ESP_BOOTLOADER_OFFSET=4096\n", FIELD(bootloader.addr),
     0x1000},
    {C3, "CONFIG_ESP_BOOTLOADER_SIZE=0x1000\n", FIELD(bootloader.len), 0x1000},
    {C3, "CONFIG_ESP_BOOTLOADER_SIZE=0x20000\n", FIELD(bootloader.len),
     0x20000},
    {C3, "CONFIG_ESP_APPLICATION_SIZE=0x2000\n", FIELD(boot.slot[0][1].len),
     0x2000},
    {C3,
     BIG "CONFIG_ESP_MAX_IMG_SECTORS=2048\n"
         "CONFIG_ESP_APPLICATION_SIZE=0x800000\n"
         "CONFIG_ESP_SCRATCH_OFFSET=0x4000000\n"
         "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x1000000\n",
     FIELD(boot.slot[0][0].len), 0x800000},
    {C3, "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x10000\n",
     FIELD(boot.slot[0][0].addr), 0x10000},
    {C3, "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x1F0000\n",
     FIELD(boot.slot[0][1].addr), 0x1f0000},
    {C3, "CONFIG_ESP_SCRATCH_OFFSET=0x3A0000\n", FIELD(boot.scratch.addr),
     0x3a0000},
    {C3, "CONFIG_ESP_SCRATCH_SIZE=0x1000\n", FIELD(boot.scratch.len), 0x1000},
    {C3, "CONFIG_ESP_SCRATCH_SIZE=0x20000\n", FIELD(boot.scratch.len), 0x20000},
    {C3, "CONFIG_ESP_IMAGE_NUMBER=1\n", FIELD(boot.image_count), 1},
    {C3, "CONFIG_ESP_MAX_IMG_SECTORS=512\n", FIELD(boot.sector_max), 512},
    {C3, "CONFIG_ESP_MAX_IMG_SECTORS=2048\n", FIELD(boot.sector_max), 2048},
    {C3, "", FIELD(boot.mode), UPDATE_SCRATCH},
    {C3, "CONFIG_ESP_BOOT_SWAP_USING_SCRATCH=y\n", FIELD(boot.mode),
     UPDATE_SCRATCH},
    {C3, "CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n", FIELD(boot.mode), UPDATE_MOVE},
    {C3, "CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n", FIELD(boot.mode),
     UPDATE_OVERWRITE},
    {C3, "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n", FIELD(boot.prevent_downgrade),
     1},
    {C3, "CONFIG_ESP_DOWNGRADE_PREVENTION=n\n", FIELD(boot.prevent_downgrade),
     0},
    {C3, "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n", FIELD(boot.prevent_by_counter),
     0},
    {C3,
     "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n"
     "CONFIG_ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER=y\n",
     FIELD(boot.prevent_by_counter), 1},
    {C3, "", FIELD(boot.max_align), 8},
    {C3, "", FIELD(write_len), 4},
    {C3, ENCRYPTED, FIELD(boot.max_align), 32},
    {C3, ENCRYPTED, FIELD(write_len), 32},
    {C3, "", FIELD(console.uart), 1},
    {C3, "CONFIG_ESP_CONSOLE_UART=n\n", FIELD(console.uart), 0},
    {C3, "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n",
     FIELD(console.usb_serial_jtag), 1},
    {S3, "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=n\n",
     FIELD(console.usb_serial_jtag), 0},
    {C3, "CONFIG_ESP_CONSOLE_UART_NUM=0\n", FIELD(console.uart_num), 0},
    {C3, CUSTOM "CONFIG_ESP_CONSOLE_UART_NUM=1\n", FIELD(console.uart_num), 1},
    {C3, CUSTOM, FIELD(console.custom_pins), 1},
    {C3, "", FIELD(console.custom_pins), 0},
    {C3, CUSTOM, FIELD(console.tx_gpio), 4},
    {C3, CUSTOM, FIELD(console.rx_gpio), 2},
    {C3, "CONFIG_ESP_MCUBOOT_WDT_ENABLE=y\n", FIELD(watchdog), 1},
    {C3, "CONFIG_ESP_MCUBOOT_WDT_ENABLE=n\n", FIELD(watchdog), 0},
    {C3, "", FIELD(watchdog), 0},
    {C3, RECOVERY, FIELD(recovery.enabled), 1},
    {C3, "CONFIG_ESP_MCUBOOT_SERIAL=n\n", FIELD(recovery.enabled), 0},
    {C3, RECOVERY "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n",
     FIELD(recovery.usb_serial_jtag), 1},
    {C3, RECOVERY, FIELD(recovery.usb_serial_jtag), 0},
    {C3, RECOVERY "CONFIG_ESP_MCUBOOT_ERASE_PROGRESSIVELY=y\n",
     FIELD(recovery.config.erase_by_sector), 1},
    {C3, RECOVERY "CONFIG_ESP_MCUBOOT_ERASE_PROGRESSIVELY=n\n",
     FIELD(recovery.config.erase_by_sector), 0},
    {C3, RECOVERY "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=0\n",
     FIELD(recovery.detect_gpio), 0},
    {ESP32, "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=32\n",
     FIELD(recovery.detect_gpio), 32},
    {C3, "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=0\n",
     FIELD(recovery.detect_level), 0},
    {C3, "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=1\n",
     FIELD(recovery.detect_level), 1},
    {C3, "CONFIG_ESP_SERIAL_BOOT_GPIO_INPUT_TYPE=0\n",
     FIELD(recovery.detect_pull_up), 0},
    {C3, "CONFIG_ESP_SERIAL_BOOT_GPIO_INPUT_TYPE=1\n",
     FIELD(recovery.detect_pull_up), 1},
    {C3, "CONFIG_ESP_SERIAL_BOOT_DETECT_DELAY_S=0\n", FIELD(recovery.detect_s),
     0},
    {C3, "CONFIG_ESP_SERIAL_BOOT_DETECT_DELAY_S=60\n", FIELD(recovery.detect_s),
     60},
    {C3, "CONFIG_ESP_SERIAL_BOOT_UART_NUM=0\n", FIELD(recovery.uart_num), 0},
    {ESP32, "CONFIG_ESP_SERIAL_BOOT_UART_NUM=2\n", FIELD(recovery.uart_num), 2},
    {S2, "", FIELD(recovery.rx_gpio), 18},
    {S2, "", FIELD(recovery.tx_gpio), 17},
    {C3, "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=20\n", FIELD(recovery.rx_gpio), 20},
    {C3, "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=21\n", FIELD(recovery.tx_gpio), 21},
    {C3, "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=1200\n", FIELD(recovery.baud), 1200},
    {C3, "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=5000000\n", FIELD(recovery.baud),
     5000000},
    {C3, "", FIELD(secure_boot.enabled), 0},
    {C3, FIVE, FIELD(secure_boot.enabled), 1},
    {C3, FIVE "CONFIG_SECURE_BOOT_ALLOW_JTAG=y\n",
     FIELD(secure_boot.allow_jtag), 1},
    {C3, FIVE, FIELD(secure_boot.allow_jtag), 0},
    {ESP32, FIVE "CONFIG_SECURE_BOOT_ALLOW_ROM_BASIC=y\n",
     FIELD(secure_boot.allow_rom_basic), 1},
    {ESP32, FIVE, FIELD(secure_boot.allow_rom_basic), 0},
    {C3, FIVE "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n",
     FIELD(secure_boot.disable_rom_dl), 1},
    {C3, FIVE, FIELD(secure_boot.disable_rom_dl), 0},
    {C3, FIVE "CONFIG_SECURE_ENABLE_SECURE_ROM_DL_MODE=y\n",
     FIELD(secure_boot.secure_rom_dl), 1},
    {C3, FIVE, FIELD(secure_boot.secure_rom_dl), 0},
    {C3, FIVE "CONFIG_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE=y\n",
     FIELD(secure_boot.aggressive_revoke), 1},
    {C3, FIVE, FIELD(secure_boot.aggressive_revoke), 0},
    {C3, FIVE "CONFIG_SECURE_BOOT_V2_ALLOW_EFUSE_RD_DIS=y\n",
     FIELD(secure_boot.allow_efuse_rd_dis), 1},
    {C3, FIVE, FIELD(secure_boot.allow_efuse_rd_dis), 0},
    {C3, "", FIELD(flash_encryption.enabled), 0},
    {C3, ENCRYPTED, FIELD(flash_encryption.enabled), 1},
    {C3, ENCRYPTED, FIELD(flash_encryption.release), 0},
    {C3,
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n",
     FIELD(flash_encryption.release), 1},
    {C3, ENCRYPTED "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC=y\n",
     FIELD(flash_encryption.allow_enc), 1},
    {C3, ENCRYPTED, FIELD(flash_encryption.allow_enc), 0},
    {ESP32, ENCRYPTED "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC=y\n",
     FIELD(flash_encryption.allow_dec), 1},
    {ESP32, ENCRYPTED, FIELD(flash_encryption.allow_dec), 0},
    {C3, ENCRYPTED "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE=y\n",
     FIELD(flash_encryption.allow_cache), 1},
    {C3, ENCRYPTED, FIELD(flash_encryption.allow_cache), 0},
    {C3, ENCRYPTED "CONFIG_SECURE_FLASH_REQUIRE_ALREADY_ENABLED=y\n",
     FIELD(flash_encryption.require_already), 1},
    {C3, ENCRYPTED, FIELD(flash_encryption.require_already), 0},
    {S3, ENCRYPTED "CONFIG_SECURE_FLASH_ENCRYPTION_AES256=y\n",
     FIELD(flash_encryption.aes256), 1},
    {S2, ENCRYPTED, FIELD(flash_encryption.aes256), 0},
    {C3, ENCRYPTED "CONFIG_SECURE_FLASH_SKIP_WRITE_PROTECTION_CACHE=y\n",
     FIELD(flash_encryption.skip_wr_protect_cache), 1},
    {C3, ENCRYPTED, FIELD(flash_encryption.skip_wr_protect_cache), 0},
    {C3, FIVE "CONFIG_ESP_ENROLL_ARMED=y\n", FIELD(enroll_armed), 1},
    {C3, FIVE "CONFIG_ESP_ENROLL_ARMED=n\n", FIELD(enroll_armed), 0},
    {C3, FIVE, FIELD(enroll_armed), 1},
    {C3, VIRTUAL, FIELD(efuse_virtual.enabled), 1},
    {C3, "", FIELD(efuse_virtual.enabled), 0},
    {C3, VIRTUAL, FIELD(efuse_virtual.area.len), 0},
    {C3, KEEP, FIELD(efuse_virtual.area.addr), 0x3e0000},
    {C3, KEEP, FIELD(efuse_virtual.area.len), 0x2000},
    {C3, KEEP "CONFIG_EFUSE_VIRTUAL_SIZE=0x2000\n",
     FIELD(efuse_virtual.area.len), 0x2000},
    {C3, KEEP "CONFIG_EFUSE_VIRTUAL_SIZE=0x10000\n",
     FIELD(efuse_virtual.area.len), 0x10000},
};

static uint32_t field_of(const struct conf *conf, size_t off, size_t len)
{
    const unsigned char *at = (const unsigned char *)conf + off;
    uint16_t two = 0;
    uint32_t four = 0;

    if (len == 1) {
        return *at;
    }
    if (len == 2) {
        memcpy(&two, at, sizeof(two));
        return two;
    }
    assert_int_equal(len, 4);
    memcpy(&four, at, sizeof(four));
    return four;
}

static void each_value_of_each_key_arrives(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        struct reading r;

        reading_open(&r, values[i].target, values[i].text);
        if (!r.accepted) {
            conf_report_print(&r.report, stderr);
            fail_msg("refused:\n%s", values[i].text);
        }
        if (field_of(&r.conf, values[i].off, values[i].len) !=
            values[i].value) {
            fail_msg("not 0x%x from:\n%s", (unsigned)values[i].value,
                     values[i].text);
        }
        reading_close(&r);
    }
}

#define SMALL                                                                  \
    "CONFIG_ESP_APPLICATION_SIZE=0x40000\nCONFIG_ESP_BOOT_UPGRADE_ONLY=y\n"    \
    "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x10000\n"                        \
    "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x50000\n"

static void small_flash_holds_small_slots(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, SMALL "CONFIG_ESP_FLASH_SIZE=1MB\n");
    assert_true(r.accepted);
    assert_int_equal(r.conf.flash_len, 0x100000);
    reading_close(&r);
    reading_open(&r, C3, SMALL "CONFIG_ESP_FLASH_SIZE=2MB\n");
    assert_true(r.accepted);
    assert_int_equal(r.conf.flash_len, 0x200000);
    reading_close(&r);
}

/* Image i: primary at (2 i + 1), secondary at (2 i + 2) times 0x40000. */
#define FOUR                                                                   \
    "CONFIG_ESP_APPLICATION_SIZE=0x40000\nCONFIG_ESP_BOOT_UPGRADE_ONLY=y\n"    \
    "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x40000\n"                        \
    "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x80000\n"                      \
    "CONFIG_ESP_IMAGE1_PRIMARY_START_ADDRESS=0xC0000\n"                        \
    "CONFIG_ESP_IMAGE1_SECONDARY_START_ADDRESS=0x100000\n"                     \
    "CONFIG_ESP_IMAGE2_PRIMARY_START_ADDRESS=0x140000\n"                       \
    "CONFIG_ESP_IMAGE2_SECONDARY_START_ADDRESS=0x180000\n"                     \
    "CONFIG_ESP_IMAGE3_PRIMARY_START_ADDRESS=0x1C0000\n"                       \
    "CONFIG_ESP_IMAGE3_SECONDARY_START_ADDRESS=0x200000\n"

static void each_of_four_images_has_its_own_slots(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, FOUR "CONFIG_ESP_IMAGE_NUMBER=4\n");
    assert_true(r.accepted);
    assert_int_equal(r.conf.boot.image_count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(r.conf.boot.slot[i][0].addr, (2 * i + 1) * 0x40000);
        assert_int_equal(r.conf.boot.slot[i][1].addr, (2 * i + 2) * 0x40000);
        assert_int_equal(r.conf.boot.slot[i][1].len, 0x40000);
    }
    reading_close(&r);
    reading_open(&r, C3, FOUR "CONFIG_ESP_IMAGE_NUMBER=3\n");
    assert_true(r.accepted);
    assert_int_equal(r.conf.boot.slot[3][0].len, 0);
    reading_close(&r);
}

static void the_second_cpu_runs_image_1(void **state)
{
    static const enum conf_target dual[] = {ESP32, S3};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct reading r;

        reading_open(&r, dual[i],
                     "CONFIG_ESP_IMAGE_NUMBER=2\n"
                     "CONFIG_ESP_MULTI_PROCESSOR_BOOT=y\n"
                     "CONFIG_ESP_APPLICATION_SIZE=0x80000\n"
                     "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x10000\n"
                     "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x90000\n"
                     "CONFIG_ESP_IMAGE1_PRIMARY_START_ADDRESS=0x110000\n"
                     "CONFIG_ESP_IMAGE1_SECONDARY_START_ADDRESS=0x190000\n"
                     "CONFIG_ESP_SCRATCH_OFFSET=0x210000\n"
                     "CONFIG_ESP_SCRATCH_SIZE=0x40000\n");
        assert_true(r.accepted);
        assert_int_equal(r.report.count, 0);
        assert_true(r.conf.multi_processor);
        reading_close(&r);
    }
}

static const struct {
    enum conf_target target;
    const char *file;
    uint32_t bootloader;
    uint32_t slot_len;
    uint32_t secondary;
} default_files[] = {
    {ESP32, PORT "esp32/bootloader.conf", 0x1000, 0x150000, 0x170000},
    {S2, PORT "esp32s2/bootloader.conf", 0x1000, 0x1c0000, 0x1e0000},
    {C3, PORT "esp32c3/bootloader.conf", 0x0, 0x1c0000, 0x1e0000},
    {S3, PORT "esp32s3/bootloader.conf", 0x0, 0x150000, 0x170000},
};

static void default_files_hold_the_default_layouts(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONF_TARGET_COUNT; i++) {
        struct reading r = {.accepted = false};
        const struct boot_config *boot = &r.conf.boot;

        r.accepted = conf_read(&default_files[i].file, 1,
                               default_files[i].target, &r.conf, &r.report);
        assert_true(r.accepted);
        assert_int_equal(r.report.count, 0);
        assert_int_equal(r.conf.flash_len, 0x400000);
        assert_int_equal(r.conf.bootloader.addr, default_files[i].bootloader);
        assert_int_equal(r.conf.bootloader.len, 0xf000);
        assert_int_equal(boot->mode, UPDATE_SCRATCH);
        assert_int_equal(boot->image_count, 1);
        assert_int_equal(boot->slot[0][0].addr, 0x20000);
        assert_int_equal(boot->slot[0][0].len, default_files[i].slot_len);
        assert_int_equal(boot->slot[0][1].addr, default_files[i].secondary);
        assert_int_equal(boot->scratch.addr, 0x3e0000);
        assert_int_equal(boot->scratch.len, 0x1f000);
        assert_null(boot->signature);
        assert_true(r.conf.console.uart);
        assert_int_equal(r.conf.console.uart_num, 0);
        assert_true(r.conf.watchdog);
        assert_false(r.conf.recovery.enabled);
        reading_close(&r);
    }
}

static void the_layout_of_2022_is_accepted_on_all_chips(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONF_TARGET_COUNT; i++) {
        expect_accepted((enum conf_target)i,
                        "CONFIG_ESP_FLASH_SIZE=4MB\n"
                        "CONFIG_ESP_BOOTLOADER_SIZE=0xF000\n"
                        "CONFIG_ESP_APPLICATION_SIZE=0x100000\n"
                        "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x10000\n"
                        "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x110000\n"
                        "CONFIG_ESP_SCRATCH_OFFSET=0x210000\n"
                        "CONFIG_ESP_SCRATCH_SIZE=0x40000\n"
                        "CONFIG_ESP_CONSOLE_UART=y\n"
                        "CONFIG_ESP_CONSOLE_UART_NUM=0\n"
                        "CONFIG_ESP_MCUBOOT_WDT_ENABLE=y\n");
    }
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static int remove_files(void **state)
{
    (void)state;
    (void)remove(OWN_FILE);
    (void)remove(OWN_MORE);
    return 0;
}

static void later_files_override_earlier_ones(void **state)
{
    struct reading r = {.accepted = false};

    (void)state;
    write_file(OWN_FILE, "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n"
                         "CONFIG_ESP_SCRATCH_SIZE=0x10000\n");
    write_file(OWN_MORE, "\nCONFIG_ESP_DOWNGRADE_PREVENTION=n\n"
                         "CONFIG_ESP_SCRATCH_SIZE=0x8000\n");
    r.accepted = conf_read_list("  " OWN_FILE "\t " OWN_MORE " ", C3, &r.conf,
                                &r.report);
    assert_true(r.accepted);
    assert_int_equal(r.report.count, 0);
    assert_false(r.conf.boot.prevent_downgrade);
    assert_int_equal(r.conf.boot.scratch.len, 0x8000);
    assert_string_equal(r.conf.value[CONF_ESP_SCRATCH_SIZE].file, OWN_MORE);
    assert_int_equal(r.conf.value[CONF_ESP_SCRATCH_SIZE].line, 3);
    reading_close(&r);
    r.accepted = conf_read_list(OWN_MORE " " OWN_FILE, C3, &r.conf, &r.report);
    assert_true(r.conf.boot.prevent_downgrade);
    reading_close(&r);
}

static void no_file_means_the_defaults_of_the_chip(void **state)
{
    struct reading r = {.accepted = false};

    (void)state;
    r.accepted = conf_read_list(NULL, ESP32, &r.conf, &r.report);
    assert_true(r.accepted);
    assert_int_equal(r.conf.boot.slot[0][1].addr, 0x170000);
    assert_int_equal(r.conf.value[CONF_ESP_SCRATCH_SIZE].origin,
                     CONF_ORIGIN_DEFAULT);
    reading_close(&r);
    r.accepted = conf_read_list(" ", C3, &r.conf, &r.report);
    assert_true(r.accepted);
    assert_int_equal(r.conf.boot.slot[0][1].addr, 0x1e0000);
    reading_close(&r);
}

static void a_missing_file_is_an_error_that_names_it(void **state)
{
    static const char *const paths[] = {"conf_test_nowhere.conf"};
    struct reading r = {.accepted = true};

    (void)state;
    r.accepted = conf_read(paths, 1, C3, &r.conf, &r.report);
    assert_false(r.accepted);
    assert_int_equal(r.report.count, 1);
    assert_non_null(
        strstr(r.report.problem[0].sentence, "conf_test_nowhere.conf"));
    reading_close(&r);
}

static void problems_of_all_files_are_told_with_their_places(void **state)
{
    struct reading r = {.accepted = true};

    (void)state;
    write_file(OWN_FILE, "CONFIG_ESP_WRONG_THING_HERE=y\n");
    write_file(OWN_MORE, "\n\nCONFIG_ESP_IMAGE_NUMBER=7\n");
    r.accepted = conf_read_list(OWN_FILE " " OWN_MORE, C3, &r.conf, &r.report);
    assert_false(r.accepted);
    assert_int_equal(r.report.error_count, 2);
    assert_string_equal(r.report.problem[0].file, OWN_FILE);
    assert_int_equal(r.report.problem[0].line, 1);
    assert_string_equal(r.report.problem[1].file, OWN_MORE);
    assert_int_equal(r.report.problem[1].line, 3);
    reading_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_value_of_each_key_arrives),
        cmocka_unit_test(small_flash_holds_small_slots),
        cmocka_unit_test(each_of_four_images_has_its_own_slots),
        cmocka_unit_test(the_second_cpu_runs_image_1),
        cmocka_unit_test(default_files_hold_the_default_layouts),
        cmocka_unit_test(the_layout_of_2022_is_accepted_on_all_chips),
        cmocka_unit_test_teardown(later_files_override_earlier_ones,
                                  remove_files),
        cmocka_unit_test(no_file_means_the_defaults_of_the_chip),
        cmocka_unit_test(a_missing_file_is_an_error_that_names_it),
        cmocka_unit_test_teardown(
            problems_of_all_files_are_told_with_their_places, remove_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
