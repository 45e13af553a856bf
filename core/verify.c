/* SPDX-License-Identifier: Apache-2.0 */
/* See verify.h for V1 .. V4. */
#include "core/verify.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "iface/hash.h"

#define CHUNK          512 /* bytes hashed at a time; a whole number of flash pages */
#define DEPENDENCY_LEN 12
#define NO_KEY         0xffu

/* One verification; lives on the stack of image_verify(). */
struct verify {
    const struct region *slot;
    const struct boot_config *config;
    struct image_facts *facts;
    struct hash hash;
    struct load_watch watch; /* open while the payload is hashed */
    uint32_t off;            /* hashed so far */
    bool key_named;          /* a KEYHASH entry came, and no signature since */
    uint8_t key_hash[HASH_LEN];
    verdict_t hash_ok; /* of every SHA-256 entry so far */
    verdict_t signature_ok;
};

/* Types allowed where nothing protects them; SPEC, TLV types. */
static const uint8_t UNPROTECTED_TYPES[] = {0x01, 0x02, 0x10, 0x11, 0x12,
                                            0x20, 0x21, 0x22, 0x23, 0x24,
                                            0x30, 0x31, 0x32, 0x33};

static const struct boot_config *config_of(const struct verify *v)
{
    return config_known(v->config);
}

/* Reads the next bytes of the hashed part, and hashes what was read (V1). */
static status_t hashed_read(struct verify *v, uint8_t *dst, uint32_t len)
{
    TRY(region_read(v->slot, v->off, dst, len));
    hash_add(&v->hash, dst, len);
    v->off += len;
    return OK;
}

