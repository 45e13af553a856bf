/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slot trailer: sizes, offsets and bytes as SPEC, Slot trailer gives them,
 * the worked bytes of which imgtool and MCUboot wrote; every field erased, set
 * and torn; flash of every write length, encrypted flash too.
 */
#include "core/trailer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/device.h"
#include "tests/unit/hex.h"

#define SECTOR_LEN 1024u
#define SLOT_ADDR  1024u
#define SLOT_LEN   0x4000u

static struct device device;

/* A slot of SLOT_LEN, or all of the device's other bytes in espressif(). */
static struct trailer open_slot(uint32_t write_len, uint8_t align,
                                uint32_t sector_max)
{
    device_open_uniform(&device, SECTOR_LEN, 20, write_len);
    return (struct trailer){
        .area = device_region(&device.flash, SLOT_ADDR, SLOT_LEN),
        .align = align,
        .record_count = sector_max * TRAILER_RECORDS_PER_SECTOR,
    };
}

/* The bytes of the slot that end at its end. */
static uint8_t *tail(uint32_t len)
{
    return device.data + SLOT_ADDR + SLOT_LEN - len;
}

static void expect_tail(const char *text)
{
    struct hex want = hex_read(text);

    assert_memory_equal(tail((uint32_t)want.len), want.bytes, want.len);
}

static struct trailer_state read_state(const struct trailer *t)
{
    struct trailer_state s;

    assert_int_equal(trailer_read(t, &s), OK);
    return s;
}

static uint8_t align_of(uint32_t write_len)
{
    return write_len < 8 ? 8 : (uint8_t)write_len;
}

#define MAGIC_8  "77c295f360d2ef7f3552500f2cb67980"
#define MAGIC_16 "10002de15d29410b8d77679c110f1f8a"
#define MAGIC_32 "20002de15d29410b8d77679c110f1f8a"
#define FF4      "ffffffff"
#define FF8      FF4 FF4
#define FF16     FF8 FF8

/* ---- sizes ---- */

/* Sizes seen in MCUboot: N = 128, K = 3; T and the 3 records of scratch */
static void trailers_have_the_sizes_of_mcuboot(void **state)
{
    static const struct {
        uint8_t align;
        uint32_t write_len;
        uint32_t slot;
        uint32_t scratch;
    } rows[] = {{8, 1, 0x1b0, 51},   {8, 2, 0x330, 54},
                {8, 4, 0x630, 60},   {8, 8, 0xc30, 72},
                {16, 4, 0x650, 92},  {16, 16, 0x1850, 128},
                {32, 4, 0x6a0, 172}, {32, 32, 0x30a0, 256}};

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct trailer t = open_slot(rows[i].write_len, rows[i].align, 128);

        assert_int_equal(trailer_off(&t), SLOT_LEN - rows[i].slot);
        t.record_count = TRAILER_SCRATCH_RECORDS;
        assert_int_equal(trailer_off(&t), SLOT_LEN - rows[i].scratch);
    }
}

/* SPEC, Slot trailer: slots of 1 MiB, N = 512, sectors of 4 KiB */
static void espressif_trailers_start_where_mcuboots_do(void **state)
{
    static const struct {
        uint32_t write_len;
        uint8_t align;
        uint32_t off;
        uint32_t sector;
    } rows[] = {{4, 8, 0xfe7d0, 0xfe000}, {32, 32, 0xf3f60, 0xf3000}};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct nor_geometry g = {.run = {{4096, 256}},
                                       .run_count = 1,
                                       .write_len = rows[i].write_len,
                                       .page_len = 256};
        struct flash flash = {.len = 0};
        struct trailer t = {.align = rows[i].align, .record_count = 3 * 512};
        struct region_sector first;

        assert_int_equal(nor_open(&flash, &g, NULL), OK);
        t.area = device_region(&flash, 0, 0x100000);
        assert_int_equal(trailer_off(&t), rows[i].off);
        assert_int_equal(trailer_first_sector(&t, &first), OK);
        assert_int_equal(first.off, rows[i].sector);
    }
}

