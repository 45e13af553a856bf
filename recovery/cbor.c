/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads one map of known keys and writes answers. Each value is passed over
 * first, which checks its form, and only then looked at.
 *
 * Source: SPEC, Serial recovery; RFC 8949, section 3 and appendix C.
 */
#include "recovery/cbor.h"

#include <stddef.h>

#include "base/memory.h"

enum major { NUMBER = 0, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE };

#define MAJOR_SHIFT 5
#define INFO_MASK   0x1fu
#define INFO_1      24 /* the argument is in 1 byte; up to 27, in 8 */
#define INFO_8      27
#define INFO_OPEN   31 /* no length given */
#define HEAD_FALSE  0xf4
#define HEAD_TRUE   0xf5
#define HEAD_NULL   0xf6
#define HEAD_BREAK  0xff /* the end of an open item */

/* Majors whose length is a number of parts; and those where it may be open, as
 * no client opens strings. */
#define HAS_PARTS   (1u << BYTES | 1u << TEXT | 1u << ARRAY | 1u << MAP)
#define MAY_BE_OPEN (1u << ARRAY | 1u << MAP | 1u << SIMPLE)

/*
 * Items that a container still holds. An open one counts down from far above
 * what any payload has; of a map the number is odd between a key and its value,
 * where an open one must not end.
 */
#define OPEN_ARRAY 0xbfffffffu
#define OPEN_MAP   0xfffffffeu
#define IS_OPEN    0x80000000u
#define IS_MAP_BIT 30

#define LEVEL_COUNT (CBOR_DEPTH_MAX + 2) /* all there is, and the map */

struct cursor {
    const uint8_t *p;
    const uint8_t *end;
};

/* One head, and behind that of a string its bytes. */
struct item {
    uint8_t head;
    uint8_t major;
    uint32_t value; /* argument, at most UINT32_MAX (C3) */
    const uint8_t *bytes;
};

/* The outer map: known keys, and the one whose value comes next. */
struct map {
    struct cbor_field *fields;
    struct cbor_field *end;
    struct cbor_field *field; /* end: an unknown key */
};

/* The argument behind a head; false if it can not be. */
static bool read_argument(struct cursor *c, struct item *item)
{
    uint32_t info = item->head & INFO_MASK;

    item->value = info;
    if (info < INFO_1) {
        return true;
    }
    item->value = 0;
    if (info > INFO_8) {
        return info == INFO_OPEN && (MAY_BE_OPEN >> item->major & 1) != 0;
    }
    for (uint32_t n = 1u << (info - INFO_1); n != 0; n--) {
        if (c->p == c->end) {
            return false;
        }
        item->value = item->value > UINT32_MAX >> 8 ? UINT32_MAX
                                                    : item->value << 8 | *c->p;
        c->p++;
    }
    return true;
}

/* Reads the next item; what it holds are items of their own. */
static bool read_item(struct cursor *c, struct item *item)
{
    if (c->p == c->end) {
        return false;
    }
    item->head = *c->p++;
    item->major = item->head >> MAJOR_SHIFT;
    if (!read_argument(c, item)) {
        return false;
    }
    item->bytes = c->p;
    if ((HAS_PARTS >> item->major & 1) != 0 &&
        item->value > (uint32_t)(c->end - c->p)) {
        return false; /* each part takes a byte, or more */
    }
    if (item->major <= TEXT && item->major >= BYTES) {
        c->p += item->value;
    }
    return true;
}

/* How many items an item holds. */
static uint32_t count_of(const struct item *item)
{
    bool is_open = (item->head & INFO_MASK) == INFO_OPEN;

    if (item->major == ARRAY) {
        return is_open ? OPEN_ARRAY : item->value;
    }
    if (item->major == MAP) {
        return is_open ? OPEN_MAP : item->value * 2;
    }
    return item->major == TAG;
}

static bool is_key(const struct item *item, const char *key)
{
    uint32_t i = 0;

    while (i < item->value && key[i] != '\0' &&
           (uint8_t)key[i] == item->bytes[i]) {
        i++;
    }
    return i == item->value && key[i] == '\0';
}

/* Keeps the value of a known key; false if it is of another kind. */
static bool keep(struct cbor_field *field, const struct item *item)
{
    uint32_t is = 1u << item->major;

    field->number = item->value;
    field->bytes = item->bytes;
    field->len = item->value;
    if (item->head == HEAD_NULL) {
        is = CBOR_IS_NULL;
    }
    if ((item->head | 1) == HEAD_TRUE) {
        is = CBOR_BOOL;
        field->number &= 1;
    }
    field->present = is != CBOR_IS_NULL;
    return (field->kind & is) != 0;
}

