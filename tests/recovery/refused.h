/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What upload, echo, state and erase must all refuse in the same way: a payload
 * that is no map of theirs. The device is the one of given.h.
 */
#ifndef TESTS_RECOVERY_REFUSED_H
#define TESTS_RECOVERY_REFUSED_H

#include "tests/recovery/given.h"

/** Bytes as they are. */
struct raw {
    const char *bytes;
    uint32_t len;
};

#define RAW(text)                                                              \
    {                                                                          \
        (text), sizeof(text) - 1                                               \
    }

/** Fails the test unless all four refuse a payload and touch no flash. */
void refused_by_all(const struct pack *p);

/** The same, of bytes as they are. */
void refused_raw(const struct raw *raw);

#endif
