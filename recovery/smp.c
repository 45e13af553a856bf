/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dispatch, and the commands of group 0, which are about the device and not
 * about images.
 *
 * Source: SPEC, Serial recovery.
 */
#include "recovery/smp.h"

#include "base/memory.h"
#include "recovery/images.h"
#include "recovery/recovery.h"
#include "recovery/upload.h"

#define VERSION_SHIFT 3
#define VERSION_MASK  3u
#define VERSION_MAX   1
#define OP_MASK       7u
#define OP_ODD        5u /* bits that SMP_READ and SMP_WRITE do not have */

#define BOOT_MODE_RECOVERY 1

static enum smp_rc echo(const struct smp_request *request,
                        struct smp_answer *answer)
{
    struct cbor_field text = {.key = "d", .kind = CBOR_TEXT};

    if (!cbor_read_map(request->payload, request->len, &text, 1) ||
        !text.present) {
        return SMP_INVALID;
    }
    cbor_put_map(&answer->out, 1);
    cbor_put_text(&answer->out, "r");
    cbor_put_chars(&answer->out, text.bytes, text.len);
    return SMP_OK;
}

static enum smp_rc reset(struct recovery *r, const struct smp_request *request)
{
    struct cbor_field fields[] = {
        {.key = "boot_mode", .kind = CBOR_UINT},
        {.key = "force", .kind = CBOR_FLAG},
    };

    if (request->len != 0 &&
        !cbor_read_map(request->payload, request->len, fields, 2)) {
        return SMP_INVALID;
    }
    r->next = fields[0].number == BOOT_MODE_RECOVERY ? RECOVERY_RESET_TO_US
                                                     : RECOVERY_RESET;
    return SMP_OK;
}

/* {"buf_size": FRAME_PACKET_LEN, "buf_count": 1} */
static const char params_answer[] = "\xa2\x68"
                                    "buf_size"
                                    "\x19\x10\x00\x69"
                                    "buf_count"
                                    "\x01";

_Static_assert(FRAME_PACKET_LEN == 0x1000, "written in params_answer");

static enum smp_rc params(struct smp_answer *answer)
{
    cbor_put_items(&answer->out, params_answer, sizeof(params_answer) - 1);
    return SMP_OK;
}

/* {"bootloader": "MCUboot"}: clients of the format go on only with it. */
static const char loader_name[] = "\xa1\x6a"
                                  "bootloader"
                                  "\x67"
                                  "MCUboot";

/* {"mode": n} */
static const char loader_mode[] = "\xa1\x64"
                                  "mode";

static enum smp_rc about(struct recovery *r, const struct smp_request *request,
                         struct smp_answer *answer)
{
    static const uint8_t modes[] = {
        [UPDATE_SCRATCH] = 1, [UPDATE_MOVE] = 3, [UPDATE_OVERWRITE] = 2};
    struct cbor_field query = {.key = "query", .kind = CBOR_TEXT};

    if (request->len != 0 &&
        !cbor_read_map(request->payload, request->len, &query, 1)) {
        return SMP_INVALID;
    }
    if (!query.present) {
        cbor_put_items(&answer->out, loader_name, sizeof(loader_name) - 1);
        return SMP_OK;
    }
    if (query.len != 4 || memcmp(query.bytes, loader_mode + 2, 4) != 0) {
        return SMP_NOT_SUPPORTED;
    }
    cbor_put_items(&answer->out, loader_mode, sizeof(loader_mode) - 1);
    cbor_put_uint(&answer->out, modes[config_mode(r->boot->config->mode)]);
    return SMP_OK;
}

/* Group, id and op of a message in one number. */
#define KEY(group, id, op)                                                     \
    ((uint32_t)(group) << 16 | (uint32_t)(id) << 8 | (uint32_t)(op))
#define OS    0
#define IMAGE 1

/* Calls by name: a table of pointers hides from the linker what is used. */
static enum smp_rc dispatch(struct recovery *r,
                            const struct smp_request *request,
                            struct smp_answer *answer)
{
    if (request->version > VERSION_MAX) {
        return SMP_TOO_NEW;
    }
    switch (KEY(request->group, request->id, request->op)) {
    case KEY(OS, 0, SMP_READ):
    case KEY(OS, 0, SMP_WRITE):
        return echo(request, answer);
    case KEY(OS, 1, SMP_WRITE):
        /* old tools turn a terminal's echo off with it: there is none */
        return SMP_OK;
    case KEY(OS, 5, SMP_WRITE):
        return reset(r, request);
    case KEY(OS, 6, SMP_READ):
        return params(answer);
    case KEY(OS, 8, SMP_READ):
        return about(r, request, answer);
    case KEY(IMAGE, 0, SMP_READ):
        return images_list(r, request, answer);
    case KEY(IMAGE, 0, SMP_WRITE):
        return images_set(r, request, answer);
    case KEY(IMAGE, 1, SMP_WRITE):
        return upload_handle(r, request, answer);
    case KEY(IMAGE, 5, SMP_WRITE):
        return images_erase(r, request, answer);
    case KEY(IMAGE, 6, SMP_READ):
        return images_slots(r, request, answer);
    default:
        return SMP_NOT_SUPPORTED;
    }
}

/* What stands for an answer of no content, or for an error. */
static void put_code(struct cbor_writer *out, enum smp_rc code,
                     const char *reason)
{
    cbor_put_map(out, reason == NULL ? 1 : 2);
    cbor_put_text(out, "rc");
    cbor_put_uint(out, code);
    if (reason != NULL) {
        cbor_put_text(out, "rsn");
        cbor_put_text(out, reason);
    }
}

static uint32_t be16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

uint32_t smp_handle(struct recovery *r, const uint8_t *message, uint32_t len,
                    uint8_t *answer)
{
    struct smp_request request = {
        .op = message[0] & OP_MASK,
        .version = message[0] >> VERSION_SHIFT & VERSION_MASK,
        .group = (uint16_t)be16(message + 4),
        .sequence = message[6],
        .id = message[7],
        .payload = message + SMP_HEADER_LEN,
        .len = len - SMP_HEADER_LEN,
    };
    struct smp_answer to = {.reason = NULL};
    enum smp_rc code;

    if ((request.op & OP_ODD) != 0 || be16(message + 2) != request.len) {
        return 0;
    }
    /* a request is 8 bytes at least: frame.c passes on no shorter message */
    cbor_open(&to.out, answer + SMP_HEADER_LEN,
              SMP_ANSWER_LEN - SMP_HEADER_LEN);
    code = dispatch(r, &request, &to);
    if (code == SMP_OK && to.out.len > to.out.max) {
        code = SMP_NO_MEMORY;
    }
    if (code != SMP_OK) {
        to.out.len = 0;
        put_code(&to.out, code, to.reason);
    } else if (to.out.len == 0) {
        if (request.version == 0) {
            put_code(&to.out, SMP_OK, NULL);
        } else {
            cbor_put_map(&to.out, 0);
        }
    }
    memcpy(answer, message, SMP_HEADER_LEN);
    answer[0] = (uint8_t)((uint32_t)request.version << VERSION_SHIFT |
                          (request.op + 1u));
    answer[1] = 0;
    answer[2] = (uint8_t)(to.out.len >> 8);
    answer[3] = (uint8_t)to.out.len;
    return SMP_HEADER_LEN + to.out.len;
}
