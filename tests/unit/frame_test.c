/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Framing in both directions, on the worked examples of SPEC, Serial recovery,
 * and on what no packet can be.
 */
#include "recovery/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "iface/serial.h"
#include "tests/unit/hex.h"
#include "tests/unit/smp_examples.h"

#define START "\x06\x09"
#define MORE  "\x04\x14"

static struct frame frame;
static uint8_t sent[8192];
static size_t sent_len;

uint32_t serial_read(uint8_t *dst, uint32_t len)
{
    (void)dst;
    (void)len;
    return 0;
}

void serial_write(const uint8_t *src, uint32_t len)
{
    assert_true(len <= sizeof(sent) - sent_len);
    memcpy(sent + sent_len, src, len);
    sent_len += len;
}

void serial_drain(void)
{
}

static int setup(void **state)
{
    (void)state;
    memset(&frame, 0xa5, sizeof(frame));
    frame_open(&frame);
    sent_len = 0;
    return 0;
}

static void feed(const char *p, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        frame_take(&frame, (uint8_t)p[i]);
    }
}

static void feed_text(const char *text)
{
    feed(text, strlen(text));
}

/* The wire text of an example; returns its length. */
static size_t wire_of(const struct smp_example *example, char *text,
                      size_t room)
{
    int len = snprintf(text, room, START "%s\n%s%s%s", example->line,
                       example->more == NULL ? "" : MORE,
                       example->more == NULL ? "" : example->more,
                       example->more == NULL ? "" : "\n");

    assert_true(len > 0 && (size_t)len < room);
    return (size_t)len;
}

static bool is_complete(void)
{
    uint32_t len;

    return frame_message(&frame, &len) != NULL;
}

static void expect_message(const uint8_t *expected, size_t expected_len)
{
    uint32_t len;
    const uint8_t *message = frame_message(&frame, &len);

    assert_non_null(message);
    assert_int_equal(len, expected_len);
    assert_memory_equal(message, expected, expected_len);
}

/* The list request of version 1, 9 bytes, must be what was received. */
static void expect_list(void)
{
    struct hex list = hex_read(smp_examples[EXAMPLE_LIST_V1].message);

    expect_message(list.bytes, list.len);
}

#define LIST START "AAsAAAABAAFCAKD1Mw==\n"

static void every_example_is_received(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        char text[512];
        size_t len = wire_of(&smp_examples[i], text, sizeof(text));
        struct hex message = hex_read(smp_examples[i].message);

        feed(text, len - 1);
        assert_false(is_complete());
        assert_true(frame_is_open(&frame));
        feed("\n", 1);
        assert_false(frame_is_open(&frame));
        expect_message(message.bytes, message.len);
        frame_next(&frame);
    }
}

static void send(const uint8_t *message, size_t len)
{
    static uint8_t packet[FRAME_HEAD + FRAME_PACKET_LEN + FRAME_TAIL];

    memset(packet, 0xa5, sizeof(packet));
    memcpy(packet + FRAME_HEAD, message, len);
    sent_len = 0;
    frame_send(packet, (uint32_t)len);
}

static void every_example_is_sent(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        char text[512];
        size_t len = wire_of(&smp_examples[i], text, sizeof(text));
        struct hex message = hex_read(smp_examples[i].message);

        send(message.bytes, message.len);
        assert_int_equal(sent_len, len);
        assert_memory_equal(sent, text, len);
    }
}

static void crc_has_its_check_value(void **state)
{
    /* 0x31c3 of "123456789" is CRC-16/XMODEM's; 00 0b is the length field */
    (void)state;
    send((const uint8_t *)"123456789", 9);
    assert_memory_equal(sent, START "AAsxMjM0NTY3ODkxww==\n", sent_len);
    feed((const char *)sent, sent_len);
    expect_message((const uint8_t *)"123456789", 9);
}

static void any_length_comes_back(void **state)
{
    static uint8_t message[FRAME_PACKET_LEN - 4];

    (void)state;
    for (size_t i = 0; i < sizeof(message); i++) {
        message[i] = (uint8_t)(i * 7 + (i >> 8));
    }
    for (size_t len = FRAME_MESSAGE_MIN; len <= sizeof(message);
         len += len < 300 ? 1 : 97) {
        send(message, len);
        feed((const char *)sent, sent_len);
        expect_message(message, len);
        frame_next(&frame);
    }
    send(message, sizeof(message));
    feed((const char *)sent, sent_len);
    expect_message(message, sizeof(message));
}

static void lines_are_127_bytes_at_most(void **state)
{
    static const uint8_t message[700];
    size_t line = 0;

    (void)state;
    send(message, sizeof(message));
    for (size_t i = 0; i < sent_len; i++) {
        line++;
        if (sent[i] == '\n') {
            assert_true(line <= 127 && (line - 3) % 4 == 0);
            line = 0;
        }
    }
    assert_int_equal(line, 0);
}

