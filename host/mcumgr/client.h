/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question, one answer: sends a request over a port and waits for the
 * answer to it, again if asked to. Knows no command.
 *
 * Q1  An answer counts only if its operation, group, command and number are
 *     the request's; anything else is passed over until the time is up.
 * Q2  A try more has a number of its own, so that a late answer to the try
 *     before can not stand for it.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef HOST_MCUMGR_CLIENT_H
#define HOST_MCUMGR_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/mcumgr/codes.h"
#include "host/mcumgr/item.h"
#include "host/mcumgr/packet.h"
#include "host/mcumgr/tty.h"
#include "recovery/frame.h"

/** How it ended; the exit status of the program. */
enum client_end {
    CLIENT_DONE = 0,
    CLIENT_FAILED = 1,   /* the port, a file: nothing to do with the server */
    CLIENT_USAGE = 2,    /* the command line */
    CLIENT_SILENT = 3,   /* no answer in time */
    CLIENT_REFUSED = 4,  /* the server answered with an error */
    CLIENT_MISMATCH = 5, /* what the server holds is not what was sent */
};

/** A client. */
struct client {
    struct tty tty;
    uint8_t sequence;       /* of the next request */
    uint32_t timeout_ms;    /* for an answer */
    unsigned tries;         /* of a request, > 0 */
    uint32_t line_delay_ms; /* between the lines of a packet */
    bool is_gone;           /* the port went away while an answer was due */
    bool is_verbose;        /* show what arrives outside packets */
    const uint8_t *answer;  /* what came last, in .frame */
    uint32_t answer_len;
    struct frame frame;
    uint8_t input[4096]; /* read and not yet taken */
    size_t input_len;
    size_t input_at;
};

/**
 * Greets a port: ends a line that somebody left half sent, and throws away
 * what is waiting.
 *
 * @param[in,out] client  client whose .tty is open
 * @param[out]    why     on failure: the reason
 *
 * @retval CLIENT_DONE    done
 * @retval CLIENT_FAILED  the port is gone or takes no bytes
 */
MUST_USE enum client_end client_greet(struct client *client, struct why *why);

/**
 * Sends a request that was ended.
 *
 * @param[in,out] client  client
 * @param[in]     packet  request
 * @param[out]    why     on failure: the reason
 *
 * @retval CLIENT_DONE    sent
 * @retval CLIENT_FAILED  the port is gone or takes no more
 */
MUST_USE enum client_end client_send(struct client *client,
                                     const struct packet *packet,
                                     struct why *why);

/**
 * Waits for the answer to a request.
 *
 * @param[in,out] client      client
 * @param[in]     packet      request that was sent
 * @param[in]     timeout_ms  after the request has left the port
 * @param[out]    answer      its map; lives until the next call
 * @param[out]    why         on failure: the reason
 *
 * @retval CLIENT_DONE     it came, whatever it says
 * @retval CLIENT_SILENT   it did not
 * @retval CLIENT_FAILED   the port is gone
 * @retval CLIENT_REFUSED  it is no map
 */
MUST_USE enum client_end client_wait(struct client *client,
                                     const struct packet *packet,
                                     uint32_t timeout_ms, struct item *answer,
                                     struct why *why);

/**
 * Asks: ends a request, sends it and waits, as often as .tries says.
 *
 * @param[in,out] client  client
 * @param[in,out] packet  request from client_begin(), with its map written
 * @param[out]    answer  its map; lives until the next call
 * @param[out]    why     on failure: the reason
 *
 * @retval CLIENT_DONE     answered without an error
 * @retval CLIENT_REFUSED  answered with an error
 * @retval other           as client_send() and client_wait()
 */
MUST_USE enum client_end client_ask(struct client *client,
                                    struct packet *packet, struct item *answer,
                                    struct why *why);

/**
 * Starts a request with the next number.
 *
 * @param[in,out] client  client
 * @param[out]    packet  request
 * @param[in]     kind    what it is about
 */
void client_begin(struct client *client, struct packet *packet,
                  struct packet_kind kind);

/**
 * Says that the server refused a request, and why.
 *
 * @param[in]  answer  with an error
 * @param[in]  error   from codes_find()
 * @param[out] why     sentence
 *
 * @retval CLIENT_REFUSED  always
 */
enum client_end client_say_refused(const struct item *answer,
                                   const struct codes_error *error,
                                   struct why *why);

#endif
