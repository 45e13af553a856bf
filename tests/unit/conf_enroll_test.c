/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What configurations burn. Bits, widths and write protection come from the
 * field tables of SPEC, eFuse; which fields a choice burns from the vendor's
 * lists. The rules about order are tried over every combination of choices.
 */
#include "host/conf/conf_enroll.h"

#include <stdio.h>

#include "port/sim/sim_efuse.h"
#include "tests/unit/conf_fixture.h"

#define ESP32 CONF_TARGET_ESP32
#define S2    CONF_TARGET_ESP32S2
#define C3    CONF_TARGET_ESP32C3
#define S3    CONF_TARGET_ESP32S3

#define BOOT                                                                   \
    "CONFIG_SECURE_BOOT=y\nCONFIG_SECURE_BOOT_V2_ENABLED=y\n"                  \
    "CONFIG_SECURE_SIGNED_ON_BOOT=y\n"                                         \
    "CONFIG_SECURE_SIGNED_APPS_RSA_SCHEME=y\n"                                 \
    "CONFIG_SECURE_BOOT_SUPPORTS_RSA=y\n"
#define CRYPT                                                                  \
    "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"                                      \
    "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n"
#define RELEASE                                                                \
    "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"                                      \
    "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n"

/* "STAGE:BIT" of each field, in the order in which they are burned. */
struct burned {
    enum conf_target target;
    const char *conf;
    const char *fields;
};

/* s secure, e enable, c crypt, k lock, l last, x last lock */
static const char stage_letters[] = "secklx";

static void write_fields(const struct enroll_config *enroll, char *text,
                         size_t len)
{
    size_t used = 0;

    text[0] = '\0';
    for (unsigned i = 0; i < enroll->field_count; i++) {
        const struct enroll_field *field = &enroll->field[i];

        assert_in_range(field->stage, 0, ENROLL_STAGE_COUNT - 1);
        used += (size_t)snprintf(text + used, len - used, "%s%c%u",
                                 i == 0 ? "" : " ", stage_letters[field->stage],
                                 field->bit);
        assert_true(used < len);
    }
}

/*
 * ESP32: JTAG_DISABLE 198, CONSOLE_DEBUG_DISABLE 194, ABS_DONE_1 197,
 * FLASH_CRYPT_CONFIG 188, DISABLE_DL_ENCRYPT 199, _DECRYPT 200, _CACHE 201,
 * UART_DOWNLOAD_DIS 27. The others: SECURE_BOOT_EN 116, aggressive revoke 117,
 * DIS_DOWNLOAD_MODE 128, DIS_DIRECT_BOOT and DIS_LEGACY_SPI_BOOT 129,
 * ENABLE_SECURITY_DOWNLOAD 133; JTAG S2 49, 50, C3 41, 48, 51, S3 48, 51, 118.
 */
