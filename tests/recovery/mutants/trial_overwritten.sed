# bug an upload destroys the way back of a trial
# program recovery_trouble_test
# run
s/^    if (type == SWAP_REVERT || state->progress/    if (state->progress/
