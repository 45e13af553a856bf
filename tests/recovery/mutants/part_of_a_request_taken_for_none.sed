# bug a part of a request is taken for none
# program recovery_trouble_test
# run
/^static enum smp_rc set_secondary/,/^}/ s/if (!blank) {/if (look(r, slot)->trailer->magic != MARK_UNSET) {/
