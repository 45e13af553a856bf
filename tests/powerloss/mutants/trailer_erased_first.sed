# file core/update.c
# bug the request is erased before anything else of an update is done
# layout small8
/^static status_t step_prepare/,/^}/ s/^{$/{\n    if (n == 0) {\n        TRY(trailer_erase(trailer(u, AREA_SECONDARY)));\n    }/