static const struct burned burned[] = {
    {ESP32, "", ""},
    {ESP32, BOOT, "s198 s194 e197 k0"},
    {ESP32, BOOT "CONFIG_SECURE_BOOT_ALLOW_JTAG=y\n", "s194 e197 k0"},
    {ESP32, BOOT "CONFIG_SECURE_BOOT_ALLOW_ROM_BASIC=y\n", "s198 e197 k0"},
    {ESP32, BOOT "CONFIG_SECURE_BOOT_V2_ALLOW_EFUSE_RD_DIS=y\n",
     "s198 s194 e197"},
    {ESP32, BOOT "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n",
     "s198 s194 e197 k0 l27"},
    {ESP32, CRYPT, "c198 c194 c188 c199 c200 c201 k3"},
    {ESP32, CRYPT "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC=y\n",
     "c198 c194 c188 c200 c201 k3"},
    {ESP32, CRYPT "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC=y\n",
     "c198 c194 c188 c199 c201 k3"},
    {ESP32, CRYPT "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE=y\n",
     "c198 c194 c188 c199 c200 k3"},
    {ESP32, CRYPT "CONFIG_SECURE_FLASH_SKIP_WRITE_PROTECTION_CACHE=y\n",
     "c198 c194 c188 c199 c200 c201"},
    {ESP32, CRYPT "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n",
     "c198 c194 c188 c199 c200 c201 k3 l27"},
    {ESP32, CRYPT "CONFIG_SECURE_FLASH_REQUIRE_ALREADY_ENABLED=y\n", ""},
    {ESP32, RELEASE, "c198 c194 c188 c199 c200 c201 k3 x2"},
    {ESP32, BOOT RELEASE "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n",
     "s198 s194 e197 c188 c199 c200 c201 k0 k3 l27 x2"},
    {ESP32, BOOT RELEASE "CONFIG_SECURE_FLASH_REQUIRE_ALREADY_ENABLED=y\n",
     "s198 s194 e197 k0"},
    {S2, "", ""},
    {S2, BOOT, "s47 s129 s50 s49 e116 k0"},
    {S2, BOOT "CONFIG_SECURE_BOOT_ALLOW_JTAG=y\n", "s47 s129 e116 k0"},
    {S2, BOOT "CONFIG_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE=y\n",
     "s47 s129 s50 s49 s117 e116 k0"},
    {S2, BOOT "CONFIG_SECURE_ENABLE_SECURE_ROM_DL_MODE=y\n",
     "s47 s129 s50 s49 e116 k0 l133"},
    {S2, CRYPT, "c47 c129 c50 c51 c43 c42 k2"},
    {S2, CRYPT "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC=y\n",
     "c47 c129 c50 c43 c42 k2"},
    {S2, CRYPT "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE=y\n",
     "c47 c129 c50 c51 k2"},
    {S2, BOOT RELEASE "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n",
     "s47 s129 s50 s49 e116 c51 c43 c42 k0 k2 l128 x4"},
    {C3, "", ""},
    {C3, BOOT, "s129 s51 s41 s48 e116 k0"},
    {C3, BOOT "CONFIG_SECURE_BOOT_ALLOW_JTAG=y\n", "s129 e116 k0"},
    {C3, CRYPT, "c129 c51 c41 c52 c42 k2"},
    {C3, CRYPT "CONFIG_SECURE_FLASH_SKIP_WRITE_PROTECTION_CACHE=y\n",
     "c129 c51 c41 c52 c42"},
    {C3, CRYPT "CONFIG_SECURE_BOOT_ALLOW_JTAG=y\n", "c129 c52 c42 k2"},
    {C3, BOOT RELEASE "CONFIG_SECURE_ENABLE_SECURE_ROM_DL_MODE=y\n",
     "s129 s51 s41 s48 e116 c52 c42 k0 k2 l133 x4"},
    {S3, "", ""},
    {S3, BOOT, "s129 s51 s118 s48 e116 k0"},
    {S3, CRYPT, "c129 c51 c118 c52 c43 c42 k2"},
    {S3, BOOT RELEASE "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n",
     "s129 s51 s118 s48 e116 c52 c43 c42 k0 k2 l128 x4"},
};

static void every_choice_burns_what_the_vendor_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(burned) / sizeof(burned[0]); i++) {
        char text[256];
        struct reading r;

        reading_open(&r, burned[i].target, burned[i].conf);
        assert_true(r.accepted);
        write_fields(&r.conf.enroll, text, sizeof(text));
        if (strcmp(text, burned[i].fields) != 0) {
            fail_msg("row %zu burns '%s', not '%s'", i, text, burned[i].fields);
        }
        reading_close(&r);
    }
}

/* Every choice that the fields depend on; one too many is refused by conf. */
static const char *const choices[] = {
    BOOT,
    "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n",
    "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n",
    "CONFIG_SECURE_BOOT_ALLOW_JTAG=y\n",
    "CONFIG_SECURE_BOOT_ALLOW_ROM_BASIC=y\n",
    "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n",
    "CONFIG_SECURE_ENABLE_SECURE_ROM_DL_MODE=y\n",
    "CONFIG_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE=y\n",
    "CONFIG_SECURE_BOOT_V2_ALLOW_EFUSE_RD_DIS=y\n",
    "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC=y\n",
    "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE=y\n",
    "CONFIG_SECURE_FLASH_SKIP_WRITE_PROTECTION_CACHE=y\n",
    "CONFIG_SECURE_FLASH_REQUIRE_ALREADY_ENABLED=y\n",
};

#define CHOICE_COUNT (sizeof(choices) / sizeof(choices[0]))

static bool open_choices(struct reading *r, enum conf_target target,
                         unsigned made)
{
    char text[2048] = "";

    for (size_t i = 0; i < CHOICE_COUNT; i++) {
        if (((made >> i) & 1u) != 0) {
            strcat(text, choices[i]);
        }
    }
    if ((made & 6u) == 2u) {
        strcat(text, "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n");
    }
    reading_open(r, target, text);
    return r->accepted;
}

