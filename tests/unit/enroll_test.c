/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole first boots over the virtual device's eFuses, cut at each burn; the
 * encryption itself is only noted here, see encrypt_test.c. What is refused is
 * refused before one bit is burned.
 */
#include "enroll/enroll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "iface/entropy.h"
#include "port/sim/sim_efuse.h"
#include "tests/unit/device.h"
#include "tests/unit/enroll_walk.h"
#include "tests/unit/secure_boot_vector.h"

#define REGION  0x2000u
#define RESERVE 0x3000u
#define BOTH    (WALK_SECURE | WALK_CRYPT)
#define RELEASE (BOTH | WALK_RELEASE)

static struct device device;
static struct efuse efuse;
static struct walk product; /* for its configuration */
static struct enroll enroll;
static enum enroll_next next;
static bool is_bootable;
static bool has_entropy;
static bool has_begun;
static uint32_t encrypted_len; /* of our own image; 0: not yet */
static uint32_t violations;
static jmp_buf power;
static jmp_buf halted;

/* ---- what stands in for the rest of the device ---- */

uint32_t encrypt_reserved_len(const struct enroll_config *config)
{
    (void)config;
    return RESERVE;
}

status_t encrypt_open(struct encrypt *e, const struct enroll_config *config,
                      struct flash *flash, uint32_t counter, bool *begun)
{
    (void)config;
    (void)flash;
    assert_int_equal(fuses_ones(counter) % 2, 0);
    memset(e, 0xa5, sizeof(*e));
    *begun = has_begun;
    return OK;
}

status_t encrypt_slots(struct encrypt *e)
{
    (void)e;
    has_begun = true;
    return OK;
}

status_t encrypt_bootloader(struct encrypt *e, uint32_t len)
{
    (void)e;
    assert_true(has_begun);
    encrypted_len = len;
    return OK;
}

status_t entropy_fill(uint8_t *dst, size_t len)
{
    static uint8_t seed;

    for (size_t i = 0; i < len; i++) {
        dst[i] = (uint8_t)(0x35 + 73 * i + seed);
    }
    seed++;
    return has_entropy ? OK : CRYPTO_E_FAULT;
}

_Noreturn void verdict_violation(void)
{
    violations++;
    longjmp(halted, 1);
}

static uint32_t chip_index(const struct enroll_chip *chip)
{
    uint32_t i = 0;

    while (walk_chips[i] != chip) {
        i++;
    }
    return i;
}

static void open_device(const struct enroll_chip *chip, uint32_t flags)
{
    device_open_uniform(&device, 4096, 32, 4);
    vector_signed(device.data + REGION);
    device.flash.power = &power;
    walk_open(&product, chip, flags, 1);
    product.config.bootloader.addr = REGION;
    product.config.bootloader.len = VECTOR_SIGNED_LEN + RESERVE;
    sim_efuse_open(&efuse, (enum sim_efuse_chip)chip_index(chip),
                   &device.flash);
    is_bootable = true;
    has_entropy = true;
    has_begun = false;
    encrypted_len = 0;
    violations = 0;
}

static status_t boot_once(void)
{
    verdict_t bootable = is_bootable ? verdict_pass() : verdict_fail();

    memset(&enroll, 0xee, sizeof(enroll));
    enroll_open(&enroll, &product.config, &device.flash, &efuse);
    TRY(enroll_before_boot(&enroll, &next));
    return next == ENROLL_RESET ? OK
                                : enroll_after_boot(&enroll, bootable, &next);
}

/* Boots, again after each reset and each cut. */
static status_t boot(void)
{
    volatile uint32_t boots = 0;
    status_t status;

    if (setjmp(halted) != 0) {
        return CRYPTO_E_FAULT;
    }
    (void)setjmp(power);
    do {
        boots++;
        assert_true(boots < 20);
        status = boot_once();
    } while (status == OK && next == ENROLL_RESET);
    return status;
}

/* What was burned, for the checks of enroll_walk.h. */
static void expect_enrolled(void)
{
    memcpy(product.fuse.real.word, efuse.word, sizeof(efuse.word));
    memcpy(product.facts.digest, enroll.own.digest, sizeof(enroll.own.digest));
    walk_expect_enrolled(&product, product.config.secure_boot ? 1 : 0);
}

