/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a configuration from text, for the tests of host/conf.
 */
#ifndef TESTS_UNIT_CONF_FIXTURE_H
#define TESTS_UNIT_CONF_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "host/conf/conf.h"

#define FIXTURE_FILE "product.conf"

/** A configuration that was read, accepted or not. */
struct reading {
    struct conf conf;
    struct conf_report report;
    bool accepted;
};

/** A text, and the one problem that it must lead to. */
struct problem_case {
    enum conf_target target;
    const char *text;
    enum conf_level level;
    uint32_t line; /* 0: no file */
    const char *sentence;
};

static inline void reading_open_bytes(struct reading *r,
                                      enum conf_target target,
                                      const char *bytes, size_t len)
{
    struct conf_source source = {FIXTURE_FILE, bytes, len};

    memset(r, 0, sizeof(*r));
    r->accepted = conf_read_source(&source, target, &r->conf, &r->report);
}

static inline void reading_open(struct reading *r, enum conf_target target,
                                const char *text)
{
    reading_open_bytes(r, target, text, strlen(text));
}

static inline void reading_close(struct reading *r)
{
    conf_free(&r->conf);
    conf_report_free(&r->report);
}

static inline void expect_one_problem(const struct problem_case *it)
{
    struct reading r;

    reading_open(&r, it->target, it->text);
    if (r.report.count != 1) {
        conf_report_print(&r.report, stderr);
        fail_msg("%zu problems from:\n%s", r.report.count, it->text);
    }
    assert_string_equal(r.report.problem[0].sentence, it->sentence);
    assert_int_equal(r.report.problem[0].level, it->level);
    assert_int_equal(r.report.problem[0].line, it->line);
    if (it->line == 0) {
        assert_null(r.report.problem[0].file);
    } else {
        assert_string_equal(r.report.problem[0].file, FIXTURE_FILE);
    }
    assert_int_equal(r.accepted, it->level == CONF_WARNING);
    reading_close(&r);
}

static inline void expect_accepted(enum conf_target target, const char *text)
{
    struct reading r;

    reading_open(&r, target, text);
    if (r.report.count != 0) {
        conf_report_print(&r.report, stderr);
    }
    assert_true(r.accepted);
    assert_int_equal(r.report.count, 0);
    reading_close(&r);
}

#endif
