/* SPDX-License-Identifier: Apache-2.0 */
/* See boot_record.h. */
#include "host/image/boot_record.h"

#include <stdio.h>
#include <string.h>

/* RFC 8949, section 3: major types in the top three bits. */
#define CBOR_BYTES 0x40
#define CBOR_TEXT  0x60
#define CBOR_MAP   0xa0
#define CBOR_LEN8  24 /* additional information: one byte of length follows */

#define RECORD_ENTRIES 5
#define VERSION_MAX    16 /* bytes of 255.255.65535 and a zero */

enum record_key {
    RECORD_SOFTWARE = 1,
    RECORD_MEASUREMENT = 2,
    RECORD_VERSION = 4,
    RECORD_SIGNER = 5,
    RECORD_DESCRIPTION = 6,
};

static void add_head(struct buffer *out, enum record_key key, uint8_t major,
                     size_t len)
{
    uint8_t head[3] = {(uint8_t)key, (uint8_t)(major | len)};
    size_t head_len = 2;

    if (len >= CBOR_LEN8) { /* at most SHA_LEN_MAX, so below 256 */
        head[1] = (uint8_t)(major | CBOR_LEN8);
        head[2] = (uint8_t)len;
        head_len = 3;
    }
    buffer_add(out, head, head_len);
}

static void add_text(struct buffer *out, enum record_key key, const char *text)
{
    add_head(out, key, CBOR_TEXT, strlen(text));
    buffer_add(out, text, strlen(text));
}

/* Without a key the signer is 32 zeros, whatever the hash of the image. */
static void add_signer(struct buffer *out, const struct boot_record *record)
{
    if (record->signer == NULL) {
        add_head(out, RECORD_SIGNER, CBOR_BYTES, sha_len(SHA_256));
        buffer_fill(out, 0, sha_len(SHA_256));
        return;
    }
    add_head(out, RECORD_SIGNER, CBOR_BYTES, sha_len(record->sha));
    buffer_add(out, record->signer, sha_len(record->sha));
}

void boot_record_add(struct buffer *out, const struct boot_record *record)
{
    const uint8_t map = CBOR_MAP | RECORD_ENTRIES;
    size_t hash_len = sha_len(record->sha);
    char version[VERSION_MAX];

    (void)snprintf(version, sizeof(version), "%u.%u.%u", record->version.major,
                   record->version.minor, record->version.revision);
    buffer_add(out, &map, sizeof(map));
    add_text(out, RECORD_SOFTWARE, record->software);
    add_text(out, RECORD_VERSION, version);
    add_signer(out, record);
    add_text(out, RECORD_DESCRIPTION, sha_name(record->sha));
    add_head(out, RECORD_MEASUREMENT, CBOR_BYTES, hash_len);
    buffer_fill(out, 0, hash_len);
}
