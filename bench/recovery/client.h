/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clients that upload a file, as data: what each sends with its settings, and
 * that it waits for each answer. They think in no time, but for the pauses
 * that one of them makes.
 *
 * Source: SPEC, Serial recovery; the clients' sources.
 */
#ifndef BENCH_RECOVERY_CLIENT_H
#define BENCH_RECOVERY_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "bench/recovery/wire.h"
#include "iface/hash.h"

/** What a client sends. */
struct client_model {
    const char *name;
    uint32_t first_len;     /* data bytes of the first request */
    uint32_t next_len;      /* .. of the others */
    const char *first_keys; /* initials of data, image, len, off, sha, upgrade,
                               in the order sent */
    const char *next_keys;
    uint8_t version;   /* 0: SMP v1, 1: SMP v2 */
    uint32_t pause_ms; /* from one line of a request to the next one */
};

/** A client at work; zero it but for model, wire, file and len. */
struct client {
    const struct client_model *model;
    struct wire *wire;
    const uint8_t *file;
    uint32_t len;          /* bytes of the file */
    uint8_t sha[HASH_LEN]; /* of the file */
    uint32_t off;          /* bytes that were acknowledged */
    uint32_t asked;        /* where the request on its way ends */
    uint8_t sequence;
    bool failed;         /* an answer was not what it should be */
    uint64_t longest_ns; /* from a request's last bit to the answer's last */
    uint64_t end_ns;     /* when all was acknowledged; 0: not yet */
    char answer[512];    /* characters of the answer that is arriving */
    uint32_t answer_len;
};

/**
 * Begins: sends the first request.
 *
 * @param[in,out] client  model, wire, file and len are set
 */
void client_open(struct client *client);

#endif
