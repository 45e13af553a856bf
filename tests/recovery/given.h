/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of recovery start from: one device, the images that are
 * uploaded to it, and short ways to ask and to expect.
 */
#ifndef TESTS_RECOVERY_GIVEN_H
#define TESTS_RECOVERY_GIVEN_H

#include "tests/recovery/client.h"

#define READ_V1  0x00u
#define WRITE_V1 0x02u
#define READ_V2  0x08u
#define WRITE_V2 0x0au

/* group * 256 + id */
#define CMD_ECHO    0x000000u
#define CMD_CONSOLE 0x000001u
#define CMD_RESET   0x000005u
#define CMD_PARAMS  0x000006u
#define CMD_INFO    0x000008u
#define CMD_STATE   0x000100u
#define CMD_UPLOAD  0x000101u
#define CMD_ERASE   0x000105u
#define CMD_SLOTS   0x000106u

#define RC_OK            0u
#define RC_UNKNOWN       1u
#define RC_INVALID       3u
#define RC_NO_ENTRY      5u
#define RC_BAD_STATE     6u
#define RC_TOO_LARGE     7u
#define RC_NOT_SUPPORTED 8u
#define RC_CORRUPT       9u
#define RC_DENIED        11u
#define RC_TOO_NEW       13u

#define GIVEN_HASH_LEN 32u

/** Images that are there. */
enum given_name {
    GIVEN_OLD,   /* version 3 */
    GIVEN_NEW,   /* version 4, of odd length */
    GIVEN_OTHER, /* version 5, longer */
    GIVEN_LOWER, /* version 2 */
    GIVEN_BAD,   /* version 6, a bit of its payload is wrong */
    GIVEN_COUNT,
};

/** An image. */
struct given_image {
    uint8_t bytes[DOCK_SLOT];
    uint32_t len;
    uint8_t hash[GIVEN_HASH_LEN]; /* of its TLV */
};

/**
 * Returns the device; there is one.
 *
 * @retval device
 */
struct dock *given_dock(void);

/**
 * Returns an image.
 *
 * @param[in] name  which
 *
 * @retval image
 */
const struct given_image *given_image(enum given_name name);

/**
 * Makes an image of any length.
 *
 * @param[out] image  image
 * @param[in]  len    bytes, 256 .. DOCK_SLOT
 * @param[in]  major  version major.0.0
 */
void given_make(struct given_image *image, uint32_t len, uint8_t major);

/**
 * Makes the device anew, with GIVEN_OLD in its primary slot, in recovery.
 *
 * @param[in] shape  product; NULL: swap using scratch, nothing else
 */
void given_device(const struct dock_shape *shape);

/**
 * Makes the device anew, erased, in recovery.
 *
 * @param[in] shape  product; NULL: swap using scratch, nothing else
 */
void given_blank(const struct dock_shape *shape);

/**
 * Expects that nothing is wrong, else ends the test.
 *
 * @param[in] wrong  what is, in words; NULL: nothing
 */
void must(const char *wrong);

/**
 * Sends a request and expects one answer.
 *
 * @param[in] first    version and op
 * @param[in] command  group * 256 + id
 * @param[in] payload  its bytes; NULL: an empty map
 *
 * @retval code of the answer; the rest of it is in the device
 */
uint32_t ask(uint8_t first, uint32_t command, const struct pack *payload);

/**
 * Sends an upload packet and expects one answer.
 *
 * @param[in] c       client, whose file is sent
 * @param[in] off     of the data
 * @param[in] len     bytes of it
 * @param[in] fields  which keys
 *
 * @retval "off" of the answer; -1 - code if it was refused
 */
int64_t ask_upload(const struct client *c, uint32_t off, uint32_t len,
                   unsigned fields);

/**
 * Sends an upload's first packet, as ask_upload().
 *
 * @param[in] c    client, whose file is sent
 * @param[in] len  bytes of data
 *
 * @retval as ask_upload()
 */
int64_t ask_first(const struct client *c, uint32_t len);

/**
 * Uploads a file from where the client is to its end; must succeed.
 *
 * @param[in,out] c  client
 */
void upload_all(struct client *c);

/**
 * Expects that bytes from the line are answered by silence, and that a good
 * request works after them.
 *
 * @param[in] w  bytes
 */
void must_be_silent(const struct wire *w);

/**
 * Expects that bytes from the line are answered by some number of good
 * packets, and that a good request works after them.
 *
 * @param[in] w      bytes
 * @param[in] count  packets
 */
void must_answer(const struct wire *w, uint32_t count);

/**
 * Resets into a normal boot and expects it to start an image, in the slot of
 * image 0.
 *
 * @param[in] name  which
 */
void must_boot(enum given_name name);

#endif