/* Hashes bytes that nobody else looks at: they are read once, in place. */
static status_t hashed_skip(struct verify *v, uint32_t len)
{
    const uint8_t *view;
    uint32_t n;

    for (; len > 0; len -= n) {
        n = len;
        TRY(region_view(v->slot, v->off, &n, &view));
        hash_add(&v->hash, view, n);
        v->off += n;
    }
    return OK;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/*
 * The payload's start is kept for the load header. Segments are read once, for
 * both hashes; most of an image is no segment.
 */
static status_t hash_payload(struct verify *v, uint32_t len)
{
    uint8_t chunk[CHUNK];
    uint32_t n = smaller(len, LOAD_HEADER_LEN);

    TRY(hashed_read(v, chunk, n));
    load_watch_open(&v->watch, &v->facts->load, chunk, n);
    load_watch_see(&v->watch, v->off - n, chunk, n);
    for (len -= n; len > 0; len -= n) {
        n = smaller(len, load_watch_gap(&v->watch, v->off));
        if (n > 0) {
            TRY(hashed_skip(v, n));
            continue;
        }
        n = smaller(len, CHUNK);
        TRY(hashed_read(v, chunk, n));
        load_watch_see(&v->watch, v->off - n, chunk, n);
    }
    load_watch_close(&v->watch);
    return OK;
}

/* The first bytes of an entry: all of one that is looked into here. */
struct entry {
    uint16_t type;
    uint16_t len; /* bytes of the whole entry */
    uint8_t data[HASH_LEN];
};

static bool is_signature(const struct verify *v, uint16_t type)
{
    const struct signature_algorithm *algorithm = config_of(v)->signature;

    return algorithm != NULL && type == algorithm->tlv_type;
}

static status_t take_counter(struct image_facts *facts, const struct entry *e)
{
    if (e->len != 4 || facts->has_counter) {
        return IMAGE_E_COUNTER;
    }
    facts->has_counter = true;
    facts->counter = le32(e->data);
    return OK;
}

/* Keeps the highest version that is asked of each image. */
static void require_version(struct image_facts *facts, const uint8_t *data)
{
    struct image_version version;
    uint8_t image = data[0];

    image_version_get(data + 4, &version);
    if (image >= CONFIG_IMAGE_MAX) {
        facts->needs_unknown = true;
    } else if (!facts->needs[image] ||
               image_version_compare(&version, &facts->version[image]) > 0) {
        facts->needs[image] = true;
        facts->version[image] = version;
    }
}

/* Where there is one image nobody asks what it depends on. */
static void take_dependency(struct verify *v, const struct entry *e)
{
    if (config_of(v)->image_count == 1) {
        return;
    }
    if (e->len == DEPENDENCY_LEN) {
        require_version(v->facts, e->data);
    } else {
        v->facts->needs_unknown = true;
    }
}

/* Where no signature is asked for nobody looks for a key. */
static status_t take_key_hash(struct verify *v, const struct entry *e)
{
    if (config_of(v)->signature == NULL) {
        return OK;
    }
    if (e->len > HASH_LEN) {
        return IMAGE_E_TLV;
    }
    v->key_named = e->len == HASH_LEN;
    memcpy(v->key_hash, e->data, HASH_LEN);
    return OK;
}

/*
 * One protected entry, which was hashed as it was read (V2). A SHA-256 entry
 * can not hold the hash of itself, so here it is always wrong.
 */
static status_t take_protected(struct verify *v, const struct entry *e)
{
    switch (e->type) {
    case IMAGE_TLV_SHA256:
        return IMAGE_E_HASH;
    case IMAGE_TLV_SEC_CNT:
        return take_counter(v->facts, e);
    case IMAGE_TLV_DEPENDENCY:
        take_dependency(v, e);
        return OK;
    case IMAGE_TLV_KEYHASH:
        return take_key_hash(v, e);
    default:
        break;
    }
    /* nor can a signature hold the signature of itself: its key is used up */
    if (is_signature(v, e->type)) {
        v->key_named = false;
    }
    return OK;
}

/* Reads and hashes the entry that starts at v->off, before end. */
static status_t hashed_entry(struct verify *v, uint32_t end, struct entry *e)
{
    uint8_t head[IMAGE_TLV_HEAD_LEN];
    uint32_t n;

    if (end - v->off < IMAGE_TLV_HEAD_LEN) {
        return IMAGE_E_TLV;
    }
    TRY(hashed_read(v, head, sizeof(head)));
    e->type = le16(head);
    e->len = le16(head + 2);
    if (e->len > end - v->off) {
        return IMAGE_E_TLV;
    }
    n = smaller(e->len, HASH_LEN);
    TRY(hashed_read(v, e->data, n));
    return hashed_skip(v, e->len - n);
}

/* The area's info, whose length must be the header's; then its entries. */
static status_t hash_protected(struct verify *v)
{
    uint8_t head[IMAGE_TLV_INFO_LEN];
    struct entry entry;
    uint32_t area_len = v->facts->header.protected_len;
    uint32_t end = v->off + area_len;

    if (area_len == 0) {
        return OK;
    }
    if (area_len < IMAGE_TLV_INFO_LEN) {
        return IMAGE_E_TLV;
    }
    TRY(hashed_read(v, head, sizeof(head)));
    if (le16(head) != IMAGE_TLV_MAGIC_PROTECTED || le16(head + 2) != area_len) {
        return IMAGE_E_TLV;
    }
    while (v->off != end) {
        TRY(hashed_entry(v, end, &entry));
        TRY(take_protected(v, &entry));
    }
    return OK;
}

/* Hashes header, payload and protected TLVs; fills the facts. */
static status_t hash_image(struct verify *v)
{
    uint8_t raw[IMAGE_HEADER_LEN];
    struct image_header *header = &v->facts->header;

    TRY(image_header_read(v->slot, raw, header));
    hash_open(&v->hash);
    hash_add(&v->hash, raw, sizeof(raw));
    v->off = sizeof(raw);
    TRY(hashed_skip(v, header->header_len - (uint32_t)sizeof(raw)));
    TRY(hash_payload(v, header->payload_len));
    TRY(hash_protected(v));
    hash_close(&v->hash, v->facts->digest);
    return OK;
}

static status_t check_hash(struct verify *v, const struct entry *e)
{
    v->hash_ok = verdict_fail();
    if (e->len != HASH_LEN ||
        !secure_equal(e->data, v->facts->digest, HASH_LEN)) {
        return IMAGE_E_HASH;
    }
    v->hash_ok = verdict_pass();
    return OK;
}

/* Finds the key whose hash the last KEYHASH entry named; NULL: not ours. */
static const struct public_key *named_key(struct verify *v)
{
    uint8_t digest[HASH_LEN];

    for (uint32_t i = 0; v->key_named && i < config_of(v)->key_count; i++) {
        const struct public_key *key = &config_of(v)->keys[i];

        hash_open(&v->hash);
        hash_add(&v->hash, key->der, key->der_len);
        hash_close(&v->hash, digest);
        if (secure_equal(digest, v->key_hash, HASH_LEN)) {
            return key;
        }
    }
    return NULL;
}

/* A signature by a key of ours must verify, even if another one does. */
static status_t check_signature(struct verify *v, const struct image_tlv *tlv)
{
    const struct signature_algorithm *algorithm = config_of(v)->signature;
    const struct public_key *key = named_key(v);
    uint8_t signature[SIGNATURE_LEN_MAX];

    v->key_named = false;
    if (key == NULL) {
        return OK;
    }
    v->signature_ok = verdict_fail();
    if (tlv->len < algorithm->len_min || tlv->len > algorithm->len_max) {
        return IMAGE_E_SIGNATURE;
    }
    TRY(region_read(v->slot, tlv->off, signature, tlv->len));
    v->signature_ok =
        algorithm->verify(key, v->facts->digest, signature, tlv->len);
    return verdict_is_pass(v->signature_ok) ? OK : IMAGE_E_SIGNATURE;
}

static bool type_is_unprotected(uint16_t type)
{
    for (uint32_t i = 0; i < sizeof(UNPROTECTED_TYPES); i++) {
        if (UNPROTECTED_TYPES[i] == type) {
            return true;
        }
    }
    return false;
}

static status_t check_entry(struct verify *v, const struct image_tlv *tlv)
{
    struct entry e = {.type = tlv->type, .len = tlv->len};

    if (!type_is_unprotected(e.type)) {
        return IMAGE_E_TLV_TYPE;
    }
    TRY(region_read(v->slot, tlv->off, e.data, smaller(e.len, HASH_LEN)));
    if (e.type == IMAGE_TLV_SHA256) {
        return check_hash(v, &e);
    }
    if (e.type == IMAGE_TLV_KEYHASH) {
        return take_key_hash(v, &e);
    }
    return is_signature(v, e.type) ? check_signature(v, tlv) : OK;
}

static status_t verify_run(struct verify *v, uint32_t len_max)
{
    struct image_tlv_walk walk;
    struct image_tlv tlv;

    TRY(hash_image(v));
    TRY(image_tlv_open(v->slot, &v->facts->header, &walk));
    v->facts->len = walk.end;
    if (walk.end > len_max) {
        return IMAGE_E_SIZE;
    }
    while (walk.off != walk.end) {
        TRY(image_tlv_next(&walk, &tlv));
        TRY(check_entry(v, &tlv));
    }
    if (!verdict_is_pass(v->hash_ok)) {
        return IMAGE_E_NO_HASH;
    }
    if (!verdict_is_pass(v->signature_ok)) {
        return IMAGE_E_NO_SIGNATURE;
    }
    return OK;
}

verdict_t image_verify(const struct region *slot, uint32_t len_max,
                       const struct boot_config *config,
                       struct image_facts *facts, status_t *why)
{
    struct verify v = {
        .slot = slot,
        .config = config,
        .facts = facts,
        .hash_ok = verdict_fail(),
        .signature_ok = verdict_fail(),
    };

    memset(facts, 0, sizeof(*facts));
    if (config_known(config)->signature == NULL &&
        config_known(config)->key_count == 0) {
        v.signature_ok = verdict_pass();
    }
    *why = verify_run(&v, len_max);
    if (*why != OK) {
        return verdict_fail();
    }
    return verdict_both(v.hash_ok, v.signature_ok);
}
