/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See images.h. Nothing is judged here: what a slot holds is said by
 * boot_look(), what the next boot does with it by boot_foresee(). Both remember
 * what they verified, so a list costs what has changed since the last one.
 *
 * Slots are numbered as clients do: two for each image.
 *
 * Source: SPEC, Serial recovery.
 */
#include "recovery/images.h"

#include <stddef.h>

#include "base/memory.h"
#include "recovery/recovery.h"

#define VERSION_LEN_MAX 24 /* 255.255.65535.4294967295 */
#define ERASE_DEFAULT   1  /* slot */

/* What a list says besides slot, version and hash: bits, and in FLAGS how many
 * pairs that makes in all. */
#define BOOTABLE     1
#define CONFIRMED    2
#define ACTIVE       4
#define PENDING      8
#define PERMANENT    16
#define PAIRS(count) ((3 + (count)) << PAIRS_SHIFT)
#define PAIRS_SHIFT  5

static const char FLAG_NAMES[PAIRS_SHIFT][10] = {
    "bootable", "confirmed", "active", "pending", "permanent"};

/* By what the next boot will do; an image that is listed boots. */
static const uint8_t FLAGS[][SLOT_COUNT] = {
    [SWAP_NONE] = {PAIRS(3) | BOOTABLE | CONFIRMED | ACTIVE,
                   PAIRS(1) | BOOTABLE},
    [SWAP_TEST] = {PAIRS(3) | BOOTABLE | CONFIRMED | ACTIVE,
                   PAIRS(2) | BOOTABLE | PENDING},
    [SWAP_PERM] = {PAIRS(3) | BOOTABLE | CONFIRMED | ACTIVE,
                   PAIRS(3) | BOOTABLE | PENDING | PERMANENT},
    [SWAP_REVERT] = {PAIRS(2) | BOOTABLE | ACTIVE,
                     PAIRS(2) | BOOTABLE | CONFIRMED},
};

static uint32_t slot_count(const struct recovery *r)
{
    return config_known(r->boot->config)->image_count * (uint32_t)SLOT_COUNT;
}

static uint8_t image_of(uint32_t slot)
{
    return config_image((uint8_t)(slot / SLOT_COUNT));
}

static struct image_state *state_of(struct recovery *r, uint32_t slot)
{
    return &r->boot->facts.image[image_of(slot)];
}

static const struct plan_geometry *geometry_of(struct recovery *r,
                                               uint32_t slot)
{
    return &r->boot->update[image_of(slot)].geometry;
}

static const struct trailer *trailer_of(struct recovery *r, uint32_t slot)
{
    return &geometry_of(r, slot)->trailer[slot % SLOT_COUNT];
}

static const struct slot_facts *look(struct recovery *r, uint32_t slot)
{
    return boot_look(r->boot, image_of(slot), (enum slot)(slot % SLOT_COUNT));
}

static bool is_valid(struct recovery *r, uint32_t slot)
{
    return look(r, slot)->look == LOOK_VALID;
}

/* What the next boot does with the image; what it would refuse, it does not. */
static enum swap_type foresee(struct recovery *r, uint32_t slot)
{
    enum swap_type type;
    status_t why = boot_foresee(r->boot, image_of(slot), &type);

    return why == OK ? type : SWAP_NONE;
}

static enum smp_rc code_of(status_t status)
{
    return status == OK ? SMP_OK : SMP_UNKNOWN;
}

/* ---- list and slots ---- */

static void put_number(struct cbor_writer *out, const char *key, uint32_t value)
{
    cbor_put_text(out, key);
    cbor_put_uint(out, value);
}

static void open_images(struct cbor_writer *out, uint32_t count)
{
    cbor_put_map(out, 1);
    cbor_put_text(out, "images");
    cbor_put_array(out, count);
}

static void put_version(struct cbor_writer *out, const struct image_version *v)
{
    const uint32_t parts[] = {v->major, v->minor, v->revision, v->build};
    uint8_t text[VERSION_LEN_MAX];
    uint8_t *p = text + sizeof(text);

    for (uint32_t i = v->build != 0 ? 4 : 3; i-- > 0;) {
        uint32_t value = parts[i];

        do {
            *--p = (uint8_t)('0' + value % 10);
            value /= 10;
        } while (value != 0);
        if (i != 0) {
            *--p = '.';
        }
    }
    cbor_put_text(out, "version");
    cbor_put_chars(out, p, (uint32_t)(text + sizeof(text) - p));
}

