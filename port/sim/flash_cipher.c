/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two schemes over Mbed TLS's AES. Both reverse the order of bytes around
 * AES, and ESP32 encrypts with AES's decryption: the flash is written seldom
 * and read always. For the PC only: nothing here hides its timing.
 *
 * Sources: SPEC, "Flash encryption"; IEEE 1619-2007, 5.2 (XTS).
 */
#include "port/sim/flash_cipher.h"

#include <stdbool.h>
#include <string.h>

#include <mbedtls/aes.h>

#include "base/bytes.h"

#define BLOCK         FLASH_CIPHER_BLOCK
#define TWEAKED_LEN   32u  /* bytes of key; also the group of one tweak */
#define XTS_UNIT      128u /* bytes of one data unit */
#define TWEAK_GROUPS  4u
#define TWEAK_BIT_MAX 23u /* highest address bit of a tweak */
#define TWEAK_BIT_MIN 5u
#define TWEAK_CYCLES  3u /* full runs of the address bits in a group */

/* One range on its way; ctx[0] is keyed for data, ctx[1] for XTS tweaks. */
struct run {
    const struct flash_cipher *c;
    bool encrypts;
    mbedtls_aes_context ctx[2];
};

static void block_reverse(uint8_t block[BLOCK])
{
    for (uint32_t i = 0; i < BLOCK / 2; i++) {
        uint8_t kept = block[i];
        block[i] = block[BLOCK - 1 - i];
        block[BLOCK - 1 - i] = kept;
    }
}

static status_t aes_key(mbedtls_aes_context *ctx, bool encrypts,
                        const uint8_t *key, uint32_t len)
{
    int rc = encrypts ? mbedtls_aes_setkey_enc(ctx, key, len * 8)
                      : mbedtls_aes_setkey_dec(ctx, key, len * 8);
    return rc == 0 ? OK : CRYPTO_E_FAULT;
}

static status_t aes_block(mbedtls_aes_context *ctx, bool encrypts,
                          uint8_t block[BLOCK])
{
    int mode = encrypts ? MBEDTLS_AES_ENCRYPT : MBEDTLS_AES_DECRYPT;
    int rc = mbedtls_aes_crypt_ecb(ctx, mode, block, block);
    return rc == 0 ? OK : CRYPTO_E_FAULT;
}

/* ESP32 */

/* Bit 0 of the key is the most significant one of its first byte. */
static void key_bit_flip(uint8_t key[TWEAKED_LEN], uint32_t bit)
{
    key[bit / 8] ^= (uint8_t)(0x80u >> (bit % 8));
}

/* Flips the key bits of address bits from .. TWEAK_BIT_MIN; next bit. */
static uint32_t tweak_cycle(uint8_t key[TWEAKED_LEN], uint32_t addr,
                            uint32_t bit, uint32_t from)
{
    for (uint32_t a = from; a >= TWEAK_BIT_MIN; a--) {
        if ((addr >> a & 1u) != 0) {
            key_bit_flip(key, bit);
        }
        bit++;
    }
    return bit;
}

/* A group is TWEAK_CYCLES full cycles and one that begins at a lower bit. */
static void key_tweak(uint8_t key[TWEAKED_LEN], uint32_t addr, uint32_t config)
{
    static const uint8_t last_from[TWEAK_GROUPS] = {14, 12, 10, 8};
    uint32_t bit = 0;
    for (uint32_t g = 0; g < TWEAK_GROUPS; g++) {
        uint32_t mixed = (config >> g & 1u) != 0 ? addr : 0;
        for (uint32_t n = 0; n < TWEAK_CYCLES; n++) {
            bit = tweak_cycle(key, mixed, bit, TWEAK_BIT_MAX);
        }
        bit = tweak_cycle(key, mixed, bit, last_from[g]);
    }
}

static status_t tweaked_key(struct run *run, uint32_t addr)
{
    uint8_t key[TWEAKED_LEN];
    memcpy(key, run->c->key, sizeof(key));
    key_tweak(key, addr, run->c->config);
    status_t s = aes_key(&run->ctx[0], !run->encrypts, key, sizeof(key));
    secure_wipe(key, sizeof(key));
    return s;
}

static status_t tweaked_run(struct run *run, uint32_t addr, uint8_t *data,
                            uint32_t len)
{
    for (uint32_t i = 0; i < len; i += BLOCK) {
        if (i == 0 || (addr + i) % TWEAKED_LEN == 0) {
            TRY(tweaked_key(run, addr + i));
        }
        block_reverse(data + i);
        TRY(aes_block(&run->ctx[0], !run->encrypts, data + i));
        block_reverse(data + i);
    }
    return OK;
}

