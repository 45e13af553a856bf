/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recovery on the virtual device: what asks for it, and the loop around it,
 * with a played recovery in the place of the real one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "host/sim/rescue.h"
#include "port/sim/nor.h"

#define SECTOR_LEN 4096u

/* What the played recovery does, and what was seen of it. */
struct play {
    enum recovery_next last; /* result of the last turn */
    unsigned turns;          /* until then */
    unsigned writes;         /* of these turns: the first ones write */
    unsigned turn_count;
    unsigned open_count;
    unsigned receive_count;
    unsigned rest_count;
    unsigned rest_max; /* then the line serves no longer; 0: it goes on */
    enum rescue_cause begun;
};

static struct play play;
static struct flash flash;
static struct boot boot;
static struct recovery recovery;
static uint8_t data[SECTOR_LEN];

void recovery_open(struct recovery *r, const struct recovery_config *config,
                   struct boot *b)
{
    r->config = config;
    r->boot = b;
    play.open_count++;
}

void recovery_receive(struct recovery *r)
{
    assert_ptr_equal(r, &recovery);
    play.receive_count++;
}

enum recovery_next recovery_turn(struct recovery *r)
{
    const uint8_t zero[4] = {0};
    play.turn_count++;
    if (play.turn_count <= play.writes) {
        assert_int_equal(flash_write(r->boot->flash, play.turn_count * 4, zero,
                                     sizeof(zero)),
                         OK);
    }
    return play.turn_count < play.turns ? RECOVERY_GOES_ON : play.last;
}

static void begin_note(void *context, enum rescue_cause cause)
{
    assert_ptr_equal(context, &play);
    play.begun = cause;
}

static bool rest_count(void *context)
{
    assert_ptr_equal(context, &play);
    play.rest_count++;
    return play.rest_count != play.rest_max;
}

static const struct rescue_line line = {
    .begin = begin_note, .rest = rest_count, .context = &play};

static const struct conf_recovery enabled = {
    .enabled = true, .when_asked = true, .when_dead = true};

static int setup(void **state)
{
    static const struct nor_geometry geometry = {
        .run = {{SECTOR_LEN, 1}},
        .run_count = 1,
        .write_len = 4,
        .page_len = 256,
    };
    (void)state;
    play = (struct play){.last = RECOVERY_RESET, .turns = 1};
    memset(data, 0xff, sizeof(data));
    flash = (struct flash){0};
    boot.flash = &flash;
    return nor_open(&flash, &geometry, data) == OK ? 0 : -1;
}

static enum rescue_cause cause_of(const struct conf_recovery *conf, bool pin,
                                  bool asked)
{
    const struct rescue_request request = {.pin = pin, .asked = asked};
    return rescue_cause_of(conf, &request);
}

static void pin_goes_before_the_word(void **state)
{
    (void)state;
    assert_int_equal(cause_of(&enabled, false, false), RESCUE_NONE);
    assert_int_equal(cause_of(&enabled, true, false), RESCUE_PIN);
    assert_int_equal(cause_of(&enabled, false, true), RESCUE_ASKED);
    assert_int_equal(cause_of(&enabled, true, true), RESCUE_PIN);
}

static void word_counts_only_if_it_is_configured(void **state)
{
    (void)state;
    const struct conf_recovery deaf = {.enabled = true, .when_asked = false};
    assert_int_equal(cause_of(&deaf, false, true), RESCUE_NONE);
    assert_int_equal(cause_of(&deaf, true, true), RESCUE_PIN);
}

static void nothing_asks_a_bootloader_without_recovery(void **state)
{
    (void)state;
    const struct conf_recovery none = {.enabled = false, .when_asked = true};
    assert_int_equal(cause_of(&none, true, true), RESCUE_NONE);
}

static enum recovery_next run(const struct rescue_line *with)
{
    return rescue_run(&recovery, &enabled, &boot, with, RESCUE_PIN);
}

static void recovery_is_served_until_it_resets(void **state)
{
    (void)state;
    play.turns = 5;
    play.last = RECOVERY_RESET_TO_US;
    assert_int_equal(run(&line), RECOVERY_RESET_TO_US);
    assert_int_equal(play.begun, RESCUE_PIN);
    assert_int_equal(play.turn_count, 5);
    assert_ptr_equal(recovery.config, &enabled.config);
    assert_ptr_equal(recovery.boot, &boot);
}

static void without_a_line_it_begins_and_waits(void **state)
{
    (void)state;
    assert_int_equal(run(NULL), RECOVERY_GOES_ON);
    assert_int_equal(play.open_count, 1);
    assert_int_equal(play.turn_count, 0);
}

static void only_a_turn_without_work_is_followed_by_rest(void **state)
{
    (void)state;
    play.turns = 5;
    play.writes = 3;
    assert_int_equal(run(&line), RECOVERY_RESET);
    assert_int_equal(play.rest_count, 1);
}

static void line_that_serves_no_longer_ends_it(void **state)
{
    (void)state;
    play.turns = 100;
    play.rest_max = 3;
    assert_int_equal(run(&line), RECOVERY_GOES_ON);
    assert_int_equal(play.turn_count, 3);
}

static void bytes_are_taken_in_each_flash_operation(void **state)
{
    (void)state;
    play.turns = 5;
    play.writes = 3;
    assert_int_equal(run(&line), RECOVERY_RESET);
    assert_int_equal(play.receive_count, 3);
}

static void flash_is_left_alone_afterwards(void **state)
{
    (void)state;
    assert_int_equal(run(&line), RECOVERY_RESET);
    assert_true(flash.busy == NULL);
    assert_int_equal(flash_erase(&flash, 0, SECTOR_LEN), OK);
    assert_int_equal(play.receive_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(pin_goes_before_the_word, setup),
        cmocka_unit_test_setup(word_counts_only_if_it_is_configured, setup),
        cmocka_unit_test_setup(nothing_asks_a_bootloader_without_recovery,
                               setup),
        cmocka_unit_test_setup(recovery_is_served_until_it_resets, setup),
        cmocka_unit_test_setup(without_a_line_it_begins_and_waits, setup),
        cmocka_unit_test_setup(only_a_turn_without_work_is_followed_by_rest,
                               setup),
        cmocka_unit_test_setup(line_that_serves_no_longer_ends_it, setup),
        cmocka_unit_test_setup(bytes_are_taken_in_each_flash_operation, setup),
        cmocka_unit_test_setup(flash_is_left_alone_afterwards, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
