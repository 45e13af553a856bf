/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of bootloader.conf. Expected values follow from the grammar in
 * docs/configuration.md.
 */
#include "host/conf/conf_parse.h"

#include <stdint.h>

#include "tests/unit/conf_fixture.h"

#define C3 CONF_TARGET_ESP32C3

static const struct {
    const char *text;
    enum conf_number_result result;
    uint32_t number;
} numbers[] = {
    {"0", CONF_NUMBER_OK, 0},
    {"7", CONF_NUMBER_OK, 7},
    {"4294967295", CONF_NUMBER_OK, UINT32_MAX},
    {"4294967296", CONF_NUMBER_TOO_LARGE, 0},
    {"99999999999999999999999999", CONF_NUMBER_TOO_LARGE, 0},
    {"18446744073709551617", CONF_NUMBER_TOO_LARGE, 0}, /* 2^64 + 1 */
    {"0x10000000000000001", CONF_NUMBER_TOO_LARGE, 0},
    {"0x0", CONF_NUMBER_OK, 0},
    {"0x1F000", CONF_NUMBER_OK, 0x1f000},
    {"0X1f000", CONF_NUMBER_OK, 0x1f000},
    {"0x00000000000000000001", CONF_NUMBER_OK, 1},
    {"0xffffffff", CONF_NUMBER_OK, UINT32_MAX},
    {"0x100000000", CONF_NUMBER_TOO_LARGE, 0},
    {"", CONF_NUMBER_MALFORMED, 0},
    {"0x", CONF_NUMBER_MALFORMED, 0},
    {"010", CONF_NUMBER_MALFORMED, 0},
    {"00", CONF_NUMBER_MALFORMED, 0},
    {"-1", CONF_NUMBER_MALFORMED, 0},
    {"+1", CONF_NUMBER_MALFORMED, 0},
    {"1 2", CONF_NUMBER_MALFORMED, 0},
    {"12a", CONF_NUMBER_MALFORMED, 0},
    {"0x1g", CONF_NUMBER_MALFORMED, 0},
    {"1MB", CONF_NUMBER_MALFORMED, 0},
    {"4294967296x", CONF_NUMBER_MALFORMED, 0},
};

static void numbers_are_decimal_or_hexadecimal_of_32_bits(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        uint32_t number = 0x5a5a;
        enum conf_number_result result =
            conf_parse_number(numbers[i].text, &number);

        assert_int_equal(result, numbers[i].result);
        assert_int_equal(number, result == CONF_NUMBER_OK ? numbers[i].number
                                                          : 0x5a5au);
    }
}

static const char *const spellings_of_4[] = {
    "CONFIG_ESP_IMAGE_NUMBER=4",
    "CONFIG_ESP_IMAGE_NUMBER=4\n",
    "CONFIG_ESP_IMAGE_NUMBER=4\r\n",
    "  \tCONFIG_ESP_IMAGE_NUMBER=4",
    "CONFIG_ESP_IMAGE_NUMBER=4  \t",
    "CONFIG_ESP_IMAGE_NUMBER= 4",
    "CONFIG_ESP_IMAGE_NUMBER=0x4",
    "\n\n# three\nCONFIG_ESP_IMAGE_NUMBER=4\n\n",
    "CONFIG_ESP_IMAGE_NUMBER=4\nCONFIG_ESP_IMAGE_NUMBER=3 # no\n",
    "CONFIG_ESP_IMAGE_NUMBER=4\n#CONFIG_ESP_IMAGE_NUMBER=3\n",
};

static void a_line_is_name_equals_value_and_hash_makes_it_a_comment(void **s)
{
    (void)s;
    for (size_t i = 0; i < 10; i++) {
        struct conf conf = {.target = C3};
        struct conf_report report = {0};
        struct conf_source source = {FIXTURE_FILE, spellings_of_4[i],
                                     strlen(spellings_of_4[i])};

        conf_parse(&conf, &source, &report);
        assert_int_equal(report.count, 0);
        assert_int_equal(conf_number(&conf, CONF_ESP_IMAGE_NUMBER), 4);
        conf_free(&conf);
        conf_report_free(&report);
    }
}

static const struct {
    const char *text;
    bool defined;
} flags[] = {
    {"CONFIG_ESP_MCUBOOT_SERIAL=y", true},
    {"CONFIG_ESP_MCUBOOT_SERIAL=Y", true},
    {"CONFIG_ESP_MCUBOOT_SERIAL=1", true},
    {"CONFIG_ESP_MCUBOOT_SERIAL=n", false},
    {"CONFIG_ESP_MCUBOOT_SERIAL=N", false},
    {"", false},
};

static void y_defines_a_flag_and_n_leaves_it_undefined(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        struct reading r;

        reading_open(&r, C3, flags[i].text);
        assert_true(r.accepted);
        assert_int_equal(r.report.count, 0);
        assert_int_equal(r.conf.recovery.enabled, flags[i].defined);
        reading_close(&r);
    }
}

static void n_brings_back_the_default_of_a_number(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, "CONFIG_ESP_SCRATCH_SIZE=n\n");
    assert_true(r.accepted);
    assert_int_equal(r.conf.boot.scratch.len, 0x1f000);
    reading_close(&r);
}

