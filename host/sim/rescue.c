/* SPDX-License-Identifier: Apache-2.0 */
/* See rescue.h. */
#include "host/sim/rescue.h"

#include <stddef.h>

#include "port/sim/nor.h"
#include "port/sim/sim_serial.h"

enum rescue_cause rescue_cause_of(const struct conf_recovery *conf,
                                  const struct rescue_request *request)
{
    if (!conf->enabled) {
        return RESCUE_NONE;
    }
    if (request->pin) {
        return RESCUE_PIN;
    }
    return conf->when_asked && request->asked ? RESCUE_ASKED : RESCUE_NONE;
}

/* Bytes arrive while the flash is busy, as on a chip. */
static void flash_wait(void *context, const struct nor_work *work)
{
    (void)work;
    recovery_receive(context);
}

/* A turn that leaves the flash alone had nothing to do but to listen. */
static enum recovery_next turn(struct recovery *r, bool *is_idle)
{
    const struct flash *flash = r->boot->flash;
    uint64_t ops = flash->op_count;
    uint64_t bytes = flash->stats.bytes_read;
    enum recovery_next next = recovery_turn(r);
    *is_idle = flash->op_count == ops && flash->stats.bytes_read == bytes;
    return next;
}

static enum recovery_next serve(struct recovery *r,
                                const struct rescue_line *line)
{
    enum recovery_next next;
    bool is_idle;
    do {
        next = turn(r, &is_idle);
    } while (next == RECOVERY_GOES_ON &&
             (!is_idle || line->rest(line->context)));
    return next;
}

enum recovery_next rescue_run(struct recovery *r,
                              const struct conf_recovery *conf,
                              struct boot *boot, const struct rescue_line *line,
                              enum rescue_cause cause)
{
    enum recovery_next next = RECOVERY_GOES_ON;
    if (line != NULL) {
        line->begin(line->context, cause);
    }
    recovery_open(r, &conf->config, boot);
    if (line != NULL) {
        boot->flash->busy = flash_wait;
        boot->flash->busy_context = r;
        next = serve(r, line);
    }
    rescue_end(boot->flash);
    return next;
}

void rescue_end(struct flash *flash)
{
    flash->busy = NULL;
    sim_serial_close();
}
