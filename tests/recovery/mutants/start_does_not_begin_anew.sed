# bug a start marker keeps what came before
# program recovery_framing_test
# run
/pair == START/,/BODY/ s/^        frame_next(f);$//
