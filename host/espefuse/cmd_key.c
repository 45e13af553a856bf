/* SPDX-License-Identifier: Apache-2.0 */
/*
 * burn-key and burn-key-digest: a key with its purpose and all that protects
 * it, in one go. The bytes of keys are wiped, and never printed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "host/efuse/blocks.h"
#include "host/espefuse/burn.h"
#include "host/espefuse/burn_key.h"
#include "host/espefuse/espefuse.h"
#include "host/espefuse/purpose.h"
#include "host/espefuse/session.h"
#include "host/espsecure/sigblock.h"
#include "host/files/file.h"
#include "host/keys/keyfile.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

#define WIDE_KEY       "XTS_AES_256_KEY" /* two blocks, not a purpose */
#define DIGEST_BLOCK   2                 /* ESP32 */
#define SHORT_KEY_LEN  24                /* ESP32, by the 3/4 scheme */
#define SECURE_VERSION 3                 /* of ESP32: first with V2 */

/* The options of both commands have the same order. */
enum key_option {
    KEY_NO_PROTECT,
    KEY_NO_READ_PROTECT,
    KEY_NO_WRITE_PROTECT,
    KEY_SHOW,
    KEY_OPTION_COUNT,
};

typedef bool load_fn(const char *path, uint8_t bytes[2 * BURN_KEY_LEN],
                     size_t len, struct why *why);

/* Where keys come from */

static bool load_raw(const char *path, uint8_t bytes[2 * BURN_KEY_LEN],
                     size_t len, struct why *why)
{
    struct file file = {NULL, 0};
    bool done = file_read(path, &file, why);
    if (done && file.len != len) {
        done = why_say(why, "%s has %zu bytes: a key here has %zu", path,
                       file.len, len);
    }
    if (done) {
        memcpy(bytes, file.bytes, len);
    }
    file_free(&file);
    return done;
}

static bool load_digest(const char *path, uint8_t bytes[2 * BURN_KEY_LEN],
                        size_t len, struct why *why)
{
    struct key key;
    if (len != SIGBLOCK_DIGEST_LEN) {
        return why_say(why, "a block takes %zu bytes here, a digest has %d",
                       len, SIGBLOCK_DIGEST_LEN);
    }
    bool done =
        keyfile_load(path, &key, why) && sigblock_digest_of(&key, bytes, why);
    key_wipe(&key);
    return done;
}

static bool is_repeated(const struct cli_args *args, size_t nth, size_t step)
{
    bool repeated = false;
    for (size_t i = nth % step; i < nth; i += step) {
        repeated =
            repeated || strcmp(args->positional[i], args->positional[nth]) == 0;
    }
    return repeated;
}

/* S2, C3, S3: BLOCK FILE PURPOSE */

static bool add_half(struct session *session, struct burn *burn,
                     const struct burn_key *half, struct why *why)
{
    struct burn_key key = *half;
    const struct cli_args *args = session->args;
    key.reversed = key.purpose->reversed;
    key.hide = key.purpose->secret && !cli_given(args, KEY_NO_READ_PROTECT);
    key.lock = !cli_given(args, KEY_NO_WRITE_PROTECT);
    key.len = BURN_KEY_LEN;
    bool done = burn_key_add(burn, &key, why);
    secure_wipe(&key, sizeof(key));
    return done;
}

/* A key block behind the first that holds nothing and is for nothing. */
static uint32_t next_free(const struct burn *burn, uint32_t block)
{
    for (uint32_t i = block + 1; i <= BURN_KEY_LAST; i++) {
        if (burn_key_is_free(burn, i) &&
            efuse_field_value(burn->file, burn_key_purpose(burn, i)) == 0) {
            return i;
        }
    }
    return 0;
}

static bool add_wide(struct session *session, struct burn *burn,
                     const struct burn_key *first, const uint8_t *second,
                     struct why *why)
{
    struct burn_key key = *first;
    enum sim_efuse_chip chip = session->file.chip;
    uint32_t other = next_free(burn, first->block);
    if (other == 0) {
        return why_say(why,
                       "no key block is free behind block %" PRIu32
                       " for the second half of the key",
                       first->block);
    }
    key.purpose = purpose_find(chip, "XTS_AES_256_KEY_1");
    bool done = add_half(session, burn, &key, why);
    key.purpose = purpose_find(chip, "XTS_AES_256_KEY_2");
    key.block = other;
    memcpy(key.bytes, second, BURN_KEY_LEN);
    done = done && add_half(session, burn, &key, why);
    secure_wipe(&key, sizeof(key));
    return done;
}