/* The last boot has nothing to do, so it does not look at its image. */
static void note_digest(void)
{
    struct own_image_place place = {&product.config, &device.flash,
                                    VECTOR_SIGNED_LEN};
    static struct own_image_work work;
    status_t why;

    assert_true(
        verdict_is_pass(own_image_verify(&place, &work, &enroll.own, &why)));
}

/* ---- whole enrolments ---- */

static void a_new_chip_is_enrolled(void **state)
{
    (void)state;
    static const uint32_t flags[] = {WALK_SECURE, WALK_CRYPT, BOTH, RELEASE};

    for (uint32_t c = 0; c < 4; c++) {
        for (uint32_t i = 0; i < 4; i++) {
            open_device(walk_chips[c], flags[i]);
            assert_int_equal(boot(), OK);
            note_digest();
            expect_enrolled();
            assert_int_equal(encrypted_len,
                             product.config.encryption ? VECTOR_SIGNED_LEN : 0);
        }
    }
}

static void an_enrolled_chip_just_boots(void **state)
{
    (void)state;
    uint32_t burns;

    open_device(&enroll_esp32c3, RELEASE);
    assert_int_equal(boot(), OK);
    burns = efuse.burn_count;
    encrypted_len = 0;
    memset(device.data, 0, sizeof(device.data)); /* nothing is looked at */
    assert_int_equal(boot(), OK);
    assert_int_equal(next, ENROLL_BOOT);
    assert_int_equal(efuse.burn_count, burns);
    assert_int_equal(encrypted_len, 0);
}

/* The window in which the ROM finds no bootloader is encrypt_bootloader()'s:
 * here the device always boots, and goes on. */
static void a_cut_at_any_burn_ends_enrolled(void **state)
{
    (void)state;
    static const enum nor_cut_manner manners[] = {
        NOR_CUT_BEFORE, NOR_CUT_TORN_PREFIX, NOR_CUT_TORN_BITS, NOR_CUT_AFTER};
    volatile uint32_t cuts = 0;

    for (volatile uint32_t c = 0; c < 4; c++) {
        volatile uint32_t burns;

        open_device(walk_chips[c], RELEASE);
        assert_int_equal(boot(), OK);
        burns = efuse.burn_count;
        for (volatile uint32_t op = 0; op < burns; op++) {
            for (volatile uint32_t m = 0; m < 4 * 2; m++) {
                open_device(walk_chips[c], RELEASE);
                nor_cut_arm(&device.flash, op, manners[m % 4], m * 77 + op);
                assert_int_equal(boot(), OK);
                note_digest();
                expect_enrolled();
                cuts++;
            }
        }
    }
    print_message("%u cuts\n", (unsigned)cuts);
}

static void an_interrupted_encryption_goes_on_without_an_application(
    void **state)
{
    (void)state;
    open_device(&enroll_esp32s3, BOTH);
    has_entropy = true;
    assert_int_equal(boot(), OK);
    efuse.word[0][82 / 32] &= ~(7u << 82 % 32); /* before the counter */
    encrypted_len = 0;
    is_bootable = false;
    enroll_open(&enroll, &product.config, &device.flash, &efuse);
    assert_int_equal(enroll_before_boot(&enroll, &next), OK);
    assert_int_equal(next, ENROLL_RESET);
    assert_int_equal(encrypted_len, VECTOR_SIGNED_LEN);
    assert_int_equal(efuse.word[0][82 / 32] >> 82 % 32 & 7, 1);
}

/* ---- what is refused ---- */

static void expect_refused(status_t why)
{
    assert_int_equal(boot(), why);
    assert_int_equal(efuse.burn_count, 0);
    assert_false(has_begun);
}

static void an_unsigned_bootloader_burns_nothing(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        open_device(walk_chips[c], RELEASE);
        memset(device.data + REGION + VECTOR_DATA_LEN, 0xff, 4096);
        expect_refused(ENROLL_E_UNSIGNED);
    }
}

static void a_bad_signature_burns_nothing(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        open_device(walk_chips[c], RELEASE);
        device.data[REGION + VECTOR_DATA_LEN + 900] ^= 1;
        expect_refused(ENROLL_E_SIGNATURE);
    }
}

