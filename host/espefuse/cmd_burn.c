/* SPDX-License-Identifier: Apache-2.0 */
/*
 * burn-efuse, burn-bit and burn-block-data: from the words of the command line
 * to bits.
 */
#include <inttypes.h>
#include <string.h>

#include "host/cli/number.h"
#include "host/efuse/blocks.h"
#include "host/espefuse/burn.h"
#include "host/espefuse/espefuse.h"
#include "host/espefuse/session.h"
#include "host/espefuse/value.h"
#include "host/files/file.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

typedef bool collect_fn(struct session *session, struct burn *burn,
                        struct why *why);

/* Opens, collects by the command's own way, and burns. */
static int run(const struct cli_args *args, collect_fn *collect)
{
    struct session session;
    struct burn burn;
    struct why why = {""};
    if (!session_open(&session, args, &why)) {
        return session_fail(&why);
    }
    burn_open(&burn, &session.file);
    if (!collect(&session, &burn, &why)) {
        return session_fail(&why);
    }
    return session_burn(&session, &burn);
}

static bool block_find(const struct session *session, const char *name,
                       uint32_t *block, struct why *why)
{
    int found = efuse_block_find(session->file.chip, name);
    *block = found < 0 ? 0 : (uint32_t)found;
    return found >= 0 || why_say(why, "%s has no block named '%s'",
                                 efuse_chip_names[session->file.chip], name);
}

/* Bytes of a block that can be used. */
static uint32_t block_len(const struct session *session, uint32_t block)
{
    const struct efuse_file *file = &session->file;
    bool is_short = file->chip == SIM_EFUSE_ESP32 && block > 0 &&
                    (file->word[0][6] & 3u) == SIM_EFUSE_THREE_QUARTERS;
    return is_short ? 24 : 4 * sim_efuse_block_words(file->chip, block);
}

/* burn-efuse */

/* ESP32: the custom MAC has a check sum, and a version that must say so. */
static bool add_custom_mac(struct session *session, struct burn *burn,
                           const uint8_t mac[VALUE_MAC_LEN], struct why *why)
{
    const struct efuse_file *file = &session->file;
    uint8_t crc[EFUSE_BLOCK_LEN] = {value_mac_crc(mac)};
    if (efuse_field_value(file, efuse_field_find(file->chip, "MAC_VERSION")) !=
        1) {
        return why_say(why, "CUSTOM_MAC counts only with MAC_VERSION 1: burn "
                            "that first");
    }
    return burn_add_field(burn, efuse_field_find(file->chip, "CUSTOM_MAC_CRC"),
                          crc, why);
}

static bool collect_field(struct session *session, struct burn *burn,
                          const char *name, const char *text, struct why *why)
{
    uint8_t bytes[EFUSE_BLOCK_LEN];
    const struct efuse_field *field =
        efuse_field_find(session->file.chip, name);
    if (field == NULL) {
        return why_say(why, "%s has no eFuse named '%s': see the summary",
                       efuse_chip_names[session->file.chip], name);
    }
    if (!value_read(&session->file, field, text, bytes, why)) {
        return false;
    }
    bool needs_crc =
        session->file.chip == SIM_EFUSE_ESP32 && field->kind == EFUSE_MAC;
    return (!needs_crc || add_custom_mac(session, burn, bytes, why)) &&
           burn_add_field(burn, field, bytes, why);
}

static bool collect_fields(struct session *session, struct burn *burn,
                           struct why *why)
{
    const struct cli_args *args = session->args;
    if (args->positional_count != 1 && args->positional_count % 2 != 0) {
        return why_say(why, "give each eFuse a value: NAME VALUE, NAME VALUE");
    }
    for (size_t i = 0; i < args->positional_count; i += 2) {
        if (!collect_field(session, burn, args->positional[i],
                           cli_argument(args, i + 1), why)) {
            return false;
        }
    }
    return true;
}

static int burn_efuse_run(const struct cli_args *args)
{
    return run(args, collect_fields);
}

/* burn-bit */

