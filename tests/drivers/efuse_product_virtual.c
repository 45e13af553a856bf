/* SPDX-License-Identifier: Apache-2.0 */
/* A product with virtual eFuses, for efuse_choice_test.c. */
#include "port/common/product.h"

const struct product product = {.efuse_virtual = true};
