/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Uploads of which a packet is unusual, items 37 to 41, 45 and 46 of the
 * list of malformed input in SPEC. What is refused before it began changes
 * nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/recovery/given.h"

#define CHUNK    64u
#define HEAD_LEN 32u

static const struct dock_shape shapes[] = {
    {.name = "scratch", .mode = UPDATE_SCRATCH},
    {.name = "move", .mode = UPDATE_MOVE},
    {.name = "overwrite", .mode = UPDATE_OVERWRITE},
    {.name = "direct", .mode = UPDATE_SCRATCH, .direct = true},
    {.name = "encrypted", .mode = UPDATE_SCRATCH, .encrypted = true},
    {.name = "encrypted move", .mode = UPDATE_MOVE, .encrypted = true},
    {.name = "encrypted direct",
     .mode = UPDATE_OVERWRITE,
     .encrypted = true,
     .direct = true},
    {.name = "short trailer", .mode = UPDATE_SCRATCH, .short_trailer = true},
};

#define SHAPE_COUNT (sizeof(shapes) / sizeof(shapes[0]))

static struct client c;
static struct given_image image;
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

/* The file of the client, to be spoilt; its sha stays right. */
static void given_copy(void)
{
    image = *given_image(GIVEN_NEW);
    client_open(&c, image.bytes, image.len);
}

static void refused(int64_t result)
{
    if (result != -1 - (int64_t)RC_INVALID &&
        result != -1 - (int64_t)RC_CORRUPT &&
        result != -1 - (int64_t)RC_TOO_LARGE &&
        result != -1 - (int64_t)RC_NOT_SUPPORTED) {
        fail_msg("not refused: %d", (int)result);
    }
    nothing_was_changed();
}

static uint32_t max_len(void)
{
    const struct answer *a = &given_dock()->answer;

    assert_int_equal(ask(READ_V1, CMD_SLOTS, NULL), RC_OK);
    for (uint32_t m = 1; m < a->map_count; m++) {
        if (answer_has(a, m, KEY_MAX_IMAGE_SIZE)) {
            return (uint32_t)answer_number(a, m, KEY_MAX_IMAGE_SIZE);
        }
    }
    fail_msg("slot info tells no max_image_size");
    return 0;
}

/* ---- 37 ---- */

static void first_packet_needs_a_length(void **state)
{
    (void)state;
    refused(ask_upload(&c, 0, CHUNK, FIELD_DATA | FIELD_OFF));
    refused(ask_upload(&c, 0, CHUNK, FIELD_DATA | FIELD_OFF | FIELD_SHA));
    refused(ask_upload(&c, 0, CHUNK, FIELD_DATA | FIELD_LEN));
    refused(ask_upload(&c, 0, CHUNK, FIELD_OFF | FIELD_LEN));
    refused(ask_upload(&c, 0, CHUNK, 0));
}

static void length_must_fit_the_slot(void **state)
{
    static const uint32_t lens[] = {0,     1,          31,         40960,
                                    40961, 0x7fffffff, 0x80000000, UINT32_MAX};

    (void)state;
    for (uint32_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
        c.len = lens[i];
        refused(ask_first(&c, lens[i] < HEAD_LEN ? lens[i] : CHUNK));
    }
    c.len = 31;
    refused(ask_first(&c, 31));
}

/* A file of a header and nothing more is none: it must never count as one. */
static void shortest_file_is_never_an_image(void **state)
{
    int64_t result;

    (void)state;
    given_copy();
    memset(image.bytes + 12, 0, 4); /* no payload */
    client_open(&c, image.bytes, HEAD_LEN);
    result = ask_first(&c, HEAD_LEN);
    assert_true(result == -1 - (int64_t)RC_INVALID ||
                result == -1 - (int64_t)RC_CORRUPT);
    must(dock_alive(given_dock()));
    must_boot(GIVEN_OLD);
}

