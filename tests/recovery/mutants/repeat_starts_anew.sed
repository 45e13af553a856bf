# bug a repeated first packet starts anew
# program recovery_repeat_test
# run
/^static bool is_repeat/,/^}/ s/return u->stage != UPLOAD_NONE \&\&/return u->stage == 99 \&\&/
