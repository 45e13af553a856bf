# bug half a packet waits for its other half for ever
# program recovery_framing_test
# run
s/^    if (frame_is_open(&r->frame) \&\& now_ms.*$/    if (false) {/
