/* SPDX-License-Identifier: Apache-2.0 */
/* See progress.h. */
#include "host/imgtool/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define FIRST_MS 1000 /* nobody wonders before */
#define EACH_MS  100  /* as fast as an eye follows; in a log, see below */
#define LOG_MS   5000 /* not a terminal: each line stays, so few of them */

static int64_t now_ms(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void tick(void *context, size_t done, size_t total)
{
    struct progress *p = context;
    int64_t now = now_ms();
    bool terminal = isatty(STDERR_FILENO) == 1;
    int64_t wait = terminal ? EACH_MS : LOG_MS;

    if (now - p->started_ms < FIRST_MS || now - p->shown_ms < wait) {
        return;
    }
    p->shown_ms = now;
    (void)fprintf(stderr, "%s%s: %u %% of %zu MiB%s", terminal ? "\r" : "",
                  p->what, (unsigned)((double)done * 100.0 / (double)total),
                  total >> 20, terminal ? "" : "\n");
    (void)fflush(stderr);
}

struct sha_watch progress_start(struct progress *progress, const char *what)
{
    *progress = (struct progress){.what = what, .started_ms = now_ms()};
    return (struct sha_watch){.tick = tick, .context = progress};
}

void progress_end(struct progress *progress)
{
    if (progress->shown_ms != 0 && isatty(STDERR_FILENO) == 1) {
        (void)fputc('\n', stderr);
    }
    progress->shown_ms = 0;
}