/* What slot info tells is what fits, to the byte, and it boots. */
static void longest_image_fits_and_boots(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < SHAPE_COUNT; i++) {
        uint32_t max;

        given_device(&shapes[i]);
        max = max_len();
        assert_in_range(max, 7 * DOCK_SECTOR, DOCK_SLOT);
        given_make(&image, max, 9);
        client_open(&c, image.bytes, image.len);
        upload_all(&c);
        assert_true(dock_boot(given_dock()));
        must(dock_check(given_dock()));
        if (!dock_holds(given_dock(), 0, SLOT_PRIMARY, image.bytes, max)) {
            fail_msg("%s: the longest image is not installed", shapes[i].name);
        }
        given_device(&shapes[i]);
        ops_before = given_dock()->flash.op_count;
        given_make(&image, max + 1, 9);
        client_open(&c, image.bytes, image.len);
        refused(ask_first(&c, CHUNK));
    }
}

/* ---- 38 ---- */

static void first_chunk_must_be_of_a_right_size(void **state)
{
    static const uint32_t chunks[] = {0, 1, 3, 31};

    (void)state;
    for (uint32_t i = 0; i < 4; i++) {
        refused(ask_first(&c, chunks[i]));
    }
    c.len = CHUNK - 1; /* longer than the file */
    refused(ask_first(&c, CHUNK));
    given_client(GIVEN_NEW);
    assert_int_equal(ask_first(&c, HEAD_LEN), HEAD_LEN);
}

/** A field of a header, and what stands in it. */
struct spoilt {
    uint32_t off;
    uint32_t len;
    uint32_t value;
};

static void wrong_headers_are_refused_at_once(void **state)
{
    static const struct spoilt headers[] = {
        {0, 4, 0},           {0, 4, 0xffffffff},  {0, 4, 0x96f3b83c},
        {0, 4, 0x96f3b83e},  {8, 2, 0},           {8, 2, 31},
        {8, 2, 0xffff},      {10, 2, 0xffff},     {12, 4, 0xffffffff},
        {12, 4, 0xffffffe0}, {12, 4, 0xffffffdf}, {12, 4, 0x80000000},
        {12, 4, 17611},      {16, 4, 0x04},       {16, 4, 0x08},
    };

    (void)state;
    for (uint32_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        given_copy();
        for (uint32_t b = 0; b < headers[i].len; b++) {
            image.bytes[headers[i].off + b] =
                (uint8_t)(headers[i].value >> 8 * b);
        }
        refused(ask_first(&c, CHUNK));
    }
    must_boot(GIVEN_OLD);
}

/* TLVs beyond the file are found when it is complete. */
static void wrong_tlvs_are_refused_at_the_end(void **state)
{
    static const uint16_t totals[] = {0, 3, 39, 41, 0x1000, 0xffff};

    (void)state;
    for (uint32_t i = 0; i < 6; i++) {
        given_device(NULL);
        image = *given_image(GIVEN_NEW);
        put_le16(image.bytes + image.len - 38, totals[i]);
        client_open(&c, image.bytes, image.len);
        assert_int_equal(client_run(&c, given_dock()), CLIENT_REFUSED);
        assert_true(c.rc == RC_CORRUPT || c.rc == RC_INVALID);
        must(dock_alive(given_dock()));
        must_boot(GIVEN_OLD);
    }
}

static void bad_hash_is_refused_at_the_end(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < SHAPE_COUNT; i++) {
        given_device(&shapes[i]);
        given_client(GIVEN_BAD);
        assert_int_equal(client_run(&c, given_dock()), CLIENT_REFUSED);
        assert_true(c.rc == RC_CORRUPT || c.rc == RC_INVALID);
        must(dock_alive(given_dock()));
        assert_false(dock_holds(
            given_dock(), 0, shapes[i].direct ? SLOT_PRIMARY : SLOT_SECONDARY,
            c.file, HEAD_LEN));
        if (shapes[i].direct) {
            assert_false(dock_boot(given_dock()));
        } else {
            must_boot(GIVEN_OLD);
            assert_false(given_dock()->result.updated);
        }
        given_client(GIVEN_NEW); /* and the right one after it */
        dock_start(given_dock());
        upload_all(&c);
        must_boot(GIVEN_NEW);
    }
}

static void lower_version_is_refused_where_it_counts(void **state)
{
    static const struct dock_shape shape = {.name = "no downgrade",
                                            .prevent_downgrade = true};

    (void)state;
    given_device(&shape);
    ops_before = given_dock()->flash.op_count;
    given_client(GIVEN_LOWER);
    if (client_run(&c, given_dock()) != CLIENT_REFUSED) {
        fail_msg("a lower version was taken");
    }
    must_boot(GIVEN_OLD);
    assert_false(given_dock()->result.updated);
}

