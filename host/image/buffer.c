/* SPDX-License-Identifier: Apache-2.0 */
/* See buffer.h. */
#include "host/image/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER_ROOM_MIN 256 /* bytes: a signed image's TLVs in one piece */

/* Bytes: 4 GiB, as addresses on a device have 32 bits, or what malloc allows */
#define BUFFER_LEN_MAX                                                         \
    (SIZE_MAX / 2 < UINT32_MAX ? SIZE_MAX / 2 : (size_t)UINT32_MAX)

static bool grow(struct buffer *b, size_t need)
{
    size_t room = b->room < BUFFER_ROOM_MIN ? BUFFER_ROOM_MIN : b->room;

    while (room < need) {
        room = room > BUFFER_LEN_MAX / 2 ? need : room * 2;
    }
    uint8_t *data = realloc(b->data, room);
    if (data == NULL) {
        return false;
    }
    b->data = data;
    b->room = room;
    return true;
}

uint8_t *buffer_extend(struct buffer *b, size_t len)
{
    if (b->failed) {
        return NULL;
    }
    bool fits = len <= BUFFER_LEN_MAX - b->len;
    if (!fits || (b->room < b->len + len && !grow(b, b->len + len))) {
        b->failed = true;
        return NULL;
    }
    /* an empty buffer has no address to give out, so it gets one */
    if (b->data == NULL && !grow(b, BUFFER_ROOM_MIN)) {
        b->failed = true;
        return NULL;
    }
    b->len += len;
    return b->data + (b->len - len);
}

void buffer_add(struct buffer *b, const void *p, size_t len)
{
    uint8_t *to = buffer_extend(b, len);

    if (to != NULL && len > 0) {
        memcpy(to, p, len);
    }
}

void buffer_fill(struct buffer *b, uint8_t value, size_t len)
{
    uint8_t *to = buffer_extend(b, len);

    if (to != NULL) {
        memset(to, value, len);
    }
}

void buffer_print(struct buffer *b, const char *format, ...)
{
    va_list args;
    va_list again;

    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    /* vsnprintf writes a zero behind the text, which is then dropped */
    uint8_t *to = len < 0 ? NULL : buffer_extend(b, (size_t)len + 1);
    if (to == NULL) {
        b->failed = true;
    } else {
        (void)vsnprintf((char *)to, (size_t)len + 1, format, again);
        b->len--;
    }
    va_end(again);
}

void buffer_free(struct buffer *b)
{
    free(b->data);
    *b = (struct buffer){0};
}
