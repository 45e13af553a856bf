/* SPDX-License-Identifier: Apache-2.0 */
/* See draft.h. */
#include "tests/unit/draft.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/pattern.h"

/* SPEC, Image header and TLV areas */
#define HEADER_LEN     32
#define HEADER_MAGIC   0x96f3b83du
#define INFO_LEN       4
#define INFO_PROTECTED 0x6908
#define INFO_PLAIN     0x6907

static uint8_t *extend(struct draft *d, uint32_t len)
{
    uint8_t *p = d->bytes + d->len;

    assert_true(len <= sizeof(d->bytes) - d->len);
    d->len += len;
    return p;
}

void draft_open(struct draft *d, uint32_t payload_len)
{
    uint8_t *header;

    memset(d, 0, sizeof(*d));
    header = extend(d, HEADER_LEN);
    put_le32(header, HEADER_MAGIC);
    put_le16(header + 8, HEADER_LEN);
    put_le32(header + 12, payload_len);
    header[20] = 1;
    header[21] = 2;
    put_le16(header + 22, 3);
    put_le32(header + 24, 4);
    pattern_fill(extend(d, payload_len), payload_len, payload_len);
}

static void area_open(struct draft *d, uint16_t magic)
{
    uint8_t *info = extend(d, INFO_LEN);

    d->area = d->len - INFO_LEN;
    put_le16(info, magic);
    put_le16(info + 2, INFO_LEN);
}

void draft_protect(struct draft *d)
{
    area_open(d, INFO_PROTECTED);
    put_le16(d->bytes + 10, INFO_LEN);
}

void draft_plain(struct draft *d)
{
    struct hash hash;

    d->covered = d->len;
    hash_open(&hash);
    hash_add(&hash, d->bytes, d->len);
    hash_close(&hash, d->digest);
    area_open(d, INFO_PLAIN);
}

void draft_tlv(struct draft *d, uint16_t type, const void *data, uint16_t len)
{
    uint8_t *entry = extend(d, 4u + len);
    uint16_t total = (uint16_t)(d->len - d->area);

    put_le16(entry, type);
    put_le16(entry + 2, len);
    memcpy(entry + 4, data, len);
    put_le16(d->bytes + d->area + 2, total);
    if (le16(d->bytes + d->area) == INFO_PROTECTED) {
        put_le16(d->bytes + 10, total);
    }
}
