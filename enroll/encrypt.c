/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See encrypt.h. Areas are the slots in order, then scratch; an area is walked
 * upwards, and a sector in which nothing is to be encrypted is passed over.
 *
 * J1  The journal is one digest that binds it to layout and counter, then
 *     records of one word. A word that is cut is never a record.
 * J2  A record of a sector follows its staged copy, read back; only then the
 *     sector is touched. So the sector of the last record is redone from its
 *     copy, those before it are done, those behind it were never touched.
 * J3  The two staging sectors take turns: the copy of the last record stays
 *     until the next one's is recorded.
 * J4  How far the image of an area reaches is recorded before its first
 *     sector: when its header is encrypted nobody can read it any more.
 * J5  A slot whose first sector is done can not begin with a plain image: it
 *     was flashed anew meanwhile and is walked from its start. What it held
 *     behind the new image, a trailer, becomes rubbish.
 * J6  Copies are erased behind a record that none is needed, and seen erased
 *     before our own image is touched.
 *
 * Nobody here knows the key, and nothing decrypts before the counter is
 * burned. So that a sector is encrypted is seen by what it is not: neither
 * what it was nor erased, in any 16 bytes. What that can not find: ciphertext
 * of another key, or for another address; bits that failed while encrypting or
 * programming (the plain text is gone then; the next boot finds it by hash or
 * signature); and a slot flashed anew that differs from the one before only
 * behind the header, if power failed while its first sector was replaced.
 */
#include "enroll/encrypt.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "core/image.h"
#include "core/region.h"
#include "iface/log.h"

#define SECTOR_LEN ENCRYPT_SECTOR_LEN
#define UNIT_LEN   FLASH_ENCRYPT_LEN
#define UNIT_COUNT (SECTOR_LEN / UNIT_LEN)
#define BLOCK_LEN  16u /* bytes: what the cipher takes at a time */
#define STAGED_LEN (2u * SECTOR_LEN)

/*
 * What a record says, from its lowest bit: value, area, turn, kind. 20 bits
 * count the units of 32 MB, and no flash has more than 16.
 */
#define VALUE_BITS  20u
#define AREA_BITS   4u
#define TURN        (1u << (VALUE_BITS + AREA_BITS))
#define KIND(k)     ((uint32_t)(k) << (VALUE_BITS + AREA_BITS + 1))
#define KIND_IMAGE  KIND(1) /* an area is begun; value: units of its image */
#define KIND_SECTOR KIND(2) /* value: the sector whose copy is staged */
#define KIND_DONE   KIND(3) /* no copy is needed any more */
#define KIND_MASK   KIND(3)

/*
 * Records that cuts may spoil, and those that are not of sectors. The rest of
 * the last sector comes on top.
 */
#define RECORD_SPARE 64u

/** An area and what the journal knows of it. */
struct area {
    struct region region;
    uint32_t place; /* its number as records have it */
    uint32_t units; /* of its image, from its start */
    uint32_t next;  /* first sector that has no record */
};

static const struct boot_config *boot_of(const struct enroll_config *c)
{
    return enroll_config_known(c)->boot;
}

static uint32_t area_count(const struct enroll_config *c)
{
    return boot_of(c)->image_count * (uint32_t)SLOT_COUNT +
           (boot_of(c)->scratch.len != 0);
}

static const struct config_area *area_at(const struct enroll_config *c,
                                         uint32_t number)
{
    if (number >= boot_of(c)->image_count * (uint32_t)SLOT_COUNT) {
        return &boot_of(c)->scratch;
    }
    return &boot_of(c)->slot[number / SLOT_COUNT][number % SLOT_COUNT];
}

uint32_t encrypt_reserved_len(const struct enroll_config *config)
{
    uint32_t len = JOURNAL_HEAD_LEN + RECORD_SPARE * JOURNAL_RECORD_LEN;

    for (uint32_t i = 0; i < area_count(config); i++) {
        len += area_at(config, i)->len / SECTOR_LEN * JOURNAL_RECORD_LEN;
    }
    return STAGED_LEN + ((len + SECTOR_LEN - 1) & ~(SECTOR_LEN - 1));
}

