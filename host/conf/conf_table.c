/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks up rows by key and by name, also by a name that is almost right. The
 * rows themselves are data: conf_rows.c.
 */
#include "host/conf/conf_table.h"

#include <string.h>

#include "host/conf/conf_rows.h"

#define NAME_MAX_LEN 96 /* no key and no slip of the pen is longer */
#define PREFIX       "CONFIG_"

static const char *const target_names[CONF_TARGET_COUNT] = {
    [CONF_TARGET_ESP32] = "esp32",
    [CONF_TARGET_ESP32S2] = "esp32s2",
    [CONF_TARGET_ESP32C3] = "esp32c3",
    [CONF_TARGET_ESP32S3] = "esp32s3",
};

static size_t min_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Levenshtein distance; row[j] holds the distance from the part of a that was
 * read so far to the first j bytes of b.
 */
static size_t edit_distance(const char *a, size_t a_len, const char *b,
                            size_t b_len)
{
    size_t row[NAME_MAX_LEN + 1];

    for (size_t j = 0; j <= b_len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t above = row[j];
            size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u);

            row[j] = min_of(change, min_of(above, row[j - 1]) + 1);
            diagonal = above;
        }
    }
    return row[b_len];
}

/* The part of a name that tells keys apart. */
static size_t prefix_len(const char *name, size_t len)
{
    size_t prefix = strlen(PREFIX);

    return len >= prefix && memcmp(name, PREFIX, prefix) == 0 ? prefix : 0;
}

const struct conf_row *conf_row(enum conf_key key)
{
    return &conf_rows[key];
}

bool conf_key_find(const char *name, size_t len, enum conf_key *key)
{
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        const char *known = conf_rows[i].name;

        if (strlen(known) == len && memcmp(known, name, len) == 0) {
            *key = (enum conf_key)i;
            return true;
        }
    }
    return false;
}

bool conf_key_nearest(const char *name, size_t len, enum conf_key *key)
{
    size_t skip = prefix_len(name, len);
    size_t rest = len - skip;
    size_t best = rest / 3 + 1;
    bool found = false;

    if (len > NAME_MAX_LEN) {
        return false;
    }
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        const char *known = conf_rows[i].name + strlen(PREFIX);
        size_t distance =
            edit_distance(name + skip, rest, known, strlen(known));

        if (distance < best) {
            best = distance;
            *key = (enum conf_key)i;
            found = true;
        }
    }
    return found;
}

const char *conf_target_name(enum conf_target target)
{
    return target_names[target];
}

bool conf_target_find(const char *name, enum conf_target *target)
{
    for (size_t i = 0; i < CONF_TARGET_COUNT; i++) {
        if (strcmp(name, target_names[i]) == 0) {
            *target = (enum conf_target)i;
            return true;
        }
    }
    return false;
}

bool conf_key_supported(enum conf_key key, enum conf_target target)
{
    return ((unsigned)conf_rows[key].targets & (1u << target)) != 0;
}
