/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Uploads into a device that is in some other state than fresh, with other
 * commands between their packets, and over a flash that fails: items 47 and 49
 * to 52 of the list of malformed input in SPEC. Item 48, cuts of power, is the
 * campaign beside this file. A product without a secondary slot, of item 49,
 * does not exist here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "app/update.h"
#include "tests/recovery/fault.h"
#include "tests/recovery/given.h"

#define CHUNK      64u
#define FIRST_PART 6000u
#define SWAP_PART  40u /* operations of a swap before it is cut */
#define CBOR_FALSE 0xf4
#define CBOR_TRUE  0xf5

static struct client c;
static struct client other;
static struct pack payload;

static void given_client(enum given_name name)
{
    client_open(&c, given_image(name)->bytes, given_image(name)->len);
}

static int setup(void **state)
{
    (void)state;
    given_device(NULL);
    given_client(GIVEN_NEW);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fault_disarm();
    return 0;
}

static struct app_slots slots_of(void)
{
    struct dock *d = given_dock();
    struct app_slots slots = {.image = 0};
    struct trailer *trailers[SLOT_COUNT] = {&slots.primary, &slots.secondary};

    for (uint32_t i = 0; i < SLOT_COUNT; i++) {
        const struct config_area *area = &d->config.slot[0][i];

        trailers[i]->align = d->config.max_align;
        trailers[i]->record_count =
            d->config.sector_max * TRAILER_RECORDS_PER_SECTOR;
        assert_int_equal(
            region_open(&trailers[i]->area, &d->flash, area->addr, area->len),
            OK);
    }
    return slots;
}

static void given_pending(enum given_name name, bool permanent)
{
    const struct given_image *image = given_image(name);
    struct app_slots slots;

    dock_put(given_dock(), 0, SLOT_SECONDARY, image->bytes, image->len);
    slots = slots_of();
    assert_int_equal(app_update_request(&slots, permanent), OK);
}

static void given_part(uint32_t end)
{
    while (c.off < end) {
        assert_int_equal(client_step(&c, given_dock()), CLIENT_GOES_ON);
    }
}

/* ---- 47: a flash that fails ---- */

static void must_recover_from_fault(const struct dock_shape *shape,
                                    bool *happened)
{
    enum client_end end = client_run(&c, given_dock());

    *happened = fault_is_waiting() == 0;
    fault_disarm();
    if (end == CLIENT_WRONG) {
        fail_msg("%s: %s", shape->name, c.wrong);
    }
    must(dock_alive(given_dock()));
    if (end == CLIENT_DONE) { /* the fault hit nothing that counts */
        must_boot(GIVEN_NEW);
        return;
    }
    assert_true(c.rc == RC_UNKNOWN || c.rc == RC_CORRUPT || c.rc == RC_INVALID);
    if (shape->direct) {
        bool boots = dock_boot(given_dock());
        const struct given_image *old = given_image(GIVEN_OLD);

        assert_true(!boots || dock_holds(given_dock(), 0, SLOT_PRIMARY,
                                         old->bytes, old->len));
        must(dock_check(given_dock()));
    } else {
        must_boot(GIVEN_OLD);
    }
    dock_start(given_dock());
    given_client(GIVEN_NEW);
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void fail_each_call(const struct dock_shape *shape, int kind)
{
    bool happened = true;

    for (uint32_t n = 0; happened; n++) {
        struct fault fault = {FAULT_NEVER, FAULT_NEVER, FAULT_NEVER};
        uint32_t *which[] = {&fault.erase, &fault.write, &fault.corrupt};

        given_device(shape);
        given_client(GIVEN_NEW);
        c.chunk = 1500;
        *which[kind] = n;
        fault_arm(&fault);
        must_recover_from_fault(shape, &happened);
    }
}

static const struct dock_shape fault_shapes[] = {
    {.name = "staged"},
    {.name = "direct", .direct = true},
    {.name = "encrypted", .encrypted = true},
};

static void erase_that_fails_costs_no_more_than_the_upload(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        fail_each_call(&fault_shapes[i], 0);
    }
}

static void write_that_fails_costs_no_more_than_the_upload(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        fail_each_call(&fault_shapes[i], 1);
    }
}

