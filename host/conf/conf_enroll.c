/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of fields, one for each chip, each row with the choices that it
 * depends on. The stages keep three things apart (a test goes through all
 * choices): a field is burned before what write-protects it; nothing protects
 * the flash key's read protection or the counter from being burned; and what
 * bars the way back by UART waits until the chip boots encrypted.
 *
 * Source: SPEC, What enrolment burns.
 */
#include "host/conf/conf_enroll.h"

/* Choices of a configuration, as bits. */
#define BOOT      (1u << 0)  /* Secure Boot */
#define CRYPT     (1u << 1)  /* flash encryption, enabled by us */
#define RELEASE   (1u << 2)  /* ... for good */
#define JTAG      (1u << 3)  /* stays usable, as the next ones do */
#define BASIC     (1u << 4)  /* of the ROM */
#define ENC       (1u << 5)  /* by download mode */
#define DEC       (1u << 6)  /* by download mode */
#define CACHE     (1u << 7)  /* in download mode */
#define RD_DIS    (1u << 8)  /* stays writable */
#define UNLOCKED  (1u << 9)  /* so do the cache's fields */
#define DL_OFF    (1u << 10) /* no download mode */
#define DL_SECURE (1u << 11) /* a limited one */
#define REVOKE    (1u << 12) /* by the ROM */

/* Stages by their short names. */
#define AT_SECURE    ENROLL_STAGE_SECURE
#define AT_ENABLE    ENROLL_STAGE_ENABLE
#define AT_CRYPT     ENROLL_STAGE_CRYPT
#define AT_LOCK      ENROLL_STAGE_LOCK
#define AT_LAST      ENROLL_STAGE_LAST
#define AT_LAST_LOCK ENROLL_STAGE_LAST_LOCK

/** A field, and when it is burned. */
struct row {
    struct enroll_field field;
    unsigned any;  /* one of these is chosen, ... */
    unsigned all;  /* ... all of these ... */
    unsigned none; /* ... and none of these */
};