/* Calls a check with every accepted combination on every chip. */
static unsigned try_all(void (*check)(enum conf_target target,
                                      const struct enroll_config *enroll))
{
    unsigned accepted = 0;

    for (unsigned t = 0; t < CONF_TARGET_COUNT; t++) {
        for (unsigned made = 0; made < 1u << CHOICE_COUNT; made++) {
            struct reading r;

            if (open_choices(&r, (enum conf_target)t, made)) {
                check((enum conf_target)t, &r.conf.enroll);
                accepted++;
            }
            reading_close(&r);
        }
    }
    return accepted;
}

static bool burns_wr_dis(enum conf_target target,
                         const struct enroll_field *field, unsigned lock)
{
    return field->bit == lock && lock < (target == ESP32 ? 16u : 32u);
}

/*
 * No field may be protected before it is burned, nor in the same program
 * operation: cut inside, the protection alone could be set.
 */
static void expect_locks_behind(enum conf_target target,
                                const struct enroll_config *enroll)
{
    for (unsigned i = 0; i < enroll->field_count; i++) {
        const struct enroll_field *field = &enroll->field[i];

        for (unsigned k = 0; k < enroll->field_count; k++) {
            const struct enroll_field *other = &enroll->field[k];

            if (burns_wr_dis(target, other, field->lock) &&
                other->stage <= field->stage) {
                fail_msg("%s is locked too early", field->text);
            }
        }
    }
}

/* The key is read-protected between the stages CRYPT and LOCK, the counter
 * burned between LOCK and LAST. */
static void expect_key_and_counter_open(enum conf_target target,
                                        const struct enroll_config *enroll)
{
    unsigned counter = target == ESP32 ? 2 : 4;

    for (unsigned i = 0; enroll->encryption && i < enroll->field_count; i++) {
        const struct enroll_field *field = &enroll->field[i];

        if (field->bit == 0) {
            assert_true(field->stage >= ENROLL_STAGE_LOCK);
        }
        if (field->bit == counter) {
            assert_int_equal(field->stage, ENROLL_STAGE_LAST_LOCK);
        }
    }
}

static void expect_way_back(enum conf_target target,
                            const struct enroll_config *enroll)
{
    for (unsigned i = 0; i < enroll->field_count; i++) {
        unsigned bit = enroll->field[i].bit;

        if (target == ESP32 ? bit == 27 : bit == 128 || bit == 133) {
            assert_int_equal(enroll->field[i].stage, ENROLL_STAGE_LAST);
        }
    }
}

static void expect_order(enum conf_target target,
                         const struct enroll_config *enroll)
{
    (void)target;
    for (unsigned i = 1; i < enroll->field_count; i++) {
        assert_true(enroll->field[i - 1].stage <= enroll->field[i].stage);
        for (unsigned k = 0; k < i; k++) {
            assert_int_not_equal(enroll->field[i].bit, enroll->field[k].bit);
        }
    }
    for (unsigned i = 0; i < enroll->field_count; i++) {
        unsigned stage = enroll->field[i].stage;

        assert_true(enroll->secure_boot || stage > ENROLL_STAGE_ENABLE);
        assert_true(enroll->encryption || stage != ENROLL_STAGE_CRYPT);
        assert_true(enroll->encryption || stage != ENROLL_STAGE_LAST_LOCK);
    }
}

static void fields_are_burned_before_what_protects_them(void **state)
{
    (void)state;
    assert_true(try_all(expect_locks_behind) > 5000);
}

static void key_protection_and_counter_stay_open_until_used(void **state)
{
    (void)state;
    assert_true(try_all(expect_key_and_counter_open) > 5000);
}

static void download_mode_is_barred_last(void **state)
{
    (void)state;
    assert_true(try_all(expect_way_back) > 5000);
}

static void fields_ascend_by_stage_and_stand_once(void **state)
{
    (void)state;
    assert_true(try_all(expect_order) > 5000);
}

