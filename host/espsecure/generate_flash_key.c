/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `espsecure generate-flash-encryption-key`: random bytes in a new file that
 * only its owner can read.
 */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/bytes.h"
#include "host/espsecure/espsecure.h"
#include "host/files/file.h"
#include "host/keys/random.h"

#define KEY_LEN_MAX 64 /* bytes: XTS-AES-256 */

enum { OPT_KEYLEN, OPT_COUNT };

static const char *const lengths[] = {"128", "192", "256", "512", NULL};

static const struct cli_option options[OPT_COUNT] = {
    [OPT_KEYLEN] = {.name = "--keylen",
                    .letter = 'l',
                    .kind = CLI_CHOICE,
                    .choices = lengths,
                    .fallback = "256",
                    .help = "Bits: 256 for ESP32 and XTS-AES-128, 512 for "
                            "XTS-AES-256, 192 for an ESP32 with the 3/4 "
                            "coding scheme; 128 is for other chips  "
                            "[default: 256]"},
};

static const struct cli_argument arguments[] = {{.name = "KEY_FILE"}};

static bool make(const char *path, size_t len, struct why *why)
{
    uint8_t key[KEY_LEN_MAX];
    const struct file_data data = {key, len};
    if (access(path, F_OK) == 0) {
        return why_say(why,
                       "'%s' exists, and what is encrypted with a lost key "
                       "can never be read: name a new file",
                       path);
    }
    bool made = (random_fill(NULL, key, len) == 0 ||
                 why_say(why, "The system gives no random numbers")) &&
                file_write(path, &data, FILE_MODE_SECRET, why);
    secure_wipe(key, sizeof(key));
    return made;
}

static int run(const struct cli_args *args)
{
    struct why why;
    int64_t bits = cli_int(args, OPT_KEYLEN);
    const char *path = cli_argument(args, 0);
    if (!make(path, (size_t)bits / 8, &why)) {
        return cli_fail("%s", why.text);
    }
    printf("Key of %" PRId64 " random bits written to '%s'; keep it secret.\n",
           bits, path);
    return CLI_EXIT_OK;
}

const struct cli_command espsecure_generate_flash_key = {
    .name = "generate-flash-encryption-key",
    .summary = "Make a key for flash encryption",
    .options = options,
    .option_count = OPT_COUNT,
    .arguments = arguments,
    .argument_count = 1,
    .run = run,
};
