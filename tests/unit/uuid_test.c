/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vendor and class identifiers. The names and their identifiers come from
 * imgtool; that of www.example.com is RFC 9562, A.4.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "host/image/uuid.h"
#include "tests/unit/hex.h"

#define VENDOR "cfbff0d193755685968c48ce8b15ae17" /* example.com */
#define CLASS  "38ede018f5f7507bb1e71f20a8a15545" /* foo, of that vendor */

static const char *const names[] = {
    "cfbff0d1-93755685968c48ce8b15ae17",
    "cfbff0d1-9375-5685-968c48ce8b15ae17",
    "{cfbff0d1-9375-5685-968c-48ce8b15ae17}",
    "cfbff0d193755685968c48ce8b15ae1",
    "cfbff0d193755685968c48ce8b15ae17x",
    "zfbff0d193755685968c48ce8b15ae17",
    "cfbff0d1-9375-5685-968c-48ce8b15ae1-",
    "----cfbff0d193755685968c48ce8b15ae17",
    "cfbff0d1--937-5685-968c-48ce8b15ae17",
    "",
};

static void expect(const uint8_t uuid[UUID_LEN], const char *digits)
{
    struct hex expected = hex_read(digits);

    assert_memory_equal(uuid, expected.bytes, UUID_LEN);
}

static void uuid_vendor_makes_names_of_the_dns_space(void **state)
{
    uint8_t uuid[UUID_LEN];

    (void)state;
    assert_true(uuid_vendor("example.com", uuid));
    expect(uuid, VENDOR);
    assert_true(uuid_vendor("www.example.com", uuid));
    expect(uuid, "2ed6657de927568b95e12665a8aea6a2");
}

static void uuid_class_makes_names_of_the_vendor(void **state)
{
    struct hex vendor = hex_read(VENDOR);
    uint8_t uuid[UUID_LEN];

    (void)state;
    assert_true(uuid_class("foo", vendor.bytes, uuid));
    expect(uuid, CLASS);
    assert_false(uuid_class("foo", NULL, uuid));
}

static void uuids_are_taken_as_they_are(void **state)
{
    uint8_t uuid[UUID_LEN];

    (void)state;
    assert_true(uuid_vendor("cfbff0d193755685968c48ce8b15ae17", uuid));
    expect(uuid, VENDOR);
    assert_true(uuid_vendor("CFBFF0D1-9375-5685-968C-48ce8b15ae17", uuid));
    expect(uuid, VENDOR);
    assert_true(uuid_class("38EDE018-f5f7-507b-b1e7-1f20a8a15545", NULL, uuid));
    expect(uuid, CLASS);
}

static void uuid_parse_takes_other_forms_for_names(void **state)
{
    uint8_t uuid[UUID_LEN];

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_false(uuid_parse(names[i], uuid));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uuid_vendor_makes_names_of_the_dns_space),
        cmocka_unit_test(uuid_class_makes_names_of_the_vendor),
        cmocka_unit_test(uuids_are_taken_as_they_are),
        cmocka_unit_test(uuid_parse_takes_other_forms_for_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
