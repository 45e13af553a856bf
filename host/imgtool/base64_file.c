/* SPDX-License-Identifier: Apache-2.0 */
/* See base64_file.h. */
#include "host/imgtool/base64_file.h"

#include <string.h>

#include <mbedtls/base64.h>

#include "host/files/file.h"

static bool is_base64(uint8_t c)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "abcdefghijklmnopqrstuvwxyz"
                                   "0123456789+/=";

    return c != '\0' && strchr(alphabet, c) != NULL;
}

static bool decode(const struct file *file, struct buffer *bytes)
{
    struct buffer text = {0};
    size_t len = 0;

    for (size_t i = 0; i < file->len; i++) {
        if (is_base64(file->bytes[i])) {
            buffer_add(&text, &file->bytes[i], 1);
        }
    }
    uint8_t *to = buffer_extend(bytes, text.len);
    bool done =
        to != NULL && !text.failed && text.len > 0 &&
        mbedtls_base64_decode(to, text.len, &len, text.data, text.len) == 0;
    if (done) {
        bytes->len -= text.len - len;
    }
    buffer_free(&text);
    return done && len > 0;
}

bool base64_file_read(const char *path, struct buffer *bytes, struct why *why)
{
    struct file file;

    bool done = file_read(path, &file, why);
    if (done && !decode(&file, bytes)) {
        done = why_say(why, "%s does not hold a signature in base64", path);
    }
    file_free(&file);
    return done;
}

bool base64_file_write(const char *path, const uint8_t *p, size_t len,
                       struct why *why)
{
    struct buffer text = {0};
    size_t text_len = 0;

    /* four characters for each three bytes, and a zero */
    uint8_t *to = buffer_extend(&text, (len + 2) / 3 * 4 + 1);
    bool done = to != NULL &&
                mbedtls_base64_encode(to, text.len, &text_len, p, len) == 0;
    if (!done) {
        (void)why_say(why, "out of memory");
    } else {
        const struct file_data file = {to, text_len};
        done = file_write(path, &file, FILE_MODE_PLAIN, why);
    }
    buffer_free(&text);
    return done;
}
