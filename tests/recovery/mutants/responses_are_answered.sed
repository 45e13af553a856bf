# bug a response is taken for a request
# program recovery_header_test
# run
s/^#define OP_ODD        5u/#define OP_ODD 4u/
