/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a chip is asked for recovery, and how it leaves it. Time, pin, line and
 * the protocol are played; the word lies in RTC_CNTL_STORE0 of ESP32-C3, whose
 * address is written here a second time on purpose.
 */
#include "port/common/rescue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "app/recovery_request.h"
#include "iface/log.h"
#include "iface/serial.h"
#include "iface/ticks.h"
#include "port/common/chip.h"
#include "port/common/clock.h"
#include "port/common/console.h"
#include "port/common/pins.h"
#include "port/common/product.h"
#include "port/common/reset.h"
#include "port/common/ticks.h"
#include "port/common/watchdog.h"
#include "recovery/recovery.h"
#include "tests/drivers/bus.h"

#define STORE0 0x60008050u

static struct rescue_config rescue_config;
const struct product product = {.rescue_config = &rescue_config};

/** What is played, and what was seen. */
static struct {
    uint32_t now_us;
    uint32_t press_ms;   /* the pin is at the level that asks from here */
    uint32_t release_ms; /* ... up to here */
    bool clock_runs;
    uint32_t pin_used;
    bool pull_up;
    uint32_t longest_us; /* without the watchdog being fed */
    uint32_t fed_us;
    uint32_t turns;
    enum recovery_next next; /* what the third turn says */
    char order[64];          /* what was called */
    uint32_t received;
    bool open_at_log; /* rescue_is_open() when a line was logged */
    uint32_t drained_us;
    uint32_t reset_us;
} world;

static jmp_buf after_reset;

static void note(const char *what)
{
    strcat(world.order, what);
}

uint32_t ticks_ms(void)
{
    assert_true(world.clock_runs);
    world.now_us += 100;
    return world.now_us / 1000;
}

void ticks_open(void)
{
    world.clock_runs = true;
}

void ticks_close(void)
{
    world.clock_runs = false;
}

void clock_pause_us(uint32_t us)
{
    world.now_us += us;
}

void watchdog_feed(void)
{
    uint32_t since = world.now_us - world.fed_us;

    world.longest_us = since > world.longest_us ? since : world.longest_us;
    world.fed_us = world.now_us;
}

void pin_listen(uint32_t pin, bool pull_up)
{
    world.pin_used = pin;
    world.pull_up = pull_up;
}

bool pin_is_high(uint32_t pin)
{
    uint32_t ms = world.now_us / 1000;
    bool asks = ms >= world.press_ms && ms < world.release_ms;

    assert_int_equal(pin, world.pin_used);
    return asks == rescue_config.level;
}

void log_line(enum log_level level, const char *text, uint32_t a, uint32_t b)
{
    (void)level;
    (void)text;
    (void)a;
    (void)b;
    world.open_at_log = rescue_is_open();
    note("log ");
}

void console_drain(void)
{
    note("drain ");
}

void serial_open(void)
{
    assert_true(rescue_is_open());
    note("open ");
}

void serial_drain(void)
{
    world.drained_us = world.now_us;
    note("sent ");
}

void recovery_open(struct recovery *r, const struct recovery_config *config,
                   struct boot *boot)
{
    (void)r;
    assert_ptr_equal(config, &rescue_config.recovery);
    assert_non_null(boot);
    rescue_receive(); /* a flash operation: nothing can be taken yet */
    note("begin ");
}

void recovery_receive(struct recovery *r)
{
    (void)r;
    world.received++;
}

enum recovery_next recovery_turn(struct recovery *r)
{
    (void)r;
    world.now_us += 1000000;
    world.turns++;
    rescue_receive();
    return world.turns == 3 ? world.next : RECOVERY_GOES_ON;
}

_Noreturn void reset_now(void)
{
    world.reset_us = world.now_us;
    note("reset");
    longjmp(after_reset, 1);
}

/* ---- how it is asked ---- */

static void given(bool level, bool pull_up, uint16_t hold_s)
{
    memset(&world, 0, sizeof(world));
    bus_clear();
    memset(&rescue_config, 0, sizeof(rescue_config));
    rescue_config.pin = 5;
    rescue_config.level = level;
    rescue_config.pull_up = pull_up;
    rescue_config.hold_s = hold_s;
    rescue_config.when_asked = true;
}