/* Finds a key; false if it is no text, or was there before. */
static bool find(struct map *map, const struct item *key)
{
    if (key->major != TEXT) {
        return false;
    }
    map->field = map->fields;
    while (map->field != map->end && !is_key(key, map->field->key)) {
        map->field++;
    }
    if (map->field == map->end) {
        return true;
    }
    if (map->field->seen) {
        return false;
    }
    map->field->seen = true;
    return true;
}

/* An item of the outer map. */
static bool take(struct map *map, const struct item *item, uint32_t left)
{
    if ((left & 1) == 0) {
        return find(map, item);
    }
    return map->field == map->end || keep(map->field, item);
}

bool cbor_read_map(const uint8_t *p, uint32_t len, struct cbor_field *fields,
                   uint32_t count)
{
    struct cursor c = {p, p + len};
    struct map map = {fields, fields + count, fields + count};
    struct item item;
    uint32_t levels[LEVEL_COUNT + 1];
    uint32_t *left = levels;

    for (uint32_t i = 0; i < count; i++) {
        fields[i].seen = false;
        fields[i].present = false;
        fields[i].number = 0;
        fields[i].len = 0;
    }
    levels[0] = 1;
    while (levels[0] != 0 || left != levels) {
        if (*left == 0) {
            left--;
        } else if (!read_item(&c, &item)) {
            return false;
        } else if (item.head == HEAD_BREAK) {
            if (*left < IS_OPEN || (*left >> IS_MAP_BIT & *left & 1) != 0) {
                return false;
            }
            *left = 0;
        } else if ((left == levels && item.major != MAP) ||
                   (left == levels + 1 && !take(&map, &item, *left)) ||
                   left == levels + LEVEL_COUNT) {
            return false;
        } else {
            --*left;
            *++left = count_of(&item);
        }
    }
    return c.p == c.end;
}

void cbor_open(struct cbor_writer *w, uint8_t *p, uint32_t max)
{
    w->p = p;
    w->len = 0;
    w->max = max;
}

static void put_byte(struct cbor_writer *w, uint32_t byte)
{
    if (w->len < w->max) {
        w->p[w->len] = (uint8_t)byte;
    }
    w->len++;
}

/* A head with the shortest argument. */
static void put_head(struct cbor_writer *w, enum major major, uint32_t value)
{
    uint32_t info = value;
    uint32_t bytes = 0;

    if (value >= INFO_1) {
        bytes = value <= UINT8_MAX ? 1 : value <= UINT16_MAX ? 2 : 4;
        info = INFO_1 + bytes / 2;
    }
    put_byte(w, (uint32_t)major << MAJOR_SHIFT | info);
    while (bytes != 0) {
        bytes--;
        put_byte(w, value >> (8 * bytes));
    }
}

void cbor_put_items(struct cbor_writer *w, const char *items, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++) {
        put_byte(w, (uint8_t)items[i]);
    }
}

static void put_string(struct cbor_writer *w, enum major major,
                       const uint8_t *value, uint32_t len)
{
    put_head(w, major, len);
    cbor_put_items(w, (const char *)value, len);
}

void cbor_put_map(struct cbor_writer *w, uint32_t count)
{
    put_head(w, MAP, count);
}

void cbor_put_array(struct cbor_writer *w, uint32_t count)
{
    put_head(w, ARRAY, count);
}

void cbor_put_uint(struct cbor_writer *w, uint32_t value)
{
    put_head(w, NUMBER, value);
}

void cbor_put_text(struct cbor_writer *w, const char *value)
{
    uint32_t len = 0;

    while (value[len] != '\0') {
        len++;
    }
    put_string(w, TEXT, (const uint8_t *)value, len);
}

void cbor_put_bool(struct cbor_writer *w, bool value)
{
    put_byte(w, value ? HEAD_TRUE : HEAD_FALSE);
}

void cbor_put_bytes(struct cbor_writer *w, const uint8_t *value, uint32_t len)
{
    put_string(w, BYTES, value, len);
}

void cbor_put_chars(struct cbor_writer *w, const uint8_t *value, uint32_t len)
{
    put_string(w, TEXT, value, len);
}
