# SPDX-License-Identifier: Apache-2.0
#
# Which chip a sample is made for; before project(), as it chooses the compiler.
#
#   SAMPLE_TARGET  esp32, esp32s2, esp32c3 (the default) or esp32s3
set(SAMPLE_TARGET esp32c3 CACHE STRING "the chip")
get_filename_component(top ${CMAKE_CURRENT_LIST_DIR}/../../.. ABSOLUTE)
set(sample_chips esp32 esp32s2 esp32c3 esp32s3)
if(NOT SAMPLE_TARGET IN_LIST sample_chips)
  list(JOIN sample_chips ", " names)
  message(FATAL_ERROR "SAMPLE_TARGET=${SAMPLE_TARGET} is no chip that the "
    "sample is made for: choose one of ${names}")
endif()
if(NOT CMAKE_TOOLCHAIN_FILE)
  set(CMAKE_TOOLCHAIN_FILE ${top}/tools/toolchain-${SAMPLE_TARGET}.cmake)
endif()
