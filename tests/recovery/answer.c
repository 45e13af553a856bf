/* SPDX-License-Identifier: Apache-2.0 */
/* See answer.h. */
#include "tests/recovery/answer.h"

#include <string.h>

#define FIRST_MASK   0x1fu /* version and op */
#define SIMPLE_FALSE 20u
#define SIMPLE_TRUE  21u
#define REASON_MAX   32u
#define VERSION_MAX  25u /* 255.255.65535.4294967295 */
#define BIT(key)     (1u << (key))

/** What a key's value must be. */
enum shape { NUMBER, SIGNED, TRUE_ONLY, BOOLEAN, TEXT, BYTES, MAPS };

static const struct {
    const char *name;
    enum shape shape;
} keys[KEY_COUNT] = {
    [KEY_RC] = {"rc", NUMBER},
    [KEY_RSN] = {"rsn", TEXT},
    [KEY_OFF] = {"off", NUMBER},
    [KEY_MATCH] = {"match", BOOLEAN},
    [KEY_R] = {"r", TEXT},
    [KEY_BUF_SIZE] = {"buf_size", NUMBER},
    [KEY_BUF_COUNT] = {"buf_count", NUMBER},
    [KEY_BOOTLOADER] = {"bootloader", TEXT},
    [KEY_MODE] = {"mode", SIGNED},
    [KEY_NO_DOWNGRADE] = {"no-downgrade", BOOLEAN},
    [KEY_IMAGES] = {"images", MAPS},
    [KEY_IMAGE] = {"image", NUMBER},
    [KEY_SLOT] = {"slot", NUMBER},
    [KEY_VERSION] = {"version", TEXT},
    [KEY_HASH] = {"hash", BYTES},
    [KEY_BOOTABLE] = {"bootable", TRUE_ONLY},
    [KEY_CONFIRMED] = {"confirmed", TRUE_ONLY},
    [KEY_ACTIVE] = {"active", TRUE_ONLY},
    [KEY_PENDING] = {"pending", TRUE_ONLY},
    [KEY_PERMANENT] = {"permanent", TRUE_ONLY},
    [KEY_SLOTS] = {"slots", MAPS},
    [KEY_SIZE] = {"size", NUMBER},
    [KEY_UPLOAD_IMAGE_ID] = {"upload_image_id", NUMBER},
    [KEY_MAX_IMAGE_SIZE] = {"max_image_size", NUMBER},
};

/* ---- items ---- */

/** Where reading is; at == end: at the end. */
struct cursor {
    const uint8_t *at;
    const uint8_t *end;
};

static const char *take_argument(struct cursor *c, uint8_t info,
                                 uint64_t *value)
{
    uint32_t width;

    *value = info;
    if (info < 24) {
        return NULL;
    }
    if (info > 27) {
        return "an indefinite or reserved length";
    }
    width = 1u << (info - 24);
    if ((uint32_t)(c->end - c->at) < width) {
        return "an item that is cut off";
    }
    *value = 0;
    for (uint32_t i = 0; i < width; i++) {
        *value = *value << 8 | *c->at++;
    }
    if (*value < 24 ||
        (width > 1 && *value >> (width == 8 ? 32 : 4 * width) == 0)) {
        return "a number that is not in its shortest form";
    }
    return NULL;
}

static const char *take_item(struct cursor *c, struct answer_item *item)
{
    const char *wrong;

    if (c->at == c->end) {
        return "a map that is cut off";
    }
    item->major = *c->at >> 5;
    item->bytes = NULL;
    wrong = take_argument(c, *c->at++ & 0x1f, &item->value);
    if (wrong == NULL &&
        (item->major == PACK_BYTES || item->major == PACK_TEXT)) {
        if (item->value > (uint64_t)(c->end - c->at)) {
            return "a string that is cut off";
        }
        item->bytes = c->at;
        c->at += item->value;
    }
    return wrong;
}

static bool shape_fits(enum shape shape, const struct answer_item *item)
{
    bool simple = item->major == PACK_SIMPLE;

    switch (shape) {
    case NUMBER:
        return item->major == PACK_UINT;
    case SIGNED:
        return item->major == PACK_UINT || item->major == PACK_NEGATIVE;
    case TRUE_ONLY:
        return simple && item->value == SIMPLE_TRUE;
    case BOOLEAN:
        return simple &&
               (item->value == SIMPLE_TRUE || item->value == SIMPLE_FALSE);
    case TEXT:
        return item->major == PACK_TEXT;
    case BYTES:
        return item->major == PACK_BYTES;
    case MAPS:
        return item->major == PACK_ARRAY;
    }
    return false;
}

static enum answer_key find_key(const struct answer_item *item)
{
    uint32_t k = 0;

    while (k < KEY_COUNT &&
           (item->major != PACK_TEXT || strlen(keys[k].name) != item->value ||
            memcmp(keys[k].name, item->bytes, item->value) != 0)) {
        k++;
    }
    return (enum answer_key)k;
}

