# SPDX-License-Identifier: Apache-2.0
#
# Script: makes IMAGE from ELF with the flash parameters of the configuration.
# The image must also fit what the configuration makes of it: what does not
# pass is removed, and with Secure Boot the user is told the next step.
include(${CMAKE_CURRENT_LIST_DIR}/chip_conf.cmake)
conf_value(size CONFIG_ESP_FLASH_SIZE)
execute_process(
  COMMAND ${PROGRAM} elf2image --chip ${CHIP} --flash-mode ${MODE}
    --flash-freq ${FREQ} --flash-size ${size} ${OPTIONS}
    --output ${IMAGE} ${ELF}
  RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${IMAGE} was not written")
endif()
execute_process(
  COMMAND ${PROGRAM} conf image --target ${CHIP} --image ${IMAGE}
    ${CONFIG_FILES}
  RESULT_VARIABLE failed ERROR_VARIABLE errors)
# the build has told all warnings before
string(REGEX MATCHALL "[^\n]*error: [^\n]*" errors "${errors}")
if(failed)
  file(REMOVE ${IMAGE})
  message(FATAL_ERROR "${errors}")
endif()
