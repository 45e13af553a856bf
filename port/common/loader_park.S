/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loader for two CPUs, what C can not say; see loader.h. In sections of
 * their own, which the linker drops where nothing names them.
 */

/* void loader_run_two(const struct loader_job *): on the loader's own stack. */
    .section .text.loader_run_two, "ax"
    .global loader_run_two
    .align 4
loader_run_two:
    movi    a1, loader_stack_end
    call0   loader_main_two

/*
 * Called by the ROM with windows on, as it would call the application: that
 * finds them as they are now, since nothing here opens one. a9 .. a11 are the
 * caller's, who never sees them again.
 */
    .section .text.loader_park, "ax"
    .global loader_park
    .align 4
loader_park:
    movi    a9, 0
    movi    a10, loader_second
1:  memw
    l32i    a11, a10, 0
    beq     a11, a9, 1b
    s32i    a9, a10, 0
    beqi    a11, 1, 1b              /* LOADER_SECOND_STARTING: here we are */
    memw
    isync                           /* what was copied is code now */
    jx      a11
