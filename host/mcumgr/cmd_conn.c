/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The group `mcumgr conn`: profiles of connections. What it prints is what the
 * Go tool prints.
 */
#include <stdio.h>
#include <string.h>

#include "host/mcumgr/mcumgr.h"
#include "host/mcumgr/profile.h"

/* ---- add ------------------------------------------------------------- */

static const struct cli_argument add_arguments[] = {
    {.name = "NAME"},
    {.name = "KEY=VALUE", .many = true},
};

static bool copy_value(const char *value, char *out, size_t room,
                       struct why *why)
{
    int len = snprintf(out, room, "%s", value);
    return (size_t)len < room || why_say(why, "'%.100s...' is too long", value);
}

static bool take_setting(struct profile *profile, const char *setting,
                         struct why *why)
{
    static const char type[] = "type=";
    static const char connstring[] = "connstring=";
    if (strncmp(setting, type, sizeof(type) - 1) == 0) {
        return copy_value(setting + sizeof(type) - 1, profile->type,
                          sizeof(profile->type), why);
    }
    if (strncmp(setting, connstring, sizeof(connstring) - 1) == 0) {
        return copy_value(setting + sizeof(connstring) - 1, profile->connstring,
                          sizeof(profile->connstring), why);
    }
    return why_say(why,
                   "Unknown setting '%.100s': give type=serial and "
                   "connstring=dev=PORT,baud=115200",
                   setting);
}

/* Says a mistake now that would else come up at the first connection. */
static bool check_profile(const struct profile *profile, struct why *why)
{
    struct connection connection;
    if (profile->type[0] == 0) {
        return why_say(why, "Must specify a connection type: add type=serial");
    }
    if (strcmp(profile->type, "serial") != 0) {
        return why_say(why, "Invalid connection type: '%s'; use serial",
                       profile->type);
    }
    return profile->connstring[0] == 0 ||
           connstring_read(profile->connstring, &connection, why);
}

static bool read_settings(const struct cli_args *args, struct profile *profile,
                          struct why *why)
{
    *profile = (struct profile){.name = ""};
    if (!copy_value(cli_argument(args, 0), profile->name, sizeof(profile->name),
                    why)) {
        return false;
    }
    for (size_t i = 1; cli_argument(args, i) != NULL; i++) {
        if (!take_setting(profile, cli_argument(args, i), why)) {
            return false;
        }
    }
    return check_profile(profile, why);
}

static int run_add(const struct cli_args *args)
{
    struct profiles profiles;
    struct profile profile;
    struct why why;
    if (!read_settings(args, &profile, &why)) {
        return cli_usage_error(args, "%s", why.text);
    }
    if (!profiles_load(&profiles, &why) ||
        !profiles_put(&profiles, &profile, &why) ||
        !profiles_save(&profiles, &why)) {
        return cli_fail("%s", why.text);
    }
    (void)printf("Connection profile %s successfully added\n", profile.name);
    return CLI_EXIT_OK;
}

static const struct cli_command conn_add = {
    .name = "add",
    .summary = "Add or replace a connection profile",
    .help = "Add or replace a connection profile: type=serial "
            "connstring=dev=PORT,baud=115200,mtu=BYTES. Profiles are kept in "
            "~/.mcumgr.cp.json, the file of the Go tool.",
    .arguments = add_arguments,
    .argument_count = 2,
    .run = run_add,
};

/* ---- show ------------------------------------------------------------ */

static const struct cli_argument show_arguments[] = {
    {.name = "NAME", .optional = true}};

static void print_profile(const struct profile *profile, bool is_first)
{
    (void)printf("%s  %s: type=%s, connstring='%s'\n",
                 is_first ? "Connection profiles: \n" : "", profile->name,
                 profile->type, profile->connstring);
}

static int run_show(const struct cli_args *args)
{
    struct profiles profiles;
    struct why why;
    const char *name = cli_argument(args, 0);
    size_t shown = 0;
    if (!profiles_load(&profiles, &why)) {
        return cli_fail("%s", why.text);
    }
    for (size_t i = 0; i < profiles.count; i++) {
        if (name == NULL || strcmp(name, profiles.list[i].name) == 0) {
            print_profile(&profiles.list[i], shown++ == 0);
        }
    }
    if (shown > 0) {
        return CLI_EXIT_OK;
    }
    if (name != NULL) {
        return cli_fail("No connection profiles found matching %s: 'conn "
                        "show' lists them all",
                        name);
    }
    (void)puts("No connection profiles found!");
    return CLI_EXIT_OK;
}

static const struct cli_command conn_show = {
    .name = "show",
    .summary = "Show connection profiles",
    .arguments = show_arguments,
    .argument_count = 1,
    .run = run_show,
};

/* ---- delete ---------------------------------------------------------- */

static const struct cli_argument delete_arguments[] = {{.name = "NAME"}};

static int run_delete(const struct cli_args *args)
{
    struct profiles profiles;
    struct why why;
    const char *name = cli_argument(args, 0);
    if (!profiles_load(&profiles, &why)) {
        return cli_fail("%s", why.text);
    }
    if (!profiles_remove(&profiles, name)) {
        return cli_fail("connection profile \"%s\" doesn't exist: 'conn show' "
                        "lists them",
                        name);
    }
    if (!profiles_save(&profiles, &why)) {
        return cli_fail("%s", why.text);
    }
    (void)printf("Connection profile %s successfully deleted.\n", name);
    return CLI_EXIT_OK;
}

static const struct cli_command conn_delete = {
    .name = "delete",
    .summary = "Delete a connection profile",
    .arguments = delete_arguments,
    .argument_count = 1,
    .run = run_delete,
};

static const struct cli_command conn_rm = {
    .name = "rm",
    .summary = "The same as delete",
    .arguments = delete_arguments,
    .argument_count = 1,
    .run = run_delete,
};

/* ---- the group ------------------------------------------------------- */

static const struct cli_command *const commands[] = {
    &conn_add, &conn_delete, &conn_rm, &conn_show, NULL,
};

const struct cli_command mcumgr_conn = {
    .name = "conn",
    .summary = "Keep connections under a name",
    .lasting = true,
    .commands = commands,
};