static void put_image(struct recovery *r, struct cbor_writer *out,
                      uint32_t slot)
{
    const struct image_facts *facts = &look(r, slot)->image;
    uint32_t flags = FLAGS[foresee(r, slot)][slot % SLOT_COUNT];
    bool is_numbered = slot_count(r) > SLOT_COUNT;

    cbor_put_map(out, (flags >> PAIRS_SHIFT) + is_numbered);
    if (is_numbered) {
        put_number(out, "image", image_of(slot));
    }
    put_number(out, "slot", slot % SLOT_COUNT);
    put_version(out, &facts->header.version);
    cbor_put_text(out, "hash");
    cbor_put_bytes(out, facts->digest, HASH_LEN);
    for (uint32_t i = 0; i < PAIRS_SHIFT; i++) {
        if ((flags >> i & 1) != 0) {
            cbor_put_text(out, FLAG_NAMES[i]);
            cbor_put_bool(out, true);
        }
    }
}

enum smp_rc images_list(struct recovery *r, const struct smp_request *request,
                        struct smp_answer *answer)
{
    uint32_t count = 0;

    (void)request;
    for (uint32_t slot = 0; slot < slot_count(r); slot++) {
        count += is_valid(r, slot);
    }
    open_images(&answer->out, count);
    for (uint32_t slot = 0; slot < slot_count(r); slot++) {
        if (is_valid(r, slot)) {
            put_image(r, &answer->out, slot);
        }
    }
    return SMP_OK;
}

enum smp_rc images_slots(struct recovery *r, const struct smp_request *request,
                         struct smp_answer *answer)
{
    struct cbor_writer *out = &answer->out;

    (void)request;
    open_images(out, slot_count(r) / SLOT_COUNT);
    for (uint32_t slot = 0; slot < slot_count(r); slot++) {
        if (slot % SLOT_COUNT == SLOT_PRIMARY) {
            cbor_put_map(out, 3);
            put_number(out, "image", image_of(slot));
            cbor_put_text(out, "slots");
            cbor_put_array(out, SLOT_COUNT);
        }
        cbor_put_map(out, 3);
        put_number(out, "slot", slot % SLOT_COUNT);
        put_number(out, "size", trailer_of(r, slot)->area.len);
        put_number(out, "upload_image_id", slot + 1);
        if (slot % SLOT_COUNT == SLOT_SECONDARY) {
            put_number(out, "max_image_size",
                       plan_image_max(geometry_of(r, slot)));
        }
    }
    return SMP_OK;
}

/* ---- state ---- */

/* Whether an update is half done, or can not be known. */
static bool is_busy(struct recovery *r, uint32_t slot)
{
    const struct image_state *state = state_of(r, slot);

    return state->geometry != OK || state->progress != UPDATE_IDLE;
}

static enum smp_rc set_primary(struct recovery *r, uint32_t slot, bool confirm)
{
    const struct trailer_state *t = look(r, slot)->trailer;
    status_t status = OK;

    if (!confirm) {
        return foresee(r, slot) == SWAP_NONE ? SMP_OK : SMP_BAD_STATE;
    }
    if (t->magic == MARK_BAD) {
        return SMP_BAD_STATE;
    }
    if (t->magic == MARK_SET && t->image_ok == MARK_UNSET) {
        status = trailer_put_flag(trailer_of(r, slot), TRAILER_IMAGE_OK);
        boot_refresh(r->boot, image_of(slot));
    }
    return code_of(status);
}

/* Whether the image lies in the sector that holds the request, too. */
static bool reaches_request(struct recovery *r, uint32_t slot)
{
    const struct region *area = &trailer_of(r, slot)->area;
    struct region_sector last;

    return region_sector_at(area, area->len - 1, &last) != OK ||
           look(r, slot)->image.len > last.off;
}

