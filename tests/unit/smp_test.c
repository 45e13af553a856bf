/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages in, answers out: the header, which command is asked, and group 0.
 * The commands on images are played here, as their own tests show them.
 */
#include "recovery/smp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "iface/serial.h"
#include "iface/ticks.h"
#include "recovery/images.h"
#include "recovery/recovery.h"
#include "recovery/upload.h"
#include "tests/unit/hex.h"
#include "tests/unit/smp_examples.h"

static struct boot_config config;
static struct boot boot;
static struct recovery recovery;

/* What the played commands answer, and which of them was asked. */
static struct {
    const char *asked;
    enum smp_rc rc;
    const char *reason;
    uint32_t len;
    bool is_offset; /* answers {"rc": 0, "off": 40} */
} play;

static uint8_t out[SMP_ANSWER_LEN];

static enum smp_rc answer_as_played(const char *name, struct smp_answer *answer)
{
    play.asked = name;
    answer->reason = play.reason;
    if (play.is_offset) {
        cbor_put_map(&answer->out, 2);
        cbor_put_text(&answer->out, "rc");
        cbor_put_uint(&answer->out, 0);
        cbor_put_text(&answer->out, "off");
        cbor_put_uint(&answer->out, 40);
    }
    for (uint32_t i = 0; i < play.len; i++) {
        cbor_put_uint(&answer->out, 0);
    }
    return play.rc;
}

enum smp_rc images_list(struct recovery *r, const struct smp_request *request,
                        struct smp_answer *answer)
{
    (void)r;
    (void)request;
    return answer_as_played("list", answer);
}

enum smp_rc images_set(struct recovery *r, const struct smp_request *request,
                       struct smp_answer *answer)
{
    (void)r;
    (void)request;
    return answer_as_played("set", answer);
}

enum smp_rc images_erase(struct recovery *r, const struct smp_request *request,
                         struct smp_answer *answer)
{
    (void)r;
    (void)request;
    return answer_as_played("erase", answer);
}

enum smp_rc images_slots(struct recovery *r, const struct smp_request *request,
                         struct smp_answer *answer)
{
    (void)r;
    (void)request;
    return answer_as_played("slots", answer);
}

enum smp_rc upload_handle(struct recovery *r, const struct smp_request *request,
                          struct smp_answer *answer)
{
    (void)r;
    (void)request;
    return answer_as_played("upload", answer);
}

static int setup(void **state)
{
    (void)state;
    memset(&recovery, 0, sizeof(recovery));
    memset(&play, 0, sizeof(play));
    memset(&config, 0, sizeof(config));
    boot.config = &config;
    recovery.boot = &boot;
    return 0;
}

static uint32_t handle(const struct hex *message)
{
    /* of exactly its size, so that sanitizers see a byte too many */
    uint8_t *copy = malloc(message->len);
    uint32_t len;

    assert_non_null(copy);
    memcpy(copy, message->bytes, message->len);
    memset(out, 0xa5, sizeof(out));
    len = smp_handle(&recovery, copy, (uint32_t)message->len, out);
    free(copy);
    return len;
}

static void expect(const char *request, const char *answer)
{
    struct hex message = hex_read(request);
    struct hex expected = hex_read(answer);

    assert_int_equal(handle(&message), expected.len);
    assert_memory_equal(out, expected.bytes, expected.len);
}

static void expect_example(enum smp_example_name request,
                           enum smp_example_name answer)
{
    expect(smp_examples[request].message, smp_examples[answer].message);
}

static void echo_answers_its_text(void **state)
{
    (void)state;
    expect_example(EXAMPLE_ECHO, EXAMPLE_ECHO_ANSWER);
    /* read, v2, "d" behind an unknown key, invalid UTF-8 */
    expect("0800000b00000100a2"
           "6178820102616462fffe",
           "0900000600000100a1617262fffe");
    expect("0200000400004200a1616460", "0300000400004200a1617260");
}

