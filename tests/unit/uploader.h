/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client of uploads and the device that it talks to, for the tests of
 * recovery/upload.h: requests are made and answers read here, without lines
 * and headers. State is one of each; what is wrong with a set-up stops the
 * test.
 */
#ifndef TESTS_UNIT_UPLOADER_H
#define TESTS_UNIT_UPLOADER_H

#include <setjmp.h>

#include "recovery/recovery.h"
#include "tests/unit/rig.h"

/** What a client says. */
struct said {
    int image; /* -1: the key is absent */
    uint32_t off;
    uint32_t chunk;
    bool has_len;
    uint32_t len;
    const uint8_t *sha;
    uint32_t sha_len; /* 0: the key is absent */
    int upgrade;      /* -1: absent */
    uint8_t version;  /* of SMP: 0, 1 */
};

/** What it is answered. */
struct heard {
    enum smp_rc rc;
    uint32_t off;
    bool match;
    const char *reason;
};

/* Versions 1, 2 and 3; the file is IMAGE_V2 unless given otherwise. */
extern const struct rig_image IMAGE_V1;
extern const struct rig_image IMAGE_V2;
extern const struct rig_image IMAGE_V3;

extern struct rig rig;
extern struct recovery recovery;
extern struct recovery_config recovery_config;
extern uint8_t file[RIG_SLOT];
extern uint32_t file_len;
extern uint8_t sha[HASH_LEN]; /* of the file */

/** Takes the hash of the file, which was changed. */
void hash_file(void);

/**
 * Makes an image the file.
 *
 * @param[in] image  image
 */
void given_file(const struct rig_image *image);

/** Enters recovery, as after a reset. */
void given_recovery(void);

/**
 * Sets up a device in recovery, and IMAGE_V2 as file.
 *
 * @param[in] mode       update mode
 * @param[in] primary    image there; NULL: none
 * @param[in] secondary  image there; NULL: none
 */
void given_device(enum update_mode mode, const struct rig_image *primary,
                  const struct rig_image *secondary);

/**
 * Lets the application ask for the update.
 *
 * @param[in] permanent  false: on trial
 */
void given_request(bool permanent);

/**
 * Writes a request's map.
 *
 * @param[in]  s    what it says
 * @param[out] p    max bytes of room
 * @param[in]  max  bytes
 *
 * @retval bytes
 */
uint32_t encode(const struct said *s, uint8_t *p, uint32_t max);

/**
 * Sends a map.
 *
 * @param[in] payload  len bytes
 * @param[in] len      bytes
 * @param[in] version  of SMP: 0, 1
 *
 * @retval answer
 */
struct heard ask(const uint8_t *payload, uint32_t len, uint8_t version);

/**
 * Sends a request.
 *
 * @param[in] s  what it says
 *
 * @retval answer
 */
struct heard say(const struct said *s);

/**
 * Returns a first packet of the file, with its hash.
 *
 * @param[in] image  target; -1: none is named
 * @param[in] chunk  bytes
 *
 * @retval request
 */
struct said first(int image, uint32_t chunk);

/**
 * Returns a later packet of the file.
 *
 * @param[in] off    bytes from its start
 * @param[in] chunk  bytes
 *
 * @retval request
 */
struct said later(uint32_t off, uint32_t chunk);

/**
 * Sends the rest of the file.
 *
 * @param[in] h      answer to the packet before
 * @param[in] chunk  bytes
 *
 * @retval last answer
 */
struct heard go_on(struct heard h, uint32_t chunk);

/**
 * Sends the whole file.
 *
 * @param[in] image  target; -1: none is named
 * @param[in] chunk  bytes
 *
 * @retval last answer
 */
struct heard upload(int image, uint32_t chunk);

/**
 * Sends the whole file, which must be accepted.
 *
 * @param[in] image  target; -1: none is named
 */
void expect_upload(int image);

/**
 * Sends a first packet that must be refused; nothing is erased.
 *
 * @param[in] s       what it says
 * @param[in] rc      code of the answer
 * @param[in] reason  of the answer; NULL: none
 */
void expect_refusal(const struct said *s, enum smp_rc rc, const char *reason);

/**
 * Returns the bytes of a slot of image 0.
 *
 * @param[in] slot  slot
 *
 * @retval its first byte
 */
uint8_t *slot_bytes(enum slot slot);

/**
 * Tells whether a slot of image 0 starts with the file.
 *
 * @param[in] slot  slot
 *
 * @retval true  it does
 */
bool holds_file(enum slot slot);

/**
 * Returns what is asked of image 0.
 *
 * @retval update
 */
enum swap_type next_update(void);

/**
 * Boots twice: an image must run, and stay.
 *
 * @param[in] image  image
 */
void expect_boot(const struct rig_image *image);

#endif
