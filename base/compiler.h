/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What differs between compilers, and nothing else. The only header besides
 * include guards in which the preprocessor chooses.
 */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

/* The caller must look at the result: a dropped error is a dead device. */
#define MUST_USE __attribute__((warn_unused_result))

/* Returns a status other than OK to the caller; the one flow macro. */
#define TRY(call)                                                              \
    do {                                                                       \
        status_t try_status_ = (call);                                         \
        if (try_status_ != OK) {                                               \
            return try_status_;                                                \
        }                                                                      \
    } while (0)

#endif
