/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes what `imgtool sign` made: the file, raw or in Intel HEX, and the
 * signature beside it. Either all files are written or none is left.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/files/file.h"
#include "host/image/ihex_write.h"
#include "host/imgtool/base64_file.h"
#include "host/imgtool/image_input.h"
#include "host/imgtool/sign.h"

#define PIECES_MAX    3  /* image, image_ok, magic */
#define MAX_ALIGN_MAX 32 /* bytes of the longest image_ok field */
#define FLAG_SET      0x01

/* The pieces of a padded file in Intel HEX, and what they point to. */
struct pieces {
    struct ihex_piece list[PIECES_MAX];
    size_t count;
    uint8_t image_ok[MAX_ALIGN_MAX];
    uint8_t magic[TRAILER_MAGIC_LEN];
};

static void add_piece(struct pieces *p, uint64_t addr, const uint8_t *data,
                      size_t len)
{
    p->list[p->count++] = (struct ihex_piece){addr, data, len};
}

/* Intel HEX says only what is not erased: the slot is not filled. */
static void add_trailer(const struct sign_request *request, struct pieces *p)
{
    const struct image_slot *slot = &request->slot;
    uint64_t end = request->addr + slot->len;

    if (request->mark != SIGN_MARK_NONE && !slot->overwrite_only) {
        memset(p->image_ok, slot->erased, sizeof(p->image_ok));
        if (request->mark == SIGN_MARK_CONFIRM) {
            p->image_ok[0] = FLAG_SET;
        }
        add_piece(p, end - image_ok_back(slot), p->image_ok, slot->max_align);
    }
    image_trailer_magic(slot, p->magic);
    add_piece(p, end - TRAILER_MAGIC_LEN, p->magic, TRAILER_MAGIC_LEN);
}

static bool make_hex(const struct sign_request *request,
                     const struct buffer *result, struct buffer *text,
                     struct why *why)
{
    struct pieces p = {.count = 0};

    add_piece(&p, request->addr, result->data, result->len);
    if (request->pad) {
        if (!image_fits(&request->slot, result->len, why)) {
            return false;
        }
        add_trailer(request, &p);
    }
    if (!ihex_write(p.list, p.count, text)) {
        return why_say(why,
                       "%s: from address 0x%llx on the image goes beyond the "
                       "32-bit address space; see -x",
                       request->out_path, (unsigned long long)request->addr);
    }
    return !text->failed || why_say(why, "out of memory");
}

/* Only what this run wrote, and never a device. */
static void remove_regular(const char *path)
{
    struct stat status;

    if (stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
        (void)unlink(path);
    }
}

static bool write_files(const struct sign_request *request,
                        const struct buffer *data,
                        const struct image_made *made, struct why *why)
{
    const struct file_data file = {data->data, data->len};
    const char *signature_path = request->signature_path;

    if (signature_path != NULL &&
        !base64_file_write(signature_path, made->signature, made->signature_len,
                           why)) {
        return false;
    }
    if (!file_write(request->out_path, &file, FILE_MODE_PLAIN, why)) {
        if (signature_path != NULL) {
            remove_regular(signature_path);
        }
        return false;
    }
    return true;
}

static bool write_hex(const struct sign_request *request,
                      const struct buffer *result,
                      const struct image_made *made, struct why *why)
{
    struct buffer text = {0};

    bool done = make_hex(request, result, &text, why) &&
                write_files(request, &text, made, why);
    buffer_free(&text);
    return done;
}

bool sign_output_write(const struct sign_request *request,
                       struct buffer *result, const struct image_made *made,
                       struct why *why)
{
    if (path_is_hex(request->out_path)) {
        return write_hex(request, result, made, why);
    }
    if (request->pad && !image_pad(&request->slot, result, why)) {
        return false;
    }
    return write_files(request, result, made, why);
}
