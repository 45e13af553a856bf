/* SPDX-License-Identifier: Apache-2.0 */
/* See codes.h. */
#include "host/mcumgr/codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/mcumgr/plain_text.h"
#include "host/sim/status_text.h"

#define REASON_MAX 128 /* characters of a reason that are shown */

static const char *const names[] = {
    [0] = "no error",
    [1] = "unknown error",
    [2] = "out of memory",
    [3] = "invalid value",
    [4] = "time-out",
    [5] = "no such entry",
    [6] = "not in this state",
    [7] = "too large",
    [8] = "not supported",
    [9] = "corrupt",
    [10] = "busy",
    [11] = "access denied",
    [12] = "protocol version too old",
    [13] = "protocol version too new",
};

static const char *name_of(int64_t rc)
{
    bool known = rc >= 0 && rc < (int64_t)(sizeof(names) / sizeof(names[0]));
    return known ? names[rc] : "a code of its own";
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

void codes_say(const struct item *answer, const struct codes_error *error,
               struct why *why)
{
    char reason[REASON_MAX];
    size_t len = 0;
    const char *text = item_text(answer, "rsn", &len);
    if (error->group >= 0) {
        (void)why_say(why, "code %lld of group %lld", (long long)error->rc,
                      (long long)error->group);
    } else {
        (void)why_say(why, "code %lld, %s", (long long)error->rc,
                      name_of(error->rc));
    }
    if (text != NULL) {
        plain_text_copy(text, len, reason, sizeof(reason));
        why_add(why, " (");
        why_add(why, reason);
        explain(reason, why);
        why_add(why, ")");
    }
}
