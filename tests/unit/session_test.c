/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One boot of a virtual device with its pseudo-application: what runs, what
 * the application leaves behind (bytes as SPEC, Application side), and where
 * power leaves it.
 */
#include "host/sim/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "host/sim/application.h"
#include "port/sim/sim_serial.h"
#include "tests/unit/rig.h"

static const struct rig_image V1 = {2000, 1, 0x11, 0, -1, 0};
static const struct rig_image V2 = {2500, 2, 0x22, 0, -1, 0};
static const struct session_cut UNCUT = {.is_armed = false};

static struct rig rig;
static struct device device;
static struct application app;
static struct session session;
static uint8_t update[RIG_SLOT]; /* V2, as it comes over the air */
static uint32_t wear[RIG_FLASH / RIG_SECTOR];

/* Version 1 runs, version 2 is in update[], both slots have no trailer. */
static int setup(void **state)
{
    rig_open(&rig, UPDATE_SCRATCH);
    app = (struct application){.received = update};
    app.received_len = rig_write(&rig, 0, SLOT_SECONDARY, &V2);
    memcpy(update, rig_bytes(&rig, &rig.config.slot[0][SLOT_SECONDARY]),
           app.received_len);
    memset(rig.data, 0xff, sizeof(rig.data));
    rig_write(&rig, 0, SLOT_PRIMARY, &V1);
    memset(&device, 0, sizeof(device));
    memset(wear, 0, sizeof(wear));
    device.conf.boot = rig.config;
    device.flash = rig.flash;
    device.flash.wear = wear;
    device.data = rig.data;
    app.flash = &device.flash;
    app.config = &device.conf.boot;
    *state = NULL;
    return 0;
}

static void boot(enum application_deed deed)
{
    app.deed = deed;
    session_boot(&device, &app, &UNCUT, NULL, &session);
    assert_false(session.power_failed);
    app.received_len = 0; /* received once */
}

static void expect_started(uint8_t major)
{
    assert_true(session.is_started);
    assert_int_equal(session.result.start[0].facts->header.version.major,
                     major);
    assert_null(device.flash.violation);
}

static const uint8_t *secondary(void)
{
    return rig_bytes(&rig, &rig.config.slot[0][SLOT_SECONDARY]);
}

static void count_call(const struct boot_result *result, void *context)
{
    assert_int_equal(result->start[0].facts->header.version.major, 1);
    ++*(int *)context;
}

static void what_is_started_is_told_once(void **state)
{
    (void)state;
    int calls = 0;
    const struct session_hooks hooks = {.started = count_call,
                                        .context = &calls};
    app.received_len = 0;
    session_boot(&device, &app, &UNCUT, &hooks, &session);
    assert_int_equal(calls, 1);
    expect_started(1);
    assert_int_equal(session.op_count, 0);
}

static void nothing_is_started_from_an_erased_flash(void **state)
{
    (void)state;
    memset(rig.data, 0xff, sizeof(rig.data));
    boot(APPLICATION_CONFIRM);
    assert_false(session.is_started);
    assert_int_equal(session.result.why, IMAGE_E_EMPTY);
    assert_int_equal(session.application_work.bytes_programmed, 0);
}

static void an_update_is_received_byte_for_byte(void **state)
{
    (void)state;
    size_t len = app.received_len;
    boot(APPLICATION_NONE);
    expect_started(1);
    assert_memory_equal(secondary(), update, len);
    boot(APPLICATION_NONE);
    expect_started(1); /* nobody asked for it */
}

static void an_update_replaces_what_was_in_the_slot(void **state)
{
    (void)state;
    size_t len = app.received_len;
    memset(rig.data + RIG_SLOT, 0, RIG_SLOT);
    boot(APPLICATION_REQUEST_PERMANENT);
    expect_started(1);
    assert_memory_equal(secondary(), update, len);
    boot(APPLICATION_NONE);
    expect_started(2);
}

static void a_request_leaves_the_documented_bytes(void **state)
{
    (void)state;
    static const uint8_t magic[16] = {0x77, 0xc2, 0x95, 0xf3, 0x60, 0xd2,
                                      0xef, 0x7f, 0x35, 0x52, 0x50, 0x0f,
                                      0x2c, 0xb6, 0x79, 0x80};
    static const uint8_t test[4] = {0x02, 0xff, 0xff, 0xff};
    boot(APPLICATION_REQUEST_TEST);
    assert_int_equal(session.next, RESET_SOFTWARE);
    assert_memory_equal(secondary() + RIG_SLOT - 16, magic, 16);
    assert_memory_equal(secondary() + RIG_SLOT - 40, test, 4);
    assert_int_equal(secondary()[RIG_SLOT - 24], 0xff);
}

