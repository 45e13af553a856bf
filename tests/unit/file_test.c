/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files: what is left on the disk after each way to fail. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/files/file.h"

/* ---- a folder for each test ------------------------------------------ */

static char folder[] = "/tmp/sallyport-file-XXXXXX";
static char path[64]; /* in the folder */
static char link_path[64];

static int make_folder(void **state)
{
    (void)state;
    (void)memcpy(strrchr(folder, '-') + 1, "XXXXXX", 6);
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof(path), "%s/f", folder);
    (void)snprintf(link_path, sizeof(link_path), "%s/l", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    (void)unlink(link_path);
    return rmdir(folder); /* fails if a temporary file stayed behind */
}

static mode_t mode_of(const char *name)
{
    struct stat now;
    assert_int_equal(stat(name, &now), 0);
    return now.st_mode & 07777U;
}

static void assert_content(const char *expected)
{
    struct file file;
    struct why why;
    assert_true(file_read(path, &file, &why));
    assert_int_equal(file.len, strlen(expected));
    assert_memory_equal(file.bytes, expected, file.len);
    file_free(&file);
    assert_null(file.bytes);
}

static bool write_text(const char *text, unsigned mode)
{
    struct why why;
    const struct file_data data = {text, strlen(text)};
    return file_write(path, &data, mode, &why);
}

/* ---- claims ---------------------------------------------------------- */

static void what_is_written_reads_back_at_any_length(void **state)
{
    (void)state;
    /* around the first buffer of 64 KiB and its doublings */
    static const size_t lens[] = {0, 1, 65535, 65536, 65537, 131072, 300000};
    uint8_t *bytes = malloc(300000);
    for (size_t i = 0; i < 300000; i++) {
        bytes[i] = (uint8_t)(i * 7 + (i >> 8));
    }
    for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
        struct file file;
        struct why why;
        const struct file_data data = {bytes, lens[i]};
        assert_true(file_write(path, &data, FILE_MODE_PLAIN, &why));
        assert_true(file_read(path, &file, &why));
        assert_int_equal(file.len, lens[i]);
        assert_memory_equal(file.bytes, bytes, lens[i]);
        file_free(&file);
    }
    free(bytes);
}

static void an_absent_file_is_told_by_name(void **state)
{
    (void)state;
    struct file file;
    struct why why;
    char expected[128];
    assert_false(file_read(path, &file, &why));
    (void)snprintf(expected, sizeof(expected),
                   "Cannot read '%s': No such file or directory", path);
    assert_string_equal(why.text, expected);
    file_free(&file);
    assert_false(file_read(folder, &file, &why));
    assert_non_null(strstr(why.text, "Is a directory"));
}

static void a_new_file_gets_the_mode_that_umask_leaves(void **state)
{
    (void)state;
    mode_t before = umask(022);
    assert_true(write_text("a", FILE_MODE_PLAIN));
    assert_int_equal(mode_of(path), 0644);
    (void)umask(before);
}

static void a_replaced_file_keeps_its_mode(void **state)
{
    (void)state;
    mode_t before = umask(077);
    assert_true(write_text("old", FILE_MODE_PLAIN));
    assert_int_equal(chmod(path, 0664), 0); /* more than umask allows */
    assert_true(write_text("new one", FILE_MODE_PLAIN));
    (void)umask(before);
    assert_content("new one");
    assert_int_equal(mode_of(path), 0664);
}

static void a_secret_is_readable_by_its_owner_alone(void **state)
{
    (void)state;
    assert_true(write_text("a", FILE_MODE_SECRET));
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(chmod(path, 0644), 0);
    assert_true(write_text("b", FILE_MODE_SECRET));
    assert_int_equal(mode_of(path), 0600);
}

static void a_link_stays_and_what_it_names_is_replaced(void **state)
{
    (void)state;
    struct why why;
    struct stat now;
    const struct file_data data = {"new", 3};
    assert_true(write_text("old", FILE_MODE_PLAIN));
    assert_int_equal(symlink(path, link_path), 0);
    assert_true(file_write(link_path, &data, FILE_MODE_PLAIN, &why));
    assert_content("new");
    assert_int_equal(lstat(link_path, &now), 0);
    assert_true(S_ISLNK(now.st_mode));
}

static void a_device_is_written_and_stays_a_device(void **state)
{
    (void)state;
    struct why why;
    struct stat now;
    const struct file_data data = {"x", 1};
    assert_true(file_write("/dev/null", &data, FILE_MODE_PLAIN, &why));
    assert_int_equal(stat("/dev/null", &now), 0);
    assert_true(S_ISCHR(now.st_mode));
    assert_false(file_write("/dev/full", &data, FILE_MODE_PLAIN, &why));
    assert_non_null(strstr(why.text, "No space left"));
}

static void a_failed_write_leaves_nothing_behind(void **state)
{
    (void)state;
    struct why why;
    char nowhere[96];
    const struct file_data data = {"x", 1};
    (void)snprintf(nowhere, sizeof(nowhere), "%s/none/f", folder);
    assert_false(file_write(nowhere, &data, FILE_MODE_PLAIN, &why));
    assert_non_null(strstr(why.text, nowhere));
    assert_false(file_write(folder, &data, FILE_MODE_PLAIN, &why));
    assert_non_null(strstr(why.text, "Is a directory"));
}

/* As on a full disk: the limit lets some bytes through, then refuses. */
static void a_write_that_fails_midway_keeps_the_old_file_alone(void **state)
{
    (void)state;
    struct rlimit before;
    struct why why;
    static const uint8_t bytes[4096];
    const struct file_data data = {bytes, sizeof(bytes)};
    assert_true(write_text("old", FILE_MODE_PLAIN));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {.rlim_cur = 1000, .rlim_max = before.rlim_max};
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool written = file_write(path, &data, FILE_MODE_PLAIN, &why);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(written);
    assert_non_null(strstr(why.text, "File too large"));
    assert_content("old"); /* remove_folder() sees that nothing else stayed */
}

#define CLAIM(name)                                                            \
    cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM(what_is_written_reads_back_at_any_length),
        CLAIM(an_absent_file_is_told_by_name),
        CLAIM(a_new_file_gets_the_mode_that_umask_leaves),
        CLAIM(a_replaced_file_keeps_its_mode),
        CLAIM(a_secret_is_readable_by_its_owner_alone),
        CLAIM(a_link_stays_and_what_it_names_is_replaced),
        CLAIM(a_device_is_written_and_stays_a_device),
        CLAIM(a_failed_write_leaves_nothing_behind),
        CLAIM(a_write_that_fails_midway_keeps_the_old_file_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
