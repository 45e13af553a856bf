# bug an upload destroys the way back of a trial
# program recovery_trouble_test
# run
s/return why == OK \&\& type == SWAP_REVERT$/return why != why/
