/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Broken lines and packets, items 1 to 18 of the list of malformed input in
 * SPEC: silence, and the next good request works. Item 19, the raw encoding,
 * is not built.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/recovery/given.h"

#define BUFFER_LEN 4096u /* of the whole packet, as params tells */
#define TEXT_OFF   16u   /* length, header, map, key, head of the text */
#define NOISE_LEN  65536u
#define TEN_S      10000u
#define SLOW_MS    400u

static struct wire w;
static struct wire_message message;
static uint8_t packet[WIRE_PACKET_MAX];
static uint32_t packet_len;

/* An echo whose packet has so many bytes, in packet[]; the length of its text
 * always takes two bytes. */
static void given_packet(uint32_t len)
{
    static char text[BUFFER_LEN * 2];
    struct pack p;

    memset(text, 'e', sizeof(text));
    pack_open(&p);
    pack_map(&p, 1);
    pack_text(&p, "d");
    pack_head(&p, PACK_TEXT, len - TEXT_OFF - 2, 2);
    pack_raw(&p, text, len - TEXT_OFF - 2);
    dock_request(given_dock(), &message, WRITE_V1, CMD_ECHO, &p);
    packet_len = wire_packet(&message, packet);
    assert_int_equal(packet_len, len);
    w.len = 0;
}

static int setup(void **state)
{
    (void)state;
    given_device(NULL);
    w.len = 0;
    return 0;
}

static uint32_t next_random(uint32_t *x)
{
    *x = *x * 1664525u + 1013904223u;
    return *x >> 16;
}

static void noise_without_a_newline_is_ignored(void **state)
{
    uint32_t x = 1;

    (void)state;
    for (uint32_t sent = 0; sent < NOISE_LEN; sent += 4096) {
        w.len = 0;
        while (w.len < 4096) {
            uint8_t byte = (uint8_t)next_random(&x);

            if (byte != '\n') {
                wire_raw(&w, &byte, 1);
            }
        }
        must(dock_silence(given_dock(), w.bytes, w.len));
    }
    must(dock_alive(given_dock()));
}

static void noise_with_newlines_is_ignored(void **state)
{
    uint32_t x = 2;

    (void)state;
    for (uint32_t sent = 0; sent < NOISE_LEN; sent += 4096) {
        w.len = 0;
        while (w.len < 4096) {
            uint8_t byte = (uint8_t)next_random(&x);

            wire_raw(&w, &byte, 1);
        }
        must_be_silent(&w);
    }
}

static void endless_line_is_ignored(void **state)
{
    (void)state;
    wire_text(&w, "\x06\x09");
    while (w.len < 4096) {
        wire_text(&w, "QUFB");
    }
    for (uint32_t sent = 0; sent < NOISE_LEN; sent += 4096) {
        must(dock_silence(given_dock(), w.bytes + 2, w.len - 2));
    }
    must_be_silent(&w);
}

static void empty_body_is_ignored(void **state)
{
    (void)state;
    wire_text(&w, "\x06\x09\n");
    must_be_silent(&w);
    given_packet(40);
    wire_text(&w, "\x06\x09\n\x04\x14\n");
    must_be_silent(&w);
}

static void start_marker_begins_anew(void **state)
{
    (void)state;
    for (uint32_t half = 0; half <= 52; half++) {
        struct wire good = {.len = 0};

        given_packet(40);
        wire_whole(&good, packet, packet_len, WIRE_WIDTH);
        w.len = 0;
        wire_raw(&w, good.bytes, 2 + half);
        wire_raw(&w, good.bytes, good.len);
        must_answer(&w, 1);
    }
}

