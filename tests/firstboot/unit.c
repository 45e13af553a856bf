/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See unit.h. The linker sends the calls that change the device through here,
 * so that the window in which no bootloader can start is known by what
 * happens and not by what somebody says.
 */
#include "tests/firstboot/unit.h"

#include <string.h>

#include "core/boot.h"
#include "host/sim/rom.h"
#include "iface/entropy.h"
#include "port/sim/sim_crypt.h"

static const struct nor_geometry geometry = {
    .run = {{SECTOR_LEN, SECTOR_COUNT}},
    .run_count = 1,
    .write_len = 4,
    .page_len = 256,
};

static uint32_t random_state;

/* The same in every run: only what is cut differs. */
status_t entropy_fill(uint8_t *dst, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        random_state = random_state * 1664525u + 1013904223u;
        dst[i] = (uint8_t)(random_state >> 24);
    }
    return OK;
}

/* ---- the seam ---- */

status_t __real_flash_erase(struct flash *flash, uint32_t addr, uint32_t len);
status_t __wrap_flash_erase(struct flash *flash, uint32_t addr, uint32_t len);
status_t __real_flash_encrypt(struct flash *flash, uint32_t addr,
                              const void *src, uint32_t len);
status_t __wrap_flash_encrypt(struct flash *flash, uint32_t addr,
                              const void *src, uint32_t len);
status_t __real_efuse_burn_block(struct efuse *efuse, uint32_t block,
                                 const uint32_t bits[EFUSE_BLOCK_WORDS]);
status_t __wrap_efuse_burn_block(struct efuse *efuse, uint32_t block,
                                 const uint32_t bits[EFUSE_BLOCK_WORDS]);

static struct unit *unit_of(struct flash *flash)
{
    return (struct unit *)(void *)flash;
}

static bool is_own(const struct unit *u, uint32_t addr)
{
    uint32_t own = u->product->conf.bootloader.addr;

    return addr >= own && addr - own < u->product->own_len;
}

status_t __wrap_flash_erase(struct flash *flash, uint32_t addr, uint32_t len)
{
    struct unit *u = unit_of(flash);

    if (is_own(u, addr) && !u->window.is_open) {
        u->window =
            (struct unit_window){.is_open = true, .first_op = flash->op_count};
    }
    u->window.erases += len / SECTOR_LEN;
    return __real_flash_erase(flash, addr, len);
}

status_t __wrap_flash_encrypt(struct flash *flash, uint32_t addr,
                              const void *src, uint32_t len)
{
    unit_of(flash)->window.written += len;
    return __real_flash_encrypt(flash, addr, src, len);
}

status_t __wrap_efuse_burn_block(struct efuse *efuse, uint32_t block,
                                 const uint32_t bits[EFUSE_BLOCK_WORDS])
{
    struct unit *u = unit_of(efuse->power);
    status_t status = __real_efuse_burn_block(efuse, block, bits);

    if (u->window.is_open) {
        u->window.burns++;
        if (sim_crypt_counter_is_odd(efuse)) {
            u->window.is_open = false;
            u->window.end_op = u->nor.op_count;
        }
    }
    return status;
}

/* ---- a device ---- */

static void allow(struct unit *u, const struct config_area *area)
{
    nor_allow(&u->nor, area->addr, area->len);
}

void unit_open(struct unit *u, const struct product *p)
{
    const struct conf *conf = &p->conf;

    memset(u, 0, sizeof(*u));
    memcpy(u->data, p->first, FLASH_LEN);
    u->product = p;
    u->nor.power = &u->power;
    if (nor_open(&u->nor, &geometry, u->data) != OK) {
        u->why = FLASH_E_ALIGN;
    }
    allow(u, &conf->bootloader);
    allow(u, &conf->boot.slot[0][SLOT_PRIMARY]);
    allow(u, &conf->boot.slot[0][SLOT_SECONDARY]);
    allow(u, &conf->boot.scratch);
    sim_efuse_open(&u->efuse, (enum sim_efuse_chip)p->target, &u->nor);
    product_burn(p, &u->efuse);
    sim_crypt_open(&u->efuse, &u->engine);
    random_state = 2026;
}

/* A programmer erases the sectors of a file, and no others. */
static void flash_file(struct unit *u, uint32_t addr, uint32_t len)
{
    len = (len + SECTOR_LEN - 1) / SECTOR_LEN * SECTOR_LEN;
    memcpy(u->data + addr, u->product->first + addr, len);
}

void unit_flash_again(struct unit *u, bool with_application)
{
    const struct product *p = u->product;

    flash_file(u, p->conf.bootloader.addr, p->own_len);
    if (with_application) {
        flash_file(u, p->conf.boot.slot[0][SLOT_PRIMARY].addr,
                   PRODUCT_APPLICATION_LEN);
    }
    u->window.is_open = false;
}

/* What the ROM starts must be what was flashed, byte by byte. */
static bool is_our_image(struct unit *u)
{
    uint32_t own = u->product->conf.bootloader.addr;
    uint8_t image[OWN_IMAGE_MAX];

    return flash_read(&u->nor, own, image, u->product->own_len) == OK &&
           memcmp(image, u->product->first + own, u->product->own_len) == 0;
}

static enum unit_end application_start(struct unit *u,
                                       const struct boot_result *result)
{
    uint32_t slot = u->product->conf.boot.slot[0][SLOT_PRIMARY].addr;

    verdict_require(result->verdict);
    return result->start[0].slot->base == slot ? UNIT_RUNS : UNIT_STOPPED;
}

static enum unit_end bootloader_run(struct unit *u)
{
    const struct conf *conf = &u->product->conf;
    struct boot boot;
    struct boot_result result;
    enum enroll_next next;

    enroll_open(&u->enroll, &conf->enroll, &u->nor, &u->efuse);
    u->why = enroll_before_boot(&u->enroll, &next);
    if (u->why != OK || next == ENROLL_RESET) {
        return u->why != OK ? UNIT_STOPPED : UNIT_RESET;
    }
    boot_init(&boot, &conf->boot, &u->nor);
    u->why = boot_run(&boot, &result);
    if (u->why != OK) {
        u->why = result.why;
        return UNIT_STOPPED;
    }
    u->why = enroll_after_boot(&u->enroll, result.verdict, &next);
    if (u->why != OK || next == ENROLL_RESET) {
        return u->why != OK ? UNIT_STOPPED : UNIT_RESET;
    }
    return application_start(u, &result);
}

enum unit_end unit_boot(struct unit *u)
{
    if (setjmp(u->power) != 0) {
        nor_cut_disarm(&u->nor);
        return UNIT_CUT;
    }
    sim_crypt_reset(&u->efuse);
    const struct rom rom = {.efuse = &u->efuse};

    if (rom_boot(&rom) != ROM_STARTS) {
        return UNIT_NO_BOOT;
    }
    if (!is_our_image(u)) {
        u->why = ENROLL_E_IMAGE;
        return UNIT_STOPPED;
    }
    return bootloader_run(u);
}
