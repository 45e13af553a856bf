/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the ports that are a chip's own USB-Serial-JTAG, where the system
 * tells (Linux, in sysfs). Boards with a bridge chip look like any other
 * device with that bridge, and are not guessed.
 *
 * Source: SPEC, Serial recovery: VID 303a, PID 1001.
 */
#ifndef HOST_MCUMGR_USB_PORTS_H
#define HOST_MCUMGR_USB_PORTS_H

#include <stddef.h>

#include "base/compiler.h"

#define USB_PORTS_SYSFS    "/sys/class/tty"
#define USB_PORTS_NAME_MAX 64 /* bytes of "/dev/ttyACM0" with the final 0 */

/**
 * Looks for such ports.
 *
 * @param[in]  sysfs  folder of the system's ports, USB_PORTS_SYSFS
 * @param[out] first  the device of the first by name; unchanged if there is
 *                    none
 *
 * @retval count  how many there are; 0 where the system does not tell
 */
MUST_USE size_t usb_ports_find(const char *sysfs,
                               char first[USB_PORTS_NAME_MAX]);

#endif
