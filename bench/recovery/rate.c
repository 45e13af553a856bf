/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How fast recovery takes an upload, in virtual time: the real recovery code,
 * a client of each kind, a line, and a flash that is as slow as on a chip.
 * Bytes arrive while the flash is busy, as on a chip.
 *
 * Prints one line of tab-separated figures for each case. What stands in the
 * arguments, in ns, is bench/recovery/run.py's to know: it takes the constants
 * of bench/chips/model.py.
 *
 * usage: recovery_rate SECTOR BLOCK PROGRAM PROGRAM_BYTE READ_BYTE COMPUTE
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/recovery/client.h"
#include "bench/recovery/wire.h"
#include "port/sim/nor.h"
#include "port/sim/sim_serial.h"
#include "recovery/recovery.h"
#include "tests/powerloss/maker.h"

#define KIB         1024u
#define SECTOR_LEN  (4 * KIB)
#define BLOCK_LEN   (64 * KIB)
#define FLASH_LEN   (4096 * KIB)
#define FILE_LEN    (300 * KIB)
#define PRIMARY     0x20000u
#define SECONDARY   0x1e0000u
#define SLOT_LEN    0x1c0000u
#define SCRATCH     0x3e0000u
#define SCRATCH_LEN 0x1f000u

#define POLL_NS    10000u  /* of a look at an empty line */
#define STEP_NS    20000u  /* between two looks at a busy flash */
#define SILENCE_MS 60000u  /* no progress for so long: the upload hangs */
#define USB_LEN    64u     /* bytes of a packet */
#define USB_NS     100000u /* from one packet to the next */
#define UART_LEN   128u    /* bytes of a FIFO */
#define BYTE_BITS  10u

/* What things take, in ns; from the command line. */
struct costs {
    uint32_t sector;
    uint32_t block;
    uint32_t program;      /* with its first byte */
    uint32_t program_byte; /* each further one */
    uint32_t read_byte;
    uint32_t compute; /* a character on the line */
};

struct line {
    const char *name;
    uint32_t baud; /* 0: USB */
};

static const struct line lines[] = {
    {"115200 baud", 115200}, {"921600 baud", 921600}, {"USB", 0}};

/* SPEC, Serial recovery: chunks that each client makes of its settings. */
static const struct client_model models[] = {
    {"sallyport, mtu 4096 or none given", 4007, 4066, "dlos", "do", 0, 0},
    {"sallyport, mtu 512", 423, 482, "dlos", "do", 0, 0},
    {"mcumgr (Go), mtu 512", 295, 338, "dilos", "dio", 0, 20},
    {"smpmgr", 85, 144, "losdiu", "od", 1, 0},
    {"smpclient, 4096 as advertised", 4007, 4066, "losdiu", "od", 1, 0},
    {"mcumgr-client (Rust)", 512, 512, "dilos", "dio", 0, 0},
    {"AuTerm", 105, 148, "lsod", "od", 1, 0},
    {"mcumgr-toolkit", 283, 283, "losdu", "od", 1, 0},
};

/* Everything of one upload. */
struct bench {
    const struct costs *costs;
    struct wire wire;
    struct client client;
    struct flash flash;
    struct boot boot;
    struct recovery recovery;
    uint8_t data[FLASH_LEN];
    uint8_t file[FILE_LEN];
};

static const struct boot_config config = {
    .mode = UPDATE_SCRATCH,
    .image_count = 1,
    .max_align = 8,
    .sector_max = 512,
    .slot = {{{PRIMARY, SLOT_LEN}, {SECONDARY, SLOT_LEN}}},
    .scratch = {SCRATCH, SCRATCH_LEN},
};

static void image_make(uint8_t *dst, uint32_t seed, uint8_t major)
{
    const struct recipe recipe = {.len = FILE_LEN,
                                  .seed = seed,
                                  .likeness = LIKE_NOTHING,
                                  .block_len = SECTOR_LEN,
                                  .major = major};
    maker_make(&recipe, dst);
}

static uint64_t work_ns(const struct costs *costs, const struct nor_work *work)
{
    if (!work->is_erase) {
        return costs->program + (work->len - 1) * costs->program_byte;
    }
    return work->len == BLOCK_LEN ? costs->block : costs->sector;
}

static void flash_wait(void *context, const struct nor_work *work)
{
    struct bench *bench = context;
    uint64_t end = bench->wire.now_ns + work_ns(bench->costs, work);
    while (bench->wire.now_ns < end) {
        uint64_t left = end - bench->wire.now_ns;
        wire_pass_flash(&bench->wire, left < STEP_NS ? left : STEP_NS);
        recovery_receive(&bench->recovery);
    }
}

/* A device with an image in both slots. */
static bool device_open(struct bench *bench)
{
    static const struct nor_geometry geometry = {
        .run = {{SECTOR_LEN, FLASH_LEN / SECTOR_LEN}},
        .run_count = 1,
        .write_len = 4,
        .page_len = 256,
        .large_erase_len = BLOCK_LEN,
    };
    memset(bench->data, 0xff, FLASH_LEN);
    image_make(bench->data + PRIMARY, 1, 1);
    image_make(bench->data + SECONDARY, 2, 2);
    image_make(bench->file, 3, 3);
    return nor_open(&bench->flash, &geometry, bench->data) == OK;
}