static void a_damaged_bootloader_burns_nothing(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        open_device(walk_chips[c], c % 2 == 0 ? WALK_CRYPT : RELEASE);
        device.data[REGION + 60] ^= 1;
        expect_refused(ENROLL_E_IMAGE);
    }
}

static void without_room_for_the_journal_nothing_is_burned(void **state)
{
    (void)state;
    open_device(&enroll_esp32c3, RELEASE);
    product.config.bootloader.len -= 4096;
    expect_refused(ENROLL_E_SIZE);
    product.config.bootloader.len = 0;
    expect_refused(ENROLL_E_SIZE);
}

static void an_invalid_application_burns_nothing(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        open_device(walk_chips[c], RELEASE);
        is_bootable = false;
        expect_refused(CRYPTO_E_FAULT);
        assert_int_equal(violations, 1);
    }
}

static void without_a_free_block_nothing_is_burned(void **state)
{
    (void)state;
    open_device(&enroll_esp32c3, RELEASE);
    for (uint32_t i = 1; i < 6; i++) {
        efuse.word[4 + i][0] = 1;
    }
    expect_refused(ENROLL_E_NO_BLOCK); /* of the flash key */
}

/* Found only when the steps are taken on a copy: LAST is locked. */
static void a_locked_field_of_the_last_stage_burns_nothing(void **state)
{
    (void)state;
    open_device(&enroll_esp32c3, RELEASE);
    efuse.word[0][0] = 1u << 18;
    expect_refused(ENROLL_E_LOCKED);
    enroll_open(&enroll, &product.config, &device.flash, &efuse);
    assert_int_equal(enroll_before_boot(&enroll, &next), ENROLL_E_LOCKED);
}

static void what_is_not_armed_burns_nothing_and_boots(void **state)
{
    (void)state;
    open_device(&enroll_esp32c3, RELEASE);
    product.config.armed = false;
    expect_refused(OK);
    assert_int_equal(next, ENROLL_BOOT);
}

static void without_noise_no_key_is_burned(void **state)
{
    (void)state;
    open_device(&enroll_esp32, RELEASE);
    has_entropy = false;
    assert_int_equal(boot(), CRYPTO_E_FAULT);
    assert_int_equal(efuse.word[1][0], 0);
}

/* ---- secrets ---- */

static bool holds(const void *memory, size_t len, const void *what)
{
    const uint8_t *p = memory;

    for (size_t i = 0; i + 8 <= len; i++) {
        if (memcmp(p + i, what, 8) == 0) {
            return true;
        }
    }
    return false;
}

static void no_key_stays_in_memory(void **state)
{
    (void)state;
    open_device(&enroll_esp32, RELEASE);
    assert_int_equal(boot_once(), OK);
    assert_int_not_equal(efuse.word[1][0], 0);
    assert_false(holds(&enroll, sizeof(enroll), efuse.word[1]));
    /* burned by the host, not yet protected, and refused */
    open_device(&enroll_esp32, RELEASE);
    memset(efuse.word[1], 0x35, 32);
    efuse.word[0][0] = 1u << 18 | 1;
    assert_int_equal(boot_once(), ENROLL_E_LOCKED);
    assert_false(holds(&enroll, sizeof(enroll), efuse.word[1]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_chip_is_enrolled),
        cmocka_unit_test(an_enrolled_chip_just_boots),
        cmocka_unit_test(a_cut_at_any_burn_ends_enrolled),
        cmocka_unit_test(
            an_interrupted_encryption_goes_on_without_an_application),
        cmocka_unit_test(an_unsigned_bootloader_burns_nothing),
        cmocka_unit_test(a_bad_signature_burns_nothing),
        cmocka_unit_test(a_damaged_bootloader_burns_nothing),
        cmocka_unit_test(without_room_for_the_journal_nothing_is_burned),
        cmocka_unit_test(an_invalid_application_burns_nothing),
        cmocka_unit_test(without_a_free_block_nothing_is_burned),
        cmocka_unit_test(a_locked_field_of_the_last_stage_burns_nothing),
        cmocka_unit_test(what_is_not_armed_burns_nothing_and_boots),
        cmocka_unit_test(without_noise_no_key_is_burned),
        cmocka_unit_test(no_key_stays_in_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
