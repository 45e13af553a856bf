/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures of the flash: every region and every gap, with addresses that
 * follow from the keys.
 */
#include "host/conf/conf_layout.h"

#include <stdio.h>

#include "tests/unit/conf_fixture.h"

#define C3       CONF_TARGET_ESP32C3
#define TEXT_MAX 16384

typedef void (*draw_fn)(const struct conf *conf, FILE *out);

static void draw(const char *conf, draw_fn with, char text[TEXT_MAX])
{
    FILE *stream = tmpfile();
    struct reading r;
    size_t len = 0;

    assert_non_null(stream);
    reading_open(&r, C3, conf);
    assert_true(r.accepted);
    with(&r.conf, stream);
    rewind(stream);
    len = fread(text, 1, TEXT_MAX - 1, stream);
    text[len] = '\0';
    assert_int_equal(fclose(stream), 0);
    reading_close(&r);
}

/* Trailers start 6192 bytes, 0x1830, before the end of their slot. */
static void the_text_shows_regions_trailers_and_gaps(void **state)
{
    char text[TEXT_MAX];

    (void)state;
    draw("CONFIG_ESP_APPLICATION_SIZE=0x100000\n"
         "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x10000\n"
         "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x110000\n"
         "CONFIG_ESP_SCRATCH_OFFSET=0x210000\n"
         "CONFIG_ESP_SCRATCH_SIZE=0x40000\n",
         conf_layout_text, text);
    assert_string_equal(
        text, "esp32c3, 4MB of flash\n"
              "0x0000000 +------------------------+\n"
              "          | bootloader             |  0x00F000     60 KiB\n"
              "0x000F000 +------------------------+\n"
              "          : free                   :  0x001000      4 KiB\n"
              "0x0010000 +------------------------+\n"
              "          | image 0 primary        |  0x100000   1024 KiB\n"
              "0x010E7D0 |.. trailer .............|  0x001830\n"
              "0x0110000 +------------------------+\n"
              "          | image 0 secondary      |  0x100000   1024 KiB\n"
              "0x020E7D0 |.. trailer .............|  0x001830\n"
              "0x0210000 +------------------------+\n"
              "          | scratch                |  0x040000    256 KiB\n"
              "0x0250000 +------------------------+\n"
              "          : free                   :  0x1B0000   1728 KiB\n"
              "0x0400000 +------------------------+\n");
}

static size_t count_of(const char *text, const char *word)
{
    size_t count = 0;

    for (const char *at = strstr(text, word); at != NULL;
         at = strstr(at + 1, word)) {
        count++;
    }
    return count;
}

static void the_picture_shows_every_region_once(void **state)
{
    char text[TEXT_MAX];

    (void)state;
    draw("", conf_layout_svg, text);
    assert_memory_equal(text, "<svg ", 5);
    assert_string_equal(text + strlen(text) - 7, "</svg>\n");
    assert_int_equal(count_of(text, ">bootloader<"), 1);
    assert_int_equal(count_of(text, ">image 0 primary<"), 1);
    assert_int_equal(count_of(text, ">image 0 secondary<"), 1);
    assert_int_equal(count_of(text, ">scratch<"), 1);
    assert_int_equal(count_of(text, ">free<"), 3);
    assert_int_equal(count_of(text, ">0x020000<"), 1);
    assert_int_equal(count_of(text, ">0x1C0000 (1792 KiB)<"), 2);
    assert_int_equal(count_of(text, "trailer of 6192 bytes from 0x1DE7D0"), 1);
    assert_int_equal(count_of(text, "<text"), count_of(text, "</text>"));
}

static void the_fullest_flash_is_drawn_to_its_last_block(void **state)
{
    char text[TEXT_MAX];

    (void)state;
    draw("CONFIG_ESP_IMAGE_NUMBER=4\nCONFIG_ESP_APPLICATION_SIZE=0x20000\n"
         "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x20000\n"
         "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x60000\n"
         "CONFIG_ESP_IMAGE1_PRIMARY_START_ADDRESS=0xA0000\n"
         "CONFIG_ESP_IMAGE1_SECONDARY_START_ADDRESS=0xE0000\n"
         "CONFIG_ESP_IMAGE2_PRIMARY_START_ADDRESS=0x120000\n"
         "CONFIG_ESP_IMAGE2_SECONDARY_START_ADDRESS=0x160000\n"
         "CONFIG_ESP_IMAGE3_PRIMARY_START_ADDRESS=0x1A0000\n"
         "CONFIG_ESP_IMAGE3_SECONDARY_START_ADDRESS=0x1E0000\n"
         "CONFIG_EFUSE_VIRTUAL=y\nCONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y\n",
         conf_layout_text, text);
    assert_int_equal(count_of(text, "trailer"), 8);
    assert_int_equal(count_of(text, "| virtual eFuse "), 1);
    /* bootloader, 8 slots, eFuse, scratch, and a gap behind each of them */
    assert_int_equal(count_of(text, ": free"), 11);
    assert_int_equal(count_of(text, "\n0x0400000 +"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_shows_regions_trailers_and_gaps),
        cmocka_unit_test(the_picture_shows_every_region_once),
        cmocka_unit_test(the_fullest_flash_is_drawn_to_its_last_block),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