static void n_switches_off_a_flag_that_is_on_by_default(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, "CONFIG_ESP_CONSOLE_UART=n\n");
    assert_true(r.accepted);
    assert_false(r.conf.console.uart);
    reading_close(&r);
}

static void text_is_taken_literally(void **state)
{
    struct conf conf = {.target = C3};
    struct conf_report report = {0};
    const char *text = "CONFIG_ESP_SIGN_KEY_FILE=a = \"b\", c.pem \n";
    struct conf_source source = {FIXTURE_FILE, text, strlen(text)};

    (void)state;
    conf_parse(&conf, &source, &report);
    assert_int_equal(report.count, 0);
    assert_string_equal(conf.value[CONF_ESP_SIGN_KEY_FILE].text,
                        "a = \"b\", c.pem");
    conf_free(&conf);
    conf_report_free(&report);
}

static const struct problem_case problems[] = {
    {C3, "\nCONFIG_ESP_FLASH_SIZ=4MB\n", CONF_ERROR, 2,
     "CONFIG_ESP_FLASH_SIZ is no key: did you mean CONFIG_ESP_FLASH_SIZE?"},
    {C3, "ESP_FLASH_SIZE=4MB\n", CONF_ERROR, 1,
     "ESP_FLASH_SIZE is no key: did you mean CONFIG_ESP_FLASH_SIZE?"},
    {C3, "CONFIG_FREERTOS_UNICORE=y\n", CONF_ERROR, 1,
     "CONFIG_FREERTOS_UNICORE is no key: remove the line, or look the name "
     "up in docs/configuration.md"},
    {C3, "CONFIG_ESP_FLASH_SIZE =4MB\n", CONF_ERROR, 1,
     "CONFIG_ESP_FLASH_SIZE is followed by a blank: remove the blanks before "
     "="},
    {C3, "CONFIG_ESP_FLASH_SIZE\n", CONF_ERROR, 1,
     "\"CONFIG_ESP_FLASH_SIZE\" is neither NAME=VALUE nor a comment: complete "
     "it, or put # in front"},
    {C3, "\x01\x80 words that go on and on and never come to an end\n",
     CONF_ERROR, 1,
     "\"?? words that go on and on and never come to an ...\" is neither "
     "NAME=VALUE nor a comment: complete it, or put # in front"},
    {C3, "CONFIG_ESP_FLASH_SIZE=\n", CONF_ERROR, 1,
     "CONFIG_ESP_FLASH_SIZE= has no value: write one, or n to leave it "
     "undefined"},
    {C3, "=4MB\n", CONF_ERROR, 1,
     " is no key: remove the line, or look the name up in "
     "docs/configuration.md"},
    {C3, "CONFIG_ESP_FLASH_SIZE=3MB\n", CONF_ERROR, 1,
     "CONFIG_ESP_FLASH_SIZE=3MB is no flash size: write 1MB, 2MB, 4MB, 8MB, "
     "16MB, 32MB, 64MB or 128MB"},
    {C3, "CONFIG_ESP_FLASH_SIZE=y\n", CONF_ERROR, 1,
     "CONFIG_ESP_FLASH_SIZE=y is no flash size: write 1MB, 2MB, 4MB, 8MB, "
     "16MB, 32MB, 64MB or 128MB"},
    {C3, "CONFIG_ESP_MCUBOOT_SERIAL=yes\n", CONF_ERROR, 1,
     "CONFIG_ESP_MCUBOOT_SERIAL=yes is neither y nor n: write y to switch it "
     "on, n to switch it off"},
    {C3, "CONFIG_ESP_MCUBOOT_SERIAL=0\n", CONF_ERROR, 1,
     "CONFIG_ESP_MCUBOOT_SERIAL=0 is neither y nor n: write y to switch it "
     "on, n to switch it off"},
    {C3, "CONFIG_ESP_IMAGE_NUMBER=two\n", CONF_ERROR, 1,
     "CONFIG_ESP_IMAGE_NUMBER=two is no number: write it in decimal without "
     "leading zeros, or in hexadecimal after 0x"},
    {C3, "CONFIG_ESP_IMAGE_NUMBER=0\n", CONF_ERROR, 1,
     "CONFIG_ESP_IMAGE_NUMBER=0 is out of range: write 1 to 4"},
    {C3, "CONFIG_ESP_IMAGE_NUMBER=5\n", CONF_ERROR, 1,
     "CONFIG_ESP_IMAGE_NUMBER=5 is out of range: write 1 to 4"},
    {C3, "CONFIG_ESP_IMAGE_NUMBER=99999999999\n", CONF_ERROR, 1,
     "CONFIG_ESP_IMAGE_NUMBER=99999999999 is out of range: write 1 to 4"},
    {C3, "CONFIG_ESP_APPLICATION_SIZE=0x900000\n", CONF_ERROR, 1,
     "CONFIG_ESP_APPLICATION_SIZE=0x900000 is out of range: write 0x1000 to "
     "0x800000"},
    {C3, "CONFIG_ESP_SIGN_RSA_LEN=1024\n", CONF_ERROR, 1,
     "CONFIG_ESP_SIGN_RSA_LEN=1024 is out of range: write 2048 or 3072"},
    {C3, "CONFIG_ESP_SCRATCH_OFFSET=0x3E0800\n", CONF_ERROR, 1,
     "CONFIG_ESP_SCRATCH_OFFSET=0x3E0800 is not a multiple of 0x1000: write "
     "0x3E0000 or 0x3E1000"},
    {C3,
     "CONFIG_ESP_SCRATCH_SIZE=0x1F000\n"
     "CONFIG_ESP_SCRATCH_SIZE=0x10000\n",
     CONF_WARNING, 2,
     "CONFIG_ESP_SCRATCH_SIZE=0x10000 replaces another value from line 1 of "
     "the same file: remove one of them"},
};

