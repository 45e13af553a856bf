/* SPDX-License-Identifier: Apache-2.0 */
/* See load.h for L1 .. L3. */
#include "core/load.h"

#include "base/bytes.h"
#include "base/memory.h"

#define LOAD_MAGIC 0xace637d3u

/* Words of the header; SPEC, Load header. */
#define WORD_ENTRY    1
#define WORD_SEGMENTS 2 /* three for each, by enum load_kind */
#define WORD_RESERVED 20

static uint32_t word(const uint8_t *raw, uint32_t index)
{
    return le32(raw + 4 * index);
}

static void segment_get(const uint8_t *raw, uint32_t kind,
                        struct load_segment *s)
{
    const uint8_t *p = raw + 4 * (WORD_SEGMENTS + 3 * kind);

    s->kind = (enum load_kind)kind;
    s->addr = word(p, 0);
    s->off = word(p, 1);
    s->len = word(p, 2);
}

/* RTC memories of all four chips, by either bus. */
static bool is_rtc_addr(uint32_t addr)
{
    uint32_t top = addr >> 20;

    return top == 0x400 || top == 0x500 || top == 0x600 || top == 0x3ff;
}

/*
 * Images of the older layout have payload behind word 7. In the current one
 * the reserved words are zero, and RTC segments go to RTC memory.
 */
static bool layout_is_current(const uint8_t *raw, const struct load_segment *s)
{
    for (uint32_t i = LOAD_RTC_FAST; i < LOAD_SEGMENT_COUNT; i++) {
        if (s[i].len != 0 && !is_rtc_addr(s[i].addr)) {
            return false;
        }
    }
    return bytes_are(raw + 4 * WORD_RESERVED, 0,
                     LOAD_HEADER_LEN - 4 * WORD_RESERVED);
}

/* Four entries: sorting by insertion is the shortest. */
static void sort_by_offset(struct load_segment *s)
{
    for (uint32_t i = 1; i < LOAD_SEGMENT_COUNT; i++) {
        for (uint32_t k = i; k > 0 && s[k - 1].off > s[k].off; k--) {
            struct load_segment swap = s[k];

            s[k] = s[k - 1];
            s[k - 1] = swap;
        }
    }
}

static void plan_get(struct load_plan *plan, const uint8_t *raw)
{
    struct load_segment *s = plan->segment;

    plan->present = true;
    plan->entry = word(raw, WORD_ENTRY);
    for (uint32_t i = 0; i < LOAD_SEGMENT_COUNT; i++) {
        segment_get(raw, i, &s[i]);
    }
    if (!layout_is_current(raw, s)) {
        s[LOAD_RTC_FAST].len = 0;
        s[LOAD_RTC_SLOW].len = 0;
    }
    sort_by_offset(s);
}

void load_watch_open(struct load_watch *w, struct load_plan *plan,
                     const uint8_t *raw, uint32_t len)
{
    memset(plan, 0, sizeof(*plan));
    w->plan = plan;
    if (len >= LOAD_HEADER_LEN && word(raw, 0) == LOAD_MAGIC) {
        plan_get(plan, raw);
    }
    hash_open_aside(&w->hash);
}

/* Hashes what a segment and the bytes seen have in common. */
static void see_segment(struct load_watch *w, const struct load_segment *s,
                        uint32_t off, const uint8_t *p, uint32_t len)
{
    uint32_t skip = s->off > off ? s->off - off : 0;
    uint32_t before = off > s->off ? off - s->off : 0;

    if (skip >= len || before >= s->len) {
        return;
    }
    if (len - skip > s->len - before) {
        len = skip + (s->len - before);
    }
    hash_add(&w->hash, p + skip, len - skip);
}

void load_watch_see(struct load_watch *w, uint32_t off, const uint8_t *p,
                    uint32_t len)
{
    if (!w->plan->present) {
        return;
    }
    for (uint32_t i = 0; i < LOAD_SEGMENT_COUNT; i++) {
        see_segment(w, &w->plan->segment[i], off, p, len);
    }
}

uint32_t load_watch_gap(const struct load_watch *w, uint32_t off)
{
    uint32_t gap = UINT32_MAX;

    for (uint32_t i = 0; i < LOAD_SEGMENT_COUNT; i++) {
        const struct load_segment *s = &w->plan->segment[i];

        if (off - s->off < s->len) {
            return 0;
        }
        if (s->len != 0 && s->off - off < gap) {
            gap = s->off - off;
        }
    }
    return gap;
}

void load_watch_close(struct load_watch *w)
{
    hash_close(&w->hash, w->plan->digest);
}

/* ---- what the port allows ---- */

static bool is_inside(uint32_t addr, uint32_t len,
                      const struct load_window *window)
{
    return addr >= window->low && addr < window->high &&
           len <= window->high - addr;
}

/* What two ranges have in common; low >= high if that is nothing. */
static struct load_window common(const struct load_window *a,
                                 const struct load_window *b)
{
    return (struct load_window){
        .low = a->low > b->low ? a->low : b->low,
        .high = a->high < b->high ? a->high : b->high,
    };
}

