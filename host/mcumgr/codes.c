/* SPDX-License-Identifier: Apache-2.0 */
/* See codes.h. */
#include "host/mcumgr/codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/mcumgr/plain_text.h"
#include "host/sim/status_text.h"

#define REASON_MAX 128 /* characters of a reason that are shown */

/* What a code means, and what to do about it. */
static const struct {
    const char *name;
    const char *advice; /* NULL: none that holds for every command */
} codes[] = {
    [0] = {"no error", NULL},
    [1] = {"unknown error", "its flash may have failed; try again"},
    [2] = {"out of memory", "send less at once"},
    [3] = {"invalid value", NULL},
    [4] = {"time-out", "try again"},
    [5] = {"no such entry", "'image list' shows what there is"},
    [6] = {"not in this state",
           "'image list' shows what is pending or on test, 'reset' lets it "
           "go on"},
    [7] = {"too large", "'slots' shows how long an image may be"},
    [8] = {"not supported", "this device does not know the command"},
    [9] = {"corrupt", "check the file and the key that signed it"},
    [10] = {"busy", "try again"},
    [11] = {"access denied", "the device's configuration forbids it"},
    [12] = {"protocol version too old", NULL},
    [13] = {"protocol version too new", NULL},
};

static bool is_known(int64_t rc)
{
    return rc >= 0 && rc < (int64_t)(sizeof(codes) / sizeof(codes[0]));
}

bool codes_find(const struct item *answer, struct codes_error *error)
{
    struct item err;
    *error = (struct codes_error){.group = -1};
    if (item_find(answer, "err", &err)) {
        error->rc = item_int(&err, "rc", 0);
        error->group = item_int(&err, "group", -1);
    } else {
        error->rc = item_int(answer, "rc", 0);
    }
    return error->rc != 0;
}

/* "error 0x30c": our own server's way to name a status in little room. */
static void explain(const char *reason, struct why *why)
{
    static const char prefix[] = "error 0x";
    if (strncmp(reason, prefix, sizeof(prefix) - 1) != 0) {
        return;
    }
    unsigned long status = strtoul(reason + sizeof(prefix) - 1, NULL, 16);
    why_add(why, ": ");
    why_add(why, status_text((status_t)(int)status));
}

static void say_code(const struct codes_error *error, struct why *why)
{
    if (error->group >= 0) {
        (void)why_say(why, "code %lld of group %lld", (long long)error->rc,
                      (long long)error->group);
        return;
    }
    (void)why_say(why, "code %lld, %s", (long long)error->rc,
                  is_known(error->rc) ? codes[error->rc].name
                                      : "a code of its own");
}

static void say_reason(const struct item *answer, struct why *why)
{
    char reason[REASON_MAX];
    size_t len = 0;
    const char *text = item_text(answer, "rsn", &len);
    if (text != NULL) {
        plain_text_copy(text, len, reason, sizeof(reason));
        why_add(why, " (");
        why_add(why, reason);
        explain(reason, why);
        why_add(why, ")");
    }
}

void codes_say(const struct item *answer, const struct codes_error *error,
               struct why *why)
{
    say_code(error, why);
    say_reason(answer, why);
    if (error->group < 0 && is_known(error->rc) &&
        codes[error->rc].advice != NULL) {
        why_add(why, ": ");
        why_add(why, codes[error->rc].advice);
    }
}
