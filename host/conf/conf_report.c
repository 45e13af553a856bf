/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps sentences. When memory runs out the sentence is lost, the count of
 * errors is not: a configuration is never accepted for lack of memory.
 */
#include "host/conf/conf_report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define SENTENCE_MAX 1024 /* bytes; the longest sentence of ours has 500 */

static char *copy_of(const char *text)
{
    size_t len = strlen(text) + 1;
    char *copy = malloc(len);

    if (copy != NULL) {
        memcpy(copy, text, len);
    }
    return copy;
}

static void add(struct conf_report *report, enum conf_level level,
                const struct conf_place *place, const char *sentence)
{
    size_t len = (report->count + 1) * sizeof(struct conf_problem);
    struct conf_problem *grown = realloc(report->problem, len);

    if (level == CONF_ERROR) {
        report->error_count++;
    }
    if (grown == NULL) {
        return;
    }
    report->problem = grown;
    grown[report->count++] = (struct conf_problem){
        .level = level,
        .file =
            place != NULL && place->file != NULL ? copy_of(place->file) : NULL,
        .line = place != NULL ? place->line : 0,
        .sentence = copy_of(sentence),
    };
}

void conf_report_error(struct conf_report *report,
                       const struct conf_place *place, const char *format, ...)
{
    char sentence[SENTENCE_MAX];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof(sentence), format, arguments);
    va_end(arguments);
    add(report, CONF_ERROR, place, sentence);
}

void conf_report_warning(struct conf_report *report,
                         const struct conf_place *place, const char *format,
                         ...)
{
    char sentence[SENTENCE_MAX];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof(sentence), format, arguments);
    va_end(arguments);
    add(report, CONF_WARNING, place, sentence);
}

void conf_report_print(const struct conf_report *report, FILE *out)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct conf_problem *it = &report->problem[i];

        if (it->file != NULL) {
            (void)fprintf(out, "%s:", it->file);
        }
        if (it->file != NULL && it->line != 0) {
            (void)fprintf(out, "%u:", (unsigned)it->line);
        }
        (void)fprintf(out, "%s%s: %s\n", it->file != NULL ? " " : "",
                      it->level == CONF_ERROR ? "error" : "warning",
                      it->sentence != NULL ? it->sentence : "out of memory");
    }
}

void conf_report_free(struct conf_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        free(report->problem[i].file);
        free(report->problem[i].sentence);
    }
    free(report->problem);
    *report = (struct conf_report){0};
}
