/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See burn_key.h. The order in which a chip would be programmed does not
 * matter: a file changes whole or not at all.
 */
#include "host/espefuse/burn_key.h"

#include <inttypes.h>

#include "base/bytes.h"

const struct efuse_field *burn_key_purpose(const struct burn *burn,
                                           uint32_t block)
{
    char name[sizeof("KEY_PURPOSE_0")] = "KEY_PURPOSE_0";
    name[sizeof(name) - 2] = (char)('0' + block - BURN_KEY_FIRST);
    return efuse_field_find(burn->file->chip, name);
}

static bool add_purpose(struct burn *burn, const struct burn_key *key,
                        struct why *why)
{
    uint8_t value[EFUSE_BLOCK_LEN] = {key->purpose->value};
    const struct efuse_field *field = burn_key_purpose(burn, key->block);
    if (key->purpose->reversed && key->block == BURN_KEY_LAST &&
        burn->file->chip != SIM_EFUSE_ESP32S2) {
        return why_say(why,
                       "BLOCK_KEY5 can not hold %s: the chip does not take "
                       "flash keys from it, so use another block",
                       key->purpose->name);
    }
    return burn_add_field(burn, field, value, why) &&
           burn_add_write_lock(burn, 0, field->bit, why);
}

bool burn_key_is_free(const struct burn *burn, uint32_t block)
{
    uint32_t any = 0;
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        any |= burn->file->word[block][i] | burn->bits[block][i];
    }
    return any == 0;
}

static bool is_same(const struct burn *burn, const struct burn_key *key)
{
    uint32_t differs = 0;
    for (uint32_t i = 0; i < 8 * key->len; i++) {
        uint32_t byte = key->reversed ? key->len - 1 - i / 8 : i / 8;
        uint32_t want = key->bytes[byte] >> (i % 8) & 1u;
        differs |=
            want ^ (burn->file->word[key->block][i / 32] >> (i % 32) & 1u);
    }
    return differs == 0;
}

static bool add_data(struct burn *burn, const struct burn_key *key,
                     struct why *why)
{
    uint8_t data[BURN_KEY_LEN];
    if (!burn_key_is_free(burn, key->block) && !is_same(burn, key)) {
        return why_say(why,
                       "block %" PRIu32 " is not empty: a key needs one that "
                       "is",
                       key->block);
    }
    for (uint32_t i = 0; i < key->len; i++) {
        data[i] = key->bytes[key->reversed ? key->len - 1 - i : i];
    }
    burn_add(burn, &(struct burn_place){key->block, 0, 8 * key->len}, data);
    secure_wipe(data, sizeof(data));
    return true;
}

bool burn_key_add(struct burn *burn, const struct burn_key *key,
                  struct why *why)
{
    return add_data(burn, key, why) &&
           (key->purpose == NULL || add_purpose(burn, key, why)) &&
           (!key->hide || burn_add_read_lock(burn, key->block, 0, why)) &&
           (!key->lock || burn_add_write_lock(burn, key->block, 0, why));
}
