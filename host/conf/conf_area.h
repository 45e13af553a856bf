/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flash as a configuration divides it: regions, what they may not do to
 * each other, and how large an image may be.
 */
#ifndef HOST_CONF_CONF_AREA_H
#define HOST_CONF_CONF_AREA_H

#include "base/compiler.h"
#include "host/conf/conf.h"
#include "host/conf/conf_report.h"

/* bootloader, two slots for each image, scratch, virtual eFuse */
#define CONF_AREA_MAX (1 + 2 * CONFIG_IMAGE_MAX + 1 + 1)

/** A region with a name. */
struct conf_area {
    char name[24];      /* for people: "image 0 primary" */
    enum conf_key addr; /* keys that place it */
    enum conf_key len;
    struct config_area at;
};

/** The regions of a configuration that exist and are known. */
struct conf_areas {
    struct conf_area area[CONF_AREA_MAX];
    size_t count;
};

/** What a slot's trailer takes, and what it leaves. */
struct conf_room {
    uint32_t trailer_len; /* bytes, all fields and records */
    uint32_t trailer_off; /* from the start of the slot; 0: does not fit */
    uint32_t image_max;   /* bytes with header and TLVs; 0: nothing fits */
    uint32_t noted_max;   /* bytes that leave room for the note; 0: none do */
};

/**
 * Returns the key that places a slot.
 *
 * @param[in] image  0 .. CONFIG_IMAGE_MAX - 1
 * @param[in] slot   which of its slots
 *
 * @retval key
 */
MUST_USE enum conf_key conf_slot_key(size_t image, enum slot slot);

/**
 * Returns the strategy that the keys choose.
 *
 * @param[in] conf  after conf_keys_resolve()
 *
 * @retval mode  UPDATE_SCRATCH if no key names one
 */
MUST_USE enum update_mode conf_update_mode(const struct conf *conf);

/**
 * Lists the regions, in the order of their addresses.
 *
 * @param[in]  conf   after conf_keys_resolve()
 * @param[out] areas  regions whose keys are both defined
 */
void conf_area_list(const struct conf *conf, struct conf_areas *areas);

/**
 * Computes the room in a slot.
 *
 * @param[in]  conf  after conf_keys_resolve()
 * @param[out] room  lengths
 *
 * @source SPEC, Largest image; SPEC, Note below the trailer
 */
void conf_area_room(const struct conf *conf, struct conf_room *room);

/**
 * Checks all regions: inside the flash, apart from each other, large enough,
 * not too many sectors.
 *
 * @param[in]     conf    after conf_keys_resolve()
 * @param[in,out] report  problems are added
 */
void conf_area_check(const struct conf *conf, struct conf_report *report);

#endif
