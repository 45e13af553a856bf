/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the pure function share: facts of configuration and chip,
 * making a step, and key blocks, which i counts from 0. A function that makes
 * a step returns true: then nothing further is looked at.
 */
#ifndef ENROLL_BLOCK_H
#define ENROLL_BLOCK_H

#include "enroll/next.h"

#define BLOCK_NONE  0xff
#define BLOCK_WORDS EFUSE_BLOCK_WORDS

/** Coding schemes of ESP32, see facts_coding(). */
enum coding {
    CODING_NONE = 0,
    CODING_THREE_FOURTHS = 1,
};

/**
 * Returns a fact.
 *
 * @param[in] f    facts
 * @param[in] bit  of block 0
 *
 * @retval configuration; the chip; a bit; the encryption counter; ESP32's
 *         coding scheme
 */
MUST_USE const struct enroll_config *facts_config(const struct next_facts *f);
MUST_USE const struct enroll_chip *facts_chip(const struct next_facts *f);
MUST_USE bool facts_bit(const struct next_facts *f, uint32_t bit);
MUST_USE uint32_t facts_counter(const struct next_facts *f);
MUST_USE uint32_t facts_coding(const struct next_facts *f);

/**
 * Makes a step that refuses.
 *
 * @param[out] s    step
 * @param[in]  why  ENROLL_E_*
 *
 * @retval true  always
 */
bool step_refuse(struct step *s, status_t why);

/**
 * Makes a step, unless it refuses already.
 *
 * @param[in,out] s      step, with its bits
 * @param[in]     kind   enum step_kind
 * @param[in]     about  see struct step
 * @param[in]     value  see struct step
 *
 * @retval true  always
 */
bool step_make(struct step *s, enum step_kind kind, uint32_t about,
               uint32_t value);

/**
 * Adds to a step what is missing of bits of block 0. What is locked can not be
 * burned: that is refused, unless the chip is enrolled but for it; then it
 * shall go on booting.
 *
 * @param[in]     f      facts
 * @param[in,out] s      step
 * @param[in]     bit    first bit
 * @param[in]     width  bits, 1 .. 8
 * @param[in]     lock   WR_DIS bit, or ENROLL_NO_LOCK
 *
 * @retval true  the step has bits, or refuses
 */
MUST_USE bool step_add(const struct next_facts *f, struct step *s, uint32_t bit,
                       uint32_t width, uint32_t lock);

/**
 * Makes a step of the fields of a stage that are missing.
 *
 * @param[in]  f      facts
 * @param[out] s      step
 * @param[in]  stage  which
 *
 * @retval true  it is made
 */
MUST_USE bool step_fields(const struct next_facts *f, struct step *s,
                          enum enroll_stage stage);

/**
 * Returns the data of a key block.
 *
 * @param[in] f  facts
 * @param[in] i  0 .. key_count - 1
 *
 * @retval BLOCK_WORDS words; 0 if they are read-protected
 */
MUST_USE const uint32_t *block_data(const struct next_facts *f, uint32_t i);

/**
 * Tells something of a key block.
 *
 * @param[in] f  facts
 * @param[in] i  0 .. key_count - 1
 *
 * @retval true  it is sound; reads as 0; is read-protected; is
 *               write-protected; its purpose is write-protected
 */
MUST_USE bool block_is_sound(const struct next_facts *f, uint32_t i);
MUST_USE bool block_is_empty(const struct next_facts *f, uint32_t i);
MUST_USE bool block_is_hidden(const struct next_facts *f, uint32_t i);
MUST_USE bool block_is_locked(const struct next_facts *f, uint32_t i);
MUST_USE bool block_purpose_is_locked(const struct next_facts *f, uint32_t i);

/**
 * Returns the purpose of a key block.
 *
 * @param[in] f  facts
 * @param[in] i  0 .. key_count - 1
 *
 * @retval 0 .. 15
 */
MUST_USE uint32_t block_purpose(const struct next_facts *f, uint32_t i);

/**
 * Finds the lowest key block that nobody uses.
 *
 * @param[in] f      facts
 * @param[in] limit  key blocks to look at
 *
 * @retval its number, or BLOCK_NONE
 */
MUST_USE uint32_t block_find_free(const struct next_facts *f, uint32_t limit);

/**
 * Makes a step that burns the lowest missing bit of a purpose (N3).
 *
 * @param[in]  f        facts
 * @param[out] s        step
 * @param[in]  i        key block
 * @param[in]  purpose  that is to be
 *
 * @retval true  always
 */
bool block_burn_purpose(const struct next_facts *f, struct step *s, uint32_t i,
                        uint32_t purpose);

/**
 * Makes a step of what protects a key block: WR_DIS of it and its purpose;
 * RD_DIS.
 *
 * @param[in]  f  facts
 * @param[out] s  step
 * @param[in]  i  key block
 *
 * @retval true  it was missing
 */
MUST_USE bool block_protect(const struct next_facts *f, struct step *s,
                            uint32_t i);
MUST_USE bool block_read_protect(const struct next_facts *f, struct step *s,
                                 uint32_t i);

#endif
