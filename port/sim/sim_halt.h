/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the virtual device ends when a verdict was bypassed. A chip stops for
 * good; here a test may take over, else the process ends with a sentence.
 */
#ifndef PORT_SIM_SIM_HALT_H
#define PORT_SIM_SIM_HALT_H

/**
 * Takes over from verdict_violation(); must not return (longjmp or exit). If
 * it does, the process ends.
 *
 * @param[in] context  as given to sim_halt_hook()
 */
typedef void sim_halt_fn(void *context);

/**
 * Names who takes over when a verdict was bypassed.
 *
 * @param[in] fn       function; NULL: the process ends
 * @param[in] context  handed to fn; may be NULL
 */
void sim_halt_hook(sim_halt_fn *fn, void *context);

#endif
