/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regions at their limits, one beyond, and the room that trailers leave. The
 * lengths of trailers and the largest images are those of SPEC, Slot trailer
 * and Largest image.
 */
#include "host/conf/conf_area.h"

#include <stdio.h>

#include "core/update.h"
#include "port/sim/nor.h"
#include "tests/unit/conf_fixture.h"

#define ESP32 CONF_TARGET_ESP32
#define C3    CONF_TARGET_ESP32C3

#define MIB_SLOTS                                                              \
    "CONFIG_ESP_APPLICATION_SIZE=0x100000\n"                                   \
    "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x10000\n"                        \
    "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x110000\n"                     \
    "CONFIG_ESP_SCRATCH_OFFSET=0x210000\nCONFIG_ESP_SCRATCH_SIZE=0x40000\n"
#define ENCRYPTED                                                              \
    "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"                                      \
    "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n"
#define MOVE      "CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n"
#define OVERWRITE "CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n"

static const struct {
    const char *text;
    uint32_t trailer_len;
    uint32_t trailer_off;
    uint32_t image_max;
} rooms[] = {
    {MIB_SLOTS, 0x1830, 0xfe7d0, 0xfe7d0},
    {MIB_SLOTS ENCRYPTED, 0xc0a0, 0xf3f60, 0xf3f00},
    /* move: trailer up to whole sectors, one spare sector below it */
    {MIB_SLOTS MOVE, 0x1830, 0xfe7d0, 0xfd000},
    {MIB_SLOTS ENCRYPTED MOVE, 0xc0a0, 0xf3f60, 0xf2000},
    /* overwrite: up to swap_info, S - 40 and S - 128 */
    {MIB_SLOTS OVERWRITE, 0x1830, 0xfe7d0, 0xfffd8},
    {MIB_SLOTS ENCRYPTED OVERWRITE, 0xc0a0, 0xf3f60, 0xfff80},
    /* N = 128: 1584 bytes, 0x630 */
    {MIB_SLOTS MOVE "CONFIG_ESP_MAX_IMG_SECTORS=256\n", 256 * 12 + 48,
     0x100000 - 256 * 12 - 48, 0xfe000},
};

static void trailers_and_largest_images_are_those_of_the_spec(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
        struct reading r;
        struct conf_room room;

        reading_open(&r, C3, rooms[i].text);
        assert_true(r.accepted);
        conf_area_room(&r.conf, &room);
        assert_int_equal(room.trailer_len, rooms[i].trailer_len);
        assert_int_equal(room.trailer_off, rooms[i].trailer_off);
        assert_int_equal(room.image_max, rooms[i].image_max);
        reading_close(&r);
    }
}

/* Other lines first, then one key with an address, size or number. */
static bool accepts(const char *lines, const char *key, uint32_t value)
{
    char text[512];
    struct reading r;
    bool accepted = false;

    (void)snprintf(text, sizeof(text), "%s%s=0x%x\n", lines, key,
                   (unsigned)value);
    reading_open(&r, C3, text);
    accepted = r.accepted;
    reading_close(&r);
    return accepted;
}

/* Default C3: bootloader to 0xF000, slots from 0x20000, flash to 0x400000. */
static void regions_may_touch_but_not_overlap(void **state)
{
    static const char *const primary =
        "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS";
    static const char *const secondary =
        "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS";
    static const char *const scratch = "CONFIG_ESP_SCRATCH_OFFSET";

    (void)state;
    assert_true(accepts("", primary, 0xf000));
    assert_false(accepts("", primary, 0xe000));
    assert_true(accepts("", secondary, 0x1e0000));
    assert_false(accepts("", secondary, 0x1df000));
    assert_true(
        accepts("", secondary, 0x220000)); /* ends where scratch starts */
    assert_false(accepts("", secondary, 0x221000));
    assert_true(accepts("", scratch, 0x3a0000));
    assert_false(accepts("", scratch, 0x39f000));
}

