/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentences of base/status.h, for people in front of the host program.
 */
#ifndef HOST_SIM_STATUS_TEXT_H
#define HOST_SIM_STATUS_TEXT_H

#include "base/status.h"

/**
 * Returns what a status says.
 *
 * @param[in] status  any
 *
 * @retval sentence without a full stop; "success" for OK
 */
MUST_USE const char *status_text(status_t status);

#endif
