# bug the head of an image is written with its sector
# program recovery_cuts
# run --shape scratch --step 5
s/uint32_t kept = w->written == 0 ? WRITER_HEAD_LEN : 0;/uint32_t kept = 0;/
s/^    return put(w, 0, w->head, WRITER_HEAD_LEN);/    return OK;/
