/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state file: "sallyport-sim 1" and then one fact per line, "name value"
 * or "wear INDEX ERASES" for each sector that was erased. Reads only what it
 * writes: a damaged file is refused rather than guessed at.
 */
#include "host/sim/device_state.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/files/file.h"

#define STATE_LINE_MAX 64 /* "wear 4294967295 4294967295\n" is 27 */
#define STATE_HEAD     "sallyport-sim 1"
#define STATE_ASKS     "recovery asked"

const char *const reset_cause_names[RESET_COUNT + 1] = {
    "power-on", "software", "watchdog", "panic", "brown-out", NULL,
};

void device_state_open(struct device_state *state, uint32_t sector_count)
{
    memset(state, 0, sizeof(*state));
    state->sector_count = sector_count;
    state->wear = calloc(sector_count, sizeof(*state->wear));
    if (state->wear == NULL) {
        abort(); /* a few KiB: nothing else would work either */
    }
}

static bool cause_read(const char *name, struct device_state *state)
{
    for (int i = 0; i < RESET_COUNT; i++) {
        if (strcmp(name, reset_cause_names[i]) == 0) {
            state->cause = (enum reset_cause)i;
            return true;
        }
    }
    return false;
}

/* At most 18 digits are read, so that no number overflows while it is read. */
static bool line_read(const char *line, struct device_state *state)
{
    uint64_t a;
    uint64_t b;
    char name[16];
    if (sscanf(line, "boots %18" SCNu64, &a) == 1 && a <= UINT32_MAX) {
        state->boots = (uint32_t)a;
        return true;
    }
    if (sscanf(line, "wear %18" SCNu64 " %18" SCNu64, &a, &b) == 2 &&
        a < state->sector_count && b <= UINT32_MAX) {
        state->wear[a] = (uint32_t)b;
        return true;
    }
    if (strcmp(line, STATE_ASKS "\n") == 0) {
        state->asks = true;
        return true;
    }
    return sscanf(line, "cause %15s", name) == 1 && cause_read(name, state);
}

static bool stream_read(FILE *in, const char *path, struct device_state *state,
                        struct why *why)
{
    char line[STATE_LINE_MAX];
    for (unsigned n = 1; fgets(line, sizeof(line), in) != NULL; n++) {
        bool is_good = n == 1 ? strcmp(line, STATE_HEAD "\n") == 0
                              : line_read(line, state);
        if (!is_good) {
            return why_say(why,
                           "%s:%u does not fit this flash; remove that file to "
                           "start counting wear anew",
                           path, n);
        }
    }
    return true;
}

bool device_state_read(const char *path, struct device_state *state,
                       struct why *why)
{
    FILE *in = fopen(path, "r");
    if (in == NULL && errno == ENOENT) {
        return true;
    }
    if (in == NULL) {
        return why_say(why, "cannot read %s: %s", path, strerror(errno));
    }
    bool read = stream_read(in, path, state, why);
    fclose(in);
    return read;
}

static void state_print(const struct device_state *state, FILE *out)
{
    fprintf(out, STATE_HEAD "\nboots %" PRIu32 "\ncause %s\n", state->boots,
            reset_cause_names[state->cause]);
    if (state->asks) {
        fprintf(out, STATE_ASKS "\n");
    }
    for (uint32_t i = 0; i < state->sector_count; i++) {
        if (state->wear[i] != 0) {
            fprintf(out, "wear %" PRIu32 " %" PRIu32 "\n", i, state->wear[i]);
        }
    }
}

bool device_state_write(const char *path, const struct device_state *state,
                        struct why *why)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (out == NULL) {
        return why_say(why, "no memory left to write %s", path);
    }
    state_print(state, out);
    fclose(out);
    struct file_data file = {.bytes = text, .len = len};
    bool written = file_write(path, &file, FILE_MODE_PLAIN, why);
    free(text);
    return written;
}

void device_state_free(struct device_state *state)
{
    free(state->wear);
    state->wear = NULL;
}
