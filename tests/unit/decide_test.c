/* SPDX-License-Identifier: Apache-2.0 */
/*
 * boot_decide() is pure: for one image every combination of facts is tried,
 * 12 million of them, and what must hold of every decision is checked. The
 * table of swap types is the one observed on upstream (SPEC, Swap type).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/decide.h"

static struct boot_config config;
static struct boot_facts facts;
static struct trailer_state trailers[CONFIG_IMAGE_MAX][SLOT_COUNT];

static struct image_state *image(uint8_t i)
{
    return &facts.image[i];
}

static void given_idle(enum update_mode mode, uint8_t image_count)
{
    memset(&config, 0, sizeof(config));
    memset(&facts, 0, sizeof(facts));
    config.mode = mode;
    config.image_count = image_count;
    facts.config = &config;
    for (uint8_t i = 0; i < image_count; i++) {
        image(i)->geometry = OK;
        image(i)->type = SWAP_NONE;
        image(i)->has_note_room = true;
        for (uint32_t s = 0; s < SLOT_COUNT; s++) {
            image(i)->slot[s].why = OK;
            image(i)->slot[s].look = LOOK_VALID;
            image(i)->slot[s].trailer = &trailers[i][s];
            trailers[i][s] = (struct trailer_state){
                .magic = MARK_UNSET,
                .image_ok = MARK_UNSET,
                .copy_done = MARK_UNSET,
                .type = SWAP_NONE,
                .swap_len = 0xffffffffu,
            };
        }
        image(i)->slot[SLOT_PRIMARY].image.header.version.major = 2;
        image(i)->slot[SLOT_SECONDARY].image.header.version.major = 3;
    }
}

static void given_request(uint8_t i, bool permanent)
{
    struct trailer_state *t = &trailers[i][SLOT_SECONDARY];

    t->magic = MARK_SET;
    t->image_ok = permanent ? MARK_SET : MARK_UNSET;
}

static void given_trial(uint8_t i)
{
    struct trailer_state *t = &trailers[i][SLOT_PRIMARY];

    t->magic = MARK_SET;
    t->copy_done = MARK_SET;
}

static struct boot_decision decide_now(void)
{
    struct boot_decision d;

    boot_decide(&facts, &d);
    return d;
}

static void expect(enum act act, uint8_t i)
{
    struct boot_decision d = decide_now();

    assert_int_equal(d.act, act);
    if (act != ACT_BOOT) {
        assert_int_equal(d.image, i);
    }
}

static void expect_update(uint8_t i, enum swap_type type)
{
    struct boot_decision d = decide_now();

    assert_int_equal(d.act, ACT_UPDATE);
    assert_int_equal(d.image, i);
    assert_int_equal(d.type, type);
}

/* ---- the table of swap types, row by row ---- */

struct row {
    enum trailer_mark pri_magic;
    enum trailer_mark pri_ok;
    enum trailer_mark copy_done;
    enum trailer_mark sec_magic;
    enum trailer_mark sec_ok;
};

/* Independent of the code under test: the rows as the table words them. */
static enum swap_type table(const struct row *r)
{
    const struct {
        int pri_magic, pri_ok, copy_done, sec_magic, sec_ok; /* 0: any */
        enum swap_type result;
    } rows[] = {
        {0, 0, 0, MARK_SET, MARK_UNSET, SWAP_TEST},
        {0, 0, 0, MARK_SET, MARK_SET, SWAP_PERM},
        {MARK_SET, MARK_UNSET, MARK_SET, 0, 0, SWAP_REVERT},
        /* torn copy_done: see SPEC, Torn writes */
        {MARK_SET, MARK_UNSET, MARK_BAD, 0, 0, SWAP_REVERT},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if ((!rows[i].pri_magic || rows[i].pri_magic == (int)r->pri_magic) &&
            (!rows[i].pri_ok || rows[i].pri_ok == (int)r->pri_ok) &&
            (!rows[i].copy_done || rows[i].copy_done == (int)r->copy_done) &&
            (!rows[i].sec_magic || rows[i].sec_magic == (int)r->sec_magic) &&
            (!rows[i].sec_ok || rows[i].sec_ok == (int)r->sec_ok)) {
            return rows[i].result;
        }
    }
    return SWAP_NONE;
}

