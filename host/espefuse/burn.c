/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collecting, checking and burning. Registers and their values: SPEC, eFuse
 * fields and files.
 */
#include "host/espefuse/burn.h"

#include <inttypes.h>
#include <string.h>

#include "base/bytes.h"
#include "port/sim/sim_efuse_code.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

#define WR_DIS_BLOCK 0
#define CHECK_OFF    0x20 /* program registers of the check bytes */
#define CHECK_WORDS  3
#define GROUP_BITS   48 /* of the 3/4 scheme: coded for themselves */
#define GROUP_COUNT  4

/** A register that espefuse leaves behind in its file. */
struct left {
    uint16_t off;
    uint32_t value;
};

static const struct left esp32_left[] = {
    {0xf8, 0xa0}, {0xfc, 0x5aa5}, {0x118, 0x50}};
static const struct left esp32s2_left[] = {{0x1cc, 0x5aa5}, {0x1e8, 0x50},
                                           {0x1ec, 1},      {0x1f0, 1},
                                           {0x1f4, 0x5101}, {0x1f8, 0x80}};
static const struct left esp32c3_left[] = {
    {0x1cc, 0x5aa5}, {0x1e8, 0x28}, {0x1f0, 0x3000}, {0x1f4, 0x190}};
static const struct left esp32s3_left[] = {
    {0x1cc, 0x5aa5}, {0x1e8, 0x28}, {0x1f4, 0x3000}, {0x1f8, 0x190}};

static const struct {
    const struct left *left;
    size_t count;
} left_behind[SIM_EFUSE_CHIP_COUNT] = {
    [SIM_EFUSE_ESP32] = {esp32_left, COUNT_OF(esp32_left)},
    [SIM_EFUSE_ESP32S2] = {esp32s2_left, COUNT_OF(esp32s2_left)},
    [SIM_EFUSE_ESP32C3] = {esp32c3_left, COUNT_OF(esp32c3_left)},
    [SIM_EFUSE_ESP32S3] = {esp32s3_left, COUNT_OF(esp32s3_left)},
};

void burn_open(struct burn *burn, struct efuse_file *file)
{
    memset(burn, 0, sizeof(*burn));
    burn->file = file;
}

/* Collecting */

static void bit_put(uint32_t *words, uint32_t bit, bool set)
{
    uint32_t mask = 1u << (bit % 32);
    words[bit / 32] = set ? words[bit / 32] | mask : words[bit / 32] & ~mask;
}

static bool bit_get(const uint32_t *words, uint32_t bit)
{
    return (words[bit / 32] >> (bit % 32) & 1u) != 0;
}

static bool byte_bit(const uint8_t *bytes, uint32_t bit)
{
    return (bytes[bit / 8] >> (bit % 8) & 1u) != 0;
}

void burn_add(struct burn *burn, const struct burn_place *place,
              const uint8_t *bytes)
{
    for (uint32_t i = 0; i < place->width; i++) {
        if (byte_bit(bytes, i)) {
            bit_put(burn->bits[place->block], place->bit + i, true);
        }
    }
}

bool burn_add_field(struct burn *burn, const struct efuse_field *field,
                    const uint8_t bytes[EFUSE_BLOCK_LEN], struct why *why)
{
    const uint32_t *old = burn->file->word[field->block];
    for (uint32_t i = 0; i < efuse_field_width(burn->file, field); i++) {
        bool set = byte_bit(bytes, i);
        if (bit_get(old, field->bit + i) && !set) {
            return why_say(why,
                           "%s has bits that the new value lacks, and burning "
                           "clears none: give a value with bit %" PRIu32 " set",
                           field->name, i);
        }
        bit_put(burn->bits[field->block], field->bit + i, set);
    }
    return true;
}

static bool is_locked(const struct efuse_file *file, int lock)
{
    return lock >= 0 && bit_get(file->word[WR_DIS_BLOCK], (uint32_t)lock);
}