static void echo_wants_a_text(void **state)
{
    static const char *const payloads[] = {
        "0200000000004200",           "0200000100004200a0",
        "0200000400004200a1616440",   "0200000400004200a1616400",
        "0200000500004200a161646000", "0200000700004200a2616460616460",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(payloads) / sizeof(payloads[0]); i++) {
        expect(payloads[i], "0300000500004200a162726303");
    }
}

static void echo_answers_what_fits(void **state)
{
    /* header 8, map 1, key 2, head of the text 3 */
    uint32_t most = SMP_ANSWER_LEN - 8 - 1 - 2 - 3;

    (void)state;
    for (uint32_t len = most; len <= most + 1; len++) {
        struct hex message = hex_read("0200000000004200a1616479");

        message.bytes[message.len++] = (uint8_t)(len >> 8);
        message.bytes[message.len++] = (uint8_t)len;
        message.len += len;
        message.bytes[2] = (uint8_t)((message.len - 8) >> 8);
        message.bytes[3] = (uint8_t)(message.len - 8);
        if (len == most) {
            assert_int_equal(handle(&message), SMP_ANSWER_LEN);
        } else {
            assert_int_equal(handle(&message), 13);
            assert_memory_equal(out + 8, "\xa1\x62rc\x02", 5);
        }
    }
}

static void console_echo_is_acknowledged(void **state)
{
    (void)state;
    expect("0200000400004201a1616500", "0300000500004201a162726300");
    expect("0a00000100000101a0", "0b00000100000101a0");
    expect("02000001000042017b", "0300000500004201a162726300");
}

static void reset_is_as_in_the_examples(void **state)
{
    (void)state;
    expect_example(EXAMPLE_RESET_GO, EXAMPLE_RESET_ANSWER);
    assert_int_equal(recovery.next, RECOVERY_RESET);
    recovery.next = RECOVERY_GOES_ON;
    expect_example(EXAMPLE_RESET_RUST, EXAMPLE_RESET_ANSWER);
    assert_int_equal(recovery.next, RECOVERY_RESET);
    expect("0a00000100000105a0", "0b00000100000105a0");
}

static const struct {
    const char *payload;
    enum recovery_next next; /* GOES_ON: rc 3 */
} resets[] = {
    {"bfff", RECOVERY_RESET},
    {"a165666f72636500", RECOVERY_RESET},
    {"a165666f72636501", RECOVERY_RESET},
    {"a165666f726365f5", RECOVERY_RESET},
    {"a169626f6f745f6d6f646500", RECOVERY_RESET},
    {"a169626f6f745f6d6f646501", RECOVERY_RESET_TO_US},
    {"a165666f72636560", RECOVERY_GOES_ON},
    {"a169626f6f745f6d6f646518ff", RECOVERY_RESET},
    {"a169626f6f745f6d6f64651b0000000100000001", RECOVERY_RESET},
    {"a169626f6f745f6d6f646561"
     "31",
     RECOVERY_GOES_ON},
    {"a265666f726365f569626f6f745f6d6f646501", RECOVERY_RESET_TO_US},
    {"a0a0", RECOVERY_GOES_ON},
    {"80", RECOVERY_GOES_ON},
};

static void reset_reads_boot_mode_and_force(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(resets) / sizeof(resets[0]); i++) {
        char request[128];

        snprintf(request, sizeof(request), "020000%02x00004205%s",
                 (unsigned)strlen(resets[i].payload) / 2, resets[i].payload);
        recovery.next = RECOVERY_GOES_ON;
        expect(request, resets[i].next == RECOVERY_GOES_ON
                            ? "0300000500004205a162726303"
                            : "0300000500004205a162726300");
        assert_int_equal(recovery.next, resets[i].next);
    }
}

static void reset_needs_a_write(void **state)
{
    (void)state;
    expect("0000000100004205a0", "0100000500004205a162726308");
    assert_int_equal(recovery.next, RECOVERY_GOES_ON);
}

