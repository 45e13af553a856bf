/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The turns of recovery against a played line, clock and boot: one answer for
 * each request, in order, what is dropped, and when it ends.
 */
#include "recovery/recovery.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "iface/serial.h"
#include "iface/ticks.h"
#include "recovery/images.h"
#include "tests/unit/smp_examples.h"

#define START "\x06\x09"
#define MORE  "\x04\x14"

#define ECHO   START "ABMCAAAJAABCAKFhZGVoZWxsb8EJ\n"
#define ECHOED START "ABMDAAAJAABCAKFhcmVoZWxsb0e1\n"
#define LIST   START "AAsAAAABAAFCAKD1Mw==\n"
#define LISTED START "ABMBAAAJAAFCAKFmaW1hZ2VzgBcD\n"
#define RESET  START "AAsCAAABAABCBaC6FQ==\n"
#define RESETS START "AA8DAAAFAABCBaFicmMAL0U=\n"

/* The line, the clock, and what the boot code and the upload say. */
static struct {
    char in[1024];
    size_t in_len;
    size_t in_off;
    char out[1024];
    size_t out_len;
    size_t drained_at; /* bytes that were out when it was drained */
    uint32_t ms;
    uint32_t list_ms;    /* that a list takes */
    const char *late;    /* arrives while the list is made */
    uint32_t late_takes; /* calls of recovery_receive() meanwhile */
    uint32_t work;       /* turns of upload_work() that have something to do */
    uint32_t finishes;
    uint32_t looks;
    status_t finish;
    enum look look;
    enum swap_type foreseen;
    status_t foresee;
} play;

static struct recovery recovery;
static struct recovery_config config;
static struct boot_config boot_config = {.image_count = 2};
static struct boot boot;

uint32_t serial_read(uint8_t *dst, uint32_t len)
{
    uint32_t n = 0;

    while (n < len && play.in_off < play.in_len) {
        dst[n++] = (uint8_t)play.in[play.in_off++];
    }
    return n;
}

void serial_write(const uint8_t *src, uint32_t len)
{
    assert_true(len < sizeof(play.out) - play.out_len);
    memcpy(play.out + play.out_len, src, len);
    play.out_len += len;
}

void serial_drain(void)
{
    play.drained_at = play.out_len;
}

uint32_t ticks_ms(void)
{
    return play.ms;
}

static void arrive(const char *text)
{
    size_t len = strlen(text);

    assert_true(len < sizeof(play.in) - play.in_len);
    memcpy(play.in + play.in_len, text, len);
    play.in_len += len;
}

enum smp_rc images_list(struct recovery *r, const struct smp_request *request,
                        struct smp_answer *answer)
{
    (void)request;
    play.ms += play.list_ms;
    if (play.late != NULL) {
        arrive(play.late);
        for (uint32_t i = 0; i < play.late_takes; i++) {
            recovery_receive(r);
        }
    }
    cbor_put_map(&answer->out, 1);
    cbor_put_text(&answer->out, "images");
    cbor_put_array(&answer->out, 0);
    return SMP_OK;
}

enum smp_rc images_set(struct recovery *r, const struct smp_request *request,
                       struct smp_answer *answer)
{
    return images_list(r, request, answer);
}

enum smp_rc images_erase(struct recovery *r, const struct smp_request *request,
                         struct smp_answer *answer)
{
    return images_list(r, request, answer);
}

enum smp_rc images_slots(struct recovery *r, const struct smp_request *request,
                         struct smp_answer *answer)
{
    return images_list(r, request, answer);
}

enum smp_rc upload_handle(struct recovery *r, const struct smp_request *request,
                          struct smp_answer *answer)
{
    return images_list(r, request, answer);
}

bool upload_work(struct upload *u)
{
    assert_ptr_equal(u, &recovery.upload);
    if (play.work == 0) {
        return false;
    }
    play.work--;
    recovery_receive(&recovery); /* as the flash driver's wait does */
    return true;
}

status_t boot_finish(struct boot *b)
{
    assert_ptr_equal(b, &boot);
    play.finishes++;
    return play.finish;
}

const struct slot_facts *boot_look(struct boot *b, uint8_t image,
                                   enum slot slot)
{
    struct slot_facts *s = &b->facts.image[image].slot[slot];

    assert_int_equal(slot, SLOT_PRIMARY);
    play.looks++;
    s->look = image == 0 ? LOOK_VALID : play.look;
    return s;
}

