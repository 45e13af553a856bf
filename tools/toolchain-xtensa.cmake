# SPDX-License-Identifier: Apache-2.0
#
# Compiler for the Xtensa chips; sallyport_core names the chip. The
# distribution's xtensa-lx106-elf-gcc writes instructions that every Xtensa
# core has, in the call0 ABI; what the cores have besides, port/common adds.
# Espressif's compilers know the core, by their name or by -mdynconfig.
# TOOLCHAIN_BIN_DIR names the folder where none is on the PATH.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR xtensa)
set(sallyport_compilers xtensa-lx106-elf-gcc
  xtensa-${sallyport_core}-elf-gcc xtensa-esp-elf-gcc)
set(sallyport_package gcc-xtensa-lx106)
include(${CMAKE_CURRENT_LIST_DIR}/toolchain.cmake)

set(CMAKE_C_FLAGS_INIT "-mabi=call0")
if(SALLYPORT_CHIP_COMPILER MATCHES "xtensa-esp-elf-gcc$")
  string(APPEND CMAKE_C_FLAGS_INIT
    " -mdynconfig=xtensa_${sallyport_core}.so")
endif()
set(CMAKE_ASM_FLAGS_INIT "${CMAKE_C_FLAGS_INIT}")
