/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses and sizes are shown in hexadecimal, all other numbers in decimal,
 * as the default files do.
 */
#include "host/conf/conf_words.h"

#include <inttypes.h>
#include <stdio.h>

#define MEGABYTE 0x100000u

struct conf_words conf_words_number(enum conf_key key, uint32_t number)
{
    const struct conf_row *row = conf_row(key);
    struct conf_words words = {"y"};

    if (row->type == CONF_FLASH_SIZE) {
        (void)snprintf(words.text, sizeof(words.text), "%" PRIu32 "MB",
                       number / MEGABYTE);
    } else if (row->multiple >= CONF_SECTOR_LEN) {
        (void)snprintf(words.text, sizeof(words.text), "0x%" PRIX32, number);
    } else if (row->type == CONF_NUMBER) {
        (void)snprintf(words.text, sizeof(words.text), "%" PRIu32, number);
    }
    return words;
}

struct conf_words conf_words(const struct conf *conf, enum conf_key key)
{
    const struct conf_value *value = &conf->value[key];
    const char *is = "n";
    struct conf_words number = conf_words_number(key, value->number);
    struct conf_words words = {""};

    if (value->defined) {
        is = value->text != NULL ? value->text : number.text;
    }
    (void)snprintf(words.text, sizeof(words.text), "%.60s=%.250s",
                   conf_row(key)->name, is);
    return words;
}

struct conf_place conf_place_of(const struct conf *conf, enum conf_key key)
{
    const struct conf_value *value = &conf->value[key];

    return (struct conf_place){value->file, value->line};
}

struct conf_place conf_place_of_pair(const struct conf *conf,
                                     enum conf_key first, enum conf_key second)
{
    struct conf_place place = conf_place_of(conf, first);

    return place.file != NULL ? place : conf_place_of(conf, second);
}
