# bug a sector is written without being erased
# layout small8
s/^    \*state = yes ? PART_BLANK : PART_DIRTY;$/    *state = PART_BLANK;/
