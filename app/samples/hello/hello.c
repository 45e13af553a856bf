/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest application that takes part in updates: prints its version, its
 * slot and the state of its update on UART0, and does what keys ask for, to
 * itself or to the second image. Drivers are the bootloader's; a product would
 * use those of its operating system. SLOT_LEN, SLOTS with the primary and the
 * secondary slot of each image, and the trailer's ALIGN come from the build.
 */
#include "app/recovery_request.h"
#include "app/samples/common/second_cpu.h"
#include "app/update.h"
#include "core/image.h"
#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/flash_spi.h"
#include "port/common/uart.h"
#include "port/common/watchdog.h"

/* SPEC, Espressif parameters */
#define SECTORS 512u

#define RTC_OPTIONS0           0x00
#define RTC_OPTIONS0_SYS_RESET (1u << 31)

/** Where an image has its slots in the flash. */
static const struct {
    uint32_t primary;
    uint32_t secondary;
} layout[] = {SLOTS};

#define IMAGE_COUNT (sizeof(layout) / sizeof(layout[0]))

/** All state of the sample. */
static struct {
    struct flash flash;
    struct app_slots slots[IMAGE_COUNT];
    uint32_t chosen;       /* image that the keys act on */
    uint32_t second_count; /* sign of life seen last; 0: none yet */
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

/* What is said of the sample itself, image 0, needs no number. */
static void put_image(uint32_t image)
{
    put_text("hello: ");
    if (image != 0) {
        put_field("image ", image);
        put_text(": ");
    }
}

static void put_image_line(uint32_t image, const char *text)
{
    put_image(image);
    put_text(text);
    put_text("\r\n");
}

/* ---- what it tells ---- */

static void tell_image(uint32_t image, const char *name,
                       const struct region *slot)
{
    uint8_t raw[IMAGE_HEADER_LEN];
    struct image_header header;

    put_image(image);
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

static void tell_state_of(uint32_t image)
{
    const struct app_slots *slots = &hello.slots[image];
    struct app_state state;

    tell_image(image, image == 0 ? "running" : "present", &slots->primary.area);
    tell_image(image, "waiting", &slots->secondary.area);
    if (app_update_state(slots, &state) != OK) {
        put_image_line(image, "the trailers can not be read");
        return;
    }
    put_image_line(image, state.confirmed ? "confirmed" : "on trial");
    put_image_line(image, next_text(state.next));
}

/* Far longer than a turn of its loop takes. */
#define SECOND_CPU_READS 100000u

/*
 * Memory that survives a reset may hold an old sign: it has to change, since
 * the last time or now.
 */
static void tell_second_cpu(void)
{
    const volatile struct second_cpu_sign *sign =
        (const volatile struct second_cpu_sign *)(uintptr_t)SECOND_CPU_SIGN;
    uint32_t last = hello.second_count;

    if (last == 0) {
        last = sign->count;
    }
    hello.second_count = last;
    for (uint32_t i = 0; i < SECOND_CPU_READS; i++) {
        if (sign->magic == SECOND_CPU_MAGIC && sign->count != last) {
            put_text("hello: image 1: runs on processor 0x");
            put_number(sign->processor, 16);
            put_text("\r\n");
            return;
        }
    }
    put_image_line(1, "does not run");
}

static void tell_state(void)
{
    for (uint32_t i = 0; i < IMAGE_COUNT; i++) {
        tell_state_of(i);
    }
    if (IMAGE_COUNT > 1) {
        tell_second_cpu();
    }
}

static void tell_result(const char *done, status_t status)
{
    if (status == OK) {
        put_image_line(hello.chosen, done);
        return;
    }
    put_image(hello.chosen);
    put_text("that failed, error 0x");
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
    uint8_t key;

    while (uart_read(chip.uart0, &key, 1) == 0) {
        watchdog_feed();
    }
    return key;
}

/* An application knows its chip: RECOVERY_REQUEST_ESP32C3 and its like. */
static void ask_for_recovery(void)
{
    mmio_write(chip.rtc + chip.retained, RECOVERY_REQUEST);
    reset();
}

static void choose(uint32_t image)
{
    if (image < IMAGE_COUNT) {
        hello.chosen = image;
    }
    put_field("hello: keys act on image ", hello.chosen);
    put_text("\r\n");
}

static void obey(uint8_t key)
{
    const struct app_slots *slots = &hello.slots[hello.chosen];

    switch (key) {
    case 'c':
        tell_result("confirmed now", app_update_confirm(slots));
        break;
    case 't':
        tell_result("update on trial asked for",
                    app_update_request(slots, false));
        break;
    case 'p':
        tell_result("update for good asked for",
                    app_update_request(slots, true));
        break;
    case '0':
    case '1':
        choose(key - (uint32_t)'0');
        break;
    case 's':
        tell_state();
        break;
    case 'm':
        ask_for_recovery();
        break;
    case 'r':
        reset();
        break;
    default:
        put_line("keys: c confirm, t update on trial, p update for good, "
                 "s state, r reset, m reset into recovery, 0 and 1 choose the "
                 "image");
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
    for (uint32_t i = 0; i < IMAGE_COUNT; i++) {
        struct app_slots *slots = &hello.slots[i];

        slots->image = (uint8_t)i;
        TRY(open_slot(&slots->primary, layout[i].primary));
        TRY(open_slot(&slots->secondary, layout[i].secondary));
    }
    return OK;
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
