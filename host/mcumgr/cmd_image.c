/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The group `mcumgr image`: list, test, confirm, erase; upload has a file of
 * its own. The list is printed as the Go tool prints it: scripts match on it.
 */
#include <stdio.h>
#include <string.h>

#include "host/cli/number.h"
#include "host/image/hex_digits.h"
#include "host/mcumgr/mcumgr.h"
#include "host/mcumgr/plain_text.h"

#define ID_STATE 0
#define ID_ERASE 5

#define HASH_MAX    64 /* bytes: SHA-512 */
#define VERSION_MAX 128
#define SLOT_MAX    255

/* ---- the list -------------------------------------------------------- */

static void print_version(const struct item *image)
{
    char version[VERSION_MAX] = "";
    size_t len = 0;
    const char *text = item_text(image, "version", &len);
    if (text != NULL) {
        plain_text_copy(text, len, version, sizeof(version));
    }
    (void)printf("    version: %s\n", version);
}

static void print_flags(const struct item *image)
{
    static const char *const flags[] = {"active", "confirmed", "pending",
                                        "permanent"};
    const char *gap = "";
    (void)fputs("    flags: ", stdout);
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (item_is_true(image, flags[i])) {
            (void)printf("%s%s", gap, flags[i]);
            gap = " ";
        }
    }
    (void)fputc('\n', stdout);
}

static void print_hash(const struct item *image)
{
    size_t len = 0;
    const uint8_t *hash = item_bytes(image, "hash", &len);
    (void)fputs("    hash: ", stdout);
    for (size_t i = 0; hash != NULL && i < len; i++) {
        (void)printf("%02x", hash[i]);
    }
    (void)puts(hash == NULL || len == 0 ? "Unavailable" : "");
}

static void print_image(const struct item *image)
{
    (void)printf(" image=%lld slot=%lld\n",
                 (long long)item_int(image, "image", 0),
                 (long long)item_int(image, "slot", 0));
    print_version(image);
    (void)printf("    bootable: %s\n",
                 item_is_true(image, "bootable") ? "true" : "false");
    print_flags(image);
    print_hash(image);
}

static void print_split(int64_t status)
{
    static const char *const names[] = {"N/A", "non-matching", "matching"};
    bool known = status >= 0 && status < 3;
    (void)printf("Split status: %s (%lld)\n",
                 known ? names[status] : "Unknown!", (long long)status);
}

static void print_list(const struct item *answer)
{
    struct item images;
    struct item image;
    struct item_walk walk;
    (void)puts("Images:");
    if (item_find(answer, "images", &images) && item_walk(&images, &walk)) {
        while (item_next(&walk, &image)) {
            print_image(&image);
        }
    }
    print_split(item_int(answer, "splitStatus", 0));
}

static enum client_end list(struct mcumgr *m, const struct cli_args *args,
                            struct why *why)
{
    static const struct packet_kind kind = {MCUMGR_READ, MCUMGR_GROUP_IMAGE,
                                            ID_STATE};
    struct item answer;
    (void)args;
    enum client_end end = mcumgr_ask(m, kind, &answer, why);
    if (end == CLIENT_DONE) {
        print_list(&answer);
    }
    return end;
}

static int run_list(const struct cli_args *args)
{
    return mcumgr_run(args, list);
}

static const struct cli_command image_list = {
    .name = "list",
    .summary = "Show the images on the device",
    .run = run_list,
};

/* ---- test and confirm ------------------------------------------------ */

static const struct cli_argument test_arguments[] = {{.name = "HASH"}};
static const struct cli_argument confirm_arguments[] = {
    {.name = "HASH", .optional = true}};

static const struct packet_kind set_kind = {MCUMGR_WRITE, MCUMGR_GROUP_IMAGE,
                                            ID_STATE};

/* Sends what was written to the packet, and prints the list that comes. */
static enum client_end set_state(struct mcumgr *m, struct why *why)
{
    struct item answer;
    enum client_end end = client_ask(&m->client, &m->packet, &answer, why);
    if (end == CLIENT_DONE) {
        print_list(&answer);
    }
    return end;
}

