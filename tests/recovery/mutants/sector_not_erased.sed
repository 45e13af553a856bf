# bug a sector is written without being erased
# program recovery_cuts
# run --shape scratch --step 29
/^static status_t erase_next/,/^}/ s/if (!erased) {/if (false) {/
