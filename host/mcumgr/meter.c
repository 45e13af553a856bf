/* SPDX-License-Identifier: Apache-2.0 */
/* See meter.h. */
#include "host/mcumgr/meter.h"

#include <string.h>
#include <unistd.h>

#define BAR_LEN    20
#define LINE_LEN   (METER_TEXT_MAX - 1) /* columns that are drawn over */
#define RATE_MAX   16
#define LEFT_MAX_S 360000 /* nobody waits so long */
#define LEFT_MAX   24

void meter_start(struct meter *meter, uint32_t total, int64_t now, FILE *out)
{
    *meter = (struct meter){
        .out = out,
        .is_terminal = out != NULL && isatty(fileno(out)) == 1,
        .total = total,
        .start_ms = now,
    };
}

/* ---- arithmetic ------------------------------------------------------ */

/* Drops samples that the window has left behind, but for the last of them:
 * the rate is measured from it. */
static void drop_old(struct meter *meter, int64_t now)
{
    size_t old = 0;
    while (old + 1 < meter->count &&
           (now - meter->samples[old + 1].ms >= METER_WINDOW_MS ||
            meter->count - old == METER_SAMPLES)) {
        old++;
    }
    meter->count -= old;
    memmove(meter->samples, meter->samples + old,
            meter->count * sizeof(meter->samples[0]));
}

/* The rate counts from the first answer on: before it the device erases. */
static void take_sample(struct meter *meter, int64_t now)
{
    if (meter->count == 0) {
        meter->samples[meter->count++] =
            (struct meter_sample){.ms = now, .bytes = meter->bytes};
    }
    drop_old(meter, now);
    if (now - meter->samples[meter->count - 1].ms >= METER_STEP_MS) {
        meter->samples[meter->count++] =
            (struct meter_sample){.ms = now, .bytes = meter->bytes};
    }
}

uint32_t meter_rate(const struct meter *meter, int64_t now)
{
    const struct meter_sample *base = &meter->samples[0];
    int64_t ms = meter->count > 0 ? now - base->ms : 0;
    return ms >= METER_STEP_MS ? (uint32_t)((meter->bytes - base->bytes) *
                                            1000ULL / (uint64_t)ms)
                               : 0;
}

int64_t meter_left_s(const struct meter *meter, int64_t now)
{
    uint32_t rate = meter_rate(meter, now);
    if (rate == 0) {
        return -1;
    }
    return ((int64_t)meter->total - meter->off + rate - 1) / rate;
}

/* ---- text ------------------------------------------------------------ */

static void write_rate(uint32_t rate, char text[RATE_MAX])
{
    text[0] = 0;
    if (rate > 0) {
        (void)snprintf(text, RATE_MAX, "%u.%u KB/s", rate / 1000,
                       rate % 1000 / 100);
    }
}

static void write_left(int64_t seconds, char text[LEFT_MAX])
{
    text[0] = 0;
    if (seconds > 0 && seconds <= LEFT_MAX_S) {
        (void)snprintf(text, LEFT_MAX, "%d:%02d left", (int)(seconds / 60),
                       (int)(seconds % 60));
    }
}

static void write_bar(const struct meter *meter, char bar[BAR_LEN + 1])
{
    size_t done = (size_t)((uint64_t)meter->off * BAR_LEN / meter->total);
    memset(bar, '=', done);
    memset(bar + done, ' ', BAR_LEN - done);
    bar[BAR_LEN] = 0;
}

static unsigned percent(const struct meter *meter)
{
    return (unsigned)((uint64_t)meter->off * 100 / meter->total);
}

static void add_part(char *text, const char *part)
{
    size_t used = strlen(text);
    if (part[0] != 0) {
        (void)snprintf(text + used, METER_TEXT_MAX - used, "  %s", part);
    }
}

void meter_text(const struct meter *meter, int64_t now, char *text)
{
    char bar[BAR_LEN + 1];
    char rate[RATE_MAX];
    char left[LEFT_MAX];
    write_bar(meter, bar);
    write_rate(meter_rate(meter, now), rate);
    write_left(meter_left_s(meter, now), left);
    if (meter->is_terminal) {
        (void)snprintf(text, METER_TEXT_MAX, "[%s] %3u %%  %u/%u", bar,
                       percent(meter), (unsigned)meter->off,
                       (unsigned)meter->total);
    } else {
        (void)snprintf(text, METER_TEXT_MAX, "%3u %%  %u of %u bytes",
                       percent(meter), (unsigned)meter->off,
                       (unsigned)meter->total);
    }
    add_part(text, rate);
    add_part(text, left);
}

/* ---- showing --------------------------------------------------------- */

static void show(struct meter *meter, const char *text)
{
    if (meter->out == NULL) {
        return;
    }
    if (meter->is_terminal) {
        (void)fprintf(meter->out, "\r%-*s", LINE_LEN, text);
    } else {
        (void)fprintf(meter->out, "%s\n", text);
    }
    (void)fflush(meter->out);
}

static bool is_due(struct meter *meter, int64_t now)
{
    uint32_t tenths = percent(meter) / 10;
    bool due = meter->is_terminal ? now - meter->shown_ms >= METER_STEP_MS ||
                                        meter->off == meter->total
                                  : tenths != meter->shown_tenths;
    meter->shown_tenths = tenths;
    return due;
}

void meter_put(struct meter *meter, uint32_t off, uint32_t bytes, int64_t now)
{
    char text[METER_TEXT_MAX];
    meter->off = off;
    meter->bytes += bytes;
    take_sample(meter, now);
    if (is_due(meter, now)) {
        meter->shown_ms = now;
        meter_text(meter, now, text);
        show(meter, text);
    }
}

void meter_say(struct meter *meter, const char *word)
{
    show(meter, word);
}

void meter_end(struct meter *meter, int64_t now)
{
    char text[METER_TEXT_MAX];
    int64_t ms = now - meter->start_ms;
    if (meter->out == NULL) {
        return;
    }
    if (meter->is_terminal) {
        (void)fputc('\n', meter->out);
    }
    if (meter->off == meter->total && meter->bytes == 0) {
        (void)fputs("nothing to send: the device has all of it\n", meter->out);
    } else if (meter->off == meter->total) {
        (void)snprintf(text, sizeof(text), "%u bytes in %lld.%lld s",
                       (unsigned)meter->bytes, (long long)(ms / 1000),
                       (long long)(ms % 1000 / 100));
        (void)fprintf(meter->out, "%s\n", text);
    }
}
