# bug a chunk is taken whatever its offset is
# program recovery_upload_test
# run
s/c->field\[KEY_OFF\].number != off_of(u) || len == 0/len == 0/
