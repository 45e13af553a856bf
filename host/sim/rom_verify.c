/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ROM's half of Secure Boot V2: which key digests count, and the order in
 * which a block is looked at. Blocks themselves are host/espsecure/sigblock.h.
 * Source: SPEC, "Secure Boot V2".
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <mbedtls/sha256.h>

#include "base/bytes.h"
#include "host/espsecure/sigblock.h"
#include "host/sim/rom_loader.h"

#define ESP32_DIGEST_BLOCK 2
#define ESP32_ENABLE_BIT   197 /* ABS_DONE_1 */

#define KEY_BLOCK       4
#define KEY_COUNT       6
#define PURPOSE_BIT     88
#define PURPOSE_DIGEST0 9
#define REVOKE_BIT      85
#define ENABLE_BIT      116 /* SECURE_BOOT_EN */
#define AGGRESSIVE_BIT  117
#define DIGEST_MAX      3

/* A digest that the chip trusts. */
struct trusted {
    bool valid;
    uint8_t digest[SIGBLOCK_DIGEST_LEN];
};

bool rom_bit(const struct efuse *efuse, uint32_t bit)
{
    return (efuse_word(efuse, 0, bit / 32) >> (bit % 32) & 1) != 0;
}

bool rom_is_secure(const struct efuse *efuse)
{
    return rom_bit(efuse, efuse->chip == SIM_EFUSE_ESP32 ? ESP32_ENABLE_BIT
                                                         : ENABLE_BIT);
}

/* ---- trusted keys ---------------------------------------------------- */

/* What the read registers show: zeros of a block that is read-protected. */
static void take_digest(const struct efuse *efuse, uint32_t block,
                        struct trusted *trusted)
{
    for (uint32_t i = 0; i < SIGBLOCK_DIGEST_LEN / 4; i++) {
        put_le32(trusted->digest + 4 * i, efuse_word(efuse, block, i));
    }
    trusted->valid = true;
}

static uint32_t purpose_of(const struct efuse *efuse, uint32_t key)
{
    uint32_t purpose = 0;
    for (uint32_t i = 0; i < 4; i++) {
        purpose |= (rom_bit(efuse, PURPOSE_BIT + 4 * key + i) ? 1U : 0U) << i;
    }
    return purpose;
}

static void find_digests(const struct efuse *efuse,
                         struct trusted trusted[DIGEST_MAX])
{
    memset(trusted, 0, DIGEST_MAX * sizeof(trusted[0]));
    if (efuse->chip == SIM_EFUSE_ESP32) {
        take_digest(efuse, ESP32_DIGEST_BLOCK, &trusted[0]);
        return;
    }
    for (uint32_t key = 0; key < KEY_COUNT; key++) {
        uint32_t nth = purpose_of(efuse, key) - PURPOSE_DIGEST0;
        if (nth < DIGEST_MAX && !trusted[nth].valid &&
            !rom_bit(efuse, REVOKE_BIT + nth)) {
            take_digest(efuse, KEY_BLOCK + key, &trusted[nth]);
        }
    }
}

static bool say_digests(const struct rom *rom,
                        const struct trusted trusted[DIGEST_MAX])
{
    char list[16] = "";
    size_t len = 0;
    for (uint32_t i = 0; i < DIGEST_MAX; i++) {
        if (trusted[i].valid) {
            len += (size_t)snprintf(list + len, sizeof(list) - len, " %" PRIu32,
                                    i);
        }
    }
    if (len > 0) {
        rom_say(rom, "Valid secure boot key blocks:%s", list);
    }
    return len > 0;
}

/* ---- blocks ---------------------------------------------------------- */

static int find_trusted(const struct trusted trusted[DIGEST_MAX],
                        const uint8_t *block)
{
    uint8_t digest[SIGBLOCK_DIGEST_LEN];
    if (!sigblock_key_digest(block, digest)) {
        return -1;
    }
    for (int i = 0; i < DIGEST_MAX; i++) {
        if (trusted[i].valid &&
            memcmp(trusted[i].digest, digest, sizeof(digest)) == 0) {
            return i;
        }
    }
    return -1;
}

