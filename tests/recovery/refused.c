/* SPDX-License-Identifier: Apache-2.0 */
/* See refused.h. */
#include "tests/recovery/refused.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const uint32_t commands[] = {CMD_UPLOAD, CMD_ECHO, CMD_STATE, CMD_ERASE};

void refused_by_all(const struct pack *p)
{
    uint64_t ops = given_dock()->flash.op_count;

    for (uint32_t i = 0; i < 4; i++) {
        uint32_t rc = ask(WRITE_V1, commands[i], p);

        if (rc != RC_INVALID || given_dock()->flash.op_count != ops) {
            fail_msg("command %#x: rc %u, %u operations", commands[i], rc,
                     (unsigned)(given_dock()->flash.op_count - ops));
        }
    }
}

void refused_raw(const struct raw *raw)
{
    static struct pack payload;

    pack_open(&payload);
    pack_raw(&payload, raw->bytes, raw->len);
    refused_by_all(&payload);
}
