/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The other commands, items 53 to 57 and 60 of the list of malformed input in
 * SPEC. Items 58 and 59, lines that stall or are noisy, are with the drivers
 * (tests/drivers).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "iface/hash.h"
#include "tests/recovery/given.h"

#define ECHO_MAX   4000u
#define IDLE_S     600u
#define CBOR_FALSE 0xf4
#define CBOR_TRUE  0xf5
#define CBOR_NULL  0xf6
#define ABSENT     0

static struct pack payload;
static struct client c;
static uint64_t ops_before;

static int setup(void **state)
{
    (void)state;
    given_device(NULL);
    client_open(&c, given_image(GIVEN_NEW)->bytes, given_image(GIVEN_NEW)->len);
    ops_before = given_dock()->flash.op_count;
    return 0;
}

static void nothing_was_changed(void)
{
    assert_int_equal(given_dock()->flash.op_count, ops_before);
}

/* ---- 53: echo ---- */

static uint32_t ask_echo(const void *text, uint32_t len)
{
    pack_open(&payload);
    pack_map(&payload, 1);
    pack_text(&payload, "d");
    pack_head(&payload, PACK_TEXT, len, 0);
    pack_raw(&payload, text, len);
    return ask(WRITE_V2, CMD_ECHO, &payload);
}

/* Each length fits or is told not to: from some length on, none fits. */
static void echo_of_each_length(void **state)
{
    static char text[ECHO_MAX];
    uint32_t first_refused = 0;

    (void)state;
    for (uint32_t i = 0; i < ECHO_MAX; i++) {
        text[i] = (char)('a' + i % 26);
    }
    for (uint32_t len = 0; len <= ECHO_MAX; len += len < 1100 ? 1 : 97) {
        uint32_t rc = ask_echo(text, len);

        if (rc != 0) {
            assert_int_equal(rc, 2);
            first_refused = first_refused == 0 ? len : first_refused;
        } else {
            assert_int_equal(first_refused, 0);
            assert_true(answer_is(&given_dock()->answer, 0, KEY_R, text, len));
        }
    }
    assert_true(first_refused == 0 || first_refused > 256);
}

static void echo_keeps_bytes_that_are_no_text(void **state)
{
    uint8_t text[256];

    (void)state;
    for (uint32_t i = 0; i < 256; i++) {
        text[i] = (uint8_t)(255 - i);
    }
    assert_int_equal(ask_echo(text, 256), RC_OK);
    assert_true(answer_is(&given_dock()->answer, 0, KEY_R, text, 256));
    assert_int_equal(ask_echo("\xc3\x28\xf0", 3), RC_OK);
}

static void echo_needs_its_text_once(void **state)
{
    static const struct {
        const char *bytes;
        uint32_t len;
        uint32_t rc;
    } maps[] = {
        {"\xa0", 1, RC_INVALID},
        {"\xa1\x61\x65\x61x", 5, RC_INVALID},
        {"\xa2\x61\x65\x61x\x61\x64\x61y", 9, RC_OK},
        {"\xa2\x61\x64\x61y\x61\x65\x61x", 9, RC_OK},
        {"\xa2\x61\x64\x61y\x61\x64\x61y", 9, RC_INVALID},
        {"\xa1\x61\x64\x41x", 5, RC_INVALID},
        {"\xa1\x61\x64\x01", 4, RC_INVALID},
        {"\xa1\x61\x64\xf6", 4, RC_INVALID},
    };

    (void)state;
    for (uint32_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
        pack_open(&payload);
        pack_raw(&payload, maps[i].bytes, maps[i].len);
        assert_int_equal(ask(READ_V1, CMD_ECHO, &payload), maps[i].rc);
        if (maps[i].rc == RC_OK) {
            assert_true(answer_is(&given_dock()->answer, 0, KEY_R, "y", 1));
        }
    }
}

/* ---- 54: state set ---- */

/* confirm: a byte of CBOR, or ABSENT. */
static uint32_t ask_state(const uint8_t *hash, uint32_t len, int confirm)
{
    pack_open(&payload);
    pack_map(&payload, confirm == ABSENT ? 1 : 2);
    pack_text(&payload, "hash");
    pack_bytes(&payload, hash, len);
    if (confirm != ABSENT) {
        pack_text(&payload, "confirm");
        pack_byte(&payload, (uint8_t)confirm);
    }
    return ask(WRITE_V1, CMD_STATE, &payload);
}