static void list_may_be_cut_anywhere(void **state)
{
    /* whole-packet encoders cut the text, wherever their line ends */
    static const char body[] = "AAsAAAABAAFCAKD1Mw==";

    (void)state;
    for (size_t piece = 1; piece < sizeof(body); piece++) {
        for (size_t at = 0; at < sizeof(body) - 1; at += piece) {
            size_t left = sizeof(body) - 1 - at;

            assert_false(is_complete());
            feed_text(at == 0 ? START : MORE);
            feed(body + at, left < piece ? left : piece);
            feed_text("\n");
        }
        expect_list();
        frame_next(&frame);
    }
}

static void lines_may_be_padded_each_by_itself(void **state)
{
    /* 00 0b 00 00 00 01 00 | 01 42 00 a0 | f5 33, as per-line encoders do */
    (void)state;
    feed_text(START "AAsAAAABAA==\n" MORE "AUIAoA==\n" MORE "9TM=\n");
    expect_list();
}

static void line_may_be_as_long_as_a_packet(void **state)
{
    static const uint8_t zeros[FRAME_PACKET_LEN - 4];

    (void)state;
    send(zeros, sizeof(zeros));
    for (size_t i = 0; i < sent_len; i++) {
        bool joint = i + 2 < sent_len && sent[i] == '\n';

        if (joint) {
            i += 2;
        } else {
            frame_take(&frame, sent[i]);
        }
    }
    expect_message(zeros, sizeof(zeros));
}

static const struct {
    const char *claim;
    const char *text;
} received[] = {
    {"noise before the marker", "\xff\x06"
                                "boot: ok" LIST},
    {"noise on earlier lines", "\n\r\nuser@host\n\n" LIST},
    {"CR before LF", START "AAsAAAABAAFCAKD1Mw==\r\n"},
    {"empty body first", START "\n" LIST},
    {"a second start in a body", START "AAsAAAABAAF" LIST},
    {"a start straight after a start", START LIST},
    {"text between lines",
     START "AAsAAAABAAFC\nhello\n\r\n\n" MORE "AKD1Mw==\n"},
    {"an empty continuation",
     START "AAsAAAABAAFC\n" MORE "\n" MORE "AKD1Mw==\n"},
    {"a bad packet first", START "AAsAAAABAAFCAKD1Mg==\n" LIST},
};

static void these_are_received(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(received) / sizeof(received[0]); i++) {
        print_message("%s\n", received[i].claim);
        feed_text(received[i].text);
        expect_list();
        frame_next(&frame);
    }
}

static const struct {
    const char *claim;
    const char *text;
} dropped[] = {
    {"CRC off by one", START "AAsAAAABAAFCAKD1Mg==\n"},
    {"length one too large", START "AAwAAAABAAFCAKD1Mw==\n"},
    {"length one too small", START "AAoAAAABAAFCAKD1Mw==\n"},
    {"length 0", START "AAAAAAAAAAAAAAAAAA==\n"},
    {"length 9", START "AAkAAAABAAFCAKD1\n"},
    {"length 0xffff", START "//8AAAABAAFCAKD1Mw==\n"},
    {"a byte more than the buffer", START "D/8AAAABAAFCAKD1Mw==\n"},
    {"data behind the end", START "AAsAAAABAAFCAKD1MwAA\n"},
    {"data behind padding", START "AAsAAAABAAFCAKD1Mw==AAAA\n"},
    {"three paddings behind one character", START "AAoCAAAAAABCBbStA===\n"},
    {"data behind padding inside", START "AAsAAAABAA==AUIAoA==9TM=\n"},
    {"three paddings", START "AAsAAAABAAFCAKD1Mw===\n"},
    {"padding first", START "=AAsAAAABAAFCAKD1Mw==\n"},
    {"padding second", START "A=AsAAAABAAFCAKD1Mw==\n"},
    {"padding alone", START "=\n"},
    {"half a padding", START "AAsAAAABAAFCAKD1Mw=\n"},
    {"no padding", START "AAsAAAABAAFCAKD1Mw\n"},
    {"a left-over character", START "AAoCAAAAAABCBbStA\n"},
    {"unused bits that are set", START "AAsAAAABAAFCAKD1Mx==\n"},
    {"a blank", START "AAsAAAAB AAFCAKD1Mw==\n"},
    {"a tab", START "AAsAAAAB\tAAFCAKD1Mw==\n"},
    {"a high byte", START "AAsAAAAB\x80"
                          "AAFCAKD1Mw==\n"},
    {"URL alphabet", START "AAsAAAABAAFCAKD1M-==\n"},
    {"no marker", "AAsAAAABAAFCAKD1Mw==\n"},
    {"a continuation of nothing", MORE "AAsAAAABAAFCAKD1Mw==\n"},
    {"a marker in two lines", "\x06\n\x09"
                              "AAsAAAABAAFCAKD1Mw==\n"},
    {"a continuation inside a body", START "AAsAAAABAAFC" MORE "AKD1Mw==\n"},
    {"a continuation of an older packet",
     START "AAsAAAABAAFC\n" START "\n" MORE "AKD1Mw==\n"},
    {"no end of line", START "AAsAAAABAAFCAKD1Mw=="},
};

