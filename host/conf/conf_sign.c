/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Public keys from PEM files. A private key does as well, its secret is wiped
 * at once; a passphrase is never asked for, since builds run unattended.
 */
#include "host/conf/conf_sign.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "crypto/signature.h"
#include "host/conf/conf_sample.h"
#include "host/conf/conf_words.h"
#include "host/keys/keyfile.h"

#define PATH_MAX_LEN                                                           \
    1024 /* bytes with the final 0; longer paths are refused                   \
          */

/** What a signature key of the configuration asks for. */
struct wanted {
    enum conf_key key; /* CONF_KEY_COUNT: no signature */
    enum key_type type;
    const struct signature_algorithm *algorithm;
};

/** A part of a text. */
struct piece {
    const char *text;
    size_t len;
};

/** A file that a key names. */
struct named {
    enum conf_key key;
    char path[PATH_MAX_LEN]; /* as written */
};

static struct wanted wanted_by(const struct conf *conf)
{
    if (conf_is_set(conf, CONF_ESP_SIGN_EC256)) {
        return (struct wanted){CONF_ESP_SIGN_EC256, KEY_ECDSA_P256,
                               &signature_ecdsa_p256};
    }
    if (conf_is_set(conf, CONF_ESP_SIGN_ED25519)) {
        return (struct wanted){CONF_ESP_SIGN_ED25519, KEY_ED25519,
                               &signature_ed25519};
    }
    if (!conf_is_set(conf, CONF_ESP_SIGN_RSA)) {
        return (struct wanted){.key = CONF_KEY_COUNT};
    }
    if (conf_number(conf, CONF_ESP_SIGN_RSA_LEN) == 2048) {
        return (struct wanted){CONF_ESP_SIGN_RSA_LEN, KEY_RSA_2048,
                               &signature_rsa2048};
    }
    return (struct wanted){CONF_ESP_SIGN_RSA_LEN, KEY_RSA_3072,
                           &signature_rsa3072};
}

static bool is_readable(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (file != NULL) {
        (void)fclose(file);
    }
    return file != NULL;
}

/* Beside the configuration file first: a project carries its keys along. */
static void locate(const struct conf *conf, const struct named *named,
                   char path[PATH_MAX_LEN])
{
    const char *file = conf->value[named->key].file;
    const char *slash = file != NULL ? strrchr(file, '/') : NULL;
    int folder = slash != NULL ? (int)(slash - file) + 1 : 0;

    if (named->path[0] != '/' && folder > 0) {
        int len =
            snprintf(path, PATH_MAX_LEN, "%.*s%s", folder, file, named->path);

        if (len > 0 && len < PATH_MAX_LEN && is_readable(path)) {
            return;
        }
    }
    memcpy(path, named->path, strlen(named->path) + 1);
}

static bool read_key(const struct conf *conf, const struct named *named,
                     struct key *key, struct conf_report *report)
{
    struct conf_place place = conf_place_of(conf, named->key);
    const char *name = conf_row(named->key)->name;
    char path[PATH_MAX_LEN];
    struct why why = {""};
    enum keyfile_result result = KEYFILE_FAILED;

    locate(conf, named, path);
    result = keyfile_read(path, NULL, key, &why);
    if (result == KEYFILE_ENCRYPTED) {
        conf_report_error(report, &place,
                          "%s=%s is encrypted: name a file with its public "
                          "part, as imgtool getpub --encoding pem writes it",
                          name, named->path);
    } else if (result != KEYFILE_OK) {
        conf_report_error(report, &place, "%s=%s cannot be used: %s", name,
                          named->path, why.text);
    }
    return result == KEYFILE_OK;
}

static bool fits(const struct conf *conf, const struct named *named,
                 const struct key *key, struct conf_report *report)
{
    struct wanted wanted = wanted_by(conf);
    struct conf_place place = conf_place_of(conf, named->key);

    if (key->type != wanted.type) {
        conf_report_error(
            report, &place,
            "%s=%s holds a key of type %s, but %s needs %s: "
            "name another file, or change the signature",
            conf_row(named->key)->name, named->path, key_type_name(key->type),
            conf_words(conf, wanted.key).text, key_type_name(wanted.type));
        return false;
    }
    for (size_t i = 0; i < conf->boot.key_count; i++) {
        if (conf->key[i].der_len == key->public_len &&
            memcmp(conf->key_der[i], key->public_der, key->public_len) == 0) {
            conf_report_warning(report, &place,
                                "%s=%s holds a key that is already named: "
                                "remove one of the two",
                                conf_row(named->key)->name, named->path);
            return false;
        }
    }
    return true;
}

static bool locks_for_good(const struct conf *conf)
{
    return conf_is_set(conf, CONF_SECURE_BOOT) ||
           conf_is_set(conf, CONF_SECURE_FLASH_ENCRYPTION_MODE_RELEASE);
}

