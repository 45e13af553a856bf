/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target over files that were kept, one after the other: what the
 * fuzzer once found stays a test where there is no fuzzer.
 *
 *   replay FOLDER...
 */
#define _DEFAULT_SOURCE /* scandir */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

#define INPUT_MAX 65536u
#define NAME_ROOM 4096

static int is_input(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int run_file(const char *folder, const char *name)
{
    static uint8_t data[INPUT_MAX];
    char path[NAME_ROOM];
    FILE *file;
    size_t size;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL) {
        (void)fprintf(stderr, "replay: %s cannot be read\n", path);
        return 1;
    }
    size = fread(data, 1, sizeof(data), file);
    (void)fclose(file);
    return LLVMFuzzerTestOneInput(data, size);
}

static int run_folder(const char *folder, int *count)
{
    struct dirent **names;
    int failed = 0;
    int n = scandir(folder, &names, is_input, alphasort);

    if (n < 0) {
        (void)fprintf(stderr, "replay: %s is no folder\n", folder);
        return 1;
    }
    for (int i = 0; i < n; i++) {
        failed |= run_file(folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    *count += n;
    return failed;
}

int main(int argc, char **argv)
{
    int count = 0;
    int failed = 0;

    for (int i = 1; i < argc; i++) {
        failed |= run_folder(argv[i], &count);
    }
    (void)printf("%d inputs replayed\n", count);
    return count > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
