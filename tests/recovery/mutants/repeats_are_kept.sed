# bug what arrives during a slow command is answered
# program recovery_framing_test
# run
s/^#define DROPPED_MAX 8$/#define DROPPED_MAX 0/
