# SPDX-License-Identifier: Apache-2.0
#
# Values of a configuration for the scripts of a chip build. Wants PROGRAM,
# CHIP and CONFIG_FILES.

# conf_value(RESULT KEY): the effective value, empty where there is none. The
# build has told all warnings before, so they are not repeated.
function(conf_value result key)
  execute_process(
    COMMAND ${PROGRAM} conf show --target ${CHIP} ${CONFIG_FILES}
    OUTPUT_VARIABLE text ERROR_QUIET RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "the configuration is refused: see "
      "${PROGRAM} conf check --target ${CHIP} ${CONFIG_FILES}")
  endif()
  set(value "")
  if(text MATCHES "(^|\n)${key}=([^ \n]*)")
    set(value ${CMAKE_MATCH_2})
  endif()
  set(${result} "${value}" PARENT_SCOPE)
endfunction()