static void line_open(struct bench *bench, const struct line *line)
{
    struct wire_kind *kind = &bench->wire.kind;
    kind->compute_ns = bench->costs->compute;
    kind->fifo_len = line->baud == 0 ? USB_LEN : UART_LEN;
    kind->packet_ns = line->baud == 0 ? USB_NS : 0;
    kind->byte_ns =
        line->baud == 0 ? 0 : 1000000000u / (line->baud / BYTE_BITS);
    bench->wire.read_len = &bench->flash.stats.bytes_read;
    bench->wire.read_ns = bench->costs->read_byte;
    wire_connect(&bench->wire);
}

static void turn(struct bench *bench)
{
    if (recovery_turn(&bench->recovery) != RECOVERY_GOES_ON) {
        bench->client.failed = true;
    }
    wire_pass_reads(&bench->wire);
}

static void upload(struct bench *bench)
{
    struct wire *wire = &bench->wire;
    struct client *client = &bench->client;
    uint64_t since = wire->now_ns;
    uint32_t off = 0;
    client_open(client);
    while (client->end_ns == 0 && !client->failed) {
        turn(bench);
        if (!wire_wait(wire)) {
            wire_pass(wire, POLL_NS);
        }
        since = client->off == off ? since : wire->now_ns;
        off = client->off;
        client->failed |= wire->now_ns - since > (uint64_t)SILENCE_MS * WIRE_MS;
    }
}

/* What is left when the line is silent and the flash is not waited for. */
static void figures_print(const struct bench *bench, const struct line *line,
                          bool erase_by_sector, uint64_t begin)
{
    const struct wire *wire = &bench->wire;
    const struct client *client = &bench->client;
    uint64_t total = client->end_ns - begin;
    uint64_t flash = wire->flash_total_ns;
    uint64_t known = wire->line_total_ns + flash;
    printf("%s\t%s\t%s", line->name, client->model->name,
           erase_by_sector ? "sectors" : "blocks");
    printf("\t%" PRIu64, total / 1000);
    printf("\t%" PRIu64, wire->line_total_ns / 1000);
    printf("\t%" PRIu64, flash / 1000);
    printf("\t%" PRIu64, (total > known ? total - known : 0) / 1000);
    printf("\t%" PRIu64, client->longest_ns / 1000);
    printf("\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu32 "\n",
           bench->flash.stats.erase_count, bench->flash.stats.large_erase_count,
           wire->lost_len);
}

static bool is_good(const struct bench *bench)
{
    const struct client *client = &bench->client;
    bool is_there = memcmp(bench->data + SECONDARY, bench->file, FILE_LEN) == 0;
    if (client->failed || !is_there || bench->flash.violation != NULL) {
        fprintf(stderr, "recovery_rate: %s fails at %" PRIu32 " of %u bytes\n",
                client->model->name, client->off, FILE_LEN);
        return false;
    }
    return true;
}

static bool case_run(const struct costs *costs, const struct line *line,
                     const struct client_model *model, bool erase_by_sector)
{
    static struct bench bench;
    const struct recovery_config recovery = {.erase_by_sector =
                                                 erase_by_sector};
    memset(&bench, 0, sizeof(bench));
    bench.costs = costs;
    bench.client = (struct client){.model = model,
                                   .wire = &bench.wire,
                                   .file = bench.file,
                                   .len = FILE_LEN};
    if (!device_open(&bench)) {
        return false;
    }
    line_open(&bench, line);
    boot_init(&bench.boot, &config, &bench.flash);
    recovery_open(&bench.recovery, &recovery, &bench.boot);
    bench.flash.busy = flash_wait;
    bench.flash.busy_context = &bench;
    uint64_t begin = bench.wire.now_ns;
    upload(&bench);
    sim_serial_close();
    figures_print(&bench, line, erase_by_sector, begin);
    return is_good(&bench);
}

static bool costs_read(char **argv, struct costs *costs)
{
    uint32_t *const where[] = {&costs->sector,    &costs->block,
                               &costs->program,   &costs->program_byte,
                               &costs->read_byte, &costs->compute};
    for (size_t i = 0; i < sizeof(where) / sizeof(where[0]); i++) {
        if (argv[i] == NULL) {
            return false;
        }
        *where[i] = (uint32_t)strtoul(argv[i], NULL, 10);
    }
    return true;
}

int main(int argc, char **argv)
{
    struct costs costs;
    bool good = true;
    if (argc < 2 || !costs_read(argv + 1, &costs)) {
        fprintf(stderr, "usage: recovery_rate SECTOR BLOCK PROGRAM "
                        "PROGRAM_BYTE READ_BYTE COMPUTE, all in ns\n");
        return 2;
    }
    for (size_t l = 0; l < sizeof(lines) / sizeof(lines[0]); l++) {
        for (size_t m = 0; m < sizeof(models) / sizeof(models[0]); m++) {
            good &= case_run(&costs, &lines[l], &models[m], false);
            good &= case_run(&costs, &lines[l], &models[m], true);
        }
    }
    return good ? 0 : 1;
}