/* ---- maps, on a stack of what is open ---- */

struct level {
    bool is_map;
    uint64_t left;       /* pairs, or items of an array */
    uint32_t map;        /* the map itself, or the one around the array */
    enum answer_key key; /* of the array */
};

struct reading {
    struct cursor cursor;
    struct level level[ANSWER_DEPTH];
    uint32_t depth;
};

static const char *open_map(struct reading *r, struct answer *a,
                            uint32_t parent, enum answer_key from)
{
    struct answer_item item;
    const char *wrong = take_item(&r->cursor, &item);

    if (wrong != NULL || item.major != PACK_MAP) {
        return wrong != NULL ? wrong : "something else than a map";
    }
    if (a->map_count == ANSWER_MAPS || r->depth == ANSWER_DEPTH) {
        return "more maps than there can be";
    }
    a->map[a->map_count] = (struct answer_map){.parent = parent, .from = from};
    r->level[r->depth++] = (struct level){
        .is_map = true, .left = item.value, .map = a->map_count++};
    return NULL;
}

static const char *take_pair(struct reading *r, struct answer *a, uint32_t map)
{
    struct answer_item key;
    struct answer_item value;
    enum answer_key k;
    const char *wrong = take_item(&r->cursor, &key);

    if (wrong != NULL) {
        return wrong;
    }
    k = find_key(&key);
    if (k == KEY_COUNT) {
        return "a key that no client knows";
    }
    wrong = take_item(&r->cursor, &value);
    if (wrong != NULL) {
        return wrong;
    }
    if ((a->map[map].seen & BIT(k)) != 0) {
        return "a key twice";
    }
    if (!shape_fits(keys[k].shape, &value)) {
        return "a value of the wrong type";
    }
    a->map[map].seen |= BIT(k);
    a->map[map].item[k] = value;
    if (keys[k].shape == MAPS) {
        if (r->depth == ANSWER_DEPTH) {
            return "arrays too deep";
        }
        r->level[r->depth++] =
            (struct level){.left = value.value, .map = map, .key = k};
    }
    return NULL;
}

static const char *take_maps(struct answer *a)
{
    struct reading r = {.cursor = {a->message.bytes + WIRE_HEADER_LEN,
                                   a->message.bytes + a->message.len}};
    const char *wrong = open_map(&r, a, 0, KEY_COUNT);

    while (wrong == NULL && r.depth > 0) {
        struct level *top = &r.level[r.depth - 1];

        if (top->left == 0) {
            r.depth--;
        } else {
            top->left--;
            wrong = top->is_map ? take_pair(&r, a, top->map)
                                : open_map(&r, a, top->map, top->key);
        }
    }
    if (wrong == NULL && r.cursor.at != r.cursor.end) {
        wrong = "bytes behind the map";
    }
    return wrong;
}

/* ---- what a command may answer ---- */

static const char *check_header(const struct answer *a,
                                const struct wire_message *request)
{
    const uint8_t *p = a->message.bytes;
    const uint8_t *q = request->bytes;

    if (p[0] != (q[0] & FIRST_MASK) + 1) {
        return "another version or op than asked for";
    }
    if (p[1] != 0 || memcmp(p + 4, q + 4, 4) != 0) {
        return "flags, or another group, sequence or id than asked for";
    }
    if ((uint32_t)(p[2] << 8 | p[3]) != a->message.len - WIRE_HEADER_LEN) {
        return "a header with a wrong length";
    }
    return NULL;
}

static bool version_is_plain(const struct answer_item *item)
{
    if (item->value == 0 || item->value > VERSION_MAX) {
        return false;
    }
    for (uint64_t i = 0; i < item->value; i++) {
        if ((item->bytes[i] < '0' || item->bytes[i] > '9') &&
            item->bytes[i] != '.') {
            return false;
        }
    }
    return true;
}

static bool is_hash_len(uint64_t len)
{
    return len == 32 || len == 48 || len == 64;
}

/* Entries of a list. */
static const char *check_list(const struct answer *a)
{
    const uint32_t must = BIT(KEY_SLOT) | BIT(KEY_VERSION);
    const uint32_t may = must | BIT(KEY_IMAGE) | BIT(KEY_HASH) |
                         BIT(KEY_BOOTABLE) | BIT(KEY_CONFIRMED) |
                         BIT(KEY_ACTIVE) | BIT(KEY_PENDING) |
                         BIT(KEY_PERMANENT);

    if (a->map[0].seen != BIT(KEY_IMAGES)) {
        return "a list with other keys";
    }
    for (uint32_t i = 1; i < a->map_count; i++) {
        const struct answer_map *map = &a->map[i];

        if (map->from != KEY_IMAGES || (map->seen & must) != must ||
            (map->seen & ~may) != 0) {
            return "an entry of a list with other keys";
        }
        if (map->item[KEY_SLOT].value > 1 ||
            !version_is_plain(&map->item[KEY_VERSION]) ||
            ((map->seen & BIT(KEY_HASH)) != 0 &&
             !is_hash_len(map->item[KEY_HASH].value))) {
            return "an entry of a list with a wrong slot, version or hash";
        }
    }
    return NULL;
}