static void these_are_dropped(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++) {
        print_message("%s\n", dropped[i].claim);
        feed_text(dropped[i].text);
        assert_false(is_complete());
        feed_text(LIST);
        expect_list();
        frame_next(&frame);
    }
}

static void nul_in_a_body_drops(void **state)
{
    (void)state;
    feed(START "AAsAAAAB\0AAFCAKD1Mw==\n", 24);
    assert_false(is_complete());
}

static void endless_line_is_dropped(void **state)
{
    (void)state;
    feed_text(START "D/4A"); /* as long as a packet may be */
    for (size_t i = 3; i < FRAME_PACKET_LEN - 1; i += 3) {
        feed_text("AAAA");
    }
    assert_true(frame_is_open(&frame));
    feed_text("AA");
    assert_true(frame_is_open(&frame));
    feed_text("AA");
    assert_false(frame_is_open(&frame));
    for (size_t i = 0; i < 3u * FRAME_PACKET_LEN; i++) {
        feed_text("AAAA");
    }
    feed_text("\n");
    assert_false(is_complete());
    feed_text(LIST);
    expect_list();
}

static void length_that_can_not_be_is_dropped_at_once(void **state)
{
    /* 0, 9, 10, 0x0ffe, 0x0fff, 0xffff */
    static const struct {
        const char *text;
        bool can_be;
    } heads[] = {{"AAA", false}, {"AAk", false}, {"AAo", true},
                 {"D/4", true},  {"D/8", false}, {"//8", false}};

    (void)state;
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        feed_text(START);
        feed_text(heads[i].text);
        assert_int_equal(frame_is_open(&frame), heads[i].can_be);
    }
}

static void message_shorter_than_a_header_is_dropped(void **state)
{
    static const uint8_t message[FRAME_MESSAGE_MIN];

    (void)state;
    for (size_t len = 0; len < sizeof(message); len++) {
        send(message, len);
        feed((const char *)sent, sent_len);
        assert_false(is_complete());
    }
}

static void every_bit_of_crc_and_message_counts(void **state)
{
    struct hex list = hex_read(smp_examples[EXAMPLE_LIST_V1].message);

    (void)state;
    for (size_t bit = 0; bit < 8 * list.len; bit++) {
        struct hex other = list;
        uint8_t line[64];

        send(list.bytes, list.len);
        memcpy(line, sent, sent_len);
        other.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        send(other.bytes, other.len);
        /* the message of one, the last 4 characters (CRC) of the other */
        memcpy(line + sent_len - 5, sent + sent_len - 5, 4);
        feed((const char *)line, sent_len);
        assert_false(is_complete());
    }
}

static void nothing_is_taken_while_a_message_waits(void **state)
{
    (void)state;
    feed_text(LIST);
    feed_text(START "AAsCAAABAABCBaC6FQ==\n");
    expect_list();
}

static void nothing_is_left_of_a_message(void **state)
{
    (void)state;
    feed_text(LIST);
    frame_next(&frame);
    feed_text("\n\r\n" MORE "\n" MORE "AKD1Mw==\n");
    assert_false(is_complete());
    assert_false(frame_is_open(&frame));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_example_is_received, setup),
        cmocka_unit_test_setup(every_example_is_sent, setup),
        cmocka_unit_test_setup(crc_has_its_check_value, setup),
        cmocka_unit_test_setup(any_length_comes_back, setup),
        cmocka_unit_test_setup(lines_are_127_bytes_at_most, setup),
        cmocka_unit_test_setup(list_may_be_cut_anywhere, setup),
        cmocka_unit_test_setup(lines_may_be_padded_each_by_itself, setup),
        cmocka_unit_test_setup(line_may_be_as_long_as_a_packet, setup),
        cmocka_unit_test_setup(these_are_received, setup),
        cmocka_unit_test_setup(these_are_dropped, setup),
        cmocka_unit_test_setup(nul_in_a_body_drops, setup),
        cmocka_unit_test_setup(endless_line_is_dropped, setup),
        cmocka_unit_test_setup(length_that_can_not_be_is_dropped_at_once,
                               setup),
        cmocka_unit_test_setup(message_shorter_than_a_header_is_dropped, setup),
        cmocka_unit_test_setup(every_bit_of_crc_and_message_counts, setup),
        cmocka_unit_test_setup(nothing_is_taken_while_a_message_waits, setup),
        cmocka_unit_test_setup(nothing_is_left_of_a_message, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
