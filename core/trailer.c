/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See trailer.h. Fields are found from the end of the area:
 *
 *   magic 16 | image_ok A | copy_done A | swap_info A | swap_size A | records
 *
 * with the magic rounded up to A (SPEC, Slot trailer).
 */
#include "core/trailer.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "core/config.h"

#define MAGIC_LEN 16
#define ERASED    0xff
#define FLAG_SET  0x01

/* Fields of A bytes each, in the order in which they lie below the magic. */
enum field {
    FIELD_SWAP_LEN = 0,
    FIELD_INFO = 1,
    FIELD_COPY_DONE = 2,
    FIELD_IMAGE_OK = 3,
    FIELD_COUNT = 4,
};

#define FIELDS_LEN_MAX (FIELD_COUNT * TRAILER_ALIGN_MAX + TRAILER_ALIGN_MAX)

/* For A = 8; for other A the first two bytes are A, the rest MAGIC_TAIL. */
static const uint8_t MAGIC_ALIGN_8[MAGIC_LEN] = {
    0x77, 0xc2, 0x95, 0xf3, 0x60, 0xd2, 0xef, 0x7f,
    0x35, 0x52, 0x50, 0x0f, 0x2c, 0xb6, 0x79, 0x80,
};
static const uint8_t MAGIC_TAIL[MAGIC_LEN - 2] = {
    0x2d, 0xe1, 0x5d, 0x29, 0x41, 0x0b, 0x8d,
    0x77, 0x67, 0x9c, 0x11, 0x0f, 0x1f, 0x8a,
};

static uint32_t magic_block_len(const struct trailer *t)
{
    uint32_t align = config_align(t->align);

    return align > MAGIC_LEN ? align : MAGIC_LEN;
}

/* Bytes from the start of swap_size to the end of the magic. */
static uint32_t fields_len(const struct trailer *t)
{
    return FIELD_COUNT * (uint32_t)config_align(t->align) + magic_block_len(t);
}

static uint32_t field_off(const struct trailer *t, enum field field)
{
    return trailer_fields_off(t) + field * config_align(t->align);
}

static uint32_t flag_off(const struct trailer *t, enum trailer_flag flag)
{
    return field_off(t, flag == TRAILER_IMAGE_OK ? FIELD_IMAGE_OK
                                                 : FIELD_COPY_DONE);
}

uint32_t trailer_fields_off(const struct trailer *t)
{
    return t->area.len - fields_len(t);
}

static uint32_t off_in(const struct trailer *t, uint32_t area_len,
                       uint32_t records)
{
    uint32_t len = records * flash_write_len(t->area.flash) + fields_len(t);

    return len < area_len ? area_len - len : area_len;
}

uint32_t trailer_off(const struct trailer *t)
{
    return off_in(t, t->area.len, t->record_count);
}

uint32_t trailer_slot_off(const struct trailer *t)
{
    return off_in(t, config_slot_len(t->area.len),
                  config_slot_records(t->record_count));
}

status_t trailer_first_sector(const struct trailer *t,
                              struct region_sector *sec)
{
    return region_sector_at(&t->area, trailer_slot_off(t), sec);
}

static void magic_get(const struct trailer *t, uint8_t magic[MAGIC_LEN])
{
    uint8_t align = config_align(t->align);

    memcpy(magic, MAGIC_ALIGN_8, MAGIC_LEN);
    if (align != 8) {
        put_le16(magic, align);
        memcpy(magic + 2, MAGIC_TAIL, sizeof(MAGIC_TAIL));
    }
}

static uint32_t whole_units(const struct trailer *t, uint32_t len)
{
    uint32_t unit = flash_write_len(t->area.flash);

    return (len + unit - 1) / unit * unit;
}

static enum trailer_mark magic_mark(const struct trailer *t,
                                    const uint8_t *seen)
{
    uint8_t magic[MAGIC_LEN];

    magic_get(t, magic);
    if (memcmp(seen, magic, MAGIC_LEN) == 0) {
        return MARK_SET;
    }
    return bytes_are(seen, ERASED, MAGIC_LEN) ? MARK_UNSET : MARK_BAD;
}

/* The first byte alone may be 0xff by chance in a unit that was torn. */
static enum trailer_mark flag_mark(const struct trailer *t, const uint8_t *unit)
{
    if (unit[0] == FLAG_SET) {
        return MARK_SET;
    }
    return bytes_are(unit, ERASED, whole_units(t, 1)) ? MARK_UNSET : MARK_BAD;
}

static void info_get(uint8_t byte, struct trailer_state *state)
{
    uint8_t type = byte & 0x0f;
    bool known = type >= SWAP_TEST && type <= SWAP_REVERT;

    state->type = known ? (enum swap_type)type : SWAP_NONE;
    state->image = known ? byte >> 4 : 0;
}

/* Unset is an erased unit, and one that was written as 0xff by encryption. */
static status_t unit_is_unset(const struct trailer *t, uint32_t off,
                              bool *unset)
{
    uint8_t unit[TRAILER_ALIGN_MAX];
    uint32_t len = flash_write_len(t->area.flash);

    TRY(region_is_erased(&t->area, off, len, unset));
    if (*unset || !config_is_encrypted()) {
        return OK;
    }
    TRY(region_read(&t->area, off, unit, len));
    *unset = bytes_are(unit, ERASED, len);
    return OK;
}

