/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The console framing of SMP: lines of base64 between markers, a length and a
 * CRC around each message. Receives as a stream, character by character, into
 * one packet buffer, so that a line may be of any length and noise between
 * packets does no harm. Knows nothing of what a message says.
 *
 * R1  Nothing is answered to a broken frame; the next start marker begins
 *     anew.
 * R2  A message that is complete stays as it is until frame_next(): no byte is
 *     taken meanwhile.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef RECOVERY_FRAME_H
#define RECOVERY_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

#define FRAME_PACKET_LEN  4096 /* bytes: length field, message, CRC */
#define FRAME_MESSAGE_MIN 8    /* bytes: an SMP header */
#define FRAME_HEAD        2    /* bytes in front of a message to send */
#define FRAME_TAIL        4    /* bytes behind it */
#define FRAME_SILENCE_MS  5000 /* a packet that stops for so long is dropped */

/** What is being received; owned by the caller, members are for frame.c. */
struct frame {
    uint32_t len;  /* bytes decoded, 0 .. want */
    uint32_t want; /* bytes of the packet; most possible until it is known */
    uint32_t bits; /* decoded bits; the last bit_count are no byte yet */
    uint8_t bit_count; /* 0, 2, 4 or 6 */
    bool is_padded;    /* '=' was seen in this line */
    uint8_t state;
    uint8_t last;                     /* byte before: markers are pairs */
    uint8_t packet[FRAME_PACKET_LEN]; /* last: what is near is cheap to reach */
};

/**
 * Starts to receive.
 *
 * @param[out] f  nothing received yet
 */
void frame_open(struct frame *f);

/**
 * Takes a byte from the line; none while a message is complete.
 *
 * @param[in,out] f     frame
 * @param[in]     byte  the next byte
 */
void frame_take(struct frame *f, uint8_t byte);

/**
 * Returns the message that is complete.
 *
 * @param[in]  f    frame
 * @param[out] len  bytes of it, FRAME_MESSAGE_MIN .. FRAME_PACKET_LEN - 4;
 *                  0 if there is none
 *
 * @retval message, in the frame; NULL if there is none
 */
MUST_USE const uint8_t *frame_message(const struct frame *f, uint32_t *len);

/**
 * Tells whether a packet has begun and is not complete.
 *
 * @param[in] f  frame
 *
 * @retval true  it has
 */
MUST_USE bool frame_is_open(const struct frame *f);

/**
 * Forgets what was received, complete or not, and receives again.
 *
 * @param[in,out] f  frame
 */
void frame_next(struct frame *f);

/**
 * Sends a message: lines of at most 127 bytes, each of which can be decoded by
 * itself, and no byte besides.
 *
 * @param[in,out] packet  FRAME_HEAD bytes of room, the message, FRAME_TAIL
 *                        bytes of room
 * @param[in]     len     bytes of the message, up to FRAME_PACKET_LEN - 4
 */
void frame_send(uint8_t *packet, uint32_t len);

#endif
