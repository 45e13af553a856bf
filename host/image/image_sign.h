/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How each type of key signs an image: which hashes go with it, which TLV
 * carries its signature, what exactly is signed. Neither reads nor writes
 * images.
 */
#ifndef HOST_IMAGE_IMAGE_SIGN_H
#define HOST_IMAGE_IMAGE_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/image/sha.h"
#include "host/keys/key.h"

/** The two things that a signature may be over. */
struct image_cover {
    const uint8_t *bytes;  /* header, payload, protected TLVs */
    size_t len;            /* bytes */
    const uint8_t *digest; /* of the bytes, digest_len of them */
    size_t digest_len;
    bool pure; /* Ed25519: over the bytes, not the digest */
};

/**
 * Chooses the hash of an image.
 *
 * @param[in]  key   key that will sign; NULL: none
 * @param[in]  pure  signature over the image itself
 * @param[in]  asked SHA_AUTO: what suits the key
 * @param[out] sha   hash, never SHA_AUTO
 * @param[out] why   on failure: the reason
 *
 * @retval true   chosen
 * @retval false  the key does not go with that hash, does not sign at all, or
 *                not in the pure way
 *
 * @source SPEC, "Image tool: hash of an image"
 */
MUST_USE bool image_sign_choose(const struct key *key, bool pure,
                                enum sha asked, enum sha *sha, struct why *why);

/**
 * Tells whether an image signed by a key may have a hash of this kind.
 *
 * @param[in] key   key
 * @param[in] pure  signature over the image itself
 * @param[in] sha   hash, not SHA_AUTO
 *
 * @retval true  it may
 */
MUST_USE bool image_sign_allows(const struct key *key, bool pure, enum sha sha);

/**
 * Returns the TLV type of a key's signatures.
 *
 * @param[in] type  type of key
 *
 * @retval type  TLV_RSA2048 ... TLV_ED25519
 * @retval 0     the key does not sign
 */
MUST_USE uint16_t image_sign_tlv_type(enum key_type type);

/**
 * Signs.
 *
 * @param[in]  key        private key
 * @param[in]  cover      what to sign
 * @param[out] signature  bytes
 * @param[out] why        on failure: the reason
 *
 * @retval n  bytes of signature
 * @retval 0  failed
 */
MUST_USE size_t image_sign(const struct key *key,
                           const struct image_cover *cover,
                           uint8_t signature[KEY_SIGNATURE_MAX],
                           struct why *why);

/**
 * Checks a signature.
 *
 * @param[in] key        public or private key
 * @param[in] cover      what was signed
 * @param[in] signature  len bytes; zeros may follow an ECDSA signature
 * @param[in] len        bytes
 *
 * @retval true   good
 * @retval false  bad
 */
MUST_USE bool image_sign_verify(const struct key *key,
                                const struct image_cover *cover,
                                const uint8_t *signature, size_t len);

/**
 * Returns the length to which ECDSA signatures are padded on demand.
 *
 * @param[in] type  type of key
 *
 * @retval bytes  72 or 103
 * @retval 0      signatures of this key have one length
 */
MUST_USE size_t image_sign_padded_len(enum key_type type);

#endif
