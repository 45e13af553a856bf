/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of a file goes into a message. The bytes of whole packets are in
 * packet_test.c; the sizes of the Go client are from SPEC, Serial recovery.
 */
#include "host/mcumgr/chunk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define FILE_LEN 300000U
#define HEADER   8U

static uint8_t bytes[FILE_LEN];
static uint8_t out[70000];

static struct chunk_file file_of(uint32_t len)
{
    return (struct chunk_file){.bytes = bytes, .len = len, .has_sha = true};
}

static uint32_t put(const struct chunk_file *file, uint32_t off, uint32_t max,
                    uint32_t *message_len)
{
    struct cbor_writer body;
    cbor_open(&body, out, sizeof(out));
    uint32_t len = chunk_put(file, off, max, &body);
    *message_len = HEADER + body.len;
    return len;
}

static void message_is_filled_and_never_overfilled(void **state)
{
    const struct chunk_file file = file_of(FILE_LEN);
    static const uint32_t offs[] = {0, 1, 23, 24, 255, 256, 65535, 65536};
    (void)state;
    for (uint32_t max = 60; max < 5000; max += max < 700 ? 1 : 61) {
        for (size_t i = 0; i < sizeof(offs) / sizeof(offs[0]); i++) {
            uint32_t used = 0;
            uint32_t len = put(&file, offs[i], max, &used);
            if (len == 0) {
                continue;
            }
            assert_true(used <= max);
            /* one byte more of data may need two more of its head */
            assert_true(used + 2 >= max || (offs[i] == 0 && len >= 32));
        }
    }
}

/* Go with mtu 512 sends 338 to 340 bytes a packet: messages of 371 bytes. */
static void chunks_are_as_long_as_the_go_client_s(void **state)
{
    const struct chunk_file file = file_of(FILE_LEN);
    uint32_t used = 0;
    (void)state;
    assert_int_equal(put(&file, 0, 371, &used), 295);
    assert_int_equal(put(&file, 295, 371, &used), 340);
    assert_int_equal(put(&file, 66000, 371, &used), 338);
}

static void last_chunk_ends_with_the_file(void **state)
{
    const struct chunk_file file = file_of(1000);
    uint32_t used = 0;
    (void)state;
    assert_int_equal(put(&file, 999, 508, &used), 1);
    assert_int_equal(put(&file, 990, 508, &used), 10);
}

static void hash_gives_way_to_the_header_of_the_image(void **state)
{
    const struct chunk_file file = file_of(FILE_LEN);
    uint32_t used = 0;
    (void)state;
    /* mtu 128: 83 bytes */
    assert_true(put(&file, 0, 83, &used) >= 32);
    assert_int_equal(out[0], 0xa4); /* data, image, len, off */
    assert_true(put(&file, 0, 179, &used) >= 32);
    assert_int_equal(out[0], 0xa5); /* .. and sha */
}

static void short_file_keeps_its_hash(void **state)
{
    const struct chunk_file file = file_of(20);
    uint32_t used = 0;
    (void)state;
    assert_int_equal(put(&file, 0, 371, &used), 20);
    assert_int_equal(out[0], 0xa5);
}

static void too_short_message_holds_nothing(void **state)
{
    const struct chunk_file file = file_of(FILE_LEN);
    uint32_t used = 0;
    (void)state;
    assert_int_equal(put(&file, 0, 20, &used), 0);
    assert_int_equal(used, HEADER);
}

static void upgrade_is_asked_for_in_the_first_packet_only(void **state)
{
    struct chunk_file file = file_of(FILE_LEN);
    uint32_t used = 0;
    (void)state;
    file.is_upgrade = true;
    assert_true(put(&file, 0, 508, &used) > 0);
    assert_int_equal(used, 508);
    assert_int_equal(out[0], 0xa6);
    assert_int_equal(out[508 - HEADER - 1], 0xf5);
    assert_true(put(&file, 400, 508, &used) > 0);
    assert_int_equal(out[0], 0xa3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(message_is_filled_and_never_overfilled),
        cmocka_unit_test(chunks_are_as_long_as_the_go_client_s),
        cmocka_unit_test(last_chunk_ends_with_the_file),
        cmocka_unit_test(hash_gives_way_to_the_header_of_the_image),
        cmocka_unit_test(short_file_keeps_its_hash),
        cmocka_unit_test(too_short_message_holds_nothing),
        cmocka_unit_test(upgrade_is_asked_for_in_the_first_packet_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
