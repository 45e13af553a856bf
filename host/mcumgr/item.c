/* SPDX-License-Identifier: Apache-2.0 */
/* See item.h. A head is one byte of type and length, and up to 8 more. */
#include "host/mcumgr/item.h"

#include <string.h>

enum major {
    MAJOR_UINT = 0,
    MAJOR_NEGATIVE = 1,
    MAJOR_BYTES = 2,
    MAJOR_TEXT = 3,
    MAJOR_ARRAY = 4,
    MAJOR_MAP = 5,
    MAJOR_TAG = 6,
    MAJOR_SIMPLE = 7,
};

#define BREAK        0xff /* ends what has no length */
#define INFO_BYTE    24   /* the value stands in 1, 2, 4 or 8 bytes */
#define INFO_LAST    27
#define INFO_ENDLESS 31
#define SIMPLE_TRUE  21

/* The head of an item. */
struct head {
    enum major major;
    uint64_t value;
    bool is_endless;
};

/* A map, an array or a tag that is being walked over. */
struct level {
    uint64_t left; /* items that must still come */
    bool is_endless;
    bool is_map;
    bool is_odd; /* of an endless map: a key came, its value did not */
};

/* Reads a head; returns what is behind it, or NULL. */
static const uint8_t *read_head(const uint8_t *p, const uint8_t *end,
                                struct head *head)
{
    unsigned info = *p & 0x1fU;
    *head = (struct head){.major = (enum major)(*p >> 5), .value = info};
    p++;
    if (info == INFO_ENDLESS) {
        head->is_endless = true;
        return head->major == MAJOR_ARRAY || head->major == MAJOR_MAP ? p
                                                                      : NULL;
    }
    if (info < INFO_BYTE) {
        return p;
    }
    size_t len = (size_t)1 << (info - INFO_BYTE);
    if (info > INFO_LAST || (size_t)(end - p) < len) {
        return NULL;
    }
    head->value = 0;
    for (size_t i = 0; i < len; i++) {
        head->value = head->value << 8 | *p++;
    }
    return p;
}

/* Opens the level that a head begins; false if it can not be. */
static bool open_level(const struct head *head, size_t room,
                       struct level *level)
{
    bool is_map = head->major == MAJOR_MAP;
    if (!head->is_endless && head->value > room) {
        return false; /* each item is a byte at least */
    }
    *level = (struct level){
        .left = is_map ? head->value * 2 : head->value,
        .is_endless = head->is_endless,
        .is_map = is_map,
    };
    if (head->major == MAJOR_TAG) {
        level->left = 1;
    }
    return true;
}

static bool is_container(enum major major)
{
    return major == MAJOR_ARRAY || major == MAJOR_MAP || major == MAJOR_TAG;
}

/* Walks over one head and, of a string, its bytes. Returns NULL if broken. */
static const uint8_t *skip_head(const uint8_t *p, const uint8_t *end,
                                struct head *head)
{
    p = read_head(p, end, head);
    if (p != NULL &&
        (head->major == MAJOR_BYTES || head->major == MAJOR_TEXT)) {
        return head->value <= (size_t)(end - p) ? p + head->value : NULL;
    }
    return p;
}

/* Counts an item of a level; false if none may come. */
static void count_item(struct level *level)
{
    level->is_odd = !level->is_odd;
    level->left -= level->is_endless ? 0 : 1;
}

/* Takes the mark that ends a level without a length. */
static bool may_break(const struct level *level)
{
    return level->is_endless && !(level->is_map && level->is_odd);
}

/* A walk over an item and all that is in it. */
struct skip {
    const uint8_t *p; /* NULL: broken */
    const uint8_t *end;
    struct level levels[ITEM_DEPTH_MAX + 1];
    size_t depth; /* levels that are open */
};

/* Takes the mark that ends a level. */
static const uint8_t *take_break(struct skip *s)
{
    if (!may_break(&s->levels[s->depth - 1])) {
        return NULL;
    }
    s->depth--;
    return s->p + 1;
}

