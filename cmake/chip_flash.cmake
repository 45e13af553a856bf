# SPDX-License-Identifier: Apache-2.0
#
# Script: writes IMAGE to the chip at PORT with the user's esptool, by the
# names of commands that it knows.
include(${CMAKE_CURRENT_LIST_DIR}/chip_conf.cmake)
conf_value(size CONFIG_ESP_FLASH_SIZE)
conf_value(offset CONFIG_ESP_BOOTLOADER_OFFSET)
conf_value(secure CONFIG_SECURE_BOOT)
if(secure STREQUAL "y")
  message(FATAL_ERROR "with CONFIG_SECURE_BOOT=y the image must be signed "
    "before it is written: sign ${IMAGE} with espsecure, then write it with "
    "esptool at ${offset} with the flash mode, frequency and size \"keep\"")
endif()

find_program(ESPTOOL NAMES esptool esptool.py)
if(NOT ESPTOOL)
  message(FATAL_ERROR "esptool is missing on the PATH: install it with "
    "pip install esptool (or pipx install esptool), then run this again")
endif()
if(NOT EXISTS ${PORT})
  message(WARNING "the serial port ${PORT} is not there: connect the chip, or "
    "name another with -DMCUBOOT_FLASH_PORT=<port>")
endif()

# Version 5 renamed all commands and options: dashes for underscores.
execute_process(COMMAND ${ESPTOOL} --help OUTPUT_VARIABLE help
  ERROR_VARIABLE help_error)
if("${help}${help_error}" MATCHES "write-flash")
  set(dash "-")
else()
  set(dash "_")
endif()
execute_process(
  COMMAND ${ESPTOOL} --port ${PORT} --baud ${BAUD}
    --before default${dash}reset --after no${dash}reset --chip ${CHIP}
    write${dash}flash --flash${dash}mode ${MODE} --flash${dash}size ${size}
    --flash${dash}freq ${FREQ} ${offset} ${IMAGE}
  RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "esptool did not write the image: see its words above")
endif()