static void each_slip_of_the_pen_gets_one_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
        expect_one_problem(&problems[i]);
    }
}

static void the_same_value_twice_is_no_problem(void **state)
{
    (void)state;
    expect_accepted(C3, "CONFIG_ESP_IMAGE_NUMBER=1\n"
                        "CONFIG_ESP_IMAGE_NUMBER=0x1\n");
}

static void all_problems_are_told_not_the_first_only(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3,
                 "CONFIG_A_B_C_D_E=1\n\nnonsense\n"
                 "CONFIG_ESP_IMAGE_NUMBER=9\nCONFIG_ESP_MCUBOOT_SERIAL=2\n");
    assert_false(r.accepted);
    assert_int_equal(r.report.error_count, 4);
    assert_int_equal(r.report.problem[0].line, 1);
    assert_int_equal(r.report.problem[1].line, 3);
    assert_int_equal(r.report.problem[2].line, 4);
    assert_int_equal(r.report.problem[3].line, 5);
    reading_close(&r);
}

static void a_file_with_zero_bytes_is_refused_as_a_whole(void **state)
{
    static const char bytes[] = "CONFIG_ESP_FLASH_SIZE=4MB\n\0x=y\n";
    struct reading r;

    (void)state;
    reading_open_bytes(&r, C3, bytes, sizeof(bytes) - 1);
    assert_false(r.accepted);
    assert_int_equal(r.report.count, 1);
    assert_int_equal(r.report.problem[0].line, 0);
    assert_string_equal(r.report.problem[0].sentence,
                        "not a text file: name a file of lines such as "
                        "CONFIG_ESP_FLASH_SIZE=4MB");
    reading_close(&r);
}

/* Numerical Recipes' generator: the same bytes in every run. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Half of the bytes from the alphabet of real files, so that lines parse. */
static char random_char(uint32_t *seed)
{
    static const char usual[] = "CONFIG_ESP_SIZE=yn0x1234MB\n\r\t #,";
    uint32_t choice = next_random(seed);

    if ((choice & 1) != 0) {
        return (char)(1 + next_random(seed) % 255);
    }
    return usual[next_random(seed) % (sizeof(usual) - 1)];
}

static void random_bytes_are_read_without_harm(void **state)
{
    char bytes[256];
    uint32_t seed = 2022;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        size_t len = next_random(&seed) % (sizeof(bytes) + 1);
        struct reading r;

        for (size_t i = 0; i < len; i++) {
            bytes[i] = random_char(&seed);
        }
        reading_open_bytes(&r, (enum conf_target)(round % 4), bytes, len);
        assert_int_equal(r.accepted, r.report.error_count == 0);
        reading_close(&r);
    }
}

static void random_values_of_real_keys_are_read_without_harm(void **state)
{
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 4000; round++) {
        enum conf_key key =
            (enum conf_key)(next_random(&seed) % CONF_KEY_COUNT);
        char text[160];
        struct reading r;
        int len =
            snprintf(text, sizeof(text), "%s=%c%c%u\n%s=0x%x000\n",
                     conf_row(key)->name, random_char(&seed),
                     random_char(&seed), (unsigned)next_random(&seed),
                     conf_row(key)->name, (unsigned)(next_random(&seed) >> 4));

        reading_open_bytes(&r, (enum conf_target)(round % 4), text,
                           (size_t)len);
        assert_int_equal(r.accepted, r.report.error_count == 0);
        reading_close(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_decimal_or_hexadecimal_of_32_bits),
        cmocka_unit_test(
            a_line_is_name_equals_value_and_hash_makes_it_a_comment),
        cmocka_unit_test(y_defines_a_flag_and_n_leaves_it_undefined),
        cmocka_unit_test(n_brings_back_the_default_of_a_number),
        cmocka_unit_test(n_switches_off_a_flag_that_is_on_by_default),
        cmocka_unit_test(text_is_taken_literally),
        cmocka_unit_test(each_slip_of_the_pen_gets_one_sentence),
        cmocka_unit_test(the_same_value_twice_is_no_problem),
        cmocka_unit_test(all_problems_are_told_not_the_first_only),
        cmocka_unit_test(a_file_with_zero_bytes_is_refused_as_a_whole),
        cmocka_unit_test(random_bytes_are_read_without_harm),
        cmocka_unit_test(random_values_of_real_keys_are_read_without_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
