/* SPDX-License-Identifier: Apache-2.0 */
/* What the rites of several strategies share; see rites.h. */
#include "core/rites/rites.h"

#include "base/memory.h"
#include "core/image.h"
#include "core/note.h"
#include "core/strategy.h"

const struct trailer *rites_trailer(const struct update *u,
                                    enum plan_area which)
{
    return &u->geometry.trailer[which];
}

const struct region *rites_area(const struct update *u, enum plan_area which)
{
    return &u->geometry.trailer[which].area;
}

bool rites_primary_is_open(const struct update *u)
{
    return u->state[AREA_PRIMARY].magic == MARK_SET &&
           u->state[AREA_PRIMARY].copy_done == MARK_UNSET;
}

status_t rites_look_records(struct update *u, enum plan_area which)
{
    uint32_t count;

    u->type = u->state[which].type;
    u->image_ok = u->state[which].image_ok == MARK_SET;
    u->filled = config_is_encrypted() && u->state[which].filled;
    plan_open(&u->geometry, u->state[which].swap_len);
    TRY(trailer_record_last(rites_trailer(u, which),
                            plan_record_count(&u->geometry), &count));
    u->next = plan_next_step(&u->geometry, count);
    u->progress = UPDATE_IDLE;
    if (u->type != SWAP_NONE && plan_step_count(&u->geometry) != 0) {
        u->progress = count > 0 ? UPDATE_RUNNING : UPDATE_STARTED;
    }
    return OK;
}

/* As the request's writer leaves what is unset, the next one reads it. */
static bool fills_image_ok(const struct update *u)
{
    return config_is_encrypted() && u->filled && u->type == SWAP_TEST;
}

status_t rites_init_trailer(const struct update *u, enum plan_area which)
{
    const struct trailer *t = rites_trailer(u, which);

    TRY(trailer_put_info(t, u->type, u->image));
    if (u->image_ok) {
        TRY(trailer_put_flag(t, TRAILER_IMAGE_OK));
    } else if (fills_image_ok(u)) {
        TRY(trailer_fill_image_ok(t));
    }
    TRY(trailer_put_swap_len(t, u->geometry.swap_len));
    return trailer_put_magic(t);
}

status_t rites_mark_primary(const struct update *u)
{
    uint8_t displaced[HASH_LEN];
    uint32_t len;
    status_t status =
        image_measure(rites_area(u, AREA_PRIMARY), &len, displaced);

    if (status == FLASH_E_IO) {
        return status;
    }
    /* identity only: whether there is an image at all does not matter */
    if (status != OK) {
        memset(displaced, 0xff, sizeof(displaced));
    }
    TRY(trailer_erase(rites_trailer(u, AREA_PRIMARY)));
    TRY(note_put(&u->geometry, displaced));
    return rites_init_trailer(u, AREA_PRIMARY);
}

status_t rites_close_primary(const struct update *u)
{
    const struct trailer *t = rites_trailer(u, AREA_PRIMARY);

    if (!rites_primary_is_open(u)) {
        return OK;
    }
    if (u->state[AREA_PRIMARY].image_ok == MARK_UNSET) {
        TRY(trailer_put_flag(t, TRAILER_IMAGE_OK));
    }
    return trailer_put_flag(t, TRAILER_COPY_DONE);
}

status_t rites_finish_swap(const struct update *u)
{
    const struct trailer *t = rites_trailer(u, AREA_PRIMARY);
    struct trailer_state state;

    TRY(trailer_read(t, &state));
    if (u->type != SWAP_TEST && state.image_ok == MARK_UNSET) {
        TRY(trailer_put_flag(t, TRAILER_IMAGE_OK));
    }
    TRY(update_strategy(config_known(u->config)->mode)->rites->unmark(u));
    if (state.copy_done == MARK_UNSET) {
        TRY(trailer_put_flag(t, TRAILER_COPY_DONE));
    }
    return OK;
}
