/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See upload.h for L1 .. L4.
 *
 *   stage     off         packet               what is done     next
 *   any       0           of the same upload   nothing          the same
 *   any       0           another, refused     nothing          the same
 *   any       0           another              writer_open()    RUNNING
 *   NONE      other                            nothing          NONE
 *   RUNNING   as wanted   fits                 writer_take()    RUNNING
 *   RUNNING   as wanted   .. and is the last   finish()         COMPLETE
 *   other                                      nothing          the same
 *   RUNNING               flash failed         nothing          NONE
 *   RUNNING               image refused        writer_discard() NONE
 *
 * Source: SPEC, Serial recovery.
 */
#include "recovery/upload.h"

#include <stddef.h>

#include "base/memory.h"
#include "core/observe.h"
#include "recovery/recovery.h"

/** The keys of a request, in the order of fields. */
enum {
    KEY_OFF,
    KEY_DATA,
    KEY_LEN,
    KEY_IMAGE,
    KEY_SHA,
    KEY_UPGRADE,
    KEY_COUNT,
};

/** A request while it is answered. */
struct call {
    struct recovery *r;
    struct smp_answer *answer;
    struct cbor_field field[KEY_COUNT];
    struct image_header header; /* of a first packet */
    bool matches;               /* "sha" was compared with the flash */
};

static struct upload *upload_of(const struct call *c)
{
    return &c->r->upload;
}

static uint32_t off_of(const struct upload *u)
{
    return u->stage == UPLOAD_NONE ? 0 : u->writer.accepted;
}

/* ---- refusing ---- */

static enum smp_rc refuse(const struct call *c, enum smp_rc rc, status_t why)
{
    c->answer->reason = reason_of(why, upload_of(c)->reason);
    return rc;
}

/* What the flash failed at, what an image is, what it may not. */
static enum smp_rc rc_of(status_t why)
{
    uint32_t module = (uint32_t)why >> 8;

    if (module == (uint32_t)FLASH_E_IO >> 8) {
        return SMP_UNKNOWN;
    }
    return module == (uint32_t)IMAGE_E_HASH >> 8 ? SMP_CORRUPT : SMP_INVALID;
}

/* Ends the session; what the journal holds of it stays. */
static enum smp_rc fail(const struct call *c, status_t why)
{
    upload_of(c)->stage = UPLOAD_NONE;
    upload_of(c)->writer.failed = why;
    return refuse(c, rc_of(why), why);
}

/* ---- the last packet ---- */

/* What a boot says of the image, and of the update if it is staged. */
static status_t judge(struct boot *b, const struct upload *u)
{
    boot_refresh(b, u->image);
    return u->slot == SLOT_SECONDARY && u->identity.number % 2 != 0
               ? boot_request(b, u->image, true)
               : boot_look(b, u->image, u->slot)->why;
}

/* An older request would replace what was just installed. */
static status_t settle(struct boot *b, const struct upload *u)
{
    const struct slot_facts *slots = observe_image(b, u->image)->slot;

    return u->slot == SLOT_PRIMARY &&
                   slots[SLOT_SECONDARY].trailer->magic == MARK_SET
               ? boot_withdraw(b, u->image)
               : OK;
}

/* The slot is made an empty one, as far as the flash still can. */
static enum smp_rc discard(const struct call *c, status_t why)
{
    status_t status = writer_discard(&upload_of(c)->writer);

    boot_refresh(c->r->boot, upload_of(c)->image);
    return fail(c, status == OK ? why : status);
}

static enum smp_rc finish(struct call *c)
{
    struct upload *u = upload_of(c);
    status_t why;

    c->matches = u->identity.sha_len == HASH_LEN;
    why = writer_finish(&u->writer, c->matches ? u->identity.sha : NULL);
    if (why == OK) {
        why = judge(c->r->boot, u);
    }
    if (why != OK) {
        return discard(c, why);
    }
    u->stage = UPLOAD_COMPLETE;
    return settle(c->r->boot, u) == OK ? SMP_OK : SMP_UNKNOWN;
}

/* ---- data ---- */

static enum smp_rc take(struct call *c, uint32_t len)
{
    struct upload *u = upload_of(c);
    status_t status = writer_take(&u->writer, c->field[KEY_DATA].bytes, len);