static void the_last_sector_of_the_flash_can_be_used_and_no_more(void **state)
{
    static const char *const scratch = "CONFIG_ESP_SCRATCH_OFFSET";

    (void)state;
    assert_true(accepts("", scratch, 0x400000 - 0x1f000));
    assert_false(accepts("", scratch, 0x400000 - 0x1e000));
    assert_false(accepts("", scratch, 0x7fff000));
}

static void scratch_takes_no_room_when_it_is_not_used(void **state)
{
    (void)state;
    expect_accepted(C3, MOVE "CONFIG_ESP_SCRATCH_OFFSET=0x20000\n");
    expect_accepted(C3, OVERWRITE "CONFIG_ESP_SCRATCH_OFFSET=0x20000\n");
}

static void slots_may_have_as_many_sectors_as_the_trailer_knows(void **state)
{
    static const char *const sectors = "CONFIG_ESP_MAX_IMG_SECTORS";

    (void)state;
    assert_true(accepts(MIB_SLOTS, sectors, 256));
    assert_false(accepts(MIB_SLOTS, sectors, 255));
    assert_true(accepts(MIB_SLOTS, sectors, 2048));
}

/* N = 512: 6192 bytes of trailer; 12448 need 4 sectors, 1584 bytes one. */
static void the_smallest_slot_is_just_larger_than_its_trailer(void **state)
{
    static const char *const slot = "CONFIG_ESP_APPLICATION_SIZE";

    (void)state;
    assert_true(accepts("", slot, 0x2000));
    assert_false(accepts("", slot, 0x1000));
    assert_true(accepts(MOVE, slot, 0x4000)); /* 2 trailer, 1 spare, 1 image */
    assert_false(accepts(MOVE, slot, 0x3000));
}