/* ---- sectors ---- */

/* Erases sectors unless they are; ends with all of them seen erased. */
static status_t clear(struct encrypt *e, uint32_t addr, uint32_t len)
{
    bool erased;

    for (uint32_t end = addr + len; addr != end; addr += SECTOR_LEN) {
        TRY(flash_is_erased(e->flash, addr, SECTOR_LEN, &erased));
        if (!erased) {
            TRY(flash_erase(e->flash, addr, SECTOR_LEN));
            TRY(flash_is_erased(e->flash, addr, SECTOR_LEN, &erased));
        }
        if (!erased) {
            return FLASH_E_VERIFY;
        }
    }
    return OK;
}

/* Image units are encrypted whole, of the others those that are written. */
static bool unit_is_due(const uint8_t *plain, bool in_image)
{
    return in_image || !bytes_are(plain, 0xff, UNIT_LEN);
}

static bool unit_is_encrypted(const uint8_t *raw, const uint8_t *plain)
{
    bool good = true;

    for (uint32_t i = 0; i < UNIT_LEN; i += BLOCK_LEN) {
        good = good && memcmp(raw + i, plain + i, BLOCK_LEN) != 0 &&
               !bytes_are(raw + i, 0xff, BLOCK_LEN);
    }
    return good;
}

/*
 * Compares the sector in RAM with the flash. units: how many have become
 * something else, and of the others those that are written; NONE: it must be
 * the same.
 */
#define NONE 0xffffffffu
static status_t sector_check(struct encrypt *e, uint32_t addr, uint32_t units)
{
    uint8_t raw[UNIT_LEN];
    bool good = true;

    for (uint32_t u = 0; u < UNIT_COUNT && good; u++) {
        const uint8_t *plain = e->sector + u * UNIT_LEN;

        TRY(flash_read(e->flash, addr + u * UNIT_LEN, raw, UNIT_LEN));
        good = units != NONE && unit_is_due(plain, u < units)
                   ? unit_is_encrypted(raw, plain)
                   : memcmp(raw, plain, UNIT_LEN) == 0;
    }
    return good ? OK : FLASH_E_VERIFY;
}

static status_t sector_encrypt(struct encrypt *e, uint32_t addr, uint32_t units)
{
    uint32_t first = 0;

    for (uint32_t u = 0; u <= UNIT_COUNT; u++) {
        if (u < UNIT_COUNT &&
            unit_is_due(e->sector + u * UNIT_LEN, u < units)) {
            continue;
        }
        if (u > first) {
            TRY(flash_encrypt(e->flash, addr + first * UNIT_LEN,
                              e->sector + first * UNIT_LEN,
                              (u - first) * UNIT_LEN));
        }
        first = u + 1;
    }
    return OK;
}

/* Replaces a sector by the one in RAM; units: how many belong to an image. */
static status_t sector_replace(struct encrypt *e, uint32_t addr, uint32_t units)
{
    TRY(clear(e, addr, SECTOR_LEN));
    TRY(sector_encrypt(e, addr, units));
    return sector_check(
        e, addr, enroll_config_known(e->config)->rehearsal ? NONE : units);
}

/* ---- areas ---- */

static uint32_t staging_addr(const struct encrypt *e, uint32_t said)
{
    return e->staging + ((said & TURN) != 0 ? SECTOR_LEN : 0);
}

/*
 * What binds the journal: a rehearsal's tells nothing of the flash that is to
 * be encrypted. Areas that a product does not have are zero.
 */
static void head_make(const struct encrypt *e, uint32_t counter,
                      uint8_t head[HASH_LEN])
{
    const struct enroll_config *c = enroll_config_known(e->config);
    uint32_t state = counter << 1 | c->rehearsal;
    struct hash h;

    hash_open(&h);
    hash_add(&h, &state, sizeof(state));
    hash_add(&h, &c->bootloader, sizeof(c->bootloader));
    hash_add(&h, c->boot->slot, sizeof(c->boot->slot));
    hash_add(&h, &c->boot->scratch, sizeof(c->boot->scratch));
    hash_close(&h, head);
}

