/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the options of `imgtool sign` that name files: keys, custom TLVs and
 * signatures made elsewhere.
 */
#include <string.h>

#include "host/image/image_sign.h"
#include "host/imgtool/base64_file.h"
#include "host/imgtool/sign.h"
#include "host/keys/keyfile.h"

static int load_key(const char *path, struct sign_request *request)
{
    struct why why;

    if (!keyfile_load(path, &request->key, &why)) {
        return cli_fail("%s", why.text);
    }
    if (image_sign_tlv_type(request->key.type) == 0) {
        return cli_fail("%s holds a key of type %s, which cannot sign images",
                        path, key_type_name(request->key.type));
    }
    request->spec.key = &request->key;
    return CLI_EXIT_OK;
}

static int read_key(const struct cli_args *args, struct sign_request *request)
{
    const char *path = cli_text(args, SIGN_KEY);

    if (path == NULL) {
        return CLI_EXIT_OK;
    }
    int status = load_key(path, request);
    if (status == CLI_EXIT_OK && !request->key.is_private) {
        return cli_usage_error(args, "Cannot sign with a public-only PEM; "
                                     "signing requires the private key.");
    }
    return status;
}

static int report(const struct cli_args *args, enum custom_tlv result,
                  const struct why *why)
{
    switch (result) {
    case CUSTOM_TLV_ADDED:
        return CLI_EXIT_OK;
    case CUSTOM_TLV_REFUSED:
        return cli_usage_error(args, "%s", why->text);
    case CUSTOM_TLV_BROKEN:
    default:
        return cli_fail("%s", why->text);
    }
}

typedef enum custom_tlv (*custom_tlv_adder)(struct custom_tlvs *tlvs,
                                            const char *tag, const char *value,
                                            struct why *why);

static int add_customs(const struct cli_args *args, enum sign_option option,
                       custom_tlv_adder adder, struct custom_tlvs *tlvs)
{
    for (size_t i = 0; i < cli_count(args, option); i++) {
        const struct cli_given *given = cli_nth(args, option, i);
        struct why why;
        enum custom_tlv result = adder(tlvs, given->value, given->second, &why);
        if (result != CUSTOM_TLV_ADDED) {
            return report(args, result, &why);
        }
    }
    return CLI_EXIT_OK;
}

static int read_customs(const struct cli_args *args,
                        struct sign_request *request)
{
    struct custom_tlvs *tlvs = &request->customs;
    int status = add_customs(args, SIGN_CUSTOM_TLV, custom_tlv_add_value, tlvs);

    if (status == CLI_EXIT_OK) {
        status =
            add_customs(args, SIGN_CUSTOM_TLV_FILE, custom_tlv_add_file, tlvs);
    }
    request->spec.customs = tlvs->list;
    request->spec.custom_count = tlvs->count;
    return status;
}

static int load_fixed(const struct cli_args *args, struct sign_request *request)
{
    struct buffer *signature = &request->fixed_signature;
    struct why why;

    if (!base64_file_read(cli_text(args, SIGN_FIX_SIG), signature, &why)) {
        return cli_fail("%s", why.text);
    }
    request->spec.fixed_signature = signature->data;
    request->spec.fixed_signature_len = signature->len;
    return load_key(cli_text(args, SIGN_FIX_SIG_PUBKEY), request);
}

static int read_fixed(const struct cli_args *args, struct sign_request *request)
{
    if (!cli_given(args, SIGN_FIX_SIG)) {
        return CLI_EXIT_OK; /* its key alone means nothing */
    }
    if (!cli_given(args, SIGN_FIX_SIG_PUBKEY)) {
        return cli_usage_error(
            args, "public key of the fixed signature is not specified");
    }
    if (cli_given(args, SIGN_KEY)) {
        return cli_usage_error(args, "Can not sign using key and provide "
                                     "fixed-signature at the same time");
    }
    return load_fixed(args, request);
}

static int check_together(const struct cli_args *args,
                          const struct sign_request *request)
{
    const struct image_spec *spec = &request->spec;
    enum sha sha = SHA_AUTO;
    struct why why;

    if (!image_sign_choose(spec->key, spec->pure, spec->sha, &sha, &why)) {
        return cli_usage_error(args, "%s", why.text);
    }
    if (request->signature_path != NULL &&
        (spec->key == NULL || request->vector != SIGN_VECTOR_NONE)) {
        return cli_fail("there is no signature for --sig-out %s: %s",
                        request->signature_path,
                        spec->key == NULL ? "give a key with -k"
                                          : "drop --vector-to-sign");
    }
    return CLI_EXIT_OK;
}

int sign_files_read(const struct cli_args *args, struct sign_request *request)
{
    int status = read_key(args, request);

    if (status == CLI_EXIT_OK) {
        status = read_customs(args, request);
    }
    if (status == CLI_EXIT_OK) {
        status = read_fixed(args, request);
    }
    return status == CLI_EXIT_OK ? check_together(args, request) : status;
}

void sign_request_free(struct sign_request *request)
{
    custom_tlv_free(&request->customs);
    buffer_free(&request->fixed_signature);
    key_wipe(&request->key);
}
