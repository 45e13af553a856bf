/* SPDX-License-Identifier: Apache-2.0 */
/* See verify_bench.h. */
#include "tests/unit/verify_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/hex.h"

/* L, the order of the group: RFC 8032, 5.1, little-endian */
#define GROUP_ORDER                                                            \
    "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"

struct verify_bench bench;

int bench_setup(void **state)
{
    (void)state;
    device_open_uniform(&bench.device, 1024, 10, 4);
    bench.slot = device_region(&bench.device.flash, 1024, BENCH_SLOT_LEN);
    signer_open_ed25519(&bench.ours, 0);
    signer_open_ed25519(&bench.theirs, 100);
    memset(&bench.config, 0, sizeof(bench.config));
    bench.config.signature = &signature_ed25519;
    bench.config.keys = &bench.ours.public;
    bench.config.key_count = 1;
    return 0;
}

void bench_place(const void *image, size_t len)
{
    memset(bench.device.data, 0xff, sizeof(bench.device.data));
    memcpy(bench.device.data + bench.slot.base, image, len);
}

bool bench_verifies(void)
{
    verdict_t v = image_verify(&bench.slot, BENCH_SLOT_LEN, &bench.config,
                               &bench.facts, &bench.why);

    assert_int_equal(verdict_is_pass(v), bench.why == OK);
    return verdict_is_pass(v);
}

bool bench_draft_verifies(void)
{
    bench_place(bench.draft.bytes, bench.draft.len);
    return bench_verifies();
}

/* ---- images in a language of letters, an entry each ---- */

static void add_hash(uint8_t flip, uint16_t len)
{
    uint8_t digest[HASH_LEN + 1] = {0};

    memcpy(digest, bench.draft.digest, HASH_LEN);
    digest[31] ^= flip;
    draft_tlv(&bench.draft, 0x10, digest, len);
}

static void add_signature(const struct signer *by, uint8_t flip, uint16_t len)
{
    uint8_t signature[KEY_SIGNATURE_MAX];

    (void)signer_sign(by, &bench.draft, signature);
    signature[10] ^= flip;
    draft_tlv(&bench.draft, BENCH_TLV_ED25519, signature, len);
}

static void add_key_hash(const struct signer *of, uint16_t len)
{
    uint8_t hash[HASH_LEN + 1] = {0};

    memcpy(hash, of->hash, HASH_LEN);
    draft_tlv(&bench.draft, 0x01, hash, len);
}

/* The same point, but S + L: holds for verifiers that do not look. */
static void add_malleated_signature(void)
{
    struct hex order = hex_read(GROUP_ORDER);
    uint8_t signature[KEY_SIGNATURE_MAX];
    uint32_t carry = 0;

    (void)signer_sign(&bench.ours, &bench.draft, signature);
    for (uint32_t i = 0; i < 32; i++) {
        carry += (uint32_t)signature[32 + i] + order.bytes[i];
        signature[32 + i] = (uint8_t)carry;
        carry >>= 8;
    }
    assert_int_equal(carry, 0);
    draft_tlv(&bench.draft, BENCH_TLV_ED25519, signature, 64);
}

static void add_rubbish(char what)
{
    static const uint8_t rubbish[1000] = {1, 2, 3};
    static const struct {
        char name;
        uint16_t type;
        uint16_t len;
    } entries[] = {
        {'r', BENCH_TLV_ED25519, 64},
        {'z', BENCH_TLV_ED25519, 1000},
        {'w', IMAGE_TLV_SHA256, 32},
        {'7', 0x77, 5},
        {'A', 0xa0, 5},
    };

    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
        if (entries[i].name == what) {
            draft_tlv(&bench.draft, entries[i].type, rubbish, entries[i].len);
            return;
        }
    }
    fail_msg("no entry is called %c", what);
}

static void add_entry(char what)
{
    switch (what) {
    case 'h':
        add_hash(0, 32);
        break;
    case 'H': /* a wrong one */
        add_hash(1, 32);
        break;
    case 'a': /* 31 bytes of it */
        add_hash(0, 31);
        break;
    case 'b': /* a byte too many */
        add_hash(0, 33);
        break;
    case 'k':
        add_key_hash(&bench.ours, 32);
        break;
    case 'K': /* of a key that is not ours */
        add_key_hash(&bench.theirs, 32);
        break;
    case 'e': /* of no bytes */
        add_key_hash(&bench.ours, 0);
        break;
    case 'p': /* a prefix */
        add_key_hash(&bench.ours, 16);
        break;
    case 'o': /* one byte too many */
        add_key_hash(&bench.ours, 33);
        break;
    case 's':
        add_signature(&bench.ours, 0, 64);
        break;
    case 'S': /* a bad one */
        add_signature(&bench.ours, 1, 64);
        break;
    case 't': /* by the other key */
        add_signature(&bench.theirs, 0, 64);
        break;
    case 'x': /* 63 bytes of it */
        add_signature(&bench.ours, 0, 63);
        break;
    case 'y': /* a byte too many */
        add_signature(&bench.ours, 0, 65);
        break;
    case 'm':
        add_malleated_signature();
        break;
    default:
        add_rubbish(what);
    }
}

void bench_add(const char *letters)
{
    for (; *letters != '\0'; letters++) {
        add_entry(*letters);
    }
}

/* Makes an image of the letters: protected entries before '|', if any. */
void bench_compose(const char *letters)
{
    const char *bar = strchr(letters, '|');

    draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
    if (bar != NULL) {
        draft_protect(&bench.draft);
        for (; letters != bar; letters++) {
            add_entry(*letters);
        }
        letters++;
    }
    draft_plain(&bench.draft);
    bench_add(letters);
}

void bench_check_rows(const struct bench_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bench_compose(rows[i].entries);
        (void)bench_draft_verifies();
        if (bench.why != rows[i].why) {
            fail_msg("%s: %#x, not %#x", rows[i].entries, (unsigned)bench.why,
                     (unsigned)rows[i].why);
        }
    }
}