/* Everybody can sign with a published key. */
static void check_sample(const struct conf *conf, const struct named *named,
                         const struct key *key, struct conf_report *report)
{
    struct conf_place place = conf_place_of(conf, named->key);
    const char *sample = conf_sample_name(key->public_der, key->public_len);
    const char *name = conf_row(named->key)->name;
    enum conf_key lock = conf_is_set(conf, CONF_SECURE_BOOT)
                             ? CONF_SECURE_BOOT
                             : CONF_SECURE_FLASH_ENCRYPTION_MODE_RELEASE;

    if (sample == NULL) {
        return;
    }
    if (locks_for_good(conf)) {
        conf_report_error(report, &place,
                          "%s=%s is the published sample key %s, with which "
                          "anybody can sign: %s needs a key of your own, make "
                          "one with imgtool keygen",
                          name, named->path, sample,
                          conf_words(conf, lock).text);
    } else {
        conf_report_warning(report, &place,
                            "%s=%s is the published sample key %s, with which "
                            "anybody can sign: never ship it",
                            name, named->path, sample);
    }
}

static void append(struct conf *conf, const struct key *key)
{
    size_t index = conf->boot.key_count;

    memcpy(conf->key_der[index], key->public_der, key->public_len);
    conf->key[index].der = conf->key_der[index];
    conf->key[index].der_len = (uint32_t)key->public_len;
    conf->boot.key_count++;
}

static void load(struct conf *conf, const struct named *named,
                 struct conf_report *report)
{
    struct conf_place place = conf_place_of(conf, named->key);
    struct key key;

    if (conf->boot.key_count == CONF_SIGN_KEY_MAX) {
        conf_report_error(report, &place,
                          "%s=%s is one key too many: a bootloader holds at "
                          "most %d",
                          conf_row(named->key)->name, named->path,
                          CONF_SIGN_KEY_MAX);
        return;
    }
    memset(&key, 0, sizeof(key));
    if (read_key(conf, named, &key, report) &&
        fits(conf, named, &key, report)) {
        check_sample(conf, named, &key, report);
        append(conf, &key);
    }
    key_wipe(&key);
}

static void load_path(struct conf *conf, enum conf_key key,
                      const struct piece *piece, struct conf_report *report)
{
    struct conf_place place = conf_place_of(conf, key);
    struct named named = {.key = key};

    if (piece->len == 0 || piece->len >= PATH_MAX_LEN) {
        conf_report_error(report, &place,
                          "%s names an empty or overlong path: divide file "
                          "names by single commas",
                          conf_words(conf, key).text);
        return;
    }
    memcpy(named.path, piece->text, piece->len);
    load(conf, &named, report);
}

static void load_file(struct conf *conf, struct conf_report *report)
{
    enum conf_key key = CONF_ESP_SIGN_KEY_FILE;

    if (conf_is_set(conf, key)) {
        const char *text = conf->value[key].text;
        struct piece piece = {text, strlen(text)};

        load_path(conf, key, &piece, report);
    }
}

/* Files divided by commas; blanks may surround a name. */
static void load_files(struct conf *conf, struct conf_report *report)
{
    enum conf_key key = CONF_ESP_SIGN_KEY_FILES;
    const char *next = conf_is_set(conf, key) ? conf->value[key].text : NULL;

    while (next != NULL) {
        const char *comma = strchr(next, ',');
        const char *start = next + strspn(next, " \t");
        const char *end = comma != NULL ? comma : next + strlen(next);

        while (end > start && (end[-1] == ' ' || end[-1] == '\t')) {
            end--;
        }
        struct piece piece = {start, (size_t)(end - start)};

        load_path(conf, key, &piece, report);
        next = comma != NULL ? comma + 1 : NULL;
    }
}

static void check_idle(const struct conf *conf, enum conf_key key,
                       struct conf_report *report)
{
    struct conf_place place = conf_place_of(conf, key);

    if (conf_is_set(conf, key)) {
        conf_report_error(report, &place,
                          "%s names a key but no key says how images are "
                          "signed: add CONFIG_ESP_SIGN_EC256=y, "
                          "CONFIG_ESP_SIGN_ED25519=y or CONFIG_ESP_SIGN_RSA=y "
                          "with its length",
                          conf_words(conf, key).text);
    }
}

static bool has_files(const struct conf *conf)
{
    return conf_is_set(conf, CONF_ESP_SIGN_KEY_FILE) ||
           conf_is_set(conf, CONF_ESP_SIGN_KEY_FILES);
}

void conf_sign_load(struct conf *conf, struct conf_report *report)
{
    struct wanted wanted = wanted_by(conf);

    if (wanted.key == CONF_KEY_COUNT) {
        check_idle(conf, CONF_ESP_SIGN_KEY_FILE, report);
        check_idle(conf, CONF_ESP_SIGN_KEY_FILES, report);
        return;
    }
    if (!has_files(conf)) {
        struct conf_place place = conf_place_of(conf, wanted.key);

        conf_report_error(report, &place,
                          "%s needs CONFIG_ESP_SIGN_KEY_FILE: name the PEM "
                          "file of the key",
                          conf_words(conf, wanted.key).text);
        return;
    }
    load_file(conf, report);
    load_files(conf, report);
    conf->boot.signature = wanted.algorithm;
    conf->boot.keys = conf->key;
}
