# bug read protection is locked before the key is protected
# run --chip esp32s2 --row both --step 60
/^void next_step/,/^}/ {
    s/^    if (secure_boot(f, s) || (encryption \&\& flash_key(f, s)) ||$/    if (secure_boot(f, s) || step_fields(f, s, ENROLL_STAGE_LOCK) ||/
    s/^        step_fields(f, s, ENROLL_STAGE_LOCK) ||$/        (encryption \&\& flash_key(f, s)) ||/
}
