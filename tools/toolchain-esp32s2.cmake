# SPDX-License-Identifier: Apache-2.0
#
# Compiler for ESP32-S2; see toolchain-xtensa.cmake.
set(sallyport_core esp32s2)
include(${CMAKE_CURRENT_LIST_DIR}/toolchain-xtensa.cmake)
