/* SPDX-License-Identifier: Apache-2.0 */
/* See sim_options.h: reading of the options that all commands share. */
#include "host/sim/sim_options.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "host/conf/conf.h"

#define SIM_PAGE_LEN 256 /* bytes: page program of every SPI NOR flash */

const char *const sim_target_choices[] = {"esp32", "esp32s2", "esp32c3",
                                          "esp32s3", NULL};
const char *const sim_write_len_choices[] = {"1",  "2",  "4", "8",
                                             "16", "32", NULL};
const char *const sim_align_choices[] = {"8", "16", "32", NULL};
const char *const sim_slot_choices[] = {"primary", "secondary", NULL};

const struct cli_args *sim_args(const struct cli_args *args,
                                enum sim_option option)
{
    bool is_before = !cli_given(args, option) && args->parent != NULL &&
                     cli_given(args->parent, option);
    return is_before ? args->parent : args;
}

/* Reads "LENxCOUNT" and steps behind it. */
static bool run_read(const char **text, struct nor_run *run)
{
    char *end;
    unsigned long len = strtoul(*text, &end, 0);
    if (end == *text || *end != 'x') {
        return false;
    }
    const char *second = end + 1;
    unsigned long count = strtoul(second, &end, 0);
    if (end == second || len > UINT32_MAX || count > UINT32_MAX) {
        return false;
    }
    run->sector_len = (uint32_t)len;
    run->count = (uint32_t)count;
    *text = end;
    return true;
}

static bool runs_read(const char *text, struct nor_geometry *geometry)
{
    geometry->run_count = 0;
    while (geometry->run_count < NOR_RUN_MAX) {
        if (!run_read(&text, &geometry->run[geometry->run_count])) {
            return false;
        }
        geometry->run_count++;
        if (*text == '\0') {
            return true;
        }
        if (*text++ != ',') {
            return false;
        }
    }
    return false;
}

static uint64_t runs_len(const struct nor_geometry *geometry)
{
    uint64_t len = 0;
    for (uint32_t i = 0; i < geometry->run_count; i++) {
        len += (uint64_t)geometry->run[i].sector_len * geometry->run[i].count;
    }
    return len;
}

/* The shape of every flash on these chips. */
static void geometry_usual(struct nor_geometry *geometry, uint32_t flash_len,
                           uint32_t write_len)
{
    memset(geometry, 0, sizeof(*geometry));
    geometry->write_len = write_len;
    geometry->page_len = SIM_PAGE_LEN;
    geometry->run[0].sector_len = CONF_SECTOR_LEN;
    geometry->run[0].count = flash_len / CONF_SECTOR_LEN;
    geometry->run_count = 1;
}

bool sim_geometry(const struct cli_args *args, uint32_t flash_len,
                  uint32_t write_len, struct nor_geometry *geometry,
                  struct why *why)
{
    const char *sectors = cli_text(sim_args(args, SIM_SECTORS), SIM_SECTORS);
    int64_t block = cli_int(sim_args(args, SIM_BLOCK_LEN), SIM_BLOCK_LEN);
    if (block < 0 || block > UINT32_MAX) {
        return why_say(why, "--block-len %" PRId64 " is no length of an erase",
                       block);
    }
    geometry_usual(geometry, flash_len, write_len);
    geometry->large_erase_len = (uint32_t)block;
    if (sectors != NULL && !runs_read(sectors, geometry)) {
        return why_say(why,
                       "--sectors %s cannot be read: give up to %d parts like "
                       "4096x16, with commas between them",
                       sectors, NOR_RUN_MAX);
    }
    if (runs_len(geometry) != flash_len) {
        return why_say(why,
                       "--sectors %s has %" PRIu64 " bytes in all, but "
                       "CONFIG_ESP_FLASH_SIZE is %" PRIu32,
                       sectors, runs_len(geometry), flash_len);
    }
    return true;
}
