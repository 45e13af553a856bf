/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options of `imgtool sign` and the checks that need only their own value.
 * Texts after "Error: " are matched by scripts; see SPEC, "Image tool: sign".
 */
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "host/cli/number.h"
#include "host/image/image_format.h"
#include "host/imgtool/sign.h"

#define VERSION_TEXT                                                           \
    "Invalid version number, should be maj.min.rev+build with later parts "    \
    "optional"
#define RANGE_TEXT                                                             \
    "the parts of a version go up to 255, 255, 65535 and 4294967295"

static const char *const vectors[] = {"payload", "digest", NULL};
static const char *const hmacs[] = {"auto", "256", "512", NULL};
static const char *const shas[] = {"auto", "256", "384", "512", NULL};
static const char *const key_formats[] = {"hash", "full", NULL};
static const char *const max_aligns[] = {"8", "16", "32", NULL};
static const char *const aligns[] = {"1", "2", "4", "8", "16", "32", NULL};
static const char *const endians[] = {"little", "big", NULL};
static const char *const compressions[] = {"disabled", "lzma2", "lzma2armthumb",
                                           NULL};
static const char *const key_lens[] = {"128", "256", NULL};
static const char *const erased_values[] = {"0", "0xff", NULL};

static bool check_version(const char *text, struct why *why)
{
    struct version version;

    switch (version_parse(text, &version)) {
    case VERSION_PARSED:
        return true;
    case VERSION_BAD_RANGE:
        return why_say(why, RANGE_TEXT);
    case VERSION_BAD_GRAMMAR:
    default:
        return why_say(why, VERSION_TEXT);
    }
}

static bool check_dependencies(const char *text, struct why *why)
{
    struct dependency list[DEPENDENCY_COUNT_MAX];
    size_t count = 0;

    switch (dependency_parse(text, list, &count)) {
    case DEPENDENCY_PARSED:
        return true;
    case DEPENDENCY_MISMATCH:
        return why_say(why,
                       "There's a mismatch between the number of dependency "
                       "images\n                and versions in: %s",
                       text);
    case DEPENDENCY_BAD_VERSION:
        return why_say(why, VERSION_TEXT);
    case DEPENDENCY_BAD_RANGE:
        return why_say(why, "image numbers go up to 255, " RANGE_TEXT ": %s",
                       text);
    case DEPENDENCY_TOO_MANY:
        return why_say(why, "more than %d dependencies", DEPENDENCY_COUNT_MAX);
    case DEPENDENCY_BAD_GRAMMAR:
    default:
        return why_say(why, "Image dependency format is invalid: %s", text);
    }
}

static bool check_range(const char *text, int64_t max, struct why *why)
{
    int64_t value = 0;

    /* a text that is no number at all has been refused before */
    if (number_read_based(text, &value) && (value < 0 || value > max)) {
        return why_say(why, "%s is outside 0 to 0x%" PRIx64, text, max);
    }
    return true;
}

static bool check_32_bits(const char *text, struct why *why)
{
    return check_range(text, UINT32_MAX, why);
}

static bool check_not_negative(const char *text, struct why *why)
{
    return check_range(text, INT64_MAX, why);
}

static bool check_sectors(const char *text, struct why *why)
{
    int64_t value = 0;

    if (number_read_decimal(text, &value) &&
        (value < 0 || value > UINT32_MAX)) {
        return why_say(why, "%s is outside 0 to %" PRIu32, text, UINT32_MAX);
    }
    return true;
}

static bool check_header_size(const char *text, struct why *why)
{
    int64_t value = 0;

    if (number_read_based(text, &value) && value < IMAGE_HEADER_LEN) {
        return why_say(why, "Minimum value for -H/--header-size is %d",
                       IMAGE_HEADER_LEN);
    }
    return check_range(text, UINT16_MAX, why);
}

static bool check_counter(const char *text, struct why *why)
{
    int64_t value = 0;

    if (strcasecmp(text, "auto") == 0) {
        return true;
    }
    if (!number_read_based(text, &value)) {
        return why_say(why,
                       "%s is not a valid integer. Please use code literals "
                       "prefixed with 0b/0B, 0o/0O, or 0x/0X as necessary.",
                       text);
    }
    return check_32_bits(text, why);
}

