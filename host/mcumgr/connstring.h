/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connection strings of serial ports as the Go tool `mcumgr` reads them:
 * "dev=/dev/ttyUSB0,baud=115200,mtu=512", or the device alone.
 *
 * Source: newtmgr/config/serial_config.go of mynewt-newtmgr (facts).
 */
#ifndef HOST_MCUMGR_CONNSTRING_H
#define HOST_MCUMGR_CONNSTRING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"

#define CONNSTRING_MAX     1024 /* bytes with the final 0 */
#define CONNSTRING_MTU_MIN 128
#define CONNSTRING_MTU_MAX 65536

/** What it says. */
struct connection {
    char dev[CONNSTRING_MAX];
    uint32_t baud; /* 115200 when not given */
    uint32_t mtu;  /* bytes of base64 in a packet; 0: not given */
};

/**
 * Reads a connection string.
 *
 * @param[in]  text        string
 * @param[out] connection  what it says
 * @param[out] why         on failure: what is wrong
 *
 * @retval true   read
 * @retval false  unknown key, no number, or no device
 */
MUST_USE bool connstring_read(const char *text, struct connection *connection,
                              struct why *why);

/**
 * Returns the longest message that an mtu stands for, by the rule of the Go
 * tool.
 *
 * @param[in] mtu  from a connection string
 *
 * @retval bytes  of header and map
 */
MUST_USE uint32_t connstring_message_max(uint32_t mtu);

#endif
