/* SPDX-License-Identifier: Apache-2.0 */
/* See cut.h. */
#include "host/sim/cut.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *const cut_manner_names[NOR_CUT_MANNER_COUNT] = {
    "before", "prefix", "bits", "half", "after"};

/* Reads a decimal number without sign and steps behind it. */
static bool digits_read(const char **text, uint64_t *value)
{
    char *end;
    if (!isdigit((unsigned char)**text)) {
        return false;
    }
    errno = 0;
    *value = strtoull(*text, &end, 10);
    *text = end;
    return errno == 0;
}

static bool manner_read(const char **text, enum nor_cut_manner *manner)
{
    size_t len = strcspn(*text, ":");
    for (int i = 0; i < NOR_CUT_MANNER_COUNT; i++) {
        if (strlen(cut_manner_names[i]) == len &&
            strncmp(*text, cut_manner_names[i], len) == 0) {
            *manner = (enum nor_cut_manner)i;
            *text += len;
            return true;
        }
    }
    return false;
}

static bool colon_skip(const char **text)
{
    bool is_colon = **text == ':';
    *text += is_colon ? 1 : 0;
    return is_colon;
}

static bool parts_read(const char *text, struct cut *cut)
{
    uint64_t seed = 0;
    if (!digits_read(&text, &cut->at)) {
        return false;
    }
    cut->is_percent = *text == '%';
    text += cut->is_percent ? 1 : 0;
    cut->manner = NOR_CUT_BEFORE;
    if (colon_skip(&text) && !manner_read(&text, &cut->manner)) {
        return false;
    }
    if (colon_skip(&text) && !digits_read(&text, &seed)) {
        return false;
    }
    cut->seed = (uint32_t)seed;
    return *text == '\0' && seed <= UINT32_MAX &&
           (!cut->is_percent || cut->at < 100);
}

bool cut_read(const char *text, struct cut *cut, struct why *why)
{
    if (!parts_read(text, cut)) {
        return why_say(why,
                       "'%s' is no cut: write OP[:MANNER[:SEED]], OP a number "
                       "or 0%% to 99%%, MANNER one of before, prefix, bits, "
                       "half, after, e.g. 17 or 50%%:bits:3",
                       text);
    }
    return true;
}
