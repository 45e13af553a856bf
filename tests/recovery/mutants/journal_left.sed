# bug the journal stays in the trailer of a complete image
# program recovery_upload_test
# run
s/^    TRY(progress_erase(w->trailer, w->journal));//
