/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `mcumgr image upload`: looks at the file, asks the device how long a packet
 * may be, and uploads.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/files/file.h"
#include "host/image/image_format.h"
#include "host/image/image_view.h"
#include "host/image/sha.h"
#include "host/mcumgr/mcumgr.h"
#include "host/mcumgr/transfer.h"

#define ID_STATE  0
#define ID_ERASE  5
#define ID_PARAMS 6

#define PARAMS_MS       1000
#define BUFFER_FRAME    4 /* bytes of a device's buffer: length and CRC */
#define BUFFER_MIN      128
#define MESSAGE_DEFAULT 508 /* what MCUboot's buffer takes by default */
#define IMAGE_MAX       255

/* The first packet may erase a slot; later ones a sector or two. */
static const struct transfer_patience first_patience = {40000, 3};
static const struct transfer_patience next_patience = {3000, 6};

enum {
    OPT_IMAGE,
    OPT_NOERASE,
    OPT_UPGRADE,
    OPT_WINDOW,
    OPT_NO_SHA,
    OPT_ANY_FILE,
    OPT_COUNT
};

static bool check_image(const char *value, struct why *why)
{
    long number = strtol(value, NULL, 10);
    return (number >= 0 && number <= IMAGE_MAX) ||
           why_say(why, "'%s' is not in the range 0 to %d.", value, IMAGE_MAX);
}

static const struct cli_option options[OPT_COUNT] = {
    [OPT_IMAGE] = {.name = "--image",
                   .letter = 'n',
                   .kind = CLI_INT,
                   .fallback = "0",
                   .check = check_image,
                   .help = "Where to: 'slots' shows the numbers  [default: "
                           "0, the device's choice]"},
    [OPT_NOERASE] = {.name = "--noerase",
                     .letter = 'e',
                     .kind = CLI_SWITCH,
                     .fallback = "true",
                     .help = "Do not send an erase command before; it is the "
                             "default, --noerase=false sends one"},
    [OPT_UPGRADE] = {.name = "--upgrade",
                     .letter = 'u',
                     .kind = CLI_SWITCH,
                     .fallback = "false",
                     .help = "Ask the device to refuse a version that is not "
                             "newer"},
    [OPT_WINDOW] = {.name = "--maxwinsize",
                    .letter = 'w',
                    .kind = CLI_INT,
                    .help = "For the Go tool's scripts; a serial line has one "
                            "packet at a time"},
    [OPT_NO_SHA] = {.name = "--no-sha",
                    .kind = CLI_FLAG,
                    .help = "Send no SHA-256 of the file: no resume"},
    [OPT_ANY_FILE] = {.name = "--any-file",
                      .kind = CLI_FLAG,
                      .help = "Upload what is no image, too"},
};

static const struct cli_argument arguments[] = {{.name = "FILE"}};

/* ---- the file -------------------------------------------------------- */

static bool check_file(const struct file *content, const char *path,
                       struct why *why)
{
    struct image_view view;
    struct why reason;
    if (content->len == 0 || content->len > UINT32_MAX) {
        return why_say(why, "'%.200s' is empty or too long", path);
    }
    if (!image_view_open(content->bytes, content->len, &view, &reason) ||
        view.magic != IMAGE_MAGIC) {
        return why_say(why,
                       "'%.200s' is no MCUboot image: upload what 'imgtool "
                       "sign' has written, or add --any-file",
                       path);
    }
    if ((uint64_t)view.hdr_len + view.img_len + view.protected_len >
        content->len) {
        return why_say(why,
                       "'%.200s' is cut short: its header tells of more "
                       "bytes than it has",
                       path);
    }
    return true;
}

static bool open_file(const struct cli_args *args, const struct file *content,
                      struct chunk_file *file, struct why *why)
{
    uint8_t digest[SHA_LEN_MAX];
    if (!cli_given(args, OPT_ANY_FILE) &&
        !check_file(content, cli_argument(args, 0), why)) {
        return false;
    }
    if (content->len == 0 || content->len > UINT32_MAX) {
        return why_say(why, "The file is empty or too long");
    }
    if (!sha_compute(SHA_256, content->bytes, content->len, NULL, digest)) {
        return why_say(why, "The SHA-256 can not be computed");
    }
    *file = (struct chunk_file){
        .bytes = content->bytes,
        .len = (uint32_t)content->len,
        .has_sha = !cli_given(args, OPT_NO_SHA),
        .is_upgrade = cli_is_on(args, OPT_UPGRADE),
        .image = (uint32_t)cli_int(args, OPT_IMAGE),
    };
    memcpy(file->sha, digest, sizeof(file->sha));
    return true;
}

/* ---- the device ------------------------------------------------------ */

