/* SPDX-License-Identifier: Apache-2.0 */
/* All strategies, for programs that serve every configuration: strategy.h. */
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
