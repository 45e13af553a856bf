# file core/update.c
# bug an update for good looks like a trial for a moment
# layout small8
/^static status_t finish/,/^}/ s/^    if (u->type != SWAP_TEST .*$/    if (state.copy_done == MARK_UNSET) {\n        TRY(trailer_put_flag(t, TRAILER_COPY_DONE));\n        state.copy_done = MARK_SET;\n    }\n&/
