# bug the length in the header is not compared
# program recovery_header_test
# run
s/ || be16(message + 2) != request.len) {/) {/
