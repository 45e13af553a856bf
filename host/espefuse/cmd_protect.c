/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read-protect-efuse and write-protect-efuse: a bit of RD_DIS or WR_DIS for
 * each field that is named.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "host/espefuse/burn.h"
#include "host/espefuse/espefuse.h"
#include "host/espefuse/purpose.h"
#include "host/espefuse/session.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

#define KEY_FIRST 4 /* not on ESP32 */
#define KEY_LAST  9

typedef bool protect_fn(struct burn *burn, const struct efuse_field *field,
                        struct why *why);

/* The ROM has to read digests of public keys, and users their own data. */
static bool must_stay_readable(const struct efuse_file *file,
                               const struct efuse_field *field)
{
    char name[sizeof("KEY_PURPOSE_0")] = "KEY_PURPOSE_0";
    if (file->chip == SIM_EFUSE_ESP32) {
        return false;
    }
    if (field->block < KEY_FIRST || field->block > KEY_LAST) {
        return false;
    }
    name[sizeof(name) - 2] = (char)('0' + field->block - KEY_FIRST);
    const struct purpose *purpose =
        purpose_of(file->chip,
                   efuse_field_value(file, efuse_field_find(file->chip, name)));
    return purpose == NULL || !purpose->secret;
}

static bool protect_read(struct burn *burn, const struct efuse_field *field,
                         struct why *why)
{
    if (efuse_field_is_readable(burn->file, field) &&
        must_stay_readable(burn->file, field)) {
        return why_say(why,
                       "%s must stay readable: its purpose is no secret key",
                       field->name);
    }
    return burn_add_read_lock(burn, field->block, field->bit, why);
}

static bool protect_write(struct burn *burn, const struct efuse_field *field,
                          struct why *why)
{
    return burn_add_write_lock(burn, field->block, field->bit, why);
}

static bool collect(struct session *session, struct burn *burn,
                    protect_fn *protect, struct why *why)
{
    const struct cli_args *args = session->args;
    for (size_t i = 0; i < args->positional_count; i++) {
        const struct efuse_field *field =
            efuse_field_find(session->file.chip, args->positional[i]);
        if (field == NULL || field->kind >= EFUSE_CALC_WAFER_MAJOR) {
            return why_say(why, "%s has no eFuse named '%s': see the summary",
                           efuse_chip_names[session->file.chip],
                           args->positional[i]);
        }
        struct why reason = {""};
        if (!protect(burn, field, &reason)) {
            return why_say(why, "%s: %.400s", field->name, reason.text);
        }
    }
    return true;
}

static int run(const struct cli_args *args, protect_fn *protect)
{
    struct session session;
    struct burn burn;
    struct why why = {""};
    if (!session_open(&session, args, &why)) {
        return session_fail(&why);
    }
    burn_open(&burn, &session.file);
    if (!collect(&session, &burn, protect, &why)) {
        return session_fail(&why);
    }
    return session_burn(&session, &burn);
}

static int read_protect_run(const struct cli_args *args)
{
    return run(args, protect_read);
}

static int write_protect_run(const struct cli_args *args)
{
    return run(args, protect_write);
}

static const struct cli_argument arguments[] = {
    {.name = "NAME", .many = true},
};

const struct cli_command espefuse_read_protect = {
    .name = "read-protect-efuse",
    .summary = "Keep software from reading eFuses.",
    .arguments = arguments,
    .argument_count = COUNT_OF(arguments),
    .run = read_protect_run,
};

const struct cli_command espefuse_write_protect = {
    .name = "write-protect-efuse",
    .summary = "Keep eFuses from being burned further.",
    .arguments = arguments,
    .argument_count = COUNT_OF(arguments),
    .run = write_protect_run,
};
