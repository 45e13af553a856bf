# bug the counter is burned before the last sector is encrypted
# run --chip esp32c3 --row both --step 60
/^static status_t own_encrypt/,/^}/ s/off < len; off/off + (pass != 0 ? SECTOR_LEN : 0) < len; off/
