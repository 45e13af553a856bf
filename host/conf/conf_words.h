/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys and values in the words of a sentence, and where they were written.
 */
#ifndef HOST_CONF_CONF_WORDS_H
#define HOST_CONF_CONF_WORDS_H

#include "base/compiler.h"
#include "host/conf/conf.h"
#include "host/conf/conf_report.h"

/** A short text, returned by value so that a sentence can hold several. */
struct conf_words {
    char text[320];
};

/**
 * Says what a key is: "CONFIG_ESP_IMAGE_NUMBER=2".
 *
 * @param[in] conf  configuration
 * @param[in] key   any key
 *
 * @retval words  an undefined key reads as =n
 */
MUST_USE struct conf_words conf_words(const struct conf *conf,
                                      enum conf_key key);

/**
 * Says what a key's value is, as a file would.
 *
 * @param[in] key     any key but a text one
 * @param[in] number  value
 *
 * @retval words  such as "0x1000", "2", "4MB" or "y"
 */
MUST_USE struct conf_words conf_words_number(enum conf_key key,
                                             uint32_t number);

/**
 * Tells where a key was written.
 *
 * @param[in] conf  configuration
 * @param[in] key   any key
 *
 * @retval place  without file if it has its default
 */
MUST_USE struct conf_place conf_place_of(const struct conf *conf,
                                         enum conf_key key);

/**
 * Tells where to point at when two keys do not fit: at the first, unless only
 * the second was written by anybody.
 *
 * @param[in] conf    configuration
 * @param[in] first   any key
 * @param[in] second  any key
 *
 * @retval place  without file if both have their defaults
 */
MUST_USE struct conf_place conf_place_of_pair(const struct conf *conf,
                                              enum conf_key first,
                                              enum conf_key second);

#endif
