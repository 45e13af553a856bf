/* SPDX-License-Identifier: Apache-2.0 */
/* See sha.h. */
#include "host/image/sha.h"

#include <mbedtls/md.h>

#include "host/image/image_format.h"

#define CHUNK_LEN (1u << 22) /* 4 MiB: some 20 ms between two ticks */

static const struct {
    mbedtls_md_type_t md;
    uint16_t tlv_type;
    uint16_t len;
    const char *name;
} kinds[] = {
    [SHA_AUTO] = {MBEDTLS_MD_NONE, 0, 0, "none"},
    [SHA_256] = {MBEDTLS_MD_SHA256, TLV_SHA256, 32, "SHA256"},
    [SHA_384] = {MBEDTLS_MD_SHA384, TLV_SHA384, 48, "SHA384"},
    [SHA_512] = {MBEDTLS_MD_SHA512, TLV_SHA512, 64, "SHA512"},
};

size_t sha_len(enum sha kind)
{
    return kinds[kind].len;
}

const char *sha_name(enum sha kind)
{
    return kinds[kind].name;
}

uint16_t sha_tlv_type(enum sha kind)
{
    return kinds[kind].tlv_type;
}

static bool add_all(mbedtls_md_context_t *md, const uint8_t *p, size_t len,
                    const struct sha_watch *watch)
{
    for (size_t done = 0; done < len;) {
        size_t n = len - done < CHUNK_LEN ? len - done : CHUNK_LEN;
        if (mbedtls_md_update(md, p + done, n) != 0) {
            return false;
        }
        done += n;
        if (watch != NULL) {
            watch->tick(watch->context, done, len);
        }
    }
    return true;
}

bool sha_compute(enum sha kind, const uint8_t *p, size_t len,
                 const struct sha_watch *watch, uint8_t digest[SHA_LEN_MAX])
{
    const mbedtls_md_info_t *info = mbedtls_md_info_from_type(kinds[kind].md);
    mbedtls_md_context_t md;

    mbedtls_md_init(&md);
    bool done = info != NULL && mbedtls_md_setup(&md, info, 0) == 0 &&
                mbedtls_md_starts(&md) == 0 && add_all(&md, p, len, watch) &&
                mbedtls_md_finish(&md, digest) == 0;
    mbedtls_md_free(&md);
    return done;
}
