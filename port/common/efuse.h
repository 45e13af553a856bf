/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eFuses of a chip behind iface/efuse.h and iface/efuse_burn.h: the real
 * ones, or those of a product that asks for virtual ones.
 */
#ifndef PORT_COMMON_EFUSE_H
#define PORT_COMMON_EFUSE_H

#include "port/common/efuse_virtual.h"

/** The eFuses; owned by the caller. */
struct efuse {
    struct efuse_virtual stand_in; /* if the product asks for it */
};

/**
 * Opens the eFuses, and says it loudly if they are virtual.
 *
 * @param[out] efuse  device
 * @param[in]  flash  where virtual ones may be kept; must outlive efuse
 *
 * @retval OK
 * @retval EFUSE_E_IO, EFUSE_E_VERIFY  virtual ones can not be kept
 */
MUST_USE status_t efuse_open(struct efuse *efuse, struct flash *flash);

#endif
