/* SPDX-License-Identifier: Apache-2.0 */
/* See image_input.h. */
#include "host/imgtool/image_input.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

bool path_is_hex(const char *path)
{
    const char *name = path_base(path);
    const char *dot = strrchr(name, '.');

    return dot != NULL && dot != name && strcasecmp(dot, ".hex") == 0;
}

bool path_is_absent(const char *path)
{
    struct stat status;

    return stat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

static bool read_hex(const char *path, struct image_input *input,
                     struct why *why)
{
    struct why inner;

    input->is_hex = true;
    if (!ihex_read(input->file.bytes, input->file.len, &input->hex, &inner)) {
        return why_say(why, "%s: %s", path, inner.text);
    }
    input->bytes = input->hex.bytes.data;
    input->len = input->hex.bytes.len;
    return true;
}

bool image_input_read(const char *path, struct image_input *input,
                      struct why *why)
{
    memset(input, 0, sizeof(*input));
    if (!file_read(path, &input->file, why)) {
        return false;
    }
    if (path_is_hex(path)) {
        return read_hex(path, input, why);
    }
    input->bytes = input->file.bytes;
    input->len = input->file.len;
    return true;
}

void image_input_free(struct image_input *input)
{
    file_free(&input->file);
    buffer_free(&input->hex.bytes);
    memset(input, 0, sizeof(*input));
}
