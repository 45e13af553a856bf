/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verification against flash that changes between two reads, as one does that
 * an attacker emulates or glitches: what is compared later is what was hashed.
 * This program implements the flash contract itself, in place of the virtual
 * device.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "core/verify.h"
#include "tests/unit/draft.h"
#include "tests/unit/signer.h"

#define FLASH_LEN   4096u
#define PAYLOAD_LEN 700u
#define TLV_ED25519 0x24
#define NEVER       0xffffffffu
#define VIEW_LEN    100u /* bytes lent at a time */

/* Load header at 32, behind the image's: SPEC, Load header. */
#define SEGMENT_OFF 0x100u
#define SEGMENT_LEN 0x80u

/** Flash that shows one content first, and another one later. */
struct flash {
    const uint8_t *first;
    const uint8_t *later;
    uint32_t read_count;
    uint32_t switch_at;  /* reads that show first everywhere */
    uint32_t fickle_off; /* this byte shows later at its second read */
    uint32_t seen[FLASH_LEN];
    bool lent[FLASH_LEN];
    uint8_t view[VIEW_LEN];
};

uint32_t flash_len(const struct flash *flash)
{
    (void)flash;
    return FLASH_LEN;
}

uint32_t flash_write_len(const struct flash *flash)
{
    (void)flash;
    return 4;
}

status_t flash_sector_at(const struct flash *flash, uint32_t addr,
                         struct flash_sector *sector)
{
    (void)flash;
    if (addr >= FLASH_LEN) {
        return FLASH_E_RANGE;
    }
    sector->addr = 0;
    sector->len = FLASH_LEN;
    return OK;
}

status_t flash_read(struct flash *flash, uint32_t addr, void *dst, uint32_t len)
{
    uint8_t *p = dst;
    bool late = flash->read_count >= flash->switch_at;

    assert_true(addr <= FLASH_LEN && len <= FLASH_LEN - addr);
    for (uint32_t i = 0; i < len; i++, addr++) {
        bool fickle = addr == flash->fickle_off && flash->seen[addr] > 0;

        p[i] = late || fickle ? flash->later[addr] : flash->first[addr];
        flash->seen[addr]++;
    }
    flash->read_count++;
    return OK;
}

status_t flash_view(struct flash *flash, uint32_t addr, uint32_t *len,
                    const uint8_t **view)
{
    *len = *len < VIEW_LEN ? *len : VIEW_LEN;
    memset(flash->lent + addr, 1, *len);
    *view = flash->view;
    return flash_read(flash, addr, flash->view, *len);
}

status_t flash_write(struct flash *flash, uint32_t addr, const void *src,
                     uint32_t len)
{
    (void)flash;
    (void)addr;
    (void)src;
    (void)len;
    return FLASH_E_IO;
}

status_t flash_erase(struct flash *flash, uint32_t addr, uint32_t len)
{
    (void)flash;
    (void)addr;
    (void)len;
    return FLASH_E_IO;
}

status_t flash_is_erased(struct flash *flash, uint32_t addr, uint32_t len,
                         bool *erased)
{
    *erased = bytes_are(flash->first + addr, 0xff, len);
    return OK;
}

/* Two images of one shape, both signed: an old one and a new one. */
static struct draft old_image;
static struct draft new_image;
static struct signer signer;
static struct boot_config config;
static struct flash flash;

static void make(struct draft *d, uint8_t level)
{
    uint8_t dependency[12] = {1, 0, 0, 0, level};
    uint8_t counter[4] = {level};

    draft_open(d, PAYLOAD_LEN);
    d->bytes[20] = level;
    draft_protect(d);
    draft_tlv(d, 0x50, counter, sizeof(counter));
    draft_tlv(d, 0x40, dependency, sizeof(dependency));
    draft_plain(d);
    signer_complete(&signer, d, TLV_ED25519);
}

static int setup(void **state)
{
    (void)state;
    signer_open_ed25519(&signer, 0);
    make(&old_image, 1);
    make(&new_image, 9);
    config.signature = &signature_ed25519;
    config.keys = &signer.public;
    config.key_count = 1;
    return 0;
}

static bool verifies(const struct draft *first, const uint8_t *later,
                     uint32_t switch_at, uint32_t fickle_off,
                     struct image_facts *facts)
{
    struct region slot;
    status_t why;

