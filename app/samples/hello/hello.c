/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest application that takes part in updates: prints its version, its
 * slot and the state of its update on UART0, and does what keys ask for. Its
 * flash layout is the default configuration of the chip. Drivers are the
 * bootloader's; a product would use those of its operating system.
 * PRIMARY_ADDR, SECONDARY_ADDR and SLOT_LEN come from the build.
 */
#include "app/update.h"
#include "core/image.h"
#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/flash_spi.h"
#include "port/common/uart.h"
#include "port/common/watchdog.h"

/* SPEC, Espressif parameters */
#define ALIGN   8u
#define SECTORS 512u

#define UART_FIFO   0x00
#define UART_STATUS 0x1c

#define RTC_OPTIONS0           0x00
#define RTC_OPTIONS0_SYS_RESET (1u << 31)

/** All state of the sample. */
static struct {
    struct flash flash;
    struct app_slots slots;
} hello;

_Noreturn void sample_main(void);

/* ---- printing ---- */

static void put_text(const char *text)
{
    for (; *text != '\0'; text++) {
        uart_put(chip.uart0, (uint8_t)*text);
    }
}

static void put_number(uint32_t value, uint32_t base)
{
    char digits[11];
    char *p = digits + sizeof(digits);

    *--p = '\0';
    do {
        *--p = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    put_text(p);
}

static void put_field(const char *before, uint32_t value)
{
    put_text(before);
    put_number(value, 10);
}

static void put_line(const char *text)
{
    put_text("hello: ");
    put_text(text);
    put_text("\r\n");
}

/* ---- what it tells ---- */

static void tell_image(const char *name, const struct region *slot)
{
    uint8_t raw[IMAGE_HEADER_LEN];
    struct image_header header;

    put_text("hello: ");
    put_text(name);
    if (image_header_read(slot, raw, &header) == OK) {
        put_field(" version ", header.version.major);
        put_field(".", header.version.minor);
        put_field(".", header.version.revision);
        put_field("+", header.version.build);
    } else {
        put_text(" no image");
    }
    put_text(" in the slot at 0x");
    put_number(slot->base, 16);
    put_text("\r\n");
}

static const char *next_text(enum swap_type next)
{
    switch (next) {
    case SWAP_TEST:
        return "next boot: update on trial";
    case SWAP_PERM:
        return "next boot: update for good";
    case SWAP_REVERT:
        return "next boot: back to the image before";
    case SWAP_NONE:
    default:
        return "next boot: the same";
    }
}

static void tell_state(void)
{
    struct app_state state;

    tell_image("running", &hello.slots.primary.area);
    tell_image("waiting", &hello.slots.secondary.area);
    if (app_update_state(&hello.slots, &state) != OK) {
        put_line("the trailers can not be read");
        return;
    }
    put_line(state.confirmed ? "confirmed" : "on trial");
    put_line(next_text(state.next));
}

static void tell_result(const char *done, status_t status)
{
    if (status == OK) {
        put_line(done);
        return;
    }
    put_text("hello: that failed, error 0x");
    put_number((uint32_t)status, 16);
    put_text("\r\n");
}

/* ---- what it does ---- */

static void reset(void)
{
    put_line("reset");
    uart_drain(chip.uart0);
    for (;;) {
        mmio_write(chip.rtc + RTC_OPTIONS0, RTC_OPTIONS0_SYS_RESET);
    }
}

/* The RTC watchdog runs since the bootloader armed it. */
static uint8_t wait_key(void)
{
    while ((mmio_read(chip.uart0 + UART_STATUS) & chip.uart.count_mask) == 0) {
        watchdog_feed();
    }
    return (uint8_t)mmio_read(chip.uart0 + UART_FIFO);
}

static void obey(uint8_t key)
{
    switch (key) {
    case 'c':
        tell_result("confirmed now", app_update_confirm(&hello.slots));
        break;
    case 't':
        tell_result("update on trial asked for",
                    app_update_request(&hello.slots, false));
        break;
    case 'p':
        tell_result("update for good asked for",
                    app_update_request(&hello.slots, true));
        break;
    case 's':
        tell_state();
        break;
    case 'r':
        reset();
        break;
    default:
        put_line("keys: c confirm, t update on trial, p update for good, "
                 "s state, r reset");
        break;
    }
}

static status_t open_slot(struct trailer *slot, uint32_t addr)
{
    slot->align = ALIGN;
    slot->record_count = TRAILER_RECORDS_PER_SECTOR * SECTORS;
    return region_open(&slot->area, &hello.flash, addr, SLOT_LEN);
}

static status_t open_slots(void)
{
    TRY(flash_spi_open(&hello.flash));
    TRY(open_slot(&hello.slots.primary, PRIMARY_ADDR));
    return open_slot(&hello.slots.secondary, SECONDARY_ADDR);
}

_Noreturn void sample_main(void)
{
    status_t status = open_slots();

    if (status != OK) {
        tell_result("", status);
    } else {
        tell_state();
    }
    for (;;) {
        put_line("ready");
        obey(wait_key());
    }
}
