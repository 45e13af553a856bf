/* SPDX-License-Identifier: Apache-2.0 */
/*
 * P-256 against Mbed TLS: what it signs holds, and each verdict on damaged,
 * extreme and constructed signatures is the one that it gives. Published
 * vectors: ecdsa_p256_test.c and tests/wycheproof. Long since all of it works
 * on one set of the library's numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <mbedtls/ecdsa.h>
#include <mbedtls/ecp.h>

#include "crypto/p256.h"
#include "crypto/signature.h"
#include "tests/unit/draw.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define ORDINARY     150 /* drawn keys; each is signed with once */

#define DONE(call) assert_int_equal(call, 0)

/* SPEC, "Public keys": what stands before the point's 04 */
static const uint8_t spki_head[] = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a,
                                    0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
                                    0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03,
                                    0x01, 0x07, 0x03, 0x42, 0x00};

/** A signature with all that it is checked against. */
struct sample {
    uint8_t point[1 + 2 * P256_LEN]; /* 04, x, y */
    uint8_t digest[HASH_LEN];
    uint8_t numbers[2 * P256_LEN]; /* r, s */
};

/** The numbers that tests compute with. */
struct rig {
    mbedtls_ecp_group group;
    mbedtls_ecp_point q;
    mbedtls_ecp_point point;
    mbedtls_mpi d;
    mbedtls_mpi e;
    mbedtls_mpi r;
    mbedtls_mpi s;
    mbedtls_mpi k;
    mbedtls_mpi t;
};

/** n + offset if of_order, otherwise offset: modulo 2^256. */
struct edge {
    bool of_order;
    int offset;
};

static struct rig rig;

static int rig_open(void **state)
{
    (void)state;
    draw_start();
    mbedtls_ecp_group_init(&rig.group);
    mbedtls_ecp_point_init(&rig.q);
    mbedtls_ecp_point_init(&rig.point);
    mbedtls_mpi_init(&rig.d);
    mbedtls_mpi_init(&rig.e);
    mbedtls_mpi_init(&rig.r);
    mbedtls_mpi_init(&rig.s);
    mbedtls_mpi_init(&rig.k);
    mbedtls_mpi_init(&rig.t);
    return mbedtls_ecp_group_load(&rig.group, MBEDTLS_ECP_DP_SECP256R1);
}

static int rig_close(void **state)
{
    (void)state;
    mbedtls_ecp_group_free(&rig.group);
    mbedtls_ecp_point_free(&rig.q);
    mbedtls_ecp_point_free(&rig.point);
    mbedtls_mpi_free(&rig.d);
    mbedtls_mpi_free(&rig.e);
    mbedtls_mpi_free(&rig.r);
    mbedtls_mpi_free(&rig.s);
    mbedtls_mpi_free(&rig.k);
    mbedtls_mpi_free(&rig.t);
    return 0;
}

/* ---- numbers and samples ---- */

static void set_edge(mbedtls_mpi *x, const struct edge *edge)
{
    DONE(mbedtls_mpi_lset(x, 0));
    if (edge->of_order) {
        DONE(mbedtls_mpi_copy(x, &rig.group.N));
    }
    DONE(mbedtls_mpi_add_int(x, x, edge->offset));
    if (mbedtls_mpi_cmp_int(x, 0) < 0) {
        DONE(mbedtls_mpi_lset(&rig.t, 1));
        DONE(mbedtls_mpi_shift_l(&rig.t, 256));
        DONE(mbedtls_mpi_add_mpi(x, x, &rig.t));
    }
}

static void set_random(mbedtls_mpi *x)
{
    DONE(mbedtls_mpi_random(x, 1, &rig.group.N, draw_fill, NULL));
}

/* z = x y mod n */
static void multiply(mbedtls_mpi *z, const mbedtls_mpi *x, const mbedtls_mpi *y)
{
    DONE(mbedtls_mpi_mul_mpi(z, x, y));
    DONE(mbedtls_mpi_mod_mpi(z, z, &rig.group.N));
}

