/* SPDX-License-Identifier: Apache-2.0 */
/* See client.h. */
#include "host/mcumgr/client.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define GREET_MS       20
#define BITS_OF_BYTE   10 /* 8N1: a start and a stop bit */
#define WRITE_SPARE_MS 2000
#define HEADER_LEN     8

/* ---- taking bytes in ------------------------------------------------- */

/* What a device prints on the same line, for those who want to see it. */
static void show_text(const struct client *client, uint8_t byte)
{
    if (client->is_verbose && (isprint(byte) || byte == '\n')) {
        (void)fputc(byte, stderr);
    }
}

/* Takes what was read until a message is complete. */
static bool take_message(struct client *client)
{
    while (client->input_at < client->input_len) {
        uint8_t byte = client->input[client->input_at++];
        bool was_open = frame_is_open(&client->frame);
        frame_take(&client->frame, byte);
        if (!was_open && !frame_is_open(&client->frame)) {
            show_text(client, byte);
        }
        client->answer = frame_message(&client->frame, &client->answer_len);
        if (client->answer != NULL) {
            return true;
        }
    }
    return false;
}

/* Waits for a message, whatever it is. */
static enum tty_result next_message(struct client *client, int64_t deadline_ms)
{
    frame_next(&client->frame);
    while (!take_message(client)) {
        int64_t left = deadline_ms - tty_now_ms();
        size_t len = sizeof(client->input);
        enum tty_result result = tty_read(&client->tty, client->input, &len,
                                          left > 0 ? (uint32_t)left : 0);
        if (result != TTY_READY) {
            return result;
        }
        client->input_len = len;
        client->input_at = 0;
    }
    return TTY_READY;
}

static bool is_answer_to(const struct client *client,
                         const struct packet *packet)
{
    const uint8_t *p = client->answer;
    return (p[0] & 7) == packet->kind.op + 1 &&
           (uint16_t)(p[4] << 8 | p[5]) == packet->kind.group &&
           p[6] == packet->sequence && p[7] == packet->kind.id;
}

/* ---- sentences ------------------------------------------------------- */

static enum client_end say_gone(const struct client *client, struct why *why)
{
    (void)why_say(why,
                  "'%s' is gone: the board was unplugged or reset; start "
                  "again when it is back",
                  client->tty.path);
    return CLIENT_FAILED;
}

static enum client_end say_silent(const struct client *client, struct why *why)
{
    (void)why_say(why,
                  "No answer on '%s' at %u baud: wrong port or speed, or the "
                  "device is not in recovery (hold its recovery pin at reset, "
                  "or try --enter)",
                  client->tty.path, (unsigned)client->tty.baud);
    return CLIENT_SILENT;
}

enum client_end client_say_refused(const struct item *answer,
                                   const struct codes_error *error,
                                   struct why *why)
{
    struct why code;
    codes_say(answer, error, &code);
    (void)why_say(why, "The device refuses: %.400s", code.text);
    return CLIENT_REFUSED;
}

/* ---- requests and answers -------------------------------------------- */

/* How long bytes are on the line: the system takes them faster. */
static uint32_t line_ms(const struct client *client, size_t len)
{
    return (uint32_t)(len * BITS_OF_BYTE * 1000 / client->tty.baud);
}

static enum client_end send_bytes(const struct client *client, const uint8_t *p,
                                  size_t len, struct why *why)
{
    enum tty_result result =
        tty_write(&client->tty, p, len, WRITE_SPARE_MS + line_ms(client, len));
    if (result == TTY_TIMEOUT) {
        (void)why_say(why,
                      "'%s' takes no bytes: nobody reads behind it; check "
                      "that this is the board's port",
                      client->tty.path);
        return CLIENT_FAILED;
    }
    return result == TTY_READY ? CLIENT_DONE : say_gone(client, why);
}

enum client_end client_greet(struct client *client, struct why *why)
{
    const uint8_t newline = '\n';
    enum client_end end = send_bytes(client, &newline, 1, why);
    tty_sleep(GREET_MS);
    tty_discard(&client->tty);
    frame_open(&client->frame);
    client->input_at = client->input_len = 0;
    return end;
}

/* Bytes of the line that begins here, with its end. */
static size_t line_len(const uint8_t *p, size_t len)
{
    const uint8_t *end = memchr(p, '\n', len);
    return end != NULL ? (size_t)(end - p) + 1 : len;
}

enum client_end client_send(struct client *client, const struct packet *packet,
                            struct why *why)
{
    enum client_end end = CLIENT_DONE;
    size_t at = 0;
    if (client->line_delay_ms == 0) {
        return send_bytes(client, packet->text, packet->text_len, why);
    }
    while (end == CLIENT_DONE && at < packet->text_len) {
        size_t len = line_len(packet->text + at, packet->text_len - at);
        tty_sleep(at > 0 ? client->line_delay_ms : 0);
        end = send_bytes(client, packet->text + at, len, why);
        at += len;
    }
    return end;
}

enum client_end client_wait(struct client *client, const struct packet *packet,
                            uint32_t timeout_ms, struct item *answer,
                            struct why *why)
{
    int64_t deadline_ms =
        tty_now_ms() + timeout_ms + line_ms(client, packet->text_len);
    do {
        enum tty_result result = next_message(client, deadline_ms);
        if (result != TTY_READY) {
            client->is_gone = result == TTY_GONE;
            return client->is_gone ? say_gone(client, why)
                                   : say_silent(client, why);
        }
    } while (!is_answer_to(client, packet));
    if (!item_open(client->answer + HEADER_LEN, client->answer_len - HEADER_LEN,
                   answer)) {
        (void)why_say(why,
                      "The answer on '%s' is damaged: what is there "
                      "speaks another protocol; check the port",
                      client->tty.path);
        return CLIENT_REFUSED;
    }
    return CLIENT_DONE;
}

void client_begin(struct client *client, struct packet *packet,
                  struct packet_kind kind)
{
    packet_begin(packet, kind, client->sequence++);
}

static enum client_end ask_once(struct client *client,
                                const struct packet *packet,
                                struct item *answer, struct why *why)
{
    enum client_end end = client_send(client, packet, why);
    if (end == CLIENT_DONE) {
        end = client_wait(client, packet, client->timeout_ms, answer, why);
    }
    return end;
}

enum client_end client_ask(struct client *client, struct packet *packet,
                           struct item *answer, struct why *why)
{
    struct codes_error error;
    if (!packet_end(packet)) {
        (void)why_say(why, "The request is too long for a packet");
        return CLIENT_FAILED;
    }
    enum client_end end = ask_once(client, packet, answer, why);
    for (unsigned i = 1; i < client->tries && end == CLIENT_SILENT; i++) {
        packet_renumber(packet, client->sequence++);
        end = ask_once(client, packet, answer, why);
    }
    if (end == CLIENT_DONE && codes_find(answer, &error)) {
        return client_say_refused(answer, &error, why);
    }
    return end;
}
