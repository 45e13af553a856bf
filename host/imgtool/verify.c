/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool verify`: checks an image as the image tool does, entry by entry.
 * More lenient than a device (the key hash is not looked at, the order of
 * entries is free): what boots is decided by the boot code.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "host/image/image_format.h"
#include "host/image/image_sign.h"
#include "host/image/image_view.h"
#include "host/imgtool/image_input.h"
#include "host/imgtool/imgtool.h"
#include "host/imgtool/progress.h"
#include "host/keys/keyfile.h"

enum option { OPTION_KEY };

/** What verifying found. */
enum finding {
    FOUND_VALID,
    FOUND_INVALID_MAGIC,
    FOUND_INVALID_TLV,
    FOUND_INVALID_HASH,
    FOUND_NO_SIGNATURE,
    FOUND_KEY_MISMATCH,
    FOUND_CUT_OFF, /* the reason is in check.why */
};

static const char *const sentences[] = {
    [FOUND_VALID] = "Image was correctly validated",
    [FOUND_INVALID_MAGIC] = "Invalid image magic; is this an MCUboot image?",
    [FOUND_INVALID_TLV] = "Invalid TLV info magic; is this an MCUboot image?",
    [FOUND_INVALID_HASH] = "Image has an invalid hash",
    [FOUND_NO_SIGNATURE] = "No signature found for the given key",
    [FOUND_KEY_MISMATCH] = "Key type does not match TLV record",
};

/** An image under examination. */
struct check {
    struct image_view view;
    struct image_area area;
    const struct key *key; /* NULL: look at the hash alone */
    struct image_cover cover;
    enum sha sha; /* of the digest; SHA_AUTO: not computed yet */
    uint8_t digest[SHA_LEN_MAX];
    struct image_tlv signature; /* that was good */
    struct progress progress;   /* from reading the file on */
    struct sha_watch watch;
    struct why *why;
};

static enum sha sha_of_tlv(uint16_t type)
{
    for (enum sha sha = SHA_256; sha <= SHA_512; sha++) {
        if (sha_tlv_type(sha) == type) {
            return sha;
        }
    }
    return SHA_AUTO;
}

static bool digest_make(struct check *c, enum sha sha)
{
    if (c->sha == sha) {
        return true;
    }
    bool done =
        sha_compute(sha, c->cover.bytes, c->cover.len, &c->watch, c->digest);
    progress_end(&c->progress);
    c->sha = sha;
    c->cover.digest = c->digest;
    c->cover.digest_len = sha_len(sha);
    return done;
}

/*
 * The upstream tool also takes SHA-512 for the public half of a P-256 key, and
 * for Ed25519 does not care whether the signature is a pure one.
 */
static bool key_allows(const struct key *key, enum sha sha)
{
    return image_sign_allows(key, false, sha) ||
           (key->type == KEY_ECDSA_P256 && !key->is_private && sha == SHA_512);
}

/* Returns true when the hash entry decides; *found is the decision. */
static bool check_hash(struct check *c, const struct image_tlv *tlv,
                       enum finding *found)
{
    enum sha sha = sha_of_tlv(tlv->type);

    if (c->key != NULL && !key_allows(c->key, sha)) {
        *found = FOUND_KEY_MISMATCH;
        return true;
    }
    if (!digest_make(c, sha) || tlv->len != sha_len(sha) ||
        memcmp(tlv->data, c->digest, tlv->len) != 0) {
        *found = FOUND_INVALID_HASH;
        return true;
    }
    *found = FOUND_VALID;
    return c->key == NULL;
}

static bool check_signature(struct check *c, const struct image_tlv *tlv)
{
    if (!image_sign_verify(c->key, &c->cover, tlv->data, tlv->len)) {
        return false;
    }
    c->signature = *tlv;
    return true;
}

static bool has_entry(const struct check *c, uint16_t type)
{
    struct image_tlv tlv;

    for (size_t at = 0; image_view_next(&c->view, &c->area, &at, &tlv);) {
        if (tlv.type == type) {
            return true;
        }
    }
    return false;
}

/* A signature may stand before the hash entry whose digest it is over. */
static bool digest_first(struct check *c)
{
    for (enum sha sha = SHA_256; sha <= SHA_512; sha++) {
        if (has_entry(c, sha_tlv_type(sha))) {
            return digest_make(c, sha);
        }
    }
    return false;
}

static enum finding check_entries(struct check *c)
{
    enum finding found = FOUND_NO_SIGNATURE;
    struct image_tlv tlv;

    for (size_t at = 0; image_view_next(&c->view, &c->area, &at, &tlv);) {
        if (sha_of_tlv(tlv.type) != SHA_AUTO) {
            if (check_hash(c, &tlv, &found)) {
                return found;
            }
        } else if (c->key != NULL &&
                   tlv.type == image_sign_tlv_type(c->key->type) &&
                   check_signature(c, &tlv)) {
            return FOUND_VALID;
        }
    }
    return FOUND_NO_SIGNATURE;
}

/*
 * Steps over the protected area, if there is one, to the other. The magic is
 * judged before the entries: without it they are no entries, and what is wrong
 * with them is not what is wrong.
 */
static enum finding find_area(struct check *c)
{
    size_t off = (size_t)c->view.hdr_len + c->view.img_len;

    if (!image_area_head(&c->view, off, &c->area, c->why)) {
        return FOUND_CUT_OFF;
    }
    if (c->area.magic == TLV_AREA_MAGIC_PROTECTED) {
        struct image_area protected_area;
        if (!image_area_open(&c->view, off, &protected_area, c->why)) {
            return FOUND_CUT_OFF;
        }
        off += protected_area.total;
        if (!image_area_head(&c->view, off, &c->area, c->why)) {
            return FOUND_CUT_OFF;
        }
    }
    c->cover.bytes = c->view.bytes;
    c->cover.len = off;
    if (c->area.magic != TLV_AREA_MAGIC) {
        return FOUND_INVALID_TLV;
    }
    return image_area_open(&c->view, off, &c->area, c->why) ? FOUND_VALID
                                                            : FOUND_CUT_OFF;
}

static enum finding check_image(struct check *c)
{
    if (c->view.magic != IMAGE_MAGIC) {
        return FOUND_INVALID_MAGIC;
    }
    enum finding found = find_area(c);
    if (found != FOUND_VALID) {
        return found;
    }
    c->cover.pure = has_entry(c, TLV_SIG_PURE);
    /* without a hash entry no device takes the image, whatever else it has */
    return digest_first(c) ? check_entries(c) : FOUND_NO_SIGNATURE;
}

static void print_hex(const char *what, const uint8_t *p, size_t len)
{
    (void)printf("%s: ", what);
    for (size_t i = 0; i < len; i++) {
        (void)printf("%02x", p[i]);
    }
    (void)putchar('\n');
}

static void print_valid(const struct check *c)
{
    char version[VERSION_TEXT_LEN];

    version_print(&c->view.version, version);
    (void)printf("Image version: %s\n", version);
    if (c->cover.pure && c->signature.data != NULL) {
        print_hex("Image signature over image", c->signature.data,
                  c->signature.len);
    } else {
        print_hex("Image digest", c->digest, sha_len(c->sha));
    }
}

static int verify(const char *path, const struct image_input *input,
                  struct check *c)
{
    if (!image_view_open(input->bytes, input->len, &c->view, c->why)) {
        return cli_fail("%s: %s", path, c->why->text);
    }
    enum finding found = check_image(c);
    if (found == FOUND_CUT_OFF) {
        return cli_fail("%s: %s", path, c->why->text);
    }
    (void)puts(sentences[found]);
    if (found != FOUND_VALID) {
        return CLI_EXIT_FAIL;
    }
    print_valid(c);
    return CLI_EXIT_OK;
}

static int verify_file(const char *path, const struct key *key)
{
    struct image_input input;
    struct why why;
    struct check c = {.key = key, .why = &why};

    c.watch = progress_start(&c.progress, "hashing");
    int status = image_input_read(path, &input, &why)
                     ? verify(path, &input, &c)
                     : cli_fail("%s", why.text);
    image_input_free(&input);
    return status;
}

static int run(const struct cli_args *args)
{
    const char *path = cli_argument(args, 0);
    const char *key_path = cli_text(args, OPTION_KEY);
    struct key key;
    struct why why;

    if (path_is_absent(path)) {
        return cli_usage_error(args, "Image file %s not found", path);
    }
    if (key_path == NULL) {
        return verify_file(path, NULL);
    }
    int status = keyfile_load(key_path, &key, &why) ? verify_file(path, &key)
                                                    : cli_fail("%s", why.text);
    key_wipe(&key);
    return status;
}

static const struct cli_option options[] = {
    [OPTION_KEY] = {.name = "--key",
                    .letter = 'k',
                    .kind = CLI_TEXT,
                    .metavar = "filename",
                    .help = "Key, private or public; without it only the hash "
                            "is checked"},
};

static const struct cli_argument arguments[] = {{.name = "IMGFILE"}};

const struct cli_command imgtool_verify = {
    .name = "verify",
    .summary = "Check that signed image can be verified by given key",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .arguments = arguments,
    .argument_count = sizeof(arguments) / sizeof(arguments[0]),
    .run = run,
};