static void say_crc(const struct rom *rom, uint32_t nth, const uint8_t *block)
{
    uint32_t stored = le32(block + SIGBLOCK_OFF_CRC);
    uint32_t right = sigblock_crc(block);
    if (rom->efuse->chip == SIM_EFUSE_ESP32) {
        rom_say(rom,
                "Sig block %" PRIu32 " invalid: Stored CRC 0x%08" PRIx32
                " calculated 0x%08" PRIx32,
                nth, stored, right);
        return;
    }
    rom_say(rom,
            "Sig block %" PRIu32 " invalid: Stored CRC ends 0x%04" PRIx32
            " calculated ends 0x%04" PRIx32,
            nth, stored & 0xffff, right & 0xffff);
}

static void revoke(const struct rom *rom, uint32_t digest)
{
    uint32_t bits[EFUSE_BLOCK_WORDS] = {0};
    uint32_t bit = REVOKE_BIT + digest;
    if (rom->efuse->chip == SIM_EFUSE_ESP32 ||
        !rom_bit(rom->efuse, AGGRESSIVE_BIT)) {
        return;
    }
    bits[bit / 32] = 1U << (bit % 32);
    if (efuse_burn_block(rom->efuse, 0, bits) == OK) {
        rom_say(rom,
                "Aggressive revoke enabled. Revoked key block for purpose "
                "ETS_EFUSE_KEY_PURPOSE_SECURE_BOOT_DIGEST%" PRIu32,
                digest);
    }
}

/* CRC, digest of the image, key, signature: the first that is wrong is told. */
static bool block_verifies(const struct rom *rom,
                           const struct rom_staged *staged, uint32_t nth,
                           const struct trusted trusted[DIGEST_MAX])
{
    const uint8_t *block =
        staged->data + staged->signed_len + nth * SIGBLOCK_LEN;
    uint8_t digest[SIGBLOCK_DIGEST_LEN];
    if (sigblock_crc(block) != le32(block + SIGBLOCK_OFF_CRC)) {
        say_crc(rom, nth, block);
        return false;
    }
    if (mbedtls_sha256(staged->data, staged->signed_len, digest, 0) != 0 ||
        memcmp(digest, block + SIGBLOCK_OFF_DIGEST, sizeof(digest)) != 0) {
        rom_say(rom,
                "Sig block %" PRIu32 " invalid: Image digest does not match",
                nth);
        return false;
    }
    int key = find_trusted(trusted, block);
    if (key < 0) {
        rom_say(rom, "Sig block %" PRIu32 " signed with untrusted key", nth);
        return false;
    }
    if (sigblock_verify(block, staged->data, staged->signed_len)) {
        return true;
    }
    rom_say(rom, "Signature Check Failed");
    rom_say(rom, "Sig block %" PRIu32 " signature verification failed", nth);
    revoke(rom, (uint32_t)key);
    return false;
}

static bool any_block_verifies(const struct rom *rom,
                               const struct rom_staged *staged,
                               const struct trusted trusted[DIGEST_MAX])
{
    uint8_t magic = staged->data[staged->signed_len];
    if (magic != SIGBLOCK_MAGIC) {
        rom_say(rom,
                "No signature block magic byte found at signature sector "
                "(found 0x%02x not 0xe7). Image not V2 signed?",
                magic);
        return false;
    }
    /* an absent block ends the list without a word */
    for (uint32_t i = 0; i < SIGBLOCK_MAX; i++) {
        if (staged->data[staged->signed_len + i * SIGBLOCK_LEN] !=
            SIGBLOCK_MAGIC) {
            return false;
        }
        if (block_verifies(rom, staged, i, trusted)) {
            return true;
        }
    }
    return false;
}

bool rom_verify(const struct rom *rom, const struct rom_staged *staged)
{
    struct trusted trusted[DIGEST_MAX];
    find_digests(rom->efuse, trusted);
    bool any = rom->efuse->chip == SIM_EFUSE_ESP32 || say_digests(rom, trusted);
    bool good = any && any_block_verifies(rom, staged, trusted);
    rom_say(rom, good ? "secure boot verification succeeded"
                      : "secure boot verification failed");
    return good;
}