static bool add_lock(struct burn *burn, int lock, const char *register_name,
                     struct why *why)
{
    const struct efuse_file *file = burn->file;
    if (lock < 0) {
        return why_say(why, "no bit of %s protects it", register_name);
    }
    if (!is_locked(file, lock) &&
        is_locked(file, sim_efuse_write_lock(file->chip, WR_DIS_BLOCK,
                                             (uint32_t)lock))) {
        return why_say(why,
                       "%s is write-protected itself: nothing can be "
                       "protected by it any more",
                       register_name);
    }
    bit_put(burn->bits[WR_DIS_BLOCK], (uint32_t)lock, true);
    return true;
}

bool burn_add_write_lock(struct burn *burn, uint32_t block, uint32_t bit,
                         struct why *why)
{
    return add_lock(burn, sim_efuse_write_lock(burn->file->chip, block, bit),
                    "WR_DIS", why);
}

bool burn_add_read_lock(struct burn *burn, uint32_t block, uint32_t bit,
                        struct why *why)
{
    return add_lock(burn, sim_efuse_read_lock(burn->file->chip, block, bit),
                    "RD_DIS", why);
}

/* Checking */

static bool any_word(const uint32_t *words)
{
    uint32_t any = 0;
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        any |= words[i];
    }
    return any != 0;
}

bool burn_is_empty(const struct burn *burn)
{
    bool empty = true;
    for (uint32_t block = 0; block < EFUSE_BLOCK_MAX; block++) {
        empty = empty && !any_word(burn->bits[block]);
    }
    return empty;
}

static enum sim_efuse_scheme scheme_of(const struct efuse_file *file,
                                       uint32_t block)
{
    if (block == 0) {
        return SIM_EFUSE_PLAIN;
    }
    if (file->chip != SIM_EFUSE_ESP32) {
        return SIM_EFUSE_REED_SOLOMON;
    }
    uint32_t coding = file->word[0][6] & 3u;
    return coding == 3 ? SIM_EFUSE_PLAIN : (enum sim_efuse_scheme)coding;
}

static bool group_clashes(const uint32_t *old, const uint32_t *bits,
                          uint32_t group)
{
    bool has_old = false;
    bool has_new = false;
    bool differs = false;
    for (uint32_t i = 0; i < GROUP_BITS; i++) {
        bool was = bit_get(old, group * GROUP_BITS + i);
        bool is = bit_get(bits, group * GROUP_BITS + i);
        has_old = has_old || was;
        has_new = has_new || is;
        differs = differs || was != is;
    }
    return has_old && has_new && differs;
}

/* Whether the code over a block forbids adding the bits to it. */
static bool code_forbids(const struct burn *burn, uint32_t block)
{
    const uint32_t *old = burn->file->word[block];
    const uint32_t *bits = burn->bits[block];
    enum sim_efuse_scheme scheme = scheme_of(burn->file, block);
    if (scheme != SIM_EFUSE_THREE_QUARTERS) {
        return scheme != SIM_EFUSE_PLAIN && any_word(old);
    }
    bool clashes = false;
    for (uint32_t i = 0; i < GROUP_COUNT; i++) {
        clashes = clashes || group_clashes(old, bits, i);
    }
    return clashes;
}

static bool check_protection(const struct burn *burn, uint32_t block,
                             struct why *why)
{
    enum sim_efuse_chip chip = burn->file->chip;
    if (block == 0) {
        return true;
    }
    if (is_locked(burn->file, sim_efuse_read_lock(chip, block, 0))) {
        return why_say(why,
                       "block %" PRIu32 " is read-protected: what it holds can "
                       "not be seen, and burning might damage it",
                       block);
    }
    if (is_locked(burn->file, sim_efuse_write_lock(chip, block, 0))) {
        return why_say(why, "block %" PRIu32 " is write-protected: use another",
                       block);
    }
    return true;
}

static const char *name_of(const struct efuse_file *file, uint32_t bit)
{
    size_t count = 0;
    const struct efuse_field *field = efuse_fields(file->chip, &count);
    for (size_t i = 0; i < count; i++) {
        if (field[i].block == 0 && bit >= field[i].bit &&
            bit < (uint32_t)field[i].bit + field[i].width) {
            return field[i].name;
        }
    }
    return "a reserved bit";
}

