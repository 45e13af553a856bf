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

#define MAGIC_LEN  16
#define ERASED     0xff
#define FLAG_SET   0x01
#define SCAN_CHUNK 256 /* bytes of records looked at in one go */

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
    return config_align(t->align) > MAGIC_LEN ? config_align(t->align)
                                              : MAGIC_LEN;
}

/* Field 1 is image_ok, 2 copy_done, 3 swap_info, 4 swap_size. */
static uint32_t field_off(const struct trailer *t, uint32_t field)
{
    return t->area.len - magic_block_len(t) - field * config_align(t->align);
}

static uint32_t flag_off(const struct trailer *t, enum trailer_flag flag)
{
    return field_off(t, flag == TRAILER_IMAGE_OK ? 1 : 2);
}

uint32_t trailer_fields_off(const struct trailer *t)
{
    return field_off(t, 4);
}

uint32_t trailer_off(const struct trailer *t)
{
    uint32_t unit = flash_write_len(t->area.flash);
    uint32_t len = t->record_count * unit + 4u * config_align(t->align) +
                   magic_block_len(t);

    return len < t->area.len ? t->area.len - len : 0;
}

status_t trailer_first_sector(const struct trailer *t,
                              struct region_sector *sec)
{
    uint32_t off = trailer_off(t);

    return off == 0 ? REGION_E_RANGE : region_sector_at(&t->area, off, sec);
}

static void magic_get(const struct trailer *t, uint8_t magic[MAGIC_LEN])
{
    memcpy(magic, MAGIC_ALIGN_8, MAGIC_LEN);
    if (config_align(t->align) != 8) {
        put_le16(magic, config_align(t->align));
        memcpy(magic + 2, MAGIC_TAIL, sizeof(MAGIC_TAIL));
    }
}

static uint32_t whole_units(const struct trailer *t, uint32_t len)
{
    uint32_t unit = flash_write_len(t->area.flash);

    return (len + unit - 1) / unit * unit;
}

/*
 * Reads len bytes of one field; erased units read as 0xff though encrypted
 * flash shows rubbish there. Whole units are looked at: a single raw byte of
 * ciphertext may well be 0xff.
 */
static status_t field_read(const struct trailer *t, uint32_t off, uint8_t *dst,
                           uint32_t len)
{
    bool erased;

    TRY(region_is_erased(&t->area, off, whole_units(t, len), &erased));
    if (erased) {
        memset(dst, ERASED, len);
        return OK;
    }
    return region_read(&t->area, off, dst, len);
}

static status_t magic_read(const struct trailer *t, enum trailer_mark *mark)
{
    uint8_t magic[MAGIC_LEN];
    uint8_t seen[MAGIC_LEN];
    bool erased;

    magic_get(t, magic);
    memset(seen, ERASED, sizeof(seen));
    TRY(region_is_erased(&t->area, t->area.len - MAGIC_LEN, MAGIC_LEN,
                         &erased));
    if (!erased) {
        TRY(region_read(&t->area, t->area.len - MAGIC_LEN, seen, MAGIC_LEN));
    }
    *mark = MARK_BAD;
    if (memcmp(seen, magic, MAGIC_LEN) == 0) {
        *mark = MARK_SET;
    } else if (bytes_are(seen, ERASED, MAGIC_LEN)) {
        *mark = MARK_UNSET;
    }
    return OK;
}

static status_t flag_read(const struct trailer *t, enum trailer_flag flag,
                          enum trailer_mark *mark)
{
    uint8_t unit[TRAILER_ALIGN_MAX];
    uint32_t len = whole_units(t, 1);

    TRY(field_read(t, flag_off(t, flag), unit, len));
    *mark = MARK_BAD;
    if (unit[0] == FLAG_SET) {
        *mark = MARK_SET;
    } else if (bytes_are(unit, ERASED, len)) {
        /* the first byte alone may be 0xff by chance in an encrypted unit */
        *mark = MARK_UNSET;
    }
    return OK;
}

static status_t info_read(const struct trailer *t, struct trailer_state *state)
{
    uint8_t byte;
    bool erased;

    TRY(region_is_erased(&t->area, field_off(t, 3), whole_units(t, 1),
                         &erased));
    TRY(field_read(t, field_off(t, 3), &byte, 1));
    state->info_written = !erased;
    state->type = SWAP_NONE;
    state->image = 0;
    if ((byte & 0x0f) > SWAP_NONE && (byte & 0x0f) <= SWAP_REVERT) {
        state->type = (enum swap_type)(byte & 0x0f);
        state->image = byte >> 4;
    }
    return OK;
}

status_t trailer_read(const struct trailer *t, struct trailer_state *state)
{
    uint8_t len[4];

    if (trailer_off(t) == 0) {
        return REGION_E_RANGE;
    }
    TRY(magic_read(t, &state->magic));
    TRY(flag_read(t, TRAILER_IMAGE_OK, &state->image_ok));
    TRY(flag_read(t, TRAILER_COPY_DONE, &state->copy_done));
    TRY(info_read(t, state));
    TRY(field_read(t, field_off(t, 4), len, sizeof(len)));
    state->swap_len = le32(len);
    return OK;
}

/* Writes len bytes, padded with the erased value to whole write units. */
static status_t field_put(const struct trailer *t, uint32_t off,
                          const uint8_t *src, uint32_t len)
{
    uint8_t units[TRAILER_ALIGN_MAX];

    memset(units, ERASED, sizeof(units));
    memcpy(units, src, len);
    return region_write(&t->area, off, units, whole_units(t, len));
}

status_t trailer_put_flag(const struct trailer *t, enum trailer_flag flag)
{
    const uint8_t byte = FLAG_SET;

    return field_put(t, flag_off(t, flag), &byte, 1);
}

status_t trailer_put_info(const struct trailer *t, enum swap_type type,
                          uint8_t image)
{
    const uint8_t byte = (uint8_t)((uint32_t)type | (uint32_t)image << 4);

    return field_put(t, field_off(t, 3), &byte, 1);
}

status_t trailer_put_swap_len(const struct trailer *t, uint32_t len)
{
    uint8_t bytes[4];

    put_le32(bytes, len);
    return field_put(t, field_off(t, 4), bytes, sizeof(bytes));
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
    return field_put(t, trailer_off(t) + index * unit, &value, 1);
}

/* Finds the last record in [from, to), of which at least one is present. */
static status_t record_search(const struct trailer *t, uint32_t from,
                              uint32_t *to)
{
    uint32_t unit = flash_write_len(t->area.flash);
    bool erased = true;

    while (*to > from) {
        TRY(region_is_erased(&t->area, trailer_off(t) + (*to - 1) * unit, unit,
                             &erased));
        if (!erased) {
            break;
        }
        *to -= 1;
    }
    return OK;
}

status_t trailer_record_last(const struct trailer *t, uint32_t limit,
                             uint32_t *count)
{
    uint32_t unit = flash_write_len(t->area.flash);
    uint32_t per_chunk = SCAN_CHUNK / unit;
    bool erased = true;

    *count = limit < t->record_count ? limit : t->record_count;
    while (*count > 0) {
        uint32_t from = *count > per_chunk ? *count - per_chunk : 0;

        TRY(region_is_erased(&t->area, trailer_off(t) + from * unit,
                             (*count - from) * unit, &erased));
        if (!erased) {
            return record_search(t, from, count);
        }
        *count = from;
    }
    return OK;
}

status_t trailer_erase(const struct trailer *t)
{
    uint32_t off = trailer_off(t);

    return off == 0 ? REGION_E_RANGE : region_erase_tail(&t->area, off);
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
