/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See clock.h. Why 80 MHz and not more stands in DESIGN, Clocks of the chips.
 *
 * K1  The CPU runs by the crystal while the PLL is set.
 * K2  No wait is without bound: a PLL that never locks shows as a CPU that
 *     stands still when it is selected, and the watchdog resets the chip.
 *
 * Source: SPEC, Clocks; ESP32-C3 Technical Reference Manual v1.2, 6 "Reset and
 * clock"; vendor's register headers of SYSTEM, RTC_CNTL and the PLL.
 */
#include "port/common/clock.h"

#include "iface/mmio.h"
#include "port/common/analog.h"
#include "port/common/board.h"
#include "port/common/chip.h"
#include "port/common/uart.h"

#define SOURCE_MASK    3u
#define SOURCE_CRYSTAL 0u
#define SOURCE_PLL     1u

#define CRYSTAL_DIVIDER_MASK 0x3ffu
#define CPU_PERIOD_MASK      3u /* 0: 80 MHz */

#define RTC_OPTIONS0         0x00
#define RTC_OPTIONS0_PLL_OFF (1u << 10 | 1u << 8 | 1u << 6)

/* The PLL's own search, ESP32-C3 and ESP32-S3. */
#define SEARCH            0x6000e040u
#define SEARCH_FORCE_STOP (1u << 2)
#define SEARCH_FORCE_GO   (1u << 3)
#define SEARCH_DONE       (1u << 24)

/* The search by hand, ESP32-S2. */
#define PLL_CAP         1
#define PLL_CAP_MASK    0xfu
#define PLL_CAP_BY_HAND (1u << 4)
#define PLL_STATE       8
#define PLL_STATE_MASK  0xfu
#define PLL_CAP_COUNT   16

#define UART_CLKDIV 0x14

#define CRYSTAL_MHZ 40u
#define TWICE(half) ((half) << 16 | (half))
#define ROM_LOG_OFF TWICE(1u) /* in the record of the crystal; not ours */

/* The search takes below 100 us. */
#define SPIN_MAX 10000u

/* A round takes 3 cycles of 80 MHz at least. */
void clock_pause_us(uint32_t us)
{
    for (volatile uint32_t i = us * 27; i > 0; i--) {
    }
}

static uint32_t source(void)
{
    return mmio_read(board.clock.source) >> board.clock.source_shift &
           SOURCE_MASK;
}

static void select_source(uint32_t value)
{
    mmio_change(board.clock.source, SOURCE_MASK << board.clock.source_shift,
                value << board.clock.source_shift);
}

static void search_begin(void)
{
    if (board.clock.search == BOARD_PLL_STARTED ||
        board.clock.search == BOARD_PLL_AWAITED) {
        mmio_change(SEARCH, SEARCH_FORCE_STOP, SEARCH_FORCE_GO);
    }
}

static void search_await(void)
{
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if ((mmio_read(SEARCH) & SEARCH_DONE) != 0) {
            break;
        }
    }
    clock_pause_us(10);
    mmio_change(SEARCH, SEARCH_FORCE_GO, SEARCH_FORCE_STOP);
}

static void search_try(void)
{
    analog_change(ANALOG_BLOCK_PLL, PLL_CAP, 0, PLL_CAP_BY_HAND);
    for (uint32_t cap = 0; cap < PLL_CAP_COUNT; cap++) {
        analog_change(ANALOG_BLOCK_PLL, PLL_CAP, PLL_CAP_MASK, cap);
        if ((analog_read(ANALOG_BLOCK_PLL, PLL_STATE) & PLL_STATE_MASK) == 0) {
            return;
        }
    }
}

static void search_end(void)
{
    if (board.clock.search == BOARD_PLL_AWAITED) {
        search_await();
    }
    if (board.clock.search == BOARD_PLL_TRIED) {
        search_try();
    }
}

static void pll_start(void)
{
    clock_pause_us(20); /* its power is on since board_open() */
    mmio_change(board.clock.cpu_period, 0, board.clock.pll_is_480);
    search_begin();
    for (uint32_t i = 0; i < board.pll_count; i++) {
        analog_change(ANALOG_BLOCK_PLL, board_pll[i].reg, board_pll[i].clear,
                      board_pll[i].set);
    }
    search_end();
    clock_pause_us(160); /* the longest that the vendor allows it, on ESP32 */
}

/* What applications read there: the number twice. */
static void write_records(void)
{
    uint32_t log_off = mmio_read(board.clock.crystal_mhz) & ROM_LOG_OFF;

    mmio_write(board.clock.crystal_mhz,
               TWICE(CRYSTAL_MHZ) | (log_off == ROM_LOG_OFF ? log_off : 0));
    if (board.clock.apb_hz != 0) {
        mmio_write(board.clock.apb_hz, TWICE(CLOCK_BUS_HZ >> 12));
    }
}

static void pll_stop(void)
{
    select_source(SOURCE_CRYSTAL);
    clock_pause_us(20);
    mmio_change(chip.rtc + RTC_OPTIONS0, 0, RTC_OPTIONS0_PLL_OFF);
    mmio_change(chip.rtc + RTC_OPTIONS0, RTC_OPTIONS0_PLL_OFF, 0);
}

void clock_open(void)
{
    uart_drain(chip.uart0); /* what the ROM said, at the old speed */
    if (board.clock.restart) {
        pll_stop();
    }
    if (source() != SOURCE_PLL) {
        pll_start();
    }
    mmio_change(board.clock.cpu_period, CPU_PERIOD_MASK, 0);
    mmio_change(board.clock.crystal_divider, CRYSTAL_DIVIDER_MASK, 0);
    select_source(SOURCE_PLL);
    clock_pause_us(40);
    if (board.clock.uart_divider != 0) {
        mmio_write(chip.uart0 + UART_CLKDIV, board.clock.uart_divider);
    }
    write_records();
}