/* Takes one head, and opens a level if items follow it. */
static const uint8_t *take_item(struct skip *s)
{
    struct head head;
    count_item(&s->levels[s->depth - 1]);
    const uint8_t *p = skip_head(s->p, s->end, &head);
    if (p == NULL || !is_container(head.major)) {
        return p;
    }
    if (s->depth > ITEM_DEPTH_MAX ||
        !open_level(&head, (size_t)(s->end - p), &s->levels[s->depth])) {
        return NULL;
    }
    s->depth++;
    return p;
}

/* Returns what is behind a whole item, or NULL if it is broken. */
static const uint8_t *skip(const uint8_t *p, const uint8_t *end)
{
    struct skip s = {p, end, {{.left = 1}}, 1};
    while (s.depth > 0 && s.p != NULL) {
        const struct level *level = &s.levels[s.depth - 1];
        if (!level->is_endless && level->left == 0) {
            s.depth--;
        } else if (s.p == s.end) {
            s.p = NULL;
        } else {
            s.p = *s.p == BREAK ? take_break(&s) : take_item(&s);
        }
    }
    return s.p;
}

bool item_open(const uint8_t *p, size_t len, struct item *root)
{
    *root = (struct item){.p = p, .end = p + len};
    return len > 0 && *p >> 5 == MAJOR_MAP && skip(p, p + len) != NULL;
}

/* Steps into an array or a map. */
static bool enter(const struct item *item, enum major major,
                  struct item_walk *walk)
{
    struct head head;
    const uint8_t *p = read_head(item->p, item->end, &head);
    *walk = (struct item_walk){
        .next = {.p = p, .end = item->end},
        .left = major == MAJOR_MAP ? head.value * 2 : head.value,
        .is_endless = head.is_endless,
    };
    return head.major == major;
}

bool item_walk(const struct item *array, struct item_walk *walk)
{
    return enter(array, MAJOR_ARRAY, walk);
}

bool item_next(struct item_walk *walk, struct item *value)
{
    bool is_over = walk->is_endless ? *walk->next.p == BREAK : walk->left == 0;
    if (is_over) {
        return false;
    }
    *value = walk->next;
    walk->next.p = skip(value->p, value->end);
    walk->left -= walk->is_endless ? 0 : 1;
    return true;
}

static const uint8_t *string_of(const struct item *item, enum major major,
                                size_t *len)
{
    struct head head;
    const uint8_t *p = read_head(item->p, item->end, &head);
    *len = (size_t)head.value;
    return head.major == major ? p : NULL;
}

bool item_find(const struct item *map, const char *key, struct item *value)
{
    struct item_walk walk;
    struct item name;
    if (!enter(map, MAJOR_MAP, &walk)) {
        return false;
    }
    while (item_next(&walk, &name) && item_next(&walk, value)) {
        size_t len = 0;
        const uint8_t *text = string_of(&name, MAJOR_TEXT, &len);
        if (text != NULL && len == strlen(key) && memcmp(text, key, len) == 0) {
            return true;
        }
    }
    return false;
}

int64_t item_int(const struct item *map, const char *key, int64_t fallback)
{
    struct item item;
    struct head head;
    if (!item_find(map, key, &item) ||
        read_head(item.p, item.end, &head) == NULL ||
        head.major > MAJOR_NEGATIVE || head.value > INT64_MAX) {
        return fallback;
    }
    return head.major == MAJOR_UINT ? (int64_t)head.value
                                    : -1 - (int64_t)head.value;
}

bool item_is_true(const struct item *map, const char *key)
{
    struct item item;
    return item_find(map, key, &item) &&
           *item.p == (MAJOR_SIMPLE << 5 | SIMPLE_TRUE);
}

const char *item_text(const struct item *map, const char *key, size_t *len)
{
    struct item item;
    if (!item_find(map, key, &item)) {
        return NULL;
    }
    return (const char *)string_of(&item, MAJOR_TEXT, len);
}

const uint8_t *item_bytes(const struct item *map, const char *key, size_t *len)
{
    struct item item;
    return item_find(map, key, &item) ? string_of(&item, MAJOR_BYTES, len)
                                      : NULL;
}
