/* SPDX-License-Identifier: Apache-2.0 */
/* See status_text.h. */
#include "host/sim/status_text.h"

const char *status_text(status_t status)
{
    switch (status) {
    case OK:
        return "success";
#define STATUS_CASE(name, value, sentence)                                     \
    case name:                                                                 \
        return sentence;
        STATUS_LIST(STATUS_CASE)
#undef STATUS_CASE
    default:
        return "a status that no list knows";
    }
}
