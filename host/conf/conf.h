/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bootloader.conf as typed data: which keys exist, what files say about them,
 * and the structs that the boot code, a chip build and the virtual device are
 * made from. It decides nothing about booting and writes no file; the grammar
 * stands in docs/configuration.md.
 *
 * K1  A struct conf that conf_read() accepted is consistent: every check of
 *     conf_keys.h and conf_area.h held. One that it refused may only be given
 * to conf_free() and to the functions that print. K2  conf->boot.keys and
 *     conf->enroll point into the struct conf itself: never copy one.
 */
#ifndef HOST_CONF_CONF_H
#define HOST_CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/config.h"
#include "enroll/enroll_config.h"
#include "host/conf/conf_report.h"
#include "host/conf/conf_table.h"
#include "recovery/recovery_config.h"

#define CONF_SECTOR_LEN   4096 /* bytes, the erase unit of every chip here */
#define CONF_SIGN_KEY_MAX 8    /* public keys in one bootloader */
#define CONF_SIGN_KEY_LEN 398  /* bytes of the longest: RSA-3072 */
#define CONF_WATCHDOG_MS  9000 /* fixed, no key sets it */
#define CONF_CONSOLE_BAUD 115200
#define CONF_FIELD_MAX    20 /* fields that one configuration burns */

/** Where a key's value comes from. */
enum conf_origin {
    CONF_ORIGIN_NONE = 0,    /* no file names it and it has no default */
    CONF_ORIGIN_DEFAULT = 1, /* no file names it: the target's default */
    CONF_ORIGIN_FILE = 2,
};

/** One key's value. */
struct conf_value {
    enum conf_origin origin;
    bool defined;     /* false: =n, or neither named nor with a default */
    bool bad;         /* the file's value was refused; no check uses it */
    uint32_t number;  /* flag: 1; number: itself; flash size: bytes; text: 0 */
    char *text;       /* text keys: the value, owned by the struct conf */
    const char *file; /* CONF_ORIGIN_FILE: its name as given, else NULL */
    uint32_t line;    /* 1-based line of that file, else 0 */
};

/** Console of the boot log. */
struct conf_console {
    bool uart;            /* false together with usb: no console at all */
    bool usb_serial_jtag; /* never together with uart */
    uint8_t uart_num;
    bool custom_pins; /* tx_gpio and rx_gpio count */
    uint8_t tx_gpio;
    uint8_t rx_gpio;
    uint8_t log_level; /* enum log_level, or 0: no boot log */
};

/** Serial recovery. */
struct conf_recovery {
    bool enabled;
    bool usb_serial_jtag; /* instead of the UART */
    struct recovery_config config;
    bool when_asked; /* the application may ask */
    bool when_dead;  /* also when no image boots */
    uint8_t detect_gpio;
    uint8_t detect_level; /* level that asks for recovery: 0 or 1 */
    bool detect_pull_up;  /* else pull-down */
    uint16_t detect_s;    /* seconds the level must last; 0: seen once */
    uint8_t uart_num;
    uint8_t rx_gpio;
    uint8_t tx_gpio;
    uint32_t baud;
};

/** Hardware Secure Boot V2 of the bootloader itself. */
struct conf_secure_boot {
    bool enabled; /* the five core keys, always together */
    bool allow_jtag;
    bool allow_rom_basic; /* ESP32 */
    bool disable_rom_dl;  /* ROM download mode off for good */
    bool secure_rom_dl;   /* ROM download mode limited; S2, C3, S3 */
    bool aggressive_revoke;
    bool allow_efuse_rd_dis;
};

/** Hardware flash encryption. */
struct conf_flash_encryption {
    bool enabled;
    bool release;         /* else development */
    bool allow_enc;       /* UART bootloader may encrypt */
    bool allow_dec;       /* UART bootloader may decrypt */
    bool allow_cache;     /* UART bootloader may use the cache */
    bool require_already; /* refuse to start on a plain device */
    bool aes256;          /* XTS-AES-256; S2, S3 */
    bool skip_wr_protect_cache;
};