static void params_tell_the_packet_buffer(void **state)
{
    struct hex answer =
        hex_read(smp_examples[EXAMPLE_PARAMS_ANSWER_1024].message);
    struct hex request = hex_read(smp_examples[EXAMPLE_PARAMS].message);

    /* the example with 4096 for 1024 */
    (void)state;
    answer.bytes[19] = 0x10;
    assert_int_equal(handle(&request), answer.len);
    assert_memory_equal(out, answer.bytes, answer.len);
    /* the payload is passed over, a write is not supported */
    expect("0800000200000006ff00",
           "0900001800000006a2686275665f73697a65191000696275665f636f756e7401");
    expect("0a00000100000006a0", "0b00000500000006a162726308");
}

static void loader_says_its_name_and_mode(void **state)
{
    static const uint8_t modes[] = {
        [UPDATE_SCRATCH] = 1, [UPDATE_MOVE] = 3, [UPDATE_OVERWRITE] = 2};

    (void)state;
    expect_example(EXAMPLE_LOADER, EXAMPLE_LOADER_ANSWER);
    for (uint8_t mode = UPDATE_SCRATCH; mode <= UPDATE_OVERWRITE; mode++) {
        char answer[] = "0900000700000108a1646d6f646500";

        config.mode = (enum update_mode)mode;
        answer[strlen(answer) - 1] = (char)('0' + modes[mode]);
        expect("0800000c00000108a16571756572"
               "79646d6f6465",
               answer);
    }
    /* other queries, and one of another kind */
    expect("0800000d00000108a1657175657279656d6f646573",
           "0900000500000108a162726308");
    expect("0800000800000108a165717565727960", "0900000500000108a162726308");
    expect("0800000c00000108a16571756572"
           "7964736c6f74",
           "0900000500000108a162726308");
    expect("0800000800000108a16571756572"
           "7901",
           "0900000500000108a162726303");
}

static const struct {
    const char *request; /* without its payload, which is a0 */
    const char *asked;   /* NULL: rc 8 */
} routes[] = {
    {"0000000100014200", "list"},   {"0200000100014200", "set"},
    {"0200000100014201", "upload"}, {"0200000100014205", "erase"},
    {"0000000100014206", "slots"},  {"0000000100014201", NULL},
    {"0000000100014205", NULL},     {"0200000100014206", NULL},
    {"0200000100010100", "set"},
};

static void each_command_has_its_op(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        char request[32];

        snprintf(request, sizeof(request), "%sa0", routes[i].request);
        play.asked = NULL;
        struct hex message = hex_read(request);

        assert_int_equal(handle(&message), 13);
        assert_int_equal(out[12], routes[i].asked == NULL ? 8 : 0);
        if (routes[i].asked == NULL) {
            assert_null(play.asked);
        } else {
            assert_string_equal(play.asked, routes[i].asked);
        }
    }
}

static bool is_ours(uint32_t group, uint32_t id, bool is_write)
{
    static const uint8_t read_ids[2] = {0x41 | 1 << 0, 0x41};
    static const uint8_t write_ids[2] = {0x23, 0x23};

    if (group == 0 && id == 8) {
        return !is_write;
    }
    return group < 2 && id < 8 &&
           ((is_write ? write_ids[group] : read_ids[group]) >> id & 1) != 0;
}

static void others_are_not_supported(void **state)
{
    static const uint32_t groups[] = {0,  1,  2,   3,   8,      9,     63,
                                      64, 70, 256, 257, 0x7fff, 0xffff};

    (void)state;
    for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++) {
        for (uint32_t n = 0; n < 512; n++) {
            struct hex message = hex_read("0000000100004200a0");

            message.bytes[0] = (uint8_t)(n >> 8 << 1);
            message.bytes[4] = (uint8_t)(groups[g] >> 8);
            message.bytes[5] = (uint8_t)groups[g];
            message.bytes[7] = (uint8_t)n;
            assert_true(handle(&message) > 8);
            assert_int_equal(out[0], message.bytes[0] + 1);
            assert_memory_equal(out + 4, message.bytes + 4, 4);
            assert_int_equal(memcmp(out + 8, "\xa1\x62rc\x08", 5) != 0,
                             is_ours(groups[g], n & 0xff, n >> 8 != 0));
        }
    }
}

static void unknown_group_is_as_in_the_example(void **state)
{
    (void)state;
    expect_example(EXAMPLE_GROUP_9, EXAMPLE_GROUP_9_ANSWER);
}

