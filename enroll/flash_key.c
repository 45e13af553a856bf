/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See flash_key.h.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 4 (eFuse Controller), the
 * same chapter of the other chips.
 */
#include "enroll/flash_key.h"

#include "base/memory.h"

#define PURPOSE_XTS_256_1 2
#define PURPOSE_XTS_256_2 3
#define PURPOSE_XTS_128   4

/*
 * A key without a code over it that was torn is completed (ESP32). A word of a
 * complete one has fewer ones once in 18,000 times, and then gets more random
 * bits; with fewer zeros left in all, more bits could make a key to be guessed.
 */
#define WORD_ONES_MIN 6
#define KEY_ZEROS_MIN 96

static bool is_flash_key(uint32_t purpose)
{
    return purpose - PURPOSE_XTS_256_1 <= PURPOSE_XTS_128 - PURPOSE_XTS_256_1;
}

/* The purposes found, one bit for each; refused: keys that can not be used. */
static bool find_flash_keys(const struct next_facts *f, struct step *s,
                            uint32_t *found)
{
    *found = 0;
    for (uint32_t i = 0; i < facts_chip(f)->key_count; i++) {
        uint32_t purpose = block_purpose(f, i);
        bool wide = purpose != PURPOSE_XTS_128;
        bool empty = block_is_empty(f, i) && !block_is_hidden(f, i);

        if (!is_flash_key(purpose)) {
            continue;
        }
        if (wide != facts_config(f)->wide_key || empty ||
            i >= facts_chip(f)->flash_count || (*found >> purpose & 1) != 0) {
            return step_refuse(s, ENROLL_E_KEY_STATE);
        }
        *found |= 1u << purpose;
    }
    return false;
}

static bool fill(const struct next_facts *f, struct step *s, uint32_t i)
{
    s->block = (uint8_t)(facts_chip(f)->key_block + i);
    return step_make(s, STEP_FILL, s->block, 0);
}

/* N4 */
static bool make_flash_key(const struct next_facts *f, struct step *s,
                           uint32_t purpose)
{
    uint32_t i = (uint32_t)f->fresh - facts_chip(f)->key_block;

    if (facts_counter(f) != 0) {
        return step_refuse(s, ENROLL_E_KEY_STATE);
    }
    if (f->fresh != 0 && !is_flash_key(block_purpose(f, i))) {
        return block_burn_purpose(f, s, i, purpose);
    }
    i = block_find_free(f, facts_chip(f)->flash_count);
    if (i == BLOCK_NONE) {
        return step_refuse(s, ENROLL_E_NO_BLOCK);
    }
    memset(s->bits, 0xff, sizeof(s->bits));
    return fill(f, s, i);
}

static bool many_flash_keys(const struct next_facts *f, struct step *s)
{
    uint32_t wanted = facts_config(f)->wide_key
                          ? 1u << PURPOSE_XTS_256_1 | 1u << PURPOSE_XTS_256_2
                          : 1u << PURPOSE_XTS_128;
    uint32_t found;

    if (find_flash_keys(f, s, &found)) {
        return true;
    }
    for (uint32_t p = PURPOSE_XTS_256_1; p <= PURPOSE_XTS_128; p++) {
        if (((wanted & ~found) >> p & 1) != 0) {
            return make_flash_key(f, s, p);
        }
    }
    for (uint32_t i = 0; i < facts_chip(f)->flash_count; i++) {
        if (is_flash_key(block_purpose(f, i)) && block_read_protect(f, s, i)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < facts_chip(f)->flash_count; i++) {
        if (is_flash_key(block_purpose(f, i)) && block_protect(f, s, i)) {
            return true;
        }
    }
    return false;
}

/* Random bits for the words of ESP32's flash key that have few of them. */
static bool complete_flash_key(const struct next_facts *f, struct step *s)
{
    uint32_t coding = facts_coding(f);
    uint32_t words = coding == CODING_NONE ? 8 : 6;
    uint32_t zeros = 0;
    uint32_t short_words = 0;

    for (uint32_t i = 0; i < words; i++) {
        uint32_t ones = fuses_ones(block_data(f, 0)[i]);

        zeros += 32 - ones;
        if (ones < WORD_ONES_MIN) {
            s->bits[i] = 0xffffffffu;
            short_words++;
        }
    }
    if (f->fresh != 0 ||
        (short_words == 0 && zeros >= KEY_ZEROS_MIN && block_is_sound(f, 0))) {
        memset(s->bits, 0, sizeof(s->bits));
        return false;
    }
    /* nobody adds bits below a code, or to what is locked or was in use */
    if (block_is_locked(f, 0) || zeros < KEY_ZEROS_MIN ||
        facts_counter(f) != 0 ||
        (coding != CODING_NONE &&
         (!block_is_sound(f, 0) || !block_is_empty(f, 0)))) {
        return step_refuse(s, ENROLL_E_KEY_STATE);
    }
    return fill(f, s, 0);
}

static bool single_flash_key(const struct next_facts *f, struct step *s)
{
    uint32_t coding = facts_coding(f);

    if (coding != CODING_NONE && coding != CODING_THREE_FOURTHS) {
        return step_refuse(s, ENROLL_E_CODING);
    }
    return (!block_is_hidden(f, 0) && complete_flash_key(f, s)) ||
           block_read_protect(f, s, 0) || block_protect(f, s, 0);
}

bool flash_key_step(const struct next_facts *f, struct step *s)
{
    return facts_chip(f)->has_purposes ? many_flash_keys(f, s)
                                       : single_flash_key(f, s);
}
