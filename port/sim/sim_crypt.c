/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From eFuse words to a cipher. The blocks hold keys in the reverse order of
 * key files; the engines see read-protected blocks too.
 * Source: SPEC, "Flash encryption" and "eFuse".
 */
#include "port/sim/sim_crypt.h"

#include <string.h>

#include "base/bytes.h"

#define ESP32_KEY_BLOCK     1
#define ESP32_COUNTER_BIT   20
#define ESP32_COUNTER_WIDTH 7
#define ESP32_CONFIG_BIT    188
#define ESP32_CONFIG_WIDTH  4

#define KEY_BLOCK      4 /* KEY0 */
#define KEY_COUNT      6
#define KEY_COUNT_LESS 5 /* ESP32-C3, ESP32-S3: KEY5 can hold no flash key */
#define PURPOSE_BIT    88
#define PURPOSE_WIDTH  4
#define COUNTER_BIT    82
#define COUNTER_WIDTH  3

enum purpose {
    PURPOSE_256_FIRST = 2,
    PURPOSE_256_SECOND = 3,
    PURPOSE_128 = 4,
};

static uint32_t field(const struct efuse *efuse, uint32_t bit, uint32_t width)
{
    uint32_t value = 0;
    for (uint32_t i = 0; i < width; i++) {
        uint32_t at = bit + i;
        value |= (efuse->word[0][at / 32] >> (at % 32) & 1u) << i;
    }
    return value;
}

bool sim_crypt_counter_is_odd(const struct efuse *efuse)
{
    bool esp32 = efuse->chip == SIM_EFUSE_ESP32;
    uint32_t counter =
        esp32 ? field(efuse, ESP32_COUNTER_BIT, ESP32_COUNTER_WIDTH)
              : field(efuse, COUNTER_BIT, COUNTER_WIDTH);
    bool odd = false;
    for (; counter != 0; counter >>= 1) {
        odd = (counter & 1) != 0 ? !odd : odd;
    }
    return odd;
}

/* The first len bytes of a block, in the order of a key file. */
static void take_key(const struct efuse *efuse, uint32_t block, uint32_t len,
                     uint8_t *key)
{
    uint8_t bytes[EFUSE_BLOCK_LEN];
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        put_le32(bytes + 4 * i, efuse->word[block][i]);
    }
    for (uint32_t i = 0; i < len; i++) {
        key[i] = bytes[len - 1 - i];
    }
    secure_wipe(bytes, sizeof(bytes));
}

static uint32_t block_of(const struct efuse *efuse, enum purpose purpose)
{
    uint32_t count =
        efuse->chip == SIM_EFUSE_ESP32S2 ? KEY_COUNT : KEY_COUNT_LESS;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t bit = PURPOSE_BIT + PURPOSE_WIDTH * i;
        if (field(efuse, bit, PURPOSE_WIDTH) == (uint32_t)purpose) {
            return KEY_BLOCK + i;
        }
    }
    return 0;
}

static status_t open_esp32(const struct efuse *efuse,
                           struct flash_cipher *engine, uint8_t *key)
{
    uint32_t len = efuse_key_len(efuse);
    uint32_t config = field(efuse, ESP32_CONFIG_BIT, ESP32_CONFIG_WIDTH);
    take_key(efuse, ESP32_KEY_BLOCK, len, key);
    return flash_cipher_open_tweaked(engine, key, len, config);
}

static status_t open_xts(const struct efuse *efuse, struct flash_cipher *engine,
                         uint8_t *key)
{
    bool wide = efuse->chip != SIM_EFUSE_ESP32C3;
    uint32_t narrow = block_of(efuse, PURPOSE_128);
    uint32_t first = wide ? block_of(efuse, PURPOSE_256_FIRST) : 0;
    uint32_t second = wide ? block_of(efuse, PURPOSE_256_SECOND) : 0;
    if (narrow != 0 && first == 0 && second == 0) {
        take_key(efuse, narrow, EFUSE_BLOCK_LEN, key);
    } else if (narrow == 0 && first != 0 && second != 0) {
        take_key(efuse, first, EFUSE_BLOCK_LEN, key);
        take_key(efuse, second, EFUSE_BLOCK_LEN, key + EFUSE_BLOCK_LEN);
        return flash_cipher_open_xts(engine, key, 2 * EFUSE_BLOCK_LEN);
    }
    return flash_cipher_open_xts(engine, key, EFUSE_BLOCK_LEN);
}

void sim_crypt_update(struct efuse *efuse)
{
    uint8_t key[FLASH_CIPHER_KEY_MAX] = {0};
    struct flash_cipher *engine = efuse->engine;
    if (engine == NULL) {
        return;
    }
    status_t status = efuse->chip == SIM_EFUSE_ESP32
                          ? open_esp32(efuse, engine, key)
                          : open_xts(efuse, engine, key);
    secure_wipe(key, sizeof(key));
    /* the coding scheme "repeat" leaves 16 bytes, which are no key */
    efuse->power->cipher = status == OK ? engine : NULL;
}

void sim_crypt_open(struct efuse *efuse, struct flash_cipher *engine)
{
    efuse->engine = engine;
    sim_crypt_update(efuse);
}

void sim_crypt_reset(struct efuse *efuse)
{
    sim_crypt_update(efuse);
    efuse->power->encrypted = sim_crypt_counter_is_odd(efuse);
}