static void hash_must_be_of_its_length(void **state)
{
    static const uint32_t lens[] = {0, 1, 31, 33, 48, 64};
    uint8_t hash[64] = {0};

    (void)state;
    memcpy(hash, given_image(GIVEN_OLD)->hash, GIVEN_HASH_LEN);
    for (uint32_t i = 0; i < 6; i++) {
        uint32_t rc = ask_state(hash, lens[i], CBOR_TRUE);

        if (rc != RC_INVALID && (lens[i] < 48 || rc != RC_NO_ENTRY)) {
            fail_msg("%u bytes: rc %u", lens[i], rc);
        }
    }
    nothing_was_changed();
}

static void hash_must_be_bytes_or_null(void **state)
{
    static const char *const values[] = {"\x60", "\x01", "\xf5",
                                         "\x80", "\xa0", "\x20"};

    (void)state;
    for (uint32_t i = 0; i < 6; i++) {
        pack_open(&payload);
        pack_map(&payload, 1);
        pack_text(&payload, "hash");
        pack_raw(&payload, values[i], 1);
        assert_int_equal(ask(WRITE_V1, CMD_STATE, &payload), RC_INVALID);
    }
    nothing_was_changed();
}

static void unknown_hash_is_no_entry(void **state)
{
    (void)state;
    assert_int_equal(
        ask_state(given_image(GIVEN_NEW)->hash, GIVEN_HASH_LEN, ABSENT),
        RC_NO_ENTRY);
    assert_int_equal(
        ask_state(given_image(GIVEN_NEW)->hash, GIVEN_HASH_LEN, CBOR_TRUE),
        RC_NO_ENTRY);
    nothing_was_changed();
}

static void given_secondary(enum given_name name)
{
    const struct given_image *image = given_image(name);

    given_device(NULL);
    dock_put(given_dock(), 0, SLOT_SECONDARY, image->bytes, image->len);
    dock_start(given_dock());
    ops_before = given_dock()->flash.op_count;
}

static void secondary_is_tried_or_made_permanent(void **state)
{
    static const struct {
        int confirm;
        bool permanent;
    } asked[] = {{CBOR_TRUE, true}, {CBOR_FALSE, false}, {ABSENT, false}};

    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        given_secondary(GIVEN_NEW);
        assert_int_equal(ask_state(given_image(GIVEN_NEW)->hash, GIVEN_HASH_LEN,
                                   asked[i].confirm),
                         RC_OK);
        assert_true(answer_has(&given_dock()->answer, 2, KEY_PENDING));
        assert_int_equal(answer_has(&given_dock()->answer, 2, KEY_PERMANENT),
                         asked[i].permanent);
        must_boot(GIVEN_NEW);
        must_boot(asked[i].permanent ? GIVEN_NEW : GIVEN_OLD);
    }
}

/* What upstream does wrong: the primary's hash asks for no update. */
static void hash_of_the_primary_asks_for_no_update(void **state)
{
    (void)state;
    given_secondary(GIVEN_NEW);
    assert_int_equal(
        ask_state(given_image(GIVEN_OLD)->hash, GIVEN_HASH_LEN, CBOR_TRUE),
        RC_OK);
    assert_int_equal(
        ask_state(given_image(GIVEN_OLD)->hash, GIVEN_HASH_LEN, CBOR_FALSE),
        RC_OK);
    must_boot(GIVEN_OLD);
    assert_false(given_dock()->result.updated);
}

static uint32_t ask_confirm(int hash)
{
    pack_open(&payload);
    pack_map(&payload, hash == ABSENT ? 1 : 2);
    if (hash != ABSENT) {
        pack_text(&payload, "hash");
        pack_byte(&payload, (uint8_t)hash);
    }
    pack_text(&payload, "confirm");
    pack_byte(&payload, CBOR_TRUE);
    return ask(WRITE_V1, CMD_STATE, &payload);
}

static void trial_is_confirmed_without_a_hash(void **state)
{
    (void)state;
    for (int hash = 0; hash < 2; hash++) {
        given_secondary(GIVEN_NEW);
        assert_int_equal(
            ask_state(given_image(GIVEN_NEW)->hash, GIVEN_HASH_LEN, ABSENT),
            RC_OK);
        must_boot(GIVEN_NEW);
        dock_start(given_dock());
        assert_int_equal(ask_confirm(hash == 0 ? ABSENT : CBOR_NULL), RC_OK);
        must_boot(GIVEN_NEW);
        assert_false(given_dock()->result.updated);
    }
}