/* Takes the shorter of what the device and the mtu allow. */
static uint32_t message_max(const struct mcumgr *m, int64_t buffer_len)
{
    uint32_t max = MESSAGE_DEFAULT;
    if (buffer_len >= BUFFER_MIN) {
        max = buffer_len > PACKET_MESSAGE_MAX
                  ? PACKET_MESSAGE_MAX
                  : (uint32_t)buffer_len - BUFFER_FRAME;
    }
    if (m->connection.mtu != 0) {
        uint32_t limit = connstring_message_max(m->connection.mtu);
        max = limit < max ? limit : max;
    }
    return max;
}

/* Asks for the device's buffer; one that does not know the question has
 * answered all the same. One that is silent is asked what each must know. */
static enum client_end ask_buffer(struct mcumgr *m, int64_t *len,
                                  struct why *why)
{
    static const struct packet_kind params = {MCUMGR_READ, MCUMGR_GROUP_OS,
                                              ID_PARAMS};
    static const struct packet_kind list = {MCUMGR_READ, MCUMGR_GROUP_IMAGE,
                                            ID_STATE};
    struct item answer;
    uint32_t timeout_ms = m->client.timeout_ms;
    unsigned tries = m->client.tries;
    m->client.timeout_ms = timeout_ms < PARAMS_MS ? timeout_ms : PARAMS_MS;
    m->client.tries = 1;
    enum client_end end = mcumgr_ask(m, params, &answer, why);
    m->client.timeout_ms = timeout_ms;
    m->client.tries = tries;
    *len = 0;
    if (end == CLIENT_DONE) {
        *len = item_int(&answer, "buf_size", 0);
    } else if (end == CLIENT_SILENT) {
        end = mcumgr_ask(m, list, &answer, why);
    }
    return end == CLIENT_REFUSED ? CLIENT_DONE : end;
}

static enum client_end erase_first(struct mcumgr *m,
                                   const struct cli_args *args, struct why *why)
{
    static const struct packet_kind kind = {MCUMGR_WRITE, MCUMGR_GROUP_IMAGE,
                                            ID_ERASE};
    struct item answer;
    return cli_is_on(args, OPT_NOERASE) ? CLIENT_DONE
                                        : mcumgr_ask(m, kind, &answer, why);
}

/* ---- uploading ------------------------------------------------------- */

static struct transfer_patience patience_of(const struct mcumgr *m,
                                            struct transfer_patience usual)
{
    if (m->is_patient) {
        usual.timeout_ms = m->client.timeout_ms;
    }
    if (m->is_tough) {
        usual.tries = m->client.tries;
    }
    return usual;
}

static enum client_end transfer(struct mcumgr *m, const struct chunk_file *file,
                                uint32_t message_len, struct why *why)
{
    struct transfer *t = calloc(1, sizeof(*t));
    if (t == NULL) {
        (void)why_say(why, "Out of memory");
        return CLIENT_FAILED;
    }
    t->client = &m->client;
    t->file = file;
    t->message_max = message_len;
    t->first = patience_of(m, first_patience);
    t->next = patience_of(m, next_patience);
    meter_start(&t->meter, file->len, tty_now_ms(), stderr);
    enum client_end end = transfer_run(t, why);
    meter_end(&t->meter, tty_now_ms());
    free(t);
    return end;
}

static enum client_end upload_file(struct mcumgr *m,
                                   const struct cli_args *args,
                                   const struct chunk_file *file,
                                   struct why *why)
{
    int64_t buffer_len = 0;
    enum client_end end = ask_buffer(m, &buffer_len, why);
    if (end == CLIENT_DONE) {
        end = erase_first(m, args, why);
    }
    if (end == CLIENT_DONE) {
        end = transfer(m, file, message_max(m, buffer_len), why);
    }
    if (end == CLIENT_DONE) {
        (void)puts("Done");
    }
    return end;
}

static enum client_end upload(struct mcumgr *m, const struct cli_args *args,
                              struct why *why)
{
    struct file content;
    struct chunk_file file;
    enum client_end end = CLIENT_FAILED;
    if (file_read(cli_argument(args, 0), &content, why) &&
        open_file(args, &content, &file, why)) {
        end = upload_file(m, args, &file, why);
    }
    file_free(&content);
    return end;
}

static int run(const struct cli_args *args)
{
    return mcumgr_run(args, upload);
}

const struct cli_command mcumgr_upload = {
    .name = "upload",
    .summary = "Upload an image",
    .help = "Upload an image. An upload that was interrupted goes on where "
            "the device says: give the same command again.",
    .options = options,
    .option_count = OPT_COUNT,
    .arguments = arguments,
    .argument_count = 1,
    .run = run,
};
