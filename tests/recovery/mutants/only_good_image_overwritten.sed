# bug the only good image is overwritten
# program recovery_cuts
# run --before rescue --step 5
/^static enum smp_rc choose_slot/,/^}/ s/? SLOT_PRIMARY$/? SLOT_SECONDARY/
