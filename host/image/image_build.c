/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See image_build.h. The order of the entries is fixed by the format as tools
 * know it: other programs compare images byte for byte.
 */
#include "host/image/image_build.h"

#include <string.h>

#include "base/bytes.h"
#include "host/image/boot_record.h"
#include "host/image/image_format.h"
#include "host/image/image_sign.h"
#include "host/image/tlv_write.h"
#include "host/image/uuid.h"

#define COUNTER_LEN      4
#define DEPENDENCY_LEN   12
#define DEPENDENCY_LEAST 4 /* offset of the version in the entry */
#define VERSION_LEN      8
#define HEADER_LEN_MAX   UINT16_MAX

struct image_spec image_spec_default(void)
{
    return (struct image_spec){
        .header_len = IMAGE_HEADER_LEN,
        .pad_header = true,
        .erased = 0xff,
        .sha = SHA_AUTO,
    };
}

static void put_version(uint8_t p[VERSION_LEN], const struct version *v,
                        bool big_endian)
{
    p[0] = v->major;
    p[1] = v->minor;
    tlv_put16(p + 2, v->revision, big_endian);
    tlv_put32(p + 4, v->build, big_endian);
}

static bool key_digest(const struct key *key, enum sha sha,
                       uint8_t digest[SHA_LEN_MAX])
{
    return sha_compute(sha, key->public_der, key->public_len, NULL, digest);
}

static bool add_boot_record(const struct image_spec *spec, enum sha sha,
                            struct tlv_area *area)
{
    uint8_t signer[SHA_LEN_MAX];
    struct buffer record = {0};

    if (spec->key != NULL && !key_digest(spec->key, sha, signer)) {
        return false;
    }
    boot_record_add(&record, &(struct boot_record){
                                 .software = spec->boot_record,
                                 .version = spec->version,
                                 .signer = spec->key == NULL ? NULL : signer,
                                 .sha = sha,
                             });
    bool done = !record.failed;
    if (done) {
        tlv_add(area, TLV_BOOT_RECORD, record.data, record.len);
    }
    buffer_free(&record);
    return done;
}

static void add_counter(const struct image_spec *spec, struct tlv_area *area)
{
    uint8_t data[COUNTER_LEN];

    tlv_put32(data, spec->counter, spec->big_endian);
    tlv_add(area, TLV_SEC_COUNTER, data, sizeof(data));
}

static void add_dependency(const struct dependency *needed,
                           struct tlv_area *area)
{
    uint8_t data[DEPENDENCY_LEN] = {needed->image};

    put_version(data + DEPENDENCY_LEAST, &needed->least, area->big_endian);
    tlv_add(area, TLV_DEPENDENCY, data, sizeof(data));
}

static bool add_protected(const struct image_spec *spec, enum sha sha,
                          struct tlv_area *area)
{
    if (spec->has_counter) {
        add_counter(spec, area);
    }
    if (spec->boot_record != NULL && !add_boot_record(spec, sha, area)) {
        return false;
    }
    for (size_t i = 0; i < spec->dependency_count; i++) {
        add_dependency(&spec->dependencies[i], area);
    }
    if (spec->vendor_uuid != NULL) {
        tlv_add(area, TLV_UUID_VENDOR, spec->vendor_uuid, UUID_LEN);
    }
    if (spec->class_uuid != NULL) {
        tlv_add(area, TLV_UUID_CLASS, spec->class_uuid, UUID_LEN);
    }
    for (size_t i = 0; i < spec->custom_count; i++) {
        const struct image_custom *custom = &spec->customs[i];
        tlv_add_custom(area, custom->type, custom->data, custom->len);
    }
    return true;
}

static void put_header(const struct image_spec *spec, size_t img_len,
                       size_t protected_len, uint8_t *p)
{
    bool big = spec->big_endian;

    memset(p, 0, IMAGE_HEADER_LEN);
    tlv_put32(p + IMAGE_OFF_MAGIC, IMAGE_MAGIC, big);
    tlv_put32(p + IMAGE_OFF_LOAD_ADDR, spec->load_addr, big);
    tlv_put16(p + IMAGE_OFF_HDR_LEN, (uint16_t)spec->header_len, big);
    tlv_put16(p + IMAGE_OFF_PROT_LEN, (uint16_t)protected_len, big);
    tlv_put32(p + IMAGE_OFF_IMG_LEN, (uint32_t)img_len, big);
    tlv_put32(p + IMAGE_OFF_FLAGS, spec->flags, big);
    put_version(p + IMAGE_OFF_VERSION, &spec->version, big);
}

static bool check_sizes(const struct image_spec *spec, struct why *why)
{
    if (spec->header_len < IMAGE_HEADER_LEN ||
        spec->header_len > HEADER_LEN_MAX) {
        return why_say(why, "the header size must be %d to %d bytes, not %zu",
                       IMAGE_HEADER_LEN, HEADER_LEN_MAX, spec->header_len);
    }
    if (!spec->pad_header && spec->input_len < spec->header_len) {
        return why_say(why,
                       "the input has %zu bytes, fewer than the header of %zu "
                       "bytes that it must begin with",
                       spec->input_len, spec->header_len);
    }
    if (spec->input_len > UINT32_MAX) {
        return why_say(why,
                       "the input has %zu bytes; an image holds at most %u",
                       spec->input_len, UINT32_MAX);
    }
    return true;
}