static void put(uint8_t *p, const mbedtls_mpi *x)
{
    DONE(mbedtls_mpi_write_binary(x, p, P256_LEN));
}

/* The sample of the rig's q, e, r and s. */
static void sample_take(struct sample *it)
{
    size_t len = 0;

    DONE(mbedtls_ecp_point_write_binary(&rig.group, &rig.q,
                                        MBEDTLS_ECP_PF_UNCOMPRESSED, &len,
                                        it->point, sizeof(it->point)));
    assert_int_equal(len, sizeof(it->point));
    put(it->digest, &rig.e);
    put(it->numbers, &rig.r);
    put(it->numbers + P256_LEN, &rig.s);
}

static void set_key(void)
{
    DONE(mbedtls_ecp_mul(&rig.group, &rig.q, &rig.d, &rig.group.G, draw_fill,
                         NULL));
}

/* A drawn digest, signed by Mbed TLS with a drawn key. */
static void sample_draw(struct sample *it)
{
    set_random(&rig.d);
    set_key();
    (void)draw_fill(NULL, it->digest, HASH_LEN);
    DONE(mbedtls_mpi_read_binary(&rig.e, it->digest, HASH_LEN));
    DONE(mbedtls_ecdsa_sign(&rig.group, &rig.r, &rig.s, &rig.d, it->digest,
                            HASH_LEN, draw_fill, NULL));
    sample_take(it);
}

/* ---- verdicts ---- */

static bool ours(const struct sample *it)
{
    return verdict_is_pass(p256_verify(it->point + 1, it->digest, it->numbers));
}

static bool theirs(const struct sample *it)
{
    DONE(mbedtls_mpi_read_binary(&rig.r, it->numbers, P256_LEN));
    DONE(mbedtls_mpi_read_binary(&rig.s, it->numbers + P256_LEN, P256_LEN));
    return mbedtls_ecp_point_read_binary(&rig.group, &rig.point, it->point,
                                         sizeof(it->point)) == 0 &&
           mbedtls_ecp_check_pubkey(&rig.group, &rig.point) == 0 &&
           mbedtls_ecdsa_verify(&rig.group, it->digest, HASH_LEN, &rig.point,
                                &rig.r, &rig.s) == 0;
}

static void print_bytes(const char *name, const uint8_t *p, size_t len)
{
    fprintf(stderr, "%s ", name);
    for (size_t i = 0; i < len; i++) {
        fprintf(stderr, "%02x", p[i]);
    }
    fputc('\n', stderr);
}

/* Prints what a failing test leaves behind, to be checked by itself. */
static bool told(const struct sample *it, bool good)
{
    if (!good) {
        print_bytes("point ", it->point, sizeof(it->point));
        print_bytes("digest", it->digest, sizeof(it->digest));
        print_bytes("r, s  ", it->numbers, sizeof(it->numbers));
    }
    return good;
}

/* Returns the verdict of both. */
static bool both(const struct sample *it)
{
    bool verdict = theirs(it);

    assert_true(told(it, ours(it) == verdict));
    return verdict;
}

static void expect_valid(const struct sample *it)
{
    assert_true(told(it, both(it)));
}

/* ---- damage ---- */

static void flip(uint8_t *p, uint32_t len)
{
    p[draw_below(len)] ^= (uint8_t)(1u << draw_below(8));
}

static void flip_r(struct sample *it)
{
    flip(it->numbers, P256_LEN);
}

static void flip_s(struct sample *it)
{
    flip(it->numbers + P256_LEN, P256_LEN);
}

static void flip_digest(struct sample *it)
{
    flip(it->digest, HASH_LEN);
}

static void flip_key(struct sample *it)
{
    flip(it->point + 1, 2 * P256_LEN);
}

static void swap_numbers(struct sample *it)
{
    struct sample old = *it;

    memcpy(it->numbers, old.numbers + P256_LEN, P256_LEN);
    memcpy(it->numbers + P256_LEN, old.numbers, P256_LEN);
}

