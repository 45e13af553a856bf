/* SPDX-License-Identifier: Apache-2.0 */
/* See connection.h. */
#include "host/mcumgr/connection.h"

#include <stdio.h>
#include <string.h>

#include "host/mcumgr/profile.h"
#include "host/mcumgr/usb_ports.h"

static bool find_profile(const char *name, struct profile *profile,
                         struct why *why)
{
    struct profiles profiles;
    *profile = (struct profile){.name = ""};
    if (name == NULL) {
        return true;
    }
    if (!profiles_load(&profiles, why)) {
        return false;
    }
    const struct profile *found = profiles_find(&profiles, name);
    if (found == NULL) {
        return why_say(why,
                       "There is no connection profile '%s': 'conn show' "
                       "lists them, 'conn add %s type=serial "
                       "connstring=dev=PORT' adds it",
                       name, name);
    }
    *profile = *found;
    return true;
}

static bool check_type(const char *type, struct why *why)
{
    return type[0] == 0 || strcmp(type, "serial") == 0 ||
           why_say(why, "The connection type '%s' is not supported: use serial",
                   type);
}

/* Nothing says where the device is: only a chip's own USB port is known by
 * itself. */
static bool find_port(char text[CONNSTRING_MAX], struct why *why)
{
    char port[USB_PORTS_NAME_MAX] = "";
    size_t count = usb_ports_find(USB_PORTS_SYSFS, port);
    (void)strcpy(text, port);
    if (count == 0) {
        return why_say(why, "No connection: give --conn NAME, or --conntype "
                            "serial and --connstring dev=PORT");
    }
    return count == 1 ||
           why_say(why,
                   "%zu chips are plugged in, '%s' is the first: choose with "
                   "--connstring dev=PORT",
                   count, port);
}

/* Joins what is said of the port. */
static bool join(const struct connection_words *words,
                 const struct profile *profile, char text[CONNSTRING_MAX],
                 struct why *why)
{
    const char *base =
        words->connstring != NULL ? words->connstring : profile->connstring;
    const char *extra = words->extra != NULL ? words->extra : "";
    const char *comma = base[0] != 0 && extra[0] != 0 ? "," : "";
    int len = snprintf(text, CONNSTRING_MAX, "%s%s%s", base, comma, extra);
    return len < CONNSTRING_MAX ||
           why_say(why, "The connection string is too long");
}

bool connection_find(const struct connection_words *words,
                     struct connection *connection, struct why *why)
{
    struct profile profile;
    char text[CONNSTRING_MAX];
    return find_profile(words->profile, &profile, why) &&
           check_type(words->type != NULL ? words->type : profile.type, why) &&
           join(words, &profile, text, why) &&
           (text[0] != 0 || find_port(text, why)) &&
           connstring_read(text, connection, why);
}
