# SPDX-License-Identifier: Apache-2.0
#
# Compiler for ESP32-C3: the distribution's riscv64-unknown-elf-gcc, or
# Espressif's riscv32-esp-elf-gcc. TOOLCHAIN_BIN_DIR names its folder where it
# is not on the PATH.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv32)
set(sallyport_compilers riscv64-unknown-elf-gcc riscv32-esp-elf-gcc)
set(sallyport_package gcc-riscv64-unknown-elf)
include(${CMAKE_CURRENT_LIST_DIR}/toolchain.cmake)

set(CMAKE_C_FLAGS_INIT "-march=rv32imc -mabi=ilp32")
set(CMAKE_ASM_FLAGS_INIT "-march=rv32imc_zicsr_zifencei -mabi=ilp32")