static bool ranges_meet(const struct load_window *a,
                        const struct load_window *b)
{
    struct load_window both = common(a, b);

    return both.low < both.high;
}

/* The data addresses that a segment fills, by whichever bus; maybe none. */
static struct load_window data_range(const struct load_segment *s,
                                     const struct load_alias *alias)
{
    struct load_window r = {s->addr, s->addr + s->len};

    if (s->kind != LOAD_IRAM) {
        return r;
    }
    r = common(&r, &alias->window);
    if (alias->inverted) {
        return (struct load_window){alias->base - r.high, alias->base - r.low};
    }
    return (struct load_window){r.low - alias->base, r.high - alias->base};
}

static status_t check_place(const struct load_segment *s,
                            const struct load_rules *rules,
                            struct load_fault *fault)
{
    const struct load_window *window = &rules->window[s->kind];
    struct load_window range;

    fault->kind = s->kind;
    fault->addr = s->addr;
    fault->limit = window->low;
    if (((s->addr | s->off | s->len) & 3) != 0 || s->addr < window->low) {
        return LOAD_E_WINDOW;
    }
    if (!is_inside(s->addr, s->len, window)) {
        fault->addr = s->addr + s->len;
        fault->limit = window->high;
        return LOAD_E_WINDOW;
    }
    range = data_range(s, &rules->alias);
    if (ranges_meet(&range, &rules->loader)) {
        fault->limit = rules->loader.low;
        return LOAD_E_OVERLAP;
    }
    return OK;
}

/*
 * Against the segments behind it, in memory and in the image. Those may still
 * be ill-formed, and are then refused in their own turn.
 */
static status_t check_others(const struct load_plan *plan, uint32_t index,
                             const struct load_rules *rules,
                             struct load_fault *fault)
{
    const struct load_segment *s = &plan->segment[index];
    struct load_window range = data_range(s, &rules->alias);
    struct load_window file = {s->off, s->off + s->len};

    for (uint32_t i = index + 1; i < LOAD_SEGMENT_COUNT; i++) {
        const struct load_segment *other = &plan->segment[i];
        struct load_window other_range = data_range(other, &rules->alias);
        struct load_window other_file = {other->off, other->off + other->len};

        if (ranges_meet(&range, &other_range) ||
            ranges_meet(&file, &other_file)) {
            fault->kind = s->kind;
            fault->addr = s->addr;
            fault->limit = other->addr;
            return LOAD_E_OVERLAP;
        }
    }
    return OK;
}

static status_t check_segment(const struct load_plan *plan, uint32_t index,
                              uint32_t image_len,
                              const struct load_rules *rules,
                              struct load_fault *fault)
{
    const struct load_segment *s = &plan->segment[index];

    if (s->len == 0) {
        return OK;
    }
    if (s->off > image_len || s->len > image_len - s->off) {
        fault->kind = s->kind;
        fault->addr = s->off + s->len;
        fault->limit = image_len;
        return LOAD_E_RANGE;
    }
    TRY(check_place(s, rules, fault));
    return check_others(plan, index, rules, fault);
}

status_t load_plan_check(const struct load_plan *plan, uint32_t image_len,
                         const struct load_rules *rules,
                         struct load_fault *fault)
{
    if (!plan->present) {
        return LOAD_E_MAGIC;
    }
    for (uint32_t i = 0; i < LOAD_SEGMENT_COUNT; i++) {
        TRY(check_segment(plan, i, image_len, rules, fault));
    }
    if (!is_inside(plan->entry, 4, &rules->window[LOAD_IRAM])) {
        fault->kind = LOAD_IRAM;
        fault->addr = plan->entry;
        fault->limit = rules->window[LOAD_IRAM].low;
        return LOAD_E_WINDOW;
    }
    return OK;
}

/*
 * Of two images, code may meet code, which memory without a data address does
 * not show: one kind is compared as it stands.
 */
static bool segments_meet(const struct load_segment *a,
                          const struct load_segment *b,
                          const struct load_alias *alias)
{
    struct load_window a_range = {a->addr, a->addr + a->len};
    struct load_window b_range = {b->addr, b->addr + b->len};

    if (a->kind != b->kind) {
        a_range = data_range(a, alias);
        b_range = data_range(b, alias);
    }
    return ranges_meet(&a_range, &b_range);
}

status_t load_plans_check(const struct load_plan *first,
                          const struct load_plan *second,
                          const struct load_rules *rules,
                          struct load_fault *fault)
{
    for (uint32_t i = 0; i < LOAD_SEGMENT_COUNT; i++) {
        const struct load_segment *a = &first->segment[i];

        for (uint32_t k = 0; k < LOAD_SEGMENT_COUNT; k++) {
            const struct load_segment *b = &second->segment[k];

            if (segments_meet(a, b, &rules->alias)) {
                *fault = (struct load_fault){a->kind, a->addr, b->addr};
                return LOAD_E_OVERLAP;
            }
        }
    }
    return OK;
}
