# bug plain copies stay in the staging sectors
# run --chip esp32 --row crypt --step 50
/^status_t encrypt_slots/,/^}/ s/^    TRY(clear(e, e->staging, STAGED_LEN));$//
