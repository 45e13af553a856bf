# SPDX-License-Identifier: Apache-2.0
#
# Compiler for ESP32-S3; see toolchain-xtensa.cmake.
set(sallyport_core esp32s3)
include(${CMAKE_CURRENT_LIST_DIR}/toolchain-xtensa.cmake)
