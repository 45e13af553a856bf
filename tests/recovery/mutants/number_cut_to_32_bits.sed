# bug numbers of 64 bits are cut to their lower half
# program recovery_value_test
# run
s/item->value > UINT32_MAX >> 8 ? UINT32_MAX$/false ? UINT32_MAX/
