/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client that disappears: at every message, in the middle of every message,
 * with a reset of the device behind it; and whoever comes next. What was
 * acknowledged is not sent again in the same session, and after a reset no
 * more than what was not in flash yet.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/recovery/given.h"

#define BLOCK     4096u
#define IN_RAM    (2 * BLOCK) /* acknowledged, and not yet in flash */
#define CHUNK     1000u
#define TEN_S     10000u
#define PART_STEP 5u

static const struct dock_shape shapes[] = {
    {.name = "staged"},
    {.name = "direct", .direct = true},
    {.name = "encrypted", .mode = UPDATE_MOVE, .encrypted = true},
    {.name = "sectors", .mode = UPDATE_OVERWRITE, .by_sector = true},
};

#define SHAPE_COUNT (sizeof(shapes) / sizeof(shapes[0]))

/* Of blocks in flash not all are noted: a write unit of the journal is for
 * eight where units have 32 bytes. */
static uint32_t not_noted(const struct dock_shape *shape)
{
    return IN_RAM + (shape->encrypted ? 7 * BLOCK : 0);
}

static struct client gone;
static struct client next;
static struct wire w;
static struct wire_message message;

static void given_client(struct client *c, enum given_name name, uint32_t chunk)
{
    client_open(c, given_image(name)->bytes, given_image(name)->len);
    c->chunk = chunk;
}

/* A new device, and a client that has sent some messages; false: it is done */
static bool given_gone(const struct dock_shape *shape, uint32_t messages)
{
    given_device(shape);
    given_client(&gone, GIVEN_NEW, CHUNK);
    for (uint32_t i = 0; i < messages; i++) {
        if (client_step(&gone, given_dock()) != CLIENT_GOES_ON) {
            return false;
        }
    }
    return true;
}

static void next_brings_it_to_an_end(uint32_t chunk)
{
    given_client(&next, GIVEN_NEW, chunk);
    upload_all(&next);
    must_boot(GIVEN_NEW);
}

static void client_gone_between_messages_costs_nothing(void **state)
{
    (void)state;
    for (uint32_t s = 0; s < SHAPE_COUNT; s++) {
        for (uint32_t n = 0; given_gone(&shapes[s], n); n++) {
            next_brings_it_to_an_end(300);
            assert_in_range(next.sent, 0, next.len - gone.off + 300);
        }
    }
}

static void client_gone_in_a_message_costs_nothing(void **state)
{
    (void)state;
    for (uint32_t n = 0; given_gone(NULL, n); n++) {
        client_message(&gone, given_dock(), &message);
        w.len = 0;
        wire_send(&w, &message);
        must(dock_silence(given_dock(), w.bytes, w.len / 2));
        given_dock()->line.ms += n % 2 == 0 ? 0 : TEN_S;
        next_brings_it_to_an_end(700);
        assert_in_range(next.sent, 0, next.len - gone.off + 700);
    }
}

static void client_gone_at_each_byte_of_a_message(void **state)
{
    uint32_t len = 1;

    (void)state;
    for (uint32_t at = 0; at < len; at += PART_STEP) {
        assert_true(given_gone(NULL, 6));
        client_message(&gone, given_dock(), &message);
        w.len = 0;
        wire_send(&w, &message);
        len = w.len;
        must(dock_silence(given_dock(), w.bytes, at));
        next_brings_it_to_an_end(4000);
    }
}

static void reset_between_messages_costs_what_was_not_in_flash(void **state)
{
    uint32_t sent = 0;
    uint32_t whole = 0;

    (void)state;
    for (uint32_t s = 0; s < SHAPE_COUNT; s++) {
        for (uint32_t n = 0; given_gone(&shapes[s], n); n++) {
            dock_start(given_dock());
            next_brings_it_to_an_end(500);
            assert_in_range(next.sent, 0,
                            next.len - gone.off + not_noted(&shapes[s]) + 500);
            sent += next.sent;
            whole += next.len;
        }
    }
    print_message("after a reset %u of %u bytes were sent again\n", sent,
                  whole);
}

static void reset_and_boot_between_messages(void **state)
{
    (void)state;
    for (uint32_t s = 0; s < SHAPE_COUNT; s++) {
        for (uint32_t n = 0; given_gone(&shapes[s], n); n++) {
            bool boots = dock_boot(given_dock());

            assert_true(boots || (shapes[s].direct && n > 0));
            dock_start(given_dock());
            next_brings_it_to_an_end(500);
            assert_in_range(next.sent, 0,
                            next.len - gone.off + not_noted(&shapes[s]) + 500);
        }
    }
}

static void another_file_comes_in_between(void **state)
{
    (void)state;
    for (uint32_t n = 0; given_gone(NULL, n); n++) {
        struct client other;

        given_client(&other, GIVEN_OTHER, 900);
        for (uint32_t i = 0; i < n; i++) {
            assert_int_not_equal(client_step(&other, given_dock()),
                                 CLIENT_WRONG);
        }
        if (n % 2 == 0) {
            dock_start(given_dock());
        }
        next_brings_it_to_an_end(500);
    }
}

/* The journal knows a file by its sha and length: no sha, no journal. */
static void without_sha_a_reset_starts_anew(void **state)
{
    (void)state;
    given_device(NULL);
    given_client(&gone, GIVEN_NEW, CHUNK);
    gone.has_sha = false;
    while (gone.off < 3 * BLOCK) {
        assert_int_equal(client_step(&gone, given_dock()), CLIENT_GOES_ON);
    }
    dock_start(given_dock());
    given_client(&next, GIVEN_NEW, CHUNK);
    next.has_sha = false;
    upload_all(&next);
    assert_int_equal(next.sent, next.len);
    must_boot(GIVEN_NEW);
}

/* Same length, same sha as sent, another head: found at the end, not before. */
static void other_file_of_the_same_name_never_boots(void **state)
{
    static struct given_image image;

    (void)state;
    given_device(NULL);
    given_client(&gone, GIVEN_NEW, CHUNK);
    while (gone.off < 3 * BLOCK) {
        assert_int_equal(client_step(&gone, given_dock()), CLIENT_GOES_ON);
    }
    dock_start(given_dock());
    image = *given_image(GIVEN_NEW);
    image.bytes[21]++; /* its version */
    next = gone;
    next.file = image.bytes;
    next.off = 0;
    assert_int_equal(client_run(&next, given_dock()), CLIENT_REFUSED);
    must_boot(GIVEN_OLD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(client_gone_between_messages_costs_nothing),
        cmocka_unit_test(client_gone_in_a_message_costs_nothing),
        cmocka_unit_test(client_gone_at_each_byte_of_a_message),
        cmocka_unit_test(reset_between_messages_costs_what_was_not_in_flash),
        cmocka_unit_test(reset_and_boot_between_messages),
        cmocka_unit_test(another_file_comes_in_between),
        cmocka_unit_test(without_sha_a_reset_starts_anew),
        cmocka_unit_test(other_file_of_the_same_name_never_boots),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
