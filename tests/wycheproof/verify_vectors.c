/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads test vectors on standard input and compares each expectation with the
 * verdict of our code. One vector a line, in words:
 *
 *   id algorithm key message signature pass|fail
 *
 * key, message and signature are hexadecimal, "-" when empty. Not a tool for
 * anything but tests/wycheproof/run.sh.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/ed25519.h"
#include "crypto/signature.h"

#define LINE_MAX_LEN 40000
#define DATA_MAX_LEN 8192
#define WORD_COUNT   6

/** Bytes read from hexadecimal text. */
struct data {
    uint8_t bytes[DATA_MAX_LEN];
    size_t len;
};

/** A line of input. */
struct vector {
    const char *id;
    const char *algorithm;
    struct data key;
    struct data message;
    struct data signature;
    bool expected;
};

_Noreturn static void give_up(const char *what, const char *where)
{
    fprintf(stderr, "verify_vectors: %s: %s\n", what, where);
    exit(2);
}

static void data_read(struct data *d, const char *text)
{
    unsigned byte;

    d->len = 0;
    if (strcmp(text, "-") == 0) {
        return;
    }
    for (; *text != '\0'; text += 2) {
        if (d->len == DATA_MAX_LEN || sscanf(text, "%2x", &byte) != 1) {
            give_up("not hexadecimal, or too long", text);
        }
        d->bytes[d->len++] = (uint8_t)byte;
    }
}

static void vector_read(struct vector *v, char *line)
{
    char *words[WORD_COUNT];

    for (size_t i = 0; i < WORD_COUNT; i++) {
        words[i] = strtok(i == 0 ? line : NULL, " \n");
        if (words[i] == NULL) {
            give_up("line has fewer than six words", line);
        }
    }
    v->id = words[0];
    v->algorithm = words[1];
    data_read(&v->key, words[2]);
    data_read(&v->message, words[3]);
    data_read(&v->signature, words[4]);
    v->expected = strcmp(words[5], "pass") == 0;
}

static verdict_t verify_digest(const struct signature_algorithm *algorithm,
                               const struct vector *v)
{
    struct public_key key = {v->key.bytes, (uint32_t)v->key.len};
    uint8_t digest[HASH_LEN];
    struct hash h;

    /* who calls an algorithm has checked this against the TLV's length */
    if (v->signature.len < algorithm->len_min ||
        v->signature.len > algorithm->len_max) {
        return verdict_fail();
    }
    hash_open(&h);
    hash_add(&h, v->message.bytes, v->message.len);
    hash_close(&h, digest);
    return algorithm->verify(&key, digest, v->signature.bytes,
                             v->signature.len);
}

static verdict_t verify(const struct vector *v)
{
    if (strcmp(v->algorithm, "rsa2048") == 0) {
        return verify_digest(&signature_rsa2048, v);
    }
    if (strcmp(v->algorithm, "rsa3072") == 0) {
        return verify_digest(&signature_rsa3072, v);
    }
    if (strcmp(v->algorithm, "ecdsa_p256") == 0) {
        return verify_digest(&signature_ecdsa_p256, v);
    }
    if (strcmp(v->algorithm, "ed25519") != 0) {
        give_up("unknown algorithm", v->algorithm);
    }
    if (v->key.len != ED25519_KEY_LEN ||
        v->signature.len != ED25519_SIGNATURE_LEN) {
        return verdict_fail();
    }
    return ed25519_verify(v->key.bytes, v->message.bytes, v->message.len,
                          v->signature.bytes);
}

int main(void)
{
    static char line[LINE_MAX_LEN];
    static struct vector v;
    unsigned right = 0;
    unsigned wrong = 0;

    while (fgets(line, sizeof(line), stdin) != NULL) {
        vector_read(&v, line);
        if (verdict_is_pass(verify(&v)) == v.expected) {
            right++;
            continue;
        }
        wrong++;
        printf("  %s: %s, expected the opposite\n", v.id,
               v.expected ? "refused" : "accepted");
    }
    printf("%u of %u vectors\n", right, right + wrong);
    return wrong == 0 && right > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