    if (status != OK) {
        return fail(c, status);
    }
    return u->writer.accepted == u->identity.len ? finish(c) : SMP_OK;
}

static enum smp_rc go_on(struct call *c)
{
    struct upload *u = upload_of(c);
    uint32_t len = c->field[KEY_DATA].len;

    if (u->stage == UPLOAD_RUNNING && u->writer.failed != OK) {
        return fail(c, u->writer.failed);
    }
    if (c->field[KEY_OFF].number != off_of(u) || len == 0) {
        return SMP_OK;
    }
    if (len > u->identity.len - u->writer.accepted) {
        return SMP_INVALID;
    }
    return take(c, len);
}

/* ---- the first packet: checked in full before anything is erased ---- */

/* Without a hash the header has to do, as long as nothing else came. */
static bool is_repeat(const struct call *c, const struct upload_identity *id)
{
    const struct upload *u = upload_of(c);

    return u->stage != UPLOAD_NONE &&
           memcmp(id, &u->identity, sizeof(*id)) == 0 &&
           (id->sha_len != 0 || off_of(u) <= c->field[KEY_DATA].len);
}

/* Reads what the upload is known by; false if it can not be one. */
static bool identify(const struct call *c, struct upload_identity *id)
{
    const struct cbor_field *f = c->field;
    uint32_t number = f[KEY_IMAGE].number;
    uint32_t sha_len = f[KEY_SHA].len;

    if (sha_len > HASH_LEN ||
        number > SLOT_COUNT *
                     (uint32_t)config_known(c->r->boot->config)->image_count ||
        f[KEY_DATA].len < WRITER_HEAD_LEN ||
        f[KEY_DATA].len > f[KEY_LEN].number) {
        return false;
    }
    memset(id, 0, sizeof(*id));
    if (sha_len != 0) { /* bytes is NULL where the key is absent */
        memcpy(id->sha, f[KEY_SHA].bytes, sha_len);
    }
    memcpy(id->head, f[KEY_DATA].bytes, WRITER_HEAD_LEN);
    id->len = f[KEY_LEN].number;
    id->sha_len = (uint8_t)sha_len;
    id->number = (uint8_t)(number == 0 ? 1 : number);
    return true;
}

/* Whether an update stands in the way: half done, or to be taken back. */
static enum smp_rc check_state(struct call *c, uint8_t image)
{
    const struct image_state *state = observe_image(c->r->boot, image);
    enum swap_type type;
    status_t why;

    boot_refresh(c->r->boot, image);
    why = boot_foresee(c->r->boot, image, &type);
    if (state->geometry != OK) {
        return refuse(c, SMP_UNKNOWN, why);
    }
    /* on failure the type is SWAP_NONE */
    if (type == SWAP_REVERT || state->progress == UPDATE_RUNNING) {
        c->answer->reason = "confirm the update, or reset";
        return SMP_BAD_STATE;
    }
    return SMP_OK;
}

/*
 * Where the default target is: beside a primary that verifies, and over one
 * that does not if the secondary is the only good image.
 */
static enum smp_rc choose_slot(struct call *c, uint8_t image, enum slot *slot)
{
    struct boot *b = c->r->boot;
    enum look present = boot_look(b, image, SLOT_PRIMARY)->look;

    if (present == LOOK_UNREADABLE) {
        return SMP_UNKNOWN;
    }
    if (c->r->config->direct) {
        *slot = SLOT_PRIMARY;
        return present == LOOK_VALID &&
                       config_known(b->config)->prevent_downgrade
                   ? SMP_DENIED
                   : SMP_OK;
    }
    *slot = present != LOOK_VALID &&
                    boot_look(b, image, SLOT_SECONDARY)->look == LOOK_VALID
                ? SLOT_PRIMARY
                : SLOT_SECONDARY;
    return SMP_OK;
}

/* What the file's first bytes say of it. */
static enum smp_rc check_file(struct call *c, uint8_t image)
{
    const struct boot_config *config = config_known(c->r->boot->config);
    const struct slot_facts *present =
        boot_look(c->r->boot, image, SLOT_PRIMARY);
    uint32_t len = c->field[KEY_LEN].number;
    bool upgrades = c->field[KEY_UPGRADE].number != 0;
    status_t why =
        image_header_parse(c->field[KEY_DATA].bytes, len, &c->header);

