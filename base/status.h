/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Honest failure: I/O, range, format. Never trust: that is verdict.h.
 *
 * A status is a module's letter pair and a number, from one list that only
 * grows: field logs hold the numbers. OK is not zero, so that a zeroed or
 * skipped register never reads as success; it lies 27 bits away from that, at
 * least 20 from every error, and of the numbers that a two-byte instruction
 * loads on each chip it is the furthest from a word of all ones
 * (tests/unit/status_test.c).
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include <stdint.h>

#include "base/compiler.h"

/*
 * X(name, value, sentence): append only, never renumber. The sentence is for
 * people: what is wrong, and where one can be given, what to do next.
 */
#define STATUS_LIST(X)                                                         \
    X(FLASH_E_IO, 0x0101, "the flash did not answer or timed out")             \
    X(FLASH_E_RANGE, 0x0102, "access outside the flash")                       \
    X(FLASH_E_ALIGN, 0x0103, "access not aligned as the flash demands")        \
    X(FLASH_E_VERIFY, 0x0104, "flash reads back other than written: worn out") \
    X(REGION_E_RANGE, 0x0201, "access outside the region")                     \
    X(IMAGE_E_EMPTY, 0x0301, "the slot is erased: no image")                   \
    X(IMAGE_E_MAGIC, 0x0302, "no image: header magic missing")                 \
    X(IMAGE_E_HEADER, 0x0303, "image header: sizes do not fit the slot")       \
    X(IMAGE_E_FLAGS, 0x0304, "image is encrypted or compressed: unsupported")  \
    X(IMAGE_E_NOT_BOOTABLE, 0x0305, "image is marked as not bootable")         \
    X(IMAGE_E_TLV, 0x0306, "image TLV area is malformed")                      \
    X(IMAGE_E_TLV_TYPE, 0x0307, "image TLV type not allowed where it stands")  \
    X(IMAGE_E_SIZE, 0x0308, "image leaves no room for the slot trailer")       \
    X(IMAGE_E_HASH, 0x0309, "image hash does not match")                       \
    X(IMAGE_E_NO_HASH, 0x030a, "image has no SHA-256 entry")                   \
    X(IMAGE_E_NO_SIGNATURE, 0x030b, "no signature by a key of this device")    \
    X(IMAGE_E_SIGNATURE, 0x030c, "image signature does not verify")            \
    X(IMAGE_E_COUNTER, 0x030d, "image security counter is malformed")          \
    X(IMAGE_E_DEPENDENCY, 0x030e, "image dependency is malformed")             \
    X(SLOT_E_GEOMETRY, 0x0401, "slots or scratch do not fit together")         \
    X(SWAP_E_STATUS, 0x0402, "the record of an interrupted swap is damaged")   \
    X(SWAP_E_NO_ROOM, 0x0403, "no spare sector left to move the image")        \
    X(ROLLBACK_E_VERSION, 0x0501, "image version is lower than the present")   \
    X(ROLLBACK_E_COUNTER, 0x0502, "security counter is lower or missing")      \
    X(ROLLBACK_E_DISPLACED, 0x0503, "not the image that the update displaced") \
    X(DEPEND_E_VERSION, 0x0601, "another image is older than required")        \
    X(DEPEND_E_IMAGE, 0x0602, "requires an image that does not exist")         \
    X(BOOT_E_NO_IMAGE, 0x0701, "nothing boots")                                \
    X(TRAILER_E_MAGIC, 0x0801, "slot trailer is damaged: erase the slot")      \
    X(CRYPTO_E_KEY, 0x0901, "key is malformed or of another algorithm")        \
    X(CRYPTO_E_FAULT, 0x0902, "a computation of the crypto code failed")       \
    X(LOAD_E_MAGIC, 0x0a01, "the image has no load header")                    \
    X(LOAD_E_WINDOW, 0x0a02, "a segment lies outside the chip's memory")       \
    X(LOAD_E_OVERLAP, 0x0a03, "a segment overlaps another or the loader")      \
    X(LOAD_E_RANGE, 0x0a04, "a segment reaches past the image")                \
    X(EFUSE_E_IO, 0x0b01, "the eFuse controller did not finish")               \
    X(EFUSE_E_PROTECTED, 0x0b02, "the eFuse block is write-protected")         \
    X(EFUSE_E_CODED, 0x0b03, "the eFuse block is in use")                      \
    X(EFUSE_E_VERIFY, 0x0b04,                                                  \
      "eFuse bits did not burn: try again, else replace")                      \
    X(ENROLL_E_IMAGE, 0x0c01,                                                  \
      "the bootloader's own image is damaged: flash it")                       \
    X(ENROLL_E_UNSIGNED, 0x0c02,                                               \
      "the bootloader is not signed: sign and flash it")                       \
    X(ENROLL_E_SIGNATURE, 0x0c03,                                              \
      "the bootloader's signature does not verify")                            \
    X(ENROLL_E_SIZE, 0x0c04,                                                   \
      "the bootloader is too large for its region or ROM")                     \
    X(ENROLL_E_KEY_STATE, 0x0c05,                                              \
      "a key in the eFuse can not be used as it is")                           \
    X(ENROLL_E_NO_BLOCK, 0x0c06, "no eFuse key block is free")                 \
    X(ENROLL_E_DIGEST, 0x0c07, "the eFuse holds digests of other keys only")   \
    X(ENROLL_E_REVISION, 0x0c08, "this chip revision has no Secure Boot V2")   \
    X(ENROLL_E_CODING, 0x0c09,                                                 \
      "the eFuse coding scheme allows no Secure Boot V2")                      \
    X(ENROLL_E_PLAIN, 0x0c0a, "flash encryption is required and not enabled")  \
    X(ENROLL_E_LOCKED, 0x0c0b, "a field to be burned is write-protected")      \
    X(ENROLL_E_JOURNAL, 0x0c0c, "the journal of the first boot is full")

#define STATUS_ENTRY(name, value, sentence) name = (value),

/** A result; OK or one of STATUS_LIST. */
typedef enum status {
    OK = -32, /* 0xffffffe0 */
    STATUS_LIST(STATUS_ENTRY)
} status_t;

#undef STATUS_ENTRY

#endif
