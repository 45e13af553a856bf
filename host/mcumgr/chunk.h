/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The map of an upload request: as much of a file as a message has room for.
 * Keys and their order are the Go tool's, so that what is known to work with a
 * server works with it: data, image, len, off, sha, upgrade. "image" is in
 * every packet, since old servers take it from each.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef HOST_MCUMGR_CHUNK_H
#define HOST_MCUMGR_CHUNK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "recovery/cbor.h"

#define CHUNK_SHA_LEN  32
#define CHUNK_DATA_MIN 32 /* bytes: servers look at the header at once */

/** A file that is uploaded. */
struct chunk_file {
    const uint8_t *bytes;
    uint32_t len; /* bytes, > 0 */
    uint8_t sha[CHUNK_SHA_LEN];
    bool has_sha;
    bool is_upgrade; /* ask the server to refuse an older version */
    uint32_t image;  /* number of the target */
};

/**
 * Writes a request's map. In the first packet the hash gives way where it
 * would leave too little room for data.
 *
 * @param[in]     file         file
 * @param[in]     off          where the data begins, < file->len
 * @param[in]     message_max  bytes of header and map
 * @param[in,out] body         empty
 *
 * @retval bytes of the file in it; 0: message_max has no room for any
 */
MUST_USE uint32_t chunk_put(const struct chunk_file *file, uint32_t off,
                            uint32_t message_max, struct cbor_writer *body);

#endif