/** eFuse kept in RAM or flash, for tests only. */
struct conf_efuse_virtual {
    bool enabled;
    struct config_area area; /* len 0: not kept in flash */
};

/** A configuration; zero it or conf_read() it, then conf_free() it. */
struct conf {
    enum conf_target target;
    struct conf_value value[CONF_KEY_COUNT];
    /* All below is derived from value[] and valid only as K1 says. */
    struct boot_config boot;
    uint32_t flash_len; /* bytes */
    uint32_t write_len; /* bytes: 4, or 32 under flash encryption */
    struct config_area bootloader;
    bool multi_processor; /* image 1 runs on the second CPU */
    bool watchdog;        /* runs CONF_WATCHDOG_MS, fed by the boot code */
    bool enroll_armed;    /* may burn eFuse: CONFIG_ESP_ENROLL_ARMED */
    struct conf_console console;
    struct conf_recovery recovery;
    struct conf_secure_boot secure_boot;
    struct conf_flash_encryption flash_encryption;
    struct conf_efuse_virtual efuse_virtual;
    struct enroll_config enroll; /* what CONFIG_SECURE_* ask for */
    /* Storage behind enroll.field. */
    struct enroll_field enroll_field[CONF_FIELD_MAX];
    /* Storage behind boot.keys, and of the file names in value[]. */
    struct public_key key[CONF_SIGN_KEY_MAX];
    uint8_t key_der[CONF_SIGN_KEY_MAX][CONF_SIGN_KEY_LEN];
    char **file;
    size_t file_count;
};

/** The content of a configuration file. */
struct conf_source {
    const char *file; /* its name; must live as long as the struct conf */
    const char *text; /* len bytes, any content */
    size_t len;
};

/**
 * Reads a configuration and checks it.
 *
 * @param[in]     paths   files, later ones override earlier ones
 * @param[in]     count   files; 0 takes the target's defaults alone
 * @param[in]     target  chip
 * @param[out]    conf    overwritten; release by conf_free(), also on failure
 * @param[in,out] report  problems are added; all of them, not the first only
 *
 * @retval true   report holds no error, conf is complete
 * @retval false  refused; the reasons are in report
 */
MUST_USE bool conf_read(const char *const *paths, size_t count,
                        enum conf_target target, struct conf *conf,
                        struct conf_report *report);

/**
 * Reads a configuration as MCUBOOT_CONFIG_FILE names it.
 *
 * @param[in]     list    paths separated by blanks; NULL or "" as count 0
 * @param[in]     target  chip
 * @param[out]    conf    as conf_read()
 * @param[in,out] report  as conf_read()
 *
 * @retval true   as conf_read()
 * @retval false  as conf_read()
 */
MUST_USE bool conf_read_list(const char *list, enum conf_target target,
                             struct conf *conf, struct conf_report *report);

/**
 * Reads a configuration from memory.
 *
 * @param[in]     source  one file's content; its name must outlive conf
 * @param[in]     target  chip
 * @param[out]    conf    as conf_read()
 * @param[in,out] report  as conf_read()
 *
 * @retval true   as conf_read()
 * @retval false  as conf_read()
 */
MUST_USE bool conf_read_source(const struct conf_source *source,
                               enum conf_target target, struct conf *conf,
                               struct conf_report *report);

/**
 * Releases what a configuration owns.
 *
 * @param[in,out] conf  from conf_read(), or all zero; all zero afterwards
 */
void conf_free(struct conf *conf);

/**
 * Tells whether a key is switched on or given.
 *
 * @param[in] conf  configuration
 * @param[in] key   any key
 *
 * @retval true  defined
 */
MUST_USE bool conf_is_set(const struct conf *conf, enum conf_key key);

/**
 * Returns a number key's value.
 *
 * @param[in] conf  configuration
 * @param[in] key   a number, flash size or flag key
 *
 * @retval value; 0 if it is not defined
 */
MUST_USE uint32_t conf_number(const struct conf *conf, enum conf_key key);

#endif
