/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why an image is refused, in the few characters that an answer has room for:
 * the number of the status. `sallyport mcumgr` has the sentence to it, and
 * docs/log.md; on the chip sentences would take half a kilobyte.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef RECOVERY_REASON_H
#define RECOVERY_REASON_H

#include "base/status.h"

#define REASON_LEN 12 /* bytes: "error 0x309" */

/**
 * Writes the number of a status.
 *
 * @param[in]  why   other than OK
 * @param[out] text  "error 0x309"
 *
 * @retval text
 */
MUST_USE const char *reason_of(status_t why, char text[REASON_LEN]);

#endif
