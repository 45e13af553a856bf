/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packets of an upload that come again, items 42 to 44 of the list of
 * malformed input in SPEC: nothing is erased or installed twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/recovery/given.h"

#define CHUNK      64u
#define FIRST_PART 6000u

static const struct dock_shape shapes[] = {
    {.name = "staged"},
    {.name = "direct", .direct = true},
    {.name = "encrypted", .mode = UPDATE_MOVE, .encrypted = true},
};

#define SHAPE_COUNT (sizeof(shapes) / sizeof(shapes[0]))

static struct client c;
static uint64_t ops_before;

static void given_client(enum given_name name)
{
    client_open(&c, given_image(name)->bytes, given_image(name)->len);
}

static int setup(void **state)
{
    (void)state;
    given_device(NULL);
    given_client(GIVEN_NEW);
    ops_before = given_dock()->flash.op_count;
    return 0;
}

static void nothing_was_changed(void)
{
    assert_int_equal(given_dock()->flash.op_count, ops_before);
}

static uint32_t all_wear(void)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < DOCK_SECTORS; i++) {
        sum += given_dock()->wear[i];
    }
    return sum;
}

static void repeated_first_packet_erases_nothing_again(void **state)
{
    uint32_t wear;

    (void)state;
    for (int with_sha = 0; with_sha < 2; with_sha++) {
        given_device(NULL);
        c.has_sha = with_sha == 1;
        assert_int_equal(ask_first(&c, CHUNK), CHUNK);
        wear = all_wear();
        for (int i = 0; i < 10; i++) {
            assert_int_equal(ask_first(&c, CHUNK), CHUNK);
        }
        assert_int_equal(all_wear(), wear);
    }
}

/* The first packet again, after half of the file. */
static void first_packet_again_leads_to_where_the_upload_is(void **state)
{
    (void)state;
    while (c.off < FIRST_PART) {
        assert_int_equal(client_step(&c, given_dock()), CLIENT_GOES_ON);
    }
    ops_before = given_dock()->flash.op_count;
    assert_int_equal(ask_first(&c, c.chunk), c.off);
    assert_int_equal(ask_first(&c, CHUNK), c.off); /* of another size */
    nothing_was_changed();
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void first_packet_of_another_file_starts_anew(void **state)
{
    (void)state;
    while (c.off < FIRST_PART) {
        assert_int_equal(client_step(&c, given_dock()), CLIENT_GOES_ON);
    }
    given_client(GIVEN_OTHER);
    assert_int_equal(ask_first(&c, CHUNK), CHUNK);
    c.off = CHUNK;
    upload_all(&c);
    must_boot(GIVEN_OTHER);
}

static void first_packet_with_another_sha_starts_anew(void **state)
{
    uint8_t sha[32];

    (void)state;
    while (c.off < FIRST_PART) {
        assert_int_equal(client_step(&c, given_dock()), CLIENT_GOES_ON);
    }
    memcpy(sha, c.sha, sizeof(sha));
    c.sha[31] ^= 1;
    assert_int_equal(ask_first(&c, CHUNK), CHUNK);
    memcpy(c.sha, sha, sizeof(sha));
    assert_int_equal(ask_first(&c, CHUNK), CHUNK);
    c.off = CHUNK;
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void first_packet_for_another_slot_starts_anew(void **state)
{
    (void)state;
    while (c.off < FIRST_PART) {
        assert_int_equal(client_step(&c, given_dock()), CLIENT_GOES_ON);
    }
    c.image = 2;
    c.off = 0;
    upload_all(&c);
    must_boot(GIVEN_OLD); /* 2 is not asked for */
}

static void repeats_after_the_end_change_nothing(void **state)
{
    uint32_t last;

    (void)state;
    upload_all(&c);
    last = c.len / c.chunk * c.chunk;
    ops_before = given_dock()->flash.op_count;
    for (int i = 0; i < 10; i++) {
        assert_int_equal(
            ask_upload(&c, last, c.len - last, FIELD_DATA | FIELD_OFF), c.len);
        assert_int_equal(ask_first(&c, c.chunk), c.len);
    }
    nothing_was_changed();
    must_boot(GIVEN_NEW);
}

static void too_long_a_first_packet_changes_nothing(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < SHAPE_COUNT; i++) {
        given_device(&shapes[i]);
        ops_before = given_dock()->flash.op_count;
        given_client(GIVEN_NEW);
        c.len = DOCK_SLOT + 1;
        assert_int_equal(ask_first(&c, CHUNK), -1 - (int64_t)RC_INVALID);
        nothing_was_changed(); /* the first thing after a reset */
        given_client(GIVEN_NEW);
        upload_all(&c);
        ops_before = given_dock()->flash.op_count;
        c.len = DOCK_SLOT + 1;
        assert_int_equal(ask_first(&c, CHUNK), -1 - (int64_t)RC_INVALID);
        nothing_was_changed(); /* after an upload */
        must_boot(GIVEN_NEW);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(repeated_first_packet_erases_nothing_again,
                               setup),
        cmocka_unit_test_setup(first_packet_again_leads_to_where_the_upload_is,
                               setup),
        cmocka_unit_test_setup(first_packet_of_another_file_starts_anew, setup),
        cmocka_unit_test_setup(first_packet_with_another_sha_starts_anew,
                               setup),
        cmocka_unit_test_setup(first_packet_for_another_slot_starts_anew,
                               setup),
        cmocka_unit_test_setup(repeats_after_the_end_change_nothing, setup),
        cmocka_unit_test_setup(too_long_a_first_packet_changes_nothing, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