static void begin_state(struct mcumgr *m, uint32_t pairs, bool confirm)
{
    client_begin(&m->client, &m->packet, set_kind);
    cbor_put_map(&m->packet.body, pairs);
    cbor_put_text(&m->packet.body, "confirm");
    cbor_put_bool(&m->packet.body, confirm);
}

static enum client_end set_hash(struct mcumgr *m, const struct cli_args *args,
                                bool confirm, struct why *why)
{
    uint8_t hash[HASH_MAX];
    const char *text = cli_argument(args, 0);
    size_t len = strlen(text) / 2;
    if (strlen(text) % 2 != 0 || len == 0 || len > sizeof(hash) ||
        !hex_digits_read(text, len, hash)) {
        (void)why_say(why,
                      "'%.200s' is no hash: give the digits that 'image "
                      "list' shows",
                      text);
        return CLIENT_USAGE;
    }
    begin_state(m, 2, confirm);
    cbor_put_text(&m->packet.body, "hash");
    cbor_put_bytes(&m->packet.body, hash, (uint32_t)len);
    return set_state(m, why);
}

static enum client_end test(struct mcumgr *m, const struct cli_args *args,
                            struct why *why)
{
    return set_hash(m, args, false, why);
}

static enum client_end confirm(struct mcumgr *m, const struct cli_args *args,
                               struct why *why)
{
    if (cli_argument(args, 0) != NULL) {
        return set_hash(m, args, true, why);
    }
    begin_state(m, 1, true);
    return set_state(m, why);
}

static int run_test(const struct cli_args *args)
{
    return mcumgr_run(args, test);
}

static int run_confirm(const struct cli_args *args)
{
    return mcumgr_run(args, confirm);
}

static const struct cli_command image_test = {
    .name = "test",
    .summary = "Install an image at the next reset, for one try",
    .arguments = test_arguments,
    .argument_count = 1,
    .run = run_test,
};

static const struct cli_command image_confirm = {
    .name = "confirm",
    .summary = "Install an image for good, or keep the one that runs",
    .help = "Install the image of this hash at the next reset, for good. "
            "Without a hash: keep the image that runs.",
    .arguments = confirm_arguments,
    .argument_count = 1,
    .run = run_confirm,
};

/* ---- erase ----------------------------------------------------------- */

static const struct cli_argument erase_arguments[] = {
    {.name = "SLOT", .optional = true}};

static enum client_end erase(struct mcumgr *m, const struct cli_args *args,
                             struct why *why)
{
    static const struct packet_kind kind = {MCUMGR_WRITE, MCUMGR_GROUP_IMAGE,
                                            ID_ERASE};
    const char *text = cli_argument(args, 0);
    int64_t slot = 0;
    struct item answer;
    if (text != NULL &&
        (!number_read_decimal(text, &slot) || slot < 0 || slot > SLOT_MAX)) {
        (void)why_say(why, "'%.200s' is no slot: 'slots' shows their numbers",
                      text);
        return CLIENT_USAGE;
    }
    client_begin(&m->client, &m->packet, kind);
    cbor_put_map(&m->packet.body, text != NULL ? 1 : 0);
    if (text != NULL) {
        cbor_put_text(&m->packet.body, "slot");
        cbor_put_uint(&m->packet.body, (uint32_t)slot);
    }
    enum client_end end = client_ask(&m->client, &m->packet, &answer, why);
    if (end == CLIENT_DONE) {
        (void)puts("Done");
    }
    return end;
}

static int run_erase(const struct cli_args *args)
{
    return mcumgr_run(args, erase);
}

static const struct cli_command image_erase = {
    .name = "erase",
    .summary = "Erase a slot, by default the secondary one of image 0",
    .arguments = erase_arguments,
    .argument_count = 1,
    .run = run_erase,
};

/* ---- the group ------------------------------------------------------- */

static const struct cli_command *const commands[] = {
    &image_confirm, &image_erase,   &image_list,
    &image_test,    &mcumgr_upload, NULL,
};

const struct cli_command mcumgr_image = {
    .name = "image",
    .summary = "Upload, list, test, confirm and erase images",
    .lasting = true,
    .commands = commands,
};