static bool collect_bits(struct session *session, struct burn *burn,
                         struct why *why)
{
    const struct cli_args *args = session->args;
    uint32_t block = 0;
    if (!block_find(session, cli_argument(args, 0), &block, why)) {
        return false;
    }
    int64_t end = 8 * (int64_t)block_len(session, block);
    for (size_t i = 1; i < args->positional_count; i++) {
        int64_t bit = -1;
        if (!number_read_based(args->positional[i], &bit) || bit < 0 ||
            bit >= end) {
            return why_say(
                why, "block %" PRIu32 " has bits 0 .. %" PRId64 ", not '%s'",
                block, end - 1, args->positional[i]);
        }
        burn_add(burn, &(struct burn_place){block, (uint32_t)bit, 1},
                 (const uint8_t[]){1});
    }
    return true;
}

static int burn_bit_run(const struct cli_args *args)
{
    return run(args, collect_bits);
}

/* burn-block-data */

#define OPTION_OFFSET 0

static bool add_data(struct session *session, struct burn *burn, uint32_t block,
                     const char *path, struct why *why)
{
    struct file data = {NULL, 0};
    bool has_offset = cli_given(session->args, OPTION_OFFSET);
    int64_t off = cli_int(session->args, OPTION_OFFSET);
    int64_t room = (int64_t)block_len(session, block) - off;
    bool done = file_read(path, &data, why);
    if (done && (off < 0 || room < 0 || (int64_t)data.len > room ||
                 (!has_offset && (int64_t)data.len != room))) {
        done = why_say(why,
                       "%s has %zu bytes, which do not fit: block %" PRIu32
                       " has %" PRIu32 " bytes and the offset is %" PRId64,
                       path, data.len, block, block_len(session, block), off);
    }
    if (done) {
        burn_add(burn,
                 &(struct burn_place){block, 8 * (uint32_t)off,
                                      8 * (uint32_t)data.len},
                 data.bytes);
    }
    file_free(&data);
    return done;
}

static bool collect_data(struct session *session, struct burn *burn,
                         struct why *why)
{
    const struct cli_args *args = session->args;
    if (args->positional_count % 2 != 0) {
        return why_say(why, "give each block a file: BLOCK FILE, BLOCK FILE");
    }
    for (size_t i = 0; i < args->positional_count; i += 2) {
        uint32_t block = 0;
        if (!block_find(session, args->positional[i], &block, why) ||
            !add_data(session, burn, block, args->positional[i + 1], why)) {
            return false;
        }
    }
    return true;
}

static int burn_block_data_run(const struct cli_args *args)
{
    return run(args, collect_data);
}

/* Tables */

static const struct cli_argument field_arguments[] = {
    {.name = "NAME VALUE", .many = true},
};

static const struct cli_argument bit_arguments[] = {
    {.name = "BLOCK"},
    {.name = "BIT", .many = true},
};

static const struct cli_argument data_arguments[] = {
    {.name = "BLOCK FILE", .many = true},
};

static const struct cli_option data_options[] = {
    [OPTION_OFFSET] = {.name = "--offset",
                       .letter = 'o',
                       .kind = CLI_NUMBER,
                       .fallback = "0",
                       .help = "byte of the block that the data starts at"},
};

const struct cli_command espefuse_burn_efuse = {
    .name = "burn-efuse",
    .summary = "Burn eFuses by name.",
    .help = "Burns eFuses by name. A single bit needs no value; a key purpose "
            "is given by name or number; bytes are hexadecimal, and behind 0x "
            "they are a number, whose last byte comes first.",
    .arguments = field_arguments,
    .argument_count = COUNT_OF(field_arguments),
    .run = burn_efuse_run,
};

const struct cli_command espefuse_burn_bit = {
    .name = "burn-bit",
    .summary = "Burn bits of a block by number.",
    .arguments = bit_arguments,
    .argument_count = COUNT_OF(bit_arguments),
    .run = burn_bit_run,
};

const struct cli_command espefuse_burn_block_data = {
    .name = "burn-block-data",
    .summary = "Burn files into blocks, as they are.",
    .help = "Burns files into blocks, as they are: no bytes are reversed and "
            "nothing is protected. Keys belong to burn-key.",
    .options = data_options,
    .option_count = COUNT_OF(data_options),
    .arguments = data_arguments,
    .argument_count = COUNT_OF(data_arguments),
    .run = burn_block_data_run,
};