static bool say_purposes(const struct session *session, const char *name,
                         struct why *why)
{
    char list[WHY_MAX / 2];
    purpose_list(session->file.chip, list, sizeof(list));
    return why_say(why, "%s has no key purpose '%s': %s",
                   efuse_chip_names[session->file.chip], name, list);
}

static bool block_read(const struct session *session, const char *name,
                       uint32_t *block, struct why *why)
{
    bool is_esp32 = session->file.chip == SIM_EFUSE_ESP32;
    int found = efuse_block_find(session->file.chip, name);
    int first = is_esp32 ? 1 : BURN_KEY_FIRST;
    int last = is_esp32 ? 3 : BURN_KEY_LAST;
    *block = found < 0 ? 0 : (uint32_t)found;
    return (found >= first && found <= last) ||
           why_say(why, "%s has no key block named '%s'",
                   efuse_chip_names[session->file.chip], name);
}

static bool collect_key(struct session *session, struct burn *burn,
                        const char *const word[3], load_fn *load,
                        struct why *why)
{
    uint8_t bytes[2 * BURN_KEY_LEN] = {0};
    struct burn_key key = {.purpose =
                               purpose_find(session->file.chip, word[2])};
    bool is_wide = strcmp(word[2], WIDE_KEY) == 0 &&
                   session->file.chip != SIM_EFUSE_ESP32C3;
    bool is_digest = load == load_digest;
    if (!is_wide &&
        (key.purpose == NULL || (is_digest && !key.purpose->digest))) {
        return say_purposes(session, word[2], why);
    }
    bool done =
        block_read(session, word[0], &key.block, why) &&
        load(word[1], bytes, is_wide ? sizeof(bytes) : BURN_KEY_LEN, why);
    memcpy(key.bytes, bytes, BURN_KEY_LEN);
    done = done &&
           (is_wide ? add_wide(session, burn, &key, bytes + BURN_KEY_LEN, why)
                    : add_half(session, burn, &key, why));
    secure_wipe(bytes, sizeof(bytes));
    secure_wipe(&key, sizeof(key));
    return done;
}

static bool collect_keys(struct session *session, struct burn *burn,
                         load_fn *load, struct why *why)
{
    const struct cli_args *args = session->args;
    if (args->positional_count % 3 != 0) {
        return why_say(why, "give each key block, file and purpose: BLOCK FILE "
                            "PURPOSE");
    }
    for (size_t i = 0; i < args->positional_count; i += 3) {
        if (is_repeated(args, i, 3)) {
            return why_say(why, "%s is named twice: a block holds one key",
                           args->positional[i]);
        }
        if (!collect_key(session, burn, &args->positional[i], load, why)) {
            return false;
        }
    }
    return true;
}

/* ESP32: BLOCK FILE, by fixed roles */

static uint32_t key_len_of(const struct efuse_file *file)
{
    return (file->word[0][6] & 3u) == SIM_EFUSE_THREE_QUARTERS ? SHORT_KEY_LEN
                                                               : BURN_KEY_LEN;
}

static bool collect_role(struct session *session, struct burn *burn,
                         const char *name, const char *path, struct why *why)
{
    bool is_secret = strcmp(name, "flash_encryption") == 0 ||
                     strcmp(name, "secure_boot_v1") == 0;
    bool protects = !cli_given(session->args, KEY_NO_PROTECT);
    uint8_t bytes[2 * BURN_KEY_LEN] = {0};
    struct burn_key key = {
        .len = key_len_of(&session->file),
        .reversed = is_secret,
        .hide = is_secret && protects,
        .lock = protects,
    };
    bool done = block_read(session, name, &key.block, why) &&
                load_raw(path, bytes, key.len, why);
    memcpy(key.bytes, bytes, BURN_KEY_LEN);
    done = done && burn_key_add(burn, &key, why);
    secure_wipe(bytes, sizeof(bytes));
    secure_wipe(&key, sizeof(key));
    return done;
}

static bool collect_roles(struct session *session, struct burn *burn,
                          struct why *why)
{
    const struct cli_args *args = session->args;
    if (args->positional_count % 2 != 0) {
        return why_say(why, "give each key block and file: BLOCK FILE");
    }
    for (size_t i = 0; i < args->positional_count; i += 2) {
        if (is_repeated(args, i, 2)) {
            return why_say(why, "%s is named twice: a block holds one key",
                           args->positional[i]);
        }
        if (!collect_role(session, burn, args->positional[i],
                          args->positional[i + 1], why)) {
            return false;
        }
    }
    return true;
}

