# bug a chunk may go beyond the end of its file
# program recovery_upload_test
# run
s/^    if (len > u->identity.len - u->writer.accepted) {/    if (false) {/
