# bug the scratch trailer counts more than the records in the primary slot
# layout small8max
/^static status_t scratch_look/,/^}/ s/primary_suffices(u)/false/
