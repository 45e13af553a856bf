/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Flash encryption as the chips do it. The key is 00 01 02 .. in all of them,
 * the plain text 80 81 .. 9f where an entry does not say another.
 *
 * Source: output of the vendor's espsecure (encrypt-flash-data and
 * decrypt-flash-data); such ciphertexts boot on the mask ROMs of ESP32,
 * ESP32-C3 and ESP32-S3.
 */
#ifndef TESTS_UNIT_FLASH_CIPHER_VECTORS_H
#define TESTS_UNIT_FLASH_CIPHER_VECTORS_H

#include <stdint.h>

/** A ciphertext. */
struct cipher_vector {
    uint32_t addr;
    uint32_t param;   /* tweaked: FLASH_CRYPT_CONFIG; XTS: bytes of the key */
    const char *text; /* ciphertext, hexadecimal */
};

static const struct cipher_vector tweaked_vectors[] = {
    {0x000000, 0xf,
     "5baeaf505ee5c33485414c99b818a9acda8d0e46d829d1afed22c8241964ceb0"},
    {0x001000, 0xf,
     "7b91ea11cbd284dd8ce92bc18c1ec4906bcfc4d1d8e73ee683d248d4d65b85a7"},
    {0x001020, 0xf,
     "c738fead96a8ef1f41ed6157fa59f69f29f0fb269a2227f77483281bc2e49043"},
    {0x010000, 0xf,
     "5a6981a3fcc3366a7fd5f5043df5a0460d86e0a52a406ec841dc08623117ceca"},
    {0x7fffe0, 0xf,
     "fb1a54d90654ef8439a0bd41eaf6c3053fc9240aeb7202f6bd92d9874739a779"},
    {0xff0000, 0xf,
     "d37f42e1599783d814916df7fed8770995cb75c9ae9d65a7cf9e9f1ebf9b4bc9"},
    {0x10ffe0, 0x0,
     "5baeaf505ee5c33485414c99b818a9acda8d0e46d829d1afed22c8241964ceb0"},
    {0x10ffe0, 0x1,
     "7a605a9aedac8d18af3fcbd84534f6dfb9d447121caef2fa6eaf7c3802db0e16"},
    {0x10ffe0, 0x2,
     "74feea9aa2062cab41da1b6e56c853b48784a0ba7866935e78aefcefa70bf164"},
    {0x10ffe0, 0x4,
     "c5243158fc7bef34a1df20a6cfcf6e1e69d730dec344ac376e009a6ed48505d6"},
    {0x10ffe0, 0x8,
     "b0248c540ae53a9e4acc356ad7c53ca33490dd6d5c9c3c0703501f6a71200fcf"},
    {0x10ffe0, 0x3,
     "f85e2ef4c72600fd2ae43c19f540770d527375f678fc68800b7c9a74584472cd"},
    {0x10ffe0, 0xf,
     "3f67649f11cea2d0dad80ef838081f1ef34a5f06092ad0b7df16705c5017a457"},
};

static const struct cipher_vector xts_vectors[] = {
    {0x00000, 32,
     "e5425c883fc9e2d5132ee997081347e1a0e805b3ae1c77f2e389fbfe65f927c1"},
    {0x00000, 64,
     "676f013459acc8fb3596193dae064c620658da19532d6af70f79812a7ce83492"},
    {0x00020, 32,
     "bbaa3b1c3117f0fbf38099d51ac0dac093dbc94beb69a47b4ceed600641c9cd1"},
    {0x00020, 64,
     "ccfd7dcbc6ee8606099f23ea94f4e76fc7bd129395ee13e6dfd2ea9e42216949"},
    {0x01000, 32,
     "519515269281047dd7464e504817f7c9387b47086bfd95f6f7b45b9f60ff5e34"},
    {0x01000, 64,
     "16fd5432b7b127d6dc2debab3309f26e2d54d1b6e0731bf501c4c4018914730c"},
    {0x10000, 32,
     "d034f98a7b8c23d7af3a8e869e1414883edf17bc23452b1fa257a678adb8d9bf"},
    {0x10000, 64,
     "ac7c62689ffc77ad55832adde7a96fcde60c58f3024bf052eb27a7addcacdd5a"},
    {0x10040, 32,
     "3ad824632ea80717d982fb194b649a8bd0a78e7e15c53de98122483a4d376c3e"},
    {0x10040, 64,
     "73776b7a45175db40431a613b5bc9fda66d040a417d4399cf411b6b1cf763ca2"},
};

/* plain text 00 01 .. 7f: a whole unit, and parts of two */
static const struct cipher_vector xts_long_vectors[] = {
    {0x10000, 32,
     "2c2a288e9e96647587883012b81d17396a80540eebdd2f9e323e7017d6d650de"
     "85f9cf9ddaf2b7305d5d979d8eeb5c59417a69f0edda6d92f7085e228a6cda84"
     "1c2bb5568a7565205c4ae3708ba3554824880706cd62f7ad4c48d6569bc67169"
     "806d15e666da7ec7271d3e2f6b2b18c423cd8de5f72afcda58ee8fed7add2ae0"},
    {0x10000, 64,
     "ed032950be116e860729b191d93e3cc2541e5722eec0a990b48e4eb691b0acf5"
     "1af25657c4eb266eb201583254151c2fe5f797b44e38a2971b56fed59a4773df"
     "1eb38c681241e42d81b1bbc8ff3081ed922b5f2d0692b3eca0c409192262af69"
     "c966f8ff1947cbf5ded6d635149c13363341544f3ff5a79fd038a5637e016f3d"},
    {0x10050, 32,
     "1fa88393ca60dc853918dccbf80bdea60c650cd725b363f4e1c3b9d8531a5321"
     "9756a4b84498df381350a10906f1e589bf5e7c142eb86543a01dc2870d0e8948"
     "eb0159117af605228f6a23967d6d897facd213465ef73f9a484551ba681025b2"
     "87967c007d9f23a3aa8bb4678bf34921184f80dfd721b6f4f230aec081c686e5"},
    {0x10050, 64,
     "593adbab79cc641166fdfadffbbdf996223adee4d0ec0798581d989263569be9"
     "eecd350f10d1e82ee7207f433c0c927a092558fdbcad247e5831d7406fe4a128"
     "0f518a470dd7ca9015d69f19f5b50e92d297e084ea02b037a6abf6fa158ed180"
     "7dfec0bf0cd1e7503a2f380a250062ea4832f8403e9e4d354507b6dc9f1d8ef8"},
};

/* a key of 24 bytes */
static const struct cipher_vector tweaked_short_key = {
    0x10000, 0xf,
    "2d4ef9b1bf649580428cdd5bdff5d324f72262d0de16a3a809af470d0288b83a"};

/* what 32 erased bytes read as: here `text` is the plain text */
static const struct cipher_vector tweaked_erased = {
    0x10000, 0xf,
    "d6bc43c54fcb8a76864d68e8cce88fb9d6bc43c54fcb8a76864d68e8cce88fb9"};
static const struct cipher_vector xts_erased = {
    0x10000, 32,
    "4ebc78460780bfea1886c53ca63b90d095a6e53c96a0e99090d50da424ae882e"};

/* a single block, 00 01 .. 0f */
static const struct cipher_vector xts_block = {
    0x10010, 32, "b0c82fa75404ac8367b5dd6793163003"};

#endif
