# bug a revert is forgotten: its only mark is erased to be written anew
# layout scratch3
/^static status_t scratch_mark/,/^}/ s/scratch_is_marked_so(u)/false/
