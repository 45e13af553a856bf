/* SPDX-License-Identifier: Apache-2.0 */
/* See profile.h. */
#include "host/mcumgr/profile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/files/file.h"
#include "host/mcumgr/json.h"

#define FILE_NAME    ".mcumgr.cp.json"
#define PATH_MAX_LEN 1024
#define KEY_MAX      32

static bool find_path(char path[PATH_MAX_LEN], struct why *why)
{
    const char *home = getenv("HOME");
    if (home == NULL || home[0] == 0) {
        return why_say(why, "HOME is not set: profiles are kept there; set it "
                            "or use --conntype and --connstring");
    }
    int len = snprintf(path, PATH_MAX_LEN, "%s/%s", home, FILE_NAME);
    return len < PATH_MAX_LEN || why_say(why, "HOME is too long");
}

/* ---- reading --------------------------------------------------------- */

static bool read_member(struct json *json, struct profile *profile)
{
    const struct {
        const char *key;
        char *value;
        size_t room;
    } members[] = {
        {"MyName", profile->name, sizeof(profile->name)},
        {"MyType", profile->type, sizeof(profile->type)},
        {"MyConnString", profile->connstring, sizeof(profile->connstring)},
    };
    char key[KEY_MAX];
    if (!json_take_string(json, key, sizeof(key)) || !json_take(json, ':')) {
        return false;
    }
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        if (strcmp(key, members[i].key) == 0) {
            return json_take_string(json, members[i].value, members[i].room);
        }
    }
    return json_skip(json);
}

static bool read_profile(struct json *json, struct profile *profile)
{
    *profile = (struct profile){.name = ""};
    if (!json_take(json, '{')) {
        return false;
    }
    if (json_take(json, '}')) {
        return true;
    }
    do {
        if (!read_member(json, profile)) {
            return false;
        }
    } while (json_take(json, ','));
    return json_take(json, '}');
}

static bool read_list(struct json *json, struct profiles *profiles,
                      struct why *why)
{
    static const char malformed[] = "malformed";
    struct profile profile;
    if (!json_take(json, '[')) {
        return why_say(why, malformed);
    }
    bool more = !json_take(json, ']');
    while (more) {
        if (!read_profile(json, &profile)) {
            return why_say(why, malformed);
        }
        if (!profiles_put(profiles, &profile, why)) {
            return false;
        }
        more = json_take(json, ',');
        if (!more && !json_take(json, ']')) {
            return why_say(why, malformed);
        }
    }
    return json_at_end(json) || why_say(why, malformed);
}

bool profiles_load(struct profiles *profiles, struct why *why)
{
    char path[PATH_MAX_LEN];
    struct file file;
    struct why reason;
    profiles->count = 0;
    if (!find_path(path, why)) {
        return false;
    }
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        return true;
    }
    if (!file_read(path, &file, why)) {
        file_free(&file);
        return false;
    }
    struct json json = {(const char *)file.bytes,
                        (const char *)file.bytes + file.len};
    bool loaded = read_list(&json, profiles, &reason);
    if (!loaded) {
        (void)why_say(why,
                      "The profiles in '%.200s' are %.100s: correct the "
                      "file or move it away",
                      path, reason.text);
    }
    file_free(&file);
    return loaded;
}

/* ---- changing -------------------------------------------------------- */

static size_t index_of(const struct profiles *profiles, const char *name)
{
    size_t i = 0;
    while (i < profiles->count && strcmp(profiles->list[i].name, name) < 0) {
        i++;
    }
    return i;
}

const struct profile *profiles_find(const struct profiles *profiles,
                                    const char *name)
{
    size_t i = index_of(profiles, name);
    bool found =
        i < profiles->count && strcmp(profiles->list[i].name, name) == 0;
    return found ? &profiles->list[i] : NULL;
}

bool profiles_put(struct profiles *profiles, const struct profile *profile,
                  struct why *why)
{
    size_t i = index_of(profiles, profile->name);
    if (profiles_find(profiles, profile->name) == NULL) {
        if (profiles->count == PROFILE_MAX) {
            return why_say(why, "more than %d", PROFILE_MAX);
        }
        memmove(&profiles->list[i + 1], &profiles->list[i],
                (profiles->count - i) * sizeof(profiles->list[0]));
        profiles->count++;
    }
    profiles->list[i] = *profile;
    return true;
}

bool profiles_remove(struct profiles *profiles, const char *name)
{
    if (profiles_find(profiles, name) == NULL) {
        return false;
    }
    size_t i = index_of(profiles, name);
    profiles->count--;
    memmove(&profiles->list[i], &profiles->list[i + 1],
            (profiles->count - i) * sizeof(profiles->list[0]));
    return true;
}

/* ---- writing --------------------------------------------------------- */

static void write_member(const char *key, const char *value, const char *end,
                         FILE *out)
{
    (void)fprintf(out, "        \"%s\": ", key);
    json_write_string(value, out);
    (void)fputs(end, out);
}

static void write_list(const struct profiles *profiles, FILE *out)
{
    (void)fputs("[", out);
    for (size_t i = 0; i < profiles->count; i++) {
        const struct profile *p = &profiles->list[i];
        (void)fputs(i == 0 ? "\n    {\n" : ",\n    {\n", out);
        write_member("MyName", p->name, ",\n", out);
        write_member("MyType", p->type, ",\n", out);
        write_member("MyConnString", p->connstring, "\n", out);
        (void)fputs("    }", out);
    }
    (void)fputs(profiles->count > 0 ? "\n]" : "]", out);
}

bool profiles_save(const struct profiles *profiles, struct why *why)
{
    char path[PATH_MAX_LEN];
    char *text = NULL;
    size_t len = 0;
    if (!find_path(path, why)) {
        return false;
    }
    FILE *out = open_memstream(&text, &len);
    if (out == NULL) {
        return why_say(why, "Out of memory");
    }
    write_list(profiles, out);
    if (fclose(out) != 0) {
        free(text);
        return why_say(why, "Out of memory");
    }
    const struct file_data data = {text, len};
    bool saved = file_write(path, &data, FILE_MODE_PLAIN, why);
    free(text);
    return saved;
}
