/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The counting plugin of `make bench-chips`, for the TCG of QEMU: guest
 * instructions, flash commands, bytes read through the windows, and the stack
 * between the entry of the bootloader and that of the application. It ends the
 * emulator there. Built with the emulator's own qemu-plugin.h, so it is no part
 * of any other build.
 *
 * Options, numbers as C has them:
 *   out=FILE           where the counts go, a line "name value" each
 *   entry=ADDR         first instruction of the bootloader
 *   app=ADDR           first instruction of the application
 *   spi=ADDR           base of the flash controller SPI1
 *   layout=1|2         its version
 *   stack=LOW:HIGH     the bootloader's stack
 *   window=LOW:HIGH    where flash is seen by loads; up to WINDOW_MAX of them
 *
 * P1  Counting starts when the instruction at entry is reached, before it is
 *     counted, and ends so at app: the difference is what lies between.
 * P2  Only the CPU that runs the bootloader counts.
 * P3  The stack's depth is that of the lowest word stored to it.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <qemu-plugin.h>

#include "bench/chips/spi_watch.h"

#define WINDOW_MAX 4

/** Addresses [low, high). */
struct range {
    uint64_t low;
    uint64_t high;
};

/* What is counted, and where. */
static struct {
    FILE *out;
    uint64_t entry;
    uint64_t app;
    uint64_t spi_base;
    struct range stack;
    struct range window[WINDOW_MAX];
    uint32_t window_count;
    bool running;     /* between entry and app */
    uint64_t entered; /* how often: more than once if the chip was reset */
    unsigned int cpu; /* that runs the bootloader */
    uint64_t began;   /* its instructions when it started to */
    uint64_t window_bytes;
    uint64_t stack_low;
    struct spi_watch spi;
    qemu_plugin_u64 instructions;
} meter;

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_VERSION;

static bool is_in(const struct range *r, uint64_t addr)
{
    return addr >= r->low && addr < r->high;
}

/* ---- the result ---- */

static void put(const char *name, uint64_t value)
{
    fprintf(meter.out, "%s %" PRIu64 "\n", name, value);
}

/* The second CPU spins in the ROM on some chips; that is not counted. */
static uint64_t executed(void)
{
    return qemu_plugin_u64_get(meter.instructions, meter.cpu);
}

static void report(void)
{
    const struct spi_counts *c = &meter.spi.counts;

    put("entered", meter.entered);
    put("instructions", executed() - meter.began);
    put("erase_4k", c->erase_4k);
    put("erase_32k", c->erase_32k);
    put("erase_64k", c->erase_64k);
    put("erase_chip", c->erase_chip);
    put("programs", c->programs);
    put("programmed", c->programmed);
    put("longest", c->longest);
    put("read", c->read + meter.window_bytes);
    put("stack", meter.stack.high - meter.stack_low);
    fclose(meter.out);
}

/* ---- the marks ---- */

/* A chip that resets starts to count anew. */
static void on_entry(unsigned int cpu, void *data)
{
    const struct spi_layout *layout = meter.spi.layout;

    (void)data;
    meter.cpu = cpu;
    meter.running = true;
    meter.entered++;
    meter.began = executed();
    meter.window_bytes = 0;
    meter.stack_low = meter.stack.high;
    spi_watch_open(&meter.spi, layout);
}

static void on_app(unsigned int cpu, void *data)
{
    (void)data;
    if (!meter.running || cpu != meter.cpu) {
        return;
    }
    meter.running = false;
    report();
    (void)kill(getpid(), SIGTERM);
}

/* ---- what is counted ---- */

static uint32_t value_of(qemu_plugin_meminfo_t info)
{
    qemu_plugin_mem_value value = qemu_plugin_mem_get_value(info);

    return value.type == QEMU_PLUGIN_MEM_VALUE_U32 ? value.data.u32 : 0;
}

static void on_store(qemu_plugin_meminfo_t info, uint64_t addr)
{
    if (is_in(&meter.stack, addr)) {
        if (addr < meter.stack_low) {
            meter.stack_low = addr;
        }
    } else if (addr - meter.spi_base < SPI_WATCH_LEN) {
        spi_watch_store(&meter.spi, (uint32_t)(addr - meter.spi_base),
                        value_of(info));
    }
}

