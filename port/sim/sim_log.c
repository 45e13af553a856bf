/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints the boot log on a stream, in the form "[target] [INF] text" that the
 * chips use. Formats the directives of iface/log.h and no others.
 */
#include "port/sim/sim_log.h"

#include <inttypes.h>

/* One console per process, like a chip: iface/log.h carries no context. */
static struct sim_log log_console;

static const char *level_tag(enum log_level level)
{
    static const char *const tags[] = {"ERR", "WRN", "INF", "DBG"};
    return tags[level - LOG_ERROR];
}

static void print_number(FILE *out, char directive, uint32_t value)
{
    if (directive == 'x') {
        fprintf(out, "0x%" PRIx32, value);
    } else if (directive == 'v') {
        fprintf(out, "v%" PRIu32 ".%" PRIu32, value / 100, value % 100);
    } else {
        fprintf(out, "%" PRIu32, value);
    }
}

static void print_text(FILE *out, const char *text, uint32_t a, uint32_t b)
{
    uint32_t next = a;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p != '%' || p[1] == '\0') {
            fputc(*p, out);
            continue;
        }
        p++;
        print_number(out, *p, next);
        next = b;
    }
}

void log_line(enum log_level level, const char *text, uint32_t a, uint32_t b)
{
    if (log_console.stream == NULL || level > log_console.level) {
        return;
    }
    fprintf(log_console.stream, "[%s] [%s] ", log_console.target,
            level_tag(level));
    print_text(log_console.stream, text, a, b);
    fputc('\n', log_console.stream);
    if (log_console.told != NULL) {
        log_console.told(log_console.context, text, (const uint32_t[]){a, b});
    }
}

void sim_log_open(const struct sim_log *console)
{
    log_console = *console;
}

void sim_log_close(void)
{
    log_console.stream = NULL;
}
