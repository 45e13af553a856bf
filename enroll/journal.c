/* SPDX-License-Identifier: Apache-2.0 */
/* See journal.h. */
#include "enroll/journal.h"

#include "base/bytes.h"
#include "base/memory.h"

#define CHECK_BITS 5u
#define WORD_FREE  0xffffffffu

/*
 * Adds the number of zeros as a check: bits that a cut leaves unprogrammed are
 * ones, so they lower the number and raise the check. No cut makes both agree,
 * nor does erased flash.
 */
static uint32_t seal(uint32_t said)
{
    uint32_t zeros = JOURNAL_SAID_BITS;

    for (uint32_t rest = said; rest != 0; rest &= rest - 1) {
        zeros--;
    }
    return said << CHECK_BITS | zeros;
}

status_t journal_is_ours(struct journal *j, bool *ours)
{
    uint8_t head[HASH_LEN];

    TRY(flash_read(j->flash, j->addr, head, HASH_LEN));
    *ours = memcmp(head, j->head, HASH_LEN) == 0;
    return OK;
}

status_t journal_begin(struct journal *j)
{
    bool ours;

    j->off = JOURNAL_HEAD_LEN;
    j->last = 0;
    TRY(flash_write(j->flash, j->addr, j->head, HASH_LEN));
    TRY(journal_is_ours(j, &ours));
    return ours ? OK : FLASH_E_VERIFY;
}

status_t journal_get(struct journal *j, uint32_t off, uint32_t *said)
{
    uint8_t raw[JOURNAL_RECORD_LEN];
    uint32_t word;

    TRY(flash_read(j->flash, j->addr + off, raw, sizeof(raw)));
    word = le32(raw);
    *said = 0;
    if (word != WORD_FREE) {
        j->off = off + JOURNAL_RECORD_LEN;
    }
    if (word >> CHECK_BITS != 0 && seal(word >> CHECK_BITS) == word) {
        *said = word >> CHECK_BITS;
        j->last = *said;
    }
    return OK;
}

status_t journal_put(struct journal *j, uint32_t said)
{
    uint8_t raw[JOURNAL_RECORD_LEN];
    uint32_t off = j->off;
    uint32_t seen;

    /* so that cuts behind a record do not fill the journal with it */
    if (said == j->last) {
        return OK;
    }
    if (off >= j->len) {
        return ENROLL_E_JOURNAL;
    }
    put_le32(raw, seal(said));
    TRY(flash_write(j->flash, j->addr + off, raw, sizeof(raw)));
    TRY(journal_get(j, off, &seen));
    return seen == said ? OK : FLASH_E_VERIFY;
}