static void on_load(qemu_plugin_meminfo_t info, uint64_t addr)
{
    for (uint32_t i = 0; i < meter.window_count; i++) {
        if (is_in(&meter.window[i], addr)) {
            meter.window_bytes += 1u << qemu_plugin_mem_size_shift(info);
        }
    }
}

static void on_access(unsigned int cpu, qemu_plugin_meminfo_t info,
                      uint64_t addr, void *data)
{
    (void)data;
    if (!meter.running || cpu != meter.cpu) {
        return;
    }
    if (qemu_plugin_mem_is_store(info)) {
        on_store(info, addr);
    } else {
        on_load(info, addr);
    }
}

static void watch_instruction(struct qemu_plugin_insn *insn)
{
    uint64_t addr = qemu_plugin_insn_vaddr(insn);

    if (addr == meter.entry || addr == meter.app) {
        qemu_plugin_register_vcpu_insn_exec_cb(
            insn, addr == meter.entry ? on_entry : on_app,
            QEMU_PLUGIN_CB_NO_REGS, NULL);
    }
    qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(
        insn, QEMU_PLUGIN_INLINE_ADD_U64, meter.instructions, 1);
    qemu_plugin_register_vcpu_mem_cb(insn, on_access, QEMU_PLUGIN_CB_NO_REGS,
                                     QEMU_PLUGIN_MEM_RW, NULL);
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    size_t count = qemu_plugin_tb_n_insns(tb);

    (void)id;
    for (size_t i = 0; i < count; i++) {
        watch_instruction(qemu_plugin_tb_get_insn(tb, i));
    }
}

/* ---- options ---- */

static struct range range_of(const char *text)
{
    char *end;
    struct range r;

    r.low = strtoull(text, &end, 0);
    r.high = *end == ':' ? strtoull(end + 1, NULL, 0) : r.low;
    return r;
}

/* Returns what follows "name=", or NULL. */
static const char *value_after(const char *option, const char *name)
{
    size_t len = strlen(name);

    return strncmp(option, name, len) == 0 && option[len] == '='
               ? option + len + 1
               : NULL;
}

static bool take_address(const char *option)
{
    static const struct {
        const char *name;
        uint64_t *to;
    } ADDRESSES[] = {
        {"entry", &meter.entry},
        {"app", &meter.app},
        {"spi", &meter.spi_base},
    };

    for (size_t i = 0; i < sizeof(ADDRESSES) / sizeof(ADDRESSES[0]); i++) {
        const char *value = value_after(option, ADDRESSES[i].name);

        if (value != NULL) {
            *ADDRESSES[i].to = strtoull(value, NULL, 0);
            return true;
        }
    }
    return false;
}

static bool take_other(const char *option)
{
    const char *value;

    if ((value = value_after(option, "out")) != NULL) {
        meter.out = fopen(value, "w");
    } else if ((value = value_after(option, "layout")) != NULL) {
        meter.spi.layout = *value == '1' ? &spi_layout_v1 : &spi_layout_v2;
    } else if ((value = value_after(option, "stack")) != NULL) {
        meter.stack = range_of(value);
    } else if ((value = value_after(option, "window")) != NULL &&
               meter.window_count < WINDOW_MAX) {
        meter.window[meter.window_count++] = range_of(value);
    } else {
        return false;
    }
    return true;
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id,
                                           const qemu_info_t *info, int argc,
                                           char **argv)
{
    (void)info;
    for (int i = 0; i < argc; i++) {
        if (!take_address(argv[i]) && !take_other(argv[i])) {
            fprintf(stderr, "count plugin: unknown option %s\n", argv[i]);
            return -1;
        }
    }
    if (meter.out == NULL || meter.spi.layout == NULL) {
        fprintf(stderr, "count plugin: out=FILE and layout=1|2 are needed\n");
        return -1;
    }
    meter.instructions =
        qemu_plugin_scoreboard_u64(qemu_plugin_scoreboard_new(8));
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    return 0;
}