/* The only place for a digest on ESP32, and only the later ones use it. */
static bool collect_esp32_digest(struct session *session, struct burn *burn,
                                 struct why *why)
{
    uint8_t bytes[2 * BURN_KEY_LEN] = {0};
    struct efuse_file *file = &session->file;
    struct burn_key key = {
        .block = DIGEST_BLOCK,
        .len = BURN_KEY_LEN,
        .lock = !cli_given(session->args, KEY_NO_PROTECT),
    };
    if (session->args->positional_count != 1) {
        return why_say(why, "esp32 has one digest and no purposes: give the "
                            "key file alone");
    }
    if (efuse_field_value(file,
                          efuse_field_find(file->chip, "WAFER_VERSION_MAJOR")) <
        SECURE_VERSION) {
        return why_say(why, "this chip revision has no Secure Boot V2: burn "
                            "CHIP_VER_REV1 and CHIP_VER_REV2 for revision 3");
    }
    bool done =
        load_digest(session->args->positional[0], bytes, key_len_of(file), why);
    memcpy(key.bytes, bytes, BURN_KEY_LEN);
    return done && burn_key_add(burn, &key, why);
}

/* The commands */

static bool collect(struct session *session, struct burn *burn, load_fn *load,
                    struct why *why)
{
    bool is_esp32 = session->file.chip == SIM_EFUSE_ESP32;
    if (!is_esp32 && cli_given(session->args, KEY_NO_PROTECT)) {
        return why_say(why, "--no-protect-key is for esp32: give "
                            "--no-read-protect or --no-write-protect");
    }
    if (is_esp32 && (cli_given(session->args, KEY_NO_READ_PROTECT) ||
                     cli_given(session->args, KEY_NO_WRITE_PROTECT))) {
        return why_say(why, "esp32 protects both ways or not at all: give "
                            "--no-protect-key");
    }
    if (!is_esp32) {
        return collect_keys(session, burn, load, why);
    }
    return load == load_digest ? collect_esp32_digest(session, burn, why)
                               : collect_roles(session, burn, why);
}

static int run(const struct cli_args *args, load_fn *load)
{
    struct session session;
    struct burn burn;
    struct why why = {""};
    if (!session_open(&session, args, &why)) {
        return session_fail(&why);
    }
    burn_open(&burn, &session.file);
    int status = collect(&session, &burn, load, &why)
                     ? session_burn(&session, &burn)
                     : session_fail(&why);
    secure_wipe(&burn, sizeof(burn));
    secure_wipe(&session.file, sizeof(session.file));
    return status;
}

static int burn_key_run(const struct cli_args *args)
{
    return run(args, load_raw);
}

static int burn_key_digest_run(const struct cli_args *args)
{
    return run(args, load_digest);
}

static const struct cli_option options[KEY_OPTION_COUNT] = {
    [KEY_NO_PROTECT] = {.name = "--no-protect-key",
                        .kind = CLI_FLAG,
                        .help = "esp32: leave the block readable and open"},
    [KEY_NO_READ_PROTECT] = {.name = "--no-read-protect",
                             .kind = CLI_FLAG,
                             .help = "leave the key readable; not esp32"},
    [KEY_NO_WRITE_PROTECT] = {.name = "--no-write-protect",
                              .kind = CLI_FLAG,
                              .help = "leave the block open; its purpose is "
                                      "closed all the same; not esp32"},
    [KEY_SHOW] = {.name = "--show-sensitive-info",
                  .kind = CLI_FLAG,
                  .help = "accepted and ignored: keys are never shown"},
};

static const struct cli_argument arguments[] = {
    {.name = "BLOCK FILE [PURPOSE]", .many = true},
};

static const struct cli_argument digest_arguments[] = {
    {.name = "[BLOCK] FILE [PURPOSE]", .many = true},
};

const struct cli_command espefuse_burn_key = {
    .name = "burn-key",
    .summary = "Burn keys, with purpose and protection.",
    .help = "Burns keys of 32 bytes (24 under ESP32's 3/4 scheme), each with "
            "what its purpose asks for: order of bytes, purpose, read and "
            "write protection. " WIDE_KEY " takes 64 bytes and two blocks.\n"
            "esp32: BLOCK FILE; blocks are flash_encryption, secure_boot_v1, "
            "secure_boot_v2, BLOCK1 to BLOCK3.",
    .options = options,
    .option_count = KEY_OPTION_COUNT,
    .arguments = arguments,
    .argument_count = COUNT_OF(arguments),
    .run = burn_key_run,
};

const struct cli_command espefuse_burn_key_digest = {
    .name = "burn-key-digest",
    .summary = "Burn digests of public keys for Secure Boot V2.",
    .help = "Burns digests of public keys for Secure Boot V2: RSA-3072, from "
            "PEM files, public or private.\n"
            "esp32: FILE alone.",
    .options = options,
    .option_count = KEY_OPTION_COUNT,
    .arguments = digest_arguments,
    .argument_count = COUNT_OF(digest_arguments),
    .run = burn_key_digest_run,
};
