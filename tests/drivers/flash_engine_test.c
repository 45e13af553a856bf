/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flash driver under encryption, one program per chip, with a model of the
 * chip's engine: what it leaves in the array has to be what the vendor's host
 * tool computes.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "iface/flash_encrypt.h"
#include "iface/mmio.h"
#include "port/common/flash_spi.h"
#include "tests/drivers/bus.h"
#include "tests/drivers/flash_engine_model.h"
#include "tests/unit/flash_cipher_vectors.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define ENABLED     1u /* the counter: one bit */
#define NOT_ENABLED 0u

static struct flash flash;

static void given(uint32_t key_len, uint32_t counter)
{
    flash_model_open(key_len, counter);
    assert_int_equal(flash_spi_open(&flash), OK);
    assert_int_equal(flash_len(&flash), FLASH_MODEL_LEN);
    bus_count = 0;
}

/* First bytes from `start` on, counting up. */
static void plain_fill(uint8_t *plain, uint32_t len, uint8_t start)
{
    for (uint32_t i = 0; i < len; i++) {
        plain[i] = (uint8_t)(start + i);
    }
}

static void expect_array(uint32_t addr, const char *text, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++) {
        unsigned byte;

        assert_int_equal(sscanf(text + 2 * i, "%2x", &byte), 1);
        assert_int_equal(flash_model.array[addr + i], byte);
    }
}

static void expect_vector(const struct cipher_vector *v, uint32_t key_len)
{
    uint8_t plain[32];

    plain_fill(plain, 32, 0x80);
    given(key_len, ENABLED);
    assert_int_equal(flash_write(&flash, v->addr, plain, 32), OK);
    expect_array(v->addr, v->text, 32);
    flash_model_close();
}

static void what_is_written_is_encrypted_as_the_host_tool_does_it(void **state)
{
    bool tweaked;

    (void)state;
    flash_model_open(32, 0);
    tweaked = flash_model.chip->tweaked;
    flash_model_close();
    if (tweaked) {
        for (size_t i = 0; i < COUNT(tweaked_vectors); i++) {
            if (tweaked_vectors[i].param == 0xf) {
                expect_vector(&tweaked_vectors[i], 32);
            }
        }
        return;
    }
    for (size_t i = 0; i < COUNT(xts_vectors); i++) {
        expect_vector(&xts_vectors[i], xts_vectors[i].param);
    }
}

/* Commands that write len bytes from addr on; both multiples of 32. */
static uint32_t commands_for(uint32_t addr, uint32_t len)
{
    uint32_t block = flash_model.chip->block;

    return (addr % block + len + block - 1) / block;
}

static void blocks_are_as_large_as_the_engine_takes(void **state)
{
    const struct cipher_vector *v = xts_long_vectors;
    uint8_t plain[128];

    (void)state;
    plain_fill(plain, sizeof(plain), 0);
    for (size_t i = 0; i < COUNT(xts_long_vectors); i++, v++) {
        /* a part that begins and ends where units of 32 bytes do */
        uint32_t skip = v->addr % 32;
        uint32_t len = 128 - 2 * skip;

        given(v->param, ENABLED);
        assert_int_equal(flash_write(&flash, v->addr + skip, plain + skip, len),
                         OK);
        if (!flash_model.chip->tweaked) {
            expect_array(v->addr + skip, v->text + 2 * skip, len);
        }
        assert_int_equal(flash_model.programs,
                         commands_for(v->addr + skip, len));
        assert_int_equal(flash_model.longest, flash_model.chip->block);
        flash_model_close();
    }
}

static void flash_is_encrypted_while_the_counter_is_odd(void **state)
{
    static const struct {
        uint32_t counter;
        bool encrypted;
    } counters[] = {{0, false}, {1, true}, {2, true},
                    {3, false}, {7, true}, {5, false}};

    (void)state;
    for (size_t i = 0; i < COUNT(counters); i++) {
        given(32, counters[i].counter);
        assert_int_equal(flash_is_encrypted(&flash), counters[i].encrypted);
        assert_int_equal(flash_write_len(&flash),
                         counters[i].encrypted ? 32 : 4);
        flash_model_close();
    }
}

/* Neighbours of the counter are no part of it. */
static void other_efuses_enable_nothing(void **state)
{
    (void)state;
    flash_model_open(32, 0);
    bus_put(flash_model.chip->counter,
            ~((flash_model.chip->tweaked ? 0x7fu : 7u)
              << flash_model.chip->counter_at));
    assert_int_equal(flash_spi_open(&flash), OK);
    assert_false(flash_is_encrypted(&flash));
    flash_model_close();
}

