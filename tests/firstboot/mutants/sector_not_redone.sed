# bug the sector that was under way is taken for done
# run --chip esp32c3 --row crypt --step 2
s/^    if (s != 0 \&\& area_is_under_way(e, \&a)) {$/    if (s == 0 \&\& area_is_under_way(e, \&a)) {/
