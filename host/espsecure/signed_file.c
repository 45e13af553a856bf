/* SPDX-License-Identifier: Apache-2.0 */
/* See signed_file.h: contents of signed files in memory. */
#include "host/espsecure/signed_file.h"

#include <stdlib.h>
#include <string.h>

#include <mbedtls/sha256.h>

static size_t whole_sectors(size_t len)
{
    size_t over = len % SIGBLOCK_SECTOR_LEN;
    return over == 0 ? len : len + SIGBLOCK_SECTOR_LEN - over;
}

static bool open_bytes(struct signed_file *it, size_t data_len, struct why *why)
{
    *it = (struct signed_file){.data_len = data_len};
    it->bytes = malloc(data_len + SIGBLOCK_SECTOR_LEN);
    if (it->bytes == NULL) {
        return why_say(why, "Out of memory");
    }
    memset(it->bytes, 0xff, data_len + SIGBLOCK_SECTOR_LEN);
    return true;
}

uint8_t *signed_file_block(const struct signed_file *it, size_t nth)
{
    return it->bytes + it->data_len + nth * SIGBLOCK_LEN;
}

static void count_blocks(struct signed_file *it)
{
    it->count = 0;
    for (size_t i = 0; i < SIGBLOCK_MAX; i++) {
        it->used[i] = sigblock_form(signed_file_block(it, i)) == SIGBLOCK_GOOD;
        it->count += it->used[i] ? 1U : 0U;
    }
}

bool signed_file_is(const struct file *content)
{
    if (content->len % SIGBLOCK_SECTOR_LEN != 0 ||
        content->len < 2 * SIGBLOCK_SECTOR_LEN) {
        return false;
    }
    struct signed_file it = {.bytes = content->bytes,
                             .data_len = content->len - SIGBLOCK_SECTOR_LEN};
    count_blocks(&it);
    return it.count > 0;
}

bool signed_file_take(struct signed_file *it, const struct file *content,
                      struct why *why)
{
    if (!open_bytes(it, content->len - SIGBLOCK_SECTOR_LEN, why)) {
        return false;
    }
    memcpy(it->bytes, content->bytes, content->len);
    count_blocks(it);
    return true;
}

bool signed_file_begin(struct signed_file *it, const struct file_data *data,
                       struct why *why)
{
    *it = (struct signed_file){0};
    if (data->len == 0) {
        return why_say(why, "it is empty: there is nothing to sign");
    }
    if (!open_bytes(it, whole_sectors(data->len), why)) {
        return false;
    }
    memcpy(it->bytes, data->bytes, data->len);
    it->added_len = it->data_len - data->len;
    return true;
}

bool signed_file_matches(const struct signed_file *it, size_t nth)
{
    uint8_t digest[SIGBLOCK_DIGEST_LEN];
    return mbedtls_sha256(it->bytes, it->data_len, digest, 0) == 0 &&
           memcmp(signed_file_block(it, nth) + SIGBLOCK_OFF_DIGEST, digest,
                  sizeof(digest)) == 0;
}

bool signed_file_add(struct signed_file *it, const struct key *key,
                     const uint8_t *signature, struct why *why)
{
    const struct sigblock_parts parts = {key, it->bytes, it->data_len,
                                         signature};
    for (size_t i = 0; i < SIGBLOCK_MAX; i++) {
        if (!it->used[i]) {
            it->used[i] = sigblock_make(signed_file_block(it, i), &parts, why);
            it->count += it->used[i] ? 1U : 0U;
            return it->used[i];
        }
    }
    return why_say(why, "all %u signature blocks are used", SIGBLOCK_MAX);
}

struct file_data signed_file_data(const struct signed_file *it)
{
    return (struct file_data){.bytes = it->bytes,
                              .len = it->data_len + SIGBLOCK_SECTOR_LEN};
}

void signed_file_free(struct signed_file *it)
{
    free(it->bytes);
    *it = (struct signed_file){0};
}
