/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What v2_driver_test.c has to know of a chip: absolute addresses and values,
 * each taken from its manual or register headers by hand. One constant per
 * chip.
 */
#ifndef TESTS_DRIVERS_V2_EXPECT_H
#define TESTS_DRIVERS_V2_EXPECT_H

#include "tests/drivers/bus.h"

#define EXPECT_LIST_MAX 12

/** What is expected of a chip. */
struct v2_expect {
    uint32_t uart;
    uint32_t uart_fifo; /* where bytes are written */
    uint32_t uart_status;
    uint32_t uart_state; /* its state machine in bits 7:4 */
    uint32_t spi1;
    /* cache and table */
    uint32_t cache_ctrl; /* of the cache that reads flash; bit 0 is on */
    uint32_t cache_done; /* register that tells the end of invalidating */
    uint32_t cache_done_bits;
    uint32_t cache_idle; /* register that tells that it stands */
    uint32_t cache_idle_bits;
    uint32_t table;       /* first entry of the table */
    uint32_t table_len;   /* entries */
    uint32_t table_none;  /* an entry that maps nothing */
    uint32_t table_first; /* of the window's entries */
    uint32_t table_page;  /* bits of an entry besides the page */
    uint32_t entries;     /* of the window */
    uint32_t window;      /* CPU address */
    uint32_t shut;        /* register of the shut buses */
    uint32_t shut_bits;   /* those that must be open */
    struct bus_write map_5[EXPECT_LIST_MAX]; /* page 0x2a; ends with 0 */
    /* watchdogs */
    uint32_t rtc_config;
    uint32_t rtc_stage;
    uint32_t rtc_feed;
    uint32_t rtc_lock;
    uint32_t super_config;
    uint32_t super_lock;
    uint32_t timer_config;
    uint32_t timer_lock;
    uint32_t timer_taken; /* of 0xc000: what is written */
    uint32_t guard_ticks;
    uint32_t delay_efuse; /* stretches the first stage; 0: nothing does */
    /* engines */
    uint32_t engine_clock;
    uint32_t engine_reset;
    uint32_t rsa_power;
};

extern const struct v2_expect expect;

#endif
