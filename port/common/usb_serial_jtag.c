/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See usb_serial_jtag.h.
 *
 * B1  A packet of 64 bytes is sent by itself and counts as not the last one:
 *     a host would wait for the next. So each is sent before it is full, and
 *     no packet without bytes is ever needed.
 * B2  Without a host the FIFO stays closed after the first packet. The first
 *     wait for it ends by its bound; later bytes are dropped without waiting
 *     until the FIFO opens.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 30 "USB Serial/JTAG
 * controller"; vendor's register headers of USB_SERIAL_JTAG.
 */
#include "port/common/usb_serial_jtag.h"

#include <stdbool.h>

#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/watchdog.h"

#define EP1              0x00
#define EP1_CONF         0x04
#define EP1_CONF_WR_DONE (1u << 0)
#define EP1_CONF_FREE    (1u << 1)
#define EP1_CONF_ARRIVED (1u << 2)

#define PACKET_LEN 63 /* B1 */

/* 100 ms of 80 MHz at least; a host asks each millisecond. */
#define SPIN_MAX 400000u

static struct {
    uint32_t len; /* bytes in the FIFO that are not sent */
    bool alone;   /* B2 */
} usb;

/* Never waits twice for a host that is not there. */
static bool await_free(void)
{
    uint32_t left = usb.alone ? 1 : SPIN_MAX;

    do {
        if ((mmio_read(chip.usb_serial_jtag + EP1_CONF) & EP1_CONF_FREE) != 0) {
            usb.alone = false;
            return true;
        }
    } while (--left > 0);
    usb.alone = true;
    return false;
}

void usb_serial_jtag_put(uint8_t byte)
{
    if (!await_free()) {
        return;
    }
    mmio_write(chip.usb_serial_jtag + EP1, byte);
    usb.len++;
    if (byte == '\n' || usb.len == PACKET_LEN) {
        mmio_write(chip.usb_serial_jtag + EP1_CONF, EP1_CONF_WR_DONE);
        usb.len = 0;
    }
}

void usb_serial_jtag_drain(void)
{
    (void)await_free();
}

void usb_serial_jtag_write(const uint8_t *src, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++) {
        watchdog_feed();
        usb_serial_jtag_put(src[i]);
    }
}

uint32_t usb_serial_jtag_read(uint8_t *dst, uint32_t len)
{
    uint32_t i = 0;

    for (; i < len &&
           (mmio_read(chip.usb_serial_jtag + EP1_CONF) & EP1_CONF_ARRIVED) != 0;
         i++) {
        dst[i] = (uint8_t)mmio_read(chip.usb_serial_jtag + EP1);
    }
    return i;
}