/* Measures the image of a slot by what its header says, inside the slot. */
static status_t image_units(const struct region *slot, uint32_t *units)
{
    uint8_t raw[IMAGE_HEADER_LEN];
    struct image_header header;
    struct image_tlv_walk tlvs;
    status_t status = image_header_read(slot, raw, &header);

    *units = 0;
    if (status == OK) {
        tlvs.end =
            header.header_len + header.payload_len + header.protected_len;
        status = image_tlv_open(slot, &header, &tlvs);
        *units = (tlvs.end + UNIT_LEN - 1) / UNIT_LEN;
    }
    return status == FLASH_E_IO ? status : OK;
}

/* The sector of the last record, if that is the one before a->next. */
static bool area_is_under_way(const struct encrypt *e, const struct area *a)
{
    return (e->journal.last & ~TURN) == (KIND_SECTOR | a->place) + a->next - 1;
}

/*
 * J5. The first sector may still be plain if the last record is of it, but
 * then it begins as its copy does.
 */
static status_t area_is_stale(struct encrypt *e, const struct area *a,
                              bool *stale)
{
    uint8_t raw[IMAGE_HEADER_LEN];
    uint8_t copy[IMAGE_HEADER_LEN];
    uint32_t units;

    TRY(image_units(&a->region, &units));
    *stale = units != 0;
    if (*stale && a->next == 1 && area_is_under_way(e, a)) {
        TRY(region_read(&a->region, 0, raw, sizeof(raw)));
        TRY(flash_read(e->flash, staging_addr(e, e->journal.last), copy,
                       sizeof(copy)));
        *stale = memcmp(raw, copy, sizeof(raw)) != 0;
    }
    return OK;
}

static status_t area_records(struct encrypt *e, struct area *a)
{
    uint32_t said;

    for (uint32_t off = JOURNAL_HEAD_LEN; off < e->journal.len;
         off += JOURNAL_RECORD_LEN) {
        TRY(journal_get(&e->journal, off, &said));
        uint32_t value = said & ((1u << VALUE_BITS) - 1);

        said -= value;
        said &= ~TURN;
        if (said == (KIND_IMAGE | a->place)) {
            a->units = value;
            a->next = 0;
        }
        if (said == (KIND_SECTOR | a->place)) {
            a->next = value + 1;
        }
    }
    return OK;
}

static status_t area_open(struct encrypt *e, uint32_t number, struct area *a)
{
    const struct config_area *at = area_at(e->config, number);
    bool stale = false;

    a->place = number << VALUE_BITS;
    a->next = 0;
    TRY(region_open(&a->region, e->flash, at->addr, at->len));
    TRY(area_records(e, a));
    if (a->next != 0) {
        TRY(area_is_stale(e, a, &stale));
    }
    if (a->next == 0 || stale) {
        a->next = 0;
        TRY(image_units(&a->region, &a->units));
    }
    return OK;
}

/* Copies the sector in RAM, and records that. */
static status_t sector_stage(struct encrypt *e, struct area *a, uint32_t sector)
{
    struct journal *j = &e->journal;
    uint32_t said = KIND_SECTOR | a->place | (~j->last & TURN) | sector;
    uint32_t addr = staging_addr(e, said);

    if (a->next == 0) {
        TRY(journal_put(j,
                        KIND_IMAGE | a->place | (j->last & TURN) | a->units));
    }
    a->next = sector + 1;
    TRY(clear(e, addr, SECTOR_LEN));
    TRY(flash_write(e->flash, addr, e->sector, SECTOR_LEN));
    TRY(sector_check(e, addr, NONE));
    return journal_put(j, said);
}

static status_t area_sector(struct encrypt *e, struct area *a, uint32_t sector)
{
    uint32_t addr = a->region.base + sector * SECTOR_LEN;
    uint32_t before = sector * UNIT_COUNT;
    uint32_t units = a->units > before ? a->units - before : 0;
    /* J2: what was under way is done again from its copy */
    bool again = sector < a->next;
    bool erased;

    TRY(flash_is_erased(e->flash, addr, SECTOR_LEN, &erased));
    if (erased && units == 0 && !again) {
        return OK;
    }
    TRY(flash_read(e->flash, again ? staging_addr(e, e->journal.last) : addr,
                   e->sector, SECTOR_LEN));
    if (again) {
        /* an erase that was cut may look finished and not last */
        TRY(flash_erase(e->flash, addr, SECTOR_LEN));
    } else {
        TRY(sector_stage(e, a, sector));
    }
    return sector_replace(e, addr, units);
}

