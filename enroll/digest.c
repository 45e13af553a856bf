/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See digest.h.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 4 (eFuse Controller), the
 * same chapter of the other chips.
 */
#include "enroll/digest.h"

#include "base/memory.h"

#define PURPOSE_DIGEST 9 /* of digest 0; 10 and 11 are the others */
#define PURPOSE_TORN   8 /* what they have in common */

static bool is_digest(uint32_t purpose)
{
    return purpose - PURPOSE_DIGEST < NEXT_DIGEST_MAX;
}

static bool is_revoked(const struct next_facts *f, uint32_t d)
{
    return facts_bit(f, facts_chip(f)->revoke_bit + d);
}

static bool holds_digest(const struct next_facts *f, uint32_t i, uint32_t d)
{
    return memcmp(block_data(f, i), f->digest[d], EFUSE_BLOCK_LEN) == 0;
}

static bool holds_ours(const struct next_facts *f, uint32_t i)
{
    for (uint32_t d = 0; d < f->digest_count; d++) {
        if (holds_digest(f, i, d)) {
            return true;
        }
    }
    return false;
}

/*
 * The key block that is, or is becoming, the one of our digest d; BLOCK_NONE.
 * A torn purpose 8 could become 11 only by way of 9 or 10: left alone.
 */
static uint32_t find_holder(const struct next_facts *f, uint32_t d)
{
    uint32_t wanted = PURPOSE_DIGEST + d;

    for (uint32_t i = 0; i < facts_chip(f)->key_count; i++) {
        uint32_t purpose = block_purpose(f, i);
        bool becoming = (purpose & ~wanted) == 0 && !is_digest(purpose) &&
                        (purpose != PURPOSE_TORN || d != 2) &&
                        !block_purpose_is_locked(f, i) && block_is_sound(f, i);

        if ((purpose == wanted || becoming) && holds_digest(f, i, d)) {
            return i;
        }
    }
    return BLOCK_NONE;
}

static bool has_purpose(const struct next_facts *f, uint32_t purpose)
{
    for (uint32_t i = 0; i < facts_chip(f)->key_count; i++) {
        if (block_purpose(f, i) == purpose) {
            return true;
        }
    }
    return false;
}

/* Burns the bits of data that are missing. */
static bool burn_data(const struct next_facts *f, struct step *s, uint32_t i,
                      const uint32_t *data)
{
    s->block = (uint8_t)(facts_chip(f)->key_block + i);
    for (uint32_t word = 0; word < BLOCK_WORDS; word++) {
        s->bits[word] = data[word] & ~block_data(f, i)[word];
    }
    return step_make(s, STEP_DIGEST, s->block, 0);
}

/*
 * Data of all digests comes before the first purpose: a chip with a purpose
 * and not all of the data is its owner's work, and gets no more digests.
 */
static bool digest_data(const struct next_facts *f, struct step *s)
{
    bool none = true;

    for (uint32_t d = 0; d < f->digest_count; d++) {
        if (is_revoked(f, d)) {
            continue;
        }
        none = false;
        if (find_holder(f, d) == BLOCK_NONE) {
            uint32_t i = block_find_free(f, facts_chip(f)->key_count);

            return i == BLOCK_NONE ? step_refuse(s, ENROLL_E_NO_BLOCK)
                                   : burn_data(f, s, i, f->digest[d]);
        }
    }
    return none && step_refuse(s, ENROLL_E_DIGEST);
}

static bool digest_purposes(const struct next_facts *f, struct step *s)
{
    for (uint32_t d = 0; d < f->digest_count; d++) {
        uint32_t i = find_holder(f, d);

        if (i != BLOCK_NONE && !is_revoked(f, d) &&
            !has_purpose(f, PURPOSE_DIGEST + d)) {
            return block_burn_purpose(f, s, i, PURPOSE_DIGEST + d);
        }
    }
    return false;
}

/* Those that are burned: readable, one of them ours, and protected. */
static bool digest_blocks(const struct next_facts *f, struct step *s)
{
    bool ours = false;
    bool open = false;

    for (uint32_t i = 0; i < facts_chip(f)->key_count; i++) {
        uint32_t purpose = block_purpose(f, i);

        if (!is_digest(purpose) || is_revoked(f, purpose - PURPOSE_DIGEST)) {
            continue;
        }
        if (block_is_empty(f, i)) {
            return step_refuse(s, ENROLL_E_KEY_STATE);
        }
        ours |= holds_ours(f, i);
        open = open || block_protect(f, s, i);
    }
    return ours ? open : step_refuse(s, ENROLL_E_DIGEST);
}

static bool revoke_unused(const struct next_facts *f, struct step *s)
{
    for (uint32_t d = 0; d < facts_chip(f)->digest_max; d++) {
        if (!has_purpose(f, PURPOSE_DIGEST + d) &&
            step_add(f, s, facts_chip(f)->revoke_bit + d, 1,
                     facts_chip(f)->revoke_lock + d)) {
            return step_make(s, STEP_REVOKE, d, 0);
        }
    }
    return false;
}

static bool has_digests(const struct next_facts *f)
{
    for (uint32_t i = 0; i < facts_chip(f)->key_count; i++) {
        if (is_digest(block_purpose(f, i))) {
            return true;
        }
    }
    return false;
}

static bool many_digests(const struct next_facts *f, struct step *s)
{
    return (!has_digests(f) && digest_data(f, s)) || digest_purposes(f, s) ||
           digest_blocks(f, s) || revoke_unused(f, s);
}

static bool is_part_of(const uint32_t *data, const uint32_t *whole)
{
    uint32_t others = 0;

    for (uint32_t i = 0; i < BLOCK_WORDS; i++) {
        others |= data[i] & ~whole[i];
    }
    return others == 0;
}

/* ESP32: block 2; without a code over it, what is missing can be added. */
static bool single_digest(const struct next_facts *f, struct step *s)
{
    if (facts_coding(f) != CODING_NONE) {
        return step_refuse(s, ENROLL_E_CODING);
    }
    if (block_is_hidden(f, 1)) {
        return step_refuse(s, ENROLL_E_KEY_STATE);
    }
    if (holds_ours(f, 1)) {
        return block_protect(f, s, 1);
    }
    if (block_is_locked(f, 1) || !is_part_of(block_data(f, 1), f->digest[0])) {
        return step_refuse(s, ENROLL_E_DIGEST);
    }
    return burn_data(f, s, 1, f->digest[0]);
}

bool digest_step(const struct next_facts *f, struct step *s)
{
    return facts_chip(f)->has_purposes ? many_digests(f, s)
                                       : single_digest(f, s);
}