static void write_that_stores_something_else_is_found(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        fail_each_call(&fault_shapes[i], 2);
    }
}

/* ---- 49: states ---- */

static void upload_takes_the_place_of_a_pending_image(void **state)
{
    (void)state;
    for (int permanent = 0; permanent < 2; permanent++) {
        given_device(NULL);
        given_pending(GIVEN_OTHER, permanent == 1);
        dock_start(given_dock());
        given_client(GIVEN_NEW);
        upload_all(&c);
        must_boot(GIVEN_NEW);
        must_boot(GIVEN_NEW); /* for good */
    }
}

static void given_trial(void)
{
    given_device(NULL);
    given_pending(GIVEN_OTHER, false);
    must_boot(GIVEN_OTHER);
    dock_start(given_dock());
}

static void way_back_of_a_trial_is_kept(void **state)
{
    static const int numbers[] = {CLIENT_NO_IMAGE, 0, 1, 2};

    (void)state;
    given_trial();
    for (uint32_t i = 0; i < 4; i++) {
        uint64_t ops = given_dock()->flash.op_count;

        c.image = numbers[i];
        assert_int_equal(ask_first(&c, CHUNK), -1 - (int64_t)RC_BAD_STATE);
        assert_int_equal(given_dock()->flash.op_count, ops);
    }
    must_boot(GIVEN_OLD); /* taken back */
}

