/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signature blocks of Secure Boot V2 with RSA-3072: built, read and verified
 * byte by byte as SPEC, "Secure Boot V2" draws them. Where blocks stand in a
 * file is signed_file.h's business, which of them a ROM accepts the ROM
 * model's; nothing here reads files.
 */
#ifndef HOST_ESPSECURE_SIGBLOCK_H
#define HOST_ESPSECURE_SIGBLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/keys/key.h"

#define SIGBLOCK_LEN           1216U
#define SIGBLOCK_MAX           3U    /* blocks in a sector, back to back */
#define SIGBLOCK_SECTOR_LEN    4096U /* bytes; blocks and 0xff */
#define SIGBLOCK_DIGEST_LEN    32U   /* SHA-256 */
#define SIGBLOCK_SIGNATURE_LEN 384U
#define SIGBLOCK_MAGIC         0xe7

/* Where the fields stand. */
#define SIGBLOCK_OFF_VERSION   1U
#define SIGBLOCK_OFF_DIGEST    4U
#define SIGBLOCK_OFF_MODULUS   36U
#define SIGBLOCK_OFF_SIGNATURE 812U
#define SIGBLOCK_OFF_CRC       1196U

/** What a block is at first sight; its signature is not looked at. */
enum sigblock_form {
    SIGBLOCK_GOOD,
    SIGBLOCK_NO_MAGIC,    /* absent: erased flash, or no block */
    SIGBLOCK_BAD_VERSION, /* not RSA-3072 */
    SIGBLOCK_BAD_CRC,
};

/**
 * Looks at magic, version and CRC.
 *
 * @param[in] block  SIGBLOCK_LEN bytes
 *
 * @retval form  the first of them that is wrong
 */
MUST_USE enum sigblock_form sigblock_form(const uint8_t block[SIGBLOCK_LEN]);

/**
 * Computes the CRC that should stand in a block.
 *
 * @param[in] block  SIGBLOCK_LEN bytes
 *
 * @retval CRC-32 of the bytes before SIGBLOCK_OFF_CRC
 */
MUST_USE uint32_t sigblock_crc(const uint8_t block[SIGBLOCK_LEN]);

/**
 * Computes the digest of the public key in a block, which a chip holds in its
 * eFuses.
 *
 * @param[in]  block   SIGBLOCK_LEN bytes
 * @param[out] digest  SHA-256
 *
 * @retval true   done
 * @retval false  the crypto library failed
 */
MUST_USE bool sigblock_key_digest(const uint8_t block[SIGBLOCK_LEN],
                                  uint8_t digest[SIGBLOCK_DIGEST_LEN]);

/**
 * Computes the same digest from a key.
 *
 * @param[in]  key     public or private key
 * @param[out] digest  SHA-256
 * @param[out] why     on failure: the key is not RSA-3072
 *
 * @retval true   done
 * @retval false  see why
 */
MUST_USE bool sigblock_digest_of(const struct key *key,
                                 uint8_t digest[SIGBLOCK_DIGEST_LEN],
                                 struct why *why);

/**
 * Tells whether a block holds a key.
 *
 * @param[in] block  SIGBLOCK_LEN bytes
 * @param[in] key    key of any type
 *
 * @retval true  its modulus stands in the block
 */
MUST_USE bool sigblock_holds(const uint8_t block[SIGBLOCK_LEN],
                             const struct key *key);

/** Data, and what signs them. */
struct sigblock_parts {
    const struct key *key;    /* RSA-3072, public or private */
    const uint8_t *data;      /* data_len bytes, as they are signed */
    size_t data_len;          /* bytes */
    const uint8_t *signature; /* made elsewhere, big-endian; NULL: sign */
};

/**
 * Makes a block.
 *
 * @param[out] block  SIGBLOCK_LEN bytes
 * @param[in]  parts  key and data
 * @param[out] why    on failure: the reason
 *
 * @retval true   made, and verified
 * @retval false  the key is not RSA-3072, is public and has to sign, or the
 *                signature made elsewhere is not of this key and these data
 */
MUST_USE bool sigblock_make(uint8_t block[SIGBLOCK_LEN],
                            const struct sigblock_parts *parts,
                            struct why *why);

/**
 * Verifies the signature in a block with the key in it: both numbers derived
 * from the modulus, and the signature of the data. The form must be good.
 *
 * @param[in] block  SIGBLOCK_LEN bytes
 * @param[in] data   len bytes; their SHA-256 stands in the block
 * @param[in] len    bytes
 *
 * @retval true   good
 * @retval false  another digest, another exponent than 65537, a wrong number,
 *                or a bad signature
 */
MUST_USE bool sigblock_verify(const uint8_t block[SIGBLOCK_LEN],
                              const uint8_t *data, size_t len);

#endif
