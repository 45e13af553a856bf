/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SMP messages: the 8-byte header, the codes of errors, and which function
 * answers which command. Each request gets one answer, or none if it is no
 * request.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef RECOVERY_SMP_H
#define RECOVERY_SMP_H

#include <stdbool.h>
#include <stdint.h>

#include "recovery/cbor.h"

#define SMP_HEADER_LEN 8
#define SMP_ANSWER_LEN 1024 /* bytes of the longest answer, with its header */
#define SMP_REASON_LEN 32   /* bytes of the longest reason, with its 0 */

/** What a request wants done. */
enum smp_op {
    SMP_READ = 0,
    SMP_WRITE = 2,
};

/** The codes that clients know, "rc"; no other number is ever sent. */
enum smp_rc {
    SMP_OK = 0,
    SMP_UNKNOWN = 1, /* the flash failed */
    SMP_NO_MEMORY = 2,
    SMP_INVALID = 3,
    SMP_NO_ENTRY = 5,
    SMP_BAD_STATE = 6,
    SMP_TOO_LARGE = 7,
    SMP_NOT_SUPPORTED = 8,
    SMP_CORRUPT = 9,
    SMP_DENIED = 11,
    SMP_TOO_NEW = 13,
};

/** A request; the payload lies in the received packet. */
struct smp_request {
    enum smp_op op;
    uint8_t version; /* 0: SMP v1, 1: SMP v2 */
    uint16_t group;
    uint8_t sequence;
    uint8_t id;
    const uint8_t *payload;
    uint32_t len; /* bytes; 0 is allowed */
};

/**
 * An answer that a command writes: one map, or nothing at all for success that
 * has nothing to say. With an error what it wrote is dropped.
 */
struct smp_answer {
    struct cbor_writer out;
    const char *reason; /* of an error, up to 31 characters; NULL: none */
};

struct recovery;

/**
 * Handles a message: finds the command, lets it answer, and writes the answer
 * with its header.
 *
 * @param[in,out] r        recovery
 * @param[in]     message  len bytes
 * @param[in]     len      bytes
 * @param[out]    answer   SMP_ANSWER_LEN bytes of room
 *
 * @retval bytes of the answer; 0: it was no request, stay silent
 */
MUST_USE uint32_t smp_handle(struct recovery *r, const uint8_t *message,
                             uint32_t len, uint8_t *answer);

#endif