    if (len > plan_image_max(&observe_update(c->r->boot, image)->geometry)) {
        why = IMAGE_E_SIZE;
    }
    if (why == OK && present->look == LOOK_VALID) {
        int rank = image_version_compare(&c->header.version,
                                         &present->image.header.version);

        if ((upgrades && rank <= 0) ||
            (config->prevent_downgrade && !config->prevent_by_counter &&
             rank < 0)) {
            why = ROLLBACK_E_VERSION;
        }
    }
    return why == OK ? SMP_OK : refuse(c, SMP_INVALID, why);
}

/* From here on the slot changes. */
static enum smp_rc begin(struct call *c, const struct upload_identity *id)
{
    struct boot *b = c->r->boot;
    struct upload *u = upload_of(c);
    struct update *update = observe_update(b, u->image);
    status_t status = OK;

    u->identity = *id;
    u->stage = UPLOAD_RUNNING;
    u->writer.trailer = &update->geometry.trailer[u->slot];
    u->writer.len = id->len;
    u->writer.erase_by_sector = c->r->config->erase_by_sector;
    if (update->progress == UPDATE_STARTED) {
        status = update_abandon(update);
    }
    if (status == OK) {
        status = writer_open(&u->writer, u->identity.head,
                             id->sha_len != 0 ? (const uint8_t *)&u->identity
                                              : NULL);
    }
    boot_refresh(b, u->image);
    if (status != OK) {
        return fail(c, status);
    }
    return take(c, u->writer.accepted == 0 ? c->field[KEY_DATA].len : 0);
}

static enum smp_rc start(struct call *c)
{
    struct upload *u = upload_of(c);
    struct upload_identity id;
    enum slot slot = SLOT_SECONDARY;
    enum smp_rc rc;
    uint8_t image;

    if (!identify(c, &id)) {
        return SMP_INVALID;
    }
    if (is_repeat(c, &id)) {
        return go_on(c);
    }
    image = config_image((uint8_t)((id.number - 1) / SLOT_COUNT));
    rc = check_state(c, image);
    if (rc == SMP_OK && id.number % 2 != 0) {
        rc = choose_slot(c, image, &slot);
    }
    if (rc == SMP_OK) {
        rc = check_file(c, image);
    }
    if (rc != SMP_OK) {
        return rc;
    }
    u->image = image;
    u->slot = slot;
    return begin(c, &id);
}

/* ---- requests ---- */

/* "rc": 0, "off": ..; "match": true */
static const char RC_0_OFF[] = "\x62rc\0\x63off";
static const char MATCH_TRUE[] = "\x65match\xf5";

static void put_off(const struct call *c, bool matches)
{
    struct cbor_writer *out = &c->answer->out;

    cbor_put_map(out, matches ? 3 : 2);
    cbor_put_items(out, RC_0_OFF, sizeof(RC_0_OFF) - 1);
    cbor_put_uint(out, off_of(upload_of(c)));
    if (matches) {
        cbor_put_items(out, MATCH_TRUE, sizeof(MATCH_TRUE) - 1);
    }
}

enum smp_rc upload_handle(struct recovery *r, const struct smp_request *request,
                          struct smp_answer *answer)
{
    struct call c = {
        .r = r,
        .answer = answer,
        .field =
            {
                [KEY_OFF] = {.key = "off", .kind = CBOR_UINT},
                [KEY_DATA] = {.key = "data", .kind = CBOR_BYTES},
                [KEY_LEN] = {.key = "len", .kind = CBOR_UINT},
                [KEY_IMAGE] = {.key = "image", .kind = CBOR_UINT},
                [KEY_SHA] = {.key = "sha", .kind = CBOR_BYTES},
                [KEY_UPGRADE] = {.key = "upgrade", .kind = CBOR_BOOL},
            },
    };
    enum smp_rc rc;

    if (!cbor_read_map(request->payload, request->len, c.field, KEY_COUNT) ||
        !c.field[KEY_OFF].present || !c.field[KEY_DATA].present) {
        return SMP_INVALID;
    }
    rc = c.field[KEY_OFF].number == 0 ? start(&c) : go_on(&c);
    if (rc == SMP_OK) {
        put_off(&c, c.matches && request->version != 0);
    }
    return rc;
}

bool upload_work(struct upload *u)
{
    return writer_work(&u->writer);
}
