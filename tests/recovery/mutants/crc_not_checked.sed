# bug the CRC of a packet is not checked
# program recovery_framing_test
# run
s/^    return crc_of(f->packet + LENGTH_LEN, f->len - LENGTH_LEN) == 0 ? COMPLETE$/    return true ? COMPLETE/