static void fields_start_at_swap_size(void **state)
{
    static const uint32_t offs[][2] = {{8, 48}, {16, 80}, {32, 160}};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct trailer t = open_slot(4, (uint8_t)offs[i][0], 16);

        assert_int_equal(trailer_fields_off(&t), SLOT_LEN - offs[i][1]);
    }
}

static void area_that_is_all_trailer_has_none(void **state)
{
    struct trailer t = open_slot(32, 32, 128);
    struct trailer_state s;
    struct region_sector first;

    (void)state;
    t.area.len = 0x3000; /* less than T = 0x30a0 */
    assert_int_equal(trailer_off(&t), t.area.len);
    assert_int_equal(trailer_first_sector(&t, &first), REGION_E_RANGE);
    assert_int_equal(trailer_read(&t, &s), REGION_E_RANGE);
    assert_int_equal(trailer_erase(&t), REGION_E_RANGE);
}

/* ---- worked bytes ---- */

/* imgtool sign --pad --confirm --align 4 */
static void confirmed_trailer_of_align_8_has_the_bytes_of_imgtool(void **state)
{
    struct trailer t = open_slot(4, 8, 128);

    (void)state;
    assert_int_equal(trailer_put_flag(&t, TRAILER_IMAGE_OK), OK);
    assert_int_equal(trailer_put_magic(&t), OK);
    expect_tail(FF16 FF8 "01ffffffffffffff" MAGIC_8);
}

/* imgtool sign --pad --confirm --align 32 --max-align 32 */
static void confirmed_trailer_of_align_32_has_the_bytes_of_imgtool(void **state)
{
    struct trailer t = open_slot(32, 32, 128);

    (void)state;
    assert_int_equal(trailer_put_flag(&t, TRAILER_IMAGE_OK), OK);
    assert_int_equal(trailer_put_magic(&t), OK);
    expect_tail(FF16 FF16 "01ffffff" FF4 FF8 FF16 FF16 MAGIC_32);
}

static void trailer_of_align_16_has_its_own_magic_and_places(void **state)
{
    struct trailer t = open_slot(16, 16, 128);

    (void)state;
    assert_int_equal(trailer_put_flag(&t, TRAILER_COPY_DONE), OK);
    assert_int_equal(trailer_put_magic(&t), OK);
    expect_tail("01ffffff" FF4 FF8 FF16 MAGIC_16);
}

/* What a test swap of three regions by MCUboot left */
static void completed_test_swap_has_the_bytes_of_mcuboot(void **state)
{
    struct trailer t = open_slot(4, 8, 8);

    (void)state;
    for (uint32_t r = 0; r < 9; r++) {
        assert_int_equal(trailer_put_record(&t, r, (uint8_t)(r % 3 + 1)), OK);
    }
    assert_int_equal(trailer_put_info(&t, SWAP_TEST, 0), OK);
    assert_int_equal(trailer_put_swap_len(&t, 0xa0c), OK);
    assert_int_equal(trailer_put_magic(&t), OK);
    assert_int_equal(trailer_put_flag(&t, TRAILER_COPY_DONE), OK);
    expect_tail("01ffffff02ffffff03ffffff"
                "01ffffff02ffffff03ffffff"
                "01ffffff02ffffff03ffffff" FF16 FF16 FF16 FF8 FF4 "0c0a0000" FF4
                "02ffffffffffffff"
                "01ffffffffffffff" FF8 MAGIC_8);
    assert_true(bytes_are(device.data, 0xff, SLOT_ADDR + SLOT_LEN - 0x90));
    assert_null(device.flash.violation);
}

/* SPEC, Application side: W = 32, A = 32 */
static void pending_request_of_align_32_has_the_bytes_of_mcuboot(void **state)
{
    struct trailer t = open_slot(32, 32, 8);

    (void)state;
    assert_int_equal(trailer_put_info(&t, SWAP_TEST, 0), OK);
    assert_int_equal(trailer_put_magic(&t), OK);
    expect_tail("02ffffff" FF4 FF8 FF16 FF16 FF16 FF16 FF16 FF16 MAGIC_32);
}

static void swap_info_holds_the_image_in_its_high_nibble(void **state)
{
    struct trailer t = open_slot(4, 8, 8);

    (void)state;
    assert_int_equal(trailer_put_info(&t, SWAP_TEST, 1), OK);
    assert_int_equal(*tail(40), 0x12);
}

