/* SPDX-License-Identifier: Apache-2.0 */
/* For programs that serve every configuration: see strategy.h and config.h. */
#include "core/strategy.h"

const struct update_strategy *update_strategy(enum update_mode mode)
{
    static const struct update_strategy STRATEGIES[] = {
        [UPDATE_SCRATCH] = {&plan_scratch, &rites_scratch},
        [UPDATE_MOVE] = {&plan_move, &rites_move},
        [UPDATE_OVERWRITE] = {&plan_overwrite, &rites_overwrite},
    };

    return &STRATEGIES[mode];
}

const struct boot_config *config_known(const struct boot_config *given)
{
    return given;
}

enum update_mode config_mode(enum update_mode given)
{
    return given;
}

uint8_t config_align(uint8_t given)
{
    return given;
}

uint8_t config_image(uint8_t given)
{
    return given;
}