static void row_from(uint32_t n, struct row *r)
{
    enum trailer_mark *const fields[] = {
        &r->pri_magic, &r->pri_ok, &r->copy_done, &r->sec_magic, &r->sec_ok};

    for (size_t i = 0; i < 5; i++) {
        *fields[i] = (enum trailer_mark)(n % 3 + 1);
        n /= 3;
    }
}

static void given_row(const struct row *r)
{
    struct trailer_state *pri = &trailers[0][SLOT_PRIMARY];
    struct trailer_state *sec = &trailers[0][SLOT_SECONDARY];

    pri->magic = r->pri_magic;
    pri->image_ok = r->pri_ok;
    pri->copy_done = r->copy_done;
    sec->magic = r->sec_magic;
    sec->image_ok = r->sec_ok;
}

static void every_row_of_the_swap_type_table_holds(void **state)
{
    struct row r;

    (void)state;
    for (uint32_t n = 0; n < 243; n++) {
        enum swap_type type;

        given_idle(UPDATE_SCRATCH, 1);
        row_from(n, &r);
        given_row(&r);
        type = table(&r);
        if (type == SWAP_NONE) {
            expect(ACT_BOOT, 0);
        } else {
            expect_update(0, type);
        }
    }
}

static void overwriting_takes_nothing_back(void **state)
{
    struct row r;

    (void)state;
    for (uint32_t n = 0; n < 243; n++) {
        given_idle(UPDATE_OVERWRITE, 1);
        row_from(n, &r);
        given_row(&r);
        if (table(&r) == SWAP_REVERT) {
            expect(ACT_BOOT, 0);
        }
    }
}

/* ---- every combination of facts of one image ---- */

/* What must hold of each decision, whatever the facts. */
static void check_decision(const struct row *r, bool lower)
{
    const struct image_state *s = image(0);
    enum look pri = s->slot[SLOT_PRIMARY].look;
    enum look sec = s->slot[SLOT_SECONDARY].look;
    struct boot_decision d = decide_now();
    bool running = s->progress == UPDATE_RUNNING;

    /* an interrupted update is finished before anything else */
    assert_true((d.act == ACT_RESUME) == running);
    switch (d.act) {
    case ACT_BOOT:
        assert_int_equal(pri, LOOK_VALID);
        break;
    case ACT_FAIL:
        assert_true(pri != LOOK_VALID && pri != LOOK_UNSEEN);
        break;
    case ACT_UPDATE:
        /* nothing unverified is ever copied into the primary */
        assert_int_equal(sec, LOOK_VALID);
        assert_true(d.type != SWAP_NONE);
        if (d.type == SWAP_REVERT) {
            assert_true(config.mode != UPDATE_OVERWRITE ||
                        s->progress == UPDATE_STARTED);
            assert_true(s->displaced != DISPLACED_OTHER ||
                        s->progress == UPDATE_STARTED);
        } else if (config.prevent_downgrade && !s->revert_marked) {
            assert_true(pri != LOOK_UNSEEN && pri != LOOK_UNREADABLE);
            assert_false(pri == LOOK_VALID && lower);
        }
        if (s->progress == UPDATE_IDLE) {
            assert_int_equal(d.type, table(r));
        }
        break;
    case ACT_LOOK:
        assert_int_equal(s->slot[d.slot].look, LOOK_UNSEEN);
        break;
    case ACT_DISCARD:
        /* never for a failed read, never unseen */
        assert_true(sec == LOOK_INVALID ||
                    (sec == LOOK_VALID && config.prevent_downgrade));
        assert_true(d.why != OK);
        break;
    case ACT_CLEAR:
        assert_int_equal(sec, LOOK_EMPTY);
        assert_true(r->sec_magic != MARK_UNSET || r->sec_ok != MARK_UNSET ||
                    s->slot[SLOT_SECONDARY].trailer->copy_done != MARK_UNSET);
        break;
    case ACT_ABANDON:
        assert_int_equal(s->progress, UPDATE_STARTED);
        assert_true(sec != LOOK_VALID || r->sec_magic != MARK_SET ||
                    table(r) == SWAP_NONE || table(r) == SWAP_REVERT);
        break;
    case ACT_RESUME:
        break;
    case ACT_HOLD: /* one image has nobody to depend on */
    default:
        fail();
    }
}