/* ---- every field in every state, for every write length ---- */

static void put_all(const struct trailer *t)
{
    assert_int_equal(trailer_put_info(t, SWAP_PERM, 3), OK);
    assert_int_equal(trailer_put_flag(t, TRAILER_IMAGE_OK), OK);
    assert_int_equal(trailer_put_swap_len(t, 0x12345678), OK);
    assert_int_equal(trailer_put_magic(t), OK);
    assert_int_equal(trailer_put_flag(t, TRAILER_COPY_DONE), OK);
}

static bool has_info(const struct trailer *t)
{
    bool has;

    assert_int_equal(trailer_has_info(t, &has), OK);
    return has;
}

static void expect_unset(const struct trailer_state *s)
{
    assert_int_equal(s->magic, MARK_UNSET);
    assert_int_equal(s->image_ok, MARK_UNSET);
    assert_int_equal(s->copy_done, MARK_UNSET);
    assert_int_equal(s->type, SWAP_NONE);
    assert_int_equal(s->image, 0);
    assert_int_equal(s->swap_len, 0xffffffff);
}

static void expect_all(const struct trailer_state *s)
{
    assert_int_equal(s->magic, MARK_SET);
    assert_int_equal(s->image_ok, MARK_SET);
    assert_int_equal(s->copy_done, MARK_SET);
    assert_int_equal(s->type, SWAP_PERM);
    assert_int_equal(s->image, 3);
    assert_int_equal(s->swap_len, 0x12345678);
}

static void fields_read_back_as_written_for_every_write_length(void **state)
{
    (void)state;
    for (uint32_t w = 1; w <= 32; w *= 2) {
        for (uint32_t a = align_of(w); a <= 32; a *= 2) {
            struct trailer t = open_slot(w, (uint8_t)a, 8);
            struct trailer_state s = read_state(&t);

            expect_unset(&s);
            assert_false(has_info(&t));
            put_all(&t);
            s = read_state(&t);
            expect_all(&s);
            assert_true(has_info(&t));
            assert_null(device.flash.violation);
        }
    }
}

static void encrypted_trailer_reads_as_unset_until_it_is_written(void **state)
{
    (void)state;
    for (uint32_t w = 1; w <= 32; w *= 2) {
        const struct nor_geometry g = {.run = {{SECTOR_LEN, 20}},
                                       .run_count = 1,
                                       .write_len = w,
                                       .page_len = 256};
        struct trailer t = open_slot(w, align_of(w), 8);
        struct trailer_state s;
        uint32_t count;

        device_open(&device, &g, true);
        s = read_state(&t);
        expect_unset(&s);
        assert_int_equal(trailer_record_last(&t, 24, &count), OK);
        assert_int_equal(count, 0);
        put_all(&t);
        assert_int_equal(trailer_put_record(&t, 5, 3), OK);
        s = read_state(&t);
        expect_all(&s);
        assert_int_equal(trailer_record_last(&t, 24, &count), OK);
        assert_int_equal(count, 6);
        assert_null(device.flash.violation);
    }
}

/* As imgtool's padding reads: 0xff written through encryption. */
static void written_ones_read_as_unset_on_encrypted_flash(void **state)
{
    const struct nor_geometry g = {.run = {{SECTOR_LEN, 20}},
                                   .run_count = 1,
                                   .write_len = 32,
                                   .page_len = 256};
    struct trailer t = open_slot(32, 32, 8);
    uint8_t ones[256];
    struct trailer_state s;

    (void)state;
    device_open(&device, &g, true);
    memset(ones, 0xff, sizeof(ones));
    assert_int_equal(region_write(&t.area, SLOT_LEN - 256, ones, 256), OK);
    s = read_state(&t);
    assert_true(has_info(&t));
    expect_unset(&s);
}

