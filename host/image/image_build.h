/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds an image in memory: header, payload, protected TLVs, hash, key and
 * signature, as the image tool writes them. Knows no files and no command line;
 * padding to a slot is image_pad.h. Neither encrypts nor compresses.
 *
 *     struct image_spec spec = image_spec_default();
 *     spec.input = payload;
 *     spec.input_len = payload_len;
 *     spec.version = (struct version){1, 2, 3, 4};
 *     spec.key = &key;                            or NULL: hash only
 *     image_build(&spec, &out, &made, &why)
 */
#ifndef HOST_IMAGE_IMAGE_BUILD_H
#define HOST_IMAGE_IMAGE_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/image/buffer.h"
#include "host/image/dependency_text.h"
#include "host/image/sha.h"
#include "host/image/version_text.h"
#include "host/keys/key.h"

/** A protected TLV of the user's own. */
struct image_custom {
    uint16_t type;       /* TLV_CUSTOM_MIN .. TLV_CUSTOM_MAX */
    const uint8_t *data; /* len bytes; may be NULL if len is 0 */
    size_t len;          /* bytes, 0 .. 0xffff */
};

/** Everything that an image is made of; start with image_spec_default(). */
struct image_spec {
    const uint8_t *input; /* payload, or without pad_header: header area too */
    size_t input_len;     /* bytes */
    size_t header_len;    /* bytes, IMAGE_HEADER_LEN .. 0xffff */
    bool pad_header;      /* put the header area before the input */
    uint8_t erased;       /* fills what the header leaves of its area */
    bool big_endian;      /* byte order of header and TLVs */
    struct version version;
    uint32_t load_addr;
    uint32_t flags; /* IMAGE_FLAG_* */

    bool has_counter;
    uint32_t counter;        /* security counter */
    const char *boot_record; /* software type; NULL: no boot record */
    const struct dependency *dependencies; /* dependency_count of them */
    size_t dependency_count;
    const uint8_t *vendor_uuid;         /* 16 bytes; NULL: none */
    const uint8_t *class_uuid;          /* 16 bytes; NULL: none */
    const struct image_custom *customs; /* custom_count of them */
    size_t custom_count;

    const struct key *key; /* signs; NULL: the image has only a hash */
    /* Made elsewhere, by the private half of key; NULL: key signs here. */
    const uint8_t *fixed_signature;
    size_t fixed_signature_len;    /* bytes */
    enum sha sha;                  /* SHA_AUTO: what the key wants */
    bool pure;                     /* Ed25519 over the image, not its hash */
    bool full_key;                 /* the key itself in place of its hash */
    bool pad_signature;            /* ECDSA signatures of constant length */
    const struct sha_watch *watch; /* told while hashing; NULL: nobody */
};

/** What image_build() found out on the way. */
struct image_made {
    size_t signed_len; /* bytes from the start that hash and signature cover */
    enum sha sha;      /* never SHA_AUTO */
    uint8_t digest[SHA_LEN_MAX];          /* sha_len(sha) bytes */
    uint8_t signature[KEY_SIGNATURE_MAX]; /* as it stands in the TLV */
    size_t signature_len;                 /* bytes; 0: not signed */
};

/**
 * Returns the usual image: header of 32 bytes before the input, erased value
 * 0xff, little-endian, version 0.0.0+0, unsigned.
 *
 * @retval spec  input and input_len are to be set
 */
MUST_USE struct image_spec image_spec_default(void);

/**
 * Appends an image.
 *
 * @param[in]     spec  what to build
 * @param[in,out] out   image; must be empty
 * @param[out]    made  digest and signature
 * @param[out]    why   on failure: the reason
 *
 * @retval true   built
 * @retval false  spec contradicts itself or does not fit the format, the key
 *                does not sign, or memory ran out; out is not an image
 *
 * @source SPEC, "Image header", "TLV areas", "Signatures"
 */
MUST_USE bool image_build(const struct image_spec *spec, struct buffer *out,
                          struct image_made *made, struct why *why);

/**
 * Appends only what hash and signature cover: header, payload and protected
 * TLVs. For signing elsewhere.
 *
 * @param[in]     spec  what to build
 * @param[in,out] out   bytes to sign; must be empty
 * @param[out]    made  digest; no signature
 * @param[out]    why   on failure: the reason
 *
 * @retval true   built
 * @retval false  as image_build()
 */
MUST_USE bool image_build_covered(const struct image_spec *spec,
                                  struct buffer *out, struct image_made *made,
                                  struct why *why);

#endif
