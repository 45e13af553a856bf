/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options that all commands of the virtual device share: where they may
 * stand, and the shape of the flash that they make.
 */
#include "host/sim/sim_options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define FLASH_LEN 65536u
#define WRITE_LEN 4u

static struct nor_geometry geometry;
static struct why why;
static bool made;
static char flash_name[32];

static int job(const struct cli_args *args)
{
    const char *flash = cli_text(sim_args(args, SIM_FLASH), SIM_FLASH);
    (void)strncpy(flash_name, flash, sizeof(flash_name) - 1);
    made = sim_geometry(args, FLASH_LEN, WRITE_LEN, &geometry, &why);
    return 0;
}

static const struct cli_option options[] = {SIM_OPTIONS_COMMON};
static const struct cli_command command = {
    .name = "command",
    .summary = "Test.",
    .options = options,
    .option_count = SIM_OPTION_COMMON_COUNT,
    .run = job,
};
static const struct cli_command *const commands[] = {&command, NULL};
static const struct cli_command group = {
    .name = "sim",
    .summary = "Test.",
    .options = options,
    .option_count = SIM_OPTION_COMMON_COUNT,
    .commands = commands,
};

/* Runs "sim A B command C D"; an empty text is left out. */
static void run(char *const words[4])
{
    char name[] = "sim";
    char command_name[] = "command";
    char *argv[7] = {name};
    int argc = 1;
    for (int i = 0; i < 4; i++) {
        if (i == 2) {
            argv[argc++] = command_name;
        }
        if (words[i][0] != '\0') {
            argv[argc++] = words[i];
        }
    }
    memset(flash_name, 0, sizeof(flash_name));
    assert_int_equal(cli_main(&group, "sim", argc, argv), 0);
}

static void run_sectors(char *text)
{
    char option[] = "--sectors";
    char none[] = "";
    run((char *const[4]){none, none, option, text});
}

static void options_count_before_and_behind_the_command(void **state)
{
    (void)state;
    char option[] = "--flash";
    char a[] = "a.bin";
    char b[] = "b.bin";
    char both[] = "--flash=b.bin";
    char none[] = "";
    run((char *const[4]){none, none, none, none});
    assert_string_equal(flash_name, "flash.bin");
    run((char *const[4]){option, a, none, none});
    assert_string_equal(flash_name, "a.bin");
    run((char *const[4]){none, none, option, b});
    assert_string_equal(flash_name, "b.bin");
    run((char *const[4]){option, a, both, none});
    assert_string_equal(flash_name, "b.bin"); /* the nearer one */
}

static void the_default_shape_is_that_of_the_chips(void **state)
{
    (void)state;
    char none[] = "";
    run((char *const[4]){none, none, none, none});
    assert_true(made);
    assert_int_equal(geometry.run_count, 1);
    assert_int_equal(geometry.run[0].sector_len, 4096);
    assert_int_equal(geometry.run[0].count, 16);
    assert_int_equal(geometry.write_len, WRITE_LEN);
    assert_int_equal(geometry.page_len, 256);
    assert_int_equal(geometry.large_erase_len, 65536);
}

static void sectors_of_several_lengths_are_read(void **state)
{
    (void)state;
    char text[] = "0x1000x8,8192x4";
    run_sectors(text);
    assert_true(made);
    assert_int_equal(geometry.run_count, 2);
    assert_int_equal(geometry.run[0].sector_len, 4096);
    assert_int_equal(geometry.run[0].count, 8);
    assert_int_equal(geometry.run[1].sector_len, 8192);
    assert_int_equal(geometry.run[1].count, 4);
}

static void sectors_that_make_no_flash_are_refused(void **state)
{
    (void)state;
    char texts[][48] = {
        "4096",
        "4096x",
        "x16",
        "4096x16,",
        "4096x16;",
        "4096x15",
        "4096x17",
        "4096x16x",
        "",
        "-4096x-16",
        "4294967296x1",
        "1x4294967296",
        "8x1,8x1,8x1,8x1,8x1,8x1,8x1,8x1,8x8184",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        char option[64] = "--sectors=";
        char none[] = "";
        strcat(option, texts[i]);
        run((char *const[4]){none, none, option, none});
        assert_false(made);
        assert_non_null(strstr(why.text, "--sectors"));
    }
}

static void a_negative_block_is_refused(void **state)
{
    (void)state;
    char option[] = "--block-len=-1";
    char none[] = "";
    run((char *const[4]){none, none, option, none});
    assert_false(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_count_before_and_behind_the_command),
        cmocka_unit_test(the_default_shape_is_that_of_the_chips),
        cmocka_unit_test(sectors_of_several_lengths_are_read),
        cmocka_unit_test(sectors_that_make_no_flash_are_refused),
        cmocka_unit_test(a_negative_block_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
