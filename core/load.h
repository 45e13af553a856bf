/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The load header of an application: which segments go to RAM, whether they
 * may, and the hash that they must have when they arrive there.
 *
 * L1  The watch sees the bytes that are hashed for verification, and hashes
 *     those of RAM segments once more, apart. The port hashes what it copies
 *     and requires the same digest: what runs is what was verified, though
 *     flash was read twice.
 * L2  Segments are kept in the order in which they lie in the image, and do
 *     not overlap there: the watch meets them in that order.
 * L3  Planning only. Copying runs from memory that no segment may overwrite,
 *     and is the port's business.
 *
 * Source: SPEC, Load header.
 */
#ifndef CORE_LOAD_H
#define CORE_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "iface/hash.h"

#define LOAD_HEADER_LEN    96 /* bytes, current layout; the older has 32 */
#define LOAD_SEGMENT_COUNT 4

/** Which memory a segment goes to. */
enum load_kind {
    LOAD_IRAM = 0,
    LOAD_DRAM = 1,
    LOAD_RTC_FAST = 2,
    LOAD_RTC_SLOW = 3,
};

/** A segment to be copied. */
struct load_segment {
    enum load_kind kind;
    uint32_t addr; /* CPU address, multiple of 4 */
    uint32_t off;  /* bytes from the start of the slot, multiple of 4 */
    uint32_t len;  /* bytes, multiple of 4; 0: none */
};

/** What an image wants loaded. */
struct load_plan {
    bool present; /* there is a load header */
    uint32_t entry;
    struct load_segment segment[LOAD_SEGMENT_COUNT]; /* by off (L2) */
    uint8_t digest[HASH_LEN]; /* of all segments, in that order */
};

/** A plan while the image is being hashed; from load_watch_open(). */
struct load_watch {
    struct load_plan *plan;
    struct hash hash;
};

/** CPU addresses [low, high). */
struct load_window {
    uint32_t low;
    uint32_t high; /* low == high: no such memory */
};

/**
 * Which instruction addresses name data memory too. A range that starts at a
 * and has len bytes there is seen at data address a - base; where the order of
 * words is inverted, at base - (a + len).
 */
struct load_alias {
    struct load_window window; /* instruction addresses */
    uint32_t base;
    bool inverted;
};

/** What the port allows. */
struct load_rules {
    struct load_window window[LOAD_SEGMENT_COUNT]; /* by enum load_kind */
    struct load_window loader; /* data addresses that must stay */
    struct load_alias alias;
};

/** Why a segment is refused; for the log. */
struct load_fault {
    enum load_kind kind;
    uint32_t addr;  /* where it ends or starts */
    uint32_t limit; /* what that should have respected */
};

/**
 * Starts watching an image of which the payload's start is known.
 *
 * @param[out] w     watch
 * @param[out] plan  filled from the header; present is false without one
 * @param[in]  raw   first bytes of the payload
 * @param[in]  len   bytes; fewer than LOAD_HEADER_LEN: no load header
 */
void load_watch_open(struct load_watch *w, struct load_plan *plan,
                     const uint8_t *raw, uint32_t len);

/**
 * Shows the watch bytes of the image, in ascending order; what it is not shown
 * lies in gaps.
 *
 * @param[in,out] w    watch
 * @param[in]     off  bytes from the start of the slot
 * @param[in]     p    len bytes, as hashed
 * @param[in]     len  bytes
 */
void load_watch_see(struct load_watch *w, uint32_t off, const uint8_t *p,
                    uint32_t len);

/**
 * Tells how much of the image the watch need not see.
 *
 * @param[in] w    watch
 * @param[in] off  bytes from the start of the slot
 *
 * @retval bytes from there on that belong to no segment; 0: the first one does
 */
MUST_USE uint32_t load_watch_gap(const struct load_watch *w, uint32_t off);

/**
 * Ends watching; plan->digest is then set.
 *
 * @param[in,out] w  watch
 */
void load_watch_close(struct load_watch *w);

/**
 * Checks a plan against what the port allows.
 *
 * @param[in]  plan       plan of a verified image
 * @param[in]  image_len  bytes, header to last TLV
 * @param[in]  rules      what the port allows
 * @param[out] fault      on failure: which segment, where; else untouched
 *
 * @retval OK
 * @retval LOAD_E_MAGIC    no load header
 * @retval LOAD_E_WINDOW   a segment or the entry lies outside its window, or
 *                         is not made of words
 * @retval LOAD_E_OVERLAP  a segment overlaps another, or the loader
 * @retval LOAD_E_RANGE    a segment reaches past the image
 */
MUST_USE status_t load_plan_check(const struct load_plan *plan,
                                  uint32_t image_len,
                                  const struct load_rules *rules,
                                  struct load_fault *fault);

/**
 * Checks that two images which run at the same time keep apart in memory.
 *
 * @param[in]  first   accepted by load_plan_check()
 * @param[in]  second  accepted by load_plan_check()
 * @param[in]  rules   what the port allows
 * @param[out] fault   on failure: a segment of the first image in addr, and
 *                     the one of the second that it meets in limit, both by
 *                     their start; else untouched
 *
 * @retval OK
 * @retval LOAD_E_OVERLAP  a segment of one overlaps one of the other
 */
MUST_USE status_t load_plans_check(const struct load_plan *first,
                                   const struct load_plan *second,
                                   const struct load_rules *rules,
                                   struct load_fault *fault);

#endif