static void confirm_must_be_a_bool(void **state)
{
    static const char *const values[] = {"\x01", "\xf6", "\x60", "\x41x"};

    (void)state;
    given_secondary(GIVEN_NEW);
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t rc;

        pack_open(&payload);
        pack_map(&payload, 2);
        pack_text(&payload, "hash");
        pack_bytes(&payload, given_image(GIVEN_NEW)->hash, GIVEN_HASH_LEN);
        pack_text(&payload, "confirm");
        pack_raw(&payload, values[i], (uint32_t)strlen(values[i]));
        rc = ask(WRITE_V1, CMD_STATE, &payload);
        assert_true(rc == RC_INVALID || (rc == RC_OK && i < 1));
    }
}

static void nothing_without_hash_and_confirm(void **state)
{
    (void)state;
    assert_int_equal(ask(WRITE_V1, CMD_STATE, NULL), RC_INVALID);
    pack_open(&payload);
    pack_map(&payload, 1);
    pack_text(&payload, "confirm");
    pack_byte(&payload, CBOR_FALSE);
    assert_int_equal(ask(WRITE_V1, CMD_STATE, &payload), RC_INVALID);
    nothing_was_changed();
}

/* ---- 55: erase ---- */

static uint32_t ask_erase(const char *value, uint32_t len)
{
    pack_open(&payload);
    pack_map(&payload, 1);
    pack_text(&payload, "slot");
    pack_raw(&payload, value, len);
    return ask(WRITE_V1, CMD_ERASE, &payload);
}

static void erase_takes_a_slot_that_exists(void **state)
{
    static const struct {
        const char *value;
        uint32_t len;
    } wrong[] = {
        {"\x02", 1},
        {"\x03", 1},
        {"\x18\xff", 2},
        {"\x20", 1},
        {"\x1b\0\0\0\1\0\0\0\1", 9},
        {"\x1a\0\0\1\1", 5},
        {"\x1a\xff\xff\xff\xff", 5},
        {"\xf6", 1},
        {"\x60", 1},
        {"\xf5", 1},
    };

    (void)state;
    for (uint32_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(ask_erase(wrong[i].value, wrong[i].len), RC_INVALID);
        nothing_was_changed();
    }
}

static void secondary_is_erased_and_again(void **state)
{
    const struct given_image *image = given_image(GIVEN_NEW);

    (void)state;
    given_secondary(GIVEN_NEW);
    assert_int_equal(ask_erase("\x01", 1), RC_OK);
    assert_false(dock_holds(given_dock(), 0, SLOT_SECONDARY, image->bytes, 32));
    assert_int_equal(ask(READ_V1, CMD_STATE, NULL), RC_OK);
    assert_int_equal(given_dock()->answer.map_count, 2);
    assert_int_equal(ask_erase("\x01", 1), RC_OK);
    assert_int_equal(ask(WRITE_V1, CMD_ERASE, NULL), RC_OK);
    must_boot(GIVEN_OLD);
}

/* The primary slot: by policy, but never half, and never the only image. */
static void primary_is_not_left_half_erased(void **state)
{
    uint32_t rc;

    (void)state;
    rc = ask_erase("\x00", 1);
    if (rc == RC_OK) {
        assert_false(dock_boot(given_dock()));
        dock_start(given_dock());
        upload_all(&c);
        must_boot(GIVEN_NEW);
    } else {
        assert_true(rc == RC_BAD_STATE || rc == RC_DENIED ||
                    rc == RC_NOT_SUPPORTED || rc == RC_INVALID);
        nothing_was_changed();
        must_boot(GIVEN_OLD);
    }
}

static void way_back_of_a_trial_is_not_erased(void **state)
{
    (void)state;
    given_secondary(GIVEN_NEW);
    assert_int_equal(
        ask_state(given_image(GIVEN_NEW)->hash, GIVEN_HASH_LEN, ABSENT), RC_OK);
    must_boot(GIVEN_NEW);
    dock_start(given_dock());
    ops_before = given_dock()->flash.op_count;
    assert_int_equal(ask_erase("\x01", 1), RC_BAD_STATE);
    nothing_was_changed();
    must_boot(GIVEN_OLD);
}

/* ---- 56: list ---- */

static void list_entries_are(uint32_t count)
{
    assert_int_equal(ask(READ_V1, CMD_STATE, NULL), RC_OK);
    assert_int_equal(given_dock()->answer.map_count, 1 + count);
    assert_int_equal(ask(READ_V2, CMD_STATE, NULL), RC_OK);
    assert_int_equal(given_dock()->answer.map_count, 1 + count);
}

