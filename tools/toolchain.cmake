# SPDX-License-Identifier: Apache-2.0
#
# What the toolchain files of the chips share: finds one of
# sallyport_compilers, and the tools beside it that understand its objects.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES TOOLCHAIN_BIN_DIR)

if(TOOLCHAIN_BIN_DIR)
  find_program(SALLYPORT_CHIP_COMPILER NAMES ${sallyport_compilers}
    PATHS ${TOOLCHAIN_BIN_DIR} NO_DEFAULT_PATH)
  set(sallyport_place "in TOOLCHAIN_BIN_DIR=${TOOLCHAIN_BIN_DIR}")
else()
  find_program(SALLYPORT_CHIP_COMPILER NAMES ${sallyport_compilers})
  set(sallyport_place "on the PATH")
endif()
if(NOT SALLYPORT_CHIP_COMPILER)
  list(JOIN sallyport_compilers " nor " sallyport_names)
  message(FATAL_ERROR "the compiler is missing: neither ${sallyport_names} is "
    "${sallyport_place}; on Debian run: apt-get install ${sallyport_package}")
endif()

set(CMAKE_C_COMPILER ${SALLYPORT_CHIP_COMPILER})
set(CMAKE_ASM_COMPILER ${SALLYPORT_CHIP_COMPILER})
# the plain ar cannot list what is in objects for link time optimisation
string(REGEX REPLACE "gcc$" "gcc-ar" CMAKE_AR ${SALLYPORT_CHIP_COMPILER})
string(REGEX REPLACE "gcc$" "gcc-ranlib" CMAKE_RANLIB
  ${SALLYPORT_CHIP_COMPILER})
