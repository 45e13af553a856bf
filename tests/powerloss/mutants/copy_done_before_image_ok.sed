# bug an update for good looks like a trial for a moment
# layout small8
/^status_t rites_finish_swap/,/^}/ s/^    if (u->type != SWAP_TEST .*$/    if (state.copy_done == MARK_UNSET) {\n        TRY(trailer_put_flag(t, TRAILER_COPY_DONE));\n        state.copy_done = MARK_SET;\n    }\n&/