/* What the next boot would refuse is not asked for. */
static enum smp_rc set_secondary(struct recovery *r, uint32_t slot,
                                 bool confirm)
{
    const struct trailer *t = trailer_of(r, slot);
    uint32_t fields = trailer_fields_off(t);
    enum swap_type type = foresee(r, slot);
    bool blank;

    if (type == (confirm ? SWAP_PERM : SWAP_TEST)) {
        return SMP_OK;
    }
    if (type == SWAP_REVERT) {
        return SMP_BAD_STATE;
    }
    if (region_is_erased(&t->area, fields, t->area.len - fields, &blank) !=
        OK) {
        return SMP_UNKNOWN;
    }
    if (!blank) { /* a request, or a part of one that power cut */
        if (reaches_request(r, slot)) {
            return SMP_BAD_STATE;
        }
        if (boot_withdraw(r->boot, image_of(slot)) != OK) {
            return SMP_UNKNOWN;
        }
    }
    if (boot_request(r->boot, image_of(slot), confirm) == OK) {
        return SMP_OK;
    }
    return boot_withdraw(r->boot, image_of(slot)) == OK ? SMP_INVALID
                                                        : SMP_UNKNOWN;
}

/* Finds a valid image by its hash; its slot, or slot_count(). */
static uint32_t find(struct recovery *r, const uint8_t *hash)
{
    uint32_t slot = 0;

    while (slot < slot_count(r) &&
           !(is_valid(r, slot) &&
             memcmp(look(r, slot)->image.digest, hash, HASH_LEN) == 0)) {
        slot++;
    }
    return slot;
}

enum smp_rc images_set(struct recovery *r, const struct smp_request *request,
                       struct smp_answer *answer)
{
    struct cbor_field fields[] = {
        {.key = "hash", .kind = CBOR_BYTES_OR_NULL},
        {.key = "confirm", .kind = CBOR_BOOL},
    };
    bool has_hash;
    bool confirm;
    uint32_t slot = 0;
    enum smp_rc rc;

    if (!cbor_read_map(request->payload, request->len, fields, 2)) {
        return SMP_INVALID;
    }
    has_hash = fields[0].present;
    confirm = fields[1].number != 0;
    if (has_hash ? fields[0].len != HASH_LEN
                 : !confirm || slot_count(r) > SLOT_COUNT) {
        return SMP_INVALID;
    }
    if (has_hash) {
        slot = find(r, fields[0].bytes);
    }
    if (slot == slot_count(r) || !is_valid(r, slot)) {
        return SMP_NO_ENTRY;
    }
    if (is_busy(r, slot)) {
        return SMP_BAD_STATE;
    }
    rc = slot % SLOT_COUNT == SLOT_PRIMARY ? set_primary(r, slot, confirm)
                                           : set_secondary(r, slot, confirm);
    return rc == SMP_OK ? images_list(r, request, answer) : rc;
}

/* ---- erase ---- */

/*
 * A swap or a revert needs its slots, and nobody erases the only good image. A
 * primary that verifies goes only where uploads go there too, and never where
 * downgrades are prevented: nothing would be left to compare with.
 */
static enum smp_rc may_erase(struct recovery *r, uint32_t slot)
{
    enum swap_type type = foresee(r, slot);
    bool boots = is_valid(r, slot & ~1u);

    if (is_busy(r, slot) || type == SWAP_REVERT) {
        return SMP_BAD_STATE;
    }
    if (slot % SLOT_COUNT == SLOT_PRIMARY) {
        return boots && (!r->config->direct ||
                         config_known(r->boot->config)->prevent_downgrade)
                   ? SMP_DENIED
                   : SMP_OK;
    }
    return type != SWAP_NONE || (!boots && is_valid(r, slot)) ? SMP_BAD_STATE
                                                              : SMP_OK;
}

/* The trailer and the first sector go now, the rest between requests. */
static enum smp_rc erase(struct recovery *r, uint32_t slot)
{
    struct writer *w = &r->upload.writer;

    r->upload.stage = UPLOAD_NONE;
    w->trailer = trailer_of(r, slot);
    w->len = w->trailer->area.len;
    w->accepted = 0;
    w->written = 0;
    w->erase_by_sector = false;
    w->failed = writer_discard(w);
    boot_refresh(r->boot, image_of(slot));
    return code_of(w->failed);
}

enum smp_rc images_erase(struct recovery *r, const struct smp_request *request,
                         struct smp_answer *answer)
{
    struct cbor_field slot = {.key = "slot", .kind = CBOR_UINT};
    enum smp_rc rc;

    (void)answer;
    if (request->len != 0 &&
        !cbor_read_map(request->payload, request->len, &slot, 1)) {
        return SMP_INVALID;
    }
    if (!slot.present) {
        slot.number = ERASE_DEFAULT;
    }
    if (slot.number >= slot_count(r)) {
        return SMP_INVALID;
    }
    rc = may_erase(r, slot.number);
    return rc == SMP_OK ? erase(r, slot.number) : rc;
}