static void a_pin_held_long_enough_asks(void **state)
{
    static const struct {
        bool level;
        bool pull_up;
        uint16_t hold_s;
        uint32_t release_ms;
        bool asks;
    } rows[] = {
        {true, false, 5, 60000, true},  {false, true, 5, 60000, true},
        {true, true, 5, 60000, true},   {true, false, 5, 4900, false},
        {true, false, 5, 100, false},   {true, false, 5, 0, false},
        {true, false, 0, 60000, true},  {true, false, 0, 0, false},
        {false, true, 30, 60000, true}, {false, true, 30, 29000, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        given(rows[i].level, rows[i].pull_up, rows[i].hold_s);
        world.release_ms = rows[i].release_ms;
        assert_int_equal(chip_rescue.is_asked(), rows[i].asks);
        assert_int_equal(world.pin_used, 5);
        assert_int_equal(world.pull_up, rows[i].pull_up);
        assert_false(world.clock_runs);
        if (rows[i].asks) {
            assert_true(world.now_us >= rows[i].hold_s * 1000000u);
            assert_true(world.now_us < rows[i].hold_s * 1000000u + 100000u);
        }
        watchdog_feed(); /* what was not fed until here counts, too */
        assert_true(world.longest_us < 10000);
    }
}

/* A pull needs some time to win against what is on the line. */
static void a_pin_has_settled_before_it_is_read(void **state)
{
    (void)state;
    given(true, true, 0);
    world.press_ms = 3;
    world.release_ms = 60000;
    assert_true(chip_rescue.is_asked());
}

static void without_a_pin_none_is_touched(void **state)
{
    (void)state;
    given(true, false, 0);
    rescue_config.pin = RESCUE_NO_PIN;
    world.release_ms = 60000;
    assert_false(chip_rescue.is_asked());
    assert_int_equal(world.pin_used, 0);
    assert_int_equal(bus_count, 0);
}

static void the_word_asks_once(void **state)
{
    (void)state;
    given(true, false, 5);
    bus_put(STORE0, RECOVERY_REQUEST);
    assert_true(chip_rescue.is_asked());
    assert_int_equal(bus_count, 1);
    assert_int_equal(bus_tape[0].addr, STORE0);
    assert_int_equal(bus_tape[0].value, 0);
    assert_false(chip_rescue.is_asked());
    assert_int_equal(bus_count, 1);
}

static void no_other_word_asks(void **state)
{
    (void)state;
    given(true, false, 5);
    for (uint32_t bit = 0; bit < 32; bit++) {
        bus_put(STORE0, RECOVERY_REQUEST ^ 1u << bit);
        assert_false(chip_rescue.is_asked());
    }
    bus_put(STORE0, ~RECOVERY_REQUEST);
    assert_false(chip_rescue.is_asked());
    assert_int_equal(bus_count, 0);
}

static void a_word_that_may_not_ask_is_cleared_all_the_same(void **state)
{
    (void)state;
    given(true, false, 5);
    rescue_config.when_asked = false;
    bus_put(STORE0, RECOVERY_REQUEST);
    assert_false(chip_rescue.is_asked());
    assert_int_equal(bus_tape[0].addr, STORE0);
    assert_int_equal(bus_tape[0].value, 0);
}

/* What an application is told to write, and where. */
static void the_published_registers_are_where_the_word_is(void **state)
{
    (void)state;
    assert_int_equal(RECOVERY_REQUEST_ESP32C3, STORE0);
    assert_int_equal(RECOVERY_REQUEST_ESP32S3, STORE0);
    assert_int_equal(RECOVERY_REQUEST_ESP32, 0x3ff4804c);
    assert_int_equal(RECOVERY_REQUEST_ESP32S2, 0x3f408050);
}

/* ---- how it is left ---- */

static void serve_until_reset(enum recovery_next next)
{
    static struct boot boot;

    given(true, false, 5);
    world.next = next;
    if (setjmp(after_reset) == 0) {
        chip_rescue.run(&boot);
        fail_msg("run() came back");
    }
}

static void nothing_is_received_or_silent_before_it_begins(void **state)
{
    (void)state;
    given(true, false, 5);
    rescue_receive();
    assert_int_equal(world.received, 0);
    assert_false(rescue_is_open());
}

static void recovery_begins_behind_the_log_and_ends_by_a_reset(void **state)
{
    (void)state;
    serve_until_reset(RECOVERY_RESET);
    assert_string_equal(world.order, "log drain open begin sent reset");
    assert_false(world.open_at_log);
    assert_int_equal(world.turns, 3);
    assert_int_equal(world.received, 3);
    assert_true(world.longest_us <= 1100000);
    assert_int_equal(bus_count, 0);
}

/* 250 ms after the last byte, by the spec; not much later either. */
static void the_answer_has_time_to_arrive(void **state)
{
    (void)state;
    serve_until_reset(RECOVERY_RESET_IDLE);
    assert_in_range(world.reset_us - world.drained_us, 249000, 260000);
    assert_int_equal(bus_count, 0);
}

static void a_reset_to_recovery_leaves_the_word(void **state)
{
    (void)state;
    serve_until_reset(RECOVERY_RESET_TO_US);
    assert_int_equal(bus_count, 1);
    assert_int_equal(bus_tape[0].addr, STORE0);
    assert_int_equal(bus_tape[0].value, RECOVERY_REQUEST);
    assert_true(chip_rescue.is_asked());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pin_held_long_enough_asks),
        cmocka_unit_test(a_pin_has_settled_before_it_is_read),
        cmocka_unit_test(without_a_pin_none_is_touched),
        cmocka_unit_test(the_word_asks_once),
        cmocka_unit_test(no_other_word_asks),
        cmocka_unit_test(a_word_that_may_not_ask_is_cleared_all_the_same),
        cmocka_unit_test(the_published_registers_are_where_the_word_is),
        cmocka_unit_test(nothing_is_received_or_silent_before_it_begins),
        cmocka_unit_test(recovery_begins_behind_the_log_and_ends_by_a_reset),
        cmocka_unit_test(the_answer_has_time_to_arrive),
        cmocka_unit_test(a_reset_to_recovery_leaves_the_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
