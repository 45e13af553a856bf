/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest application for the second CPU: says which processor runs it,
 * and counts. It has no console, since the first CPU uses that.
 */
#include "app/samples/common/second_cpu.h"

_Noreturn void sample_main(void);

/* A constant and a variable: both must have been copied to RAM. */
static const uint32_t MAGIC[] = {SECOND_CPU_MAGIC};
static uint32_t step = 1;

static uint32_t processor_id(void)
{
    uint32_t id;

    __asm__ volatile("rsr.prid %0" : "=r"(id));
    return id;
}

_Noreturn void sample_main(void)
{
    volatile struct second_cpu_sign *sign =
        (volatile struct second_cpu_sign *)(uintptr_t)SECOND_CPU_SIGN;
    const volatile uint32_t *loaded = MAGIC;
    volatile uint32_t *rise = &step;

    sign->count = 0;
    sign->processor = processor_id();
    sign->magic = *loaded;
    for (;;) {
        sign->count += *rise;
    }
}