static void continuation_without_a_packet_is_ignored(void **state)
{
    struct wire good = {.len = 0};

    (void)state;
    given_packet(40);
    wire_whole(&good, packet, packet_len, WIRE_WIDTH);
    good.bytes[0] = 0x04;
    good.bytes[1] = 0x14;
    must_be_silent(&good);
    given_packet(40);
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    wire_raw(&w, good.bytes, good.len);
    must_answer(&w, 1);
    /* of an older packet, after a new start */
    w.len = 0;
    wire_text(&w, "\x06\x09\n");
    wire_raw(&w, good.bytes, good.len);
    dock_feed(given_dock(), w.bytes, w.len);
    must(dock_take(given_dock())); /* as one packet whose first line is empty */
    must(dock_alive(given_dock()));
    w.len = 0;
    wire_text(&w, "\x06\x09"
                  "AAsA\n");
    wire_raw(&w, good.bytes, good.len);
    must_be_silent(&w);
}

static void lone_newlines_repeat_nothing(void **state)
{
    static const char *const lines[] = {"\n", "\r\n", "\r", "\n\n\r\n", "hi\n"};

    (void)state;
    for (uint32_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        given_device(NULL); /* as the first input */
        w.len = 0;
        wire_text(&w, lines[i]);
        must_be_silent(&w); /* ends with a good request */
        must_be_silent(&w);
    }
    w.len = 0;
    for (int i = 0; i < 1000; i++) {
        wire_text(&w, "\n");
    }
    must_be_silent(&w);
    must_be_silent(&w);
}

static void marker_is_found_behind_noise(void **state)
{
    static const char *const noise[] = {
        "x",        "ready> ",  "\x06",     "\x04", "\xff",
        "AAsA====", "\x06\x06", "\x04\x14", "\x09"};

    (void)state;
    for (uint32_t i = 0; i < sizeof(noise) / sizeof(noise[0]); i++) {
        given_packet(40);
        wire_text(&w, noise[i]);
        wire_whole(&w, packet, packet_len, WIRE_WIDTH);
        must_answer(&w, 1);
    }
}

static void marker_may_come_in_two_reads(void **state)
{
    (void)state;
    given_dock()->line.in_read_max = 1;
    given_packet(1000);
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    must_answer(&w, 1);
    given_packet(1000);
    wire_lines(&w, packet, packet_len, 93);
    for (uint32_t i = 0; i < w.len; i++) { /* each byte by itself */
        dock_feed(given_dock(), w.bytes + i, 1);
        assert_true(i + 1 == w.len || given_dock()->line.out_len == 0);
    }
    must(dock_take(given_dock()));
    assert_int_equal(given_dock()->answer_count, 1);
}

static void marker_over_two_lines_is_none(void **state)
{
    (void)state;
    given_packet(40);
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    memmove(w.bytes + 2, w.bytes + 1, w.len - 1);
    w.bytes[1] = '\n';
    w.len++;
    must_be_silent(&w);
}

static void carriage_return_before_the_newline_is_taken(void **state)
{
    (void)state;
    given_packet(40);
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    w.len--;
    wire_text(&w, "\r\n");
    must_answer(&w, 1);
}

static void odd_bytes_in_a_body_drop_the_packet(void **state)
{
    static const uint8_t odd[] = {' ',  '\t', 0x00, 0x80, 0xff, 0xc3, '-',
                                  '_',  '!',  0x7f, 0x01, 0x1b, '*',  ',',
                                  0x05, 0x0b, 0x10, 0xfe, '@',  '[',  '{'};
    struct wire good = {.len = 0};

    (void)state;
    given_packet(40);
    wire_whole(&good, packet, packet_len, WIRE_WIDTH);
    for (uint32_t i = 0; i < sizeof(odd); i++) {
        for (uint32_t at = 2; at < good.len - 1; at++) {
            w.len = 0;
            wire_raw(&w, good.bytes, at);
            wire_raw(&w, &odd[i], 1);
            wire_raw(&w, good.bytes + at, good.len - at);
            must(dock_silence(given_dock(), w.bytes, w.len));
        }
    }
    must(dock_alive(given_dock()));
}

