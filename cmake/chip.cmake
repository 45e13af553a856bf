# SPDX-License-Identifier: Apache-2.0
#
# The bootloader for a chip: build/mcuboot_<chip>.elf, .bin and .map.
#
#   MCUBOOT_TARGET       the chip
#   MCUBOOT_CONFIG_FILE  configuration files, divided by blanks; later ones
#                        override earlier ones; default: the chip's
#   MCUBOOT_FLASH_PORT   serial port of `ninja flash`
#   ESP_BAUD_RATE        its speed
#   ESP_FLASH_MODE, ESP_FLASH_FREQ   how the flash is read
#   SALLYPORT_PROGRAM    a host program that is built already
enable_language(ASM)
include(ExternalProject)

set(MCUBOOT_CONFIG_FILE ""
  CACHE STRING "configuration files, divided by blanks")
set(MCUBOOT_FLASH_PORT /dev/ttyUSB0 CACHE STRING "serial port")
set(ESP_BAUD_RATE 115200 CACHE STRING "speed of the serial port")
set(ESP_FLASH_MODE dio CACHE STRING "lines that the flash is read by")
set(ESP_FLASH_FREQ 40m CACHE STRING "clock of the flash")
set(SALLYPORT_PROGRAM "" CACHE FILEPATH "host program that is built already")

set(chip_product mcuboot_${MCUBOOT_TARGET})
set(chip_folder ${PROJECT_SOURCE_DIR}/port/${MCUBOOT_TARGET})
include(${chip_folder}/port.cmake)

# Relative to where cmake was started, as typed; then to the project.
separate_arguments(config_names UNIX_COMMAND "${MCUBOOT_CONFIG_FILE}")
if(NOT config_names)
  set(config_names ${chip_folder}/bootloader.conf)
endif()
set(config_files)
foreach(name ${config_names})
  get_filename_component(path ${name} ABSOLUTE BASE_DIR $ENV{PWD})
  if(NOT EXISTS ${path})
    get_filename_component(path ${name} ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})
  endif()
  if(NOT EXISTS ${path} OR IS_DIRECTORY ${path})
    message(FATAL_ERROR "the configuration file ${name} is missing: correct "
      "MCUBOOT_CONFIG_FILE")
  endif()
  list(APPEND config_files ${path})
endforeach()
if(MCUBOOT_CONFIG_FILE)
  # ninja runs cmake again in another folder than the user did
  list(JOIN config_files " " config_names)
  set_property(CACHE MCUBOOT_CONFIG_FILE PROPERTY VALUE "${config_names}")
endif()

# ---- the host program: reads configurations, writes images ----------------

if(SALLYPORT_PROGRAM)
  add_custom_target(host_program)
else()
  set(SALLYPORT_PROGRAM ${PROJECT_BINARY_DIR}/host_program/sallyport)
  ExternalProject_Add(host_program
    SOURCE_DIR ${PROJECT_SOURCE_DIR}
    BINARY_DIR ${PROJECT_BINARY_DIR}/host_program
    PREFIX ${PROJECT_BINARY_DIR}/host_program.steps
    CMAKE_ARGS -DSALLYPORT_TESTS=OFF -DCMAKE_TOOLCHAIN_FILE=
    BUILD_COMMAND ${CMAKE_COMMAND} --build <BINARY_DIR> --target sallyport
    BUILD_ALWAYS ON
    INSTALL_COMMAND ""
    BUILD_BYPRODUCTS ${SALLYPORT_PROGRAM})
endif()

# Asked each time, as only the program knows which key files count; it leaves
# the file alone when nothing changes.
set(product_source ${PROJECT_BINARY_DIR}/product.c)
add_custom_target(product
  COMMAND ${SALLYPORT_PROGRAM} conf source --target ${MCUBOOT_TARGET}
    --output ${product_source} ${config_files}
  BYPRODUCTS ${product_source}
  COMMENT "Reading the configuration"
  VERBATIM)
add_dependencies(product host_program)

# ---- the bootloader -------------------------------------------------------

# One program for the optimiser; what must stay where it is keeps out of it:
# the loader, and the memory functions that the compiler calls on its own.
set(chip_whole -flto)
set(chip_alone -fno-lto)
set(chip_options -Os -ffreestanding -ffunction-sections -fdata-sections
  -fno-jump-tables -fno-tree-loop-distribute-patterns -fno-caller-saves
  -fno-shrink-wrap ${chip_options})

# bare-metal compilers of distributions have no headers of a C library
set(chip_libc ${PROJECT_SOURCE_DIR}/port/common/libc)
set(SALLYPORT_THIRD_PARTY_OPTIONS ${chip_options} ${chip_whole}
  -isystem ${chip_libc} -I${PROJECT_SOURCE_DIR})
include(cmake/warnings.cmake)
include(cmake/third_party.cmake)

