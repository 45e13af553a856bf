/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs campaigns in several processes, shows how far they are, and notices
 * one that crashed or hangs. What a campaign does is campaign.c's business.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include "tests/powerloss/pool.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/powerloss/layout.h"
#include "tests/powerloss/stage.h"
#include "tests/powerloss/story.h"

#define LOOK_NS      100000000 /* how often the parent looks: 100 ms */
#define BAR_LEN      30
#define HANG_SECONDS 120 /* longest run: a few seconds under sanitizers */

/* One process; the parent reads along, so that a crash has an id. */
struct worker {
    pid_t pid;
    bool running;
    struct tally tally[POOL_GROUP_MAX];
    struct stage stage;
    struct campaign campaign;
    uint64_t seen_runs; /* when last looked at */
    double seen_at;
};

struct board {
    atomic_size_t next;
    atomic_size_t done;
    struct worker worker[POOL_JOBS_MAX];
};

/* Set by a signal: stop and say what was done so far. */
static volatile sig_atomic_t stop_asked;

static void ask_to_stop(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

static void listen_to_signals(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};

    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
}

static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print_failure(void *context, const char *id, const char *message)
{
    (void)context;
    printf("\nFAIL %s\n     %s\n", id, message);
    (void)fflush(stdout);
}

static void do_job(const struct pool_plan *plan, const struct job *job,
                   struct worker *worker)
{
    stage_open(&worker->stage, job->story, job->layout, plan->boot, plan->app);
    campaign_open(&worker->campaign, &worker->stage, &job->effort,
                  &worker->tally[job->group]);
    worker->campaign.report = print_failure;
    if (!campaign_run(&worker->campaign)) {
        (void)fflush(stdout); /* each failure has been printed */
    }
    campaign_close(&worker->campaign);
    stage_close(&worker->stage);
}

static _Noreturn void work(const struct pool_plan *plan, struct board *board,
                           struct worker *worker)
{
    size_t n = atomic_fetch_add(&board->next, 1);

    listen_to_signals(SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody is left behind */
    while (n < plan->job_count) {
        do_job(plan, &plan->job[n], worker);
        atomic_fetch_add(&board->done, 1);
        n = atomic_fetch_add(&board->next, 1);
    }
    (void)fflush(stdout);
    exit(0); /* not _exit(): coverage is written at exit */
}

static void start(const struct pool_plan *plan, struct board *board)
{
    (void)fflush(stdout);
    for (uint32_t i = 0; i < plan->processes; i++) {
        struct worker *worker = &board->worker[i];

        pid_t pid = fork();

        /* the board is shared: only the parent may write this */
        if (pid == 0) {
            work(plan, board, worker);
        }
        worker->pid = pid;
        worker->running = pid > 0;
        worker->seen_at = now();
    }
}

static void add(struct tally *sum, const struct tally *part)
{
    sum->runs += part->runs;
    sum->cuts += part->cuts;
    sum->failures += part->failures;
}

static struct tally worker_sum(const struct worker *worker)
{
    struct tally sum = {0};

    for (size_t i = 0; i < POOL_GROUP_MAX; i++) {
        add(&sum, &worker->tally[i]);
    }
    return sum;
}

static struct tally board_sum(const struct pool_plan *plan,
                              const struct board *board)
{
    struct tally sum = {0};

    for (uint32_t i = 0; i < plan->processes; i++) {
        struct tally part = worker_sum(&board->worker[i]);

        add(&sum, &part);
    }
    return sum;
}

static void sum_up(const struct pool_plan *plan, const struct board *board,
                   struct pool_result *result)
{
    result->tally = board_sum(plan, board);
    for (uint32_t i = 0; i < plan->processes; i++) {
        for (size_t k = 0; k < POOL_GROUP_MAX; k++) {
            add(&result->group[k], &board->worker[i].tally[k]);
        }
    }
}

static void show_bar(const struct pool_plan *plan, struct board *board)
{
    struct tally sum = board_sum(plan, board);
    size_t done = atomic_load(&board->done);
    int full = (int)(done * BAR_LEN / plan->job_count);

    fprintf(stderr, "\r[%.*s%*s] %zu of %zu, %llu cuts survived ", full,
            "##############################", BAR_LEN - full, "", done,
            plan->job_count, (unsigned long long)sum.cuts);
}

/* A process that ended: well, or in the middle of a run. */
static void bury(struct worker *worker, int how, struct pool_result *result)
{
    char id[ID_LEN_MAX] = "";

    worker->running = false;
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0) {
        return;
    }
    if (worker->campaign.stage != NULL) {
        campaign_id(&worker->campaign, id);
    }
    printf("\nFAIL %s\n     the process %s %d\n", id,
           WIFSIGNALED(how) ? "was ended by signal" : "left with status",
           WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how));
    result->crashes++;
}

static bool look_after(struct worker *worker, struct pool_result *result)
{
    uint64_t runs = worker_sum(worker).runs;
    int how;

    if (!worker->running) {
        return false;
    }
    if (waitpid(worker->pid, &how, WNOHANG) == worker->pid) {
        bury(worker, how, result);
        return worker->running;
    }
    if (runs != worker->seen_runs) {
        worker->seen_runs = runs;
        worker->seen_at = now();
    } else if (now() - worker->seen_at > HANG_SECONDS) {
        (void)kill(worker->pid, SIGABRT);
    }
    return true;
}

static void stop_all(const struct pool_plan *plan, struct board *board,
                     struct pool_result *result)
{
    for (uint32_t i = 0; i < plan->processes; i++) {
        struct worker *worker = &board->worker[i];

        if (worker->running) {
            (void)kill(worker->pid, SIGKILL);
            (void)waitpid(worker->pid, NULL, 0);
            worker->running = false;
        }
    }
    result->interrupted = true;
}

static void wait_for_all(const struct pool_plan *plan, struct board *board,
                         struct pool_result *result)
{
    const struct timespec pause = {.tv_nsec = LOOK_NS};
    bool busy = true;

    while (busy) {
        busy = false;
        for (uint32_t i = 0; i < plan->processes; i++) {
            busy = look_after(&board->worker[i], result) || busy;
        }
        if (plan->show_bar) {
            show_bar(plan, board);
        }
        if (busy && stop_asked != 0) {
            stop_all(plan, board, result);
        } else if (busy) {
            (void)nanosleep(&pause, NULL);
        }
    }
    if (plan->show_bar) {
        fputc('\n', stderr);
    }
}

bool pool_run(const struct pool_plan *plan, struct pool_result *result)
{
    double begun = now();
    struct board *board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    memset(result, 0, sizeof(*result));
    if (board == MAP_FAILED) {
        return false;
    }
    listen_to_signals(ask_to_stop);
    start(plan, board);
    wait_for_all(plan, board, result);
    sum_up(plan, board, result);
    result->seconds = now() - begun;
    (void)munmap(board, sizeof(*board));
    return result->tally.failures == 0 && result->crashes == 0 &&
           !result->interrupted;
}
