/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verdict_violation() of the virtual device. It is no error handler: it runs
 * only if code reached a guarded act without a verdict that holds.
 */
#include "port/sim/sim_halt.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/verdict.h"

static struct {
    sim_halt_fn *fn;
    void *context;
} hook;

void sim_halt_hook(sim_halt_fn *fn, void *context)
{
    hook.fn = fn;
    hook.context = context;
}

_Noreturn void verdict_violation(void)
{
    if (hook.fn != NULL) {
        hook.fn(hook.context);
    }
    fputs("sallyport: a guarded act was reached without a verdict that holds; "
          "the virtual device stops here. Please report it as a bug.\n",
          stderr);
    exit(EXIT_FAILURE);
}
