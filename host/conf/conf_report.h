/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The problems of a configuration, collected so that a person sees all of
 * them at once. Knows nothing of keys.
 */
#ifndef HOST_CONF_CONF_REPORT_H
#define HOST_CONF_CONF_REPORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** How bad a problem is. */
enum conf_level {
    CONF_WARNING = 0, /* told, and the configuration stands */
    CONF_ERROR = 1,   /* the configuration is refused */
};

/** A place in a file. */
struct conf_place {
    const char *file; /* NULL: no file, e.g. a default */
    uint32_t line;    /* 1-based; 0: the file as a whole */
};

/** One problem, in one sentence. */
struct conf_problem {
    enum conf_level level;
    char *file;     /* as conf_place, owned by the report */
    uint32_t line;  /* as conf_place */
    char *sentence; /* keys, values, what is wrong, what would be right */
};

/** All problems of a configuration; zero it before the first use. */
struct conf_report {
    struct conf_problem *problem; /* in the order in which they were found */
    size_t count;
    size_t error_count; /* how many problems are CONF_ERROR */
};

/**
 * Adds an error.
 *
 * @param[in,out] report  problems
 * @param[in]     place   where; NULL: no file
 * @param[in]     format  of printf(), without final newline
 */
void conf_report_error(struct conf_report *report,
                       const struct conf_place *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/**
 * Adds a warning.
 *
 * @param[in,out] report  problems
 * @param[in]     place   where; NULL: no file
 * @param[in]     format  of printf(), without final newline
 */
void conf_report_warning(struct conf_report *report,
                         const struct conf_place *place, const char *format,
                         ...) __attribute__((format(printf, 3, 4)));

/**
 * Prints the problems, one line each: "FILE:LINE: error: SENTENCE".
 *
 * @param[in] report  problems
 * @param[in] out     stream, usually stderr
 */
void conf_report_print(const struct conf_report *report, FILE *out);

/**
 * Releases what a report owns.
 *
 * @param[in,out] report  all zero afterwards
 */
void conf_report_free(struct conf_report *report);

#endif
