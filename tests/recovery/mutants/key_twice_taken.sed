# bug a key that comes twice is taken
# program recovery_value_test
# run
s/if (map->field->seen) {/if (false) {/