/* A torn write of an encrypted unit decrypts to anything. */
static void torn_encrypted_flag_that_begins_with_0xff_is_bad(void **state)
{
    const struct nor_geometry g = {.run = {{SECTOR_LEN, 20}},
                                   .run_count = 1,
                                   .write_len = 32,
                                   .page_len = 256};
    struct trailer t = open_slot(32, 32, 8);
    uint8_t noise[64];
    struct trailer_state s;

    (void)state;
    device_open(&device, &g, true);
    memset(noise, 0x5a, sizeof(noise));
    noise[0] = 0xff;
    noise[32] = 0xff;
    assert_int_equal(region_write(&t.area, SLOT_LEN - 96, noise, 64), OK);
    s = read_state(&t);
    assert_int_equal(s.image_ok, MARK_BAD);
    assert_int_equal(s.copy_done, MARK_BAD);
}

static void flag_of_any_other_value_is_bad(void **state)
{
    struct trailer t = open_slot(4, 8, 8);

    (void)state;
    for (uint32_t byte = 0; byte <= 0xff; byte++) {
        enum trailer_mark want = byte == 1      ? MARK_SET
                                 : byte == 0xff ? MARK_UNSET
                                                : MARK_BAD;
        struct trailer_state s;

        *tail(24) = (uint8_t)byte;
        *tail(32) = 1;
        s = read_state(&t);
        assert_int_equal(s.image_ok, want);
        assert_int_equal(s.copy_done, MARK_SET);
        *tail(24) = 1;
        *tail(32) = (uint8_t)byte;
        s = read_state(&t);
        assert_int_equal(s.image_ok, MARK_SET);
        assert_int_equal(s.copy_done, want);
    }
}

