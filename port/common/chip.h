/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the drivers of port/common have to know of a chip, as data: each chip
 * defines one constant `chip` in port/<chip>/chip.c, and link time
 * optimisation folds it into the drivers. Addresses are CPU addresses.
 */
#ifndef PORT_COMMON_CHIP_H
#define PORT_COMMON_CHIP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/load.h"

/** Bytes [low, high) of the CPU's address space. */
struct chip_window {
    uint32_t low;
    uint32_t high; /* one behind the last byte */
};

/** Offsets of the RTC watchdog's registers in the RTC block, and its clock. */
struct chip_rtc_watchdog {
    uint32_t slow_hz; /* of the RTC's own oscillator, about; not ESP32's */
    bool delayed;     /* the eFuse may stretch the first stage, not ESP32's */
    uint32_t timer_update; /* bit that lets a timer group take over, or 0 */
    uint32_t config0;
    uint32_t feed;
    uint32_t protect;
    uint32_t swd_config;  /* super watchdog; ESP32 has none */
    uint32_t swd_protect; /* ... its lock */
};

/** Where a UART has its bytes, and tells how many. */
struct chip_uart {
    uint32_t count_mask;  /* of the counts in STATUS: from bit 16 on what is
                             to be sent, from bit 0 on what has arrived */
    uint32_t state;       /* offset of the register with the state */
    uint32_t state_shift; /* ... its lowest bit; 0 is idle */
    uint32_t fifo;        /* offset of where bytes are written */
    uint32_t fifo_read;   /* ... read */
    uint32_t pointers;    /* ... of the receiving FIFO's pointers, or 0 */
};

/** First bits of the revision's parts in block 1 of the eFuse. */
struct chip_revision {
    uint8_t major;      /* two bits */
    uint8_t minor_high; /* bit 3 of the minor number */
    uint8_t minor_low;  /* three bits */
};

/** Offsets of registers in a flash controller. */
struct chip_spi {
    uint32_t user;
    uint32_t status; /* what RDSR read */
    uint32_t w0;     /* first word of the buffer */
    uint32_t shift;  /* of the address of a user command in ADDR */
};

/** The engine of flash encryption, and the counter that enables it. */
struct chip_flash_engine {
    uint32_t base;
    uint32_t enable;       /* register that joins it to SPI1 */
    uint32_t block_len;    /* bytes it encrypts at a time, at most: 32 or 64 */
    uint32_t clock;        /* bits in engines.clock that it needs, or 0 */
    uint32_t reset;        /* ... in engines.reset that must be clear */
    uint32_t counter;      /* offset of the counter's word in `efuse` */
    uint32_t counter_bits; /* ... its bits */
};

/** Offsets of the registers that switch the engines on, in `system`. */
struct chip_engines {
    uint32_t clock;     /* PERIP_CLK_EN1 */
    uint32_t reset;     /* PERIP_RST_EN1 */
    uint32_t rsa_power; /* RSA_PD_CTRL */
};

/** A chip. */
struct chip {
    const char *name;     /* as in log lines: "esp32c3" */
    uint32_t rtc;         /* RTC_CNTL */
    uint32_t reset_state; /* offset in it of the register with the causes */
    uint32_t retained;    /* ... of STORE0 */
    uint32_t uart0;
    struct chip_uart uart;
    uint32_t usb_serial_jtag; /* ESP32-C3, ESP32-S3 */
    uint32_t timer_group0;
    uint32_t spi1; /* the flash controller for commands */
    struct chip_spi spi;
    uint32_t system;                 /* clock gates and resets */
    uint32_t cache;                  /* EXTMEM; of ESP32 DPORT */
    uint32_t mmu;                    /* table of flash pages */
    uint32_t mmu_count;              /* entries that map flash */
    uint32_t mmu_invalid;            /* value of an entry that maps nothing */
    struct chip_window flash_window; /* what the entries map, 64 KiB each */
    uint32_t sha;
    uint32_t rsa;
    struct chip_engines engines;
    struct chip_flash_engine flash_engine;
    uint32_t efuse;
    struct chip_revision revision; /* not ESP32's */
    uint32_t secure_boot_revision; /* as revision_get() has it; 0: all */
    struct chip_rtc_watchdog watchdog;
};

extern const struct chip chip;

/* Where an application's segments may go. Apart, as this stays in memory. */
extern const struct load_rules chip_load_rules;

#endif
