# bug a key that comes twice is taken
# program recovery_cbor_test
# run 
s/if (map->field->seen) {/if (false) {/