static void magic_with_any_bit_wrong_is_bad(void **state)
{
    (void)state;
    for (uint32_t align = 8; align <= 32; align *= 2) {
        struct trailer t = open_slot(8, (uint8_t)align, 8);

        assert_int_equal(trailer_put_magic(&t), OK);
        for (uint32_t bit = 0; bit < 128; bit++) {
            struct trailer_state s;

            tail(16)[bit / 8] ^= (uint8_t)(1u << bit % 8);
            s = read_state(&t);
            assert_int_equal(s.magic, MARK_BAD);
            tail(16)[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        assert_int_equal(read_state(&t).magic, MARK_SET);
    }
}

static void magic_of_another_alignment_is_bad(void **state)
{
    static const char *const magics[] = {MAGIC_8, MAGIC_16, MAGIC_32};

    (void)state;
    for (size_t a = 0; a < 3; a++) {
        for (size_t m = 0; m < 3; m++) {
            struct trailer t = open_slot(8, (uint8_t)(8u << a), 8);
            struct hex magic = hex_read(magics[m]);

            memcpy(tail(16), magic.bytes, 16);
            assert_int_equal(read_state(&t).magic,
                             a == m ? MARK_SET : MARK_BAD);
        }
    }
}

static void torn_magic_of_each_length_is_bad_or_unset(void **state)
{
    struct hex magic = hex_read(MAGIC_8);
    struct trailer t = open_slot(1, 8, 8);

    (void)state;
    for (uint32_t len = 0; len < 16; len++) {
        memset(tail(16), 0xff, 16);
        memcpy(tail(16), magic.bytes, len);
        assert_int_equal(read_state(&t).magic,
                         len == 0 ? MARK_UNSET : MARK_BAD);
    }
}

/* SPEC, Slot trailer: erased, or low nibble above 4: none of image 0 */
static void swap_info_of_each_value_decodes_as_the_table_says(void **state)
{
    struct trailer t = open_slot(4, 8, 8);

    (void)state;
    for (uint32_t byte = 0; byte <= 0xff; byte++) {
        uint32_t low = byte & 0xf;
        bool is_type = low >= 2 && low <= 4;
        struct trailer_state s;

        *tail(40) = (uint8_t)byte;
        s = read_state(&t);
        assert_int_equal(s.type, is_type ? low : SWAP_NONE);
        assert_int_equal(s.image, is_type ? byte >> 4 : 0);
        assert_int_equal(has_info(&t), byte != 0xff);
    }
}

/* ---- records ---- */

static void last_record_is_found_whatever_lies_below_it(void **state)
{
    static const uint32_t write_lens[] = {1, 4, 32};
    uint32_t count;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        uint32_t w = write_lens[i];

        for (uint32_t last = 0; last < 384; last += 1 + last / 40) {
            struct trailer t = open_slot(w, align_of(w), 128);

            if (last > 10) {
                assert_int_equal(trailer_put_record(&t, last / 3, 1), OK);
            }
            assert_int_equal(trailer_put_record(&t, last, 2), OK);
            assert_int_equal(trailer_record_last(&t, 384, &count), OK);
            assert_int_equal(count, last + 1);
            assert_int_equal(trailer_record_last(&t, 0xffffffff, &count), OK);
            assert_int_equal(count, last + 1);
        }
    }
}

static void records_beyond_the_limit_are_not_seen(void **state)
{
    struct trailer t = open_slot(4, 8, 128);
    uint32_t count;

    (void)state;
    assert_int_equal(trailer_put_record(&t, 3, 1), OK);
    assert_int_equal(trailer_put_record(&t, 9, 1), OK);
    assert_int_equal(trailer_record_last(&t, 10, &count), OK);
    assert_int_equal(count, 10);
    assert_int_equal(trailer_record_last(&t, 9, &count), OK);
    assert_int_equal(count, 4);
    assert_int_equal(trailer_record_last(&t, 3, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(trailer_record_last(&t, 0, &count), OK);
    assert_int_equal(count, 0);
}

/* What lies next to the records is no record. */
static void only_the_status_area_holds_records(void **state)
{
    struct trailer t = open_slot(4, 8, 8);
    uint32_t count;

    (void)state;
    device_write_pattern(&t.area, 0, SLOT_LEN - 0x90, 1);
    put_all(&t);
    assert_int_equal(trailer_record_last(&t, 24, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(trailer_put_record(&t, 24, 1), REGION_E_RANGE);
    assert_int_equal(trailer_put_record(&t, 23, 1), OK);
    assert_int_equal(trailer_record_last(&t, 24, &count), OK);
    assert_int_equal(count, 24);
}

/* A torn record of any value counts: its copy was read back before. */
static void record_of_any_value_is_present(void **state)
{
    struct trailer t = open_slot(4, 8, 8);
    uint32_t count;

    (void)state;
    for (uint32_t byte = 0; byte < 0xff; byte++) {
        *tail(0x90 - 8) = (uint8_t)byte;
        assert_int_equal(trailer_record_last(&t, 24, &count), OK);
        assert_int_equal(count, 3);
    }
}

/* ---- erasing ---- */

static void erase_takes_the_trailers_sectors_and_no_other(void **state)
{
    struct trailer t = open_slot(32, 32, 40); /* T = 4000: 4 sectors */

    (void)state;
    memset(device.data, 0, sizeof(device.data));
    assert_int_equal(trailer_erase(&t), OK);
    assert_true(bytes_are(tail(4096), 0xff, 4096));
    assert_true(bytes_are(device.data, 0, SLOT_ADDR + SLOT_LEN - 4096));
    assert_int_equal(device.data[SLOT_ADDR + SLOT_LEN], 0);
}

static void erase_takes_the_magic_first(void **state)
{
    struct trailer t = open_slot(32, 32, 40);
    static jmp_buf power;

    (void)state;
    memset(device.data, 0, sizeof(device.data));
    device.flash.power = &power;
    nor_cut_arm(&device.flash, 1, NOR_CUT_BEFORE, 0);
    if (setjmp(power) == 0) {
        (void)(trailer_erase(&t) == OK);
        fail();
    }
    assert_true(bytes_are(tail(1024), 0xff, 1024));
    assert_true(bytes_are(device.data, 0, SLOT_ADDR + SLOT_LEN - 1024));
}

static void erased_trailer_costs_no_erase(void **state)
{
    struct trailer t = open_slot(4, 8, 8);

    (void)state;
    assert_int_equal(trailer_erase(&t), OK);
    assert_int_equal(device.flash.op_count, 0);
}

static void failing_flash_is_reported_by_every_field(void **state)
{
    static const uint32_t ends[] = {16, 24, 32, 40, 48};
    struct trailer t = open_slot(4, 8, 8);
    struct trailer_state s;

    (void)state;
    put_all(&t);
    for (size_t i = 0; i < 5; i++) {
        device.flash.bad_addr = SLOT_ADDR + SLOT_LEN - ends[i];
        device.flash.bad_len = 1;
        assert_int_equal(trailer_read(&t, &s), FLASH_E_IO);
    }
}

/* ---- what two trailers ask for ---- */

static enum swap_type by_table(enum trailer_mark pri_magic,
                               enum trailer_mark sec_magic,
                               enum trailer_mark pri_ok,
                               enum trailer_mark sec_ok,
                               enum trailer_mark pri_done)
{
    if (sec_magic == MARK_SET && sec_ok == MARK_UNSET) {
        return SWAP_TEST;
    }
    if (sec_magic == MARK_SET && sec_ok == MARK_SET) {
        return SWAP_PERM;
    }
    /* SPEC: a torn copy_done counts as set, unlike in MCUboot */
    if (pri_magic == MARK_SET && pri_ok == MARK_UNSET &&
        (pri_done == MARK_SET || pri_done == MARK_BAD)) {
        return SWAP_REVERT;
    }
    return SWAP_NONE;
}

/* 3^5 states of the marks, and both ends of what is not looked at. */
static void swap_type_follows_the_table_in_every_state(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3 * 3 * 3 * 3 * 3 * 3; i++) {
        const enum trailer_mark m[6] = {(enum trailer_mark)(i % 3 + 1),
                                        (enum trailer_mark)(i / 3 % 3 + 1),
                                        (enum trailer_mark)(i / 9 % 3 + 1),
                                        (enum trailer_mark)(i / 27 % 3 + 1),
                                        (enum trailer_mark)(i / 81 % 3 + 1),
                                        (enum trailer_mark)(i / 243 + 1)};
        struct trailer_state primary = {
            .magic = m[0], .image_ok = m[2], .copy_done = m[4]};
        struct trailer_state secondary = {
            .magic = m[1], .image_ok = m[3], .copy_done = m[5]};

        primary.type = SWAP_REVERT;
        secondary.type = SWAP_PERM;
        assert_int_equal(trailer_swap_type(&primary, &secondary),
                         by_table(m[0], m[1], m[2], m[3], m[4]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trailers_have_the_sizes_of_mcuboot),
        cmocka_unit_test(espressif_trailers_start_where_mcuboots_do),
        cmocka_unit_test(fields_start_at_swap_size),
        cmocka_unit_test(area_that_is_all_trailer_has_none),
        cmocka_unit_test(confirmed_trailer_of_align_8_has_the_bytes_of_imgtool),
        cmocka_unit_test(
            confirmed_trailer_of_align_32_has_the_bytes_of_imgtool),
        cmocka_unit_test(trailer_of_align_16_has_its_own_magic_and_places),
        cmocka_unit_test(completed_test_swap_has_the_bytes_of_mcuboot),
        cmocka_unit_test(pending_request_of_align_32_has_the_bytes_of_mcuboot),
        cmocka_unit_test(swap_info_holds_the_image_in_its_high_nibble),
        cmocka_unit_test(fields_read_back_as_written_for_every_write_length),
        cmocka_unit_test(encrypted_trailer_reads_as_unset_until_it_is_written),
        cmocka_unit_test(written_ones_read_as_unset_on_encrypted_flash),
        cmocka_unit_test(torn_encrypted_flag_that_begins_with_0xff_is_bad),
        cmocka_unit_test(flag_of_any_other_value_is_bad),
        cmocka_unit_test(magic_with_any_bit_wrong_is_bad),
        cmocka_unit_test(magic_of_another_alignment_is_bad),
        cmocka_unit_test(torn_magic_of_each_length_is_bad_or_unset),
        cmocka_unit_test(swap_info_of_each_value_decodes_as_the_table_says),
        cmocka_unit_test(last_record_is_found_whatever_lies_below_it),
        cmocka_unit_test(records_beyond_the_limit_are_not_seen),
        cmocka_unit_test(only_the_status_area_holds_records),
        cmocka_unit_test(record_of_any_value_is_present),
        cmocka_unit_test(erase_takes_the_trailers_sectors_and_no_other),
        cmocka_unit_test(erase_takes_the_magic_first),
        cmocka_unit_test(erased_trailer_costs_no_erase),
        cmocka_unit_test(failing_flash_is_reported_by_every_field),
        cmocka_unit_test(swap_type_follows_the_table_in_every_state),
    };

    return cmocka_run_group_tests_name("trailer", tests, NULL, NULL);
}