static void success_and_errors_have_their_forms(void **state)
{
    (void)state;
    play.is_offset = true;
    expect_example(EXAMPLE_UPLOAD_GO, EXAMPLE_OFF_40);
    /* what a command wrote before it failed is dropped */
    play.rc = SMP_INVALID;
    expect_example(EXAMPLE_UPLOAD_TEXT, EXAMPLE_RC_3);
    play.is_offset = false;
    expect_example(EXAMPLE_UPLOAD_EMPTY, EXAMPLE_RC_3);
    play.reason = "too old";
    expect("0a00000100010501a0", "0b00001100010501a2627263036372736e67"
                                 "746f6f206f6c64");
    /* a reason is of errors only */
    play.rc = SMP_OK;
    expect("0a00000100010501a0", "0b00000100010501a0");
    expect("0200000100010501a0", "0300000500010501a162726300");
}

static void answer_that_does_not_fit_is_rc_2(void **state)
{
    (void)state;
    play.len = SMP_ANSWER_LEN - 8 + 1;
    expect("0200000100010501a0", "0300000500010501a162726302");
    play.len = SMP_ANSWER_LEN - 8;
    struct hex message = hex_read("0200000100010501a0");
    assert_int_equal(handle(&message), SMP_ANSWER_LEN);
}

static void what_is_no_request_gets_no_answer(void **state)
{
    (void)state;
    for (uint32_t first = 0; first < 256; first++) {
        struct hex message = hex_read("00000001000142"
                                      "00a0");
        uint32_t op = first & 7;

        message.bytes[0] = (uint8_t)first;
        if (op != 0 && op != 2) {
            assert_int_equal(handle(&message), 0);
        } else {
            assert_true(handle(&message) != 0);
        }
    }
}

static void length_must_be_the_payloads(void **state)
{
    static const uint32_t lengths[] = {0, 2, 0x8001, 0x0100, 0xffff};

    (void)state;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct hex message = hex_read("0000000100014200a0");

        message.bytes[2] = (uint8_t)(lengths[i] >> 8);
        message.bytes[3] = (uint8_t)lengths[i];
        assert_int_equal(handle(&message), 0);
    }
    assert_null(play.asked);
}

static void version_and_header_are_answered_so(void **state)
{
    (void)state;
    /* versions 2 and 3 are too new, even of unknown groups */
    expect("1000000100010100a0", "110000050001"
                                 "0100a16272630d");
    expect("1a00000100091005a0", "1b00000500091005a16272630d");
    assert_null(play.asked);
    /* reserved bits and flags are not sent back; sequences 0 and 255 are */
    expect("eaff00010001ff01a0", "0b0000010001ff01a0");
    expect("e2ff000100010001a0", "0300000500010001a162726300");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(echo_answers_its_text, setup),
        cmocka_unit_test_setup(echo_wants_a_text, setup),
        cmocka_unit_test_setup(echo_answers_what_fits, setup),
        cmocka_unit_test_setup(console_echo_is_acknowledged, setup),
        cmocka_unit_test_setup(reset_is_as_in_the_examples, setup),
        cmocka_unit_test_setup(reset_reads_boot_mode_and_force, setup),
        cmocka_unit_test_setup(reset_needs_a_write, setup),
        cmocka_unit_test_setup(params_tell_the_packet_buffer, setup),
        cmocka_unit_test_setup(loader_says_its_name_and_mode, setup),
        cmocka_unit_test_setup(each_command_has_its_op, setup),
        cmocka_unit_test_setup(others_are_not_supported, setup),
        cmocka_unit_test_setup(unknown_group_is_as_in_the_example, setup),
        cmocka_unit_test_setup(success_and_errors_have_their_forms, setup),
        cmocka_unit_test_setup(answer_that_does_not_fit_is_rc_2, setup),
        cmocka_unit_test_setup(what_is_no_request_gets_no_answer, setup),
        cmocka_unit_test_setup(length_must_be_the_payloads, setup),
        cmocka_unit_test_setup(version_and_header_are_answered_so, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