static void writing_is_plain_until_the_counter_is_odd(void **state)
{
    static const uint8_t plain[4] = {0x12, 0x34, 0x56, 0x78};

    (void)state;
    given(32, NOT_ENABLED);
    assert_int_equal(flash_write(&flash, 0x10004, plain, 4), OK);
    assert_memory_equal(flash_model.array + 0x10004, plain, 4);
    flash_model_close();
}

static void the_first_boot_encrypts_before_the_counter_is_burned(void **state)
{
    const struct cipher_vector *v;
    uint8_t plain[32];

    (void)state;
    plain_fill(plain, 32, 0x80);
    given(32, NOT_ENABLED);
    v = flash_model.chip->tweaked ? &tweaked_vectors[1] : &xts_vectors[4];
    assert_int_equal(v->addr, 0x1000);
    assert_int_equal(flash_encrypt(&flash, v->addr, plain, 32), OK);
    expect_array(v->addr, v->text, 32);
    flash_model_close();
}

static void less_than_a_unit_is_refused_before_any_command(void **state)
{
    static const uint8_t plain[64];

    (void)state;
    given(32, ENABLED);
    assert_int_equal(flash_write(&flash, 0x10010, plain, 32), FLASH_E_ALIGN);
    assert_int_equal(flash_write(&flash, 0x10000, plain, 16), FLASH_E_ALIGN);
    assert_int_equal(flash_encrypt(&flash, 0x10010, plain, 32), FLASH_E_ALIGN);
    assert_int_equal(flash_encrypt(&flash, 0x10000, plain, 16), FLASH_E_ALIGN);
    assert_int_equal(flash_write(&flash, FLASH_MODEL_LEN, plain, 32),
                     FLASH_E_RANGE);
    assert_int_equal(flash_encrypt(&flash, FLASH_MODEL_LEN - 32, plain, 64),
                     FLASH_E_RANGE);
    assert_int_equal(bus_count, 0);
    flash_model_close();
}

static void plain_bytes_never_get_to_the_flash_controller(void **state)
{
    uint8_t plain[4096];

    (void)state;
    plain_fill(plain, sizeof(plain), 1);
    given(32, ENABLED);
    assert_int_equal(flash_write(&flash, 0x10000, plain, sizeof(plain)), OK);
    assert_int_equal(flash_model.buffer, 0);
    flash_model_close();
}

static void an_engine_that_does_not_finish_programs_nothing(void **state)
{
    static const uint8_t plain[32];

    (void)state;
    given(32, ENABLED);
    flash_model.dead = true;
    assert_int_equal(flash_write(&flash, 0x10000, plain, 32), FLASH_E_IO);
    assert_int_equal(flash_model.programs, 0);
    assert_int_equal(mmio_read(flash_model.chip->enable), 0);
    flash_model_close();
}

static void the_engine_is_parted_from_the_controller_afterwards(void **state)
{
    static const uint8_t plain[64];

    (void)state;
    given(32, ENABLED);
    bus_put(flash_model.chip->enable, 0x2008); /* not ours */
    assert_int_equal(flash_write(&flash, 0x10000, plain, 64), OK);
    assert_int_equal(mmio_read(flash_model.chip->enable), 0x2008);
    if (!flash_model.chip->tweaked) {
        assert_int_equal(mmio_read(flash_model.chip->engine + 0x54), 1);
    }
    flash_model_close();
}

static void the_engine_of_esp32_s2_gets_its_clock(void **state)
{
    static const uint8_t plain[32];

    (void)state;
    given(32, ENABLED);
    if (flash_model.chip->clock != 0) {
        bus_put(flash_model.chip->clock, 0x80);
        bus_put(flash_model.chip->reset, 0x7e);
        assert_int_equal(flash_write(&flash, 0x10000, plain, 32), OK);
        assert_int_equal(mmio_read(flash_model.chip->clock), 0x82);
        assert_int_equal(mmio_read(flash_model.chip->reset), 0x6c);
    }
    flash_model_close();
}

/* ---- erased ---- */

static bool is_erased(uint32_t addr, uint32_t len)
{
    bool erased;

    assert_int_equal(flash_is_erased(&flash, addr, len, &erased), OK);
    return erased;
}

static void erased_is_what_the_array_says_not_the_cache(void **state)
{
    (void)state;
    given(32, ENABLED);
    assert_true(is_erased(0x10000, 0x1000)); /* there is no window to look at */
    assert_int_equal(flash_model.reads, 64);
    flash_model.array[0x10fff] = 0x7f;
    assert_false(is_erased(0x10000, 0x1000));
    assert_true(is_erased(0x10000, 0xfff));
    flash_model_close();
}