/* image_ok where it lies under encryption, whose units have 32 bytes. */
static uint32_t filled_off(const struct trailer *t)
{
    return t->area.len - 2 * TRAILER_ALIGN_MAX;
}

static status_t filled_look(const struct trailer *t,
                            struct trailer_state *state)
{
    bool erased = true;

    if (config_align(t->align) == TRAILER_ALIGN_MAX) {
        TRY(region_is_erased(&t->area, filled_off(t), TRAILER_ALIGN_MAX,
                             &erased));
    }
    state->filled = state->image_ok == MARK_UNSET && !erased;
    return OK;
}

status_t trailer_read(const struct trailer *t, struct trailer_state *state)
{
    uint8_t fields[FIELDS_LEN_MAX];
    uint32_t align = config_align(t->align);
    uint32_t len = fields_len(t);

    if (trailer_off(t) == t->area.len) {
        return REGION_E_RANGE;
    }
    TRY(region_read_units(&t->area, trailer_fields_off(t), fields, len));
    state->magic = magic_mark(t, fields + len - MAGIC_LEN);
    state->image_ok = flag_mark(t, fields + FIELD_IMAGE_OK * align);
    state->copy_done = flag_mark(t, fields + FIELD_COPY_DONE * align);
    info_get(fields[FIELD_INFO * align], state);
    state->swap_len = le32(fields);
    return config_is_encrypted() ? filled_look(t, state) : OK;
}

status_t trailer_has_info(const struct trailer *t, bool *has)
{
    TRY(region_is_erased(&t->area, field_off(t, FIELD_INFO), whole_units(t, 1),
                         has));
    *has = !*has;
    return OK;
}

status_t trailer_can_put_magic(const struct trailer *t, bool *can)
{
    uint32_t len = magic_block_len(t);

    return region_is_erased(&t->area, t->area.len - len, len, can);
}

/*
 * Writes the low len bytes of value, at most 4, and erased ones up to whole
 * units. The bytes of value above them are 0xff.
 */
static status_t field_put(const struct trailer *t, uint32_t off, uint32_t value,
                          uint32_t len)
{
    uint8_t units[TRAILER_ALIGN_MAX];

    memset(units, ERASED, sizeof(units));
    put_le32(units, value);
    return region_write(&t->area, off, units, whole_units(t, len));
}

static status_t byte_put(const struct trailer *t, uint32_t off, uint32_t byte)
{
    return field_put(t, off, 0xffffff00u | byte, 1);
}

status_t trailer_put_flag(const struct trailer *t, enum trailer_flag flag)
{
    return byte_put(t, flag_off(t, flag), FLAG_SET);
}

status_t trailer_fill_image_ok(const struct trailer *t)
{
    uint8_t unit[TRAILER_ALIGN_MAX];

    memset(unit, ERASED, sizeof(unit));
    return region_write(&t->area, filled_off(t), unit, sizeof(unit));
}

status_t trailer_put_info(const struct trailer *t, enum swap_type type,
                          uint8_t image)
{
    return byte_put(t, field_off(t, FIELD_INFO),
                    (uint32_t)type | (uint32_t)image << 4);
}

status_t trailer_put_swap_len(const struct trailer *t, uint32_t len)
{
    return field_put(t, field_off(t, FIELD_SWAP_LEN), len, 4);
}

status_t trailer_put_magic(const struct trailer *t)
{
    uint8_t block[TRAILER_ALIGN_MAX];
    uint32_t len = magic_block_len(t);

    memset(block, ERASED, sizeof(block));
    magic_get(t, block + len - MAGIC_LEN);
    return region_write(&t->area, t->area.len - len, block, len);
}

status_t trailer_put_record(const struct trailer *t, uint32_t index,
                            uint8_t value)
{
    uint32_t unit = flash_write_len(t->area.flash);

    if (index >= t->record_count) {
        return REGION_E_RANGE;
    }
    return byte_put(t, trailer_off(t) + index * unit, value);
}

status_t trailer_record_last(const struct trailer *t, uint32_t limit,
                             uint32_t *count)
{
    uint32_t unit = flash_write_len(t->area.flash);
    bool unset = true;

    *count = limit < t->record_count ? limit : t->record_count;
    for (; *count > 0; *count -= 1) {
        TRY(unit_is_unset(t, trailer_off(t) + (*count - 1) * unit, &unset));
        if (!unset) {
            break;
        }
    }
    return OK;
}

status_t trailer_erase(const struct trailer *t)
{
    return region_erase_tail(&t->area, trailer_off(t));
}

enum swap_type trailer_swap_type(const struct trailer_state *primary,
                                 const struct trailer_state *secondary)
{
    if (secondary->magic == MARK_SET && secondary->image_ok == MARK_UNSET) {
        return SWAP_TEST;
    }
    if (secondary->magic == MARK_SET && secondary->image_ok == MARK_SET) {
        return SWAP_PERM;
    }
    /* a torn copy_done counts as set: a trial must never become permanent */
    if (primary->magic == MARK_SET && primary->image_ok == MARK_UNSET &&
        primary->copy_done != MARK_UNSET) {
        return SWAP_REVERT;
    }
    return SWAP_NONE;
}
