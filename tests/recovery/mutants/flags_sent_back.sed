# bug the flags of a request are sent back
# program recovery_header_test
# run
s/^    answer\[1\] = 0;$//