static void erased_is_asked_of_the_range_alone(void **state)
{
    (void)state;
    given(32, ENABLED);
    for (uint32_t len = 1; len < 140; len++) {
        memset(flash_model.array + 0x10000, 0, 0x1000);
        memset(flash_model.array + 0x10013, 0xff, len);
        assert_true(is_erased(0x10013, len));
        assert_false(is_erased(0x10012, len + 1));
        assert_false(is_erased(0x10013, len + 1));
        bus_count = 0;
    }
    assert_true(is_erased(0x10000, 0));
    flash_model_close();
}

static void erased_is_not_asked_beyond_the_flash(void **state)
{
    bool erased;

    (void)state;
    given(32, ENABLED);
    assert_int_equal(flash_is_erased(&flash, FLASH_MODEL_LEN - 4, 8, &erased),
                     FLASH_E_RANGE);
    assert_int_equal(bus_count, 0);
    flash_model_close();
}

static void a_written_unit_is_not_erased_and_an_erase_brings_it_back(void **s)
{
    static const uint8_t plain[32] = {0};

    (void)s;
    given(32, ENABLED);
    assert_int_equal(flash_write(&flash, 0x10020, plain, 32), OK);
    assert_false(is_erased(0x10020, 32));
    assert_true(is_erased(0x10000, 32));
    assert_int_equal(flash_erase(&flash, 0x10000, 0x1000), OK);
    assert_true(is_erased(0x10000, 0x1000));
    flash_model_close();
}

/* ---- reading ---- */

static uint32_t maps_of(uint32_t page)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < bus_count; i++) {
        count += bus_tape[i].addr == flash_model.chip->mmu + 4 * page &&
                 bus_tape[i].value == (page | flash_model.chip->mmu_page);
    }
    bus_count = 0;
    return count;
}

static void a_page_is_mapped_anew_after_an_encrypted_write(void **state)
{
    static const uint8_t plain[32];
    uint8_t byte;
    int zeros = open("/dev/zero", O_RDWR);
    uint8_t *window;

    (void)state;
    given(32, ENABLED);
    window = mmap((void *)(uintptr_t)flash_model.chip->window, 0x400000,
                  PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, zeros, 0);
    assert_int_equal((uintptr_t)window, flash_model.chip->window);
    assert_int_equal(close(zeros), 0);
    window[0x30123] = 0x5a; /* the cache decrypts, not the driver */
    assert_int_equal(flash_read(&flash, 0x30123, &byte, 1), OK);
    assert_int_equal(byte, 0x5a);
    assert_int_equal(maps_of(3), 1);
    assert_int_equal(flash_read(&flash, 0x30123, &byte, 1), OK);
    assert_int_equal(maps_of(3), 0);
    assert_int_equal(flash_write(&flash, 0x31000, plain, 32), OK);
    assert_int_equal(flash_read(&flash, 0x30123, &byte, 1), OK);
    assert_int_equal(maps_of(3), 1);
    assert_int_equal(munmap(window, 0x400000), 0);
    flash_model_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_encrypted_as_the_host_tool_does_it),
        cmocka_unit_test(blocks_are_as_large_as_the_engine_takes),
        cmocka_unit_test(flash_is_encrypted_while_the_counter_is_odd),
        cmocka_unit_test(other_efuses_enable_nothing),
        cmocka_unit_test(writing_is_plain_until_the_counter_is_odd),
        cmocka_unit_test(the_first_boot_encrypts_before_the_counter_is_burned),
        cmocka_unit_test(less_than_a_unit_is_refused_before_any_command),
        cmocka_unit_test(plain_bytes_never_get_to_the_flash_controller),
        cmocka_unit_test(an_engine_that_does_not_finish_programs_nothing),
        cmocka_unit_test(the_engine_is_parted_from_the_controller_afterwards),
        cmocka_unit_test(the_engine_of_esp32_s2_gets_its_clock),
        cmocka_unit_test(erased_is_what_the_array_says_not_the_cache),
        cmocka_unit_test(erased_is_asked_of_the_range_alone),
        cmocka_unit_test(erased_is_not_asked_beyond_the_flash),
        cmocka_unit_test(
            a_written_unit_is_not_erased_and_an_erase_brings_it_back),
        cmocka_unit_test(a_page_is_mapped_anew_after_an_encrypted_write),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