/* bit, width, stage, lock, what stays, what goes */
#define FIELD(bit, width, stage, lock, name, loss)                             \
    .field = {bit, width, AT_##stage, lock, name " %u -> %u: no " loss}

#define BOTH .any = BOOT | CRYPT

static const struct row esp32_rows[] = {
    {FIELD(198, 1, SECURE, 14, "JTAG_DISABLE", "JTAG"), BOTH, .none = JTAG},
    {FIELD(194, 1, SECURE, 15, "CONSOLE_DEBUG_DISABLE", "ROM BASIC"), BOTH,
     .none = BASIC},
    {FIELD(197, 1, ENABLE, 13, "ABS_DONE_1", "unsigned bootloader"),
     .any = BOOT},
    {FIELD(188, 4, CRYPT, 10, "FLASH_CRYPT_CONFIG", "other key tweak"),
     .any = CRYPT},
    {FIELD(199, 1, CRYPT, 15, "DISABLE_DL_ENCRYPT", "encryption by UART"),
     .any = CRYPT, .none = ENC},
    {FIELD(200, 1, CRYPT, 15, "DISABLE_DL_DECRYPT", "decryption by UART"),
     .any = CRYPT, .none = DEC},
    {FIELD(201, 1, CRYPT, 15, "DISABLE_DL_CACHE", "cache in download mode"),
     .any = CRYPT, .none = CACHE},
    {FIELD(0, 1, LOCK, 1, "WR_DIS(0)", "more read protection"), .any = BOOT,
     .none = RD_DIS},
    {FIELD(3, 1, LOCK, 1, "WR_DIS(3)", "change of MAC, CPU, BT, cache"),
     .any = CRYPT, .none = UNLOCKED},
    {FIELD(27, 1, LAST, 2, "UART_DOWNLOAD_DIS", "download mode"), BOTH,
     .all = DL_OFF},
    {FIELD(2, 1, LAST_LOCK, 1, "WR_DIS(2)", "plain flash"), .any = CRYPT,
     .all = RELEASE},
};

static const struct row esp32s2_rows[] = {
    {FIELD(47, 1, SECURE, 2, "DIS_BOOT_REMAP", "RAM in place of ROM"), BOTH},
    {FIELD(129, 1, SECURE, 18, "DIS_LEGACY_SPI_BOOT", "legacy boot"), BOTH},
    {FIELD(50, 1, SECURE, 2, "HARD_DIS_JTAG", "JTAG"), BOTH, .none = JTAG},
    {FIELD(49, 1, SECURE, 2, "SOFT_DIS_JTAG", "JTAG"), .any = BOOT,
     .none = JTAG},
    {FIELD(51, 1, CRYPT, 2, "DIS_DOWNLOAD_MANUAL_ENCRYPT",
           "encryption by UART"),
     .any = CRYPT, .none = ENC},
    {FIELD(43, 1, CRYPT, 2, "DIS_DOWNLOAD_DCACHE", "cache in download mode"),
     .any = CRYPT, .none = CACHE},
};

static const struct row esp32c3_rows[] = {
    {FIELD(129, 1, SECURE, 18, "DIS_DIRECT_BOOT", "direct boot"), BOTH},
    {FIELD(51, 1, SECURE, 2, "DIS_PAD_JTAG", "JTAG"), BOTH, .none = JTAG},
    {FIELD(41, 1, SECURE, 2, "DIS_USB_JTAG", "JTAG by USB"), BOTH,
     .none = JTAG},
    {FIELD(48, 3, SECURE, 31, "SOFT_DIS_JTAG", "JTAG"), .any = BOOT,
     .none = JTAG},
    {FIELD(52, 1, CRYPT, 2, "DIS_DOWNLOAD_MANUAL_ENCRYPT",
           "encryption by UART"),
     .any = CRYPT, .none = ENC},
};

static const struct row esp32s3_rows[] = {
    {FIELD(129, 1, SECURE, 18, "DIS_DIRECT_BOOT", "direct boot"), BOTH},
    {FIELD(51, 1, SECURE, 2, "DIS_PAD_JTAG", "JTAG"), BOTH, .none = JTAG},
    {FIELD(118, 1, SECURE, 2, "DIS_USB_JTAG", "JTAG by USB"), BOTH,
     .none = JTAG},
    {FIELD(48, 3, SECURE, 31, "SOFT_DIS_JTAG", "JTAG"), .any = BOOT,
     .none = JTAG},
    {FIELD(52, 1, CRYPT, 2, "DIS_DOWNLOAD_MANUAL_ENCRYPT",
           "encryption by UART"),
     .any = CRYPT, .none = ENC},
    {FIELD(43, 1, CRYPT, 2, "DIS_DOWNLOAD_DCACHE", "cache in download mode"),
     .any = CRYPT, .none = CACHE},
};

/* What ESP32-S2, C3 and S3 have in common, behind their own rows. */
static const struct row shared_rows[] = {
    {FIELD(117, 1, SECURE, 16, "SECURE_BOOT_AGGRESSIVE_REVOKE",
           "key with a bad signature"),
     .any = BOOT, .all = REVOKE},
    {FIELD(116, 1, ENABLE, 15, "SECURE_BOOT_EN", "unsigned bootloader"),
     .any = BOOT},
    {FIELD(42, 1, CRYPT, 2, "DIS_DOWNLOAD_ICACHE", "cache in download mode"),
     .any = CRYPT, .none = CACHE},
    {FIELD(0, 1, LOCK, ENROLL_NO_LOCK, "WR_DIS(0)", "more read protection"),
     .any = BOOT, .none = RD_DIS},
    {FIELD(2, 1, LOCK, ENROLL_NO_LOCK, "WR_DIS(2)",
           "change of cache, JTAG, USB"),
     .any = CRYPT, .none = UNLOCKED},
    {FIELD(128, 1, LAST, 18, "DIS_DOWNLOAD_MODE", "download mode"), BOTH,
     .all = DL_OFF},
    {FIELD(133, 1, LAST, 18, "ENABLE_SECURITY_DOWNLOAD", "reading by UART"),
     BOTH, .all = DL_SECURE},
    {FIELD(4, 1, LAST_LOCK, ENROLL_NO_LOCK, "WR_DIS(4)", "plain flash"),
     .any = CRYPT, .all = RELEASE},
};

/** Rows of a table. */
struct rows {
    const struct row *row;
    size_t count;
};

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))
#define ROWS(table)                                                            \
    {                                                                          \
        table##_rows, COUNT_OF(table##_rows)                                   \
    }

