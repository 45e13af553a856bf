/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See encrypt.h. Areas are the slots in order, then scratch; an area is walked
 * upwards, and a sector in which nothing is to be encrypted is passed over.
 *
 * J1  The journal is one digest that binds it to layout and counter, then
 *     records of one word. A word that is cut is never a record (see seal()).
 * J2  A record of a sector follows its staged copy, read back; only then the
 *     sector is touched. So the sector of the last record is redone from its
 *     copy, those before it are done, those behind it were never touched.
 * J3  The two staging sectors take turns: the copy of the last record stays
 *     until the next one's is recorded.
 * J4  How far the image of an area reaches is recorded before its first
 *     sector: when its header is encrypted nobody can read it any more.
 * J5  A slot whose first sector is done can not begin with a plain image: it
 *     was flashed anew meanwhile and is walked from its start.
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
#include "iface/hash.h"
#include "iface/log.h"

#define SECTOR_LEN ENCRYPT_SECTOR_LEN
#define UNIT_LEN   FLASH_ENCRYPT_LEN
#define UNIT_COUNT (SECTOR_LEN / UNIT_LEN)
#define BLOCK_LEN  16u /* bytes: what the cipher takes at a time */
#define STAGED_LEN (2u * SECTOR_LEN)

/*
 * A record, from its lowest bit: check, value, area, turn, kind. 20 bits count
 * the units of 32 MB, and no flash has more than 16.
 */
#define RECORD_LEN  4u
#define RECORD_NONE 0xffffffffu
#define CHECK_BITS  5u
#define VALUE_BITS  20u
#define AREA_BITS   4u
#define TURN        (1u << (VALUE_BITS + AREA_BITS))
#define KIND(k)     ((uint32_t)(k) << (VALUE_BITS + AREA_BITS + 1))
#define KIND_IMAGE  KIND(1) /* an area is begun; value: units of its image */
#define KIND_SECTOR KIND(2) /* value: the sector whose copy is staged */
#define KIND_DONE   KIND(3) /* no copy is needed any more */
#define KIND_MASK   KIND(3)
#define SAID_BITS   (VALUE_BITS + AREA_BITS + 3u)

/*
 * Records that cuts may spoil, and those that are not of sectors. The rest of
 * the last sector comes on top.
 */
#define RECORD_SPARE 64u

/** An area and what the journal knows of it. */
struct area {
    struct region region;
    uint32_t number;
    uint32_t units; /* of its image, from its start */
    uint32_t next;  /* first sector that has no record */
};

static uint32_t area_count(const struct enroll_config *c)
{
    return c->boot->image_count * (uint32_t)SLOT_COUNT +
           (c->boot->scratch.len != 0);
}

static const struct config_area *area_at(const struct enroll_config *c,
                                         uint32_t number)
{
    if (number >= c->boot->image_count * (uint32_t)SLOT_COUNT) {
        return &c->boot->scratch;
    }
    return &c->boot->slot[number / SLOT_COUNT][number % SLOT_COUNT];
}

static uint32_t journal_len(const struct enroll_config *c)
{
    uint32_t records = RECORD_SPARE;

    for (uint32_t i = 0; i < area_count(c); i++) {
        records += area_at(c, i)->len / SECTOR_LEN;
    }
    return (HASH_LEN + records * RECORD_LEN + SECTOR_LEN - 1) &
           ~(SECTOR_LEN - 1);
}

uint32_t encrypt_reserved_len(const struct enroll_config *config)
{
    return STAGED_LEN + journal_len(config);
}

/* ---- flash ---- */

/* Compares the sector in RAM with a place in the flash. */
static status_t sector_check(struct encrypt *e, uint32_t addr)
{
    uint8_t seen[UNIT_LEN];

    for (uint32_t i = 0; i < SECTOR_LEN; i += UNIT_LEN) {
        TRY(flash_read(e->flash, addr + i, seen, UNIT_LEN));
        if (memcmp(seen, e->sector + i, UNIT_LEN) != 0) {
            return FLASH_E_VERIFY;
        }
    }
    return OK;
}