/* y becomes p - y: a point, but another one */
static void negate_key(struct sample *it)
{
    DONE(mbedtls_mpi_read_binary(&rig.t, it->point + 1 + P256_LEN, P256_LEN));
    DONE(mbedtls_mpi_sub_mpi(&rig.t, &rig.group.P, &rig.t));
    put(it->point + 1 + P256_LEN, &rig.t);
}

static void negate_s(struct sample *it)
{
    DONE(mbedtls_mpi_read_binary(&rig.t, it->numbers + P256_LEN, P256_LEN));
    DONE(mbedtls_mpi_sub_mpi(&rig.t, &rig.group.N, &rig.t));
    put(it->numbers + P256_LEN, &rig.t);
}

/* number += m */
static void increase(uint8_t *number, const mbedtls_mpi *m)
{
    DONE(mbedtls_mpi_read_binary(&rig.t, number, P256_LEN));
    DONE(mbedtls_mpi_add_mpi(&rig.t, &rig.t, m));
    put(number, &rig.t);
}

static void raise_r(struct sample *it)
{
    increase(it->numbers, &rig.group.N);
}

static void raise_s(struct sample *it)
{
    increase(it->numbers + P256_LEN, &rig.group.N);
}

static void raise_key_x(struct sample *it)
{
    increase(it->point + 1, &rig.group.P);
}

/* r + n is x modulo p then, but not below p */
static void raise_to_p_minus_n(struct sample *it)
{
    DONE(mbedtls_mpi_sub_mpi(&rig.k, &rig.group.P, &rig.group.N));
    increase(it->numbers, &rig.k);
    increase(it->numbers + P256_LEN, &rig.k);
}

/* Its product with 1 needs no curve. */
static void leave_curve(struct sample *it)
{
    flip(it->point + 1 + P256_LEN, P256_LEN);
}

/* ---- tests ---- */

static void drawn_signatures_hold_and_so_do_those_of_minus_s(void **state)
{
    struct sample it;

    (void)state;
    for (int i = 0; i < ORDINARY; i++) {
        sample_draw(&it);
        assert_true(told(&it, ours(&it)));
        negate_s(&it);
        assert_true(told(&it, ours(&it)));
    }
}

static void der_of_drawn_signatures_holds(void **state)
{
    uint8_t der[MBEDTLS_ECDSA_MAX_LEN];
    uint8_t spki[sizeof(spki_head) + 1 + 2 * P256_LEN];
    const struct public_key key = {spki, sizeof(spki)};
    mbedtls_ecdsa_context pair;
    uint8_t digest[HASH_LEN];
    size_t len;

    (void)state;
    memcpy(spki, spki_head, sizeof(spki_head));
    for (int i = 0; i < ORDINARY; i++) {
        mbedtls_ecdsa_init(&pair);
        DONE(mbedtls_ecdsa_genkey(&pair, MBEDTLS_ECP_DP_SECP256R1, draw_fill,
                                  NULL));
        DONE(mbedtls_ecp_write_public_key(&pair, MBEDTLS_ECP_PF_UNCOMPRESSED,
                                          &len, spki + sizeof(spki_head),
                                          sizeof(spki) - sizeof(spki_head)));
        (void)draw_fill(NULL, digest, HASH_LEN);
        DONE(mbedtls_ecdsa_write_signature(&pair, MBEDTLS_MD_SHA256, digest,
                                           HASH_LEN, der, sizeof(der), &len,
                                           draw_fill, NULL));
        mbedtls_ecdsa_free(&pair);
        assert_true(verdict_is_pass(
            signature_ecdsa_p256.verify(&key, digest, der, len)));
    }
}

static void damaged_signatures_are_refused_by_both(void **state)
{
    static void (*const damage[])(struct sample *) = {
        flip_r, flip_s, flip_digest, flip_key, swap_numbers, negate_key};
    struct sample it;

    (void)state;
    for (uint32_t i = 0; i < ORDINARY; i++) {
        sample_draw(&it);
        damage[i % COUNT(damage)](&it);
        assert_true(told(&it, !both(&it)));
    }
}

