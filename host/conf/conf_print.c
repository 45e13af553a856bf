/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints tables and the default files, which are text that conf_parse.h reads
 * back.
 */
#include "host/conf/conf_print.h"

#include <inttypes.h>
#include <string.h>

#include "host/conf/conf_area.h"
#include "host/conf/conf_recovery.h"
#include "host/conf/conf_words.h"

#define COMMENT_MAX 77 /* characters after "# " in a default file */

static void print_origin(const struct conf_value *value, FILE *out)
{
    if (value->origin == CONF_ORIGIN_FILE) {
        (void)fprintf(out, "  %s:%" PRIu32 "\n", value->file, value->line);
    } else {
        (void)fprintf(out, "  default\n");
    }
}

static const char *signature_words(const struct conf *conf)
{
    if (conf_is_set(conf, CONF_ESP_SIGN_EC256)) {
        return "ECDSA P-256";
    }
    if (conf_is_set(conf, CONF_ESP_SIGN_ED25519)) {
        return "Ed25519";
    }
    if (conf_is_set(conf, CONF_ESP_SIGN_RSA)) {
        return conf_number(conf, CONF_ESP_SIGN_RSA_LEN) == 2048 ? "RSA-2048"
                                                                : "RSA-3072";
    }
    return "none: images need only their SHA-256";
}

static void print_derived(const struct conf *conf, FILE *out)
{
    static const char *const modes[] = {
        [UPDATE_SCRATCH] = "swap using scratch",
        [UPDATE_MOVE] = "swap using move",
        [UPDATE_OVERWRITE] = "overwrite only, no way back",
    };
    struct conf_room room;

    conf_area_room(conf, &room);
    (void)fprintf(out, "\n%-14s %s\n", "chip", conf_target_name(conf->target));
    (void)fprintf(out, "%-14s %s\n", "update", modes[conf->boot.mode]);
    (void)fprintf(out, "%-14s %s", "signature", signature_words(conf));
    if (conf->boot.key_count > 0) {
        (void)fprintf(out, ", %d key%s", conf->boot.key_count,
                      conf->boot.key_count == 1 ? "" : "s");
    }
    (void)fprintf(out,
                  "\n%-14s %" PRIu32 " bytes written at once, trailer fields "
                  "aligned to %d\n",
                  "flash", conf->write_len, conf->boot.max_align);
    (void)fprintf(out,
                  "%-14s %" PRIu32 " bytes, from 0x%" PRIX32 " of each slot\n",
                  "slot trailer", room.trailer_len, room.trailer_off);
    (void)fprintf(out,
                  "%-14s %" PRIu32 " bytes (0x%" PRIX32 ") with header and "
                  "TLVs\n",
                  "largest image", room.image_max, room.image_max);
    if (conf->boot.prevent_downgrade && conf->boot.mode != UPDATE_OVERWRITE) {
        (void)fprintf(out,
                      "%-14s %" PRIu32 " bytes (0x%" PRIX32 "), larger ones "
                      "only for good\n",
                      "on trial", room.noted_max, room.noted_max);
    }
}

static void print_request(const struct conf_recovery *recovery, FILE *out)
{
    (void)fprintf(out, "%-14s pin %u %s", "begins by", recovery->detect_gpio,
                  recovery->detect_level != 0 ? "high" : "low");
    if (recovery->detect_s != 0) {
        (void)fprintf(out, " for %u s", recovery->detect_s);
    }
    (void)fprintf(out, "%s%s\n",
                  recovery->when_asked ? ", request of the application" : "",
                  recovery->when_dead ? ", no image that boots" : "");
}

static void print_recovery(const struct conf *conf, FILE *out)
{
    const struct conf_recovery *recovery = &conf->recovery;

    if (recovery->usb_serial_jtag) {
        (void)fprintf(out, "%-14s USB Serial/JTAG", "recovery");
    } else {
        (void)fprintf(out,
                      "%-14s UART %u, receives on pin %u, sends on %u, "
                      "%" PRIu32 " baud",
                      "recovery", recovery->uart_num, recovery->rx_gpio,
                      recovery->tx_gpio, recovery->baud);
    }
    (void)fprintf(out, "%s\n",
                  conf_recovery_is_on_console(conf)
                      ? "; silences the log, whose line it takes"
                      : "");
    print_request(recovery, out);
    (void)fprintf(out, "%-14s %s\n", "uploads",
                  recovery->config.direct
                      ? "straight to the primary slot"
                      : "to the secondary slot, installed as an update");
}

void conf_print_values(const struct conf *conf, FILE *out)
{
    size_t width = 0;

    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        size_t len = strlen(conf_words(conf, (enum conf_key)i).text);

        if (conf->value[i].defined && len > width) {
            width = len;
        }
    }
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        if (conf->value[i].origin != CONF_ORIGIN_NONE) {
            (void)fprintf(out, "%-*s", (int)width,
                          conf_words(conf, (enum conf_key)i).text);
            print_origin(&conf->value[i], out);
        }
    }
    print_derived(conf, out);
    if (conf->recovery.enabled) {
        print_recovery(conf, out);
    }
}

/* One comment line: as many words of text as fit; returns what remains. */
static const char *print_comment_line(const char *text, FILE *out)
{
    size_t len = strlen(text);

    if (len > COMMENT_MAX) {
        len = COMMENT_MAX;
        while (len > 0 && text[len] != ' ') {
            len--;
        }
    }
    (void)fprintf(out, "# %.*s\n", (int)len, text);
    text += len;
    return text + strspn(text, " ");
}

static void print_comment(const char *text, FILE *out)
{
    while (*text != '\0') {
        text = print_comment_line(text, out);
    }
}

void conf_print_defaults(enum conf_target target, FILE *out)
{
    (void)fprintf(out,
                  "# SPDX-License-Identifier: Apache-2.0\n"
                  "# Default configuration for %s. All keys are explained in\n"
                  "# docs/configuration.md; a line that contains a hash sign "
                  "is a comment.\n",
                  conf_target_name(target));
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        enum conf_key key = (enum conf_key)i;
        const struct conf_row *row = conf_row(key);
        uint32_t number = row->fallback[target];

        if (!row->preset) {
            continue;
        }
        (void)fprintf(out, "\n");
        print_comment(row->doc, out);
        number = number == CONF_NO_DEFAULT ? 1 : number;
        (void)fprintf(
            out, "%s=%s\n", row->name,
            row->type == CONF_FLAG ? "y" : conf_words_number(key, number).text);
    }
}