status_t boot_foresee(struct boot *b, uint8_t image, enum swap_type *type)
{
    (void)b;
    assert_int_equal(image, 1);
    *type = play.foreseen;
    return play.foresee;
}

static int setup(void **state)
{
    (void)state;
    memset(&play, 0, sizeof(play));
    play.look = LOOK_VALID;
    play.finish = OK;
    play.foresee = OK;
    play.foreseen = SWAP_NONE;
    play.ms = 0xffffff00u; /* the clock wraps around soon */
    config = (struct recovery_config){.idle_s = 600};
    boot.config = &boot_config;
    memset(&recovery, 0xa5, sizeof(recovery));
    recovery_open(&recovery, &config, &boot);
    return 0;
}

/* Turns until nothing arrives any more; all of them go on. */
static void turn(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(recovery_turn(&recovery), RECOVERY_GOES_ON);
    }
}

static void expect_out(const char *text)
{
    assert_int_equal(play.out_len, strlen(text));
    assert_memory_equal(play.out, text, play.out_len);
    assert_int_equal(play.drained_at, play.out_len);
    play.out_len = 0;
    play.drained_at = 0;
}

static void interrupted_update_is_finished_first(void **state)
{
    (void)state;
    assert_int_equal(play.finishes, 1);
    assert_int_equal(recovery.finished, OK);
    play.finish = FLASH_E_IO;
    recovery_open(&recovery, &config, &boot);
    assert_int_equal(recovery.finished, FLASH_E_IO);
    /* and recovery answers all the same */
    arrive(ECHO);
    turn(1);
    expect_out(ECHOED);
}

static void request_gets_one_answer(void **state)
{
    (void)state;
    turn(3);
    expect_out("");
    arrive(ECHO);
    turn(5);
    expect_out(ECHOED);
}

static void nothing_is_said_unasked_or_to_noise(void **state)
{
    (void)state;
    arrive("boot:\r\n\n\n" MORE "AAAA\n" START "AAsAAAABAAFCAKD1Mg==\n");
    arrive(START "AAsBAAABAAFCAKAeEA==\n"); /* op 1: the example of an answer */
    turn(20);
    expect_out("");
    arrive(ECHO);
    turn(1);
    expect_out(ECHOED);
}

static void burst_is_answered_in_order(void **state)
{
    (void)state;
    arrive(ECHO LIST ECHO);
    turn(1);
    expect_out(ECHOED);
    turn(1);
    expect_out(LISTED);
    turn(1);
    expect_out(ECHOED);
    turn(3);
    expect_out("");
}

static void message_is_taken_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(LIST) - 1; i++) {
        char byte[2] = {LIST[i], '\0'};

        expect_out("");
        arrive(byte);
        turn(1);
    }
    expect_out(LISTED);
}

static void slow_command_drops_what_arrived_meanwhile(void **state)
{
    (void)state;
    play.list_ms = 151;
    play.late = "noise" ECHO ECHO START "AAsAAAABAA";
    play.late_takes = 3;
    arrive(LIST);
    turn(1);
    expect_out(LISTED);
    arrive("FCAKD1Mw==\n"); /* the rest of a packet that was dropped */
    turn(3);
    expect_out("");
    arrive(ECHO);
    turn(1);
    expect_out(ECHOED);
}

static void quick_command_keeps_what_arrived_meanwhile(void **state)
{
    (void)state;
    play.list_ms = 150;
    play.late = ECHO;
    play.late_takes = 3;
    arrive(LIST);
    turn(1);
    expect_out(LISTED);
    turn(1);
    expect_out(ECHOED);
}

static void work_goes_on_between_requests(void **state)
{
    (void)state;
    play.work = 3;
    arrive(ECHO);
    turn(1);
    assert_int_equal(play.work, 3);
    turn(2);
    assert_int_equal(play.work, 1);
    arrive(LIST);
    turn(1);
    assert_int_equal(play.work, 1);
    expect_out(ECHOED LISTED);
}

static void work_lets_bytes_in(void **state)
{
    (void)state;
    play.work = 1;
    turn(1);
    arrive(ECHO);
    play.work = 1;
    assert_true(upload_work(&recovery.upload));
    assert_int_equal(play.in_off, play.in_len);
    expect_out("");
    turn(1);
    expect_out(ECHOED);
}