/* Includes 0, n, and what lies above n. */
static void extreme_r_and_s_get_the_same_verdict(void **state)
{
    static const struct edge edges[] = {{false, 0}, {false, 1}, {false, 2},
                                        {true, -1}, {true, 0},  {true, 1},
                                        {false, -1}};
    struct sample drawn;

    (void)state;
    sample_draw(&drawn);
    for (size_t i = 0; i < COUNT(edges) * COUNT(edges); i++) {
        struct sample it = drawn;

        set_edge(&rig.r, &edges[i / COUNT(edges)]);
        set_edge(&rig.s, &edges[i % COUNT(edges)]);
        put(it.numbers, &rig.r);
        (void)both(&it);
        put(it.numbers + P256_LEN, &rig.s);
        (void)both(&it);
        memcpy(it.numbers, drawn.numbers, P256_LEN);
        (void)both(&it);
    }
}

/* s = (e + r d) / k for r = x of k G; false: s is 0, and that is no signature
 */
static bool sign_with(const mbedtls_mpi *k)
{
    DONE(mbedtls_ecp_mul(&rig.group, &rig.point, k, &rig.group.G, draw_fill,
                         NULL));
    DONE(mbedtls_mpi_mod_mpi(&rig.r, &rig.point.MBEDTLS_PRIVATE(X),
                             &rig.group.N));
    multiply(&rig.s, &rig.r, &rig.d);
    DONE(mbedtls_mpi_add_mpi(&rig.s, &rig.s, &rig.e));
    DONE(mbedtls_mpi_inv_mod(&rig.t, k, &rig.group.N));
    multiply(&rig.s, &rig.s, &rig.t);
    return mbedtls_mpi_cmp_int(&rig.s, 0) != 0;
}

/*
 * Keys and nonces near 0 and n, and digests from 0 to beyond n: a digest of 0
 * or n leaves only the key's product, and sums of small multiples of the base
 * point meet themselves, their opposite, or nothing.
 */
static void extreme_keys_nonces_and_digests_hold(void **state)
{
    static const struct edge scalars[] = {
        {false, 1}, {false, 2}, {false, 3}, {true, -2}, {true, -1}};
    static const struct edge digests[] = {{false, 0}, {false, 1}, {true, -1},
                                          {true, 0},  {true, 1},  {false, -1}};
    struct sample it;

    (void)state;
    for (size_t i = 0; i < COUNT(scalars); i++) {
        set_edge(&rig.d, &scalars[i]);
        set_key();
        for (size_t j = 0; j < COUNT(digests) * COUNT(scalars); j++) {
            set_edge(&rig.e, &digests[j / COUNT(scalars)]);
            set_edge(&rig.k, &scalars[j % COUNT(scalars)]);
            assert_true(sign_with(&rig.k));
            sample_take(&it);
            expect_valid(&it);
            flip_digest(&it);
            (void)both(&it);
        }
    }
}

/*
 * Makes the key, digest and signature for which u1 G + u2 Q is the rig's point:
 * Q = (point - u1 G) / u2, s = r / u2, e = u1 s.
 */
static void sample_construct(struct sample *it, const struct edge *u1,
                             const struct edge *u2)
{
    mbedtls_mpi *inverse = &rig.k;
    mbedtls_mpi *scale = &rig.d;

    set_edge(&rig.t, u2);
    DONE(mbedtls_mpi_inv_mod(inverse, &rig.t, &rig.group.N));
    DONE(mbedtls_mpi_mod_mpi(&rig.r, &rig.point.MBEDTLS_PRIVATE(X),
                             &rig.group.N));
    multiply(&rig.s, &rig.r, inverse);
    set_edge(&rig.e, u1);
    multiply(scale, &rig.e, inverse);
    multiply(&rig.e, &rig.e, &rig.s);
    DONE(mbedtls_mpi_sub_mpi(scale, &rig.group.N, scale));
    DONE(mbedtls_mpi_mod_mpi(scale, scale, &rig.group.N));
    DONE(mbedtls_ecp_muladd(&rig.group, &rig.q, inverse, &rig.point, scale,
                            &rig.group.G));
    sample_take(it);
}

