/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool sign`, also called `create`: makes an image of a program, signed or
 * with only a hash. Options are sign_table.c, what they mean sign_plain.c and
 * sign_files.c, the bytes host/image.
 */
#include "host/imgtool/sign.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "host/image/image_format.h"
#include "host/image/image_sign.h"
#include "host/imgtool/image_input.h"
#include "host/imgtool/imgtool.h"

#define MAGIC_LEN 4

static bool starts_with_magic(const struct image_input *input)
{
    uint8_t big[MAGIC_LEN] = {0x96, 0xf3, 0xb8, 0x3d};

    return input->len >= MAGIC_LEN &&
           (le32(input->bytes) == IMAGE_MAGIC ||
            memcmp(input->bytes, big, MAGIC_LEN) == 0);
}

/* An image inside an image never boots, and signing one is a mistake. */
static int check_unsigned(const struct cli_args *args,
                          const struct sign_request *request,
                          const struct image_input *input)
{
    const struct image_spec *spec = &request->spec;
    bool is_image = starts_with_magic(input);

    if (spec->pad_header && is_image) {
        return cli_usage_error(args,
                               "%s already has an image header, so it is "
                               "signed already; give the program that it was "
                               "made of",
                               request->in_path);
    }
    if (spec->pad_header) {
        return CLI_EXIT_OK;
    }
    size_t len = input->len < spec->header_len ? input->len : spec->header_len;
    if (!bytes_are(input->bytes, 0, len)) {
        return cli_usage_error(
            args,
            "Header padding was not requested and image does not start with "
            "zeros%s",
            is_image ? "; it already has an image header, so it is signed "
                       "already"
                     : "");
    }
    return CLI_EXIT_OK;
}

/* Where the header goes in Intel HEX: -x, or before the first input byte. */
static int place_header(const struct cli_args *args,
                        struct sign_request *request,
                        const struct image_input *input)
{
    uint32_t base = input->hex.base;
    size_t header_len = request->spec.header_len;

    if (!path_is_hex(request->out_path) || request->has_addr) {
        return CLI_EXIT_OK;
    }
    if (!input->is_hex) {
        return cli_usage_error(args, "No address exists in input file neither "
                                     "was it provided by user");
    }
    request->addr = base;
    if (!request->spec.pad_header || base == 0) {
        return CLI_EXIT_OK; /* at 0 the header stays and the payload moves up */
    }
    if (base < header_len) {
        return cli_usage_error(args,
                               "%s starts at address 0x%" PRIx32
                               ", which leaves no room for a header of %zu "
                               "bytes before it; see -x",
                               request->in_path, base, header_len);
    }
    request->addr = base - header_len;
    return CLI_EXIT_OK;
}

/* What is allowed, and yet may not be what was meant. */
static void warn(const struct sign_request *request,
                 const struct image_input *input)
{
    const struct ihex_content *hex = &input->hex;

    if (request->pad && request->vector != SIGN_VECTOR_NONE) {
        (void)fputs("Warning: padding goes into what is to be signed; a "
                    "signature of it fits no image: leave --pad, --test and "
                    "--confirm to the last step\n",
                    stderr);
    }
    if (hex->gap_count > 0) {
        (void)fprintf(stderr,
                      "Warning: %s has %zu gap%s, the first at address "
                      "0x%" PRIx32 "; %zu bytes filled with 0xff\n",
                      request->in_path, hex->gap_count,
                      hex->gap_count == 1 ? "" : "s", hex->gap_addr,
                      hex->gap_len);
    }
}

/* What build scripts see on standard output. */
static void tell_done(const struct sign_request *request)
{
    const struct image_spec *spec = &request->spec;

    if (request->vector != SIGN_VECTOR_NONE) {
        (void)printf("image.py: export %s\n",
                     request->vector == SIGN_VECTOR_DIGEST ? "digest"
                                                           : "payload");
    } else if (spec->key != NULL && spec->fixed_signature == NULL) {
        (void)printf("image.py: sign the %s\n",
                     spec->key->type == KEY_ED25519 ? "digest" : "payload");
    }
}

/* The image, or what has to be signed elsewhere. */
static bool make_result(const struct sign_request *request,
                        struct buffer *result, struct image_made *made,
                        struct why *why)
{
    if (request->vector == SIGN_VECTOR_NONE) {
        return image_build(&request->spec, result, made, why);
    }
    if (!image_build_covered(&request->spec, result, made, why)) {
        return false;
    }
    if (request->vector == SIGN_VECTOR_DIGEST) {
        result->len = 0;
        buffer_add(result, made->digest, sha_len(made->sha));
    }
    return true;
}

static int build_and_write(const struct cli_args *args,
                           struct sign_request *request)
{
    struct buffer result = {0};
    struct image_made made;
    struct why why;
    int status = CLI_EXIT_OK;

    bool done = make_result(request, &result, &made, &why);
    progress_end(&request->progress);
    if (!done) {
        status = cli_fail("%s", why.text);
    } else if (request->vector == SIGN_VECTOR_NONE &&
               !image_fits(&request->slot, result.len, &why)) {
        status = cli_usage_error(args, "%s", why.text);
    } else if (!sign_output_write(request, &result, &made, &why)) {
        status = cli_fail("%s", why.text);
    } else {
        tell_done(request);
    }
    buffer_free(&result);
    return status;
}

static int sign_input(const struct cli_args *args, struct sign_request *request,
                      const struct image_input *input)
{
    int status = check_unsigned(args, request, input);

    if (status == CLI_EXIT_OK) {
        status = place_header(args, request, input);
    }
    if (status != CLI_EXIT_OK) {
        return status;
    }
    warn(request, input);
    request->spec.input = input->bytes;
    request->spec.input_len = input->len;
    request->spec.watch = &request->watch;
    return build_and_write(args, request);
}

static int sign(const struct cli_args *args, struct sign_request *request)
{
    struct image_input input;
    struct why why;

    int status = sign_plain_read(args, request);
    if (status == CLI_EXIT_OK) {
        status = sign_files_read(args, request);
    }
    if (status != CLI_EXIT_OK) {
        return status;
    }
    request->watch = progress_start(&request->progress, "hashing");
    status = image_input_read(request->in_path, &input, &why)
                 ? sign_input(args, request, &input)
                 : cli_fail("%s", why.text);
    image_input_free(&input);
    return status;
}

static int run(const struct cli_args *args)
{
    struct sign_request request;

    memset(&request, 0, sizeof(request));
    int status = sign(args, &request);
    sign_request_free(&request);
    return status;
}

#define SIGN_SUMMARY "Create a signed or unsigned image"
#define SIGN_HELP                                                              \
    SIGN_SUMMARY                                                               \
    "\nINFILE and OUTFILE are Intel HEX if their names end in .hex, else raw " \
    "binary files"

static const struct cli_argument arguments[] = {
    {.name = "INFILE"},
    {.name = "OUTFILE"},
};

const struct cli_command imgtool_sign = {
    .name = "sign",
    .summary = SIGN_SUMMARY,
    .help = SIGN_HELP,
    .options = sign_options,
    .option_count = SIGN_OPTION_COUNT,
    .arguments = arguments,
    .argument_count = sizeof(arguments) / sizeof(arguments[0]),
    .run = run,
};

const struct cli_command imgtool_create = {
    .name = "create",
    .summary = SIGN_SUMMARY,
    .help = SIGN_HELP,
    .options = sign_options,
    .option_count = SIGN_OPTION_COUNT,
    .arguments = arguments,
    .argument_count = sizeof(arguments) / sizeof(arguments[0]),
    .run = run,
};