/* XTS */

/* Multiplication by x; bytes in little-endian order. */
static void tweak_double(uint8_t tweak[BLOCK])
{
    uint8_t carry = 0;
    for (uint32_t i = 0; i < BLOCK; i++) {
        uint8_t out = tweak[i] >> 7;
        tweak[i] = (uint8_t)(tweak[i] << 1 | carry);
        carry = out;
    }
    tweak[0] ^= carry != 0 ? 0x87 : 0;
}

/* The unit is reversed as a whole: its last block has the first tweak. */
static status_t xts_tweak(struct run *run, uint32_t addr, uint8_t tweak[BLOCK])
{
    memset(tweak, 0, BLOCK);
    put_le32(tweak, addr - addr % XTS_UNIT);
    TRY(aes_block(&run->ctx[1], true, tweak));
    uint32_t index = addr % XTS_UNIT / BLOCK;
    for (uint32_t j = index; j < XTS_UNIT / BLOCK - 1; j++) {
        tweak_double(tweak);
    }
    return OK;
}

static void block_mix(uint8_t block[BLOCK], const uint8_t tweak[BLOCK])
{
    for (uint32_t i = 0; i < BLOCK; i++) {
        block[i] ^= tweak[i];
    }
}

static status_t xts_run(struct run *run, uint32_t addr, uint8_t *data,
                        uint32_t len)
{
    uint32_t half = run->c->key_len / 2;
    uint8_t tweak[BLOCK];
    TRY(aes_key(&run->ctx[0], run->encrypts, run->c->key, half));
    TRY(aes_key(&run->ctx[1], true, run->c->key + half, half));
    for (uint32_t i = 0; i < len; i += BLOCK) {
        TRY(xts_tweak(run, addr + i, tweak));
        block_reverse(data + i);
        block_mix(data + i, tweak);
        TRY(aes_block(&run->ctx[0], run->encrypts, data + i));
        block_mix(data + i, tweak);
        block_reverse(data + i);
    }
    return OK;
}

/* Both */

static status_t run_range(const struct flash_cipher *c, bool encrypts,
                          uint32_t addr, uint8_t *data, uint32_t len)
{
    if (addr % BLOCK != 0 || len % BLOCK != 0) {
        return FLASH_E_ALIGN;
    }
    struct run run = {.c = c, .encrypts = encrypts};
    mbedtls_aes_init(&run.ctx[0]);
    mbedtls_aes_init(&run.ctx[1]);
    status_t s = c->scheme == FLASH_CIPHER_XTS
                     ? xts_run(&run, addr, data, len)
                     : tweaked_run(&run, addr, data, len);
    mbedtls_aes_free(&run.ctx[0]);
    mbedtls_aes_free(&run.ctx[1]);
    return s;
}

status_t flash_cipher_open_tweaked(struct flash_cipher *c, const uint8_t *key,
                                   uint32_t key_len, uint32_t config)
{
    flash_cipher_close(c);
    if ((key_len != TWEAKED_LEN && key_len != 24) || config > 0xf) {
        return CRYPTO_E_KEY;
    }
    c->scheme = FLASH_CIPHER_TWEAKED;
    c->config = config;
    c->key_len = TWEAKED_LEN;
    memcpy(c->key, key, key_len);
    /* 3/4 coding: the chip repeats the middle third. */
    memcpy(c->key + key_len, key + 8, TWEAKED_LEN - key_len);
    return OK;
}

status_t flash_cipher_open_xts(struct flash_cipher *c, const uint8_t *key,
                               uint32_t key_len)
{
    flash_cipher_close(c);
    if (key_len != 32 && key_len != 64) {
        return CRYPTO_E_KEY;
    }
    c->scheme = FLASH_CIPHER_XTS;
    c->key_len = key_len;
    memcpy(c->key, key, key_len);
    return OK;
}

void flash_cipher_close(struct flash_cipher *c)
{
    secure_wipe(c, sizeof(*c));
}

status_t flash_cipher_encrypt(const struct flash_cipher *c, uint32_t addr,
                              uint8_t *data, uint32_t len)
{
    return run_range(c, true, addr, data, len);
}

status_t flash_cipher_decrypt(const struct flash_cipher *c, uint32_t addr,
                              uint8_t *data, uint32_t len)
{
    return run_range(c, false, addr, data, len);
}
