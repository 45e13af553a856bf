/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A boot code so simple that it is plainly right: overwrite only, one image,
 * started again from the beginning after a cut. With it the runner is tested,
 * and with bugs planted into it that the runner must find.
 */
#include "tests/powerloss/selftest/fake_boot.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "iface/hash.h"
#include "tests/powerloss/trailer_map.h"

#define HEADER_LEN   32
#define HEADER_MAGIC 0x96f3b83d
#define TLV_HEAD_LEN 8 /* area and entry heads before the digest */
#define BLOCK_LEN    256

static enum fake_bug planted;

void fake_plant(enum fake_bug bug)
{
    planted = bug;
}

static void must(status_t status)
{
    if (status != OK) {
        abort();
    }
}

/* Header and payload in bytes, or 0 without a header. */
static uint32_t hashed_len(struct flash *flash, struct config_area slot)
{
    uint8_t header[HEADER_LEN];
    uint32_t len;

    must(flash_read(flash, slot.addr, header, sizeof(header)));
    len = HEADER_LEN + le32(header + 12);
    if (le32(header) != HEADER_MAGIC || len > slot.len - BLOCK_LEN) {
        return 0;
    }
    return len;
}

static bool is_valid(struct flash *flash, struct config_area slot)
{
    uint32_t len = hashed_len(flash, slot);
    struct hash hash;
    uint8_t byte;
    uint8_t digest[HASH_LEN];
    uint8_t found[HASH_LEN];

    hash_open(&hash);
    for (uint32_t i = 0; i < len; i++) {
        must(flash_read(flash, slot.addr + i, &byte, 1));
        hash_add(&hash, &byte, 1);
    }
    hash_close(&hash, digest);
    must(flash_read(flash, slot.addr + len + TLV_HEAD_LEN, found, HASH_LEN));
    return len != 0 && memcmp(found, digest, HASH_LEN) == 0;
}

static bool is_requested(struct flash *flash, const struct boot_config *config)
{
    struct trailer_map map;
    uint8_t want[MAP_MAGIC_LEN];
    uint8_t found[MAP_MAGIC_LEN];

    map_slot(&map, flash, config, config->slot[0][SLOT_SECONDARY]);
    map_magic(want, config->max_align);
    must(flash_read(flash, map.magic, found, sizeof(found)));
    return memcmp(want, found, sizeof(found)) == 0;
}

static void forget_request(struct flash *flash,
                           const struct boot_config *config)
{
    struct config_area slot = config->slot[0][SLOT_SECONDARY];
    struct flash_sector last = map_sector(flash, slot.addr + slot.len - 1);

    must(flash_erase(flash, last.addr, last.len));
}

static void copy_image(struct flash *flash, const struct boot_config *config)
{
    struct config_area from = config->slot[0][SLOT_SECONDARY];
    struct config_area to = config->slot[0][SLOT_PRIMARY];
    uint32_t len = hashed_len(flash, from) + TLV_HEAD_LEN + HASH_LEN;
    uint8_t block[BLOCK_LEN];

    must(flash_erase(flash, to.addr, to.len));
    for (uint32_t off = 0; off < len; off += BLOCK_LEN) {
        must(flash_read(flash, from.addr + off, block, BLOCK_LEN));
        must(flash_write(flash, to.addr + off, block, BLOCK_LEN));
    }
    if (planted == FAKE_WRITES_TWICE) {
        must(flash_write(flash, to.addr, block, BLOCK_LEN));
    }
}

static void update(struct flash *flash, const struct boot_config *config)
{
    if (planted == FAKE_REQUEST_ERASED_FIRST) {
        forget_request(flash, config);
    }
    copy_image(flash, config);
    if (planted == FAKE_WRITES_OUTSIDE) {
        struct flash_sector before =
            map_sector(flash, config->slot[0][SLOT_PRIMARY].addr - 1);

        must(flash_erase(flash, before.addr, before.len));
    }
    if (planted != FAKE_REQUEST_ERASED_FIRST) {
        forget_request(flash, config);
    }
}

void fake_boot(struct flash *flash, const struct boot_config *config,
               struct handover *out)
{
    struct config_area primary = config->slot[0][SLOT_PRIMARY];
    bool trusts = planted == FAKE_STARTS_UNVERIFIED;
    uint8_t byte;

    while (planted == FAKE_NEVER_ENDS) {
        must(flash_read(flash, primary.addr, &byte, 1));
    }
    if (planted == FAKE_NEVER_SETTLES) {
        forget_request(flash, config);
    }
    if (is_requested(flash, config) &&
        (trusts || is_valid(flash, config->slot[0][SLOT_SECONDARY]))) {
        update(flash, config);
    }
    out->passed = trusts || is_valid(flash, primary);
    out->why = out->passed ? OK : BOOT_E_NO_IMAGE;
    out->addr = primary.addr;
    out->len = primary.len;
}