/* SPEC, eFuse: bit, width and the WR_DIS bit over it. */
static const struct {
    enum conf_target target;
    uint8_t bit;
    uint8_t width;
    uint8_t lock;
    const char *name;
} facts[] = {
    {ESP32, 0, 1, 1, "WR_DIS(0)"},
    {ESP32, 2, 1, 1, "WR_DIS(2)"},
    {ESP32, 3, 1, 1, "WR_DIS(3)"},
    {ESP32, 27, 1, 2, "UART_DOWNLOAD_DIS"},
    {ESP32, 188, 4, 10, "FLASH_CRYPT_CONFIG"},
    {ESP32, 194, 1, 15, "CONSOLE_DEBUG_DISABLE"},
    {ESP32, 197, 1, 13, "ABS_DONE_1"},
    {ESP32, 198, 1, 14, "JTAG_DISABLE"},
    {ESP32, 199, 1, 15, "DISABLE_DL_ENCRYPT"},
    {ESP32, 200, 1, 15, "DISABLE_DL_DECRYPT"},
    {ESP32, 201, 1, 15, "DISABLE_DL_CACHE"},
    {S2, 0, 1, ENROLL_NO_LOCK, "WR_DIS(0)"},
    {S2, 2, 1, ENROLL_NO_LOCK, "WR_DIS(2)"},
    {S2, 4, 1, ENROLL_NO_LOCK, "WR_DIS(4)"},
    {S2, 42, 1, 2, "DIS_DOWNLOAD_ICACHE"},
    {S2, 43, 1, 2, "DIS_DOWNLOAD_DCACHE"},
    {S2, 47, 1, 2, "DIS_BOOT_REMAP"},
    {S2, 49, 1, 2, "SOFT_DIS_JTAG"},
    {S2, 50, 1, 2, "HARD_DIS_JTAG"},
    {S2, 51, 1, 2, "DIS_DOWNLOAD_MANUAL_ENCRYPT"},
    {S2, 116, 1, 15, "SECURE_BOOT_EN"},
    {S2, 117, 1, 16, "SECURE_BOOT_AGGRESSIVE_REVOKE"},
    {S2, 128, 1, 18, "DIS_DOWNLOAD_MODE"},
    {S2, 129, 1, 18, "DIS_LEGACY_SPI_BOOT"},
    {S2, 133, 1, 18, "ENABLE_SECURITY_DOWNLOAD"},
    {C3, 0, 1, ENROLL_NO_LOCK, "WR_DIS(0)"},
    {C3, 2, 1, ENROLL_NO_LOCK, "WR_DIS(2)"},
    {C3, 4, 1, ENROLL_NO_LOCK, "WR_DIS(4)"},
    {C3, 41, 1, 2, "DIS_USB_JTAG"},
    {C3, 42, 1, 2, "DIS_DOWNLOAD_ICACHE"},
    {C3, 48, 3, 31, "SOFT_DIS_JTAG"},
    {C3, 51, 1, 2, "DIS_PAD_JTAG"},
    {C3, 52, 1, 2, "DIS_DOWNLOAD_MANUAL_ENCRYPT"},
    {C3, 116, 1, 15, "SECURE_BOOT_EN"},
    {C3, 117, 1, 16, "SECURE_BOOT_AGGRESSIVE_REVOKE"},
    {C3, 128, 1, 18, "DIS_DOWNLOAD_MODE"},
    {C3, 129, 1, 18, "DIS_DIRECT_BOOT"},
    {C3, 133, 1, 18, "ENABLE_SECURITY_DOWNLOAD"},
    {S3, 0, 1, ENROLL_NO_LOCK, "WR_DIS(0)"},
    {S3, 2, 1, ENROLL_NO_LOCK, "WR_DIS(2)"},
    {S3, 4, 1, ENROLL_NO_LOCK, "WR_DIS(4)"},
    {S3, 42, 1, 2, "DIS_DOWNLOAD_ICACHE"},
    {S3, 43, 1, 2, "DIS_DOWNLOAD_DCACHE"},
    {S3, 48, 3, 31, "SOFT_DIS_JTAG"},
    {S3, 51, 1, 2, "DIS_PAD_JTAG"},
    {S3, 52, 1, 2, "DIS_DOWNLOAD_MANUAL_ENCRYPT"},
    {S3, 116, 1, 15, "SECURE_BOOT_EN"},
    {S3, 117, 1, 16, "SECURE_BOOT_AGGRESSIVE_REVOKE"},
    {S3, 118, 1, 2, "DIS_USB_JTAG"},
    {S3, 128, 1, 18, "DIS_DOWNLOAD_MODE"},
    {S3, 129, 1, 18, "DIS_DIRECT_BOOT"},
    {S3, 133, 1, 18, "ENABLE_SECURITY_DOWNLOAD"},
};

static void expect_fact(enum conf_target target,
                        const struct enroll_field *field)
{
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
        char start[64];

        if (facts[i].target != target || facts[i].bit != field->bit) {
            continue;
        }
        (void)snprintf(start, sizeof(start), "%s %%u -> %%u: no ",
                       facts[i].name);
        assert_int_equal(field->width, facts[i].width);
        assert_int_equal(field->lock, facts[i].lock);
        assert_memory_equal(field->text, start, strlen(start));
        assert_true(strlen(field->text) > strlen(start));
        return;
    }
    fail_msg("bit %u of %s is in no table", field->bit,
             conf_target_name(target));
}