static void packet_that_stops_is_dropped_after_five_seconds(void **state)
{
    (void)state;
    arrive(START "AAsAAAABAAFC\n");
    turn(1);
    play.ms += FRAME_SILENCE_MS;
    turn(1);
    arrive(MORE "AKD1Mw==\n");
    turn(1);
    expect_out(LISTED);

    arrive(START "AAsAAAABAAFC\n");
    turn(1);
    play.ms += FRAME_SILENCE_MS + 1;
    turn(1);
    arrive(MORE "AKD1Mw==\n");
    turn(3);
    expect_out("");
    arrive(LIST);
    turn(1);
    expect_out(LISTED);
}

static void reset_is_told_after_its_answer(void **state)
{
    (void)state;
    arrive(RESET);
    assert_int_equal(recovery_turn(&recovery), RECOVERY_RESET);
    expect_out(RESETS);
}

static void idle_recovery_resets_if_something_boots(void **state)
{
    (void)state;
    play.ms += 600u * 1000u - 1;
    turn(2);
    play.ms++;
    assert_int_equal(recovery_turn(&recovery), RECOVERY_RESET_IDLE);
    expect_out("");
}

static void requests_put_the_idle_end_off(void **state)
{
    (void)state;
    play.ms += 599u * 1000u;
    arrive(ECHO);
    turn(1);
    play.ms += 599u * 1000u;
    turn(2);
    /* what is no request does not */
    arrive("\n\n" START "AAsAAAABAAFCAKD1Mg==\n");
    turn(2);
    play.ms += 1000u;
    assert_int_equal(recovery_turn(&recovery), RECOVERY_RESET_IDLE);
}

static void dead_device_stays_in_recovery(void **state)
{
    static const enum look looks[] = {LOOK_EMPTY, LOOK_INVALID,
                                      LOOK_UNREADABLE};

    (void)state;
    for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
        play.look = looks[i];
        play.ms += 600u * 1000u;
        play.looks = 0;
        turn(5);
        /* verifying takes long: once for each image, and then not for long */
        assert_int_equal(play.looks, 2);
    }
    /* an update that would be refused helps nobody */
    play.foreseen = SWAP_PERM;
    play.foresee = FLASH_E_IO;
    play.ms += 600u * 1000u;
    turn(2);
    play.foresee = OK;
    play.ms += 600u * 1000u;
    assert_int_equal(recovery_turn(&recovery), RECOVERY_RESET_IDLE);
}

static void idle_limit_of_0_is_none(void **state)
{
    (void)state;
    config.idle_s = 0;
    for (uint32_t i = 0; i < 100; i++) {
        play.ms += 3600u * 1000u;
        turn(1);
    }
}

static void endless_input_does_not_stop_the_turn(void **state)
{
    char noise[512];

    (void)state;
    memset(noise, 'A', sizeof(noise) - 1);
    noise[sizeof(noise) - 1] = '\0';
    for (uint32_t i = 0; i < 200; i++) {
        play.in_len = 0;
        play.in_off = 0;
        arrive(noise);
        turn(1);
    }
    expect_out("");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(interrupted_update_is_finished_first, setup),
        cmocka_unit_test_setup(request_gets_one_answer, setup),
        cmocka_unit_test_setup(nothing_is_said_unasked_or_to_noise, setup),
        cmocka_unit_test_setup(burst_is_answered_in_order, setup),
        cmocka_unit_test_setup(message_is_taken_byte_by_byte, setup),
        cmocka_unit_test_setup(slow_command_drops_what_arrived_meanwhile,
                               setup),
        cmocka_unit_test_setup(quick_command_keeps_what_arrived_meanwhile,
                               setup),
        cmocka_unit_test_setup(work_goes_on_between_requests, setup),
        cmocka_unit_test_setup(work_lets_bytes_in, setup),
        cmocka_unit_test_setup(packet_that_stops_is_dropped_after_five_seconds,
                               setup),
        cmocka_unit_test_setup(reset_is_told_after_its_answer, setup),
        cmocka_unit_test_setup(idle_recovery_resets_if_something_boots, setup),
        cmocka_unit_test_setup(requests_put_the_idle_end_off, setup),
        cmocka_unit_test_setup(dead_device_stays_in_recovery, setup),
        cmocka_unit_test_setup(idle_limit_of_0_is_none, setup),
        cmocka_unit_test_setup(endless_input_does_not_stop_the_turn, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