    memset(&flash, 0, sizeof(flash));
    flash.first = first->bytes;
    flash.later = later;
    flash.switch_at = switch_at;
    flash.fickle_off = fickle_off;
    assert_int_equal(region_open(&slot, &flash, 0, FLASH_LEN), OK);
    return verdict_is_pass(
        image_verify(&slot, FLASH_LEN, &config, facts, &why));
}

static void expect_facts(const struct image_facts *facts, uint8_t level)
{
    assert_int_equal(facts->header.version.major, level);
    assert_true(facts->has_counter);
    assert_int_equal(facts->counter, level);
    assert_true(facts->needs[1]);
    assert_int_equal(facts->version[1].major, level);
    assert_int_equal(facts->header.payload_len, PAYLOAD_LEN);
}

/* Facts go with the digest that was signed, and with no other. */
static void expect_consistent(const struct image_facts *facts)
{
    bool is_old = memcmp(facts->digest, old_image.digest, HASH_LEN) == 0;
    bool is_new = memcmp(facts->digest, new_image.digest, HASH_LEN) == 0;

    assert_true(is_old || is_new);
    expect_facts(facts, is_old ? 1 : 9);
}

static void image_that_is_exchanged_between_reads_gives_no_mixed_facts(
    void **state)
{
    struct image_facts facts;
    uint32_t passes = 0;
    uint32_t switch_at = 0;

    (void)state;
    do {
        if (verifies(&old_image, new_image.bytes, switch_at, NEVER, &facts)) {
            passes++;
            expect_consistent(&facts);
        }
        switch_at++;
    } while (flash.read_count >= switch_at);
    /* before the first read, and after the last */
    assert_true(passes >= 2);
    assert_true(switch_at > 8);
}

static void byte_that_changes_after_its_first_read_changes_no_fact(void **state)
{
    struct image_facts facts;
    uint8_t later[DRAFT_MAX];

    (void)state;
    for (uint32_t off = 0; off < old_image.len; off++) {
        for (uint32_t bit = 0; bit < 8; bit++) {
            memcpy(later, old_image.bytes, sizeof(later));
            later[off] ^= (uint8_t)(1u << bit);
            if (verifies(&old_image, later, NEVER, off, &facts)) {
                expect_facts(&facts, 1);
            } else {
                assert_true(off >= old_image.covered);
            }
        }
    }
}

static void each_hashed_byte_is_read_once(void **state)
{
    struct image_facts facts;

    (void)state;
    assert_true(verifies(&old_image, old_image.bytes, NEVER, NEVER, &facts));
    for (uint32_t off = 0; off < old_image.covered; off++) {
        assert_int_equal(flash.seen[off], 1);
    }
}

/* A view may change between the two hashes that a segment's bytes go into. */
static void bytes_of_segments_are_never_lent(void **state)
{
    static struct draft image;
    uint8_t *header = image.bytes + 32;
    uint8_t digest[HASH_LEN];
    struct image_facts facts;
    struct hash h;

    (void)state;
    draft_open(&image, PAYLOAD_LEN);
    memset(header, 0, LOAD_HEADER_LEN);
    put_le32(header, 0xace637d3);
    put_le32(header + 8, 0x40380000);
    put_le32(header + 12, SEGMENT_OFF);
    put_le32(header + 16, SEGMENT_LEN);
    draft_plain(&image);
    signer_complete(&signer, &image, TLV_ED25519);
    assert_true(verifies(&image, image.bytes, NEVER, NEVER, &facts));
    for (uint32_t i = 0; i < SEGMENT_LEN; i++) {
        assert_false(flash.lent[SEGMENT_OFF + i]);
        assert_int_equal(flash.seen[SEGMENT_OFF + i], 1);
    }
    assert_true(flash.lent[SEGMENT_OFF - 1]);
    hash_open(&h);
    hash_add(&h, image.bytes + SEGMENT_OFF, SEGMENT_LEN);
    hash_close(&h, digest);
    assert_memory_equal(facts.load.digest, digest, HASH_LEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            image_that_is_exchanged_between_reads_gives_no_mixed_facts),
        cmocka_unit_test(
            byte_that_changes_after_its_first_read_changes_no_fact),
        cmocka_unit_test(each_hashed_byte_is_read_once),
        cmocka_unit_test(bytes_of_segments_are_never_lent),
    };

    return cmocka_run_group_tests_name("verify_reread", tests, setup, NULL);
}
