/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual device's NOR flash: implements iface/flash.h over memory, and
 * can lose power before, inside and after any operation. What it models and
 * what it does not is listed in docs/sim.md.
 *
 * N1  Programming only clears bits; a unit that is not erased is not written
 *     (F1 of iface/flash.h): the first violation is kept for the test.
 * N2  One operation is one page program (up to page_len bytes, within one
 *     page) or one erase (a sector, or a large block). Power is cut at
 *     operations, so a long flash_write() can be cut between its pages.
 * N3  Sectors outside the allowed areas must not change: the first violation
 *     is kept too.
 */
#ifndef PORT_SIM_NOR_H
#define PORT_SIM_NOR_H

#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>

#include "iface/flash.h"

#define NOR_RUN_MAX  8   /* runs of equal sectors in a geometry */
#define NOR_AREA_MAX 10  /* areas that may change */
#define NOR_VIEW_LEN 512 /* bytes lent at a time */

/** Equal sectors one after the other. */
struct nor_run {
    uint32_t sector_len; /* bytes, > 0 */
    uint32_t count;      /* sectors, > 0 */
};

/** The shape of a flash. */
struct nor_geometry {
    struct nor_run run[NOR_RUN_MAX];
    uint32_t run_count;       /* 1 .. NOR_RUN_MAX */
    uint32_t write_len;       /* 1, 2, 4, 8, 16 or 32 */
    uint32_t page_len;        /* bytes per program operation, e.g. 256 */
    uint32_t large_erase_len; /* bytes, e.g. 65536; 0: none */
};

/** How power fails at an operation. */
enum nor_cut_manner {
    NOR_CUT_BEFORE = 0,      /* nothing of it happened */
    NOR_CUT_TORN_PREFIX = 1, /* the first bytes of it, how many by the seed */
    NOR_CUT_TORN_BITS = 2,   /* each bit of it with a chance of one half */
    NOR_CUT_HALF_ERASED = 3, /* erase: the upper half; program: like PREFIX */
    NOR_CUT_AFTER = 4,       /* all of it, but nobody was told */
    NOR_CUT_MANNER_COUNT = 5,
};

/** Work done since nor_stats_clear(). */
struct nor_stats {
    uint64_t bytes_read;
    uint64_t bytes_programmed;
    uint32_t program_count;     /* operations */
    uint32_t erase_count;       /* sector erases */
    uint32_t large_erase_count; /* large block erases, not in erase_count */
};

struct flash_cipher;

/** An operation that the flash is busy with. */
struct nor_work {
    uint32_t addr; /* bytes from the start of the flash */
    uint32_t len;  /* bytes */
    bool is_erase; /* else a page program */
};

/** A flash device; zero it before nor_open(). */
struct flash {
    struct nor_geometry geometry;
    uint32_t len;   /* bytes, sum of the runs */
    uint8_t *data;  /* len bytes, owned by the caller */
    uint32_t *wear; /* erases of each sector, owned by the caller, or NULL */
    struct nor_stats stats;
    uint64_t op_count; /* mutating operations since nor_open(), burns too */
    /* power */
    bool cut_armed;
    uint64_t cut_at; /* op_count at which power fails */
    enum nor_cut_manner cut_manner;
    uint32_t cut_seed;
    uint32_t cut_addr; /* of the operation at which power failed last */
    bool cut_is_erase; /* that operation was an erase, else a program */
    bool cut_is_burn;  /* .. of the eFuse block whose number is cut_addr */
    jmp_buf *power;    /* where a cut goes (longjmp value 1); NULL: abort */
    /* checks */
    struct {
        uint32_t addr;
        uint32_t len;
    } area[NOR_AREA_MAX];
    uint32_t area_count;   /* 0: every byte may change */
    const char *violation; /* first broken rule in words, or NULL */
    uint32_t violation_addr;
    /* faults */
    uint32_t bad_addr;  /* reads that touch [bad_addr, bad_addr + bad_len) */
    uint32_t bad_len;   /* fail with FLASH_E_IO; 0: none */
    uint32_t bad_reads; /* how many reads fail before it heals; 0: all */
    /*
     * Called once for each operation that power survives, when the array has
     * changed and before the caller goes on: what a chip does while it waits.
     * NULL: nothing. It must not use the flash.
     */
    void (*busy)(void *context, const struct nor_work *work);
    void *busy_context;
    /*
     * Flash encryption, see nor_crypt.c: data[] is what the array holds. With
     * a cipher flash_encrypt() encrypts; if encrypted is set too, all writes
     * do in units of 32 bytes, and reads decrypt. The cipher is the caller's.
     */
    const struct flash_cipher *cipher; /* NULL: no key, or virtual eFuses */
    bool encrypted;                    /* the eFuse counter was odd at reset */
    /*
     * Not NULL: a model of encryption for any write length, without a cipher.
     * Erased units read as noise, a torn unit turns into noise as a whole,
     * and 0xff that was written is not erased. data[] holds the decrypted
     * bytes; this table of nor_written_len() bytes, owned by the caller, has
     * one bit per unit of write_len bytes that was written since its erase.
     */
    uint8_t *written;
    uint8_t view[NOR_VIEW_LEN]; /* what flash_view() lent last */
};

/**
 * Opens a device over memory; the content stays as it is.
 *
 * @param[out] nor       device
 * @param[in]  geometry  its shape
 * @param[in]  data      as many bytes as the runs have in all
 *
 * @retval OK
 * @retval FLASH_E_ALIGN  the geometry is impossible
 */
MUST_USE status_t nor_open(struct flash *nor,
                           const struct nor_geometry *geometry, uint8_t *data);

/**
 * Lets power fail at an operation: control then leaves through nor->power.
 *
 * @param[in,out] nor     device
 * @param[in]     after   operations that still succeed; 0 cuts the next one
 * @param[in]     manner  how it fails
 * @param[in]     seed    chooses the bytes or bits of a torn operation
 */
void nor_cut_arm(struct flash *nor, uint64_t after, enum nor_cut_manner manner,
                 uint32_t seed);

/**
 * Takes back nor_cut_arm().
 *
 * @param[in,out] nor  device
 */
void nor_cut_disarm(struct flash *nor);

/**
 * Names an area that may change; with none named every byte may.
 *
 * @param[in,out] nor   device
 * @param[in]     addr  bytes from the start of the flash
 * @param[in]     len   bytes
 */
void nor_allow(struct flash *nor, uint32_t addr, uint32_t len);

/**
 * Starts counting anew.
 *
 * @param[in,out] nor  device; stats become 0, op_count and wear stay
 */
void nor_stats_clear(struct flash *nor);

/**
 * Counts the sectors of a geometry.
 *
 * @param[in] geometry  shape
 *
 * @retval sectors, the length of a wear table
 */
MUST_USE uint32_t nor_sector_count(const struct nor_geometry *geometry);

/**
 * Computes the length of the flash->written table of a geometry.
 *
 * @param[in] geometry  shape
 *
 * @retval bytes, one bit for each unit of write_len bytes
 */
MUST_USE uint32_t nor_written_len(const struct nor_geometry *geometry);

#endif
