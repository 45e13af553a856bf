/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts: what holds, what does not, and that bypassing one stops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/verdict.h"

static jmp_buf stopped;

/* Stands in for the port's: a test must see the stop and go on. */
void verdict_violation(void)
{
    longjmp(stopped, 1);
}

static bool require_returns(verdict_t v)
{
    if (setjmp(stopped) != 0) {
        return false;
    }
    verdict_require(v);
    return true;
}

/* The word of PASS with some bits flipped, as a glitch would leave it. */
static verdict_t flipped(uint32_t bits)
{
    verdict_t v = verdict_pass();

    v.word ^= bits;
    return v;
}

static void pass_holds_and_fail_does_not(void **state)
{
    (void)state;
    assert_true(verdict_is_pass(verdict_pass()));
    assert_false(verdict_is_pass(verdict_fail()));
}

static void both_holds_only_if_both_hold(void **state)
{
    (void)state;
    const verdict_t pass = verdict_pass();
    const verdict_t fail = verdict_fail();

    assert_true(verdict_is_pass(verdict_both(pass, pass)));
    assert_false(verdict_is_pass(verdict_both(pass, fail)));
    assert_false(verdict_is_pass(verdict_both(fail, pass)));
    assert_false(verdict_is_pass(verdict_both(fail, fail)));
}

static void words_that_are_no_verdict_do_not_hold(void **state)
{
    (void)state;
    static const uint32_t words[] = {0, 1, 0xff, 0xffffffe0, 0xffffffff};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        verdict_t v = {words[i]};

        assert_false(verdict_is_pass(v));
        assert_false(require_returns(v));
        assert_false(verdict_is_pass(verdict_both(v, verdict_pass())));
        assert_false(verdict_is_pass(verdict_both(verdict_pass(), v)));
    }
}

static void one_flipped_bit_ends_a_verdict(void **state)
{
    (void)state;
    for (unsigned bit = 0; bit < 32; bit++) {
        verdict_t v = flipped(UINT32_C(1) << bit);

        assert_false(verdict_is_pass(v));
        assert_false(require_returns(v));
        assert_false(verdict_is_pass(verdict_both(v, verdict_pass())));
        assert_false(verdict_is_pass(verdict_both(verdict_pass(), v)));
    }
}

/* Words whose AND or whose OR is that of PASS, but not both. */
static void halves_of_a_verdict_do_not_join_to_one(void **state)
{
    (void)state;
    const verdict_t all = {0xffffffff};
    const verdict_t none = {0};

    assert_false(verdict_is_pass(verdict_both(all, verdict_pass())));
    assert_false(verdict_is_pass(verdict_both(none, verdict_pass())));
    assert_false(
        verdict_is_pass(verdict_both(flipped(0xf0000000), flipped(0xf))));
}

static void pass_and_fail_differ_in_all_bits(void **state)
{
    (void)state;
    assert_int_equal(verdict_pass().word ^ verdict_fail().word, 0xffffffff);
}

static void require_returns_on_pass_and_stops_on_fail(void **state)
{
    (void)state;
    assert_true(require_returns(verdict_pass()));
    assert_false(require_returns(verdict_fail()));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pass_holds_and_fail_does_not),
        cmocka_unit_test(both_holds_only_if_both_hold),
        cmocka_unit_test(words_that_are_no_verdict_do_not_hold),
        cmocka_unit_test(one_flipped_bit_ends_a_verdict),
        cmocka_unit_test(halves_of_a_verdict_do_not_join_to_one),
        cmocka_unit_test(pass_and_fail_differ_in_all_bits),
        cmocka_unit_test(require_returns_on_pass_and_stops_on_fail),
    };

    return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
