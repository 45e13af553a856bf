# bug the trailer of the slot is not erased before it is written
# program recovery_cuts
# run --shape scratch --step 5
/^status_t writer_discard/,/^}/ s/TRY(trailer_erase(w->trailer));/(void)w;/
