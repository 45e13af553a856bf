/* SPDX-License-Identifier: Apache-2.0 */
/* See uuid.h. */
#include "host/image/uuid.h"

#include <stddef.h>
#include <string.h>

#include <mbedtls/sha1.h>

#include "host/image/hex_digits.h"

#define UUID_HYPHENS   4
#define UUID_DIGITS    32
#define SHA1_LEN       20
#define UUID_VERSION_5 0x50
#define UUID_VARIANT   0x80 /* RFC 4122, section 4.1.1: bits 10 */

/* RFC 4122, appendix C: 6ba7b810-9dad-11d1-80b4-00c04fd430c8 */
static const uint8_t namespace_dns[UUID_LEN] = {
    0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
    0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
};

/* Whether a hyphen follows `count` digits in the form 8-4-4-4-12. */
static bool is_group_end(size_t count)
{
    return count == 8 || count == 12 || count == 16 || count == 20;
}

bool uuid_parse(const char *text, uint8_t uuid[UUID_LEN])
{
    bool grouped = strlen(text) == UUID_DIGITS + UUID_HYPHENS;
    size_t count = 0;

    if (!grouped && strlen(text) != UUID_DIGITS) {
        return false;
    }
    for (const char *p = text; *p != '\0'; p++) {
        if (grouped && is_group_end(count) && *p == '-' && p[-1] != '-') {
            continue;
        }
        int value = hex_digit_value(*p);
        if (value < 0 || count >= UUID_DIGITS) {
            return false;
        }
        uint8_t *byte = &uuid[count / 2];
        *byte = (uint8_t)(count % 2 == 0 ? value << 4 : *byte | value);
        count++;
    }
    return count == UUID_DIGITS;
}

/* RFC 4122, section 4.3, with SHA-1. */
static bool uuid_from_name(const uint8_t name_space[UUID_LEN], const char *name,
                           uint8_t uuid[UUID_LEN])
{
    uint8_t digest[SHA1_LEN];
    mbedtls_sha1_context sha1;

    mbedtls_sha1_init(&sha1);
    bool done = mbedtls_sha1_starts(&sha1) == 0 &&
                mbedtls_sha1_update(&sha1, name_space, UUID_LEN) == 0 &&
                mbedtls_sha1_update(&sha1, (const unsigned char *)name,
                                    strlen(name)) == 0 &&
                mbedtls_sha1_finish(&sha1, digest) == 0;
    mbedtls_sha1_free(&sha1);
    if (done) {
        memcpy(uuid, digest, UUID_LEN);
        uuid[6] = (uint8_t)((uuid[6] & 0x0f) | UUID_VERSION_5);
        uuid[8] = (uint8_t)((uuid[8] & 0x3f) | UUID_VARIANT);
    }
    return done;
}

bool uuid_vendor(const char *text, uint8_t uuid[UUID_LEN])
{
    return uuid_parse(text, uuid) || uuid_from_name(namespace_dns, text, uuid);
}

bool uuid_class(const char *text, const uint8_t *vendor, uint8_t uuid[UUID_LEN])
{
    if (uuid_parse(text, uuid)) {
        return true;
    }
    return vendor != NULL && uuid_from_name(vendor, text, uuid);
}