/* The facts besides trailers and looks, from the digits of n. */
static bool given_rest(uint32_t n)
{
    struct image_state *s = image(0);
    bool lower = n % 2 != 0;

    s->slot[SLOT_SECONDARY].image.header.version.major = lower ? 1 : 2;
    s->revert_marked = n / 2 % 2 != 0;
    s->has_note_room = n / 4 % 2 != 0;
    config.prevent_downgrade = n / 8 % 2 != 0;
    trailers[0][SLOT_SECONDARY].copy_done =
        n / 16 % 2 != 0 ? MARK_BAD : MARK_UNSET;
    s->displaced = (enum displaced)(n / 32 % 3);
    return lower;
}

#define REST_COUNT (32 * 3)

static void try_all_rest(const struct row *r)
{
    for (uint32_t n = 0; n < REST_COUNT; n++) {
        check_decision(r, given_rest(n));
    }
}

static void try_all_looks(const struct row *r)
{
    for (uint32_t n = 0; n < 25; n++) {
        image(0)->slot[SLOT_PRIMARY].look = (enum look)(n % 5);
        image(0)->slot[SLOT_SECONDARY].look = (enum look)(n / 5);
        image(0)->slot[SLOT_PRIMARY].why = n % 5 == 1 ? OK : IMAGE_E_HASH;
        image(0)->slot[SLOT_SECONDARY].why = n / 5 == 1 ? OK : IMAGE_E_HASH;
        try_all_rest(r);
    }
}

static void every_decision_is_safe(void **state)
{
    struct row r;

    (void)state;
    for (uint32_t n = 0; n < 243 * 9; n++) {
        given_idle((enum update_mode)(n / 243 % 3), 1);
        image(0)->progress = (enum update_progress)(n / 729);
        row_from(n % 243, &r);
        given_row(&r);
        for (uint32_t type = SWAP_TEST; type <= SWAP_REVERT; type++) {
            bool idle = image(0)->progress == UPDATE_IDLE;

            image(0)->type = idle ? SWAP_NONE : (enum swap_type)type;
            try_all_looks(&r);
            if (idle) {
                break;
            }
        }
    }
}

/* ---- several images ---- */

static void an_interrupted_update_is_finished_first(void **state)
{
    (void)state;
    given_idle(UPDATE_SCRATCH, 3);
    given_request(0, false);
    image(1)->progress = UPDATE_RUNNING;
    image(1)->type = SWAP_TEST;
    expect(ACT_RESUME, 1);
}

static void images_are_updated_in_ascending_order(void **state)
{
    (void)state;
    given_idle(UPDATE_SCRATCH, 4);
    given_request(3, true);
    given_request(1, false);
    expect_update(1, SWAP_TEST);
    facts.settled_count = 2;
    expect_update(3, SWAP_PERM);
    facts.settled_count = 4;
    expect(ACT_BOOT, 0);
}

/* An update that is held back is not of one piece with the trial. */
static void a_held_update_does_not_keep_a_trial(void **state)
{
    (void)state;
    given_idle(UPDATE_SCRATCH, 2);
    given_trial(0);
    given_request(1, false);
    image(1)->slot[SLOT_SECONDARY].image.needs[0] = true;
    image(1)->slot[SLOT_SECONDARY].image.version[0].major = 9;
    expect_update(0, SWAP_REVERT);
    facts.settled_count = 1;
    expect(ACT_HOLD, 0);
    facts.settled_count = 2;
    expect(ACT_BOOT, 0);
}

