# bug a journal of another file counts
# program recovery_cuts
# run --shape scratch --step 29
/^uint32_t progress_find/,/^}/ s/memcmp(seen, key, HASH_LEN) != 0/false/
