/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As much of JSON (RFC 8259) as the file of connection profiles has: a reader
 * that steps through text by what it expects, and strings as Go writes them.
 * No tree, no numbers.
 */
#ifndef HOST_MCUMGR_JSON_H
#define HOST_MCUMGR_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/compiler.h"

/** Text that is being read. */
struct json {
    const char *at;
    const char *end;
};

/**
 * Takes a mark, and blanks before it.
 *
 * @param[in,out] json  text; stays where it is on failure
 * @param[in]     mark  one of "[]{},:"
 *
 * @retval true   taken
 * @retval false  something else is there
 */
MUST_USE bool json_take(struct json *json, char mark);

/**
 * Takes a string.
 *
 * @param[in,out] json  text
 * @param[out]    out   its value with a final 0
 * @param[in]     room  bytes of out
 *
 * @retval true   taken
 * @retval false  no string, malformed, or too long for out
 */
MUST_USE bool json_take_string(struct json *json, char *out, size_t room);

/**
 * Takes any value and drops it.
 *
 * @param[in,out] json  text
 *
 * @retval true   taken
 * @retval false  malformed
 */
MUST_USE bool json_skip(struct json *json);

/**
 * Tells whether nothing but blanks is left.
 *
 * @param[in] json  text
 *
 * @retval true  so it is
 */
MUST_USE bool json_at_end(const struct json *json);

/**
 * Writes a string, as Go's encoder does: what HTML or a script would take for
 * its own is escaped too.
 *
 * @param[in]  text  value
 * @param[out] out   stream
 */
void json_write_string(const char *text, FILE *out);

#endif
