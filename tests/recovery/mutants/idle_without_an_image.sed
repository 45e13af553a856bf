# bug recovery ends though nothing boots
# program recovery_commands_test
# run
s/return something_boots(r) ? RECOVERY_RESET_IDLE : RECOVERY_GOES_ON;/(void)something_boots;\n    return RECOVERY_RESET_IDLE;/
