/* SPDX-License-Identifier: Apache-2.0 */
/* See connstring.h. */
#include "host/mcumgr/connstring.h"

#include <stdio.h>
#include <string.h>

#include "host/cli/number.h"
#include "host/mcumgr/tty.h"

#define BAUD_MAX 12000000

/* mtu counts characters of base64; 13 bytes are length, CRC, markers and what
 * rounding may add. */
#define MTU_FRAME_LEN 13

static bool read_number(const char *text, int64_t min, int64_t max,
                        uint32_t *value)
{
    int64_t number = 0;
    if (!number_read_decimal(text, &number) || number < min || number > max) {
        return false;
    }
    *value = (uint32_t)number;
    return true;
}

/* Reads one part, "key=value" or a device. */
static bool read_part(char *part, struct connection *connection,
                      struct why *why)
{
    char *value = strchr(part, '=');
    if (value == NULL) {
        (void)strcpy(connection->dev, part);
        return true;
    }
    *value++ = 0;
    if (strcmp(part, "dev") == 0) {
        (void)strcpy(connection->dev, value);
        return true;
    }
    if (strcmp(part, "baud") == 0) {
        return read_number(value, 1, BAUD_MAX, &connection->baud) ||
               why_say(why, "baud=%s in the connection string is no speed",
                       value);
    }
    if (strcmp(part, "mtu") == 0) {
        return read_number(value, CONNSTRING_MTU_MIN, CONNSTRING_MTU_MAX,
                           &connection->mtu) ||
               why_say(why,
                       "mtu=%s in the connection string is no number of %d "
                       "to %d bytes",
                       value, CONNSTRING_MTU_MIN, CONNSTRING_MTU_MAX);
    }
    return why_say(why,
                   "The connection string has an unknown key '%s': it takes "
                   "dev, baud and mtu",
                   part);
}

bool connstring_read(const char *text, struct connection *connection,
                     struct why *why)
{
    char copy[CONNSTRING_MAX];
    *connection = (struct connection){.baud = TTY_BAUD_DEFAULT};
    if (strlen(text) >= sizeof(copy)) {
        return why_say(why, "The connection string is too long");
    }
    (void)strcpy(copy, text);
    for (char *part = copy; part != NULL;) {
        char *comma = strchr(part, ',');
        if (comma != NULL) {
            *comma++ = 0;
        }
        if (!read_part(part, connection, why)) {
            return false;
        }
        part = comma;
    }
    return connection->dev[0] != 0 ||
           why_say(why, "The connection string names no port: add dev=...");
}

uint32_t connstring_message_max(uint32_t mtu)
{
    return mtu * 3 / 4 - MTU_FRAME_LEN;
}
