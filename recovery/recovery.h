/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Serial recovery: answers SMP requests on a line until it is told to reset.
 * Everything it installs goes through the same boot decision as any update;
 * nothing is started from here, the only way out is a reset.
 *
 * S1  One answer for each request, and nothing else on the line.
 * S2  An update that was interrupted is finished before the first request.
 * S3  No state outside the flash is needed after a cut at any point.
 * S4  recovery_receive() may be called inside a flash operation that recovery
 *     itself has begun: it only stores bytes.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef RECOVERY_RECOVERY_H
#define RECOVERY_RECOVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/boot.h"
#include "recovery/frame.h"
#include "recovery/recovery_config.h"
#include "recovery/smp.h"
#include "recovery/upload.h"

/** What the port does next. */
enum recovery_next {
    RECOVERY_GOES_ON = 0, /* call recovery_turn() again, at once */
    RECOVERY_RESET,       /* reset the chip, 250 ms after the last byte */
    RECOVERY_RESET_TO_US, /* the same, and recovery is asked for again */
    RECOVERY_RESET_IDLE,  /* nobody asked for anything: reset the chip */
};

/**
 * All state of recovery; owned by the caller. What is small stands in front:
 * instructions reach some hundred bytes.
 */
struct recovery {
    const struct recovery_config *config;
    struct boot *boot;
    status_t finished;       /* OK, or why an interrupted update is not */
    enum recovery_next next; /* what the last command asked for */
    uint32_t heard_ms;       /* ticks_ms() of the last valid request */
    uint32_t byte_ms;        /* .. of the last byte of an open packet */
    struct upload upload;
    struct frame frame;
    uint8_t answer[FRAME_HEAD + SMP_ANSWER_LEN + FRAME_TAIL];
};

/**
 * Begins: opens the slots and finishes an interrupted update (S2).
 *
 * @param[out]    r       state
 * @param[in]     config  must outlive r
 * @param[in,out] boot    from boot_init(); must outlive r
 */
void recovery_open(struct recovery *r, const struct recovery_config *config,
                   struct boot *boot);

/**
 * Takes what has arrived on the line, unless a message waits or is handled.
 *
 * @param[in,out] r  state
 */
void recovery_receive(struct recovery *r);

/**
 * Does one thing: answers a request, or some of the work that goes on between
 * requests (erasing ahead, writing behind), or nothing. Feeds no watchdog.
 *
 * @param[in,out] r  state
 *
 * @retval what to do next
 */
MUST_USE enum recovery_next recovery_turn(struct recovery *r);

#endif
