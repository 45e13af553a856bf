/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing DER backwards. Elements are shorter than 64 KiB.
 */
#include "host/keys/der.h"

#include <string.h>

void der_begin(struct der *der, uint8_t *bytes, size_t room)
{
    *der = (struct der){.bytes = bytes, .room = room, .at = room};
}

void der_put(struct der *der, const void *data, size_t len)
{
    if (len > der->at) {
        der->full = true;
        return;
    }
    der->at -= len;
    memcpy(der->bytes + der->at, data, len);
}

void der_wrap(struct der *der, uint8_t tag, size_t end)
{
    size_t len = end - der->at;
    uint8_t high = (uint8_t)(len >> 8);
    uint8_t low = (uint8_t)len;
    if (len < 0x80) {
        der_put(der, (uint8_t[]){tag, low}, 2);
    } else if (len < 0x100) {
        der_put(der, (uint8_t[]){tag, 0x81, low}, 3);
    } else {
        der_put(der, (uint8_t[]){tag, 0x82, high, low}, 4);
    }
}

size_t der_finish(struct der *der)
{
    size_t len = der->room - der->at;
    if (der->full) {
        return 0;
    }
    memmove(der->bytes, der->bytes + der->at, len);
    return len;
}
