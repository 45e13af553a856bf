# bug an explicit secondary slot is asked for
# program recovery_upload_test
# run
s/ \&\& u->identity.number % 2 != 0) {/) {/
