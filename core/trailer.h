/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slot trailer: the bytes at the end of both slots and of the scratch
 * area that hold an update's request, progress and result. Layout, sizes and
 * values are MCUboot's, since applications and imgtool compute with them.
 * This module reads and writes fields; what they mean is decided elsewhere.
 *
 * T1  The magic is written last: a good magic proves the other fields.
 * T2  Each field is one write unit and is written once after an erase.
 * T3  A record is present if its unit is not erased; its value is not read.
 * T4  Under encryption a writer may have filled erased units with 0xff: they
 *     read as unset and are not erased. A flag or a record is then written
 *     over it: bits are only cleared, so the unit turns into noise, which is
 *     neither. A flag that is noise counts as set, a record as present.
 *
 * Source: SPEC, Slot trailer.
 */
#ifndef CORE_TRAILER_H
#define CORE_TRAILER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/region.h"

#define TRAILER_RECORDS_PER_SECTOR 3 /* K of SPEC */
#define TRAILER_SCRATCH_RECORDS    3
#define TRAILER_ALIGN_MAX          32 /* bytes */

/** What a field says. */
enum trailer_mark {
    MARK_SET = 1,   /* the magic, or 01 */
    MARK_BAD = 2,   /* something else: a torn write */
    MARK_UNSET = 3, /* erased */
};

/** What an update wants, or is doing; the low nibble of swap_info. */
enum swap_type {
    SWAP_NONE = 1,
    SWAP_TEST = 2,
    SWAP_PERM = 3,
    SWAP_REVERT = 4,
};

/** Where a trailer lies. */
struct trailer {
    struct region area;    /* slot or scratch; ends with the trailer */
    uint8_t align;         /* A of SPEC: 8, 16 or 32 bytes */
    uint32_t record_count; /* 3 per sector of sector_max; 3 in scratch */
};

/** The fields of a trailer but its records. */
struct trailer_state {
    enum trailer_mark magic;
    enum trailer_mark image_ok;
    enum trailer_mark copy_done;
    enum swap_type type; /* SWAP_NONE if erased or unknown */
    uint8_t image;       /* 0 .. 15; 0 with SWAP_NONE */
    bool filled; /* image_ok is unset and not erased (T4); encryption only */
    uint32_t swap_len; /* bytes; 0xffffffff if erased */
};

/** Flags that are set once. */
enum trailer_flag {
    TRAILER_IMAGE_OK,
    TRAILER_COPY_DONE,
};

/**
 * Returns where the trailer starts: the status area, records first.
 *
 * @param[in] t  trailer
 *
 * @retval bytes from the start of the area; its length if it is too small
 */
MUST_USE uint32_t trailer_off(const struct trailer *t);

/**
 * The same for a slot: what is known of all slots when linking is used.
 *
 * @param[in] t  trailer of a slot
 *
 * @retval bytes from the start of the slot; its length if it is too small
 */
MUST_USE uint32_t trailer_slot_off(const struct trailer *t);

/**
 * Returns where the fields behind the records start.
 *
 * @param[in] t  trailer
 *
 * @retval bytes from the start of the area, of swap_size
 */
MUST_USE uint32_t trailer_fields_off(const struct trailer *t);

/**
 * Finds the first sector that the trailer of a slot touches.
 *
 * @param[in]  t    trailer of a slot
 * @param[out] sec  sector
 *
 * @retval OK
 * @retval REGION_E_RANGE  the area is too small
 */
MUST_USE status_t trailer_first_sector(const struct trailer *t,
                                       struct region_sector *sec);

/**
 * Reads all fields.
 *
 * @param[in]  t      trailer
 * @param[out] state  fields
 *
 * @retval OK
 * @retval FLASH_E_IO      the device failed
 * @retval REGION_E_RANGE  the area is too small
 */
MUST_USE status_t trailer_read(const struct trailer *t,
                               struct trailer_state *state);

/**
 * Tells whether swap_info was written, whatever it says.
 *
 * @param[in]  t    trailer
 * @param[out] has  true if its unit is not erased
 *
 * @retval OK
 * @retval FLASH_E_IO      the device failed
 * @retval REGION_E_RANGE  the area is too small
 */
MUST_USE status_t trailer_has_info(const struct trailer *t, bool *has);

/**
 * Tells whether the magic can be written: over 0xff that was written through
 * encryption it can not (T4).
 *
 * @param[in]  t    trailer
 * @param[out] can  true if its units are erased
 *
 * @retval OK
 * @retval FLASH_E_IO      the device failed
 * @retval REGION_E_RANGE  the area is too small
 */
MUST_USE status_t trailer_can_put_magic(const struct trailer *t, bool *can);

/**
 * Writes a flag as 01.
 *
 * @param[in] t     trailer
 * @param[in] flag  which; its unit is erased or filled with 0xff (T4)
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t trailer_put_flag(const struct trailer *t,
                                   enum trailer_flag flag);

/**
 * Writes image_ok as 0xff, so that it reads as unset by decryption alone, for
 * applications that never ask what is erased (T4).
 *
 * @param[in] t  trailer with A = 32; the unit is erased
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t trailer_fill_image_ok(const struct trailer *t);

/**
 * Writes swap_info.
 *
 * @param[in] t      trailer; the unit is erased
 * @param[in] type   swap type
 * @param[in] image  image number, 0 .. 15
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t trailer_put_info(const struct trailer *t, enum swap_type type,
                                   uint8_t image);

/**
 * Writes swap_size.
 *
 * @param[in] t    trailer; the unit is erased
 * @param[in] len  bytes to swap
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t trailer_put_swap_len(const struct trailer *t, uint32_t len);

/**
 * Writes the magic; the last thing written to a trailer (T1).
 *
 * @param[in] t  trailer; the units are erased
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t trailer_put_magic(const struct trailer *t);

/**
 * Writes the record of a step that is complete and was read back.
 *
 * @param[in] t      trailer
 * @param[in] index  record, 0 .. record_count - 1; its unit is erased or
 *                   filled with 0xff (T4)
 * @param[in] value  1, 2 or 3, never 0xff
 *
 * @retval OK
 * @retval REGION_E_RANGE  index is too large
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t trailer_put_record(const struct trailer *t, uint32_t index,
                                     uint8_t value);

/**
 * Finds how far the records reach.
 *
 * @param[in]  t      trailer
 * @param[in]  limit  records to look at, from the first; at most record_count
 * @param[out] count  index of the last record present plus 1; 0: none
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t trailer_record_last(const struct trailer *t, uint32_t limit,
                                      uint32_t *count);

/**
 * Erases all sectors that the trailer touches, the magic first.
 *
 * @param[in] t  trailer
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t trailer_erase(const struct trailer *t);

/**
 * Tells what two slot trailers ask for: the table that bootloader and
 * application share.
 *
 * @param[in] primary    trailer of the primary slot
 * @param[in] secondary  trailer of the secondary slot
 *
 * @retval swap type
 *
 * @source SPEC, Swap type
 */
MUST_USE enum swap_type trailer_swap_type(
    const struct trailer_state *primary, const struct trailer_state *secondary);

#endif
