/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing DER from its end to its start, so that lengths are known when they
 * are written. Reading is left to Mbed TLS.
 */
#ifndef HOST_KEYS_DER_H
#define HOST_KEYS_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

#define DER_INTEGER      0x02
#define DER_BIT_STRING   0x03
#define DER_OCTET_STRING 0x04
#define DER_OID          0x06
#define DER_SEQUENCE     0x30 /* constructed */
#define DER_EXPLICIT_0   0xa0
#define DER_EXPLICIT_1   0xa1

/** DER being written. */
struct der {
    uint8_t *bytes;
    size_t room; /* bytes there are */
    size_t at;   /* where the content begins; it ends at room */
    bool full;   /* something did not fit */
};

/**
 * Begins with nothing written.
 *
 * @param[out] der    writer
 * @param[in]  bytes  room bytes, owned by the caller
 * @param[in]  room   bytes
 */
void der_begin(struct der *der, uint8_t *bytes, size_t room);

/**
 * Puts bytes in front of what was written.
 *
 * @param[in,out] der   writer
 * @param[in]     data  len bytes
 * @param[in]     len   bytes
 */
void der_put(struct der *der, const void *data, size_t len);

/**
 * Puts tag and length in front of what was written since der.at was `end`.
 *
 * @param[in,out] der  writer
 * @param[in]     tag  of the element
 * @param[in]     end  value of der.at before the element's content was written
 */
void der_wrap(struct der *der, uint8_t tag, size_t end);

/**
 * Ends: moves what was written to the start of the buffer.
 *
 * @param[in,out] der  writer
 *
 * @retval n  bytes
 * @retval 0  it did not fit
 */
MUST_USE size_t der_finish(struct der *der);

#endif
