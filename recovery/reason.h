/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why an image is refused, in the few characters that an answer has room for:
 * words for what people meet, the number of the status for all else. The
 * sentences of base/status.h are too long for it, and for the chip.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef RECOVERY_REASON_H
#define RECOVERY_REASON_H

#include "base/status.h"

#define REASON_LEN 12 /* bytes: "error 0x309" */

/**
 * Finds words for a status.
 *
 * @param[in]  why   other than OK
 * @param[out] text  room for a number
 *
 * @retval up to 31 characters; may lie in text
 */
MUST_USE const char *reason_of(status_t why, char text[REASON_LEN]);

#endif