static void every_byte_in_place_of_a_character(void **state)
{
    struct wire good = {.len = 0};

    (void)state;
    given_packet(39);
    wire_whole(&good, packet, packet_len, WIRE_WIDTH);
    for (uint32_t at = 2; at < good.len - 1; at++) {
        for (uint32_t byte = 0; byte < 256; byte++) {
            uint8_t was = good.bytes[at];

            if (byte == was) {
                continue;
            }
            good.bytes[at] = (uint8_t)byte;
            must(dock_silence(given_dock(), good.bytes, good.len));
            good.bytes[at] = was;
        }
    }
    must(dock_alive(given_dock()));
}

static void padding_in_wrong_places_drops_the_packet(void **state)
{
    static const char *const bodies[] = {
        "=",        "==",       "===",      "====",     "A=",
        "A==",      "A===",     "AA=",      "AA=A",     "AAA==",
        "AAsA=",    "AAsA==",   "AAsA====", "=AAA",     "AA=AAAA",
        "AA==AAAA", "AAA=AAAA", "AAA=A",    "AAA= AAA",
    };

    (void)state;
    for (uint32_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        w.len = 0;
        wire_text(&w, "\x06\x09");
        wire_text(&w, bodies[i]);
        wire_text(&w, "\n");
        must_be_silent(&w);
    }
}

/* The padding of a whole packet, changed. */
static void padding_at_the_end_must_be_right(void **state)
{
    (void)state;
    for (uint32_t len = 39; len < 42; len++) {
        static const char *const ends[] = {"=", "==", "===", "A", "AA", "AAA"};

        for (uint32_t i = 0; i < 6; i++) {
            given_packet(len);
            wire_whole(&w, packet, packet_len, WIRE_WIDTH);
            w.len--;
            wire_text(&w, ends[i]);
            wire_text(&w, "\n");
            must_be_silent(&w);
        }
    }
}

static void padded_lines_may_go_on(void **state)
{
    (void)state;
    for (uint32_t raw = 1; raw < 100; raw++) {
        given_packet(300);
        wire_lines(&w, packet, packet_len, raw);
        must_answer(&w, 1);
    }
}

/* As the sender does that puts the CRC alone on a last line. */
static void crc_may_stand_alone(void **state)
{
    (void)state;
    for (uint32_t len = 90; len < 200; len++) {
        given_packet(len);
        wire_lines(&w, packet, packet_len - 2, len - 2);
        w.len--; /* its end follows */
        wire_text(&w, "\n");
        wire_text(&w, "\x04\x14");
        w.len += wire_base64(packet + packet_len - 2, 2, w.bytes + w.len);
        wire_text(&w, "\n");
        must_answer(&w, 1);
    }
}

static void lines_may_have_any_length(void **state)
{
    static const uint32_t widths[] = {4,   8,   123, 124, 125, 126, 127,  128,
                                      131, 255, 508, 509, 512, 513, 4096, 8192};

    (void)state;
    for (uint32_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
        given_packet(1000);
        wire_whole(&w, packet, packet_len, widths[i]);
        must_answer(&w, 1);
    }
}

static void pieces_need_not_be_groups_of_four(void **state)
{
    (void)state;
    for (uint32_t width = 1; width < 140; width++) {
        given_packet(200);
        wire_whole(&w, packet, packet_len, width);
        must_answer(&w, 1);
    }
}

static void characters_left_over_drop_the_packet(void **state)
{
    static const char *const left[] = {"A", "AA", "AAA"};

    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        given_packet(39); /* no padding */
        wire_whole(&w, packet, packet_len, WIRE_WIDTH);
        w.len--;
        wire_text(&w, left[i]);
        wire_text(&w, "\n");
        must_be_silent(&w);
    }
}

