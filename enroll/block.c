/* SPDX-License-Identifier: Apache-2.0 */
/* See block.h. */
#include "enroll/block.h"

#include "base/bytes.h"

#define PURPOSE_WIDTH 4
#define READ_LOCK     0 /* WR_DIS bit of RD_DIS, on all chips */
#define CODING_WIDTH  2
#define CODING_COUNT  3 /* the value 3 is none, too */

const struct enroll_config *facts_config(const struct next_facts *f)
{
    return enroll_config_known(f->config);
}

const struct enroll_chip *facts_chip(const struct next_facts *f)
{
    return facts_config(f)->chip;
}

bool facts_bit(const struct next_facts *f, uint32_t bit)
{
    return fuses_field(&f->fuses, bit, 1) != 0;
}

uint32_t facts_counter(const struct next_facts *f)
{
    return fuses_field(&f->fuses, facts_chip(f)->counter_bit,
                       facts_chip(f)->counter_width);
}

uint32_t facts_coding(const struct next_facts *f)
{
    return fuses_field(&f->fuses, facts_chip(f)->coding_bit, CODING_WIDTH) %
           CODING_COUNT;
}

bool step_refuse(struct step *s, status_t why)
{
    s->kind = STEP_REFUSE;
    s->why = why;
    return true;
}

bool step_make(struct step *s, enum step_kind kind, uint32_t about,
               uint32_t value)
{
    if (s->kind != STEP_REFUSE) {
        s->kind = (uint8_t)kind;
    }
    s->about = (uint8_t)about;
    s->value = (uint8_t)value;
    return true;
}

bool step_add(const struct next_facts *f, struct step *s, uint32_t bit,
              uint32_t width, uint32_t lock)
{
    uint32_t ones = (1u << width) - 1;
    uint32_t missing = ones & ~fuses_field(&f->fuses, bit, width);

    if (missing == 0) {
        return false;
    }
    if (lock != ENROLL_NO_LOCK && facts_bit(f, lock)) {
        return !f->settled && step_refuse(s, ENROLL_E_LOCKED);
    }
    s->bits[bit / 32] |= missing << bit % 32;
    return true;
}

bool step_fields(const struct next_facts *f, struct step *s,
                 enum enroll_stage stage)
{
    bool found = false;

    for (uint32_t i = 0; i < facts_config(f)->field_count; i++) {
        const struct enroll_field *field = &facts_config(f)->field[i];

        if (field->stage == stage) {
            found |= step_add(f, s, field->bit, field->width, field->lock);
        }
    }
    return found && step_make(s, STEP_FIELDS, stage, 0);
}

const uint32_t *block_data(const struct next_facts *f, uint32_t i)
{
    return f->fuses.word[facts_chip(f)->key_block + i];
}

bool block_is_sound(const struct next_facts *f, uint32_t i)
{
    return (f->fuses.unsound >> (facts_chip(f)->key_block + i) & 1) == 0;
}

bool block_is_empty(const struct next_facts *f, uint32_t i)
{
    return bytes_are((const uint8_t *)block_data(f, i), 0, EFUSE_BLOCK_LEN);
}

bool block_is_hidden(const struct next_facts *f, uint32_t i)
{
    return facts_bit(f, facts_chip(f)->read_bit + i);
}

bool block_is_locked(const struct next_facts *f, uint32_t i)
{
    return facts_bit(f, facts_chip(f)->block_lock + i);
}

bool block_purpose_is_locked(const struct next_facts *f, uint32_t i)
{
    return facts_bit(f, facts_chip(f)->purpose_lock + i);
}

uint32_t block_purpose(const struct next_facts *f, uint32_t i)
{
    return fuses_field(&f->fuses,
                       facts_chip(f)->purpose_bit + PURPOSE_WIDTH * i,
                       PURPOSE_WIDTH);
}

uint32_t block_find_free(const struct next_facts *f, uint32_t limit)
{
    for (uint32_t i = 0; i < limit; i++) {
        if (block_purpose(f, i) == 0 && !block_purpose_is_locked(f, i) &&
            !block_is_locked(f, i) && !block_is_hidden(f, i) &&
            block_is_sound(f, i) && block_is_empty(f, i)) {
            return i;
        }
    }
    return BLOCK_NONE;
}

bool block_burn_purpose(const struct next_facts *f, struct step *s, uint32_t i,
                        uint32_t purpose)
{
    uint32_t missing = purpose & ~block_purpose(f, i);
    uint32_t bit = facts_chip(f)->purpose_bit + PURPOSE_WIDTH * i;
    uint32_t lowest = missing & (0u - missing);

    s->bits[bit / 32] = lowest << bit % 32;
    return step_make(s, STEP_PURPOSE, facts_chip(f)->key_block + i,
                     lowest == missing ? purpose : 0);
}

bool block_protect(const struct next_facts *f, struct step *s, uint32_t i)
{
    const struct enroll_chip *chip = facts_chip(f);
    bool found = step_add(f, s, chip->block_lock + i, 1, chip->protect_lock);

    if (chip->has_purposes) {
        found |= step_add(f, s, chip->purpose_lock + i, 1, chip->protect_lock);
    }
    return found && step_make(s, STEP_PROTECT, chip->key_block + i, 0);
}

bool block_read_protect(const struct next_facts *f, struct step *s, uint32_t i)
{
    return step_add(f, s, facts_chip(f)->read_bit + i, 1, READ_LOCK) &&
           step_make(s, STEP_READ_PROTECT, facts_chip(f)->key_block + i, 0);
}