static void confirmed_trial_lets_uploads_in(void **state)
{
    struct app_slots slots;

    (void)state;
    given_trial();
    slots = slots_of();
    assert_int_equal(app_update_confirm(&slots), OK);
    dock_start(given_dock());
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void half_done_swap_is_finished_first(void **state)
{
    (void)state;
    for (int permanent = 0; permanent < 2; permanent++) {
        given_device(NULL);
        given_pending(GIVEN_OTHER, permanent == 1);
        nor_cut_arm(&given_dock()->flash, SWAP_PART, NOR_CUT_TORN_PREFIX, 1);
        assert_false(dock_boot(given_dock()));
        assert_true(given_dock()->is_cut);
        dock_start(given_dock());
        given_client(GIVEN_NEW);
        if (permanent == 0) { /* now it is a trial */
            assert_int_equal(ask_first(&c, CHUNK), -1 - (int64_t)RC_BAD_STATE);
            must_boot(GIVEN_OLD);
        } else {
            upload_all(&c);
            must_boot(GIVEN_NEW);
        }
    }
}

/* Started, half done, or done but for its last mark. */
static void upload_after_swap_cut_at(const struct dock_shape *shape,
                                     bool permanent, uint32_t op)
{
    enum client_end end;

    given_device(shape);
    given_pending(GIVEN_OTHER, permanent);
    nor_cut_arm(&given_dock()->flash, op,
                (enum nor_cut_manner)(op % NOR_CUT_MANNER_COUNT), op);
    (void)dock_boot(given_dock());
    nor_cut_disarm(&given_dock()->flash);
    dock_start(given_dock());
    given_client(GIVEN_NEW);
    end = client_run(&c, given_dock());
    if (end == CLIENT_WRONG) {
        fail_msg("%s, operation %u: %s", shape->name, op, c.wrong);
    }
    if (end == CLIENT_DONE) {
        must_boot(GIVEN_NEW);
        must_boot(GIVEN_NEW);
    } else { /* on trial */
        assert_int_equal(c.rc, RC_BAD_STATE);
        assert_false(permanent);
        must_boot(GIVEN_OLD);
    }
}

static void swap_cut_anywhere_lets_an_upload_in(void **state)
{
    static const struct dock_shape modes[] = {
        {.name = "scratch", .mode = UPDATE_SCRATCH},
        {.name = "move", .mode = UPDATE_MOVE},
        {.name = "overwrite", .mode = UPDATE_OVERWRITE},
        {.name = "encrypted", .mode = UPDATE_SCRATCH, .encrypted = true},
        {.name = "encrypted move", .mode = UPDATE_MOVE, .encrypted = true},
    };

    (void)state;
    for (uint32_t m = 0; m < sizeof(modes) / sizeof(modes[0]); m++) {
        for (uint32_t op = 0; op < 330; op += op < 20 ? 1 : 7) {
            upload_after_swap_cut_at(&modes[m], true, op);
            if (modes[m].mode != UPDATE_OVERWRITE) {
                upload_after_swap_cut_at(&modes[m], false, op);
            }
        }
    }
}

static void device_without_an_image_is_filled(void **state)
{
    (void)state;
    given_blank(NULL);
    upload_all(&c);
    must_boot(GIVEN_NEW);
    must_boot(GIVEN_NEW);
}

static void spoilt_primary_is_replaced(void **state)
{
    const struct given_image *bad = given_image(GIVEN_BAD);

    (void)state;
    given_blank(NULL);
    dock_put(given_dock(), 0, SLOT_PRIMARY, bad->bytes, bad->len);
    dock_start(given_dock());
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void two_spoilt_slots_are_replaced(void **state)
{
    const struct given_image *bad = given_image(GIVEN_BAD);

    (void)state;
    given_blank(NULL);
    dock_put(given_dock(), 0, SLOT_PRIMARY, bad->bytes, bad->len);
    dock_put(given_dock(), 0, SLOT_SECONDARY, bad->bytes, bad->len);
    dock_start(given_dock());
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

/* The only good image stays until another one is there. */
static void only_good_image_in_the_secondary_survives(void **state)
{
    const struct given_image *bad = given_image(GIVEN_BAD);
    const struct given_image *good = given_image(GIVEN_OTHER);

    (void)state;
    given_blank(NULL);
    dock_put(given_dock(), 0, SLOT_PRIMARY, bad->bytes, bad->len);
    dock_put(given_dock(), 0, SLOT_SECONDARY, good->bytes, good->len);
    dock_start(given_dock());
    given_part(FIRST_PART);
    assert_true(
        dock_holds(given_dock(), 0, SLOT_SECONDARY, good->bytes, good->len));
    upload_all(&c);
    assert_true(
        dock_holds(given_dock(), 0, SLOT_SECONDARY, good->bytes, good->len));
    must_boot(GIVEN_NEW);
}

/* ---- 50: other commands in the middle ---- */

static void hash_payload(enum given_name name, bool confirm)
{
    pack_open(&payload);
    pack_map(&payload, 2);
    pack_text(&payload, "hash");
    pack_bytes(&payload, given_image(name)->hash, GIVEN_HASH_LEN);
    pack_text(&payload, "confirm");
    pack_byte(&payload, confirm ? CBOR_TRUE : CBOR_FALSE);
}

static void other_commands_do_not_disturb_an_upload(void **state)
{
    enum client_end end = CLIENT_GOES_ON;

    (void)state;
    while (end == CLIENT_GOES_ON) {
        end = client_step(&c, given_dock());
        if (end == CLIENT_GOES_ON) {
            assert_int_equal(ask(READ_V1, CMD_STATE, NULL), RC_OK);
            assert_int_equal(given_dock()->answer.map_count, 2); /* OLD */
            assert_int_equal(ask(READ_V2, CMD_PARAMS, NULL), RC_OK);
            assert_int_equal(ask(READ_V2, CMD_INFO, NULL), RC_OK);
            assert_int_equal(ask(READ_V1, CMD_SLOTS, NULL), RC_OK);
            hash_payload(GIVEN_NEW, false);
            assert_int_equal(ask(WRITE_V1, CMD_STATE, &payload), RC_NO_ENTRY);
            must(dock_alive(given_dock()));
        }
    }
    assert_int_equal(end, CLIENT_DONE);
    must_boot(GIVEN_NEW);
}

/* A cut leaves any part of a request; asking again makes a whole one of it. */
static void state_set_cut_anywhere_can_be_set_again(void **state)
{
    const struct given_image *image = given_image(GIVEN_NEW);
    static const struct dock_shape kinds[] = {
        {.name = "plain"}, {.name = "encrypted", .encrypted = true}};

    (void)state;
    for (uint32_t i = 0; i < 2 * 8 * NOR_CUT_MANNER_COUNT * 2; i++) {
        given_device(&kinds[i % 2]);
        dock_put(given_dock(), 0, SLOT_SECONDARY, image->bytes, image->len);
        dock_start(given_dock());
        nor_cut_arm(&given_dock()->flash, i / 4 % 8,
                    (enum nor_cut_manner)(i / 32), i);
        hash_payload(GIVEN_NEW, i / 2 % 2 == 0);
        (void)ask(WRITE_V1, CMD_STATE, &payload);
        nor_cut_disarm(&given_dock()->flash);
        dock_start(given_dock());
        hash_payload(GIVEN_NEW, true);
        assert_int_equal(ask(WRITE_V1, CMD_STATE, &payload), RC_OK);
        must_boot(GIVEN_NEW);
        must_boot(GIVEN_NEW);
    }
}

static void erase_of_the_target_ends_the_upload(void **state)
{
    (void)state;
    given_part(FIRST_PART);
    assert_int_equal(ask(WRITE_V1, CMD_ERASE, NULL), RC_OK);
    assert_int_equal(client_step(&c, given_dock()), CLIENT_GOES_ON);
    assert_int_equal(c.off, 0);
    must_boot(GIVEN_OLD);
    dock_start(given_dock());
    given_client(GIVEN_NEW);
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void erase_after_the_upload_takes_it_back(void **state)
{
    uint32_t rc;

    (void)state;
    upload_all(&c);
    rc = ask(WRITE_V1, CMD_ERASE, NULL);
    assert_true(rc == RC_OK || rc == RC_BAD_STATE);
    must_boot(rc == RC_OK ? GIVEN_OLD : GIVEN_NEW);
    given_device(NULL);
    given_client(GIVEN_NEW);
    upload_all(&c);
    if (ask(WRITE_V1, CMD_ERASE, NULL) == RC_OK) {
        c.off = 0; /* the same again is an upload, no repeat */
        upload_all(&c);
        must_boot(GIVEN_NEW);
    }
}

/* ---- 51: two clients ---- */

static void two_clients_of_one_file_help_each_other(void **state)
{
    enum client_end end = CLIENT_GOES_ON;

    (void)state;
    client_open(&other, c.file, c.len);
    other.chunk = 300;
    while (end == CLIENT_GOES_ON) {
        end = client_step(&c, given_dock());
        if (end == CLIENT_GOES_ON) {
            end = client_step(&other, given_dock());
        }
    }
    assert_int_equal(end, CLIENT_DONE);
    must_boot(GIVEN_NEW);
}

/*
 * Later packets do not say which file they belong to, so one client's chunks go
 * into the other's file, and one of them may even be told that it has sent all
 * of it: sha or the image's own hash finds it, and nothing mixed is installed.
 */
static void two_clients_of_two_files_install_no_mixture(void **state)
{
    struct client *clients[] = {&c, &other};

    (void)state;
    client_open(&other, given_image(GIVEN_OTHER)->bytes,
                given_image(GIVEN_OTHER)->len);
    for (uint32_t i = 0; i < 600; i++) {
        struct client *turn = clients[i % 2];
        enum client_end end = client_step(turn, given_dock());

        assert_int_not_equal(end, CLIENT_WRONG);
        turn->off = end == CLIENT_GOES_ON ? turn->off : 0;
    }
    must_boot(GIVEN_OLD);
    dock_start(given_dock());
    given_client(GIVEN_NEW);
    if (client_run(&c, given_dock()) != CLIENT_DONE) {
        assert_int_equal(c.rc, RC_CORRUPT); /* the journal holds a mixture */
        given_client(GIVEN_NEW);
    }
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

/* ---- 52: reset ---- */

static uint32_t ask_reset(uint8_t first, const char *key, const char *value,
                          uint32_t len)
{
    pack_open(&payload);
    pack_map(&payload, 1);
    pack_text(&payload, key);
    pack_raw(&payload, value, len);
    return ask(first, CMD_RESET, &payload);
}

static void reset_is_a_write(void **state)
{
    (void)state;
    assert_int_equal(ask(READ_V1, CMD_RESET, NULL), RC_NOT_SUPPORTED);
    assert_int_equal(given_dock()->next, RECOVERY_GOES_ON);
    assert_int_equal(ask(WRITE_V1, CMD_RESET, NULL), RC_OK);
    assert_int_equal(given_dock()->next, RECOVERY_RESET);
    assert_int_equal(given_dock()->line.in_len, 0);
}

static void reset_is_drained_before_it_is_done(void **state)
{
    uint32_t drained = given_dock()->line.drain_count;

    (void)state;
    assert_int_equal(ask(WRITE_V2, CMD_RESET, NULL), RC_OK);
    assert_true(given_dock()->line.drain_count > drained);
}

static void reset_may_ask_for_recovery(void **state)
{
    static const struct {
        const char *key;
        const char *value;
        uint32_t len;
        enum recovery_next next;
    } resets[] = {
        {"force", "\x00", 1, RECOVERY_RESET},
        {"force", "\x01", 1, RECOVERY_RESET},
        {"force", "\xf4", 1, RECOVERY_RESET},
        {"force", "\xf5", 1, RECOVERY_RESET},
        {"boot_mode", "\x00", 1, RECOVERY_RESET},
        {"boot_mode", "\x01", 1, RECOVERY_RESET_TO_US},
        {"boot_mode", "\x18\xff", 2, RECOVERY_RESET},
        {"boot_mode", "\x1b\0\0\0\1\0\0\0\1", 9, RECOVERY_RESET},
    };

    (void)state;
    for (uint32_t i = 0; i < sizeof(resets) / sizeof(resets[0]); i++) {
        given_device(NULL);
        assert_int_equal(
            ask_reset(WRITE_V1, resets[i].key, resets[i].value, resets[i].len),
            RC_OK);
        assert_int_equal(given_dock()->next, resets[i].next);
    }
    given_device(NULL);
    assert_int_equal(ask_reset(WRITE_V1, "boot_mode", "\x61x", 2), RC_INVALID);
    assert_int_equal(given_dock()->next, RECOVERY_GOES_ON);
    must(dock_alive(given_dock()));
}

static void reset_in_an_upload_costs_what_was_not_written(void **state)
{
    (void)state;
    given_part(3 * DOCK_SECTOR);
    assert_int_equal(ask(WRITE_V1, CMD_RESET, NULL), RC_OK);
    must_boot(GIVEN_OLD);
    dock_start(given_dock());
    given_client(GIVEN_NEW);
    upload_all(&c);
    assert_true(c.jumped > 0); /* from the journal */
    assert_true(c.sent < c.len);
    must_boot(GIVEN_NEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            erase_that_fails_costs_no_more_than_the_upload, setup, teardown),
        cmocka_unit_test_setup_teardown(
            write_that_fails_costs_no_more_than_the_upload, setup, teardown),
        cmocka_unit_test_setup_teardown(
            write_that_stores_something_else_is_found, setup, teardown),
        cmocka_unit_test_setup(upload_takes_the_place_of_a_pending_image,
                               setup),
        cmocka_unit_test_setup(way_back_of_a_trial_is_kept, setup),
        cmocka_unit_test_setup(confirmed_trial_lets_uploads_in, setup),
        cmocka_unit_test_setup(half_done_swap_is_finished_first, setup),
        cmocka_unit_test_setup(swap_cut_anywhere_lets_an_upload_in, setup),
        cmocka_unit_test_setup(device_without_an_image_is_filled, setup),
        cmocka_unit_test_setup(spoilt_primary_is_replaced, setup),
        cmocka_unit_test_setup(two_spoilt_slots_are_replaced, setup),
        cmocka_unit_test_setup(only_good_image_in_the_secondary_survives,
                               setup),
        cmocka_unit_test_setup(other_commands_do_not_disturb_an_upload, setup),
        cmocka_unit_test_setup(state_set_cut_anywhere_can_be_set_again, setup),
        cmocka_unit_test_setup(erase_of_the_target_ends_the_upload, setup),
        cmocka_unit_test_setup(erase_after_the_upload_takes_it_back, setup),
        cmocka_unit_test_setup(two_clients_of_one_file_help_each_other, setup),
        cmocka_unit_test_setup(two_clients_of_two_files_install_no_mixture,
                               setup),
        cmocka_unit_test_setup(reset_is_a_write, setup),
        cmocka_unit_test_setup(reset_is_drained_before_it_is_done, setup),
        cmocka_unit_test_setup(reset_may_ask_for_recovery, setup),
        cmocka_unit_test_setup(reset_in_an_upload_costs_what_was_not_written,
                               setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
