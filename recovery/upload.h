/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An upload: from the first packet, which is checked in full before anything
 * is erased, to the image that is verified as a boot would and, if it was
 * staged, asked for as a permanent update. Sectors are erased ahead of the data
 * and written behind it, between requests.
 *
 * L1  Nothing is erased before the first packet has been checked completely.
 * L2  The first unit of the image is written last: until then the slot is
 *     empty to everyone.
 * L3  What "off" acknowledged may be lost by a cut; what the journal holds may
 *     not, and a matching first packet goes on from there.
 * L4  Whether an image is good is said by core, never here.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef RECOVERY_UPLOAD_H
#define RECOVERY_UPLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/config.h"
#include "iface/hash.h"
#include "recovery/reason.h"
#include "recovery/smp.h"
#include "recovery/writer.h"

/** What an upload is known by, and the key of its journal. */
struct upload_identity {
    uint32_t len;          /* bytes of the file */
    uint8_t number;        /* as clients number targets, 1 .. */
    uint8_t sha_len;       /* 0: none was sent */
    uint8_t zero[26];      /* compared too */
    uint8_t sha[HASH_LEN]; /* as sent, zeros behind it */
    uint8_t head[WRITER_HEAD_LEN];
};

/** How far an upload is. */
enum upload_stage {
    UPLOAD_NONE = 0,
    UPLOAD_RUNNING,
    UPLOAD_COMPLETE, /* repeats of its first and last packet are answered */
};

/** An upload; zeroed: none. */
struct upload {
    enum upload_stage stage;
    struct upload_identity identity;
    uint8_t image; /* 0 .. image_count - 1 */
    enum slot slot;
    char reason[REASON_LEN]; /* of the last refusal */
    struct writer writer;    /* last: what is near is cheap to reach */
};

/**
 * Answers an upload request (group 1, id 1).
 *
 * @param[in,out] r        recovery
 * @param[in]     request  request
 * @param[in,out] answer   answer
 *
 * @retval code
 */
MUST_USE enum smp_rc upload_handle(struct recovery *r,
                                   const struct smp_request *request,
                                   struct smp_answer *answer);

/**
 * Does a piece of the work between requests, some tens of milliseconds.
 *
 * @param[in,out] u  upload
 *
 * @retval true   there may be more to do
 * @retval false  nothing to do
 */
MUST_USE bool upload_work(struct upload *u);

#endif
