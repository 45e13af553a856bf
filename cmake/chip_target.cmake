# SPDX-License-Identifier: Apache-2.0
#
# A chip build is asked for by -DMCUBOOT_TARGET=<chip>. Before project(), so
# that a wrong name is told before any compiler is looked for.
set(chip_supported esp32 esp32c3 esp32s2 esp32s3)

list(JOIN chip_supported ", " chip_names)
if(NOT MCUBOOT_TARGET)
  message(FATAL_ERROR "the chip is not named: add -DMCUBOOT_TARGET=<chip>, "
    "one of ${chip_names}")
endif()
if(NOT MCUBOOT_TARGET IN_LIST chip_supported)
  message(FATAL_ERROR "MCUBOOT_TARGET=${MCUBOOT_TARGET} is no chip that can be "
    "built: choose one of ${chip_names}")
endif()
if(NOT CMAKE_TOOLCHAIN_FILE)
  set(CMAKE_TOOLCHAIN_FILE
    ${CMAKE_CURRENT_SOURCE_DIR}/tools/toolchain-${MCUBOOT_TARGET}.cmake)
endif()
