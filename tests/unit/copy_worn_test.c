/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copying to worn flash: a bit that does not take what is written must fail
 * the copy, so that no record is written for it. This program implements the
 * flash contract itself, in place of the virtual device.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "core/copy.h"
#include "tests/unit/pattern.h"

#define SECTOR_LEN 512u
#define FLASH_LEN  (8u * SECTOR_LEN)
#define HALF_LEN   (4u * SECTOR_LEN)

/** Flash of which one byte stays as it is, whatever is done to it. */
struct flash {
    uint8_t data[FLASH_LEN];
    uint32_t stuck_addr;
    uint8_t stuck_value;
};

uint32_t flash_len(const struct flash *flash)
{
    (void)flash;
    return FLASH_LEN;
}

uint32_t flash_write_len(const struct flash *flash)
{
    (void)flash;
    return 4;
}

status_t flash_sector_at(const struct flash *flash, uint32_t addr,
                         struct flash_sector *sector)
{
    (void)flash;
    sector->addr = addr / SECTOR_LEN * SECTOR_LEN;
    sector->len = SECTOR_LEN;
    return OK;
}

status_t flash_read(struct flash *flash, uint32_t addr, void *dst, uint32_t len)
{
    memcpy(dst, flash->data + addr, len);
    return OK;
}

status_t flash_view(struct flash *flash, uint32_t addr, uint32_t *len,
                    const uint8_t **view)
{
    (void)len;
    *view = flash->data + addr;
    return OK;
}

static void stick(struct flash *flash)
{
    if (flash->stuck_addr < FLASH_LEN) {
        flash->data[flash->stuck_addr] = flash->stuck_value;
    }
}

status_t flash_write(struct flash *flash, uint32_t addr, const void *src,
                     uint32_t len)
{
    memcpy(flash->data + addr, src, len);
    stick(flash);
    return OK;
}

status_t flash_erase(struct flash *flash, uint32_t addr, uint32_t len)
{
    memset(flash->data + addr, 0xff, len);
    stick(flash);
    return OK;
}

status_t flash_is_erased(struct flash *flash, uint32_t addr, uint32_t len,
                         bool *erased)
{
    *erased = bytes_are(flash->data + addr, 0xff, len);
    return OK;
}

static struct flash flash;

static status_t copy_with(uint32_t stuck_addr, uint8_t stuck_value)
{
    struct region from;
    struct region to;
    const struct copy c = {
        .from = &from, .to = &to, .len = HALF_LEN, .map_off = PLAN_NONE};

    pattern_fill(flash.data, FLASH_LEN, 1);
    flash.stuck_addr = stuck_addr;
    flash.stuck_value = stuck_value;
    stick(&flash);
    assert_int_equal(region_open(&from, &flash, 0, HALF_LEN), OK);
    assert_int_equal(region_open(&to, &flash, HALF_LEN, HALF_LEN), OK);
    return copy_range(&c);
}

static void byte_that_does_not_take_its_value_fails_the_copy(void **state)
{
    uint8_t right[HALF_LEN];

    (void)state;
    pattern_fill(right, HALF_LEN, 1);
    for (uint32_t off = 0; off < HALF_LEN; off++) {
        uint8_t wrong = right[off] ^ 0x40;

        assert_int_equal(copy_with(HALF_LEN + off, wrong), FLASH_E_VERIFY);
        assert_int_equal(copy_with(HALF_LEN + off, right[off]), OK);
    }
}

static void sound_flash_takes_the_copy(void **state)
{
    (void)state;
    assert_int_equal(copy_with(FLASH_LEN, 0), OK);
    assert_memory_equal(flash.data, flash.data + HALF_LEN, HALF_LEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(byte_that_does_not_take_its_value_fails_the_copy),
        cmocka_unit_test(sound_flash_takes_the_copy),
    };

    return cmocka_run_group_tests_name("copy_worn", tests, NULL, NULL);
}