static void a_trial_that_is_not_confirmed_is_taken_back(void **state)
{
    (void)state;
    boot(APPLICATION_REQUEST_TEST);
    boot(APPLICATION_NONE);
    expect_started(2);
    boot(APPLICATION_NONE);
    expect_started(1);
}

static void a_trial_that_confirms_itself_stays(void **state)
{
    (void)state;
    boot(APPLICATION_REQUEST_TEST);
    boot(APPLICATION_CONFIRM);
    expect_started(2);
    boot(APPLICATION_NONE);
    expect_started(2);
}

static void a_permanent_request_needs_no_confirmation(void **state)
{
    (void)state;
    boot(APPLICATION_REQUEST_PERMANENT);
    boot(APPLICATION_NONE);
    boot(APPLICATION_NONE);
    expect_started(2);
}

static void a_damaged_update_never_runs(void **state)
{
    (void)state;
    boot(APPLICATION_REQUEST_PERMANENT);
    /* the old version is reset before the boot code runs, and damages it */
    assert_true(
        application_run(&(struct application){.flash = &device.flash,
                                              .config = &device.conf.boot,
                                              .deed = APPLICATION_DAMAGE},
                        &session.next, &session.why));
    boot(APPLICATION_NONE);
    expect_started(1);
}

static void misbehaviour_shows_in_the_reset_cause(void **state)
{
    (void)state;
    boot(APPLICATION_HANG);
    assert_int_equal(session.next, RESET_WATCHDOG);
    boot(APPLICATION_PANIC);
    assert_int_equal(session.next, RESET_PANIC);
    boot(APPLICATION_NONE);
    assert_int_equal(session.next, RESET_POWER_ON);
}

static void an_update_that_does_not_fit_fails_by_how_much(void **state)
{
    (void)state;
    static uint8_t large[RIG_SLOT + 3];
    app.received = large;
    app.received_len = sizeof(large);
    boot(APPLICATION_NONE);
    app.received = update;
    assert_true(session.application_failed);
    assert_non_null(strstr(session.why.text, "3 more than"));
    assert_int_equal(session.op_count, 0);
}

static void a_request_on_a_damaged_trailer_fails(void **state)
{
    (void)state;
    app.received_len = 0;
    rig.data[RIG_SLOT + RIG_SLOT - 1] = 0; /* in the magic */
    boot(APPLICATION_REQUEST_TEST);
    assert_true(session.is_started);
    assert_true(session.application_failed);
}

static void power_can_fail_in_the_boot_code(void **state)
{
    (void)state;
    const struct session_cut cut = {true, 10, NOR_CUT_TORN_BITS, 1};
    boot(APPLICATION_REQUEST_TEST);
    session_boot(&device, &app, &cut, NULL, &session);
    assert_true(session.power_failed);
    assert_false(session.is_started);
    assert_int_equal(session.op_count, 11);
    assert_int_equal(session.next, RESET_POWER_ON);
    assert_true(session.boot_work.program_count > 0);
    boot(APPLICATION_NONE);
    expect_started(2);
}

static void power_can_fail_in_the_application(void **state)
{
    (void)state;
    const struct session_cut cut = {true, 2, NOR_CUT_BEFORE, 0};
    app.deed = APPLICATION_REQUEST_TEST;
    session_boot(&device, &app, &cut, NULL, &session);
    assert_true(session.power_failed);
    assert_true(session.is_started);
    assert_int_equal(session.application_work.program_count, 2);
    app.received_len = 0;
    boot(APPLICATION_NONE);
    expect_started(1);
}

static void a_cut_that_is_not_reached_is_not_left_armed(void **state)
{
    (void)state;
    const struct session_cut cut = {true, 1000000, NOR_CUT_BEFORE, 0};
    session_boot(&device, &app, &cut, NULL, &session);
    assert_false(session.power_failed);
    assert_false(device.flash.cut_armed);
}

static void a_rehearsal_changes_nothing_and_counts_right(void **state)
{
    (void)state;
    static uint8_t before[RIG_FLASH];
    struct session rehearsed;
    struct why why;
    boot(APPLICATION_REQUEST_TEST);
    memcpy(before, rig.data, sizeof(before));
    struct flash flash = device.flash;
    assert_true(session_rehearse(&device, NULL, &rehearsed, &why));
    assert_memory_equal(before, rig.data, sizeof(before));
    assert_memory_equal(&flash, &device.flash, sizeof(flash));
    for (size_t i = 0; i < sizeof(wear) / sizeof(wear[0]); i++) {
        assert_int_equal(wear[i], 0); /* the slot was erased before */
    }
    boot(APPLICATION_NONE);
    assert_true(rehearsed.op_count > 0);
    assert_int_equal(rehearsed.op_count, session.op_count);
}

/* Recovery */