/* A point whose x is base or a little above. */
static void set_point_above(const mbedtls_mpi *base)
{
    uint8_t bytes[1 + P256_LEN] = {2};

    do {
        DONE(mbedtls_mpi_add_int(&rig.t, base, (int)draw_below(1u << 30)));
        put(bytes + 1, &rig.t);
        DONE(mbedtls_ecp_point_read_binary(&rig.group, &rig.point, bytes,
                                           sizeof(bytes)));
    } while (mbedtls_ecp_check_pubkey(&rig.group, &rig.point) != 0);
}

/* Below p: r = x - n. */
static void set_point_beyond_order(void)
{
    set_point_above(&rig.group.N);
}

static void set_point_random(void)
{
    set_random(&rig.k);
    DONE(mbedtls_ecp_mul(&rig.group, &rig.point, &rig.k, &rig.group.G,
                         draw_fill, NULL));
}

static void expect_constructed(void (*set_point)(void),
                               void (*damage)(struct sample *))
{
    static const struct edge u1[] = {
        {false, 0}, {false, 1}, {false, 2}, {true, -2}, {true, -1}};
    static const struct edge u2[] = {
        {false, 1}, {false, 2}, {true, -2}, {true, -1}};
    struct sample it;

    for (size_t i = 0; i < COUNT(u1) * COUNT(u2); i++) {
        set_point();
        sample_construct(&it, &u1[i / COUNT(u2)], &u2[i % COUNT(u2)]);
        expect_valid(&it);
        damage(&it);
        assert_true(told(&it, !both(&it)));
    }
}

static void extreme_factors_of_both_points_hold(void **state)
{
    (void)state;
    expect_constructed(set_point_random, flip_r);
}

static void r_holds_for_an_x_between_the_order_and_p(void **state)
{
    (void)state;
    /* r + n is x itself, and no r */
    expect_constructed(set_point_beyond_order, raise_r);
}

/* A digest of 0, and r = s: the sum is the key, whose x is small. */
static void sample_of_small_x(struct sample *it)
{
    DONE(mbedtls_mpi_lset(&rig.e, 0));
    set_point_above(&rig.e);
    DONE(mbedtls_ecp_copy(&rig.q, &rig.point));
    DONE(mbedtls_mpi_copy(&rig.r, &rig.point.MBEDTLS_PRIVATE(X)));
    DONE(mbedtls_mpi_copy(&rig.s, &rig.r));
    sample_take(it);
}

static void numbers_beyond_their_range_are_refused_by_both(void **state)
{
    static void (*const damage[])(struct sample *) = {
        raise_r, raise_s, raise_key_x, raise_to_p_minus_n, leave_curve};
    struct sample it;

    (void)state;
    for (uint32_t i = 0; i < 8 * COUNT(damage); i++) {
        sample_of_small_x(&it);
        expect_valid(&it);
        damage[i % COUNT(damage)](&it);
        assert_true(told(&it, !both(&it)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawn_signatures_hold_and_so_do_those_of_minus_s),
        cmocka_unit_test(der_of_drawn_signatures_holds),
        cmocka_unit_test(damaged_signatures_are_refused_by_both),
        cmocka_unit_test(extreme_r_and_s_get_the_same_verdict),
        cmocka_unit_test(extreme_keys_nonces_and_digests_hold),
        cmocka_unit_test(extreme_factors_of_both_points_hold),
        cmocka_unit_test(r_holds_for_an_x_between_the_order_and_p),
        cmocka_unit_test(numbers_beyond_their_range_are_refused_by_both),
    };

    return cmocka_run_group_tests(tests, rig_open, rig_close);
}
