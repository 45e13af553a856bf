/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SHA-256 in software: the hash contract over Mbed TLS, for the host and for
 * chips without an accelerator. Holds no state outside the caller's stream.
 */
#include <mbedtls/sha256.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "iface/hash.h"

_Static_assert(sizeof(mbedtls_sha256_context) <= sizeof(struct hash),
               "the library's state fits the contract's stream");

/*
 * The library's state is copied in and out of the opaque words, as a cast
 * would break the aliasing rules. Its functions return a result only for
 * accelerators that may fail; in software it is 0 by construction.
 */
static void state_get(mbedtls_sha256_context *state, const struct hash *h)
{
    memcpy(state, h->opaque, sizeof(*state));
}

static void state_put(const mbedtls_sha256_context *state, struct hash *h)
{
    memcpy(h->opaque, state, sizeof(*state));
}

void hash_open(struct hash *h)
{
    mbedtls_sha256_context state;

    mbedtls_sha256_init(&state);
    (void)mbedtls_sha256_starts(&state, 0);
    state_put(&state, h);
}

void hash_open_aside(struct hash *h)
{
    hash_open(h);
}

void hash_add(struct hash *h, const void *p, size_t len)
{
    mbedtls_sha256_context state;

    state_get(&state, h);
    (void)mbedtls_sha256_update(&state, p, len);
    state_put(&state, h);
}

void hash_close(struct hash *h, uint8_t digest[HASH_LEN])
{
    mbedtls_sha256_context state;

    state_get(&state, h);
    (void)mbedtls_sha256_finish(&state, digest);
    mbedtls_sha256_free(&state);
    secure_wipe(h, sizeof(*h));
}
