# bug the magic is not compared: every trailer counts as complete
# layout small8
s/^    if (memcmp(seen, magic, MAGIC_LEN) == 0) {$/    if (true) {/
