/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client that uploads a file: the keys, the order and the sizes that real
 * clients use, one packet at a time, following "off" wherever it leads.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef TESTS_RECOVERY_CLIENT_H
#define TESTS_RECOVERY_CLIENT_H

#include "tests/recovery/dock.h"

#define CLIENT_NO_IMAGE (-1) /* the key is absent */
#define CLIENT_PACKETS  40000u

/** Fields of an upload packet; each is sent only if its bit is set. */
enum client_field {
    FIELD_DATA = 1,
    FIELD_IMAGE = 2,
    FIELD_LEN = 4,
    FIELD_OFF = 8,
    FIELD_SHA = 16,
    FIELD_UPGRADE = 32,
};

/** How one step ended. */
enum client_end {
    CLIENT_GOES_ON,
    CLIENT_DONE,    /* "off" is the length */
    CLIENT_REFUSED, /* a code other than 0, client.rc */
    CLIENT_WRONG,   /* something never must happen, client.wrong */
    CLIENT_CUT,     /* power failed */
};

/** A client and its file. */
struct client {
    const uint8_t *file;
    uint32_t len;
    uint32_t chunk; /* bytes of data in a packet, > 0 */
    int image;      /* number, or CLIENT_NO_IMAGE */
    bool has_sha;
    bool is_v2;
    uint8_t sha[32];
    /* how far it is */
    uint32_t off;      /* next byte to send */
    uint32_t jumped;   /* where the first packet's answer led, beyond it */
    uint32_t sent;     /* bytes of data sent in all */
    uint32_t packets;  /* requests sent */
    uint32_t rc;       /* the code that refused */
    bool match;        /* the last answer said so */
    const char *wrong; /* in words */
};

/**
 * Starts a client: chunks of 512 bytes, sha, no image number, SMP v1.
 *
 * @param[out] c     client
 * @param[in]  file  len bytes
 * @param[in]  len   bytes
 */
void client_open(struct client *c, const uint8_t *file, uint32_t len);

/**
 * Makes the payload of an upload packet.
 *
 * @param[in]  c       client: len, image, sha
 * @param[in]  off     of the data
 * @param[in]  len     bytes of data, from the file
 * @param[in]  fields  which keys, enum client_field
 * @param[out] p       payload, keys in the order of their bits
 */
void client_pack(const struct client *c, uint32_t off, uint32_t len,
                 unsigned fields, struct pack *p);

/**
 * Makes the next packet of an upload.
 *
 * @param[in]     c  client
 * @param[in,out] d  device, for the sequence number
 * @param[out]    m  request
 */
void client_message(const struct client *c, struct dock *d,
                    struct wire_message *m);

/**
 * Takes what was answered to the packet of client_message().
 *
 * @param[in,out] c  client
 * @param[in]     d  device whose answer is read
 *
 * @retval end
 */
MUST_USE enum client_end client_follow(struct client *c, const struct dock *d);

/**
 * Sends one packet and follows the answer.
 *
 * @param[in,out] c  client
 * @param[in,out] d  device
 *
 * @retval end
 */
MUST_USE enum client_end client_step(struct client *c, struct dock *d);

/**
 * Sends packets until it ends in another way than to go on.
 *
 * @param[in,out] c  client
 * @param[in,out] d  device
 *
 * @retval end
 */
MUST_USE enum client_end client_run(struct client *c, struct dock *d);

#endif
