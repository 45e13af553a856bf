/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a chip has to be told before the boot and after it, as data: registers
 * outside the peripherals that have a driver of their own, and the clocks. Each
 * chip defines the constants in port/<chip>/board.c; those that are read by a
 * fixed name cost nothing, so the lists stand apart.
 *
 * Source: SPEC, Clocks; SPEC, Start-up and hand-over.
 */
#ifndef PORT_COMMON_BOARD_H
#define PORT_COMMON_BOARD_H

#include <stdbool.h>
#include <stdint.h>

/** A change of a register: read, clear bits, set bits, write. */
struct board_change {
    uint32_t addr; /* CPU address */
    uint32_t clear;
    uint32_t set;
};

/** A change of a register of the PLL (analog.h). */
struct board_pll_change {
    uint8_t reg;
    uint8_t clear;
    uint8_t set;
};

/** How a PLL finds its place after it was set. */
enum board_pll_search {
    BOARD_PLL_ALONE,   /* by itself */
    BOARD_PLL_STARTED, /* when it is told to; nobody waits */
    BOARD_PLL_AWAITED, /* the same, until it says that it is done */
    BOARD_PLL_TRIED,   /* its capacitor is tried out from here */
};

/** Where the clocks are set; CPU addresses of registers. */
struct board_clock {
    uint32_t source; /* selects what the CPU runs by */
    uint32_t source_shift;
    uint32_t crystal_divider; /* bits 9:0: crystal / (n + 1) */
    uint32_t cpu_period;      /* bits 1:0: 0 is 80 MHz of the PLL */
    uint32_t pll_is_480;      /* its bit that tells the PLL's own speed */
    bool restart;             /* a PLL that runs is set anew */
    enum board_pll_search search;
    uint32_t uart_divider; /* 115200 baud of 80 MHz; 0: UARTs do not care */
    uint32_t crystal_mhz;  /* where applications read about the crystal */
    uint32_t apb_hz;       /* ... about the bus; 0: they do not */
};

/** A chip's constants. */
struct board {
    struct board_clock clock;
    /* the internal bus to analog registers (analog.h) */
    uint32_t analog_port;    /* CPU address of its one register */
    uint32_t analog_command; /* bits that every access has */
    /* lengths of the lists */
    uint32_t start_count;
    uint32_t finish_count;
    uint32_t pll_count;
};

extern const struct board board;
extern const struct board_change board_start[];
extern const struct board_change board_finish[];
extern const struct board_pll_change board_pll[];

/**
 * Sets what must be set before all else: no interrupt of the RTC block, the
 * resets by brown-out and clock glitch, power for the PLL.
 */
void board_open(void);

/**
 * Sets what an application expects otherwise; the last act before it starts.
 */
void board_close(void);

#endif