static void upgrade_alone_takes_only_higher_versions(void **state)
{
    const unsigned fields =
        FIELD_DATA | FIELD_LEN | FIELD_OFF | FIELD_SHA | FIELD_UPGRADE;

    (void)state;
    given_client(GIVEN_LOWER);
    refused(ask_upload(&c, 0, CHUNK, fields));
    given_client(GIVEN_OLD); /* the same version is no upgrade */
    refused(ask_upload(&c, 0, CHUNK, fields));
    given_client(GIVEN_NEW);
    assert_int_equal(ask_upload(&c, 0, CHUNK, fields), CHUNK);
}

/* Never over a primary image that verifies: it might be newer. */
static void direct_upload_is_denied_where_versions_count(void **state)
{
    static const struct dock_shape shape = {
        .name = "direct", .direct = true, .prevent_downgrade = true};

    (void)state;
    given_device(&shape);
    ops_before = given_dock()->flash.op_count;
    assert_int_equal(ask_first(&c, CHUNK), -1 - (int64_t)RC_DENIED);
    nothing_was_changed();
    given_blank(&shape);
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

/* ---- 39 ---- */

static void unknown_image_numbers_are_refused(void **state)
{
    static const int64_t numbers[] = {3, 4, 5, 6, 7, 8, 9, 255, 256, 65535};

    (void)state;
    for (uint32_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        c.image = (int)numbers[i];
        refused(ask_first(&c, CHUNK));
    }
}

static void image_number_chooses_the_slot(void **state)
{
    static const struct dock_shape two = {.name = "two images", .images = 2};
    static const struct {
        int number;
        uint8_t image;
        enum slot slot;
    } targets[] = {
        {CLIENT_NO_IMAGE, 0, SLOT_SECONDARY},
        {0, 0, SLOT_SECONDARY},
        {1, 0, SLOT_SECONDARY},
        {2, 0, SLOT_SECONDARY},
        {4, 1, SLOT_SECONDARY},
    };

    (void)state;
    for (uint32_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
        const struct given_image *old = given_image(GIVEN_OLD);

        given_device(&two);
        dock_put(given_dock(), 1, SLOT_PRIMARY, old->bytes, old->len);
        dock_start(given_dock());
        given_client(GIVEN_NEW);
        c.image = targets[i].number;
        upload_all(&c);
        assert_true(dock_holds(given_dock(), targets[i].image, targets[i].slot,
                               c.file, c.len));
        must(dock_check(given_dock()));
    }
}

/* 2 is the secondary slot, and nobody is asked to install it. */
static void explicit_secondary_is_not_asked_for(void **state)
{
    (void)state;
    c.image = 2;
    upload_all(&c);
    must_boot(GIVEN_OLD);
    assert_false(given_dock()->result.updated);
}

static void image_number_of_later_packets_is_ignored(void **state)
{
    static const int numbers[] = {0, 1, 2, 3, 4, 5, 6, 255, 65535};

    (void)state;
    assert_int_equal(ask_first(&c, CHUNK), CHUNK);
    for (uint32_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        uint32_t off = CHUNK * (i + 1);

        c.image = numbers[i];
        assert_int_equal(
            ask_upload(&c, off, CHUNK, FIELD_DATA | FIELD_OFF | FIELD_IMAGE),
            off + CHUNK);
        c.off = off + CHUNK;
    }
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

/* ---- 40, 41 ---- */

static void offset_without_a_first_packet_leads_to_0(void **state)
{
    static const uint32_t offs[] = {1, 32, 64, 4096, 17547};

    (void)state;
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(ask_upload(&c, offs[i], CHUNK, FIELD_DATA | FIELD_OFF),
                         0);
    }
    nothing_was_changed();
}

static void other_offsets_lead_back(void **state)
{
    static const int32_t away[] = {-64, -33, -1, 1, 2, 32, 64, 4096};

    (void)state;
    assert_int_equal(ask_first(&c, CHUNK), CHUNK);
    assert_int_equal(ask_upload(&c, CHUNK, CHUNK, FIELD_DATA | FIELD_OFF),
                     2 * CHUNK);
    ops_before = given_dock()->flash.op_count;
    for (uint32_t i = 0; i < sizeof(away) / sizeof(away[0]); i++) {
        assert_int_equal(ask_upload(&c,
                                    (uint32_t)((int32_t)(2 * CHUNK) + away[i]),
                                    CHUNK, FIELD_DATA | FIELD_OFF),
                         2 * CHUNK);
    }
    assert_int_equal(ask_upload(&c, c.len, 0, FIELD_DATA | FIELD_OFF),
                     2 * CHUNK);
    nothing_was_changed();
    c.off = 2 * CHUNK;
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void chunk_without_bytes_is_no_progress(void **state)
{
    (void)state;
    assert_int_equal(ask_first(&c, CHUNK), CHUNK);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(ask_upload(&c, CHUNK, 0, FIELD_DATA | FIELD_OFF),
                         CHUNK);
    }
    c.off = CHUNK;
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

static void chunk_past_the_end_is_refused_and_the_upload_goes_on(void **state)
{
    uint32_t last;

    (void)state;
    given_copy();
    c.chunk = 1000;
    last = c.len / c.chunk * c.chunk;
    while (c.off < last) {
        assert_int_equal(client_step(&c, given_dock()), CLIENT_GOES_ON);
    }
    assert_int_equal(
        ask_upload(&c, last, c.len - last + 1, FIELD_DATA | FIELD_OFF),
        -1 - (int64_t)RC_INVALID);
    assert_int_equal(ask_upload(&c, last, 3000, FIELD_DATA | FIELD_OFF),
                     -1 - (int64_t)RC_INVALID);
    upload_all(&c);
    must_boot(GIVEN_NEW);
}

/* ---- 45 ---- */

static void chunks_may_have_any_size(void **state)
{
    static const uint32_t chunks[] = {1, 2, 3, 5, 7, 31, 33, 1021, 2500, 4000};

    (void)state;
    for (uint32_t s = 0; s < SHAPE_COUNT; s++) {
        for (uint32_t i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++) {
            given_device(&shapes[s]);
            given_client(GIVEN_NEW);
            if (chunks[i] >= 7 || s == 0) {
                assert_int_equal(ask_first(&c, HEAD_LEN), HEAD_LEN);
                c.off = HEAD_LEN;
                c.chunk = chunks[i];
                upload_all(&c);
                must_boot(GIVEN_NEW);
            }
        }
    }
}

static void images_may_end_anywhere_in_a_sector(void **state)
{
    (void)state;
    for (uint32_t s = 0; s < SHAPE_COUNT; s++) {
        for (int32_t by = -34; by <= 34; by++) {
            if (by > 5 && by < 31) {
                continue;
            }
            given_device(&shapes[s]);
            given_make(&image, (uint32_t)(4 * (int32_t)DOCK_SECTOR + by), 7);
            client_open(&c, image.bytes, image.len);
            c.chunk = 3000;
            upload_all(&c);
            assert_true(dock_boot(given_dock()));
            if (!dock_holds(given_dock(), 0, SLOT_PRIMARY, image.bytes,
                            image.len)) {
                fail_msg("%s: %u bytes", shapes[s].name, image.len);
            }
        }
    }
}

static void short_images_are_taken(void **state)
{
    (void)state;
    for (uint32_t s = 0; s < SHAPE_COUNT; s++) {
        for (uint32_t len = 256; len < 264; len++) {
            given_device(&shapes[s]);
            given_make(&image, len, 7);
            client_open(&c, image.bytes, image.len);
            upload_all(&c);
            assert_true(dock_boot(given_dock()));
            assert_true(dock_holds(given_dock(), 0, SLOT_PRIMARY, image.bytes,
                                   image.len));
        }
    }
}

/* ---- 46 ---- */

static void wrong_sha_is_found_and_never_boots(void **state)
{
    (void)state;
    for (uint32_t s = 0; s < SHAPE_COUNT; s++) {
        given_device(&shapes[s]);
        given_client(GIVEN_NEW);
        c.sha[s] ^= 0x80;
        assert_int_equal(client_run(&c, given_dock()), CLIENT_REFUSED);
        assert_int_equal(c.rc, RC_CORRUPT);
        must(dock_alive(given_dock()));
        if (shapes[s].direct) {
            assert_false(dock_boot(given_dock()));
        } else {
            must_boot(GIVEN_OLD);
            assert_false(given_dock()->result.updated);
        }
    }
}

static void byte_that_turned_in_flash_is_found(void **state)
{
    (void)state;
    for (uint32_t at = 0; at < 2; at++) {
        uint32_t addr;

        given_device(NULL);
        given_client(GIVEN_NEW);
        addr = given_dock()->config.slot[0][SLOT_SECONDARY].addr;
        while (c.off < 3 * DOCK_SECTOR) {
            assert_int_equal(client_step(&c, given_dock()), CLIENT_GOES_ON);
        }
        given_dock()->data[addr + (at == 0 ? 100 : DOCK_SECTOR + 5)] ^= 1;
        assert_int_equal(client_run(&c, given_dock()), CLIENT_REFUSED);
        assert_int_equal(c.rc, RC_CORRUPT);
        must_boot(GIVEN_OLD);
    }
}

/* Records of a journal would be records of a swap. */
static void nothing_of_the_journal_is_left_in_the_trailer(void **state)
{
    static const struct dock_shape direct = {.name = "direct", .direct = true};
    const uint8_t *end;

    (void)state;
    given_device(&direct);
    given_client(GIVEN_NEW);
    upload_all(&c);
    end =
        given_dock()->data + given_dock()->config.slot[0][SLOT_SECONDARY].addr;
    assert_true(bytes_are(end - DOCK_SECTOR, 0xff, DOCK_SECTOR));
    given_client(GIVEN_OTHER);
    given_device(NULL);
    c.image = 2; /* staged, and not asked for */
    upload_all(&c);
    end += DOCK_SLOT;
    assert_true(bytes_are(end - DOCK_SECTOR, 0xff, DOCK_SECTOR));
}

static void match_is_told_to_clients_of_version_2(void **state)
{
    (void)state;
    c.is_v2 = true;
    upload_all(&c);
    assert_true(c.match);
    must_boot(GIVEN_NEW);
    given_device(NULL);
    given_client(GIVEN_NEW);
    c.is_v2 = true;
    c.has_sha = false; /* nothing was compared */
    upload_all(&c);
    assert_false(c.match);
    must_boot(GIVEN_NEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(first_packet_needs_a_length, setup),
        cmocka_unit_test_setup(length_must_fit_the_slot, setup),
        cmocka_unit_test_setup(shortest_file_is_never_an_image, setup),
        cmocka_unit_test_setup(longest_image_fits_and_boots, setup),
        cmocka_unit_test_setup(first_chunk_must_be_of_a_right_size, setup),
        cmocka_unit_test_setup(wrong_headers_are_refused_at_once, setup),
        cmocka_unit_test_setup(wrong_tlvs_are_refused_at_the_end, setup),
        cmocka_unit_test_setup(bad_hash_is_refused_at_the_end, setup),
        cmocka_unit_test_setup(lower_version_is_refused_where_it_counts, setup),
        cmocka_unit_test_setup(upgrade_alone_takes_only_higher_versions, setup),
        cmocka_unit_test_setup(direct_upload_is_denied_where_versions_count,
                               setup),
        cmocka_unit_test_setup(unknown_image_numbers_are_refused, setup),
        cmocka_unit_test_setup(image_number_chooses_the_slot, setup),
        cmocka_unit_test_setup(explicit_secondary_is_not_asked_for, setup),
        cmocka_unit_test_setup(image_number_of_later_packets_is_ignored, setup),
        cmocka_unit_test_setup(offset_without_a_first_packet_leads_to_0, setup),
        cmocka_unit_test_setup(other_offsets_lead_back, setup),
        cmocka_unit_test_setup(chunk_without_bytes_is_no_progress, setup),
        cmocka_unit_test_setup(
            chunk_past_the_end_is_refused_and_the_upload_goes_on, setup),
        cmocka_unit_test_setup(chunks_may_have_any_size, setup),
        cmocka_unit_test_setup(images_may_end_anywhere_in_a_sector, setup),
        cmocka_unit_test_setup(short_images_are_taken, setup),
        cmocka_unit_test_setup(wrong_sha_is_found_and_never_boots, setup),
        cmocka_unit_test_setup(byte_that_turned_in_flash_is_found, setup),
        cmocka_unit_test_setup(nothing_of_the_journal_is_left_in_the_trailer,
                               setup),
        cmocka_unit_test_setup(match_is_told_to_clients_of_version_2, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