static void list_of_a_blank_device_is_empty(void **state)
{
    static const struct dock_shape shapes[] = {
        {.name = "plain"},
        {.name = "encrypted", .encrypted = true},
        {.name = "two", .images = 2},
    };

    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        given_blank(&shapes[i]);
        list_entries_are(0);
    }
}

static void list_leaves_out_what_does_not_verify(void **state)
{
    static const struct {
        uint32_t off;
        uint32_t len;
    } spoilt[] = {
        {4, 28},         /* magic only */
        {8, 2},          /* header size */
        {12, 4},         /* image size */
        {17611 - 40, 2}, /* magic of the TLVs */
        {17611 - 38, 2}, /* their length */
        {17611 - 36, 2}, /* type of an entry */
        {17611 - 34, 2}, /* length of an entry */
        {17611 - 20, 4}, /* hash */
        {9000, 1},       /* payload */
    };
    static uint8_t bytes[DOCK_SLOT];
    uint32_t len = given_image(GIVEN_NEW)->len;

    (void)state;
    assert_int_equal(len, 17611);
    for (uint32_t i = 0; i < sizeof(spoilt) / sizeof(spoilt[0]); i++) {
        given_blank(NULL);
        memcpy(bytes, given_image(GIVEN_NEW)->bytes, len);
        for (uint32_t n = 0; n < spoilt[i].len; n++) {
            bytes[spoilt[i].off + n] ^= 0xff;
        }
        dock_put(given_dock(), 0, SLOT_PRIMARY, bytes, len);
        dock_put(given_dock(), 0, SLOT_SECONDARY, bytes, len);
        dock_start(given_dock());
        list_entries_are(0);
    }
}

static void list_of_four_slots_and_longest_versions_fits(void **state)
{
    static const struct dock_shape two = {.name = "two", .images = 2};
    static uint8_t bytes[DOCK_SLOT];
    struct given_image image;
    const struct answer *a = &given_dock()->answer;

    (void)state;
    given_blank(&two);
    for (uint8_t i = 0; i < 4; i++) {
        static const char text[] = "255.255.65535.4294967295";
        struct hash hash;

        given_make(&image, 5000u + i, 255);
        memcpy(bytes, image.bytes, image.len);
        memset(bytes + 20, 0xff, 8);
        hash_open(&hash);
        hash_add(&hash, bytes, image.len - 40);
        hash_close(&hash, bytes + image.len - 32);
        dock_put(given_dock(), i / 2, (enum slot)(i % 2), bytes, image.len);
        dock_start(given_dock());
        list_entries_are(i + 1u);
        assert_true(
            answer_is(a, i + 1u, KEY_VERSION, text, (uint32_t)strlen(text)));
        assert_true(answer_is(a, i + 1u, KEY_HASH, bytes + image.len - 32, 32));
        assert_int_equal(answer_number(a, i + 1u, KEY_IMAGE), i / 2);
        assert_int_equal(answer_number(a, i + 1u, KEY_SLOT), i % 2);
    }
}

/* Flags as the next boot will act; expectations from SPEC's table. */
static void list_tells_what_the_next_boot_does(void **state)
{
    static const struct {
        int asked; /* -1: nothing */
        bool booted;
        bool flag[2][4]; /* confirmed, active, pending, permanent */
    } rows[] = {
        {-1, false, {{true, true, false, false}, {0}}},
        {CBOR_FALSE,
         false,
         {{true, true, false, false}, {false, false, true, false}}},
        {CBOR_TRUE,
         false,
         {{true, true, false, false}, {false, false, true, true}}},
        {CBOR_FALSE,
         true,
         {{false, true, false, false}, {true, false, false, false}}},
    };
    static const enum answer_key keys[] = {KEY_CONFIRMED, KEY_ACTIVE,
                                           KEY_PENDING, KEY_PERMANENT};

    (void)state;
    for (uint32_t i = 0; i < 4; i++) {
        given_secondary(GIVEN_NEW);
        if (rows[i].asked >= 0) {
            assert_int_equal(ask_state(given_image(GIVEN_NEW)->hash,
                                       GIVEN_HASH_LEN, rows[i].asked),
                             RC_OK);
        }
        if (rows[i].booted) {
            must_boot(GIVEN_NEW);
            dock_start(given_dock());
        }
        list_entries_are(2);
        for (uint32_t slot = 0; slot < 2; slot++) {
            for (uint32_t k = 0; k < 4; k++) {
                if (answer_has(&given_dock()->answer, slot + 1, keys[k]) !=
                    rows[i].flag[slot][k]) {
                    fail_msg("row %u slot %u key %u", i, slot, k);
                }
            }
        }
    }
}

