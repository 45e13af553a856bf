/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Uploads to a product that asks for a signature: what a boot would refuse is
 * told at the end of the upload, and the image that is there stays.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/recovery/given.h"
#include "tests/unit/signer.h"

#define PAYLOAD_OLD 5000u
#define PAYLOAD_NEW 7000u
#define TLV_SHA256  0x10
#define TLV_ED25519 0x24

static struct signer ours;
static struct signer theirs;
static struct draft old;
static struct draft new;
static struct client c;

static int group_setup(void **state)
{
    (void)state;
    signer_open_ed25519(&ours, 0);
    signer_open_ed25519(&theirs, 1);
    draft_open(&old, PAYLOAD_OLD);
    draft_plain(&old);
    signer_complete(&ours, &old, TLV_ED25519);
    return 0;
}

/* A device with our image, and a new one that somebody signs. */
static void given_signed_by(const struct signer *signer)
{
    struct dock *d = given_dock();

    given_blank(NULL);
    d->config.signature = &signature_ed25519;
    d->config.keys = &ours.public;
    d->config.key_count = 1;
    dock_put(d, 0, SLOT_PRIMARY, old.bytes, old.len);
    dock_start(d);
    draft_open(&new, PAYLOAD_NEW);
    draft_plain(&new);
    if (signer == NULL) {
        draft_tlv(&new, TLV_SHA256, new.digest, HASH_LEN);
    } else {
        signer_complete(signer, &new, TLV_ED25519);
    }
}

static void start_client(void)
{
    client_open(&c, new.bytes, new.len);
}

static bool boots(const struct draft *draft)
{
    return dock_boot(given_dock()) &&
           dock_holds(given_dock(), 0, SLOT_PRIMARY, draft->bytes, draft->len);
}

static void our_signature_is_taken(void **state)
{
    (void)state;
    given_signed_by(&ours);
    start_client();
    upload_all(&c);
    assert_true(boots(&new));
}

static void must_be_refused(void)
{
    start_client();
    assert_int_equal(client_run(&c, given_dock()), CLIENT_REFUSED);
    assert_true(c.rc == RC_CORRUPT || c.rc == RC_INVALID);
    assert_true(answer_has(&given_dock()->answer, 0, KEY_RSN));
    must(dock_alive(given_dock()));
    assert_true(boots(&old));
    assert_false(given_dock()->result.updated);
}

static void image_without_a_signature_is_refused(void **state)
{
    (void)state;
    given_signed_by(NULL);
    must_be_refused();
}

static void signature_of_another_key_is_refused(void **state)
{
    (void)state;
    given_signed_by(&theirs);
    must_be_refused();
}

/* sha is that of the file, with the bit: only the signature tells. */
static void each_kind_of_byte_that_is_signed_counts(void **state)
{
    static const uint32_t places[] = {21, 40, 4096, PAYLOAD_NEW};

    (void)state;
    for (uint32_t i = 0; i < 4; i++) {
        given_signed_by(&ours);
        new.bytes[places[i]] ^= 1;
        must_be_refused();
    }
    given_signed_by(&ours);
    new.bytes[new.len - 1] ^= 1; /* of the signature itself */
    must_be_refused();
}

/* Straight to the primary slot: nothing runs rather than what is not signed. */
static void direct_upload_is_refused_too(void **state)
{
    (void)state;
    given_signed_by(&theirs);
    given_dock()->recovery_config.direct = true;
    start_client();
    assert_int_equal(client_run(&c, given_dock()), CLIENT_REFUSED);
    assert_false(dock_boot(given_dock()));
    dock_start(given_dock());
    given_signed_by(&ours);
    given_dock()->recovery_config.direct = true;
    start_client();
    upload_all(&c);
    assert_true(boots(&new));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_signature_is_taken),
        cmocka_unit_test(image_without_a_signature_is_refused),
        cmocka_unit_test(signature_of_another_key_is_refused),
        cmocka_unit_test(each_kind_of_byte_that_is_signed_counts),
        cmocka_unit_test(direct_upload_is_refused_too),
    };

    return cmocka_run_group_tests(tests, group_setup, NULL);
}