static const struct {
    const struct enroll_chip *chip;
    struct rows rows[2];
} targets[CONF_TARGET_COUNT] = {
    [CONF_TARGET_ESP32] = {&enroll_esp32, {ROWS(esp32)}},
    [CONF_TARGET_ESP32S2] = {&enroll_esp32s2, {ROWS(esp32s2), ROWS(shared)}},
    [CONF_TARGET_ESP32C3] = {&enroll_esp32c3, {ROWS(esp32c3), ROWS(shared)}},
    [CONF_TARGET_ESP32S3] = {&enroll_esp32s3, {ROWS(esp32s3), ROWS(shared)}},
};

static unsigned choice(bool made, unsigned bit)
{
    return made ? bit : 0;
}

static unsigned choices_of(const struct conf *conf)
{
    const struct conf_secure_boot *boot = &conf->secure_boot;
    const struct conf_flash_encryption *crypt = &conf->flash_encryption;

    return choice(boot->enabled, BOOT) |
           choice(crypt->enabled && !crypt->require_already, CRYPT) |
           choice(crypt->release, RELEASE) | choice(boot->allow_jtag, JTAG) |
           choice(boot->allow_rom_basic, BASIC) |
           choice(crypt->allow_enc, ENC) | choice(crypt->allow_dec, DEC) |
           choice(crypt->allow_cache, CACHE) |
           choice(boot->allow_efuse_rd_dis, RD_DIS) |
           choice(crypt->skip_wr_protect_cache, UNLOCKED) |
           choice(boot->disable_rom_dl, DL_OFF) |
           choice(boot->secure_rom_dl, DL_SECURE) |
           choice(boot->aggressive_revoke, REVOKE);
}

static bool is_burned(const struct row *row, unsigned choices)
{
    return (choices & row->any) != 0 && (choices & row->all) == row->all &&
           (choices & row->none) == 0;
}

/* Without Secure Boot its stage is never entered. */
static uint8_t stage_of(const struct row *row, unsigned choices)
{
    return row->field.stage == AT_SECURE && (choices & BOOT) == 0
               ? (uint8_t)AT_CRYPT
               : row->field.stage;
}

static void add_rows(struct conf *conf, const struct rows *rows, uint8_t stage)
{
    unsigned choices = choices_of(conf);

    for (size_t i = 0; i < rows->count; i++) {
        const struct row *row = &rows->row[i];
        struct enroll_field *field =
            &conf->enroll_field[conf->enroll.field_count];

        if (is_burned(row, choices) && stage_of(row, choices) == stage) {
            *field = row->field;
            field->stage = stage;
            conf->enroll.field_count++;
        }
    }
}

void conf_enroll_fill(struct conf *conf)
{
    const struct conf_flash_encryption *crypt = &conf->flash_encryption;

    conf->enroll = (struct enroll_config){
        .chip = targets[conf->target].chip,
        .boot = &conf->boot,
        .bootloader = conf->bootloader,
        .armed = conf->enroll_armed,
        .secure_boot = conf->secure_boot.enabled,
        .encryption = crypt->enabled,
        .wide_key = crypt->aes256 && conf->target != CONF_TARGET_ESP32,
        .require_already = crypt->require_already,
        .rehearsal = conf->efuse_virtual.enabled,
        .field = conf->enroll_field,
    };
    for (uint8_t stage = 0; stage < ENROLL_STAGE_COUNT; stage++) {
        add_rows(conf, &targets[conf->target].rows[0], stage);
        add_rows(conf, &targets[conf->target].rows[1], stage);
    }
}

bool conf_enrolls(const struct conf *conf)
{
    return conf->enroll.secure_boot || conf->enroll.encryption;
}
