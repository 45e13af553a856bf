# bug a journal of another file counts
# program recovery_gone_test
# run
/^uint32_t progress_find/,/^}/ s/memcmp(seen, key, sizeof(seen)) != 0/false/
