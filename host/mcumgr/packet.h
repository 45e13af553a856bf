/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests as they go over the line: an SMP header and a map, in lines of
 * base64 between markers. Only makes them; answers are taken apart by
 * recovery/frame.h and item.h.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef HOST_MCUMGR_PACKET_H
#define HOST_MCUMGR_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "recovery/cbor.h"

#define PACKET_MESSAGE_MAX 65533 /* bytes: the length field counts 2 more */
#define PACKET_LINE_LEN    124   /* characters between marker and newline */
#define PACKET_TEXT_MAX    90000 /* bytes of lines that carry so much */

/** What a request is about: the fields of its header. */
struct packet_kind {
    uint8_t op; /* 0 read, 2 write */
    uint16_t group;
    uint8_t id;
};

/** A request. */
struct packet {
    struct packet_kind kind;
    uint8_t sequence;
    struct cbor_writer body; /* the map, behind the header in .message */
    uint8_t message[PACKET_MESSAGE_MAX + 4]; /* with room for the CRC */
    uint32_t message_len;
    uint8_t text[PACKET_TEXT_MAX]; /* the lines */
    size_t text_len;
};

/**
 * Starts a request; its map is then written to .body.
 *
 * @param[out] packet    request
 * @param[in]  kind      what it is about
 * @param[in]  sequence  number that the answer carries too
 */
void packet_begin(struct packet *packet, struct packet_kind kind,
                  uint8_t sequence);

/**
 * Ends a request: completes the header and makes the lines.
 *
 * @param[in,out] packet  request
 *
 * @retval true   ready to be sent
 * @retval false  longer than a packet can be
 */
MUST_USE bool packet_end(struct packet *packet);

/**
 * Gives a request that was ended a new number and makes its lines again.
 *
 * @param[in,out] packet    request
 * @param[in]     sequence  number
 */
void packet_renumber(struct packet *packet, uint8_t sequence);

#endif
