/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells what nest.S found, and whether division and products, which the
 * compiler leaves to us, are right. Ends in "passed" or "failed".
 */
#include "app/samples/windowed/windowed.h"

#include <stdbool.h>

#include "iface/multiply.h"
#include "port/common/chip.h"
#include "port/common/uart.h"
#include "port/common/watchdog.h"

#define ROUNDS 2000u

#define PS_WOE     (1u << 18)
#define PS_CALLINC (3u << 16)
#define PS_EXCM    (1u << 4)
#define PS_LEVEL   15u
#define CALLED_BY  (2u << 16) /* call8 */

struct windowed_found found;

_Noreturn void sample_main(void);

static void put_text(const char *text)
{
    for (; *text != '\0'; text++) {
        uart_put(chip.uart0, (uint8_t)*text);
    }
}

static void put_field(const char *name, uint32_t value)
{
    put_text(name);
    put_text(" 0x");
    for (uint32_t shift = 32; shift > 0; shift -= 4) {
        uart_put(chip.uart0,
                 (uint8_t) "0123456789abcdef"[value >> (shift - 4) & 15]);
    }
}

static bool tell(const char *what, bool good)
{
    put_text("windowed: ");
    put_text(what);
    put_text(good ? ": good\r\n" : ": WRONG\r\n");
    return good;
}

/* ---- the state that was handed over ---- */

static bool state_is_right(void)
{
    put_text("windowed:");
    put_field(" PS", found.ps);
    put_field(", WINDOWBASE", found.windowbase);
    put_field(", WINDOWSTART", found.windowstart);
    put_field(", VECBASE", found.vecbase);
    put_text("\r\nwindowed:");
    put_field(" INTENABLE", found.intenable);
    put_field(", a0", found.return_addr);
    put_field(", a1", found.stack);
    put_text("\r\n");
    /* the caller's window and ours are in use, two units apart */
    return (found.ps & (PS_WOE | PS_CALLINC | PS_EXCM | PS_LEVEL)) ==
               (PS_WOE | CALLED_BY) &&
           (found.windowstart & 1u << found.windowbase) != 0 &&
           (found.windowstart & 1u << (found.windowbase - 2) % 16) != 0 &&
           found.intenable == 0 && found.return_addr >> 30 == 2;
}

static bool sum_is_right(uint32_t sum)
{
    return sum == found.depth * (found.depth + 1) / 2;
}

/* ---- what the compiler asks of us ---- */

/* A pseudo-random number of as many bits as its lowest five say. */
static uint32_t next_number(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> (*seed >> 16 & 31u);
}

static uint64_t product_by_bits(uint64_t a, uint64_t b)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < 64; i++) {
        sum += (b & 1) != 0 ? a : 0;
        a += a;
        b >>= 1;
    }
    return sum;
}

static bool products_are_right(void)
{
    uint32_t seed = 1;
    bool good = true;

    for (uint32_t i = 0; i < ROUNDS; i++) {
        volatile uint32_t a = next_number(&seed);
        volatile uint32_t b = next_number(&seed);
        volatile uint64_t wide = (uint64_t)b << 32 | next_number(&seed);
        uint64_t product = product_by_bits(a, b);

        good = good && multiply_wide(a, b) == product &&
               (uint64_t)a * b == product &&
               wide * a == product_by_bits(wide, a) &&
               wide * wide == product_by_bits(wide, wide);
    }
    return good;
}

/* n = q d + r with r < d has one solution; with signs, r takes that of n. */
static bool signed_is_right(int32_t n, int32_t d)
{
    volatile int32_t vn = n;
    volatile int32_t vd = d;
    int32_t q = vn / vd;
    int32_t r = vn % vd;
    int32_t size = r < 0 ? -r : r;

    return q * d + r == n && size < (d < 0 ? -d : d) &&
           (r == 0 || (r < 0) == (n < 0));
}

static bool quotients_are_right(void)
{
    uint32_t seed = 2;
    bool good = true;

    for (uint32_t i = 0; i < ROUNDS; i++) {
        volatile uint32_t n = next_number(&seed);
        volatile uint32_t d = next_number(&seed) | 1;
        int32_t half = (int32_t)(d >> 1 | 2);

        good = good && n % d < d && n / d * d + n % d == n &&
               signed_is_right((int32_t)n, half) &&
               signed_is_right((int32_t)n, -half);
    }
    return good;
}

_Noreturn void sample_main(void)
{
    bool good = tell("state at the entry", state_is_right());

    good = tell("nested by call4", sum_is_right(found.sum_by_4)) && good;
    good = tell("nested by call8", sum_is_right(found.sum_by_8)) && good;
    good = tell("nested by call12", sum_is_right(found.sum_by_12)) && good;
    good = tell("nested by turns", sum_is_right(found.sum_by_turns)) && good;
    good = tell("products", products_are_right()) && good;
    good = tell("quotients", quotients_are_right()) && good;
    put_text(good ? "windowed: passed\r\n" : "windowed: failed\r\n");
    for (;;) {
        watchdog_feed();
    }
}
