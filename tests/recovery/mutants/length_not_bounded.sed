# bug a length beyond the buffer is believed
# program recovery_framing_test
# run
s/^           f->want <= FRAME_PACKET_LEN;$/           f->want > 0;/