/* Silence or an answer, but always the same; never anything else. */
static void unused_bits_are_judged_always_alike(void **state)
{
    uint32_t answered = 0;
    uint32_t tried = 0;

    (void)state;
    for (uint32_t len = 40; len < 42; len++) {
        struct wire good = {.len = 0};
        uint32_t at;

        given_packet(len);
        wire_whole(&good, packet, packet_len, WIRE_WIDTH);
        at = good.len - (len % 3 == 1 ? 4 : 3);
        for (uint32_t bit = 1; bit < (len % 3 == 1 ? 16 : 4); bit++) {
            good.bytes[at]++;
            dock_feed(given_dock(), good.bytes, good.len);
            must(dock_take(given_dock()));
            answered += given_dock()->answer_count;
            tried++;
        }
    }
    must(dock_alive(given_dock()));
    assert_true(answered == 0 || answered == tried);
}

static void set_length(uint32_t value)
{
    packet[0] = (uint8_t)(value >> 8);
    packet[1] = (uint8_t)value;
}

static void length_field_must_be_right(void **state)
{
    static const uint16_t lengths[] = {
        0, 1, 2, 9, 11, 36, 37, 39, 40, 41, 4095, 4096, 0x7fff, 0x8000, 0xffff};

    (void)state;
    for (uint32_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        given_packet(40); /* 38 is the right one */
        set_length(lengths[i]);
        wire_whole(&w, packet, packet_len, WIRE_WIDTH);
        must_be_silent(&w);
    }
}

/* The CRC fits what the length says, and still it is too short. */
static void short_messages_are_ignored(void **state)
{
    static const uint8_t header[8] = {0x02, 0, 0, 0, 0, 0, 0x42, 0x05};

    (void)state;
    for (uint32_t len = 0; len < 8; len++) {
        memcpy(message.bytes, header, len);
        message.len = len;
        w.len = 0;
        wire_send(&w, &message);
        must_be_silent(&w);
    }
}

static void header_alone_is_enough_for_a_reset(void **state)
{
    struct pack none;

    (void)state;
    pack_open(&none);
    assert_int_equal(ask(WRITE_V1, CMD_RESET, &none), RC_OK);
    assert_int_equal(given_dock()->next, RECOVERY_RESET);
}

static void data_behind_the_packet_drops_it(void **state)
{
    (void)state;
    given_packet(39);
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    w.len--;
    wire_text(&w, "AAAA\n");
    must_be_silent(&w);
    given_packet(39);
    set_length(36);
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    must_be_silent(&w);
    given_packet(39);
    set_length(38);
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    wire_text(&w, "\x04\x14"
                  "AA==\n"); /* now it has the bytes, no CRC */
    must_be_silent(&w);
}

static void each_bit_of_the_crc_counts(void **state)
{
    (void)state;
    for (uint32_t bit = 0; bit < 16; bit++) {
        given_packet(40);
        packet[packet_len - 1 - bit / 8] ^= (uint8_t)(1u << bit % 8);
        wire_whole(&w, packet, packet_len, WIRE_WIDTH);
        must_be_silent(&w);
    }
    given_packet(40);
    packet[0] = packet[packet_len - 1];
    packet[packet_len - 1] = packet[packet_len - 2];
    packet[packet_len - 2] = packet[0];
    packet[0] = 0;
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    must_be_silent(&w);
}

static void each_bit_of_the_message_is_covered(void **state)
{
    (void)state;
    for (uint32_t bit = 16; bit < 8 * 38; bit++) {
        given_packet(40);
        packet[bit / 8] ^= (uint8_t)(1u << bit % 8);
        wire_whole(&w, packet, packet_len, WIRE_WIDTH);
        must(dock_silence(given_dock(), w.bytes, w.len));
    }
    must(dock_alive(given_dock()));
}

/* Its CRC is 0: a valid frame, a read of echo without a text. */
static void message_of_zeros_is_an_echo_without_text(void **state)
{
    (void)state;
    memset(&message, 0, sizeof(message));
    message.len = 8;
    must(dock_ask(given_dock(), &message));
    assert_int_equal(answer_rc(&given_dock()->answer), RC_INVALID);
    for (message.len = 9; message.len < 40; message.len++) {
        w.len = 0;
        wire_send(&w, &message); /* says that it has no payload, and has one */
        must_be_silent(&w);
    }
}