# core/strategy_all.c and the config_any.c are for programs that serve every
# configuration; product.c names the one that is used, and the linker drops the
# rest
file(GLOB chip_sources CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
  base/*.c core/*.c core/plan/*.c core/rites/*.c enroll/*.c recovery/*.c)
list(REMOVE_ITEM chip_sources core/strategy_all.c core/config_any.c
  enroll/config_any.c)
foreach(part ecdsa_p256 ed25519 fe25519 number p256 rsa_pss)
  list(APPEND chip_sources crypto/${part}.c)
endforeach()
list(APPEND chip_sources app/update.c ${chip_multiply} port/common/${chip_mmio}.c
  ${product_source})
foreach(part analog board clock efuse efuse_virtual entropy locks log main pins
    rescue reset ticks uart_pins)
  list(APPEND chip_sources port/common/${part}.c)
endforeach()
foreach(driver ${chip_drivers})
  list(APPEND chip_sources port/common/${driver}.c)
endforeach()
file(GLOB chip_own CONFIGURE_DEPENDS ${chip_folder}/*.c)
set(memory_source port/common/memory.c)
list(APPEND chip_sources ${chip_own})
set(loader_sources)
foreach(part loader ${chip_loader_hash} ${chip_loader_two})
  list(APPEND loader_sources port/common/${part}.c)
endforeach()

set_source_files_properties(${chip_sources} PROPERTIES
  COMPILE_OPTIONS "${chip_whole}")
set_source_files_properties(${loader_sources} PROPERTIES
  COMPILE_OPTIONS "${chip_alone};${chip_loader_options}")
set_source_files_properties(${memory_source} PROPERTIES
  COMPILE_OPTIONS "${chip_alone}")

# the linker scripts know the loader by its names: loader*.o, loader*.obj
set(CMAKE_C_OUTPUT_EXTENSION_REPLACE ON)

# .S files include what they share by its path in the project
add_executable(${chip_product} ${chip_sources} ${loader_sources}
  ${memory_source} ${chip_start})
add_dependencies(${chip_product} product)
set_target_properties(${chip_product} PROPERTIES
  SUFFIX .elf LINK_DEPENDS "${chip_folder}/link.ld;${chip_link_depends}")
target_compile_options(${chip_product} PRIVATE ${chip_options}
  $<$<COMPILE_LANGUAGE:ASM>:-Wa,-I${PROJECT_SOURCE_DIR}>)
target_include_directories(${chip_product} SYSTEM PRIVATE ${chip_libc})
target_link_libraries(${chip_product} PRIVATE
  sallyport_flags curve25519 mbedtls_chip -lgcc)
target_link_options(${chip_product} PRIVATE
  ${chip_options} ${chip_whole} -fwhole-program -nostdlib -nostartfiles
  -L${PROJECT_SOURCE_DIR}/port/common
  -T${chip_folder}/link.ld -Wl,--gc-sections -Wl,--no-warn-rwx-segments
  -Wl,-Map=${PROJECT_BINARY_DIR}/${chip_product}.map)
set_property(DIRECTORY APPEND PROPERTY ADDITIONAL_CLEAN_FILES
  ${PROJECT_BINARY_DIR}/${chip_product}.map)

# ---- the image, and how it gets onto a chip -------------------------------

set(chip_image ${PROJECT_BINARY_DIR}/${chip_product}.bin)
set(chip_facts
  -DPROGRAM=${SALLYPORT_PROGRAM} -DCHIP=${MCUBOOT_TARGET}
  -DIMAGE=${chip_image} -DMODE=${ESP_FLASH_MODE} -DFREQ=${ESP_FLASH_FREQ})
add_custom_command(OUTPUT ${chip_image}
  COMMAND ${CMAKE_COMMAND} ${chip_facts} -DELF=$<TARGET_FILE:${chip_product}>
    "-DCONFIG_FILES=${config_files}" "-DOPTIONS=${chip_image_options}"
    -P ${PROJECT_SOURCE_DIR}/cmake/chip_image.cmake
  DEPENDS ${chip_product} ${config_files}
    ${PROJECT_SOURCE_DIR}/cmake/chip_image.cmake
    ${PROJECT_SOURCE_DIR}/cmake/chip_conf.cmake
  COMMENT "Writing ${chip_product}.bin"
  VERBATIM)
add_custom_target(image ALL DEPENDS ${chip_image})

add_custom_target(flash
  COMMAND ${CMAKE_COMMAND} ${chip_facts} "-DCONFIG_FILES=${config_files}"
    -DPORT=${MCUBOOT_FLASH_PORT} -DBAUD=${ESP_BAUD_RATE} -P ${PROJECT_SOURCE_DIR}/cmake/chip_flash.cmake
  DEPENDS ${chip_image}
  USES_TERMINAL
  VERBATIM)
