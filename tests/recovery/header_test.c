/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Headers of messages, items 20 to 24 of the list of malformed input in SPEC
 * (20 is with the short messages of framing_test.c): silence for what is no
 * request, one answer for everything else, with the header that it must have.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/recovery/given.h"

static struct wire w;
static struct wire_message message;
static struct pack payload;

static int setup(void **state)
{
    (void)state;
    given_device(NULL);
    w.len = 0;
    pack_open(&payload);
    pack_map(&payload, 1);
    pack_text(&payload, "d");
    pack_text(&payload, "hello");
    return 0;
}

static void send_header(const struct wire_header *h)
{
    wire_message(&message, h, &payload);
    w.len = 0;
    wire_send(&w, &message);
}

static struct wire_header echo_header(uint8_t first)
{
    return (struct wire_header){
        .first = first, .len = (uint16_t)payload.len, .sequence = 7};
}

static void only_reads_and_writes_are_requests(void **state)
{
    static const uint8_t ops[] = {1, 3, 4, 5, 6, 7};

    (void)state;
    for (uint32_t high = 0; high < 256; high += 8) {
        for (uint32_t i = 0; i < sizeof(ops); i++) {
            struct wire_header h = echo_header((uint8_t)(high | ops[i]));

            send_header(&h);
            must_be_silent(&w);
        }
    }
}

/* dock_ask() checks what the answer's header must be. */
static void reserved_bits_and_flags_are_not_looked_at(void **state)
{
    (void)state;
    for (uint32_t first = 0; first < 256; first++) {
        struct wire_header h = echo_header((uint8_t)first);

        if ((first & 7) != 0 && (first & 7) != 2) {
            continue;
        }
        h.flags = (uint8_t)(first % 3 == 0 ? 0xff : first);
        send_header(&h);
        must(dock_ask(given_dock(), &message));
        if ((first & 0x10) == 0) { /* versions 0 and 1 */
            assert_true(answer_is(&given_dock()->answer, 0, KEY_R, "hello", 5));
        } else {
            assert_int_equal(answer_rc(&given_dock()->answer), RC_TOO_NEW);
        }
    }
}

static void too_new_version_changes_nothing(void **state)
{
    struct client c;

    (void)state;
    client_open(&c, given_image(GIVEN_NEW)->bytes, given_image(GIVEN_NEW)->len);
    for (uint8_t version = 0x10; version <= 0x18; version += 8) {
        uint64_t ops = given_dock()->flash.op_count;

        client_message(&c, given_dock(), &message);
        message.bytes[0] = version | 2;
        must(dock_ask(given_dock(), &message));
        assert_int_equal(answer_rc(&given_dock()->answer), RC_TOO_NEW);
        assert_int_equal(given_dock()->flash.op_count, ops);
    }
}

static void payload_length_must_be_right(void **state)
{
    static const int wrong[] = {-9, -2, -1, 1, 2, 8, 100, 0x8000, 0x7fff};

    (void)state;
    for (uint32_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct wire_header h = echo_header(WRITE_V1);

        h.len = (uint16_t)(h.len + wrong[i]);
        send_header(&h);
        must_be_silent(&w);
    }
}

/* What an empty map gets of a command; -1: 0 or 8 are both right. */
static int expected_rc(uint32_t command, bool is_write)
{
    switch (command) {
    case CMD_ECHO:
    case CMD_UPLOAD: /* without data */
        return command == CMD_UPLOAD && !is_write ? 8 : 3;
    case CMD_CONSOLE:
        return is_write ? 0 : -1;
    case CMD_RESET:
    case CMD_ERASE: /* without slot: the secondary one */
        return is_write ? 0 : 8;
    case CMD_PARAMS:
    case CMD_INFO:
    case CMD_SLOTS:
        return is_write ? 8 : 0;
    case CMD_STATE:
        return is_write ? 3 : 0;
    default:
        return 8;
    }
}

static void ask_each_id(uint16_t group, uint8_t first)
{
    static const uint8_t ids[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255};

    for (uint32_t i = 0; i < sizeof(ids); i++) {
        uint32_t command = (uint32_t)group << 8 | ids[i];
        int want = expected_rc(command, (first & 7) == 2);
        uint32_t rc = ask(first, command, NULL);

        if (want != (int)rc && (want >= 0 || (rc != 0 && rc != 8))) {
            fail_msg("group %u id %u op %u: rc %u, not %d", group, ids[i],
                     first & 7u, rc, want);
        }
        assert_int_equal(given_dock()->next, command == CMD_RESET && rc == 0
                                                 ? RECOVERY_RESET
                                                 : RECOVERY_GOES_ON);
        if (given_dock()->next == RECOVERY_RESET) {
            dock_start(given_dock());
        }
    }
}

static void each_group_and_id_is_answered(void **state)
{
    static const uint8_t firsts[] = {READ_V1, WRITE_V1, READ_V2, WRITE_V2};
    static const uint16_t far_groups[] = {0x7fff, 0xffff, 0x0100, 0x4000};

    (void)state;
    for (uint32_t f = 0; f < sizeof(firsts); f++) {
        for (uint16_t group = 0; group <= 70; group++) {
            ask_each_id(group, firsts[f]);
        }
        for (uint32_t g = 0; g < 4; g++) {
            ask_each_id(far_groups[g], firsts[f]);
        }
    }
    must_boot(GIVEN_OLD);
}

static void each_sequence_is_sent_back(void **state)
{
    (void)state;
    for (uint32_t sequence = 0; sequence < 256; sequence++) {
        struct wire_header h = echo_header(READ_V2);

        h.sequence = (uint8_t)sequence;
        send_header(&h);
        must(dock_ask(given_dock(), &message));
        assert_int_equal(given_dock()->answer.message.bytes[6], sequence);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(only_reads_and_writes_are_requests, setup),
        cmocka_unit_test_setup(reserved_bits_and_flags_are_not_looked_at,
                               setup),
        cmocka_unit_test_setup(too_new_version_changes_nothing, setup),
        cmocka_unit_test_setup(payload_length_must_be_right, setup),
        cmocka_unit_test_setup(each_group_and_id_is_answered, setup),
        cmocka_unit_test_setup(each_sequence_is_sent_back, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