static void expect_facts(enum conf_target target,
                         const struct enroll_config *enroll)
{
    for (unsigned i = 0; i < enroll->field_count; i++) {
        expect_fact(target, &enroll->field[i]);
    }
}

static void fields_are_those_of_the_tables(void **state)
{
    (void)state;
    assert_true(try_all(expect_facts) > 5000);
}

/* The virtual device has a table of its own of what protects what. */
static void expect_the_locks_of_the_device(enum conf_target target,
                                           const struct enroll_config *enroll)
{
    for (unsigned i = 0; i < enroll->field_count; i++) {
        const struct enroll_field *field = &enroll->field[i];
        int lock = field->lock == ENROLL_NO_LOCK ? -1 : field->lock;

        for (unsigned bit = 0; bit < field->width; bit++) {
            assert_int_equal(sim_efuse_write_lock((enum sim_efuse_chip)target,
                                                  0, field->bit + bit),
                             lock);
        }
    }
}

static void locks_are_those_that_the_device_has(void **state)
{
    (void)state;
    assert_true(try_all(expect_the_locks_of_the_device) > 5000);
}

static void a_wide_key_is_for_chips_that_have_a_choice(void **state)
{
    static const bool wide[CONF_TARGET_COUNT] = {[S2] = true, [S3] = true};

    (void)state;
    for (unsigned t = 0; t < CONF_TARGET_COUNT; t++) {
        struct reading r;

        if (t == C3) {
            continue;
        }
        reading_open(&r, (enum conf_target)t,
                     CRYPT "CONFIG_SECURE_FLASH_ENCRYPTION_AES256=y\n");
        assert_true(r.accepted);
        assert_int_equal(r.conf.enroll.wide_key, wide[t]);
        reading_close(&r);
    }
}

static void virtual_efuses_make_a_rehearsal(void **state)
{
    static const char *const text[] = {CRYPT, CRYPT
                                       "CONFIG_EFUSE_VIRTUAL=y\n"
                                       "CONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y\n"
                                       "CONFIG_EFUSE_VIRTUAL_OFFSET=0x10000\n"
                                       "CONFIG_EFUSE_VIRTUAL_SIZE=0x2000\n"};

    (void)state;
    for (int rehearsal = 0; rehearsal < 2; rehearsal++) {
        struct reading r;

        reading_open(&r, C3, text[rehearsal]);
        assert_true(r.accepted);
        assert_int_equal(r.conf.enroll.rehearsal, rehearsal != 0);
        reading_close(&r);
    }
}

static void each_chip_has_its_own_facts(void **state)
{
    static const struct enroll_chip *const chips[CONF_TARGET_COUNT] = {
        &enroll_esp32, &enroll_esp32s2, &enroll_esp32c3, &enroll_esp32s3};

    (void)state;
    for (unsigned t = 0; t < CONF_TARGET_COUNT; t++) {
        struct reading r;

        reading_open(&r, (enum conf_target)t, BOOT);
        assert_ptr_equal(r.conf.enroll.chip, chips[t]);
        assert_ptr_equal(r.conf.enroll.boot, &r.conf.boot);
        assert_int_equal(r.conf.enroll.bootloader.addr, r.conf.bootloader.addr);
        assert_true(r.conf.enroll.secure_boot && r.conf.enroll.armed);
        assert_false(r.conf.enroll.encryption || r.conf.enroll.wide_key);
        assert_true(conf_enrolls(&r.conf));
        reading_close(&r);
        reading_open(&r, (enum conf_target)t, "");
        assert_false(conf_enrolls(&r.conf));
        reading_close(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_choice_burns_what_the_vendor_lists),
        cmocka_unit_test(fields_are_burned_before_what_protects_them),
        cmocka_unit_test(key_protection_and_counter_stay_open_until_used),
        cmocka_unit_test(download_mode_is_barred_last),
        cmocka_unit_test(fields_ascend_by_stage_and_stand_once),
        cmocka_unit_test(fields_are_those_of_the_tables),
        cmocka_unit_test(locks_are_those_that_the_device_has),
        cmocka_unit_test(a_wide_key_is_for_chips_that_have_a_choice),
        cmocka_unit_test(virtual_efuses_make_a_rehearsal),
        cmocka_unit_test(each_chip_has_its_own_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
