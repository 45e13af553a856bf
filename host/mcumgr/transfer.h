/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An upload: sends a file chunk by chunk and follows the offset that the
 * device asks for, so that a device which has a part of it already goes on
 * from there. Prints nothing but through the meter.
 *
 * F1  While an answer is due, the packet that will most likely follow is made,
 *     so that the line is idle only as long as the device thinks.
 * F2  A device that does not move on, or goes back again and again, is given
 *     up after a bounded number of packets.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef HOST_MCUMGR_TRANSFER_H
#define HOST_MCUMGR_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/mcumgr/chunk.h"
#include "host/mcumgr/client.h"
#include "host/mcumgr/meter.h"

/** How long to wait for the answer to a packet, and how often to send it. */
struct transfer_patience {
    uint32_t timeout_ms;
    unsigned tries;
};

/** An upload; the caller fills in the first part. */
struct transfer {
    struct client *client;
    const struct chunk_file *file;
    uint32_t message_max;           /* bytes of header and map */
    struct transfer_patience first; /* for the packet that erases */
    struct transfer_patience next;
    struct meter meter; /* started by the caller */

    struct packet packets[2]; /* the one that is sent, and the next */
    unsigned current;         /* which is which */
    uint32_t off;             /* of the current packet */
    uint32_t len;             /* bytes of the file in it */
    uint32_t ready_off;       /* of the next packet */
    uint32_t ready_len;       /* 0: none is ready */
    unsigned stuck;           /* packets that changed nothing */
    unsigned restarts;        /* times the device went back to 0 */
};

/**
 * Uploads.
 *
 * @param[in,out] t    upload; .packets need not be set
 * @param[out]    why  on failure: the reason
 *
 * @retval CLIENT_DONE      the device has all of it, and what it holds is
 *                          what was sent as far as it says so
 * @retval CLIENT_MISMATCH  it says that it is not
 * @retval other            as client_send() and client_wait()
 */
MUST_USE enum client_end transfer_run(struct transfer *t, struct why *why);

#endif