/* SPEC, Serial recovery: a reset as a client sends it, and the answer. */
static const char RESET_REQUEST[] = "\x06\x09"
                                    "AAsCAAABAABCBaC6FQ==\n";
static const char RESET_ANSWER[] = "\x06\x09"
                                   "AA8DAAAFAABCBaFicmMAL0U=\n";

static struct sim_wire wire;
static uint8_t sent[256];
static enum rescue_cause begun;

static void reset_send(void *context, enum rescue_cause cause)
{
    (void)context;
    begun = cause;
    sim_wire_open(&wire, sent, sizeof(sent));
    sim_wire_feed(&wire, RESET_REQUEST, sizeof(RESET_REQUEST) - 1);
}

static bool go_on(void *context)
{
    (void)context;
    return true;
}

static const struct rescue_line resetting = {.begin = reset_send,
                                             .rest = go_on};
static const struct session_hooks with_client = {.line = &resetting};

static void boot_with_client(void)
{
    device.conf.recovery.enabled = true;
    device.conf.recovery.when_asked = true;
    session_boot(&device, &app, &UNCUT, &with_client, &session);
}

static void recovery_that_is_asked_for_goes_before_any_image(void **state)
{
    (void)state;
    device.pin_is_held = true;
    boot_with_client();
    assert_int_equal(begun, RESCUE_PIN);
    assert_int_equal(session.rescue, RESCUE_PIN);
    assert_int_equal(session.rescue_next, RECOVERY_RESET);
    assert_false(session.is_started);
    assert_int_equal(session.next, RESET_SOFTWARE);
    assert_false(session.asks_next);
    assert_int_equal(wire.out_len, sizeof(RESET_ANSWER) - 1);
    assert_memory_equal(sent, RESET_ANSWER, sizeof(RESET_ANSWER) - 1);
}

static void an_application_can_ask_for_recovery(void **state)
{
    (void)state;
    boot(APPLICATION_REQUEST_RECOVERY);
    assert_true(session.asks_next);
    assert_int_equal(session.next, RESET_SOFTWARE);
    device.state.asks = session.asks_next;
    boot_with_client();
    assert_int_equal(session.rescue, RESCUE_ASKED);
}

static void nothing_that_boots_leads_to_recovery_if_configured(void **state)
{
    (void)state;
    memset(rig.data, 0xff, sizeof(rig.data));
    boot_with_client();
    assert_int_equal(session.rescue, RESCUE_NONE);
    device.conf.recovery.when_dead = true;
    boot_with_client();
    assert_int_equal(session.rescue, RESCUE_DEAD);
    assert_int_equal(session.result.why, IMAGE_E_EMPTY);
}

static void recovery_without_a_client_stays(void **state)
{
    (void)state;
    device.conf.recovery.enabled = true;
    device.pin_is_held = true;
    boot(APPLICATION_NONE);
    assert_int_equal(session.rescue, RESCUE_PIN);
    assert_int_equal(session.rescue_next, RECOVERY_GOES_ON);
    assert_int_equal(session.next, RESET_POWER_ON);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_is_started_is_told_once, setup),
        cmocka_unit_test_setup(nothing_is_started_from_an_erased_flash, setup),
        cmocka_unit_test_setup(an_update_is_received_byte_for_byte, setup),
        cmocka_unit_test_setup(an_update_replaces_what_was_in_the_slot, setup),
        cmocka_unit_test_setup(a_request_leaves_the_documented_bytes, setup),
        cmocka_unit_test_setup(a_trial_that_is_not_confirmed_is_taken_back,
                               setup),
        cmocka_unit_test_setup(a_trial_that_confirms_itself_stays, setup),
        cmocka_unit_test_setup(a_permanent_request_needs_no_confirmation,
                               setup),
        cmocka_unit_test_setup(a_damaged_update_never_runs, setup),
        cmocka_unit_test_setup(misbehaviour_shows_in_the_reset_cause, setup),
        cmocka_unit_test_setup(an_update_that_does_not_fit_fails_by_how_much,
                               setup),
        cmocka_unit_test_setup(a_request_on_a_damaged_trailer_fails, setup),
        cmocka_unit_test_setup(power_can_fail_in_the_boot_code, setup),
        cmocka_unit_test_setup(power_can_fail_in_the_application, setup),
        cmocka_unit_test_setup(a_cut_that_is_not_reached_is_not_left_armed,
                               setup),
        cmocka_unit_test_setup(a_rehearsal_changes_nothing_and_counts_right,
                               setup),
        cmocka_unit_test_setup(recovery_that_is_asked_for_goes_before_any_image,
                               setup),
        cmocka_unit_test_setup(an_application_can_ask_for_recovery, setup),
        cmocka_unit_test_setup(
            nothing_that_boots_leads_to_recovery_if_configured, setup),
        cmocka_unit_test_setup(recovery_without_a_client_stays, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