static const struct problem_case problems[] = {
    {C3,
     MIB_SLOTS "CONFIG_ESP_MAX_IMG_SECTORS=337\n"
               "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n",
     CONF_ERROR, 7,
     "CONFIG_ESP_DOWNGRADE_PREVENTION=y would refuse every update on trial: "
     "with CONFIG_ESP_MAX_IMG_SECTORS=337 the slot trailer of 4092 bytes "
     "leaves no room for the note below it, so choose another number"},
    {C3, "\nCONFIG_ESP_SCRATCH_OFFSET=0x3F0000\n", CONF_ERROR, 2,
     "CONFIG_ESP_SCRATCH_OFFSET=0x3F0000 with CONFIG_ESP_SCRATCH_SIZE=0x1F000 "
     "ends at 0x40F000, beyond the flash of CONFIG_ESP_FLASH_SIZE=4MB "
     "(0x400000): lower the address or the size, or correct the flash size"},
    {C3, "CONFIG_ESP_SCRATCH_OFFSET=0x39F000\n", CONF_ERROR, 1,
     "the image 0 secondary region "
     "(CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x1E0000, "
     "CONFIG_ESP_APPLICATION_SIZE=0x1C0000) reaches to 0x3A0000 and overlaps "
     "the scratch region (CONFIG_ESP_SCRATCH_OFFSET=0x39F000): let it start "
     "at 0x3A0000 or above"},
    {C3, "CONFIG_ESP_BOOTLOADER_SIZE=0x21000\n", CONF_ERROR, 0,
     "the bootloader region (CONFIG_ESP_BOOTLOADER_OFFSET=0x0, "
     "CONFIG_ESP_BOOTLOADER_SIZE=0x21000) reaches to 0x21000 and overlaps the "
     "image 0 primary region "
     "(CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x20000): let it start at "
     "0x21000 or above"},
    {ESP32, "CONFIG_ESP_BOOTLOADER_OFFSET=0x0\n", CONF_ERROR, 1,
     "CONFIG_ESP_BOOTLOADER_OFFSET=0x0 is not where the ROM of esp32 looks: "
     "write 0x1000"},
    {C3, "CONFIG_ESP_BOOTLOADER_OFFSET=0x1000\n", CONF_ERROR, 1,
     "CONFIG_ESP_BOOTLOADER_OFFSET=0x1000 is not where the ROM of esp32c3 "
     "looks: write 0x0"},
    {C3, "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x18000\n", CONF_WARNING, 1,
     "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x18000 is not a multiple of "
     "0x10000, the pages in which the chip maps an application: better "
     "0x10000 or 0x20000"},
    {C3, MIB_SLOTS "CONFIG_ESP_MAX_IMG_SECTORS=255\n", CONF_ERROR, 1,
     "CONFIG_ESP_APPLICATION_SIZE=0x100000 has 256 sectors of 4096 bytes, "
     "more than CONFIG_ESP_MAX_IMG_SECTORS=255: lower the size to 0xFF000 or "
     "raise the number"},
    {C3, "CONFIG_ESP_APPLICATION_SIZE=0x1000\n", CONF_ERROR, 1,
     "CONFIG_ESP_APPLICATION_SIZE=0x1000 leaves no room for an image: the "
     "slot trailer of CONFIG_ESP_MAX_IMG_SECTORS=512 takes 6192 bytes, so "
     "make the slot larger or the number smaller"},
    {C3,
     "CONFIG_ESP_IMAGE_NUMBER=2\nCONFIG_ESP_APPLICATION_SIZE=0x80000\n"
     "CONFIG_ESP_IMAGE1_PRIMARY_START_ADDRESS=0xA0000\n",
     CONF_ERROR, 1,
     "CONFIG_ESP_IMAGE_NUMBER=2 needs "
     "CONFIG_ESP_IMAGE1_SECONDARY_START_ADDRESS: add its address"},
    {C3, "CONFIG_ESP_IMAGE1_PRIMARY_START_ADDRESS=0xA0000\n", CONF_WARNING, 1,
     "CONFIG_ESP_IMAGE1_PRIMARY_START_ADDRESS=0xA0000 has no effect with "
     "CONFIG_ESP_IMAGE_NUMBER=1"},
    {C3,
     MOVE "CONFIG_ESP_FLASH_SIZE=8MB\nCONFIG_ESP_APPLICATION_SIZE=0x201000\n"
          "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x230000\n",
     CONF_ERROR, 3,
     "CONFIG_ESP_APPLICATION_SIZE=0x201000 has 513 sectors of 4096 bytes, "
     "more than CONFIG_ESP_MAX_IMG_SECTORS=512: lower the size to 0x200000 or "
     "raise the number"},
};

static void each_misplaced_region_gets_one_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
        expect_one_problem(&problems[i]);
    }
}

static void virtual_efuse_in_flash_is_a_region(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3,
                 "CONFIG_EFUSE_VIRTUAL=y\n"
                 "CONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y\n"
                 "CONFIG_EFUSE_VIRTUAL_OFFSET=0x10000\n"
                 "CONFIG_EFUSE_VIRTUAL_SIZE=0x2000\n");
    assert_true(r.accepted);
    assert_int_equal(r.conf.efuse_virtual.area.addr, 0x10000);
    assert_int_equal(r.conf.efuse_virtual.area.len, 0x2000);
    reading_close(&r);
    assert_false(accepts("CONFIG_EFUSE_VIRTUAL=y\n"
                         "CONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y\n",
                         "CONFIG_EFUSE_VIRTUAL_OFFSET", 0x1f000));
}

static void areas_are_listed_by_address(void **state)
{
    static const char *const names[] = {"bootloader", "image 0 primary",
                                        "image 0 secondary", "scratch"};
    struct reading r;
    struct conf_areas areas;

    (void)state;
    reading_open(&r, C3, MIB_SLOTS);
    conf_area_list(&r.conf, &areas);
    assert_int_equal(areas.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(areas.area[i].name, names[i]);
    }
    assert_int_equal(areas.area[2].at.addr, 0x110000);
    assert_int_equal(areas.area[3].at.len, 0x40000);
    reading_close(&r);
}