static bool add_covered(const struct image_spec *spec, struct buffer *out,
                        const struct tlv_area *area, struct why *why)
{
    bool any = area->entries.len > 0 || area->too_long;

    if (spec->pad_header) {
        buffer_fill(out, spec->erased, spec->header_len);
    }
    buffer_add(out, spec->input, spec->input_len);
    if (out->failed) {
        return why_say(why, "out of memory: the input has %zu bytes",
                       spec->input_len);
    }
    put_header(spec, out->len - spec->header_len, any ? tlv_area_len(area) : 0,
               out->data);
    if (any && !tlv_area_close(out, area, TLV_AREA_MAGIC_PROTECTED)) {
        return why_say(why,
                       "the protected TLVs do not fit: all of them together "
                       "may have %u bytes",
                       TLV_DATA_LEN_MAX);
    }
    return true;
}

bool image_build_covered(const struct image_spec *spec, struct buffer *out,
                         struct image_made *made, struct why *why)
{
    struct tlv_area area = {.big_endian = spec->big_endian};

    memset(made, 0, sizeof(*made));
    if (!check_sizes(spec, why) ||
        !image_sign_choose(spec->key, spec->pure, spec->sha, &made->sha, why)) {
        return false;
    }
    bool done = add_protected(spec, made->sha, &area) ||
                why_say(why, "the hash of the key could not be computed");
    done = done && add_covered(spec, out, &area, why);
    buffer_free(&area.entries);
    if (!done) {
        return false;
    }
    made->signed_len = out->len;
    return sha_compute(made->sha, out->data, out->len, spec->watch,
                       made->digest) ||
           why_say(why, "the hash of the image could not be computed");
}

static bool take_fixed(const struct image_spec *spec,
                       const struct image_cover *cover, struct image_made *made,
                       struct why *why)
{
    if (spec->fixed_signature_len > sizeof(made->signature) ||
        !image_sign_verify(spec->key, cover, spec->fixed_signature,
                           spec->fixed_signature_len)) {
        return why_say(why, "the fixed signature does not belong to this image "
                            "and this public key: sign what --vector-to-sign "
                            "gives for the same input and options");
    }
    memcpy(made->signature, spec->fixed_signature, spec->fixed_signature_len);
    made->signature_len = spec->fixed_signature_len;
    return true;
}

static void pad_signature(const struct image_spec *spec,
                          struct image_made *made)
{
    size_t padded = image_sign_padded_len(spec->key->type);

    if (made->signature_len < padded) {
        memset(made->signature + made->signature_len, 0,
               padded - made->signature_len);
        made->signature_len = padded;
    }
}

static bool sign_covered(const struct image_spec *spec,
                         const struct buffer *out, struct image_made *made,
                         struct why *why)
{
    const struct image_cover cover = {
        .bytes = out->data,
        .len = made->signed_len,
        .digest = made->digest,
        .digest_len = sha_len(made->sha),
        .pure = spec->pure,
    };

    if (spec->fixed_signature != NULL) {
        return take_fixed(spec, &cover, made, why);
    }
    made->signature_len = image_sign(spec->key, &cover, made->signature, why);
    if (made->signature_len == 0) {
        return false;
    }
    if (spec->pad_signature) {
        pad_signature(spec, made);
    }
    return true;
}

static bool add_key(const struct image_spec *spec, struct image_made *made,
                    struct tlv_area *area)
{
    uint8_t digest[SHA_LEN_MAX];

    if (spec->full_key) {
        tlv_add(area, TLV_PUBLIC_KEY, spec->key->public_der,
                spec->key->public_len);
        return true;
    }
    if (!key_digest(spec->key, made->sha, digest)) {
        return false;
    }
    tlv_add(area, TLV_KEY_HASH, digest, sha_len(made->sha));
    return true;
}

static bool add_unprotected(const struct image_spec *spec,
                            const struct buffer *out, struct image_made *made,
                            struct tlv_area *area, struct why *why)
{
    static const uint8_t pure_value = 1;

    tlv_add(area, sha_tlv_type(made->sha), made->digest, sha_len(made->sha));
    if (spec->pure) {
        tlv_add(area, TLV_SIG_PURE, &pure_value, sizeof(pure_value));
    }
    if (spec->key == NULL) {
        return true;
    }
    if (!add_key(spec, made, area)) {
        return why_say(why, "the hash of the key could not be computed");
    }
    if (!sign_covered(spec, out, made, why)) {
        return false;
    }
    tlv_add(area, image_sign_tlv_type(spec->key->type), made->signature,
            made->signature_len);
    return true;
}

bool image_build(const struct image_spec *spec, struct buffer *out,
                 struct image_made *made, struct why *why)
{
    struct tlv_area area = {.big_endian = spec->big_endian};

    if (!image_build_covered(spec, out, made, why)) {
        return false;
    }
    bool done = add_unprotected(spec, out, made, &area, why);
    if (done && !tlv_area_close(out, &area, TLV_AREA_MAGIC)) {
        done = why_say(why, "out of memory: the image has %zu bytes", out->len);
    }
    buffer_free(&area.entries);
    return done;
}