static const char *check_slots(const struct answer *a)
{
    const uint32_t image = BIT(KEY_IMAGE) | BIT(KEY_SLOTS);
    const uint32_t slot = BIT(KEY_SLOT) | BIT(KEY_SIZE);

    if (a->map[0].seen != BIT(KEY_IMAGES)) {
        return "slots with other keys";
    }
    for (uint32_t i = 1; i < a->map_count; i++) {
        const struct answer_map *map = &a->map[i];
        bool is_image = map->from == KEY_IMAGES;
        uint32_t must = is_image ? image : slot;
        uint32_t may = must | (is_image ? BIT(KEY_MAX_IMAGE_SIZE)
                                        : BIT(KEY_UPLOAD_IMAGE_ID));

        if ((map->seen & must) != must || (map->seen & ~may) != 0) {
            return "an entry of slots with other keys";
        }
    }
    return NULL;
}

static const char *check_error(const struct answer *a)
{
    const struct answer_map *top = &a->map[0];

    if ((top->seen & ~(BIT(KEY_RC) | BIT(KEY_RSN))) != 0) {
        return "an error with other keys";
    }
    if (top->item[KEY_RC].value > ANSWER_RC_MAX) {
        return "a code that no client knows";
    }
    if ((top->seen & BIT(KEY_RSN)) != 0 &&
        (top->item[KEY_RSN].value > REASON_MAX ||
         top->item[KEY_RSN].value == 0)) {
        return "a reason that is empty or longer than 32 characters";
    }
    return NULL;
}

static const char *check_empty(const struct answer *a)
{
    bool is_v1 = (a->message.bytes[0] & 0x18) == 0;
    uint32_t seen = is_v1 ? BIT(KEY_RC) : 0;

    return a->map[0].seen == seen ? NULL : "a success with other keys";
}

static const char *check_upload(const struct answer *a)
{
    const uint32_t must = BIT(KEY_RC) | BIT(KEY_OFF);

    return (a->map[0].seen & ~BIT(KEY_MATCH)) == must
               ? NULL
               : "an upload answered with other keys";
}

static const char *check_info(const struct answer *a)
{
    const uint32_t seen = a->map[0].seen;

    return seen == BIT(KEY_BOOTLOADER) ||
                   (seen & ~BIT(KEY_NO_DOWNGRADE)) == BIT(KEY_MODE)
               ? NULL
               : "bootloader info with other keys";
}

static const char *check_exactly(const struct answer *a, uint32_t seen)
{
    return a->map[0].seen == seen ? NULL : "an answer with other keys";
}

static const char *check_keys(const struct answer *a)
{
    const uint8_t *p = a->message.bytes;

    if (answer_rc(a) != 0) {
        return check_error(a);
    }
    switch ((uint32_t)(p[4] << 8 | p[5]) << 8 | p[7]) {
    case 0x000000:
        return check_exactly(a, BIT(KEY_R));
    case 0x000001:
    case 0x000005:
    case 0x000105:
        return check_empty(a);
    case 0x000006:
        return check_exactly(a, BIT(KEY_BUF_SIZE) | BIT(KEY_BUF_COUNT));
    case 0x000008:
        return check_info(a);
    case 0x000100:
        return check_list(a);
    case 0x000101:
        return check_upload(a);
    case 0x000106:
        return check_slots(a);
    default:
        return "success of a command that does not exist";
    }
}

const char *answer_read(struct answer *a, const struct wire_message *request)
{
    const char *wrong = check_header(a, request);

    a->map_count = 0;
    if (wrong == NULL) {
        wrong = take_maps(a);
    }
    return wrong != NULL ? wrong : check_keys(a);
}

/* ---- what it says ---- */

bool answer_has(const struct answer *a, uint32_t map, enum answer_key key)
{
    return map < a->map_count && (a->map[map].seen & BIT(key)) != 0;
}

uint64_t answer_number(const struct answer *a, uint32_t map,
                       enum answer_key key)
{
    return answer_has(a, map, key) ? a->map[map].item[key].value : UINT64_MAX;
}

uint32_t answer_rc(const struct answer *a)
{
    return answer_has(a, 0, KEY_RC) ? (uint32_t)a->map[0].item[KEY_RC].value
                                    : 0;
}

bool answer_is(const struct answer *a, uint32_t map, enum answer_key key,
               const void *p, uint32_t len)
{
    return answer_has(a, map, key) && a->map[map].item[key].bytes != NULL &&
           a->map[map].item[key].value == len &&
           (len == 0 || memcmp(a->map[map].item[key].bytes, p, len) == 0);
}