/* What the boot code itself makes of configurations, on flash of 4 MB. */
static const char *const agreed[] = {
    "",
    MIB_SLOTS,
    MIB_SLOTS ENCRYPTED,
    MIB_SLOTS MOVE,
    MIB_SLOTS ENCRYPTED MOVE,
    MIB_SLOTS OVERWRITE,
    MIB_SLOTS ENCRYPTED OVERWRITE,
    MIB_SLOTS "CONFIG_ESP_MAX_IMG_SECTORS=2048\n",
    MIB_SLOTS "CONFIG_ESP_MAX_IMG_SECTORS=337\n",
    MIB_SLOTS "CONFIG_ESP_MAX_IMG_SECTORS=340\n",
    MIB_SLOTS "CONFIG_ESP_MAX_IMG_SECTORS=341\n",
    MIB_SLOTS MOVE "CONFIG_ESP_MAX_IMG_SECTORS=678\n",
    "CONFIG_ESP_APPLICATION_SIZE=0x2000\n",
    MOVE "CONFIG_ESP_APPLICATION_SIZE=0x4000\n",
};

static uint8_t flash_data[0x400000];

static bool has_note_room(const struct update *update, uint32_t len)
{
    bool has = false;

    assert_int_equal(update_has_note_room(update, len, &has), OK);
    return has;
}

static void expect_agreement(const struct conf *conf)
{
    const struct nor_geometry geometry = {.run = {{0x1000, 0x400}},
                                          .run_count = 1,
                                          .write_len = conf->write_len,
                                          .page_len = 256};
    struct flash nor = {0};
    struct update update;
    struct conf_room room;

    assert_int_equal(nor_open(&nor, &geometry, flash_data), OK);
    assert_int_equal(update_open(&update, &conf->boot, &nor, 0), OK);
    conf_area_room(conf, &room);
    assert_int_equal(room.image_max, plan_image_max(&update.geometry));
    if (room.noted_max > 0) {
        assert_true(has_note_room(&update, room.noted_max));
    }
    if (room.noted_max < room.image_max) {
        assert_false(has_note_room(&update, room.noted_max + 1));
    }
}

static void the_boot_code_computes_the_same_room(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(agreed) / sizeof(agreed[0]); i++) {
        struct reading r;

        reading_open(&r, C3, agreed[i]);
        assert_true(r.accepted);
        expect_agreement(&r.conf);
        reading_close(&r);
    }
}

/*
 * N = 337: 12 * 337 + 48 = 4092 bytes of trailer, 4 in front of it. N = 329:
 * 3996 and 100, which hold the note of 32 + 64; N = 330 leaves 88.
 */
static void prevention_needs_room_for_the_note(void **state)
{
    static const char *const sectors = "CONFIG_ESP_MAX_IMG_SECTORS";

    (void)state;
    assert_false(
        accepts(MIB_SLOTS "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n", sectors, 337));
    assert_false(
        accepts(MIB_SLOTS "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n", sectors, 330));
    assert_true(
        accepts(MIB_SLOTS "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n", sectors, 329));
    assert_true(accepts(MIB_SLOTS, sectors, 337));
    assert_true(accepts(MIB_SLOTS OVERWRITE
                        "CONFIG_ESP_DOWNGRADE_PREVENTION=y\n",
                        sectors, 337));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trailers_and_largest_images_are_those_of_the_spec),
        cmocka_unit_test(regions_may_touch_but_not_overlap),
        cmocka_unit_test(the_last_sector_of_the_flash_can_be_used_and_no_more),
        cmocka_unit_test(scratch_takes_no_room_when_it_is_not_used),
        cmocka_unit_test(slots_may_have_as_many_sectors_as_the_trailer_knows),
        cmocka_unit_test(the_smallest_slot_is_just_larger_than_its_trailer),
        cmocka_unit_test(each_misplaced_region_gets_one_sentence),
        cmocka_unit_test(virtual_efuse_in_flash_is_a_region),
        cmocka_unit_test(areas_are_listed_by_address),
        cmocka_unit_test(the_boot_code_computes_the_same_room),
        cmocka_unit_test(prevention_needs_room_for_the_note),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
