/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numbers of the image format as tools write it. The boot code has its own
 * list, on purpose: the tests that build images here and boot them there would
 * not see a number that is wrong in one shared list.
 *
 * @source SPEC, "Image header", "TLV areas", "Slot trailer"
 */
#ifndef HOST_IMAGE_IMAGE_FORMAT_H
#define HOST_IMAGE_IMAGE_FORMAT_H

#define IMAGE_MAGIC      UINT32_C(0x96f3b83d)
#define IMAGE_HEADER_LEN 32 /* bytes in use; the header area may be longer */

/* Offsets in the header, bytes. */
#define IMAGE_OFF_MAGIC     0
#define IMAGE_OFF_LOAD_ADDR 4
#define IMAGE_OFF_HDR_LEN   8
#define IMAGE_OFF_PROT_LEN  10
#define IMAGE_OFF_IMG_LEN   12
#define IMAGE_OFF_FLAGS     16
#define IMAGE_OFF_VERSION   20 /* major, minor, revision (2), build (4) */

#define IMAGE_FLAG_ENCRYPTED_128 UINT32_C(0x4)
#define IMAGE_FLAG_ENCRYPTED_256 UINT32_C(0x8)
#define IMAGE_FLAG_NON_BOOTABLE  UINT32_C(0x10)
#define IMAGE_FLAG_RAM_LOAD      UINT32_C(0x20)
#define IMAGE_FLAG_ROM_FIXED     UINT32_C(0x100)

/* An area starts with its magic (2 bytes) and its length with these 4. */
#define TLV_AREA_MAGIC_PROTECTED UINT16_C(0x6908)
#define TLV_AREA_MAGIC           UINT16_C(0x6907)
#define TLV_AREA_HEAD_LEN        4
#define TLV_HEAD_LEN             4 /* type (2 bytes), length of data (2) */
#define TLV_DATA_LEN_MAX         0xffff

#define TLV_KEY_HASH    UINT16_C(0x01)
#define TLV_PUBLIC_KEY  UINT16_C(0x02)
#define TLV_SHA256      UINT16_C(0x10)
#define TLV_SHA384      UINT16_C(0x11)
#define TLV_SHA512      UINT16_C(0x12)
#define TLV_RSA2048     UINT16_C(0x20)
#define TLV_ECDSA       UINT16_C(0x22)
#define TLV_RSA3072     UINT16_C(0x23)
#define TLV_ED25519     UINT16_C(0x24)
#define TLV_SIG_PURE    UINT16_C(0x25)
#define TLV_DEPENDENCY  UINT16_C(0x40)
#define TLV_SEC_COUNTER UINT16_C(0x50)
#define TLV_BOOT_RECORD UINT16_C(0x60)
#define TLV_UUID_VENDOR UINT16_C(0x74)
#define TLV_UUID_CLASS  UINT16_C(0x75)
#define TLV_CUSTOM_MIN  UINT16_C(0xa0)
#define TLV_CUSTOM_MAX  UINT16_C(0xfffe)

#define TRAILER_MAGIC_LEN 16

#endif