const struct cli_option sign_options[SIGN_OPTION_COUNT] = {
    [SIGN_VID] = {.name = "--vid",
                  .kind = CLI_TEXT,
                  .help = "Vendor: a UUID, or the domain name to make one of"},
    [SIGN_CID] = {.name = "--cid",
                  .kind = CLI_TEXT,
                  .help = "Class of the image: a UUID, or a name that the "
                          "vendor gave it"},
    [SIGN_VECTOR] = {.name = "--vector-to-sign",
                     .kind = CLI_CHOICE,
                     .choices = vectors,
                     .help = "Write what has to be signed elsewhere, or its "
                             "digest, in place of an image"},
    [SIGN_HMAC_SHA] = {.name = "--hmac-sha",
                       .kind = CLI_CHOICE,
                       .choices = hmacs,
                       .fallback = "auto",
                       .help = "Hash for the key exchange of encrypted images; "
                               "not supported yet"},
    [SIGN_SHA] = {.name = "--sha",
                  .kind = CLI_CHOICE,
                  .choices = shas,
                  .fallback = "auto",
                  .help = "Hash of the image; auto: what the key wants, 256 "
                          "without a key"},
    [SIGN_SIG_OUT] = {.name = "--sig-out",
                      .kind = CLI_TEXT,
                      .metavar = "filename",
                      .help = "Write the signature, as base64, to a file too"},
    [SIGN_PURE] = {.name = "--pure",
                   .kind = CLI_FLAG,
                   .help = "Sign the image itself, not its hash (Ed25519)"},
    [SIGN_FIX_SIG_PUBKEY] = {.name = "--fix-sig-pubkey",
                             .kind = CLI_TEXT,
                             .metavar = "filename",
                             .help = "Public key of the fixed signature"},
    [SIGN_FIX_SIG] = {.name = "--fix-sig",
                      .kind = CLI_TEXT,
                      .metavar = "filename",
                      .help = "Signature made elsewhere, as base64"},
    [SIGN_KEY] = {.name = "--key",
                  .letter = 'k',
                  .kind = CLI_TEXT,
                  .metavar = "filename",
                  .help = "Private key; without it the image has only a hash"},
    [SIGN_PUBLIC_KEY_FORMAT] = {.name = "--public-key-format",
                                .kind = CLI_CHOICE,
                                .choices = key_formats,
                                .fallback = "hash",
                                .help = "Put the hash of the public key into "
                                        "the image, or the whole key"},
    [SIGN_MAX_ALIGN] = {.name = "--max-align",
                        .kind = CLI_CHOICE,
                        .choices = max_aligns,
                        .help = "Alignment that the trailer is laid out for; "
                                "default: --align, at least 8"},
    [SIGN_ALIGN] = {.name = "--align",
                    .kind = CLI_CHOICE,
                    .choices = aligns,
                    .fallback = "1",
                    .help = "Bytes that the flash writes at once; default: 1"},
    [SIGN_VERSION] = {.name = "--version",
                      .letter = 'v',
                      .kind = CLI_TEXT,
                      .check = check_version,
                      .required = true,
                      .help = "Version, MAJOR[.MINOR[.REVISION[+BUILD]]]"},
    [SIGN_SECURITY_COUNTER] = {.name = "--security-counter",
                               .letter = 's',
                               .kind = CLI_TEXT,
                               .check = check_counter,
                               .help = "Security counter; auto: made of the "
                                       "version"},
    [SIGN_DEPENDENCIES] = {.name = "--dependencies",
                           .letter = 'd',
                           .kind = CLI_TEXT,
                           .check = check_dependencies,
                           .help = "Images needed: \"(IMAGE, VERSION), ...\""},
    [SIGN_PAD_SIG] = {.name = "--pad-sig",
                      .kind = CLI_FLAG,
                      .help = "Pad ECDSA signatures to a constant length"},
    [SIGN_HEADER_SIZE] = {.name = "--header-size",
                          .letter = 'H',
                          .kind = CLI_NUMBER,
                          .check = check_header_size,
                          .required = true,
                          .help = "Bytes of the image header, at least 32"},
    [SIGN_PAD_HEADER] = {.name = "--pad-header",
                         .kind = CLI_FLAG,
                         .help = "Put room for the header before the input"},
    [SIGN_SLOT_SIZE] = {.name = "--slot-size",
                        .letter = 'S',
                        .kind = CLI_NUMBER,
                        .check = check_not_negative,
                        .required = true,
                        .help = "Bytes of the slot, the smaller if they "
                                "differ; 0: do not check"},
    [SIGN_PAD] = {.name = "--pad",
                  .kind = CLI_FLAG,
                  .help = "Pad to --slot-size with a trailer that asks for a "
                          "test of the update"},
    [SIGN_TEST] = {.name = "--test",
                   .kind = CLI_FLAG,
                   .help = "The same as --pad"},
    [SIGN_CONFIRM] = {.name = "--confirm",
                      .kind = CLI_FLAG,
                      .help = "Like --pad, but the update is permanent"},
    [SIGN_MAX_SECTORS] = {.name = "--max-sectors",
                          .letter = 'M',
                          .kind = CLI_INT,
                          .check = check_sectors,
                          .fallback = "128",
                          .help = "Sectors of the slot that the trailer has "
                                  "room for; default: 128"},
    [SIGN_BOOT_RECORD] = {.name = "--boot-record",
                          .kind = CLI_TEXT,
                          .metavar = "sw_type",
                          .help = "Add a boot record with this type of "
                                  "software, at most 12 characters"},
    [SIGN_OVERWRITE_ONLY] = {.name = "--overwrite-only",
                             .kind = CLI_FLAG,
                             .help = "For devices that overwrite and do not "
                                     "swap: smaller trailer"},
    [SIGN_ENDIAN] = {.name = "--endian",
                     .letter = 'e',
                     .kind = CLI_CHOICE,
                     .choices = endians,
                     .fallback = "little",
                     .help = "Byte order of header and TLVs"},
    [SIGN_CLEAR] = {.name = "--clear",
                    .letter = 'c',
                    .kind = CLI_FLAG,
                    .help = "With --encrypt, which is not supported yet"},
    [SIGN_COMPRESSION] = {.name = "--compression",
                          .kind = CLI_CHOICE,
                          .choices = compressions,
                          .fallback = "disabled",
                          .help = "Others than disabled are not supported yet"},
    [SIGN_ENCRYPT_KEYLEN] = {.name = "--encrypt-keylen",
                             .kind = CLI_CHOICE,
                             .choices = key_lens,
                             .fallback = "128",
                             .help = "With --encrypt, which is not supported "
                                     "yet"},
    [SIGN_ENCRYPT] = {.name = "--encrypt",
                      .letter = 'E',
                      .kind = CLI_TEXT,
                      .metavar = "filename",
                      .help = "Not supported yet"},
    [SIGN_SAVE_ENCTLV] = {.name = "--save-enctlv",
                          .kind = CLI_FLAG,
                          .help = "With --encrypt, which is not supported yet"},
    [SIGN_ROM_FIXED] = {.name = "--rom-fixed",
                        .letter = 'F',
                        .kind = CLI_NUMBER,
                        .check = check_32_bits,
                        .help = "Flash address that the image must run from"},
    [SIGN_LOAD_ADDR] = {.name = "--load-addr",
                        .letter = 'L',
                        .kind = CLI_NUMBER,
                        .check = check_32_bits,
                        .help = "RAM address that the image is loaded to"},
    [SIGN_HEX_ADDR] = {.name = "--hex-addr",
                       .letter = 'x',
                       .kind = CLI_NUMBER,
                       .check = check_32_bits,
                       .help = "Address of the header in a .hex output"},
    [SIGN_ERASED_VAL] = {.name = "--erased-val",
                         .letter = 'R',
                         .kind = CLI_CHOICE,
                         .choices = erased_values,
                         .help = "Value of erased flash; default: 0xff"},
    [SIGN_CUSTOM_TLV_FILE] = {.name = "--custom-tlv-file",
                              .kind = CLI_PAIR,
                              .metavar = "[tag] [filename]",
                              .repeat = true,
                              .help = "Add a protected TLV with the content of "
                                      "a file; may be repeated"},
    [SIGN_CUSTOM_TLV] = {.name = "--custom-tlv",
                         .kind = CLI_PAIR,
                         .metavar = "[tag] [value]",
                         .repeat = true,
                         .help = "Add a protected TLV: hexadecimal behind 0x, "
                                 "else text; may be repeated"},
    [SIGN_NON_BOOTABLE] = {.name = "--non-bootable",
                           .kind = CLI_FLAG,
                           .help = "Mark the image as one that never boots"},
};
