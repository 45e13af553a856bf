/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bootloader on a chip: takes over from the ROM, boots, hands over to the
 * application. Drivers do the work; this is the order of things.
 *
 * Source: SPEC, Start-up and hand-over.
 */
#include "base/bytes.h"
#include "base/memory.h"
#include "base/version.h"
#include "core/boot.h"
#include "iface/log.h"
#include "port/common/app_cpu.h"
#include "port/common/board.h"
#include "port/common/cache.h"
#include "port/common/chip.h"
#include "port/common/clock.h"
#include "port/common/console.h"
#include "port/common/flash_spi.h"
#include "port/common/loader.h"
#include "port/common/product.h"
#include "port/common/reset.h"
#include "port/common/revision.h"
#include "port/common/watchdog.h"

#define OWN_HEADER_LEN          20 /* SPEC, Bootloader image */
#define OWN_HEADER_MIN_REVISION 15

#define SECOND_READS 50000000u /* some seconds */

/* All state of the bootloader; nothing else is static. */
static struct {
    struct flash flash;
    struct boot boot;
    struct boot_result result;
} state;

_Noreturn void chip_main(void);

/* Long enough to read the log: some 2 s of 80 MHz, 6 cycles a round. */
static void pause_before_reset(void)
{
    for (uint32_t i = 0; i < 3000; i++) {
        watchdog_feed();
        for (volatile uint32_t spin = 0; spin < 10000; spin++) {
        }
    }
}

/* Nothing boots: say it once more, wait, and try again from the start. */
static _Noreturn void retry(void)
{
    pause_before_reset();
    console_drain();
    reset_now();
}

/* Does not come back; whatever it installs, the boot after it verifies. */
static void serve(void)
{
    boot_init(&state.boot, &product.boot, &state.flash);
    product.rescue->run(&state.boot);
}

/* The same, but nobody else would bring an image. */
static _Noreturn void retry_or_serve(void)
{
    if (product.rescue != NULL && product.rescue_config->when_dead) {
        serve();
    }
    retry();
}

_Noreturn void verdict_violation(void)
{
    retry();
}

/* Images that are started: the second one by the second CPU. */
static uint32_t start_count(void)
{
    return product.second_cpu ? 2 : 1;
}

static bool image_loads(uint32_t image)
{
    const struct image_facts *facts = state.result.start[image].facts;
    struct load_fault fault = {LOAD_IRAM, 0, 0};
    status_t status =
        load_plan_check(&facts->load, facts->len, &chip_load_rules, &fault);

    if (status == OK) {
        return true;
    }
    log_line(LOG_ERROR,
             image == 0 ? "application refused: error %x, segment %u"
                        : "image 1 refused: error %x, segment %u",
             (uint32_t)status, fault.kind);
    log_line(LOG_ERROR, "address %x, limit %x", fault.addr, fault.limit);
    return false;
}

static bool images_keep_apart(void)
{
    const struct boot_start *start = state.result.start;
    struct load_fault fault;

    if (load_plans_check(&start[0].facts->load, &start[1].facts->load,
                         &chip_load_rules, &fault) == OK) {
        return true;
    }
    log_line(LOG_ERROR,
             "image 0 at %x and image 1 at %x overlap in memory: link one of "
             "them elsewhere",
             fault.addr, fault.limit);
    return false;
}

static bool all_load(void)
{
    for (uint32_t i = 0; i < start_count(); i++) {
        if (!image_loads(i)) {
            return false;
        }
    }
    return start_count() == 1 || images_keep_apart();
}

static void job_fill(struct loader_job *job, const struct boot_start *start)
{
    const struct load_plan *plan = &start->facts->load;

    for (uint32_t i = 0; i < LOAD_SEGMENT_COUNT; i++) {
        const struct load_segment *s = &plan->segment[i];

        if (s->len != 0) {
            job->piece[i].from =
                flash_spi_map(&state.flash, start->slot->base + s->off, s->len);
            job->piece[i].to =
                reset_keeps(s, state.result.updated) ? 0 : s->addr;
            job->piece[i].len = s->len;
        }
    }
    memcpy(job->digest, plan->digest, HASH_LEN);
    job->entry = plan->entry;
}

/* Never linked where product.second_cpu is false: nor is what it calls. */
static _Noreturn void start_two(const struct loader_job jobs[2])
{
    loader_second = LOADER_SECOND_STARTING;
    app_cpu_start((uint32_t)(uintptr_t)loader_park);
    for (uint32_t i = 0; loader_second != 0; i++) {
        if (i == SECOND_READS) {
            log_line(LOG_ERROR, "the second CPU does not start", 0, 0);
            retry();
        }
    }
    verdict_require(state.result.verdict);
    loader_run_two(jobs);
}

static _Noreturn void hand_over(void)
{
    struct loader_job jobs[2];

    memset(jobs, 0, sizeof(jobs[0]) * start_count());
    if (!all_load()) {
        retry_or_serve();
    }
    for (uint32_t i = 0; i < start_count(); i++) {
        job_fill(&jobs[i], &state.result.start[i]);
    }
    if (product.second_cpu) {
        log_line(LOG_INFO, "starting image 1 on the second CPU at %x",
                 jobs[1].entry, 0);
    }
    log_line(LOG_INFO, "starting the application at %x", jobs[0].entry, 0);
    console_drain();
    board_close();
    watchdog_feed(); /* from here the application has the whole time */
    verdict_require(state.result.verdict);
    if (product.second_cpu) {
        start_two(jobs);
    }
    loader_run(&jobs[0]);
}

/* A smaller one would wrap around: what lies at its start would be lost. */
static void open_flash(void)
{
    if (flash_spi_open(&state.flash) != OK) {
        log_line(LOG_ERROR, "no flash answers", 0, 0);
        retry();
    }
    if (state.flash.len == 0) {
        state.flash.len = product.flash_len;
    }
    if (state.flash.len < product.flash_len) {
        log_line(LOG_ERROR, "flash has %u MB, the configuration needs %u MB",
                 state.flash.len >> 20, product.flash_len >> 20);
        retry();
    }
}

/* The ROM has checked all that our own header says, but not this. */
static void require_revision(uint32_t revision)
{
    uint8_t header[OWN_HEADER_LEN];
    uint32_t needed;

    if (flash_read(&state.flash, product.bootloader, header, sizeof(header)) !=
        OK) {
        retry();
    }
    needed = le16(header + OWN_HEADER_MIN_REVISION);
    if (revision < needed) {
        log_line(LOG_ERROR, "chip revision %v, the bootloader needs %v",
                 revision, needed);
        retry();
    }
}

_Noreturn void chip_main(void)
{
    uint32_t revision = revision_get();

    board_open();
    if (product.second_cpu) {
        app_cpu_hold();
    }
    watchdog_open(product.watchdog);
    clock_open();
    console_open();
    log_line(LOG_INFO,
             "Sallyport " VERSION_TEXT ", chip revision %v, reset cause %u",
             revision, reset_cause());
    cache_open();
    open_flash();
    require_revision(revision);
    if (product.locks != NULL &&
        !product.locks->before_boot(&state.flash, revision)) {
        retry();
    }
    if (product.rescue != NULL && product.rescue->is_asked()) {
        serve();
    }
    boot_init(&state.boot, &product.boot, &state.flash);
    if (boot_run(&state.boot, &state.result) != OK) {
        retry_or_serve();
    }
    if (product.locks != NULL &&
        !product.locks->after_boot(state.result.verdict)) {
        retry();
    }
    hand_over();
}
