/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that a device sent, made fit for a terminal: what a device says must
 * not move the cursor or write to the clipboard of the person who reads it.
 */
#ifndef HOST_MCUMGR_PLAIN_TEXT_H
#define HOST_MCUMGR_PLAIN_TEXT_H

#include <stddef.h>

/**
 * Copies text; control characters become '?', what does not fit is cut.
 *
 * @param[in]  text  len bytes
 * @param[in]  len   bytes
 * @param[out] out   text with a final 0
 * @param[in]  room  bytes of out, > 0
 */
void plain_text_copy(const char *text, size_t len, char *out, size_t room);

#endif
