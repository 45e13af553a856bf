/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See verdict.h. The reads go through volatile so that the compiler keeps both
 * tests of verdict_require(): one glitched branch is not enough.
 */
#include "base/verdict.h"

/* 16 bits set, no byte repeated, far from 0 and from all ones */
#define VERDICT_PASS 0x96c3a55au
#define VERDICT_FAIL 0x693c5aa5u

verdict_t verdict_pass(void)
{
    return (verdict_t){VERDICT_PASS};
}

verdict_t verdict_fail(void)
{
    return (verdict_t){VERDICT_FAIL};
}

verdict_t verdict_both(verdict_t a, verdict_t b)
{
    volatile uint32_t wa = a.word;
    volatile uint32_t wb = b.word;

    /* a and b both PASS: a & b == a | b == PASS; anything else differs */
    if (((wa & wb) != VERDICT_PASS) || ((wa | wb) != VERDICT_PASS)) {
        return verdict_fail();
    }
    return (verdict_t){wa & wb};
}

bool verdict_is_pass(verdict_t v)
{
    volatile uint32_t word = v.word;

    return (word == VERDICT_PASS) && ((word ^ VERDICT_FAIL) == 0xffffffffu);
}

void verdict_require(verdict_t v)
{
    volatile uint32_t word = v.word;

    if (word != VERDICT_PASS) {
        verdict_violation();
    }
    if ((word ^ VERDICT_FAIL) != 0xffffffffu) {
        verdict_violation();
    }
}
