/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests on the line, byte for byte: the worked examples of SPEC, Serial
 * recovery (the Go client's).
 */
#include "host/mcumgr/packet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "host/mcumgr/chunk.h"
#include "recovery/frame.h"

static struct packet packet;

static void text_is(const char *text)
{
    assert_int_equal(packet.text_len, strlen(text));
    assert_memory_equal(packet.text, text, packet.text_len);
}

static void begin(uint8_t op, uint16_t group, uint8_t id, uint32_t pairs)
{
    packet_begin(&packet, (struct packet_kind){op, group, id}, 0x42);
    cbor_put_map(&packet.body, pairs);
}

static void image_list_request_is_the_example(void **state)
{
    (void)state;
    begin(0, 1, 0, 0);
    assert_true(packet_end(&packet));
    text_is("\x06\x09"
            "AAsAAAABAAFCAKD1Mw==\n");
}

static void reset_request_is_the_example(void **state)
{
    (void)state;
    begin(2, 0, 5, 0);
    assert_true(packet_end(&packet));
    text_is("\x06\x09"
            "AAsCAAABAABCBaC6FQ==\n");
}

static void echo_request_is_the_example(void **state)
{
    (void)state;
    begin(2, 0, 0, 1);
    cbor_put_text(&packet.body, "d");
    cbor_put_text(&packet.body, "hello");
    assert_true(packet_end(&packet));
    text_is("\x06\x09"
            "ABMCAAAJAABCAKFhZGVoZWxsb8EJ\n");
}

/* The 40 bytes of the upload traces, and their SHA-256. */
static void make_file(uint8_t bytes[40], struct chunk_file *file)
{
    static const uint8_t sha[CHUNK_SHA_LEN] = {
        0x49, 0x1a, 0xf2, 0x01, 0x35, 0x6f, 0x74, 0xdf, 0x6e, 0xa9, 0x82,
        0xb9, 0x81, 0x57, 0x23, 0x12, 0xec, 0x2e, 0x27, 0x4e, 0x97, 0xb6,
        0x22, 0xac, 0x01, 0x93, 0x4b, 0x70, 0x7f, 0x87, 0x09, 0xfc};
    memcpy(bytes, "\x3d\xb8\xf3\x96", 4);
    for (uint8_t i = 0; i < 36; i++) {
        bytes[4 + i] = i;
    }
    *file = (struct chunk_file){.bytes = bytes, .len = 40, .has_sha = true};
    memcpy(file->sha, sha, sizeof(sha));
}

static void first_upload_packet_is_the_example(void **state)
{
    uint8_t bytes[40];
    struct chunk_file file;
    (void)state;
    make_file(bytes, &file);
    packet_begin(&packet, (struct packet_kind){2, 1, 1}, 0x42);
    assert_int_equal(chunk_put(&file, 0, 508, &packet.body), 40);
    assert_true(packet_end(&packet));
    assert_int_equal(packet.message_len, 112);
    text_is("\x06\x09"
            "AHICAABoAAFCAaVkZGF0YVgoPbjzlgABAgMEBQYHCAkKCwwNDg8QERITFBUWFx"
            "gZGhscHR4fICEiI2VpbWFnZQBjbGVuGChjb2ZmAGNzaGFYIEka8gE1b3TfbqmC"
            "\n\x04\x14"
            "uYFXIxLsLidOl7YirAGTS3B/hwn8OOA=\n");
}

static void two_chunk_upload_is_the_example(void **state)
{
    uint8_t bytes[40];
    struct chunk_file file;
    (void)state;
    make_file(bytes, &file);
    file.has_sha = false;
    packet_begin(&packet, (struct packet_kind){2, 1, 1}, 0x42);
    assert_int_equal(chunk_put(&file, 0, 66, &packet.body), 32);
    assert_true(packet_end(&packet));
    text_is("\x06\x09"
            "AEQCAAA6AAFCAaRkZGF0YVggPbjzlgABAgMEBQYHCAkKCwwNDg8QERITFBUWFx"
            "gZGhtlaW1hZ2UAY2xlbhgoY29mZgBN6Q==\n");
    packet_begin(&packet, (struct packet_kind){2, 1, 1}, 0x43);
    assert_int_equal(chunk_put(&file, 32, 66, &packet.body), 8);
    assert_true(packet_end(&packet));
    text_is("\x06\x09"
            "ACYCAAAcAAFDAaNkZGF0YUgcHR4fICEiI2VpbWFnZQBjb2ZmGCD8ug==\n");
}

static void new_number_changes_number_and_crc_only(void **state)
{
    (void)state;
    begin(0, 1, 0, 0);
    packet.sequence = 7;
    assert_true(packet_end(&packet));
    packet_renumber(&packet, 0x42);
    text_is("\x06\x09"
            "AAsAAAABAAFCAKD1Mw==\n");
}

/* recovery/frame.c was tested against the same examples. */
static void any_length_arrives_whole(void **state)
{
    static struct frame frame;
    static uint8_t data[4000];
    (void)state;
    for (uint32_t len = 0; len < sizeof(data); len += len < 300 ? 1 : 97) {
        uint32_t got = 0;
        memset(data, (int)len, len);
        begin(2, 1, 1, 1);
        cbor_put_text(&packet.body, "d");
        cbor_put_bytes(&packet.body, data, len);
        assert_true(packet_end(&packet));
        frame_open(&frame);
        for (size_t i = 0; i < packet.text_len; i++) {
            frame_take(&frame, packet.text[i]);
        }
        const uint8_t *message = frame_message(&frame, &got);
        assert_non_null(message);
        assert_int_equal(got, packet.message_len);
        assert_memory_equal(message, packet.message, got);
    }
}

static void longest_message_fits_and_longer_is_refused(void **state)
{
    static uint8_t data[PACKET_MESSAGE_MAX];
    /* header 8, head of the map 1, key 2, head of the bytes 3 */
    const uint32_t longest = PACKET_MESSAGE_MAX - 14;
    (void)state;
    for (uint32_t more = 0; more < 2; more++) {
        begin(2, 1, 1, 1);
        cbor_put_text(&packet.body, "d");
        cbor_put_bytes(&packet.body, data, longest + more);
        assert_int_equal(packet_end(&packet), more == 0);
    }
    assert_true(packet.text_len <= PACKET_TEXT_MAX);
}

static void no_line_is_longer_than_127_bytes(void **state)
{
    static const uint8_t data[600];
    size_t line = 0;
    (void)state;
    begin(2, 1, 1, 1);
    cbor_put_text(&packet.body, "d");
    cbor_put_bytes(&packet.body, data, sizeof(data));
    assert_true(packet_end(&packet));
    for (size_t i = 0; i < packet.text_len; i++) {
        line++;
        assert_true(line <= 127);
        line = packet.text[i] == '\n' ? 0 : line;
    }
    assert_int_equal(line, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(image_list_request_is_the_example),
        cmocka_unit_test(reset_request_is_the_example),
        cmocka_unit_test(echo_request_is_the_example),
        cmocka_unit_test(first_upload_packet_is_the_example),
        cmocka_unit_test(two_chunk_upload_is_the_example),
        cmocka_unit_test(new_number_changes_number_and_crc_only),
        cmocka_unit_test(any_length_arrives_whole),
        cmocka_unit_test(longest_message_fits_and_longer_is_refused),
        cmocka_unit_test(no_line_is_longer_than_127_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
