# SPDX-License-Identifier: Apache-2.0
#
# Script: makes IMAGE from ELF with the flash parameters of the configuration.
# The image must also fit its region of the flash, whose last sector is left
# for the signature of Secure Boot.
include(${CMAKE_CURRENT_LIST_DIR}/chip_conf.cmake)
conf_value(size CONFIG_ESP_FLASH_SIZE)
conf_value(room CONFIG_ESP_BOOTLOADER_SIZE)
math(EXPR room "${room} - 0x1000")
execute_process(
  COMMAND ${PROGRAM} elf2image --chip ${CHIP} --flash-mode ${MODE}
    --flash-freq ${FREQ} --flash-size ${size} ${OPTIONS}
    --max-size ${room} --output ${IMAGE} ${ELF}
  RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${IMAGE} was not written")
endif()