static status_t area_encrypt(struct encrypt *e, uint32_t number)
{
    struct area a;
    uint32_t s;

    TRY(area_open(e, number, &a));
    log_line(LOG_INFO, "encrypting %x, %u bytes", a.region.base, a.region.len);
    s = a.next;
    if (s != 0 && area_is_under_way(e, &a)) {
        s--;
    }
    for (; s < a.region.len / SECTOR_LEN; s++) {
        TRY(area_sector(e, &a, s));
    }
    return OK;
}

/* ---- all of it ---- */

status_t encrypt_open(struct encrypt *e, const struct enroll_config *config,
                      struct flash *flash, uint32_t counter, bool *begun)
{
    uint32_t reserved = encrypt_reserved_len(config);
    const struct config_area *own = &enroll_config_known(config)->bootloader;
    struct area a;
    bool ours;

    *begun = false;
    e->flash = flash;
    e->config = config;
    e->slots_done = false;
    if (own->len < reserved) {
        return ENROLL_E_SIZE;
    }
    e->staging = own->addr + own->len - reserved;
    e->journal.flash = flash;
    e->journal.addr = e->staging + STAGED_LEN;
    e->journal.len = reserved - STAGED_LEN;
    e->journal.off = JOURNAL_HEAD_LEN;
    e->journal.last = 0;
    head_make(e, counter, e->journal.head);
    TRY(journal_is_ours(&e->journal, &ours));
    for (uint32_t i = 0; ours && i < area_count(config); i++) {
        TRY(area_open(e, i, &a));
        *begun = *begun || a.next != 0;
    }
    e->fresh = !*begun;
    return OK;
}

status_t encrypt_slots(struct encrypt *e)
{
    struct journal *j = &e->journal;

    if (e->fresh) {
        TRY(clear(e, j->addr, j->len));
        TRY(journal_begin(j));
    }
    /* J2: before anything else is staged */
    if ((j->last & KIND_MASK) == KIND_SECTOR) {
        TRY(area_encrypt(e, j->last >> VALUE_BITS & ((1u << AREA_BITS) - 1)));
    }
    for (uint32_t i = 0; i < area_count(e->config); i++) {
        TRY(area_encrypt(e, i));
    }
    /* J6 */
    TRY(journal_put(j, KIND_DONE | (j->last & TURN)));
    TRY(clear(e, e->staging, STAGED_LEN));
    e->fresh = false;
    e->slots_done = true;
    return OK;
}

/* Reads our own image twice; the second time it encrypts what it has read. */
static status_t own_encrypt(struct encrypt *e, uint32_t len)
{
    uint8_t digest[2][HASH_LEN];
    struct hash h;

    for (uint32_t pass = 0; pass < 2; pass++) {
        hash_open(&h);
        for (uint32_t off = 0; off < len; off += SECTOR_LEN) {
            uint32_t addr = e->config->bootloader.addr + off;

            TRY(flash_read(e->flash, addr, e->sector, SECTOR_LEN));
            hash_add(&h, e->sector, SECTOR_LEN);
            if (pass != 0) {
                TRY(sector_replace(e, addr,
                                   (len - off + UNIT_LEN - 1) / UNIT_LEN));
            }
        }
        hash_close(&h, digest[pass]);
    }
    return memcmp(digest[0], digest[1], HASH_LEN) == 0 ? OK : FLASH_E_VERIFY;
}

status_t encrypt_bootloader(struct encrypt *e, uint32_t len)
{
    if (!e->slots_done) {
        return ENROLL_E_JOURNAL;
    }
    if (len > e->staging - e->config->bootloader.addr) {
        return ENROLL_E_SIZE;
    }
    return own_encrypt(e, len);
}
