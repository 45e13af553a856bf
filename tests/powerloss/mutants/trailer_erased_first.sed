# bug the request is erased before anything else of an update is done
# layout small8
s/^    TRY(rites(u)->prepare(u, n));$/    if (n == 0) {\n        TRY(trailer_erase(\&u->geometry.trailer[AREA_SECONDARY]));\n    }\n&/
