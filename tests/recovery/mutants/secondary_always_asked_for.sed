# bug an explicit secondary slot is asked for
# program recovery_upload_test
# run
s/u->slot == SLOT_SECONDARY \&\& u->identity.number % 2 != 0$/u->slot == SLOT_SECONDARY/
