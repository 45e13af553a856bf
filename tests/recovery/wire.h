/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What goes over the line: lines of base64, packets and SMP messages, made as
 * the two families of clients make them, or broken on purpose; and a strict
 * reader of what comes back. Written from SPEC, apart from recovery.
 *
 * Source: SPEC, Serial recovery; RFC 4648, 4.
 */
#ifndef TESTS_RECOVERY_WIRE_H
#define TESTS_RECOVERY_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/recovery/pack.h"

#define WIRE_MAX        16384u /* bytes on the line */
#define WIRE_PACKET_MAX 8192u
#define WIRE_WIDTH      124u /* characters of a line, as clients have it */
#define WIRE_HEADER_LEN 8u
#define WIRE_CRC_LEN    2u

/** Bytes on the line, in the making. */
struct wire {
    uint8_t bytes[WIRE_MAX];
    uint32_t len;
};

/** The header of a message, each field as it shall be sent. */
struct wire_header {
    uint8_t first; /* reserved bits, version, op */
    uint8_t flags;
    uint16_t len;
    uint16_t group;
    uint8_t sequence;
    uint8_t id;
};

/** A message: header and payload. */
struct wire_message {
    uint8_t bytes[WIRE_PACKET_MAX];
    uint32_t len;
};

/**
 * Computes CRC-16/XMODEM.
 *
 * @param[in] p    len bytes
 * @param[in] len  bytes
 *
 * @retval CRC; 0x31c3 for "123456789"
 */
uint16_t wire_crc(const uint8_t *p, uint32_t len);

/**
 * Writes bytes to the line as they are.
 *
 * @param[in,out] w    line
 * @param[in]     src  len bytes
 * @param[in]     len  bytes; what does not fit stops the test
 */
void wire_raw(struct wire *w, const void *src, uint32_t len);

/**
 * Writes a text to the line as it is.
 *
 * @param[in,out] w     line
 * @param[in]     text  ends with 0, which is not sent
 */
void wire_text(struct wire *w, const char *text);

/**
 * Encodes bytes as base64, with padding.
 *
 * @param[in]  src  len bytes
 * @param[in]  len  bytes
 * @param[out] dst  room for (len + 2) / 3 * 4 characters
 *
 * @retval characters
 */
uint32_t wire_base64(const uint8_t *src, uint32_t len, uint8_t *dst);

/**
 * Makes a message.
 *
 * @param[out] m        message
 * @param[in]  h        header, sent as it is
 * @param[in]  payload  its bytes
 */
void wire_message(struct wire_message *m, const struct wire_header *h,
                  const struct pack *payload);

/**
 * Makes a packet of a message: length, message, CRC.
 *
 * @param[in]  m       message
 * @param[out] packet  WIRE_PACKET_MAX bytes of room
 *
 * @retval bytes
 */
uint32_t wire_packet(const struct wire_message *m, uint8_t *packet);

/**
 * Sends a packet, encoded as a whole and then cut into lines.
 *
 * @param[in,out] w       line
 * @param[in]     packet  len bytes
 * @param[in]     len     bytes
 * @param[in]     width   characters of a line, > 0
 */
void wire_whole(struct wire *w, const uint8_t *packet, uint32_t len,
                uint32_t width);

/**
 * Sends a packet, cut first: each line is encoded by itself.
 *
 * @param[in,out] w       line
 * @param[in]     packet  len bytes
 * @param[in]     len     bytes
 * @param[in]     raw     bytes of the packet in a line, > 0
 */
void wire_lines(struct wire *w, const uint8_t *packet, uint32_t len,
                uint32_t raw);

/**
 * Sends a message in lines of 124 characters.
 *
 * @param[in,out] w  line
 * @param[in]     m  message
 */
void wire_send(struct wire *w, const struct wire_message *m);

/**
 * Takes one packet off the start of what was heard, as the strictest of the
 * clients does: markers first, lines of 4 to 124 characters that each decode
 * alone, LF and no CR, length and CRC.
 *
 * @param[in]  p    len bytes that were heard
 * @param[in]  len  bytes
 * @param[out] m    message
 * @param[out] wrong  what is wrong, in words; NULL if nothing
 *
 * @retval bytes that the packet took
 */
uint32_t wire_take(const uint8_t *p, uint32_t len, struct wire_message *m,
                   const char **wrong);

#endif