/* Fields of block 0 have protection of their own. */
static bool check_fields(const struct burn *burn, struct why *why)
{
    const struct efuse_file *file = burn->file;
    for (uint32_t bit = 0; bit < 32 * EFUSE_BLOCK_WORDS; bit++) {
        if (bit_get(burn->bits[0], bit) &&
            is_locked(file, sim_efuse_write_lock(file->chip, 0, bit))) {
            return why_say(why, "%s is write-protected: it stays as it is",
                           name_of(file, bit));
        }
    }
    return true;
}

static void drop_burned(struct burn *burn, uint32_t block)
{
    uint32_t missing = 0;
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        missing |= burn->bits[block][i] & ~burn->file->word[block][i];
    }
    if (missing == 0) {
        memset(burn->bits[block], 0, sizeof(burn->bits[block]));
    }
    for (uint32_t i = 0; block == 0 && i < EFUSE_BLOCK_WORDS; i++) {
        burn->bits[0][i] &= ~burn->file->word[0][i];
    }
}

static bool check_block(struct burn *burn, uint32_t block, struct why *why)
{
    if (!any_word(burn->bits[block])) {
        return true;
    }
    if (!check_protection(burn, block, why)) {
        return false;
    }
    if (scheme_of(burn->file, block) == SIM_EFUSE_REPEAT) {
        return why_say(why, "the coding scheme REPEAT is not supported");
    }
    drop_burned(burn, block);
    if (any_word(burn->bits[block]) && code_forbids(burn, block)) {
        return why_say(why,
                       "block %" PRIu32 " is not empty, and the code over it "
                       "forbids adding bits: use another block",
                       block);
    }
    return true;
}

bool burn_check(struct burn *burn, struct why *why)
{
    for (uint32_t block = 0; block < EFUSE_BLOCK_MAX; block++) {
        if (!check_block(burn, block, why)) {
            return false;
        }
    }
    return check_fields(burn, why);
}

/* Burning */

static void register_put(struct efuse_file *file, uint32_t off, uint32_t value)
{
    uint8_t *place = efuse_file_register(file, off);
    for (uint32_t i = 0; i < 4; i++) {
        place[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

/* The check bytes of the block that was burned last, that is, the lowest. */
static void check_bytes_put(struct efuse_file *file, const uint32_t *bits)
{
    uint8_t data[SIM_EFUSE_DATA_LEN];
    uint8_t code[SIM_EFUSE_CODE_MAX];
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        put_le32(data + 4 * i, bits[i]);
    }
    sim_efuse_encode(SIM_EFUSE_REED_SOLOMON, data, code);
    for (uint32_t i = 0; i < CHECK_WORDS; i++) {
        register_put(file, CHECK_OFF + 4 * i,
                     le32(code + SIM_EFUSE_DATA_LEN + 4 * i));
    }
}

static void leave_registers(struct burn *burn)
{
    struct efuse_file *file = burn->file;
    for (size_t i = 0; i < left_behind[file->chip].count; i++) {
        const struct left *left = &left_behind[file->chip].left[i];
        register_put(file, left->off, left->value);
    }
    for (uint32_t block = 1; block < EFUSE_BLOCK_MAX; block++) {
        if (file->chip != SIM_EFUSE_ESP32 && any_word(burn->bits[block])) {
            check_bytes_put(file, burn->bits[block]);
            return;
        }
    }
}

static void hide_protected(struct efuse_file *file)
{
    uint32_t hidden[EFUSE_BLOCK_MAX][EFUSE_BLOCK_WORDS] = {{0}};
    for (uint32_t block = 0; block < EFUSE_BLOCK_MAX; block++) {
        for (uint32_t i = 0; i < 32 * EFUSE_BLOCK_WORDS; i++) {
            int lock = sim_efuse_read_lock(file->chip, block, i);
            bit_put(hidden[block], i, is_locked(file, lock));
        }
    }
    for (uint32_t block = 0; block < EFUSE_BLOCK_MAX; block++) {
        for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
            file->word[block][i] &= ~hidden[block][i];
        }
    }
}

void burn_do(struct burn *burn)
{
    struct efuse_file *file = burn->file;
    for (uint32_t block = 0; block < EFUSE_BLOCK_MAX; block++) {
        for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
            file->word[block][i] |= burn->bits[block][i];
        }
    }
    if (file->format == EFUSE_FORMAT_ESPEFUSE) {
        leave_registers(burn);
        hide_protected(file);
    }
}