/* ---- 57: ops and payloads ---- */

static void reads_are_no_writes(void **state)
{
    (void)state;
    assert_int_equal(ask(WRITE_V1, CMD_PARAMS, NULL), RC_NOT_SUPPORTED);
    assert_int_equal(ask(WRITE_V2, CMD_SLOTS, NULL), RC_NOT_SUPPORTED);
    assert_int_equal(ask(READ_V1, CMD_UPLOAD, NULL), RC_NOT_SUPPORTED);
    assert_int_equal(ask(READ_V2, CMD_ERASE, NULL), RC_NOT_SUPPORTED);
    nothing_was_changed();
}

static void payload_of_plain_reads_is_ignored(void **state)
{
    static const uint32_t commands[] = {CMD_PARAMS, CMD_STATE, CMD_SLOTS};
    static const char *const garbage[] = {
        "", "\xff", "{}", "\xbf", "\x5f", "\x9f\x9f\x9f", "garbage"};

    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        for (uint32_t g = 0; g < 7; g++) {
            pack_open(&payload);
            pack_raw(&payload, garbage[g], (uint32_t)strlen(garbage[g]));
            assert_int_equal(ask(READ_V1, commands[i], &payload), RC_OK);
        }
    }
    for (uint32_t g = 0; g < 7; g++) { /* and of console echo */
        pack_open(&payload);
        pack_raw(&payload, garbage[g], (uint32_t)strlen(garbage[g]));
        assert_int_equal(ask(WRITE_V1, CMD_CONSOLE, &payload), RC_OK);
    }
}

static void params_tell_the_buffer(void **state)
{
    (void)state;
    assert_int_equal(ask(READ_V2, CMD_PARAMS, NULL), RC_OK);
    assert_int_equal(answer_number(&given_dock()->answer, 0, KEY_BUF_SIZE),
                     4096);
    assert_int_equal(answer_number(&given_dock()->answer, 0, KEY_BUF_COUNT), 1);
}

static uint32_t ask_info(const char *query)
{
    pack_open(&payload);
    pack_map(&payload, 1);
    pack_text(&payload, "query");
    pack_text(&payload, query);
    return ask(READ_V2, CMD_INFO, &payload);
}

static void bootloader_tells_its_mode(void **state)
{
    static const struct {
        enum update_mode mode;
        uint32_t number;
    } modes[] = {{UPDATE_SCRATCH, 1}, {UPDATE_OVERWRITE, 2}, {UPDATE_MOVE, 3}};

    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        const struct dock_shape shape = {.name = "mode", .mode = modes[i].mode};

        given_device(&shape);
        assert_int_equal(ask_info("mode"), RC_OK);
        assert_int_equal(answer_number(&given_dock()->answer, 0, KEY_MODE),
                         modes[i].number);
        assert_int_equal(ask_info("mood"), RC_NOT_SUPPORTED);
        assert_int_equal(ask(READ_V2, CMD_INFO, NULL), RC_OK);
        assert_true(
            answer_is(&given_dock()->answer, 0, KEY_BOOTLOADER, "MCUboot", 7));
    }
}

/* ---- 60: idle ---- */

static void given_idle(uint32_t seconds)
{
    given_dock()->recovery_config.idle_s = seconds;
    dock_start(given_dock());
}

static void idle_recovery_ends_by_a_reset(void **state)
{
    (void)state;
    given_idle(IDLE_S);
    given_dock()->line.ms += IDLE_S * 1000 - 1;
    must(dock_silence(given_dock(), NULL, 0));
    assert_int_equal(given_dock()->next, RECOVERY_GOES_ON);
    must(dock_alive(given_dock())); /* starts anew */
    given_dock()->line.ms += IDLE_S * 1000 - 1;
    must(dock_silence(given_dock(), NULL, 0));
    assert_int_equal(given_dock()->next, RECOVERY_GOES_ON);
    given_dock()->line.ms += 2;
    must(dock_silence(given_dock(), NULL, 0));
    assert_int_equal(given_dock()->next, RECOVERY_RESET_IDLE);
}

