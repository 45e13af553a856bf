/* SPDX-License-Identifier: Apache-2.0 */
/* See rig.h. */
#include "tests/unit/rig.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "iface/flash_encrypt.h"
#include "iface/hash.h"

#define SCRATCH_ADDR (RIG_IMAGES * 2 * RIG_SLOT)

void rig_open(struct rig *rig, enum update_mode mode)
{
    const struct nor_geometry geometry = {
        .run = {{RIG_SECTOR, RIG_FLASH / RIG_SECTOR}},
        .run_count = 1,
        .write_len = 4,
        .page_len = 256,
        .large_erase_len = 0,
    };

    memset(rig, 0, sizeof(*rig));
    memset(rig->data, 0xff, sizeof(rig->data));
    if (nor_open(&rig->flash, &geometry, rig->data) != OK) {
        abort();
    }
    rig->config.mode = mode;
    rig->config.image_count = 1;
    rig->config.max_align = 8;
    rig->config.sector_max = 8;
    for (uint32_t i = 0; i < RIG_IMAGES; i++) {
        rig->config.slot[i][SLOT_PRIMARY] =
            (struct config_area){2 * i * RIG_SLOT, RIG_SLOT};
        rig->config.slot[i][SLOT_SECONDARY] =
            (struct config_area){(2 * i + 1) * RIG_SLOT, RIG_SLOT};
    }
    rig->config.scratch = (struct config_area){SCRATCH_ADDR, RIG_SECTOR};
}

uint8_t *rig_bytes(struct rig *rig, const struct config_area *area)
{
    return rig->data + area->addr;
}

static uint32_t put_tlv(uint8_t *p, uint16_t type, const uint8_t *data,
                        uint16_t len)
{
    put_le16(p, type);
    put_le16(p + 2, len);
    memcpy(p + 4, data, len);
    return 4u + len;
}

/* Returns the bytes of the protected area; 0 without one. */
static uint16_t put_protected(uint8_t *p, const struct rig_image *image)
{
    uint8_t counter[4];
    uint8_t needs[12] = {(uint8_t)image->needs, 0, 0, 0, image->needs_major};
    uint32_t len = 4;

    if (image->counter != 0) {
        put_le32(counter, image->counter);
        len += put_tlv(p + len, 0x50, counter, sizeof(counter));
    }
    if (image->needs >= 0) {
        len += put_tlv(p + len, 0x40, needs, sizeof(needs));
    }
    if (len == 4) {
        return 0;
    }
    put_le16(p, 0x6908);
    put_le16(p + 2, (uint16_t)len);
    return (uint16_t)len;
}

uint32_t rig_write(struct rig *rig, uint8_t index, enum slot slot,
                   const struct rig_image *image)
{
    uint8_t *p = rig_bytes(rig, &rig->config.slot[index][slot]);
    uint32_t len = 32 + image->payload_len;
    struct hash hash;
    uint8_t digest[HASH_LEN];

    memset(p, 0xff, RIG_SLOT);
    memset(p, 0, 32);
    put_le32(p, 0x96f3b83d);
    put_le16(p + 8, 32);
    put_le32(p + 12, image->payload_len);
    p[20] = image->major;
    for (uint32_t i = 0; i < image->payload_len; i++) {
        p[32 + i] = (uint8_t)(image->fill + i / 64);
    }
    put_le16(p + 10, put_protected(p + len, image));
    len += le16(p + 10);
    hash_open(&hash);
    hash_add(&hash, p, len);
    hash_close(&hash, digest);
    put_le16(p + len, 0x6907);
    put_le16(p + len + 2, 40);
    return len + 4 + put_tlv(p + len + 4, 0x10, digest, HASH_LEN);
}

static void encrypt_unit(struct rig *rig, uint32_t addr)
{
    uint8_t *unit = rig->data + addr;

    if (!bytes_are(unit, 0xff, FLASH_ENCRYPT_LEN) &&
        flash_cipher_encrypt(&rig->cipher, addr, unit, FLASH_ENCRYPT_LEN) !=
            OK) {
        abort();
    }
}

void rig_encrypt(struct rig *rig, const struct flash_cipher *cipher)
{
    rig->cipher = *cipher;
    for (uint32_t i = 0; i < RIG_FLASH; i += FLASH_ENCRYPT_LEN) {
        encrypt_unit(rig, i);
    }
    rig->flash.cipher = &rig->cipher;
    rig->flash.encrypted = true;
    rig->config.max_align = 32;
}

status_t rig_boot(struct rig *rig)
{
    boot_init(&rig->boot, &rig->config, &rig->flash);
    return boot_run(&rig->boot, &rig->result);
}

uint8_t rig_major(struct rig *rig, uint8_t index, enum slot slot)
{
    uint8_t major;

    if (flash_read(&rig->flash, rig->config.slot[index][slot].addr + 20, &major,
                   1) != OK) {
        abort();
    }
    return major;
}

struct app_slots rig_app(struct rig *rig, uint8_t index)
{
    struct app_slots slots = {.image = index};
    struct trailer *trailers[SLOT_COUNT] = {&slots.primary, &slots.secondary};

    for (uint32_t i = 0; i < SLOT_COUNT; i++) {
        const struct config_area *area = &rig->config.slot[index][i];

        trailers[i]->align = rig->config.max_align;
        trailers[i]->record_count =
            rig->config.sector_max * TRAILER_RECORDS_PER_SECTOR;
        if (region_open(&trailers[i]->area, &rig->flash, area->addr,
                        area->len) != OK) {
            abort();
        }
    }
    return slots;
}
