/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device in recovery, all of it in memory: virtual flash, boot code, the
 * protocol machine, and a line whose other end the test holds. Each exchange
 * is checked for what always must hold: one answer or none, no byte besides,
 * an answer that the strictest client takes, no write outside the slots, no
 * broken rule of the flash.
 *
 * What does not hold is told in words: tests, campaign and fuzzer share this.
 */
#ifndef TESTS_RECOVERY_DOCK_H
#define TESTS_RECOVERY_DOCK_H

#include <setjmp.h>

#include "core/boot.h"
#include "port/sim/nor.h"
#include "port/sim/sim_serial.h"
#include "recovery/recovery.h"
#include "tests/recovery/answer.h"

#define DOCK_SECTOR       4096u
#define DOCK_SLOT_SECTORS 10u
#define DOCK_SLOT         (DOCK_SLOT_SECTORS * DOCK_SECTOR)
#define DOCK_IMAGES       2u
#define DOCK_SECTORS      (DOCK_IMAGES * SLOT_COUNT * DOCK_SLOT_SECTORS + 4u)
#define DOCK_LEN          (DOCK_SECTORS * DOCK_SECTOR)
#define DOCK_OUT          65536u /* bytes that one exchange may answer */

/** A product. */
struct dock_shape {
    const char *name;
    enum update_mode mode;
    bool encrypted; /* write unit and alignment are 32, erased reads as noise */
    bool direct;    /* uploads go to the primary slot */
    bool by_sector; /* erase by sector, no large blocks */
    bool prevent_downgrade;
    bool short_trailer; /* shorter than a sector */
    uint8_t images;     /* 1 or 2; 0: 1 */
};

/** A device; members may be read and changed at will. */
struct dock {
    struct flash flash;
    struct boot_config config;
    struct recovery_config recovery_config;
    struct boot boot;
    struct boot_result result;
    struct recovery recovery;
    struct sim_wire line;
    enum recovery_next next; /* what the last turn asked for */
    jmp_buf power;
    uint32_t erase_ms;     /* time that passes with each erase, 0: none */
    bool receives;         /* bytes are taken while the flash is busy */
    bool is_cut;           /* power failed in the last call */
    uint32_t answer_count; /* of the last exchange */
    struct answer answer;  /* the last of them */
    uint8_t sequence;      /* of our own requests */
    uint8_t out[DOCK_OUT];
    uint32_t wear[DOCK_SECTORS];
    uint8_t written[DOCK_LEN / 8];
    uint8_t data[DOCK_LEN];
};

/**
 * Makes an erased device.
 *
 * @param[out] d      device
 * @param[in]  shape  product
 */
void dock_open(struct dock *d, const struct dock_shape *shape);

/**
 * Writes bytes into a slot, erasing it first.
 *
 * @param[in,out] d      device
 * @param[in]     image  image number
 * @param[in]     slot   which slot
 * @param[in]     p      len bytes
 * @param[in]     len    bytes
 */
void dock_put(struct dock *d, uint8_t image, enum slot slot, const void *p,
              uint32_t len);

/**
 * Tells whether a slot begins with some bytes.
 *
 * @param[in] d      device
 * @param[in] image  image number
 * @param[in] slot   which slot
 * @param[in] p      len bytes
 * @param[in] len    bytes
 *
 * @retval true  it does
 */
MUST_USE bool dock_holds(struct dock *d, uint8_t image, enum slot slot,
                         const void *p, uint32_t len);

/**
 * Resets into recovery.
 *
 * @param[in,out] d  device; is_cut tells whether power failed
 */
void dock_start(struct dock *d);

/**
 * Resets into a normal boot; d->result tells what it starts.
 *
 * @param[in,out] d  device; is_cut tells whether power failed
 *
 * @retval true  something is started
 */
bool dock_boot(struct dock *d);

/**
 * Sends bytes and turns until nothing happens any more; d->out and
 * d->line.out_len hold what was answered.
 *
 * @param[in,out] d    device; is_cut tells whether power failed
 * @param[in]     p    len bytes
 * @param[in]     len  bytes
 */
void dock_feed(struct dock *d, const void *p, uint32_t len);

/**
 * Tells what does not hold that always must.
 *
 * @param[in] d  device
 *
 * @retval NULL  all holds
 */
MUST_USE const char *dock_check(const struct dock *d);

/**
 * Takes apart everything that was answered to dock_feed(): d->answer_count.
 *
 * @param[in,out] d  device; d->answer.message is the last of them
 *
 * @retval NULL   well-formed packets and nothing else
 */
MUST_USE const char *dock_take(struct dock *d);

/**
 * Sends a request and expects exactly one good answer, d->answer.
 *
 * @param[in,out] d  device
 * @param[in]     m  request
 *
 * @retval NULL   it came, and all holds
 */
MUST_USE const char *dock_ask(struct dock *d, const struct wire_message *m);

/**
 * Sends bytes and expects silence.
 *
 * @param[in,out] d    device
 * @param[in]     p    len bytes
 * @param[in]     len  bytes
 *
 * @retval NULL   nothing came, and all holds
 */
MUST_USE const char *dock_silence(struct dock *d, const void *p, uint32_t len);

/**
 * Sends an echo and expects it back.
 *
 * @param[in,out] d  device
 *
 * @retval NULL   it came back, and all holds
 */
MUST_USE const char *dock_alive(struct dock *d);

/**
 * Makes a request with the device's next sequence number.
 *
 * @param[in,out] d        device
 * @param[out]    m        request
 * @param[in]     first    version and op: 0x00, 0x02, 0x08 or 0x0a
 * @param[in]     command  group * 256 + id
 * @param[in]     payload  its bytes
 */
void dock_request(struct dock *d, struct wire_message *m, uint8_t first,
                  uint32_t command, const struct pack *payload);

#endif