static void noise_does_not_keep_recovery_awake(void **state)
{
    (void)state;
    given_idle(IDLE_S);
    for (uint32_t s = 0; s < IDLE_S; s++) {
        must(dock_silence(given_dock(),
                          "noise\n\x06\x09"
                          "AA\n",
                          11));
        assert_int_equal(given_dock()->next, RECOVERY_GOES_ON);
        given_dock()->line.ms += 1000;
    }
    given_dock()->line.ms += 1;
    must(dock_silence(given_dock(), NULL, 0));
    assert_int_equal(given_dock()->next, RECOVERY_RESET_IDLE);
}

static void idle_end_needs_something_that_boots(void **state)
{
    (void)state;
    given_blank(NULL);
    given_idle(IDLE_S);
    given_dock()->line.ms += 10 * IDLE_S * 1000;
    must(dock_silence(given_dock(), NULL, 0));
    assert_int_equal(given_dock()->next, RECOVERY_GOES_ON);
    given_device(NULL);
    given_idle(0); /* never */
    given_dock()->line.ms += 10 * IDLE_S * 1000;
    must(dock_silence(given_dock(), NULL, 0));
    assert_int_equal(given_dock()->next, RECOVERY_GOES_ON);
}

/* Either the answer or the reset, never both and never half. */
static void idle_end_while_a_packet_arrives(void **state)
{
    static struct wire w;
    static struct wire_message m;
    struct dock *d = given_dock();

    (void)state;
    for (uint32_t early = 0; early < 4; early++) {
        given_device(NULL);
        given_idle(IDLE_S);
        pack_open(&payload);
        pack_map(&payload, 1);
        pack_text(&payload, "d");
        pack_text(&payload, "in time?");
        dock_request(d, &m, WRITE_V1, CMD_ECHO, &payload);
        w.len = 0;
        wire_send(&w, &m);
        d->line.ms += IDLE_S * 1000 - 1;
        dock_feed(d, w.bytes, early * 10);
        must(dock_take(d));
        assert_int_equal(d->answer_count, 0);
        d->line.ms += 1;
        dock_feed(d, w.bytes + early * 10, w.len - early * 10);
        must(dock_take(d));
        assert_int_equal(d->answer_count,
                         d->next == RECOVERY_RESET_IDLE ? 0 : 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(echo_of_each_length, setup),
        cmocka_unit_test_setup(echo_keeps_bytes_that_are_no_text, setup),
        cmocka_unit_test_setup(echo_needs_its_text_once, setup),
        cmocka_unit_test_setup(hash_must_be_of_its_length, setup),
        cmocka_unit_test_setup(hash_must_be_bytes_or_null, setup),
        cmocka_unit_test_setup(unknown_hash_is_no_entry, setup),
        cmocka_unit_test_setup(secondary_is_tried_or_made_permanent, setup),
        cmocka_unit_test_setup(hash_of_the_primary_asks_for_no_update, setup),
        cmocka_unit_test_setup(trial_is_confirmed_without_a_hash, setup),
        cmocka_unit_test_setup(confirm_must_be_a_bool, setup),
        cmocka_unit_test_setup(nothing_without_hash_and_confirm, setup),
        cmocka_unit_test_setup(erase_takes_a_slot_that_exists, setup),
        cmocka_unit_test_setup(secondary_is_erased_and_again, setup),
        cmocka_unit_test_setup(primary_is_not_left_half_erased, setup),
        cmocka_unit_test_setup(way_back_of_a_trial_is_not_erased, setup),
        cmocka_unit_test_setup(list_of_a_blank_device_is_empty, setup),
        cmocka_unit_test_setup(list_leaves_out_what_does_not_verify, setup),
        cmocka_unit_test_setup(list_of_four_slots_and_longest_versions_fits,
                               setup),
        cmocka_unit_test_setup(list_tells_what_the_next_boot_does, setup),
        cmocka_unit_test_setup(reads_are_no_writes, setup),
        cmocka_unit_test_setup(payload_of_plain_reads_is_ignored, setup),
        cmocka_unit_test_setup(params_tell_the_buffer, setup),
        cmocka_unit_test_setup(bootloader_tells_its_mode, setup),
        cmocka_unit_test_setup(idle_recovery_ends_by_a_reset, setup),
        cmocka_unit_test_setup(noise_does_not_keep_recovery_awake, setup),
        cmocka_unit_test_setup(idle_end_needs_something_that_boots, setup),
        cmocka_unit_test_setup(idle_end_while_a_packet_arrives, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
