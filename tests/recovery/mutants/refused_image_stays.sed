# bug an image that was refused stays in its slot, and asked for
# program recovery_upload_test
# run
s/^        return discard(c, why);/        (void)discard;\n        return fail(c, why);/
