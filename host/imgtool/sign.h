/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of `imgtool sign` share: the table of options (a file by
 * itself, sign_table.c) and the request that a command line makes. sign_plain.c
 * and sign_files.c read it, sign.c builds the image, sign_output.c writes it.
 */
#ifndef HOST_IMGTOOL_SIGN_H
#define HOST_IMGTOOL_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/cli.h"
#include "host/image/image_build.h"
#include "host/image/image_pad.h"
#include "host/image/uuid.h"
#include "host/imgtool/custom_tlv.h"
#include "host/imgtool/progress.h"

/** What to write in place of an image. */
enum sign_vector {
    SIGN_VECTOR_NONE = -1, /* write the image */
    SIGN_VECTOR_PAYLOAD,   /* the bytes that a signature covers */
    SIGN_VECTOR_DIGEST,    /* their hash */
};

/** How padding marks the image, in Intel HEX. */
enum sign_mark {
    SIGN_MARK_NONE,    /* image_ok is not in the file */
    SIGN_MARK_TEST,    /* it is, erased */
    SIGN_MARK_CONFIRM, /* it is, set */
};

/** A command line, understood. Large: not for deep stacks. */
struct sign_request {
    const char *in_path;
    const char *out_path;
    const char *signature_path; /* --sig-out; NULL: none */
    struct image_spec spec;     /* points into the rest */
    struct image_slot slot;
    enum sign_vector vector;
    enum sign_mark mark;
    bool pad;
    bool has_addr; /* of the header in Intel HEX, given or from the input */
    uint64_t addr;

    struct dependency dependencies[DEPENDENCY_COUNT_MAX];
    uint8_t vendor_uuid[UUID_LEN];
    uint8_t class_uuid[UUID_LEN];
    struct custom_tlvs customs;
    struct buffer fixed_signature;
    struct progress progress; /* from reading the input on */
    struct sha_watch watch;
    struct key key; /* wiped by sign_request_free() */
};

/** The options, in the order of the help text. */
enum sign_option {
    SIGN_VID,
    SIGN_CID,
    SIGN_VECTOR,
    SIGN_HMAC_SHA,
    SIGN_SHA,
    SIGN_SIG_OUT,
    SIGN_PURE,
    SIGN_FIX_SIG_PUBKEY,
    SIGN_FIX_SIG,
    SIGN_KEY,
    SIGN_PUBLIC_KEY_FORMAT,
    SIGN_MAX_ALIGN,
    SIGN_ALIGN,
    SIGN_VERSION,
    SIGN_SECURITY_COUNTER,
    SIGN_DEPENDENCIES,
    SIGN_PAD_SIG,
    SIGN_HEADER_SIZE,
    SIGN_PAD_HEADER,
    SIGN_SLOT_SIZE,
    SIGN_PAD,
    SIGN_TEST,
    SIGN_CONFIRM,
    SIGN_MAX_SECTORS,
    SIGN_BOOT_RECORD,
    SIGN_OVERWRITE_ONLY,
    SIGN_ENDIAN,
    SIGN_CLEAR,
    SIGN_COMPRESSION,
    SIGN_ENCRYPT_KEYLEN,
    SIGN_ENCRYPT,
    SIGN_SAVE_ENCTLV,
    SIGN_ROM_FIXED,
    SIGN_LOAD_ADDR,
    SIGN_HEX_ADDR,
    SIGN_ERASED_VAL,
    SIGN_CUSTOM_TLV_FILE,
    SIGN_CUSTOM_TLV,
    SIGN_NON_BOOTABLE,
    SIGN_OPTION_COUNT
};

extern const struct cli_option sign_options[SIGN_OPTION_COUNT];

/**
 * Reads the options whose check needs no file: all but keys, custom TLVs and
 * signatures.
 *
 * @param[in]     args     command line
 * @param[in,out] request  zero
 *
 * @retval CLI_EXIT_OK     read
 * @retval CLI_EXIT_USAGE  they contradict each other, reported
 */
MUST_USE int sign_plain_read(const struct cli_args *args,
                             struct sign_request *request);

/**
 * Reads the options that name files: keys, custom TLVs, signatures.
 *
 * @param[in]     args     command line
 * @param[in,out] request  after sign_plain_read()
 *
 * @retval CLI_EXIT_OK     read
 * @retval CLI_EXIT_USAGE  a mistake on the command line, reported
 * @retval CLI_EXIT_FAIL   a file cannot be used, reported
 */
MUST_USE int sign_files_read(const struct cli_args *args,
                             struct sign_request *request);

/**
 * Writes the result, padded if asked.
 *
 * @param[in]     request  what was asked for
 * @param[in,out] result   image or vector; grows
 * @param[in]     made     signature
 * @param[out]    why      on failure: the reason
 *
 * @retval true   written
 * @retval false  no file left behind
 */
MUST_USE bool sign_output_write(const struct sign_request *request,
                                struct buffer *result,
                                const struct image_made *made, struct why *why);

/**
 * Frees and wipes a request.
 *
 * @param[in,out] request  request
 */
void sign_request_free(struct sign_request *request);

#endif
