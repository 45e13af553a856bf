/* SPDX-License-Identifier: Apache-2.0 */
/* See update.h. */
#include "app/update.h"

status_t app_update_state(const struct app_slots *slots,
                          struct app_state *state)
{
    TRY(trailer_read(&slots->primary, &state->primary));
    TRY(trailer_read(&slots->secondary, &state->secondary));
    state->next = trailer_swap_type(&state->primary, &state->secondary);
    state->confirmed = state->primary.magic == MARK_UNSET ||
                       state->primary.image_ok != MARK_UNSET;
    return OK;
}

status_t app_update_request(const struct app_slots *slots, bool permanent)
{
    struct trailer_state state;
    bool has_info;
    bool can;

    TRY(trailer_read(&slots->secondary, &state));
    TRY(trailer_has_info(&slots->secondary, &has_info));
    if (state.magic == MARK_SET) {
        return OK;
    }
    TRY(trailer_can_put_magic(&slots->secondary, &can));
    if (!can || state.magic == MARK_BAD || state.image_ok == MARK_BAD ||
        (state.image_ok == MARK_SET && !permanent)) {
        return TRAILER_E_MAGIC;
    }
    /* a request that was cut before its magic is gone on with */
    if (!has_info) {
        TRY(trailer_put_info(&slots->secondary,
                             permanent ? SWAP_PERM : SWAP_TEST, slots->image));
    }
    if (permanent && state.image_ok == MARK_UNSET) {
        TRY(trailer_put_flag(&slots->secondary, TRAILER_IMAGE_OK));
    }
    return trailer_put_magic(&slots->secondary);
}

status_t app_update_confirm(const struct app_slots *slots)
{
    struct trailer_state state;

    TRY(trailer_read(&slots->primary, &state));
    if (state.magic == MARK_BAD) {
        return TRAILER_E_MAGIC;
    }
    if (state.magic == MARK_UNSET || state.image_ok != MARK_UNSET) {
        return OK;
    }
    return trailer_put_flag(&slots->primary, TRAILER_IMAGE_OK);
}

status_t app_update_clear(const struct app_slots *slots)
{
    return trailer_erase(&slots->secondary);
}
