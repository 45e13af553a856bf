/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All stories in one row.
 */
#include "tests/powerloss/story.h"

#include <string.h>

struct group {
    const struct story *story;
    const size_t *count;
};

static const struct group group_table[] = {
    {story_single, &story_single_count},
    {story_refused, &story_refused_count},
    {story_several, &story_several_count},
    {story_upstream, &story_upstream_count},
};

#define GROUP_COUNT (sizeof(group_table) / sizeof(group_table[0]))

size_t story_total(void)
{
    size_t total = 0;

    for (size_t i = 0; i < GROUP_COUNT; i++) {
        total += *group_table[i].count;
    }
    return total;
}

const struct story *story_get(size_t n)
{
    for (size_t i = 0; i < GROUP_COUNT; i++) {
        if (n < *group_table[i].count) {
            return &group_table[i].story[n];
        }
        n -= *group_table[i].count;
    }
    return NULL;
}

const struct story *story_find(const char *name)
{
    for (size_t i = 0; i < story_total(); i++) {
        const struct story *story = story_get(i);

        if (strcmp(story->name, name) == 0) {
            return story;
        }
    }
    return NULL;
}