/* Power failed between two images of one update. */
static void a_fresh_trial_beside_a_pending_image_is_kept(void **state)
{
    (void)state;
    given_idle(UPDATE_SCRATCH, 2);
    given_trial(0);
    expect_update(0, SWAP_REVERT);
    given_request(1, false);
    expect_update(1, SWAP_TEST);
}

static void a_later_trial_is_not_kept_by_an_earlier_request(void **state)
{
    (void)state;
    given_idle(UPDATE_SCRATCH, 2);
    given_request(0, false);
    given_trial(1);
    expect_update(0, SWAP_TEST);
    facts.settled_count = 1;
    expect_update(1, SWAP_REVERT);
}

static void given_need(uint8_t i, enum slot slot, uint8_t on, uint8_t major)
{
    struct image_facts *f = &image(i)->slot[slot].image;

    f->needs[on] = true;
    f->version[on].major = major;
}

static void an_unmet_dependency_holds_all_back(void **state)
{
    (void)state;
    given_idle(UPDATE_SCRATCH, 2);
    given_request(0, false);
    given_need(0, SLOT_SECONDARY, 1, 3);
    expect(ACT_HOLD, 0);
    given_request(1, false); /* image 1 becomes 3 */
    expect_update(0, SWAP_TEST);
    given_need(1, SLOT_SECONDARY, 0, 4);
    expect(ACT_HOLD, 0);
}

static void a_dependency_on_an_image_that_is_not_there_holds(void **state)
{
    (void)state;
    given_idle(UPDATE_SCRATCH, 2);
    given_request(0, false);
    given_need(0, SLOT_SECONDARY, 3, 0);
    expect(ACT_HOLD, 0);
    image(0)->slot[SLOT_SECONDARY].image.needs[3] = false;
    image(0)->slot[SLOT_SECONDARY].image.needs_unknown = true;
    expect(ACT_HOLD, 0);
}

static void dependencies_of_a_present_image_count_too(void **state)
{
    (void)state;
    given_idle(UPDATE_SCRATCH, 2);
    given_need(0, SLOT_PRIMARY, 1, 3);
    given_request(1, false);
    expect_update(1, SWAP_TEST);
    image(1)->slot[SLOT_SECONDARY].image.header.version.major = 1;
    expect(ACT_HOLD, 0);
}

static void every_primary_must_verify(void **state)
{
    (void)state;
    given_idle(UPDATE_SCRATCH, 3);
    image(2)->slot[SLOT_PRIMARY].look = LOOK_INVALID;
    image(2)->slot[SLOT_PRIMARY].why = IMAGE_E_HASH;
    expect(ACT_FAIL, 2);
    image(2)->slot[SLOT_PRIMARY].look = LOOK_UNSEEN;
    expect(ACT_LOOK, 2);
}

static void slots_that_do_not_fit_bar_updates_only(void **state)
{
    (void)state;
    given_idle(UPDATE_SCRATCH, 1);
    given_request(0, false);
    image(0)->geometry = SLOT_E_GEOMETRY;
    expect(ACT_BOOT, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_the_swap_type_table_holds),
        cmocka_unit_test(overwriting_takes_nothing_back),
        cmocka_unit_test(every_decision_is_safe),
        cmocka_unit_test(an_interrupted_update_is_finished_first),
        cmocka_unit_test(images_are_updated_in_ascending_order),
        cmocka_unit_test(a_held_update_does_not_keep_a_trial),
        cmocka_unit_test(a_fresh_trial_beside_a_pending_image_is_kept),
        cmocka_unit_test(a_later_trial_is_not_kept_by_an_earlier_request),
        cmocka_unit_test(an_unmet_dependency_holds_all_back),
        cmocka_unit_test(a_dependency_on_an_image_that_is_not_there_holds),
        cmocka_unit_test(dependencies_of_a_present_image_count_too),
        cmocka_unit_test(every_primary_must_verify),
        cmocka_unit_test(slots_that_do_not_fit_bar_updates_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
