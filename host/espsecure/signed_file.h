/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file signed for Secure Boot V2: data padded to whole sectors, then one
 * sector with up to three signature blocks. Reads and extends such contents in
 * memory; blocks themselves are sigblock.h's business.
 */
#ifndef HOST_ESPSECURE_SIGNED_FILE_H
#define HOST_ESPSECURE_SIGNED_FILE_H

#include "host/espsecure/sigblock.h"
#include "host/files/file.h"

/** Data with room for their sector; release by signed_file_free(). */
struct signed_file {
    uint8_t *bytes;          /* data, padding, sector */
    size_t data_len;         /* bytes that are signed, whole sectors */
    size_t added_len;        /* bytes of padding that were added */
    bool used[SIGBLOCK_MAX]; /* blocks whose form is good */
    size_t count;            /* of them */
};

/**
 * Tells whether a content ends with a sector of signature blocks.
 *
 * @param[in] content  of a file
 *
 * @retval true   one of the blocks in its last sector has a good form, and
 *                data stand before it
 */
MUST_USE bool signed_file_is(const struct file *content);

/**
 * Takes a signed content apart.
 *
 * @param[out] it       file
 * @param[in]  content  signed_file_is()
 * @param[out] why      on failure: the reason
 *
 * @retval true   taken
 * @retval false  no memory
 */
MUST_USE bool signed_file_take(struct signed_file *it,
                               const struct file *content, struct why *why);

/**
 * Prepares data to be signed: pads them with 0xff, with an empty sector.
 *
 * @param[out] it    file
 * @param[in]  data  the data, at least one byte
 * @param[out] why   on failure: the reason
 *
 * @retval true   prepared
 * @retval false  no data, or no memory
 */
MUST_USE bool signed_file_begin(struct signed_file *it,
                                const struct file_data *data, struct why *why);

/**
 * Returns a block of the sector.
 *
 * @param[in] it   file
 * @param[in] nth  0 .. SIGBLOCK_MAX - 1
 *
 * @retval block  SIGBLOCK_LEN bytes
 */
MUST_USE uint8_t *signed_file_block(const struct signed_file *it, size_t nth);

/**
 * Tells which of the blocks sign the data as they are now.
 *
 * @param[in] it   file
 * @param[in] nth  a block whose form is good
 *
 * @retval true  the digest in it is that of the data
 */
MUST_USE bool signed_file_matches(const struct signed_file *it, size_t nth);

/**
 * Signs the data once more, in the first block that is not used.
 *
 * @param[in,out] it         file
 * @param[in]     key        private key; with a signature, public suffices
 * @param[in]     signature  made elsewhere, big-endian; NULL: sign
 * @param[out]    why        on failure: the reason
 *
 * @retval true   a block was added
 * @retval false  no room, or what sigblock_make() says
 */
MUST_USE bool signed_file_add(struct signed_file *it, const struct key *key,
                              const uint8_t *signature, struct why *why);

/**
 * Returns what is to be written.
 *
 * @param[in] it  file
 *
 * @retval data  data, padding and sector; lives as long as it
 */
MUST_USE struct file_data signed_file_data(const struct signed_file *it);

/**
 * Releases a file.
 *
 * @param[in,out] it  from signed_file_take() or signed_file_begin(), or zero
 */
void signed_file_free(struct signed_file *it);

#endif