/* Erases a sector unless it is; ends with one that is seen erased. */
static status_t sector_clear(struct encrypt *e, uint32_t addr)
{
    bool erased;

    TRY(flash_is_erased(e->flash, addr, SECTOR_LEN, &erased));
    if (erased) {
        return OK;
    }
    TRY(flash_erase(e->flash, addr, SECTOR_LEN));
    TRY(flash_is_erased(e->flash, addr, SECTOR_LEN, &erased));
    return erased ? OK : FLASH_E_VERIFY;
}

static status_t clear(struct encrypt *e, uint32_t addr, uint32_t len)
{
    for (uint32_t i = 0; i < len; i += SECTOR_LEN) {
        TRY(sector_clear(e, addr + i));
    }
    return OK;
}

/* Image units are encrypted whole, of the others those that are written. */
static bool unit_is_due(const struct encrypt *e, uint32_t unit, uint32_t units)
{
    return unit < units ||
           !bytes_are(e->sector + unit * UNIT_LEN, 0xff, UNIT_LEN);
}

static status_t sector_encrypt(struct encrypt *e, uint32_t addr, uint32_t units)
{
    uint32_t first = 0;

    for (uint32_t u = 0; u <= UNIT_COUNT; u++) {
        if (u < UNIT_COUNT && unit_is_due(e, u, units)) {
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

static bool block_is_encrypted(const uint8_t *raw, const uint8_t *plain)
{
    return memcmp(raw, plain, BLOCK_LEN) != 0 &&
           !bytes_are(raw, 0xff, BLOCK_LEN);
}

static bool unit_is_encrypted(const struct encrypt *e, const uint8_t *raw,
                              const uint8_t *plain)
{
    if (e->config->rehearsal) {
        return memcmp(raw, plain, UNIT_LEN) == 0;
    }
    return block_is_encrypted(raw, plain) &&
           block_is_encrypted(raw + BLOCK_LEN, plain + BLOCK_LEN);
}

static status_t encrypted_check(struct encrypt *e, uint32_t addr,
                                uint32_t units)
{
    uint8_t raw[UNIT_LEN];
    bool good;

    for (uint32_t u = 0; u < UNIT_COUNT; u++) {
        TRY(flash_read(e->flash, addr + u * UNIT_LEN, raw, UNIT_LEN));
        good = unit_is_due(e, u, units)
                   ? unit_is_encrypted(e, raw, e->sector + u * UNIT_LEN)
                   : bytes_are(raw, 0xff, UNIT_LEN);
        if (!good) {
            return FLASH_E_VERIFY;
        }
    }
    return OK;
}

/* Replaces a sector by the one in RAM; units: how many belong to an image. */
static status_t sector_replace(struct encrypt *e, uint32_t addr, uint32_t units)
{
    TRY(sector_clear(e, addr));
    TRY(sector_encrypt(e, addr, units));
    return encrypted_check(e, addr, units);
}

/* ---- journal ---- */

/*
 * Adds the number of zeros as a check: bits that a cut leaves unprogrammed are
 * ones, so they lower the number and raise the check. No cut makes both agree,
 * nor does erased flash.
 */
static uint32_t seal(uint32_t said)
{
    uint32_t zeros = SAID_BITS;

    for (uint32_t rest = said; rest != 0; rest &= rest - 1) {
        zeros--;
    }
    return said << CHECK_BITS | zeros;
}

static uint32_t record_area(uint32_t said)
{
    return said >> VALUE_BITS & ((1u << AREA_BITS) - 1);
}

static uint32_t record_value(uint32_t said)
{
    return said & ((1u << VALUE_BITS) - 1);
}

static uint32_t journal_addr(const struct encrypt *e)
{
    return e->staging + STAGED_LEN;
}

static uint32_t staging_addr(const struct encrypt *e, uint32_t said)
{
    return e->staging + ((said & TURN) != 0 ? SECTOR_LEN : 0);
}

/* What a product and a counter make of the journal's head. */
static void journal_digest(const struct encrypt *e, uint8_t digest[HASH_LEN])
{
    struct hash h;

    hash_open(&h);
    hash_add(&h, &e->counter, sizeof(e->counter));
    hash_add(&h, &e->config->bootloader, sizeof(e->config->bootloader));
    for (uint32_t i = 0; i < area_count(e->config); i++) {
        hash_add(&h, area_at(e->config, i), sizeof(struct config_area));
    }
    hash_close(&h, digest);
}

static status_t journal_is_ours(struct encrypt *e, bool *ours)
{
    uint8_t digest[HASH_LEN];
    uint8_t head[HASH_LEN];

    journal_digest(e, digest);
    TRY(flash_read(e->flash, journal_addr(e), head, HASH_LEN));
    *ours = memcmp(head, digest, HASH_LEN) == 0;
    return OK;
}

/* Erases what lies there, then says whose journal it is. */
static status_t journal_begin(struct encrypt *e)
{
    uint8_t digest[HASH_LEN];
    bool ours;

    TRY(clear(e, journal_addr(e), e->journal_len));
    journal_digest(e, digest);
    TRY(flash_write(e->flash, journal_addr(e), digest, HASH_LEN));
    TRY(journal_is_ours(e, &ours));
    e->record_off = HASH_LEN;
    e->last = 0;
    e->fresh = false;
    return ours ? OK : FLASH_E_VERIFY;
}

/* Reads the word at an offset; 0 if it is no record. */
static status_t journal_get(struct encrypt *e, uint32_t off, uint32_t *word,
                            uint32_t *said)
{
    uint8_t raw[RECORD_LEN];

    TRY(flash_read(e->flash, journal_addr(e) + off, raw, RECORD_LEN));
    *word = le32(raw);
    *said = *word >> CHECK_BITS;
    if (seal(*said) != *word) {
        *said = 0;
    }
    return OK;
}

static status_t journal_put(struct encrypt *e, uint32_t said)
{
    uint8_t raw[RECORD_LEN];
    uint32_t off = e->record_off;
    uint32_t word;
    uint32_t seen;

    /* so that cuts behind a record do not fill the journal with it */
    if (said == e->last) {
        return OK;
    }
    if (off >= e->journal_len) {
        return ENROLL_E_JOURNAL;
    }
    put_le32(raw, seal(said));
    e->record_off += RECORD_LEN;
    TRY(flash_write(e->flash, journal_addr(e) + off, raw, RECORD_LEN));
    TRY(journal_get(e, off, &word, &seen));
    e->last = said;
    return seen == said ? OK : FLASH_E_VERIFY;
}

/* Finds the last record and the first free place. */
static status_t journal_scan(struct encrypt *e)
{
    uint32_t word;
    uint32_t said;

    e->record_off = HASH_LEN;
    e->last = 0;
    for (uint32_t off = HASH_LEN; off < e->journal_len; off += RECORD_LEN) {
        TRY(journal_get(e, off, &word, &said));
        if (word != RECORD_NONE) {
            e->record_off = off + RECORD_LEN;
        }
        if (said != 0) {
            e->last = said;
        }
    }
    return OK;
}

/* ---- areas ---- */

/* Measures the image of a slot by what its header says, inside the slot. */
static status_t image_units(const struct region *slot, uint32_t *units)
{
    uint8_t raw[IMAGE_HEADER_LEN];
    struct image_header header;
    struct image_tlv_walk tlvs;
    status_t status = image_header_read(slot, raw, &header);
    uint32_t len;

    *units = 0;
    if (status != OK) {
        return status == FLASH_E_IO ? status : OK;
    }
    len = header.header_len + header.payload_len + header.protected_len;
    status = image_tlv_open(slot, &header, &tlvs);
    if (status == FLASH_E_IO) {
        return status;
    }
    if (status == OK) {
        len = tlvs.end;
    }
    *units = (len + UNIT_LEN - 1) / UNIT_LEN;
    return OK;
}

/*
 * J5. The sector of the last record may still be plain, but then it begins as
 * its copy does.
 */
static status_t area_is_stale(struct encrypt *e, const struct area *a,
                              bool *stale)
{
    uint8_t raw[IMAGE_HEADER_LEN];
    uint8_t copy[IMAGE_HEADER_LEN];
    uint32_t first = KIND_SECTOR | a->number << VALUE_BITS;
    uint32_t units;

    TRY(image_units(&a->region, &units));
    *stale = units != 0;
    if (*stale && (e->last & ~TURN) == first) {
        TRY(region_read(&a->region, 0, raw, sizeof(raw)));
        TRY(flash_read(e->flash, staging_addr(e, e->last), copy, sizeof(copy)));
        *stale = memcmp(raw, copy, sizeof(raw)) != 0;
    }
    return OK;
}

static status_t area_records(struct encrypt *e, struct area *a)
{
    uint32_t word;
    uint32_t said;

    a->next = 0;
    for (uint32_t off = HASH_LEN; off < e->record_off; off += RECORD_LEN) {
        TRY(journal_get(e, off, &word, &said));
        if (record_area(said) != a->number) {
            continue;
        }
        if ((said & KIND_MASK) == KIND_IMAGE) {
            a->units = record_value(said);
            a->next = 0;
        }
        if ((said & KIND_MASK) == KIND_SECTOR) {
            a->next = record_value(said) + 1;
        }
    }
    return OK;
}

static status_t area_open(struct encrypt *e, uint32_t number, struct area *a)
{
    const struct config_area *at = area_at(e->config, number);
    bool stale = false;

    a->number = number;
    TRY(region_open(&a->region, e->flash, at->addr, at->len));
    TRY(area_records(e, a));
    if (a->next != 0) {
        TRY(area_is_stale(e, a, &stale));
    }
    if (stale) {
        a->next = 0;
    }
    return a->next == 0 ? image_units(&a->region, &a->units) : OK;
}

/* How many units of a sector belong to the image, or more. */
static uint32_t units_in(const struct area *a, uint32_t sector)
{
    uint32_t before = sector * UNIT_COUNT;

    return a->units > before ? a->units - before : 0;
}

static status_t sector_stage(struct encrypt *e, uint32_t said)
{
    uint32_t addr = staging_addr(e, said);

    TRY(sector_clear(e, addr));
    TRY(flash_write(e->flash, addr, e->sector, SECTOR_LEN));
    TRY(sector_check(e, addr));
    return journal_put(e, said);
}

/* The turn goes on with each copy. */
static uint32_t turn_next(const struct encrypt *e)
{
    return ~e->last & TURN;
}

static status_t area_sector(struct encrypt *e, struct area *a, uint32_t sector)
{
    uint32_t off = sector * SECTOR_LEN;
    uint32_t place = a->number << VALUE_BITS;
    uint32_t units = units_in(a, sector);
    bool erased = false;

    if (units == 0) {
        TRY(region_is_erased(&a->region, off, SECTOR_LEN, &erased));
    }
    if (erased) {
        return OK;
    }
    TRY(region_read(&a->region, off, e->sector, SECTOR_LEN));
    if (a->next == 0) {
        TRY(journal_put(e, KIND_IMAGE | place | (e->last & TURN) | a->units));
    }
    a->next = sector + 1;
    TRY(sector_stage(e, KIND_SECTOR | place | turn_next(e) | sector));
    return sector_replace(e, a->region.base + off, units);
}

static status_t area_encrypt(struct encrypt *e, uint32_t number)
{
    struct area a;

    TRY(area_open(e, number, &a));
    log_line(LOG_INFO, "encrypting %x, %u bytes", a.region.base, a.region.len);
    for (uint32_t s = a.next; s < a.region.len / SECTOR_LEN; s++) {
        TRY(area_sector(e, &a, s));
    }
    return OK;
}

/* J2: does what the last record speaks of, unless it was flashed anew. */
static status_t sector_redo(struct encrypt *e)
{
    uint32_t number = record_area(e->last);
    uint32_t sector = record_value(e->last);
    struct area a;

    if ((e->last & KIND_MASK) != KIND_SECTOR) {
        return OK;
    }
    TRY(area_open(e, number, &a));
    if (a.next == 0 || sector >= a.region.len / SECTOR_LEN) {
        return OK;
    }
    TRY(flash_read(e->flash, staging_addr(e, e->last), e->sector, SECTOR_LEN));
    /* an erase that was cut may look finished and not last */
    TRY(region_erase(&a.region, sector * SECTOR_LEN, SECTOR_LEN));
    return sector_replace(e, a.region.base + sector * SECTOR_LEN,
                          units_in(&a, sector));
}

/* ---- all of it ---- */

/* Tells whether any area is encrypted in part, or all of it. */
static status_t is_begun(struct encrypt *e, bool *begun)
{
    struct area a;

    *begun = false;
    for (uint32_t i = 0; i < area_count(e->config); i++) {
        TRY(area_open(e, i, &a));
        *begun = *begun || a.next != 0;
    }
    return OK;
}

status_t encrypt_open(struct encrypt *e, const struct enroll_config *config,
                      struct flash *flash, uint32_t counter, bool *begun)
{
    uint32_t reserved = encrypt_reserved_len(config);
    const struct config_area *own = &config->bootloader;

    *begun = false;
    e->flash = flash;
    e->config = config;
    e->counter = counter;
    e->slots_done = false;
    if (own->len < reserved) {
        return ENROLL_E_SIZE;
    }
    e->staging = own->addr + own->len - reserved;
    e->journal_len = reserved - STAGED_LEN;
    TRY(journal_is_ours(e, begun));
    if (*begun) {
        TRY(journal_scan(e));
        TRY(is_begun(e, begun));
    }
    e->fresh = !*begun;
    return OK;
}

status_t encrypt_slots(struct encrypt *e)
{
    if (e->fresh) {
        TRY(journal_begin(e));
    }
    TRY(sector_redo(e));
    for (uint32_t i = 0; i < area_count(e->config); i++) {
        TRY(area_encrypt(e, i));
    }
    /* J6 */
    TRY(journal_put(e, KIND_DONE | (e->last & TURN)));
    TRY(clear(e, e->staging, STAGED_LEN));
    e->slots_done = true;
    return OK;
}

/* Reads our own image, and either only hashes it or encrypts it too. */
static status_t own_pass(struct encrypt *e, uint32_t len, bool replace,
                         uint8_t digest[HASH_LEN])
{
    struct hash h;

    hash_open(&h);
    for (uint32_t off = 0; off < len; off += SECTOR_LEN) {
        uint32_t addr = e->config->bootloader.addr + off;

        TRY(flash_read(e->flash, addr, e->sector, SECTOR_LEN));
        hash_add(&h, e->sector, SECTOR_LEN);
        if (replace) {
            TRY(sector_replace(e, addr, (len - off + UNIT_LEN - 1) / UNIT_LEN));
        }
    }
    hash_close(&h, digest);
    return OK;
}

status_t encrypt_bootloader(struct encrypt *e, uint32_t len)
{
    uint8_t before[HASH_LEN];
    uint8_t digest[HASH_LEN];

    if (!e->slots_done) {
        return ENROLL_E_JOURNAL;
    }
    if (len > e->staging - e->config->bootloader.addr) {
        return ENROLL_E_SIZE;
    }
    log_line(LOG_WARNING,
             "encrypting the bootloader: if power fails now, "
             "flash it again",
             0, 0);
    TRY(own_pass(e, len, false, before));
    TRY(own_pass(e, len, true, digest));
    return memcmp(before, digest, HASH_LEN) == 0 ? OK : FLASH_E_VERIFY;
}