/* Its echo does not fit into an answer: any code, but an answer. */
static void packet_of_the_buffer_size_is_answered(void **state)
{
    (void)state;
    for (uint32_t len = BUFFER_LEN - 3; len <= BUFFER_LEN; len++) {
        given_packet(len);
        must(dock_ask(given_dock(), &message));
        given_packet(len);
        wire_lines(&w, packet, packet_len, 93);
        must_answer(&w, 1);
    }
}

/* What lies behind the buffer is the state of the upload that is running. */
static void packet_beyond_the_buffer_is_ignored(void **state)
{
    struct client c;

    (void)state;
    client_open(&c, given_image(GIVEN_NEW)->bytes, given_image(GIVEN_NEW)->len);
    for (uint32_t i = 0; i < 9; i++) {
        assert_int_equal(client_step(&c, given_dock()), CLIENT_GOES_ON);
    }
    for (uint32_t len = BUFFER_LEN + 1; len < WIRE_PACKET_MAX;
         len += len < BUFFER_LEN + 140 ? 1 : 317) {
        given_packet(len);
        wire_whole(&w, packet, packet_len, WIRE_WIDTH);
        must_be_silent(&w);
    }
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void half_a_packet_is_forgotten(void **state)
{
    (void)state;
    given_packet(300);
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    must(dock_silence(given_dock(), w.bytes, w.len / 2));
    given_dock()->line.ms += TEN_S;
    must(dock_silence(given_dock(), NULL, 0));
    must(dock_silence(given_dock(), w.bytes + w.len / 2, w.len - w.len / 2));
    must(dock_alive(given_dock()));
    must(dock_silence(given_dock(), w.bytes, w.len / 2));
    must(dock_alive(given_dock())); /* at once */
}

/* The clock of a chip wraps around after 49 days. */
static void silence_is_measured_over_the_end_of_the_clock(void **state)
{
    (void)state;
    given_dock()->line.ms = UINT32_MAX - 100;
    dock_start(given_dock());
    given_packet(300);
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    must(dock_silence(given_dock(), w.bytes, w.len / 2));
    given_dock()->line.ms += 200; /* beyond the end */
    dock_feed(given_dock(), w.bytes + w.len / 2, w.len - w.len / 2);
    must(dock_take(given_dock()));
    assert_int_equal(given_dock()->answer_count, 1);
}

static void two_packets_in_one_burst_are_answered_in_order(void **state)
{
    struct wire_message first;
    const char *wrong;
    uint32_t used;

    (void)state;
    given_packet(40);
    first = message;
    wire_send(&w, &first);
    given_packet(44);
    w.len = 0;
    wire_send(&w, &first);
    wire_send(&w, &message);
    dock_feed(given_dock(), w.bytes, w.len);
    must(dock_take(given_dock()));
    assert_int_equal(given_dock()->answer_count, 2);
    must(answer_read(&given_dock()->answer, &message));
    used = wire_take(given_dock()->out, given_dock()->line.out_len,
                     &given_dock()->answer.message, &wrong);
    assert_true(used < given_dock()->line.out_len);
    must(answer_read(&given_dock()->answer, &first));
    must(dock_alive(given_dock()));
}

/* What came while a slow command ran is a repeat that nobody waits for. */
static void second_packet_behind_a_slow_one_is_dropped(void **state)
{
    const struct given_image *bad = given_image(GIVEN_BAD);
    struct dock *d = given_dock();
    struct client c;

    (void)state;
    dock_put(d, 0, SLOT_SECONDARY, bad->bytes, bad->len); /* to be erased */
    dock_start(d);
    d->erase_ms = SLOW_MS;
    client_open(&c, given_image(GIVEN_NEW)->bytes, given_image(GIVEN_NEW)->len);
    client_message(&c, d, &message);
    wire_send(&w, &message);
    given_packet(40);
    w.len = 0;
    client_message(&c, d, &message);
    wire_send(&w, &message);
    wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    dock_feed(d, w.bytes, w.len);
    must(dock_take(d));
    assert_int_equal(d->answer_count, 1);
    must(answer_read(&d->answer, &message));
    must(dock_alive(d));
}

static void packet_repeated_quickly_is_answered_once_each(void **state)
{
    struct client c;

    (void)state;
    given_packet(30);
    for (int i = 0; i < 100; i++) {
        wire_whole(&w, packet, packet_len, WIRE_WIDTH);
    }
    dock_feed(given_dock(), w.bytes, w.len);
    must(dock_take(given_dock()));
    assert_in_range(given_dock()->answer_count, 1, 100);
    client_open(&c, given_image(GIVEN_NEW)->bytes, given_image(GIVEN_NEW)->len);
    assert_int_equal(ask_first(&c, 64), 64);
    client_message(&c, given_dock(), &message);
    for (int i = 0; i < 100; i++) { /* each starts the same upload */
        w.len = 0;
        wire_send(&w, &message);
        must_answer(&w, 1);
    }
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(noise_without_a_newline_is_ignored, setup),
        cmocka_unit_test_setup(noise_with_newlines_is_ignored, setup),
        cmocka_unit_test_setup(endless_line_is_ignored, setup),
        cmocka_unit_test_setup(empty_body_is_ignored, setup),
        cmocka_unit_test_setup(start_marker_begins_anew, setup),
        cmocka_unit_test_setup(continuation_without_a_packet_is_ignored, setup),
        cmocka_unit_test_setup(lone_newlines_repeat_nothing, setup),
        cmocka_unit_test_setup(marker_is_found_behind_noise, setup),
        cmocka_unit_test_setup(marker_may_come_in_two_reads, setup),
        cmocka_unit_test_setup(marker_over_two_lines_is_none, setup),
        cmocka_unit_test_setup(carriage_return_before_the_newline_is_taken,
                               setup),
        cmocka_unit_test_setup(odd_bytes_in_a_body_drop_the_packet, setup),
        cmocka_unit_test_setup(every_byte_in_place_of_a_character, setup),
        cmocka_unit_test_setup(padding_in_wrong_places_drops_the_packet, setup),
        cmocka_unit_test_setup(padding_at_the_end_must_be_right, setup),
        cmocka_unit_test_setup(padded_lines_may_go_on, setup),
        cmocka_unit_test_setup(crc_may_stand_alone, setup),
        cmocka_unit_test_setup(lines_may_have_any_length, setup),
        cmocka_unit_test_setup(pieces_need_not_be_groups_of_four, setup),
        cmocka_unit_test_setup(characters_left_over_drop_the_packet, setup),
        cmocka_unit_test_setup(unused_bits_are_judged_always_alike, setup),
        cmocka_unit_test_setup(length_field_must_be_right, setup),
        cmocka_unit_test_setup(short_messages_are_ignored, setup),
        cmocka_unit_test_setup(header_alone_is_enough_for_a_reset, setup),
        cmocka_unit_test_setup(data_behind_the_packet_drops_it, setup),
        cmocka_unit_test_setup(each_bit_of_the_crc_counts, setup),
        cmocka_unit_test_setup(each_bit_of_the_message_is_covered, setup),
        cmocka_unit_test_setup(message_of_zeros_is_an_echo_without_text, setup),
        cmocka_unit_test_setup(packet_of_the_buffer_size_is_answered, setup),
        cmocka_unit_test_setup(packet_beyond_the_buffer_is_ignored, setup),
        cmocka_unit_test_setup(half_a_packet_is_forgotten, setup),
        cmocka_unit_test_setup(silence_is_measured_over_the_end_of_the_clock,
                               setup),
        cmocka_unit_test_setup(two_packets_in_one_burst_are_answered_in_order,
                               setup),
        cmocka_unit_test_setup(second_packet_behind_a_slow_one_is_dropped,
                               setup),
        cmocka_unit_test_setup(packet_repeated_quickly_is_answered_once_each,
                               setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
